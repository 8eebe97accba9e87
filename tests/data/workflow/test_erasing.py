"""Retention: what is overdue is found, erased without a gap in counts or trail, and no tampering passes for it or because of it."""

import shutil
from datetime import date

import duckdb
import pytest

from data.__main__ import main
from data.access import viewers
from data.access.viewers import ROLES, AccessError, Viewer
from data.errors import DataError
from data.safety import backup, doctor
from data.store import audit, clock, database, durable, ledger
from data.tables import TABLES
from data.workflow import batches, erasing, rewriting
from tests import homes
from tests.reader import t

TODAY = date(2026, 11, 26)
SECRET = "AHU-0012345.AH.01.07"
REASON = "masa simpan lewat"


def told(day, role, **more):
    code = {"melapor": "ORM-001", "memediasi": "ORM-002"}[role]
    return homes.incident(day, peran_ormas=role, kode_ormas=code, penanganan="selesai", **more)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("hapus") / "home"
    homes.new(home, "nyata")
    homes.put(home, "ormas", homes.organisation(1, no_ahu=SECRET), homes.organisation(2))
    homes.put(
        home, "kejadian", told(date(2024, 11, 25), "melapor"), told(date(2024, 11, 26), "melapor"), told(date(2024, 1, 9), "memediasi")
    )
    homes.put(
        home,
        "kejadian",
        homes.incident(date(2021, 11, 25), kode_desa="32.16.07.2001"),
        homes.incident(date(2021, 11, 26), kode_desa="32.16.07.2001"),
    )
    homes.put(
        home,
        "pelatihan",
        homes.training(date(2020, 5, 4), nilai_pre=50.0, nilai_post=60.0, id_pelatihan="PL-1"),
    )
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 2), id_kejadian="KJ-KELIRU"))
    return home


@pytest.fixture
def home(made, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


def ask(home, sql):
    with database.read(home) as con:
        return con.execute(sql).fetchall()


def said(home, subject):
    return [one for one in doctor.examine(t, home) if one.subject == subject]


def proven(home):
    with database.read(home) as con:
        return audit.check(con).broken_at is None and ledger.check(con).faults == ()


def tampered(home, sql):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute(sql)


def test_what_is_overdue_is_told_by_column_with_the_first_day_that_may_stay(home):
    with database.read(home) as con:
        found = erasing.overdue(con, TODAY)
    assert [(due.table, due.column, due.rows, due.oldest) for due in found] == [
        ("kejadian", "kode_desa", 1, date(2021, 11, 25)),
        ("kejadian", "kode_ormas", 1, date(2024, 11, 25)),
        ("pelatihan", "nilai_pre", 1, date(2020, 5, 4)),
        ("pelatihan", "nilai_post", 1, date(2020, 5, 4)),
    ]
    (one,) = said(home, "Masa simpan")
    assert one.level == "perhatian"
    assert "Kejadian, kolom Kode Ormas: 1 baris sebelum 26 Nov 2024, yang tertua 25 Nov 2024." in one.text
    assert one.action == "Hapus di server, dengan alasan (docs/operations.md)."
    assert one.command == "python -m data erase overdue --reason ALASAN --yes"


def test_cells_are_emptied_rows_and_counts_stay_and_the_trail_proves_it(home):
    counts = "SELECT strftime(tanggal, '%Y-%m'), peran_ormas, count(*) FROM kejadian_terverifikasi GROUP BY ALL ORDER BY ALL"
    before = ask(home, counts)
    erasing.erase_overdue(homes.session(home), REASON)
    assert ask(home, counts) == before
    assert ask(home, "SELECT tanggal, kode_ormas FROM kejadian WHERE peran_ormas = 'melapor' ORDER BY 1") == [
        (date(2024, 11, 25), None),
        (date(2024, 11, 26), "ORM-001"),
    ]
    assert ask(home, "SELECT kode_ormas FROM kejadian WHERE peran_ormas = 'memediasi'") == [("ORM-002",)]
    assert ask(home, "SELECT tabel, kolom, baris, alasan FROM penghapusan ORDER BY nomor")[1] == ("kejadian", "kode_ormas", 1, REASON)
    assert proven(home)
    assert [one.level for one in said(home, "Masa simpan")] == ["baik"]
    assert not [one for one in doctor.examine(t, home) if one.level == "rusak"]
    with pytest.raises(DataError, match=r"Tidak ada yang melewati masa simpannya; tidak ada yang dihapus\."):
        erasing.erase_overdue(homes.session(home), REASON)


def test_the_papers_of_a_register_go_five_years_after_a_later_row_and_leave_no_byte(home):
    homes.put(home, "ormas", homes.organisation(1, no_ahu="AHU-9"))
    with database.read(home) as con:
        assert erasing.overdue(con, TODAY, table="ormas") == []
        later = clock.now().date().replace(year=clock.now().year + 5, day=28)
        later = later.replace(month=later.month % 12 + 1, year=later.year + later.month // 12)
        assert [due.rows for due in erasing.overdue(con, later, table="ormas")] == [1]
    durable.sync(home / database.DATABASE)
    assert SECRET.encode() in (home / database.DATABASE).read_bytes()
    erasing.erase_overdue(homes.session(home, today=later), REASON, table="ormas")
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in home.glob("kondusif.duckdb*"))
    assert ask(home, "SELECT no_ahu FROM ormas_berlaku WHERE kode_ormas = 'ORM-001'") == [("AHU-9",)]
    with database.write(home, doing="uji") as con, pytest.raises(duckdb.ConstraintException):
        con.execute("INSERT INTO penghapusan SELECT 99, 1, 'x', 'y', 0, NULL, now(), 'x', 'x'")


def test_a_withdrawn_batch_loses_its_rows_and_keeps_its_line(home):
    last = ask(home, "SELECT max(batch_id) FROM batches")[0][0]
    with pytest.raises(DataError, match=f"Batch {last} masih berlaku: tarik dulu, lalu hapus"):
        erasing.erase_batch(homes.session(home), last, REASON)
    batches.withdraw(homes.session(home), last, "keliru kirim")
    erasing.erase_batch(homes.session(home), last, REASON)
    assert ask(home, "SELECT count(*) FROM kejadian WHERE id_kejadian = 'KJ-KELIRU'") == [(0,)]
    assert ask(home, f"SELECT baris_masuk FROM batches WHERE batch_id = {last}") == [(1,)]
    assert proven(home)
    assert [one.level for one in said(home, "Batch")] == ["baik"]
    with pytest.raises(DataError, match="sudah dihapus dan tidak dapat diaktifkan"):
        batches.restore(homes.session(home), last, "kembali")
    with pytest.raises(DataError, match="sudah tidak berisi baris"):
        erasing.erase_batch(homes.session(home), last, REASON)


def test_what_was_altered_outside_is_not_erased_and_so_not_forgotten(home):
    tampered(home, "UPDATE kejadian SET jenis = 'unjuk_rasa' WHERE tanggal = DATE '2024-11-25'")
    with pytest.raises(DataError, match=r"barisnya tidak cocok dengan sidiknya di jejak audit\. Tidak ada yang dihapus"):
        erasing.erase_overdue(homes.session(home), REASON)
    assert ask(home, "SELECT count(*) FROM penghapusan") == [(0,)]
    assert not proven(home)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kejadian SET kode_ormas = NULL WHERE tanggal = DATE '2024-11-26'",
        "DELETE FROM kejadian WHERE tanggal = DATE '2024-11-25'",
        "UPDATE penghapusan SET baris = 2 WHERE kolom = 'kode_ormas'",
        "INSERT INTO penghapusan SELECT 99, batch_id, tabel, 'kode_ormas', 1, NULL, waktu, oleh, alasan FROM penghapusan LIMIT 1",
    ],
)
def test_no_tampering_after_an_erasure_passes_for_one(sql, home):
    erasing.erase_overdue(homes.session(home), REASON)
    tampered(home, sql)
    assert not proven(home)
    assert [one for one in doctor.examine(t, home) if one.level == "rusak"]


def test_where_the_file_is_not_written_anew_that_is_said_and_can_be_done_later(home, monkeypatch):
    (home / f".{database.DATABASE}.999999999.tmp").write_bytes(b"dari proses yang terputus")
    with monkeypatch.context() as broken:
        broken.setattr(rewriting, "_shape", lambda _con, name: [name])
        with pytest.raises(DataError, match=r"belum dapat ditulis ulang .*python -m data erase compact"):
            erasing.erase_overdue(homes.session(home), REASON)
    assert ask(home, "SELECT count(*) FROM penghapusan") == [(4,)]
    assert main(["--home", str(home), "erase", "compact"]) == 0
    assert proven(home)
    assert durable.leftovers(home) == []


@pytest.mark.parametrize("role", ROLES)
def test_only_the_admin_erases(role, home):
    session = homes.session(home, Viewer("x", role, frozenset({homes.SETU}) if role in viewers.OWN_KECAMATAN else frozenset()))
    if role == "admin":
        assert len(erasing.erase_overdue(session, REASON)) == 4
        return
    for ask_for in (
        lambda: erasing.erase_overdue(session, REASON),
        lambda: erasing.erase_batch(session, 1, REASON),
        lambda: erasing.listed(session),
        lambda: erasing.compact(session),
    ):
        with pytest.raises(AccessError, match="tidak berhak"):
            ask_for()


def test_figures_of_the_last_year_and_a_missing_reason_are_refused(home):
    with pytest.raises(DataError, match="Yang lebih muda dari 12 bulan tidak dihapus menurut umur"):
        erasing.erase_overdue(homes.session(home), REASON, months=11)
    with pytest.raises(DataError, match="Alasan harus diisi"):
        erasing.erase_overdue(homes.session(home), " ")
    with database.read(home) as con:
        assert sum(due.rows for due in erasing.overdue(con, TODAY, table="kejadian", months=12)) == 4


def test_the_command_line_asks_first_and_tells_of_the_backups(home, capsys):
    backup.create(homes.session(home))

    def run(*words):
        assert main(["--home", str(home), "erase", *words]) == 0
        return capsys.readouterr().out

    assert run("overdue", "--reason", REASON).endswith("Belum ada yang dihapus. Ulangi dengan --yes.\n")
    assert ask(home, "SELECT count(*) FROM penghapusan") == [(0,)]
    out = run("overdue", "--reason", REASON, "--yes")
    assert out.startswith("Dihapus:\nKejadian, kolom Kode desa: 1 baris sebelum 26 Nov 2021, yang tertua 25 Nov 2021.\n")
    assert out.endswith("1 cadangan masih memuatnya, sampai ia dihapus (backup --keep).\n")
    assert run("list") == "Tidak ada yang melewati masa simpannya.\n"
    assert run("compact") == "Berkas basis data ditulis ulang.\n"


def test_made_up_rows_have_no_retention(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    homes.new(tmp_path / "home", "simulasi")
    homes.put(tmp_path / "home", "ormas", homes.organisation(1))
    homes.put(tmp_path / "home", "kejadian", told(date(2023, 1, 2), "melapor"))
    assert [one.text for one in said(tmp_path / "home", "Masa simpan")] == ["Data rekaan: masa simpan tidak diperiksa."]


def test_every_table_says_its_purpose_and_every_risk_its_time():
    for table in TABLES.values():
        assert table.purpose.endswith(".")
        assert table.kept.endswith(".")
        for column in table.columns:
            assert bool(column.risk) == bool(column.kept_months)
            assert not column.risk or not column.required
