"""`template` and `import` as an operator types them."""

import json

import openpyxl
import pytest

from data.__main__ import main
from data.store import database
from tests import homes

HEADER = "tanggal;kecamatan;tahap;jenis;sumber"
GOOD = "2026-10-03;Cibitung;peristiwa;tawuran;polsek"


@pytest.fixture
def kondusif(tmp_path, monkeypatch, capsys):
    """Run a command in a folder with a fresh real store; returns exit status, output, errors."""
    monkeypatch.chdir(tmp_path)
    homes.new(tmp_path / "rumah", "nyata")

    def run(*arguments):
        status = main(["--home", "rumah", *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_a_template_is_written_where_the_operator_stands_and_not_twice(kondusif, tmp_path):
    assert kondusif("template", "kejadian")[:2] == (0, "Templat ditulis ke templat-kejadian.xlsx.\n")
    assert kondusif("template", "kejadian", "--format", "csv")[0] == 0
    assert kondusif("template")[0] == 0
    assert {path.name for path in tmp_path.glob("templat-*")} == {
        "templat-kejadian.xlsx",
        "templat-kejadian.csv",
        "templat-semua.xlsx",
    }
    status, _, errors = kondusif("template", "kejadian")
    assert (status, "tidak ditimpa" in errors) == (1, True)


def test_several_files_in_one_command_and_the_faulty_one_is_named(kondusif, tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{GOOD}\n")
    (tmp_path / "b.csv").write_text(f"{HEADER}\n{GOOD.replace('tawuran', 'gosip')}\n")
    status, out, errors = kondusif("import", "kejadian", "a.csv", "b.csv", "--marked", "kembali")
    assert status == 1
    assert "a.csv → tabel kejadian: 1 baris untuk Kabupaten Bekasi masuk sebagai batch 2." in out
    assert "b.csv → tabel kejadian: 1 kesalahan" in errors
    assert "1 dari 2 berkas ditolak" in errors
    assert "kembali/b-ditandai.xlsx" in out
    assert "gosip" in [cell.value for cell in openpyxl.load_workbook("kembali/b-ditandai.xlsx")["kejadian"][2]]


def test_only_the_valid_rows_on_demand_and_the_rest_comes_back(kondusif, tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{GOOD}\n{GOOD.replace('tawuran', 'gosip')}\n")
    status, out, _ = kondusif("import", "kejadian", "a.csv", "--only-valid")
    assert status == 0
    assert "1 baris untuk Kabupaten Bekasi masuk" in out
    assert "- 1: ada kesalahan; dikembalikan" in out
    assert 'baris 3: "gosip"' in out
    assert "a-sisa.xlsx; perbaiki" in out
    assert openpyxl.load_workbook("a-sisa.xlsx")["kejadian"].max_row == 2


def test_a_rest_is_not_left_behind_when_nothing_came_in(kondusif, tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{GOOD.replace('tawuran', 'gosip')}\n")
    status, _, errors = kondusif("import", "kejadian", "a.csv", "--only-valid")
    assert (status, "tidak ada baris yang masuk" in errors) == (1, True)
    assert not list(tmp_path.glob("*-sisa*"))


REGISTER = "kode_ormas;nama;bentuk;kecamatan;status;bidang"
DOUBTFUL = [
    "ORM-1;Ormas Rekaan 1;yayasan_bh;Cibitung;aktif;Kirana Velda",
    "ORM-2;Ormas Rekaan 2;yayasan_bh;Cibitung;aktif;kirana  velda",
]


def test_what_may_be_a_name_is_asked_about_by_its_place_and_taken_in_once_it_is_said_to_be_none(kondusif, tmp_path):
    (tmp_path / "o.csv").write_text("\n".join([REGISTER, *DOUBTFUL]))
    for arguments in ((), ("--only-valid",)):
        status, out, errors = kondusif("import", "ormas", "o.csv", *arguments)
        assert status == 1
        assert "Apakah ini nama orang?" in errors
        assert 'baris 2–3: "(disembunyikan)"' in errors
        assert "--bukan-nama KOLOM:BARIS" in errors
        assert "velda" not in (out + errors).casefold()
    status, out, errors = kondusif("import", "ormas", "o.csv", "--bukan-nama", "bidang:3")
    assert (status, errors) == (0, "")
    assert "2 baris untuk Kabupaten Bekasi masuk" in out  # one answer for both rows with the same text
    with database.read(tmp_path / "rumah") as con:
        action, details = con.execute("SELECT tindakan, rincian FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
    told = json.loads(details)
    assert (action, told["batch"], told["tabel"], told["bukan_nama"]) == ("import", 2, {"ormas": 2}, {"ormas": 1})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("bidang:9", "tidak ditanyakan"),
        ("nama:2", "tidak ditanyakan"),
        ("Kirana Velda", "menyebut kolom dan baris"),
        ("tahap:2", "menyebut kolom dan baris"),
    ],
)
def test_an_answer_to_what_is_not_asked_is_refused(kondusif, tmp_path, answer, said):
    (tmp_path / "o.csv").write_text("\n".join([REGISTER, *DOUBTFUL]))
    status, _, errors = kondusif("import", "ormas", "o.csv", "--bukan-nama", answer)
    assert (status, said in errors) == (1, True)
    assert "Velda" not in errors


def test_an_answer_is_for_one_file(kondusif, tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("\n".join([REGISTER, *DOUBTFUL]))
    status, _, errors = kondusif("import", "ormas", "a.csv", "b.csv", "--bukan-nama", "bidang:2")
    assert (status, "berlaku untuk satu berkas" in errors) == (1, True)


def test_a_file_called_after_a_person_is_refused(kondusif, tmp_path):
    (tmp_path / "rekap_Bpk_Sutarjo.csv").write_text(f"{HEADER}\n{GOOD}\n")
    status, _, errors = kondusif("import", "kejadian", "rekap_Bpk_Sutarjo.csv")
    assert (status, "Nama berkas memuat nama orang" in errors, "Sutarjo" in errors) == (1, True, False)
