"""The disk full, the folder read-only, the log torn: a sentence, and everything that was there is still there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.editions import files, reading
from data.errors import DataError
from data.intake import importing
from data.safety import backup, doctor
from data.store import audit, clock, database, database_file
from data.workflow import batches, followup, handling, meetings
from tests import homes
from tests.faults import work
from tests.reader import t

ROOT = Path(__file__).parents[2]
ROOM = 96_000_000


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, 64 MB; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and shutil.which("mount")
        and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(place)], capture_output=True, check=False).returncode
        == 0
    )
    if not mounted:
        pytest.skip("a small disk can't be mounted here (needs root and CAP_SYS_ADMIN)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def home(small_disk, simulated_home):
    shutil.copytree(simulated_home, small_disk / "rumah")
    return small_disk / "rumah"


def fill(disk, leaving):
    """Leave only so many bytes free."""
    free = shutil.disk_usage(disk).free
    if free > leaving:
        (disk / "penuh").write_bytes(b"\0" * (free - leaving))


def facts(home):
    with database.read(home) as con:
        return backup.counts_of(con), audit.check(con)


@pytest.mark.parametrize("leaving", [0, 500_000])
def test_an_import_into_a_full_disk_takes_nothing_in_and_says_so(home, small_disk, tmp_path, leaving):
    before = facts(home)
    file = tmp_path / "kejadian.csv"
    work.write_incidents(file, 1, rows=20_000)
    fill(small_disk, leaving)
    with pytest.raises(DataError, match=r"disk penuh|[Nn]o space"):
        importing.import_file(homes.session(home), "kejadian", file)
    (small_disk / "penuh").unlink()
    assert facts(home) == before
    assert importing.import_file(homes.session(home), "kejadian", file).taken == 20_000


def test_an_agenda_is_neither_taken_in_nor_erased_on_a_full_disk(home, small_disk, tmp_path):
    file = tmp_path / "agenda.csv"
    work.write_agenda(file, 1)
    work.something_overdue(home, 1)
    before = facts(home)
    fill(small_disk, 0)
    for attempt in (lambda: importing.import_file(homes.session(home), "agenda", file), lambda: work.erase(home, 1)):
        with pytest.raises(DataError, match=r"disk penuh|[Nn]o space"):
            attempt()
    (small_disk / "penuh").unlink()
    assert facts(home) == before
    assert importing.import_file(homes.session(home), "agenda", file).taken == 46
    work.erase(home, 1)
    assert [one for one in doctor.proofs(t, home) if one.level == "rusak"] == []


def test_an_act_is_not_noted_by_half_on_a_full_disk(home, small_disk):
    work.something_received(home, 1)
    before = facts(home)
    fill(small_disk, 0)
    with pytest.raises(DataError, match=r"disk penuh|[Nn]o space"):
        work.act(home, 1)
    (small_disk / "penuh").unlink()
    assert facts(home) == before
    work.act(home, 1)
    assert followup.states(home).set_index("perkara").loc[work.MATTER, "keadaan"] == "tindakan"
    assert [one for one in doctor.proofs(t, home) if one.level == "rusak"] == []


def test_nothing_is_decided_on_a_full_disk_and_afterwards_it_is(home, small_disk):
    before = facts(home)
    fill(small_disk, 0)
    with pytest.raises(DataError, match=r"disk penuh|[Nn]o space"):
        work.decide(home, 1)
    (small_disk / "penuh").unlink()
    assert facts(home) == before
    work.decide(home, 1)
    work.decide(home, 2)
    assert meetings.listed(homes.session(home))[-1].state == "selesai"
    assert [one for one in doctor.proofs(t, home) if one.level == "rusak"] == []


def test_steps_of_handling_are_not_taken_in_on_a_full_disk(home, small_disk, tmp_path):
    file = tmp_path / "langkah.csv"
    n = work.write_steps(home, file, 1)
    case = handling.open_cases(homes.session(home)).iloc[-1]
    one = (case["kecamatan"], case["id_kejadian"], clock.today(), "eskalasi", "polsek")
    before = facts(home)
    fill(small_disk, 0)
    for attempt in (
        lambda: importing.import_file(homes.session(home), "langkah_penanganan", file),
        lambda: handling.add(homes.session(home), *one),
    ):
        with pytest.raises(DataError, match=r"disk penuh|[Nn]o space"):
            attempt()
    (small_disk / "penuh").unlink()
    assert facts(home) == before
    assert importing.import_file(homes.session(home), "langkah_penanganan", file).taken == n
    handling.add(homes.session(home), *one)
    assert [one for one in doctor.proofs(t, home) if one.level == "rusak"] == []


@pytest.mark.parametrize("leaving", [0, 4_000_000])
def test_publishing_and_backup_on_a_full_disk_leave_what_there_was(home, small_disk, leaving):
    edition = reading.open_edition(home)
    tables = edition.tables()
    edition.close()
    before = facts(home)
    fill(small_disk, leaving)
    for attempt in (lambda: files.write(home, "2026-10-r2", tables, homes.BY), lambda: backup.create(homes.session(home))):
        with pytest.raises(DataError, match=r"disk penuh|[Nn]o space"):
            attempt()
    (small_disk / "penuh").unlink()
    assert facts(home) == before
    assert reading.list_editions(home) == ["2026-10-r1"]
    assert [path.name for path in (home / "editions").iterdir() if path.name.startswith(".")] == []
    assert backup.listing(home / backup.FOLDER) == []
    files.write(home, "2026-10-r2", tables, homes.BY)
    assert backup.check(t, backup.create(homes.session(home)).path).counts["kejadian"] == before[0]["kejadian"]


def test_a_read_only_home_can_be_read_and_says_why_it_can_t_be_written(home, small_disk):
    before = facts(home)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        assert facts(home) == before
        edition = reading.open_edition(home)
        assert edition.periods()
        edition.close()
        for attempt in (
            lambda: write(home),
            lambda: files.write(home, "2026-10-r2", {}, homes.BY),
            lambda: backup.create(homes.session(home)),
        ):
            with pytest.raises(DataError, match=r"tidak dapat ditulisi \(disk hanya dapat dibaca\)"):
                attempt()
        texts = [one.text for one in doctor.examine(t, home) if one.level == "rusak"]
        assert any("tidak dapat ditulisi" in text for text in texts)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert facts(home) == before


def write(home):
    batches.withdraw(homes.session(home), 2, "uji")


# --- power cut: the log ends somewhere

COMMITS = """
import os, sys
from pathlib import Path
from data.store import audit, database_file, database as store
home = Path(sys.argv[1])
with store.exclusive(home, "uji"), database_file.opened(home / store.DATABASE, read_only=False) as con:
    for number in range(20):
        con.begin()
        con.execute("INSERT INTO store_meta VALUES (?, 'uji')", [f"k{number:02d}"])
        audit.append(con, "uji", {"kunci": number}, by=audit.Actor("uji"))
        con.commit()
    os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    """A home whose last process was killed after twenty transactions, all still in the log."""
    home = tmp_path_factory.mktemp("wal") / "rumah"
    homes.new(home, "simulasi")
    subprocess.run([sys.executable, "-c", COMMITS, str(home)], cwd=ROOT, check=False)
    assert database_file.wal(home / database.DATABASE).stat().st_size > 2_000
    return home


def committed(home):
    with database.read(home) as con:
        keys = [row[0] for row in con.execute("SELECT key FROM store_meta WHERE value = 'uji' ORDER BY 1").fetchall()]
        (trail,) = con.execute("SELECT count(*) FROM audit WHERE tindakan = 'uji'").fetchone()
        assert audit.check(con).broken_at is None
    assert trail == len(keys)
    assert keys == [f"k{number:02d}" for number in range(len(keys))]
    return len(keys)


def test_a_whole_log_brings_everything_back(torn, tmp_path):
    shutil.copytree(torn, tmp_path / "rumah")
    assert committed(tmp_path / "rumah") == 20


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.33, 0.5, 0.77, 0.95, 0.9999])
def test_a_truncated_log_leaves_whole_transactions_and_a_store_that_works(torn, tmp_path, share):
    home = tmp_path / "rumah"
    shutil.copytree(torn, home)
    log = database_file.wal(home / database.DATABASE)
    log.write_bytes(log.read_bytes()[: int(log.stat().st_size * share)])
    left = committed(home)
    assert left < 20
    with database.write(home, doing="uji") as con:
        audit.append(con, "sesudah", {}, by=homes.BY)
    assert committed(home) == left


@pytest.mark.parametrize("share", [0.05, 0.4, 0.8])
def test_a_flipped_bit_in_the_log_is_refused_not_guessed(torn, tmp_path, share):
    home = tmp_path / "rumah"
    shutil.copytree(torn, home)
    log = database_file.wal(home / database.DATABASE)
    damaged = bytearray(log.read_bytes())
    damaged[int(len(damaged) * share)] ^= 0x40
    log.write_bytes(damaged)
    kept = (home / database.DATABASE).read_bytes(), bytes(damaged)
    try:
        left = committed(home)
    except DataError as error:
        assert "kondusif.duckdb" in str(error)  # noqa: PT017 - either is right, half a transaction never
        assert ((home / database.DATABASE).read_bytes(), log.read_bytes()) == kept
    else:
        assert left < 20
