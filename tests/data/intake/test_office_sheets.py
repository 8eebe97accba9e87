"""Sheets as offices keep them: titles, column numbers, totals, signatures, words instead of codes."""

import io
from datetime import date

import openpyxl
import pytest

from data import labels
from data.access import viewers
from data.errors import DataError
from data.intake import candidates, cells, dates, importing, marking, sheets
from data.store import database
from data.tables import TABLES
from tests import homes
from tests.reader import t, use

HEADER = ["tanggal", "kecamatan", "tahap", "jenis", "luka", "sumber"]
ROW = ["3 Okt 2026", "Cibitung", "peristiwa", "tawuran", 2, "polsek"]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def checked(home, *rows, table="kejadian", viewer=None):
    candidate = importing.check(homes.session(home, viewer), sheets.parse("laporan.xlsx", workbook(*rows)), table)
    return candidate, candidates.report(candidate, candidate.parts[0])


def told(groups):
    return [(group.column, str(group.problem.cause), row) for group in groups for row in group.rows]


def test_column_numbers_a_total_and_a_signature_are_passed_over_counted_and_named(home):
    candidate, report = checked(
        home,
        ["LAPORAN KEJADIAN BULAN OKTOBER 2026"],
        HEADER,
        [1, 2, 3, 4, 5, 6],
        ROW,
        ["JUMLAH", None, None, None, 2],
        [],
        [None, None, None, None, "Cikarang, 31 Oktober 2026"],
        [None, None, None, None, "Kepala Bidang"],
    )
    assert told(report.faults) == []
    assert told(report.notes) == [("luka", "jumlah cocok dengan kolomnya", 5)]
    (taken,) = importing.take_in(homes.session(home), candidate)
    assert taken.taken == 1
    said = str(candidates.describe(taken))
    assert "dilewati: 1 baris nomor kolom, 1 baris jumlah, 2 baris tanda tangan (baris 3, 5, 7–8)" in said
    with database.read(home) as con:
        assert con.execute("SELECT baris_berkas, baris_masuk, baris_dilewati FROM batches WHERE batch_id = 2").fetchone() == (5, 1, 4)


def test_who_signed_is_neither_told_nor_stored_and_does_not_refuse_the_file(home):
    candidate, report = checked(
        home,
        HEADER,
        ROW,
        ["Mengetahui,", None, None, "Cibitung, …… Oktober 2026"],
        ["Camat Cibitung", None, None, "Kepala Seksi"],
        [],
        ["Drs. Xyzabc Qwertas, M.Si", None, None, "Budi Xyzabc"],
        ["NIP. 19800101 200501 1 001", None, None, "NIP. 19810101 200501 1 002"],
    )
    assert told(report.faults) == []
    assert report.passed_over == (("tanda_tangan", (3, 4, 6, 7)),)
    said = str(candidates.describe(importing.take_in(homes.session(home), candidate)[0]))
    assert "Xyzabc" not in said
    stored = b"".join(path.read_bytes() for path in home.iterdir() if path.is_file())
    assert b"Xyzabc" not in stored
    assert b"19800101" not in stored


@pytest.mark.parametrize(
    "last",
    [
        ["4 Okt 2026", "Setu", None, None, None, None],  # begun and not finished
        [None, "Setu", None, None, 1, None],
        ["Mengetahui", None, "peristiwa", "tawuran", None, None],
        ["JUMLAH", "Setu", None, None, 2, None],
        ["4 Okt 2026", None, None, None, None, None],
    ],
)
def test_a_row_that_could_be_data_is_never_passed_over(home, last):
    _, report = checked(home, HEADER, ROW, ["Mengetahui,"], last)
    assert {row for _, _, row in told(report.faults)} >= {4}
    assert report.passed_over == ()


def test_an_ormas_may_be_called_like_an_office_or_a_total(home):
    header = ["No", "kode_ormas", "nama", "bentuk", "kecamatan", "status"]
    _, report = checked(
        home,
        header,
        [1, "ORM-901", "Total Peduli Rekaan", "yayasan_bh", "Cibitung", "aktif"],
        [2, None, "Kepala Desa Rekaan Bersatu", None, None, None],
        ["Total Karya Rekaan", None, None, None, None, None],
        table="ormas",
    )
    assert {row for _, _, row in told(report.faults)} == {3, 4}
    assert report.passed_over == ()


def test_a_total_that_differs_is_told_with_both_numbers_and_subtotals_are_taken_as_such(home):
    rows = [
        ROW,
        ["JUMLAH", None, None, None, 2],
        [*ROW[:4], 3, "fkdm"],
        ["Jumlah", None, None, None, 3],
        ["TOTAL KESELURUHAN", None, None, None, 6],
    ]
    _, report = checked(home, HEADER, *rows)
    assert told(report.notes) == [("luka", "jumlah cocok dengan kolomnya", row) for row in (3, 5)]
    warned = [one for one in told(report.warnings) if one[0] == "luka"]
    assert warned == [("luka", "jumlah berbeda dari kolomnya: tertulis 6, dihitung 5", 6)]
    assert dict(report.passed_over) == {"jumlah": (3, 5, 6)}


def test_a_total_over_a_cell_that_could_not_be_read_is_not_compared(home):
    _, report = checked(home, HEADER, ROW, [*ROW[:4], "dua", "fkdm"], ["JUMLAH", None, None, None, 4])
    assert ("luka", "jumlah tidak dapat dibandingkan dengan kolomnya", 4) in told(report.warnings)


def test_headers_that_come_again_and_rows_with_a_running_number_only_are_passed_over(home):
    rows = [["No", *HEADER], [1, *ROW], ["No", *HEADER], [2, "4 Okt 2026", *ROW[1:]], [3], [4]]
    _, report = checked(home, *rows)
    assert told(report.faults) == []
    assert dict(report.passed_over) == {"judul": (3,), "nomor_urut": (5, 6)}


def test_the_fault_names_the_row_of_headers_that_was_found_and_what_its_words_mean(home):
    _, report = checked(
        home,
        ["REKAP KONFLIK SOSIAL BULAN OKTOBER 2026"],
        [],
        ["No", "Jenis Konflik", "Lokasi", "Kecamatan", "Status", "Tanggal"],
        [1, "Tawuran", "Jl. Contoh", "Cibitung", "Selesai", "3 Oktober 2026"],
    )
    assert told(report.faults) == [
        ("tahap", "kolom wajib tidak ada", 3),
        ("sumber", "kolom wajib tidak ada", 3),
        ("Status", "kolom tidak ada di templat", 3),
        # The template has a column of that name, for the kind of place: what stands in it is an address.
        ("lokasi", "tidak ada dalam daftar", 4),
    ]
    assert ("Jenis Konflik", "dibaca sebagai kolom jenis", 3) in told(report.notes)
    assert "baris 0" not in str(candidates.describe(report))


def test_marks_stand_on_the_cell_that_is_meant(home):
    content = workbook(["id_kejadian", *HEADER[:5], "Keterangan"], ["LP-1", *ROW[:5], "uraian"])
    candidate = importing.check(homes.session(home), sheets.parse("a.xlsx", content), "kejadian")
    sheet = openpyxl.load_workbook(io.BytesIO(marking.marked(t, candidate, content))).worksheets[0]
    noted = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(noted) == {"G1", "H1"}
    assert "kolom tidak ada di templat" in noted["G1"]
    assert "kolom wajib tidak ada" in noted["H1"]


def test_too_few_headers_name_the_likeliest_row_and_what_is_missing(home):
    rows = [["BUKU KEJADIAN"], ["NO", "TGL", "URAIAN"], [1, "3 Okt 2026", "tawuran"]]
    with pytest.raises(DataError) as refused:
        checked(home, *rows)
    said = str(refused.value)
    assert "Yang paling mirip baris 2." in said
    assert "Dikenal: TGL = tanggal." in said
    assert "Belum ada: kecamatan, tahap, jenis, sumber." in said
    assert "Tidak dikenal: URAIAN." in said


def test_rows_that_differ_only_in_a_cell_that_cannot_be_read_are_two_rows(home):
    _, report = checked(home, HEADER, ["2026-10-03", "Cik. Barat", *ROW[2:]], ["2026-10-03", "Ckr Utara", *ROW[2:]])
    assert told(report.faults) == [
        ("kecamatan", "kecamatan tidak dikenal", 2),
        ("kecamatan", "kecamatan tidak dikenal", 3),
    ]
    assert report.warnings == ()


def test_the_same_unreadable_text_twice_is_still_the_same_row_twice(home):
    wrong = ["2026-10-03", "Cik. Barat", *ROW[2:]]
    _, report = checked(home, HEADER, wrong, wrong)
    assert ("", "baris yang sama muncul dua kali", 3) in told(report.faults)


def test_a_cell_that_cannot_be_read_is_not_called_empty_nor_known(home):
    """Neither by the rules between columns nor against the store."""
    header = [*HEADER, "kode_ormas", "peran_ormas"]
    importing.take_in(homes.session(home), checked(home, HEADER, [*ROW[:4], None, "polsek"])[0])
    _, report = checked(home, header, [*ROW[:4], "dua", "polsek", None, None], [*ROW, "ORM-1", "entah"])
    assert told(report.faults) == [
        ("luka", "bukan angka", 2),
        ("peran_ormas", "tidak ada dalam daftar", 3),
        ("kode_ormas", "Ormas tidak ada dalam daftar", 3),
    ]


def test_nihil_in_a_column_of_numbers_is_zero_and_said(home):
    candidate, report = checked(home, HEADER, [*ROW[:4], "NIHIL", "polsek"])
    assert told(report.notes) == [("luka", "dibaca sebagai 0", 2)]
    importing.take_in(homes.session(home), candidate)
    with database.read(home) as con:
        assert con.execute("SELECT luka, meninggal FROM kejadian").fetchall() == [(0, None)]


def test_a_list_is_told_in_words_and_takes_words_and_codes(home):
    kinds = TABLES["kejadian"].column("jenis")
    said = str(cells.read(kinds, "gosip").expected)
    assert said.startswith("salah satu dari Bentrok antarwarga, Isu keamanan, Isu SARA")
    assert "_" not in said
    for table in TABLES.values():
        for column in table.columns:
            if column.choices and column.kind != "yes_no":
                for code in column.choices:
                    for language in ("id", "en"):
                        use(language)
                        assert cells.read(column, labels.of_choice(t, column.name, code)) == code
                use("id")


def test_a_row_of_another_kecamatan_is_a_fault_with_its_row(home):
    own = viewers.Viewer("op", "operator_kecamatan", frozenset({"32.16.07"}))
    candidate, report = checked(home, HEADER, ROW, ["2026-10-04", "Setu", *ROW[2:]], viewer=own)
    assert told(report.faults) == [("kecamatan", "kecamatan lain, bukan kecamatan Anda", 3)]
    assert importing.take_in(homes.session(home, own), candidate, only_valid=True)[0].taken == 1


def test_a_page_called_xls_is_told_as_one(home):
    page = b"<html><body><table><tr><td>kode_ormas</td></tr></table></body></html>"
    with pytest.raises(DataError, match=r"ini halaman HTML berakhiran \.xls; buka di Excel, Simpan Sebagai \.xlsx"):
        sheets.parse("ekspor.xls", page)


def test_days_counted_from_1904_are_other_days():
    assert dates.read_date(dates.since_1904(44_836)) == date(2026, 10, 3)
    assert dates.since_1904("Cibitung") == "Cibitung"
