"""kill -9 at any moment: the store opens, every batch is whole, no half edition, no half backup, nothing in the way."""

import multiprocessing
import random
import shutil
import signal
import sys
import time

import pytest

from data.editions import files, reading
from data.safety import backup, doctor
from data.store import audit, database, locking
from tests import homes
from tests.faults import work
from tests.reader import t

pytestmark = pytest.mark.home("contoh")

SEED = 20261125
SHORT, FULL = (
    {
        "import": 2,
        "import agenda": 1,
        "import steps": 1,
        "erase": 2,
        "decide": 2,
        "verify": 2,
        "act": 1,
        "publish": 2,
        "backup": 2,
    },
    {
        "import": 60,
        "import agenda": 10,
        "import steps": 10,
        "erase": 40,
        "decide": 20,
        "verify": 50,
        "act": 20,
        "publish": 40,
        "publish whole": 10,
        "backup": 40,
    },
)


@pytest.fixture(scope="module")
def forks():
    """A process that has everything imported and makes the ones that are killed: no start-up to wait for."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.work"])
    # A forked process runs the main module again; that of a worker of the test runner can't be run.
    main = sys.modules["__main__"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "__file__", None, raising=False)
        patch.setattr(main, "__spec__", None, raising=False)
        yield context


class Killer:
    """Kills work at random moments between its beginning and a little past its usual end."""

    def __init__(self, context, home, kind):
        self.context, self.home, self.kind = context, home, kind
        self.dice = random.Random(f"{SEED} {kind}")  # noqa: S311 - moments, not secrets
        self.number = 0
        self.prepare()
        self.usual = self._run(None)[1]

    def prepare(self):
        work.BEFORE.get(self.kind, lambda *_: None)(self.home, self.number)

    def _run(self, after):
        begun, done = self.context.Event(), self.context.Event()
        self.number += 1
        child = self.context.Process(target=work.run, args=(self.kind, str(self.home), self.number, begun, done))
        child.start()
        assert begun.wait(60)
        start = time.monotonic()
        if after is not None:
            time.sleep(after)
            child.kill()
        child.join(120)
        assert child.exitcode in ((0,) if after is None else (0, -signal.SIGKILL))  # killed, not failed by itself
        return done.is_set(), time.monotonic() - start

    def kill(self):
        """Whether the work had said that it was done. The reach follows the speed of the machine: one in four gets done."""
        is_done = self._run(self.dice.uniform(0, 1.1) * self.usual)[0]
        self.usual *= 0.8 if is_done else 1.08
        return is_done


def state(home):
    with database.read(home) as con:
        batches = con.execute("SELECT count(*) FROM batches").fetchone()[0]
        decisions = con.execute("SELECT alasan, tabel, count(*) FROM verifikasi GROUP BY ALL").fetchall()
        rows = con.execute("SELECT count(*) FROM kejadian").fetchone()[0]
        acts = con.execute("SELECT count(*) FROM tindak_lanjut WHERE langkah = 'tindakan'").fetchone()[0]
        decided = con.execute("SELECT (SELECT count(*) FROM keputusan) + (SELECT count(*) FROM keputusan_langkah)").fetchone()[0]
        erasures = con.execute("SELECT count(DISTINCT waktu) FROM penghapusan").fetchone()[0]
    return {
        "import": batches,
        "import agenda": batches,
        "import steps": batches,
        "erase": erasures,
        "act": acts,
        "decide": decided,
        "verify": len({reason for reason, _, _ in decisions}),
        "publish": len(files.ids(home)),
        "publish whole": len(files.ids(home)),
        "backup": len(backup.listing(home / backup.FOLDER)),
    }, rows


def must_be_whole(home):
    assert locking.holder(home) is None
    with database.read(home) as con:
        assert audit.check(con).broken_at is None
    before = set(files.ids(home))
    finished = files.finish_interrupted(home)
    assert set(files.ids(home)) == before | set(finished)
    for edition_id in files.ids(home):
        edition = reading.open_edition(home, edition_id)
        assert len(edition.periods()) > 12
        edition.close()
    folder = home / backup.FOLDER
    for path in folder.glob("kondusif-*"):
        backup.check(t, path)
    looked = [*doctor.examine(t, home, deep=False), *doctor.proofs(t, home)]
    assert [one for one in looked if one.level == "rusak"] == []  # a kill is never taken for tampering
    return finished


def rehearse(forks, home, kind, times):
    killer = Killer(forks, home, kind)
    outcomes = {"done": 0, "undone": 0, "finished later": 0}
    for _ in range(times):
        killer.prepare()
        before, rows_before = state(home)
        said_done = killer.kill()
        finished = must_be_whole(home)
        after, rows_after = state(home)
        grown = after[kind] - before[kind]
        assert grown in (0, 1)
        assert grown == 1 or not said_done  # what was said to be done is there
        assert rows_after - rows_before in ((0, work.ROWS) if kind == "import" else (0,))
        assert {name: n for name, n in after.items() if name.split()[0] != kind.split()[0]} == {
            name: n for name, n in before.items() if name.split()[0] != kind.split()[0]
        }
        outcomes["finished later" if finished else "done" if grown else "undone"] += 1
        tidy(home)
    return outcomes


def tidy(home):
    """Keep the folder small: all but the first edition and the newest backup may go."""
    for edition_id in files.ids(home)[:-2]:
        path = files.path_of(home, edition_id)
        path.unlink()
        path.with_suffix(".sha256").unlink()
        with database.write(home, doing="uji", wait=5) as con:
            audit.append(con, "pangkas", {"edisi": edition_id, "aturan": "uji"}, by=homes.BY)
    for made in backup.listing(home / backup.FOLDER)[1:]:
        shutil.rmtree(made.path)


def rehearse_restores(forks, home, times):
    """Each after something came in that it takes away: either all of it stands, or the restore is whole."""
    made = backup.create(homes.session(home))
    killer = Killer(forks, home, "restore")
    outcomes = {"done": 0, "undone": 0}
    for number in range(times):
        with database.write(home, doing="uji", wait=5) as con:
            audit.append(con, "uji", {"kunci": number}, by=homes.BY)
        said_done = killer.kill()
        must_be_whole(home)
        with database.read(home) as con:
            rows = con.execute(
                "SELECT max(urutan) FILTER (tindakan = 'pulih'), max(urutan) FILTER (tindakan = 'uji') FROM audit"
            ).fetchall()[0]
        is_done = rows[1] is None
        assert is_done or not said_done
        assert not is_done or rows[0] == made.counts["audit"] + 1
        outcomes["done" if is_done else "undone"] += 1
    return outcomes


def test_a_killed_restore_is_whole_or_did_nothing(forks, home):
    rehearse_restores(forks, home, 2)


@pytest.mark.faults
def test_many_killed_restores_are_whole_or_did_nothing(forks, home):
    outcomes = rehearse_restores(forks, home, 30)
    print(f"\nkill -9 during restore: 30 runs, {outcomes}")
    assert min(outcomes.values()) > 0


@pytest.mark.parametrize("kind", SHORT)
def test_killed_at_random_nothing_is_half(forks, home, kind):
    rehearse(forks, home, kind, SHORT[kind])


@pytest.mark.faults
@pytest.mark.parametrize("kind", FULL)
def test_killed_at_random_many_times_nothing_is_half(forks, home, kind):
    outcomes = rehearse(forks, home, kind, FULL[kind])
    print(f"\nkill -9 during {kind}: {FULL[kind]} runs, {outcomes}")
    assert min(outcomes["done"] + outcomes["finished later"], outcomes["undone"]) > 0  # the moments were spread
