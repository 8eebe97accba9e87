"""The privacy gate: persons stay out, the value is never echoed or stored; codes of organisations go through.

No number or name here is of a person: the numbers are made of the ends of their ranges.
"""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DataError
from data.intake import candidates, importing, marking, sheets
from data.privacy import gate
from data.store import database
from data.tables import TABLES
from data.workflow import batches, verification
from data.workflow.verification import Filter
from tests import homes
from tests.reader import t

HEADER = ["tanggal", "kecamatan", "tahap", "jenis", "sumber", "id_kejadian"]
INCIDENT = ["2026-10-03", "32.16.07", "peristiwa", "tawuran", "polsek", "LP-1"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3216070101800001", "NIK atau nomor KK"),
        ("NIK: 3216074101800001", "NIK atau nomor KK"),  # a woman: day of birth + 40
        ("32.16.07.010180.0001", "NIK atau nomor KK"),
        ("3216 0701 0180 0001", "NIK atau nomor KK"),
        ("081200000000", "nomor telepon"),
        ("HP081200000000", "nomor telepon"),
        ("+62 812-0000-0000", "nomor telepon"),
        ("0812 0000 0000 (WA)", "nomor telepon"),
        ("telp. 889900", "nomor telepon"),
        ("(021) 8899000", "nomor telepon"),
        ("orang@contoh.id", "alamat e-mail"),
        ("BCA 0000 111 222", "nomor rekening"),
        ("rek. 1234567", "nomor rekening"),
        ("9988776655443", "nomor rekening"),
    ],
)
def test_numbers_and_addresses_of_persons_are_found_by_their_form(text, kind):
    assert gate.find(text) == kind
    assert gate.hide(text) == "(disembunyikan)"
    with pytest.raises(DataError) as refused:
        gate.refuse(text, "Alasan")
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "9916070101800001"[:9],
        "32.16.07.2001",
        "32AS24102101-32.16.09",
        "32AS08102101-32.16.09",
        "KJ-00002-000017",
        "AHU-0012345.AH.01.07.TAHUN 2020",
        "01-00-00/0123/D.III.4/V/2020",
        "SKT 020-00012/2020",
        "20261003001",
        "2026-10-03",
        "12.345.678",
        "LKjIP 2025 hal. 12",
        "Ormas Rekaan 017",
        "5/3/2026 21:00",
        "1234567",
    ],
)
def test_codes_dates_and_document_numbers_are_none(text):
    assert gate.find(text) is None


@pytest.mark.parametrize(
    "wrong", ["0016070101800001", "3216073201800001", "3216070113800001", "3216070101800000"], ids=["province", "day", "month", "serial"]
)
def test_sixteen_digits_that_can_be_no_nik_are_still_a_long_number(wrong):
    assert gate.find(wrong) == "nomor rekening"


@given(
    st.sampled_from(["11", "32", "36", "94"]),
    st.integers(1, 99),
    st.integers(1, 99),
    st.integers(1, 31),
    st.booleans(),
    st.integers(1, 12),
    st.integers(0, 99),
    st.integers(1, 9999),
    st.sampled_from(["", " ", "."]),
)
def test_every_number_of_that_structure_is_found_in_any_text(province, city, district, day, woman, month, year, serial, gap):
    digits = f"{province}{city:02d}{district:02d}{day + 40 * woman:02d}{month:02d}{year:02d}{serial:04d}"
    assert gate.find(f"ktp {gap.join(digits)}, baik") == "NIK atau nomor KK"


@pytest.mark.parametrize("text", ["Bpk. Xyz", "a.n. Xyz", "Sdr Xyz", "Xyz, S.H.", "budi xyz", "KH. Xyz", "Xyz bin Abc"])
def test_names_are_found_by_titles_and_common_names(text):
    assert gate.find_name(text) == "nama orang"


@pytest.mark.parametrize(
    "text", ["kawasan industri", "Laporan Oktober", "Jalan Raya", "SKT-REKAAN-0001", "lingkungan", "bela negara", "LKjIP 2025"]
)
def test_ordinary_words_are_no_names(text):
    assert gate.find_name(text) is None


def refused(home, *rows, table="kejadian", header=HEADER):
    text = "\n".join(";".join(row) for row in [header, *rows])
    candidate = importing.check(homes.session(home), sheets.parse("isian.csv", text.encode()), table)
    with pytest.raises(candidates.RefusedFileError) as error:
        importing.take_in(homes.session(home), candidate)
    return candidate, error.value


SECRETS = [
    "3216070101800001",
    "081200000000",
    "orang@contoh.id",
    "9988776655443",
    "Budi Xyzabc",
    "Xyzabc Qwertas",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("place", range(len(HEADER)), ids=HEADER)
def test_a_secret_in_any_field_is_refused_with_its_place_and_nowhere_echoed(home, secret, place):
    row = [*INCIDENT]
    row[place] = secret
    candidate, error = refused(home, [*INCIDENT[:5], "LP-0"], row)
    assert 3 in candidate.parts[0].checked.faults.rows
    if HEADER[place] == "kecamatan" and secret == "Xyzabc Qwertas":
        return  # there two unknown words are a place that we don't know
    assert secret not in str(error)
    book = openpyxl.load_workbook(io.BytesIO(marking.marked(t, candidate, b"")))
    assert secret not in str([[cell.value for cell in row] for row in book["Kesalahan"].iter_rows()])
    assert all(secret not in (cell.comment.text if cell.comment else "") for row in book["kejadian"].iter_rows() for cell in row)


def test_the_store_never_sees_a_secret_not_even_when_only_valid_rows_are_taken(home):
    text = "\n".join(";".join(row) for row in [HEADER, INCIDENT, [*INCIDENT[:5], "081200000000"]])
    candidate = importing.check(homes.session(home), sheets.parse("isian.csv", text.encode()), "kejadian")
    assert importing.take_in(homes.session(home), candidate, only_valid=True)[0].taken == 1
    with database.read(home) as con:
        for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            assert "081200000000" not in str(con.execute(f"SELECT * FROM {table}").fetchall())
    assert b"081200000000" not in b"".join(path.read_bytes() for path in home.iterdir() if path.is_file())


def test_a_number_that_excel_made_of_a_telephone_is_found(home):
    book = openpyxl.Workbook()
    book.active.append(["kode_ormas", "nama", "bentuk", "kecamatan", "status", "no_skt"])
    book.active.append(["ORM-001", "Ormas Rekaan 001", "yayasan_bh", "Cibitung", "aktif", 3216070101800001])
    book.active.append(["ORM-002", "Ormas Rekaan 002", "yayasan_bh", "Cibitung", "aktif", 81200000000])
    content = io.BytesIO()
    book.save(content)
    candidate = importing.check(homes.session(home), sheets.parse("ormas.xlsx", content.getvalue()), "ormas")
    assert [group.rows for group in candidate.parts[0].checked.faults.groups] == [[2], [3]]


def test_an_organisation_may_be_called_after_a_person_but_carry_no_number(home):
    header = ["kode_ormas", "nama", "bentuk", "kecamatan", "status"]
    text = [header, ["ORM-009", "Yayasan Haji Abdullah Rekaan", "yayasan_bh", "Cibitung", "aktif"]]
    candidate = importing.check(homes.session(home), sheets.parse("o.csv", "\n".join(";".join(r) for r in text).encode()), "ormas")
    assert not candidate.faulty
    refused(
        home,
        ["ORM-010", "Ormas Rekaan hp 081200000000", "yayasan_bh", "Cibitung", "aktif"],
        table="ormas",
        header=header,
    )


def test_a_file_without_headers_does_not_show_its_first_row_of_persons(home):
    content = b"Budi Xyzabc;3216070101800001;Kp. Rekaan\n"
    with pytest.raises(DataError) as error:
        importing.check(homes.session(home), sheets.parse("isian.csv", content), "kejadian")
    assert "Baris pertama berisi: (disembunyikan), (disembunyikan)" in str(error.value)


def test_a_file_name_with_a_number_of_a_person_is_refused_without_saying_it(home):
    with pytest.raises(DataError, match="Nama berkas memuat nomor telepon") as error:
        importing.check(homes.session(home), sheets.parse("wa 081200000000.csv", ";".join(HEADER).encode()), "kejadian")
    assert "0812" not in str(error.value)


@pytest.mark.parametrize("name", ["laporan Velda.csv", "veldakirana.csv", "RekapVelda.csv", "Putri.csv", "laporan-velda-okt.csv"])
def test_a_file_that_may_be_called_after_a_person_is_stored_without_its_name(home, name):
    text = "\n".join(";".join(row) for row in [HEADER, [*INCIDENT[:5], f"LP-{len(name)}"]])
    candidate = importing.check(homes.session(home), sheets.parse(name, text.encode()), "kejadian")
    assert candidate.source.name == "berkas.csv"
    (report,) = importing.take_in(homes.session(home), candidate)
    assert "disimpan sebagai berkas.csv" in str(report.note)
    with database.read(home) as con:
        told = con.sql("SELECT berkas FROM batches").fetchall()
    assert "berkas.csv" in str(told)
    assert "velda" not in str(told).casefold()


@pytest.mark.parametrize(
    "name",
    ["laporan_kejadian_setu_2026-10.csv", "LaporanKejadianSetu.csv", "rekapkejadian.csv", "Data Ormas desa Sukareja.csv", "LPKSM okt.csv"],
)
def test_a_file_of_an_office_keeps_its_name(name):
    assert gate.storable_file_name(name) == name


def test_our_own_examples_and_lists_pass_the_gate():
    for table in TABLES.values():
        for column in table.columns:
            for text in (column.example, *column.choices):
                assert gate.find(text) is None
                assert gate.find_name(text) is None


def test_a_reason_with_a_person_in_it_is_refused_before_it_reaches_the_audit_trail(home):
    for decide in (
        lambda reason: verification.decide(homes.session(home), Filter(), "terverifikasi", reason=reason),
        lambda reason: batches.withdraw(homes.session(home), 1, reason),
    ):
        with pytest.raises(DataError, match="Data pribadi tidak disimpan") as error:
            decide("kata Bpk. Xyz, 081200000000")
        assert "0812" not in str(error.value)
