"""Who may go in, who is told what, and what an old or a new store does to a reader."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from data.errors import DataError, StoreBusyError
from data.store import database, locking

pytestmark = pytest.mark.home("simulasi")

ROOT = Path(__file__).parents[3]


HOLD = """
import sys, time
from pathlib import Path
from data.store import locking
with locking.held(Path(sys.argv[1]), exclusive=sys.argv[2] == "menulis", wait=0, doing="terbit 2026-10-r1"):
    print("memegang", flush=True)
    time.sleep(float(sys.argv[3]))
"""


@pytest.fixture
def hold(home):
    processes = []

    def start(how, seconds=60):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(home), how, str(seconds)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        processes.append(process)
        assert process.stdout.readline() == "memegang\n"
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


def enter(home, wait=0.0):
    with locking.held(home, exclusive=True, wait=wait, doing="uji"):
        pass


def test_the_second_writer_is_told_at_once_who_holds_it(home, hold):
    holder = hold("menulis")
    start = time.monotonic()
    with pytest.raises(
        StoreBusyError,
        match=rf"terbit 2026-10-r1, oleh .*, proses {holder.pid}, sejak \d+ \w+ 20\d\d \d\d\.\d\d WIB",
    ):
        enter(home)
    assert time.monotonic() - start < 0.5


def test_a_writer_that_was_killed_is_not_named_as_the_holder(home, hold, monkeypatch):
    killed = hold("menulis")
    killed.kill()
    killed.wait()
    assert str(killed.pid) in (home / locking.LOCK).read_text()  # its note is still there
    assert locking.holder(home) is None
    monkeypatch.setattr(locking, "READERS_WAIT", 0.1)
    hold("membaca")
    with pytest.raises(StoreBusyError, match="sedang dibaca proses lain"):
        enter(home)


def test_a_writer_waits_for_readers_who_are_done_in_a_moment(home, hold):
    hold("membaca", seconds=0.5)
    enter(home)


def test_a_writer_takes_its_note_away(home):
    with locking.held(home, exclusive=True, wait=0, doing="uji"):
        assert locking.holder(home)["kerja"] == "uji"
    assert (home / locking.LOCK).read_text() == ""
    assert locking.holder(home) is None


def test_threads_of_one_process_take_turns(home):
    inside, most = [], []

    def work():
        with database.write(home, doing="uji", wait=10):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


def forget_last_migration(home, monkeypatch, tmp_path):
    """A program that is one migration ahead of the store."""
    newer = tmp_path / "migrations"
    newer.mkdir()
    for path in database.MIGRATIONS.glob("*.sql"):
        (newer / path.name).write_text(path.read_text())
    (newer / "900_uji.sql").write_text("CREATE TABLE uji_baru (x INTEGER); INSERT INTO uji_baru VALUES (7);")
    monkeypatch.setattr(database, "MIGRATIONS", newer)


def test_reading_a_store_of_an_older_program_brings_it_up_to_date_and_keeps_a_copy(home, monkeypatch, tmp_path):
    before = (home / database.DATABASE).read_bytes()
    forget_last_migration(home, monkeypatch, tmp_path)
    with database.read(home) as con:
        assert con.execute("SELECT x FROM uji_baru").fetchone() == (7,)
    (copy,) = (home / "backups").glob("sebelum-skema-900-*.duckdb")
    assert copy.read_bytes() == before
    with database.write(home, doing="uji"):
        pass
    assert len(list((home / "backups").iterdir())) == 1


def test_a_migration_that_fails_leaves_the_old_schema_whole(home, monkeypatch, tmp_path):
    forget_last_migration(home, monkeypatch, tmp_path)
    (database.MIGRATIONS / "901_salah.sql").write_text("CREATE TABLE setengah (x INTEGER); SELECT * FROM tiada;")
    with pytest.raises(duckdb.CatalogException), database.write(home, doing="uji"):
        pass
    with duckdb.connect(str(home / database.DATABASE), read_only=True) as con:
        assert con.execute("SELECT max(version) FROM schema_migrations").fetchone() == (900,)
        assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'setengah'").fetchone() == (0,)


def test_a_reader_refuses_a_store_of_a_newer_program(home):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("INSERT INTO schema_migrations VALUES (999, '999_masa_depan', now()::TIMESTAMP)")
    with pytest.raises(DataError, match="lebih baru"), database.read(home):
        pass


def test_of_two_inits_at_once_one_is_refused(tmp_path):
    script = "import sys\nfrom pathlib import Path\nfrom data.store import database as store\nfrom data.errors import DataError\ntry:\n    store.init(Path(sys.argv[1]), sys.argv[2])\nexcept DataError:\n    sys.exit(1)"
    both = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "rumah"), kind], cwd=ROOT) for kind in ("simulasi", "nyata")]
    status = [process.wait() for process in both]
    assert sorted(status) == [0, 1]
    with database.read(tmp_path / "rumah") as con:
        assert database.kind(con) == ("simulasi", "nyata")[status.index(0)]
