"""The doctor: silent where all is well, and for each fault a finding with what to do."""

import os
import shutil
import time
from datetime import datetime

import duckdb
import pandas as pd
import pytest

from data.__main__ import main
from data.editions import files
from data.safety import backup, doctor
from data.store import audit, clock, database, durable, locking
from data.workflow import publishing
from tests import homes
from tests.reader import t

pytestmark = pytest.mark.home("contoh")


def say(home, level):
    return [f"{one.text} {one.action}" for one in doctor.examine(t, home) if one.level == level]


def sql(home, statement):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute(statement)


def test_a_healthy_home_has_only_good_findings(home):
    backup.create(homes.session(home))
    assert say(home, "rusak") == say(home, "perhatian") == []
    assert len(say(home, "baik")) >= 5


def test_no_backup_is_worth_attention(home):
    (text,) = say(home, "perhatian")
    assert "Belum ada cadangan" in text
    assert "docs/operations.md" in text


def test_a_missing_store_is_said(tmp_path):
    (text,) = say(tmp_path, "rusak")
    assert "KONDUSIF_HOME" in text


FAULTS = {
    "altered trail": (lambda home: sql(home, "UPDATE audit SET oleh = 'lain' WHERE urutan = 3"), "Rantai putus di baris 3"),
    "row taken out of the trail": (lambda home: sql(home, "DELETE FROM audit WHERE urutan = 2"), "Rantai putus di baris 2"),
    "trail cut off": (
        lambda home: sql(home, "DELETE FROM audit WHERE urutan >= (SELECT max(urutan) - 1 FROM audit WHERE tindakan = 'terbit')"),
        "akhir jejak audit terpotong",
    ),
    "torn batch": (lambda home: sql(home, "DELETE FROM kelengkapan WHERE baris = 2"), "Batch 7 tidak utuh"),
    "damaged edition": (lambda home: cut(files.path_of(home, "2026-10-r1")), "Edisi 2026-10-r1 rusak"),
    "edition gone": (lambda home: files.path_of(home, "2026-10-r1").unlink(), "berkasnya tidak ada"),
    "edition exchanged with its checksum": (lambda home: exchange(home), "sidiknya bukan yang tercatat"),
    "stranger's edition": (
        lambda home: shutil.copy(files.path_of(home, "2026-10-r1"), files.path_of(home, "2025-01-r1")),
        "2025-01-r1 tidak tercatat",
    ),
    "newer store": (lambda home: sql(home, "INSERT INTO schema_migrations VALUES (999, 'x', now()::TIMESTAMP)"), "lebih baru"),
    "no database": (lambda home: (home / database.DATABASE).write_bytes(b"x" * 9000), "bukan basis data yang utuh"),
}


def cut(path):
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-10])
    path.chmod(0o444)


def exchange(home):
    path = files.path_of(home, "2026-10-r1")
    path.chmod(0o644)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE scores SET score = 100")
    path.chmod(0o444)
    digest = durable.checksum(path)
    path.with_suffix(".sha256").write_text(f"{digest}  {path.name}\n")


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_and_says_what_to_do(home, fault, capsys):
    harm, sentence = FAULTS[fault]
    harm(home)
    found = [one for one in doctor.examine(t, home) if one.level == "rusak" and sentence in one.text]
    assert found
    assert found[0].action
    assert main(["--home", str(home), "doctor"]) == 1
    assert sentence in capsys.readouterr().out


def test_the_trail_cut_behind_an_edition_shows_though_its_chain_is_whole(home):
    FAULTS["trail cut off"][0](home)
    with database.read(home) as con:
        assert audit.check(con).broken_at is None


ATTENTION = {
    "writable edition": (lambda home: files.path_of(home, "2026-10-r1").chmod(0o644), "boleh ditulisi"),
    "home open to all": (lambda home: home.chmod(0o777), "semua akun boleh mengubahnya"),
    "leftover": (lambda home: (home / "editions" / ".2026-10-r2.duckdb.999999999.tmp").write_bytes(b"x"), "1 berkas sementara"),
    "log of a killed process": (lambda home: (home / "kondusif.duckdb.wal").write_bytes(b""), "Proses terakhir terputus"),
}


@pytest.mark.parametrize("case", ATTENTION)
def test_what_is_odd_but_not_broken_asks_for_attention(home, case):
    harm, sentence = ATTENTION[case]
    harm(home)
    assert any(sentence in text for text in say(home, "perhatian"))


def test_a_clock_that_went_back_is_named_and_the_order_stays(home, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2020, 1, 1))
    with database.write(home, doing="uji") as con:
        audit.append(con, "uji", {}, by=homes.BY)
    monkeypatch.undo()
    assert any("Jam komputer pernah mundur" in text for text in say(home, "perhatian"))
    with database.read(home) as con:
        assert audit.check(con).broken_at is None
        assert audit.entries(con, limit=1)["tindakan"].tolist() == ["uji"]
    assert publishing.files.next_id(home, "2026-10") == "2026-10-r2"


def test_a_clock_that_is_behind_now_is_named(home, monkeypatch):
    monkeypatch.setattr(clock, "reading", lambda: clock.Reading(1.5e9, 9.0, "lain"))
    assert any("lebih awal daripada catatan terakhir" in text for text in say(home, "perhatian"))


def test_little_room_is_said_before_it_is_too_late(home, monkeypatch):
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=160_000_000))
    assert any("Ruang disk tinggal 0,2 GB" in text for text in say(home, "rusak"))


def test_an_old_backup_is_named_with_its_age(home, monkeypatch):
    backup.create(homes.session(home))
    later = clock.now() + pd.Timedelta(days=5)
    monkeypatch.setattr(clock, "now", lambda: later.to_pydatetime() if hasattr(later, "to_pydatetime") else later)
    assert any("Umurnya 5 hari" in text for text in say(home, "perhatian"))


def test_a_damaged_backup_is_found(home):
    made = backup.create(homes.session(home))
    (made.path / "editions" / "2026-10-r1.sha256").write_text("lain")
    assert any("2026-10-r1.sha256 berubah atau rusak" in text for text in say(home, "rusak"))


def test_the_holder_of_the_lock_is_named(home):
    with locking.held(home, exclusive=True, wait=0, doing="import kejadian"):
        start = time.monotonic()
        texts = say(home, "baik")
        assert any(f"import kejadian, oleh pengguna mesin ini, proses {os.getpid()}" in text for text in texts)
        assert time.monotonic() - start < 20


def test_the_trail_is_listed_by_filter(home, capsys):
    assert main(["--home", str(home), "audit", "list", "--action", "terbit"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "2026-10-r1" in line
    assert main(["--home", str(home), "audit", "list", "--to", "2001-01-01"]) == 0
    assert capsys.readouterr().out == "Tidak ada baris yang cocok dengan pilihan ini.\n"
    assert main(["--home", str(home), "audit", "check"]) == 0
    sql(home, "UPDATE audit SET rincian = '{}' WHERE urutan = 2")
    assert main(["--home", str(home), "audit", "check"]) == 1
    assert "putus di baris 2" in capsys.readouterr().err
