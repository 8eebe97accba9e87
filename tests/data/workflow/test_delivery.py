"""One file is one batch to whoever sent it, with however many tables: listed, verified, withdrawn as one."""

import functools
import io
import json

import duckdb
import openpyxl
import pytest

from data.__main__ import main
from data.errors import DataError
from data.intake import importing, sheets
from data.store import database
from data.workflow import batches, verification
from data.workflow.verification import Filter
from tests import homes

SHEETS = {
    "ormas": [["kode_ormas", "nama", "bentuk", "kecamatan", "status"], ["ORM-777", "Ormas Rekaan 777", "yayasan_bh", "Cibitung", "aktif"]],
    "kegiatan": [
        ["kode_ormas", "tanggal", "kecamatan", "jenis", "mitra", "tingkat_bukti", "sumber"],
        ["ORM-777", "2026-10-03", "Cibitung", "sosial", "polri", 2, "ormas"],
    ],
    "kelengkapan": [["bulan", "kecamatan", "desa_melapor", "desa_total"], ["2026-10", "Cibitung", 7, 7], ["2026-10", "Setu", 11, 11]],
}


@functools.cache  # a workbook holds the moment of its making: the same file is the same bytes
def workbook():
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def sent_home(tmp_path_factory):
    """A real store with one workbook of three tables and one CSV after it."""
    folder = tmp_path_factory.mktemp("rumah") / "data"
    homes.new(folder, "nyata")
    importing.take_in(homes.session(folder), importing.check(homes.session(folder), sheets.parse("semua.xlsx", workbook()), None))
    csv = b"bulan;kecamatan;desa_melapor;desa_total\n2026-09;Cibitung;7;7\n"
    importing.take_in(homes.session(folder), importing.check(homes.session(folder), sheets.parse("september.csv", csv), "kelengkapan"))
    return folder


@pytest.fixture
def home(sent_home, tmp_path):
    folder = tmp_path / "rumah"
    folder.mkdir()
    for file in sent_home.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


def listed(home):
    found = verification.deliveries(homes.session(home))
    return [
        (one["kiriman"], one["berkas"], list(one["tabel"]), one["baris_masuk"], one["aktif"], one["utuh"])
        for one in found.to_dict("records")
    ]


def in_force(home):
    with database.read(home) as con:
        return [con.execute(f"SELECT count(*) FROM {name}_berlaku").fetchone()[0] for name in ("ormas", "kegiatan", "kelengkapan")]


def test_a_workbook_is_one_line_of_the_list(home):
    assert listed(home)[1:] == [
        (2, "semua.xlsx", ["ormas", "kegiatan", "kelengkapan"], 4, True, True),
        (5, "september.csv", ["kelengkapan"], 1, True, True),
    ]


def test_a_workbook_is_withdrawn_and_brought_back_whole(home):
    assert in_force(home) == [1, 1, 3]
    assert batches.withdraw(homes.session(home), 2, "berkas tertukar") == 4
    assert in_force(home) == [0, 0, 1]
    assert listed(home)[1][4:] == (False, False)
    with database.read(home) as con:
        last = con.execute("SELECT tindakan, rincian FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
    assert last[0] == "tarik_batch"
    assert json.loads(last[1])["tabel"] == {"ormas": 1, "kegiatan": 1, "kelengkapan": 2}
    with pytest.raises(DataError, match="Batch 2 sudah ditarik"):
        batches.withdraw(homes.session(home), 2, "sekali lagi")
    assert batches.restore(homes.session(home), 2, "ternyata benar") == 4
    assert in_force(home) == [1, 1, 3]


def test_one_table_of_a_workbook_is_not_withdrawn_alone(home):
    with pytest.raises(DataError, match=r"Nomor 3 adalah satu tabel dari batch 2; .* Pakai nomor 2\."):
        batches.withdraw(homes.session(home), 3, "uji")


def test_the_tables_of_a_workbook_are_verified_by_one_number_and_told_by_it(home):
    session = homes.session(home)
    assert verification.waiting(session, Filter()).rows["kiriman"].tolist() == [2, 2, 2, 5]
    assert verification.waiting(session, Filter(table="kegiatan")).contents["batch"].tolist() == [2]
    assert verification.decide(session, Filter(batch=2), "terverifikasi", reason="sesuai") == 3
    with pytest.raises(DataError, match="sudah masuk sebagai batch 2"):
        importing.check(homes.session(home), sheets.parse("semua.xlsx", workbook()), None)


def test_sent_again_after_it_was_withdrawn_it_is_another_one(home):
    batches.withdraw(homes.session(home), 2, "uji")
    importing.take_in(homes.session(home), importing.check(homes.session(home), sheets.parse("semua.xlsx", workbook()), None))
    assert [(one[0], one[4]) for one in listed(home)[1:]] == [(2, False), (5, True), (6, True)]


def test_the_command_lists_and_withdraws_it(home, capsys):
    assert main(["--home", str(home), "batches", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[2].endswith("semua.xlsx: Daftar Ormas, Kegiatan Ormas, Kelengkapan laporan")
    assert main(["--home", str(home), "batches", "withdraw", "2", "--reason", "uji"]) == 0
    assert "Batch 2 ditarik (4 baris)" in capsys.readouterr().out


def test_a_store_of_before_is_told_which_batches_came_with_one_file(home):
    """As the program before left it: without the table, a file that was withdrawn and sent again among the batches."""
    batches.withdraw(homes.session(home), 2, "uji")
    importing.take_in(homes.session(home), importing.check(homes.session(home), sheets.parse("semua.xlsx", workbook()), None))
    con = duckdb.connect(str(home / database.DATABASE))
    con.execute("DROP TABLE kiriman")
    con.execute("DROP TABLE pindah")
    con.execute("ALTER TABLE verifikasi DROP COLUMN sebab")
    con.execute("DELETE FROM schema_migrations WHERE version IN (40, 50, 110)")
    con.close()
    assert [one[:3] for one in listed(home)[1:]] == [
        (2, "semua.xlsx", ["ormas", "kegiatan", "kelengkapan"]),
        (5, "september.csv", ["kelengkapan"]),
        (6, "semua.xlsx", ["ormas", "kegiatan", "kelengkapan"]),
    ]
    assert list((home / "backups").glob("sebelum-skema-040-*"))
