"""Import: every fault at once with its place, nothing half-taken, real and simulated apart."""

import codecs
import hashlib

import openpyxl
import pytest

from data.errors import DataError, StoreBusyError
from data.intake import candidates, importing
from data.store import database
from tests import homes

HEADER = "tanggal,kecamatan,tahap,jenis,luka,sumber"
GOOD = "2026-10-03,32.16.07,peristiwa,tawuran,2,polsek"


@pytest.fixture
def give(home, tmp_path):
    """Import a file of that content as kejadian."""

    def importing_file(content, name="kejadian.csv", table="kejadian"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return importing.import_file(homes.session(home), table, file)

    return importing_file


def ask(home, sql):
    with database.read(home) as con:
        return con.execute(sql).fetchall()


def faults(refused):
    return {
        (group.column, row): (str(group.problem.cause), value)
        for group in refused.value.reports[0].faults
        for row, value in zip(group.rows, group.values, strict=True)
    }


def test_good_rows_come_in_as_one_batch_with_hash_and_row_numbers(home, give):
    content = f"{HEADER}\n{GOOD}\n\n{GOOD.replace('07', '08')}\n"
    report = give(content)
    assert (report.taken, report.rows, report.batch_id) == (2, 2, 2)
    assert ask(home, "SELECT tabel, berkas, sha256, format, baris_berkas, baris_masuk FROM batches WHERE batch_id = 2") == [
        ("kejadian", "kejadian.csv", hashlib.sha256(content.encode()).hexdigest(), "csv", 2, 2)
    ]
    # Row 3 of the file is blank; the numbers are those that a person sees.
    assert ask(home, "SELECT baris, kecamatan, status_verifikasi FROM kejadian_semua ORDER BY 1") == [
        (2, "32.16.07", "masuk"),
        (4, "32.16.08", "masuk"),
    ]
    assert "2 baris untuk Kabupaten Bekasi masuk sebagai batch 2" in str(candidates.describe(report))


def test_every_fault_is_told_with_row_column_value_and_remedy(home, give):
    content = "\n".join(
        [
            HEADER + ",jam",
            GOOD + ",21",
            "31/02/2026,32.16.07,peristiwa,tawuran,2,polsek,",
            "2026-10-03,Tarumajya,peristiwa,tawuran,2,polsek,",
            "2026-10-03,32.16.07,peristiwa,gosip,dua,polsek,24",
            "2026-10-03,32.16.07,,tawuran,2,,",
        ]
    )
    with pytest.raises(candidates.RefusedFileError) as refused:
        give(content)
    assert faults(refused) == {
        ("tanggal", 3): ("tanggal tidak ada di kalender", "31/02/2026"),
        ("kecamatan", 4): ("kecamatan tidak dikenal", "Tarumajya"),
        ("jenis", 5): ("tidak ada dalam daftar", "gosip"),
        ("luka", 5): ("bukan angka", "dua"),
        ("jam", 5): ("di luar rentang", "24"),
        ("tahap", 6): ("wajib diisi", ""),
        ("sumber", 6): ("wajib diisi", ""),
    }
    said = str(refused.value)
    assert "7 kesalahan; tidak ada baris yang masuk" in said
    assert 'kolom kecamatan: kecamatan tidak dikenal\n    baris 4: "Tarumajya"' in said
    assert "Perbaikan: mungkin Tarumajaya (32.16.01)." in said
    assert "Yang diharapkan: bilangan bulat antara 0 dan 23." in said
    assert ask(home, "SELECT count(*) FROM batches") == [(1,)]


def test_many_places_of_one_cause_are_one_group(give):
    lines = [f"id_kejadian,{HEADER}"] + [f"A{n},{GOOD.replace('tawuran', 'gosip')}" for n in range(100)]
    with pytest.raises(candidates.RefusedFileError) as refused:
        give("\n".join(lines))
    (group,) = refused.value.reports[0].faults
    assert group.rows == list(range(2, 102))
    assert 'baris 2–101: "gosip"' in str(refused.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_delimiter_and_encoding_is_read(home, give, delimiter, encoding):
    text = "kode_ormas,nama,bentuk,kecamatan,status\nORM-001,Ormas Rekaan é,yayasan_bh,Cibitung,aktif\n"
    report = give(text.replace(",", delimiter).encode(encoding), "ormas.csv", "ormas")
    assert ask(home, "SELECT nama, kecamatan FROM ormas") == [("Ormas Rekaan é", "32.16.07")]
    assert ("Windows-1252" in str(candidates.describe(report))) == (encoding == "cp1252")


def test_a_decimal_comma_does_not_pass_for_a_delimiter(home, give):
    give(
        "indeks;tahun;nilai;target;sumber\nIKO;2024;70,5;72,5;LKjIP\nIKN;2024;60,5;62,5;LKjIP\n",
        "n.csv",
        "nilai_resmi",
    )
    assert ask(home, "SELECT nilai, target FROM nilai_resmi ORDER BY indeks") == [(60.5, 62.5), (70.5, 72.5)]


def test_codes_of_a_workbook_stay_codes(home, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["bulan", "kecamatan", "desa_melapor", "desa_total"])
    book.active.append(["2026-10", 321607, 7, 7])  # Excel has made a number of the code
    book.active.append(["2026-10", "3216090", 6, 8])
    book.save(tmp_path / "k.xlsx")
    importing.import_file(homes.session(home), "kelengkapan", tmp_path / "k.xlsx")
    assert ask(home, "SELECT kecamatan FROM kelengkapan ORDER BY baris") == [("32.16.07",), ("32.16.02",)]


def test_the_same_file_twice_is_recognised_unless_it_was_withdrawn(home, give):
    give(f"{HEADER}\n{GOOD}\n")
    with pytest.raises(DataError, match=r"sudah masuk sebagai batch 2 pada 20\d\d-"):
        give(f"{HEADER}\n{GOOD}\n", "nama-lain.csv")
    with database.write(home, doing="uji") as con:
        con.execute(
            "INSERT INTO batch_status (batch_id, status, waktu, oleh, alasan) VALUES (2, 'ditarik', now()::TIMESTAMP, 'uji', 'uji')"
        )
    assert give(f"{HEADER}\n{GOOD}\n").taken == 1


def test_simulated_files_do_not_enter_a_real_store_nor_the_reverse(home, give, tmp_path):
    marked = f"DATA SIMULASI – BUKAN DATA NYATA\n{HEADER}\n{GOOD}\n"
    with pytest.raises(DataError, match="bertanda DATA SIMULASI"):
        give(marked)
    practice = tmp_path / "latihan"
    homes.new(practice, "simulasi")
    file = tmp_path / "latihan.csv"
    file.write_text(f"{HEADER}\n{GOOD}\n")
    with pytest.raises(DataError, match="berjenis simulasi; data nyata tidak boleh masuk"):
        importing.import_file(homes.session(practice), "kejadian", file)
    file.write_text(marked, encoding="utf-8")
    assert importing.import_file(homes.session(practice), "kejadian", file).taken == 1
    assert ask(home, "SELECT count(*) FROM kejadian") == [(0,)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "berkas kosong"),
        (b"  \n\n", "berkas kosong"),
        (codecs.BOM_UTF8, "berkas kosong"),
        (b"tanggal,kecamatan\n\x00\x01\x02", "bukan CSV atau Excel"),
        (b"%PDF-1.7 \x81\x8d\x8f", "bukan CSV atau Excel"),
        ("nama,umur\nAnu,3\n".encode("utf-16")[:-1], "bukan CSV atau Excel"),
        (b"nama,alamat\nAnu,Jalan\n", "judul kolom tabel kejadian tidak ditemukan. Baris pertama berisi: nama, alamat"),
        (HEADER.encode(), "belum ada baris isian"),
        (b"PK\x03\x04 bukan buku kerja", "bukan buku kerja Excel/ODS yang utuh"),
        (b"\xd0\xcf\x11\xe0 bukan juga", "bukan buku kerja Excel/ODS yang utuh"),
        (f'{HEADER}\n"{"x" * 40_000}\n'.encode(), "tanda kutip yang tidak ditutup"),
    ],
    ids=["empty", "blank", "bom", "binary", "pdf", "cut utf-16", "wrong columns", "no rows", "not xlsx", "not xls", "quote"],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_nothing_is_written(home, give, content, sentence):
    before = (home / database.DATABASE).read_bytes()
    with pytest.raises(DataError, match=sentence):
        give(content)
    assert (home / database.DATABASE).read_bytes() == before


def test_a_missing_file_and_a_folder_are_sentences(home, tmp_path):
    with pytest.raises(DataError, match="berkas tidak ada"):
        importing.import_file(homes.session(home), "kejadian", tmp_path / "tiada.csv")
    with pytest.raises(DataError, match="ini folder"):
        importing.import_file(homes.session(home), "kejadian", tmp_path)


def test_missing_and_unknown_columns_are_faults_of_the_file(give):
    with pytest.raises(candidates.RefusedFileError) as refused:
        give("tanggal,kecamatan,tahap,jenis,keterangan,luka luka,lokas\n2026-10-03,Cibitung,peristiwa,tawuran,cerita,1,pasar\n")
    assert set(faults(refused)) == {("sumber", 1), ("keterangan", 1), ("lokas", 1)}
    assert "mungkin lokasi" in str(refused.value)
    assert "cerita" not in str(refused.value).replace("bukan cerita", "")


def test_a_value_beyond_the_last_column_is_a_fault_not_a_loss(give):
    with pytest.raises(candidates.RefusedFileError) as refused:
        give(f"{HEADER}\n{GOOD}\n{GOOD},lebih\n")
    assert {row for _, row in faults(refused)} == {3}


def test_the_same_key_twice_in_a_file_is_a_fault_naming_both_rows(give):
    with pytest.raises(candidates.RefusedFileError) as refused:
        give(f"id_kejadian,{HEADER}\nA1,{GOOD}\nB1,{GOOD}\nA1,{GOOD}\n")
    assert ("kecamatan, id_kejadian", 4) in faults(refused)
    assert "sama dengan baris 2" in str(refused.value)


def test_a_correction_by_key_supersedes_and_the_history_stays(home, give):
    give(f"id_kejadian,{HEADER}\nA1,{GOOD}\n")
    give(f"id_kejadian,{HEADER}\nA1,{GOOD.replace(',2,', ',5,')}\n")
    assert ask(home, "SELECT luka FROM kejadian_berlaku") == [(5,)]
    assert ask(home, "SELECT luka FROM kejadian ORDER BY id_baris") == [(2,), (5,)]


def test_while_another_writes_an_import_is_told_at_once(home, give):
    with database.write(home, doing="publish"), pytest.raises(StoreBusyError, match="publish"):
        give(f"{HEADER}\n{GOOD}\n")


def test_a_damaged_database_refuses_the_import_and_stays_as_it_is(home, give):
    path = home / database.DATABASE
    path.write_bytes(path.read_bytes()[:5000])
    before = path.read_bytes()
    with pytest.raises(DataError, match="bukan basis data yang utuh"):
        give(f"{HEADER}\n{GOOD}\n")
    assert path.read_bytes() == before
