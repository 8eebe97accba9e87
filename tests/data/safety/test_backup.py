"""Backup and restore: consistent while people work, proven before it is believed, nothing thrown away by accident."""

import json
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from data.boundary import loading
from data.editions import files, reading
from data.errors import DataError, StoreBusyError
from data.safety import backup, backup_prune, recovery
from data.store import audit, clock, database_file, durable, locking, witness
from data.store import database as store
from tests import frozen, homes
from tests.reader import t

pytestmark = pytest.mark.home("contoh")

ROOT = Path(__file__).parents[3]


def facts(home):
    with store.read(home) as con:
        return backup.counts_of(con), audit.check(con).head


def note(home, key):
    with store.write(home, doing="uji", wait=5) as con:
        con.execute("INSERT INTO store_meta VALUES (?, 'uji')", [key])
        audit.append(con, "uji", {"kunci": key}, by=homes.BY)


def notes(home):
    with store.read(home) as con:
        return {row[0] for row in con.execute("SELECT key FROM store_meta WHERE value = 'uji'").fetchall()}


def set_clock(monkeypatch, text):
    when = datetime.fromisoformat(text)
    monkeypatch.setattr(clock, "now", lambda: when)


# --- backup


def test_a_backup_holds_everything_and_answers_for_it(home, tmp_path):
    counts, head = facts(home)
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    assert made.path.parent == tmp_path / "cadangan"
    assert (made.counts, made.head, made.kind, made.damaged) == (counts, head, "simulasi", ())
    witnessed = {"saksi/kepala.log", "saksi/edisi.log", f"saksi/saksi-{witness.key_name(home)}.pub"}
    assert set(made.files) == {"kondusif.duckdb", "editions/2026-10-r1.duckdb", "editions/2026-10-r1.sha256"} | witnessed
    assert backup.check(t, made.path) == made
    with store.read(home) as con:
        last = audit.entries(con, limit=1).iloc[0]
    assert (last["tindakan"], json.loads(last["rincian"])["nama"]) == ("cadangan", made.path.name)


def test_a_backup_is_consistent_while_somebody_writes(home, tmp_path):
    stop = threading.Event()

    def work():
        number = 0
        while not stop.is_set():
            number += 1
            note(home, f"k{number}")

    writer = threading.Thread(target=work)
    writer.start()
    try:
        made = [backup.create(homes.session(home), tmp_path / "cadangan") for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    for one in made:
        with database_file.opened(backup.check(t, one.path).path / store.DATABASE, read_only=True) as con:
            assert audit.check(con).broken_at is None
            in_meta = con.execute("SELECT count(*) FROM store_meta WHERE value = 'uji'").fetchone()
            in_trail = con.execute("SELECT count(*) FROM audit WHERE tindakan = 'uji'").fetchone()
            assert in_meta == in_trail


def test_what_a_killed_writer_had_committed_is_in_the_backup(home, tmp_path):
    script = (
        "import os, sys, duckdb\n"
        "con = duckdb.connect(sys.argv[1])\n"
        "con.execute(\"INSERT INTO store_meta VALUES ('dalam_wal', 'uji')\")\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(home / store.DATABASE)], check=False)
    assert database_file.wal(home / store.DATABASE).exists()
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    assert not (made.path / "kondusif.duckdb.wal").exists()
    with database_file.opened(made.path / store.DATABASE, read_only=True) as con:
        assert con.execute("SELECT count(*) FROM store_meta WHERE key = 'dalam_wal'").fetchone() == (1,)


def test_a_backup_that_fails_leaves_no_backup(home, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "copy", full)
    with pytest.raises(DataError, match="disk penuh"):
        backup.create(homes.session(home), tmp_path / "cadangan")
    assert list((tmp_path / "cadangan").iterdir()) == []


def test_a_store_with_a_broken_trail_is_not_backed_up_over_the_good_ones(home, tmp_path):
    with duckdb.connect(str(home / store.DATABASE)) as con:
        con.execute("UPDATE audit SET oleh = 'orang lain' WHERE urutan = 3")
    with pytest.raises(DataError, match="putus di baris 3"):
        backup.create(homes.session(home), tmp_path / "cadangan")
    assert list((tmp_path / "cadangan").iterdir()) == []


def test_retention_keeps_the_newest_of_this_store_and_leaves_others(home, tmp_path):
    folder = tmp_path / "cadangan"
    other = tmp_path / "lain"
    homes.new(other, "nyata")
    foreign = backup.create(homes.session(other), folder)
    made = [backup.create(homes.session(home), folder) for _ in range(4)]
    assert len({one.path for one in made}) == 4  # within one second
    assert sorted(backup_prune.retain(homes.session(home), folder, 2)) == sorted(one.path.name for one in made[:2])
    assert {one.path for one in backup.listing(folder)} == {foreign.path, made[2].path, made[3].path}
    with pytest.raises(DataError, match="Sedikitnya satu"):
        backup_prune.retain(homes.session(home), folder, 0)


def test_every_table_is_counted_whatever_migration_made_it(home):
    with store.write(home, doing="uji") as con:
        con.execute("CREATE TABLE yang_baru AS SELECT 1 AS x")
    assert backup.create(homes.session(home)).counts["yang_baru"] == 1


# --- restore


def test_a_restore_brings_the_state_back_and_keeps_what_it_replaces(home):
    made = backup.create(homes.session(home))
    note(home, "sesudah")
    _, head_before = facts(home)
    report = recovery.restore(homes.session(home), made.path)
    assert notes(home) == set()
    with store.read(home) as con:
        assert audit.check(con).broken_at is None
        last = audit.entries(con, limit=1).iloc[0]
    assert last["tindakan"] == "pulih"
    assert json.loads(last["rincian"])["kepala_lama"] == head_before
    with database_file.opened(report.aside / store.DATABASE, read_only=True) as con:
        assert con.execute("SELECT value FROM store_meta WHERE key = 'sesudah'").fetchone() == ("uji",)


def test_a_restore_on_an_empty_machine(home, tmp_path):
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    report = recovery.restore(homes.session(tmp_path / "baru"), made.path)
    assert report.aside is None
    edition = reading.open_edition(tmp_path / "baru")
    assert edition.id == "2026-10-r1"
    edition.close()
    assert facts(tmp_path / "baru")[0]["kejadian"] == made.counts["kejadian"]


def test_an_edition_that_went_out_after_the_backup_stays_and_its_number_is_not_given_again(home):
    made = backup.create(homes.session(home))
    files.write(home, "2026-10-r2", frozen.frames({}), homes.BY)
    report = recovery.restore(homes.session(home), made.path)
    assert report.kept == ["2026-10-r2"]
    assert reading.list_editions(home) == ["2026-10-r2", "2026-10-r1"]
    assert files.next_id(home, "2026-10") == "2026-10-r3"


def test_a_damaged_edition_is_mended_from_the_backup(home):
    made = backup.create(homes.session(home))
    path = files.path_of(home, "2026-10-r1")
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole[:-100])
    report = recovery.restore(homes.session(home), made.path)
    assert report.added == ["2026-10-r1.duckdb"]
    assert path.read_bytes() == whole
    assert (report.aside / "editions" / path.name).read_bytes() == whole[:-100]


def test_a_broken_store_is_restored_and_its_remains_are_kept(home):
    made = backup.create(homes.session(home))
    (home / store.DATABASE).write_bytes(b"bukan basis data" * 500)
    report = recovery.restore(homes.session(home), made.path)
    assert (report.aside / store.DATABASE).read_bytes() == b"bukan basis data" * 500
    assert facts(home)[0] == {**made.counts, "audit": made.counts["audit"] + 1}


@pytest.mark.parametrize("harm", ["flip", "missing", "extra", "no manifest", "manifest lies"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changes(home, harm):
    made = backup.create(homes.session(home))
    database, manifest = made.path / store.DATABASE, made.path / backup.MANIFEST
    if harm == "flip":
        damaged = bytearray(database.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        database.write_bytes(damaged)
    elif harm == "missing":
        (made.path / "editions" / "2026-10-r1.duckdb").unlink()
    elif harm == "extra":
        (made.path / "editions" / "2026-11-r1.duckdb").write_bytes(b"asing")
    elif harm == "no manifest":
        manifest.unlink()
    else:
        told = json.loads(manifest.read_text())
        told["counts"]["kejadian"] += 1
        manifest.write_text(json.dumps(told))
    before = (home / store.DATABASE).read_bytes()
    with pytest.raises(DataError, match=r"utuh|tidak cocok"):
        recovery.restore(homes.session(home), made.path)
    assert (home / store.DATABASE).read_bytes() == before
    assert not [path for path in home.iterdir() if path.name.startswith(".")]


def test_simulated_and_real_are_not_mixed(home, tmp_path):
    made = backup.create(homes.session(home))
    real = tmp_path / "nyata"
    homes.new(real, "nyata")
    with pytest.raises(DataError, match="berjenis simulasi"):
        recovery.restore(homes.session(real), made.path)


def test_a_restore_does_not_wait_for_a_writer(home):
    made = backup.create(homes.session(home))
    hold = "import sys, time\nfrom pathlib import Path\nfrom data.store import locking\nwith locking.held(Path(sys.argv[1]), exclusive=True, wait=0, doing='import kejadian'):\n    print('ya', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", hold, str(home)], stdout=subprocess.PIPE, cwd=ROOT) as writer:
        writer.stdout.readline()
        start = time.monotonic()
        with pytest.raises(StoreBusyError, match="import kejadian"):
            recovery.restore(homes.session(home), made.path)
        assert time.monotonic() - start < 2
        writer.kill()
    assert locking.holder(home) is None


def test_the_boundary_goes_back_too(home):
    made = backup.create(homes.session(home))
    (home / "boundaries").mkdir()
    (home / "boundaries" / "boundary.json").write_text("{}")
    report = recovery.restore(homes.session(home), made.path)
    assert loading.current(home).sha256  # the shipped one again, as when the backup was made
    assert (report.aside / "boundaries" / "boundary.json").exists()


def test_a_manifest_cannot_point_outside_its_folder(home):
    made = backup.create(homes.session(home))
    manifest = made.path / backup.MANIFEST
    told = json.loads(manifest.read_text())
    told["files"]["../../curian"] = {"sha256": "0" * 64, "size": 1}
    manifest.write_text(json.dumps(told))
    with pytest.raises(DataError, match="bukan cadangan yang utuh"):
        recovery.restore(homes.session(home), made.path)


def test_a_backup_is_found_by_name_in_the_folder_where_it_was_put(home, tmp_path):
    made = backup.create(homes.session(home), tmp_path / "luar")
    assert recovery.find(home, made.path.name) == made.path.resolve()
    with pytest.raises(DataError, match=f"Cadangan tak-ada tidak ada. Yang ada: {made.path.name}"):
        recovery.find(home, "tak-ada")


def test_after_a_restore_the_backup_is_still_known(home, tmp_path):
    """The trail that came back was copied before the backup was recorded in it."""
    made = backup.create(homes.session(home), tmp_path / "luar")
    recovery.restore(homes.session(home), made.path)
    assert [one.path.name for one in backup.listing(backup.folders(home)[0])] == [made.path.name]
