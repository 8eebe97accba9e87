"""What several folders of tests stand on: homes to read and to write into (`tests/homes.py` says which)."""

import os

# Workers share two cores: threads of linear algebra only wait for each other there. Before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import contextlib
import gc
import sys
from pathlib import Path

import hypothesis
import pytest
from _pytest.doctest import DoctestModule

from data import words
from data.editions import reading
from data.store import database
from tests import homes, reader

# A machine at work is slow for a moment: how long an example took says nothing.
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")

# Three workers for two cores: one of them always waits for a page, a server or a lock.
# Whole modules go to whichever worker is free, in this order: what takes longest and waits most begins, so that none
# is left alone with it at the end.
TESTS, FIRST = Path(__file__).parent, ("browser", "faults", "pages", "data")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file():
    """Examples stand in the docstrings of the program; looking for them in each module of tests too took seconds of every worker."""
    return [one for one in (yield) if not isinstance(one, DoctestModule)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    def rank(item):
        room = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        return FIRST.index(room) if room in FIRST else len(FIRST)

    def place(item):  # outside these rooms, what starts processes takes long too
        return 1 if rank(item) == len(FIRST) and _dear(item) else rank(item)

    items.sort(key=place)
    for item in items:
        if rank(item) > 1 and not _dear(item):
            item.add_marker("quick")


# What makes stores or servers: a module that names one of these, and a test that takes one.
DEAR_NAMES = {"homes", "store", "editions", "importing", "serving", "running"}
DEAR_FIXTURES = {"home", "simulated_home", "simulated_edition"}


def _dear(item):
    """Whether a test says so, or it or its module works on a store: then it isn't `quick`."""
    if item.get_closest_marker("dear"):
        return True
    named = {name for name in DEAR_NAMES if hasattr(getattr(item, "module", None), name)}
    return bool(named or DEAR_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_finish():
    """What was imported stays: looking through it again and again took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _shared_by_all_workers(tmp_path_factory):
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "bersama"
    folder.mkdir(exist_ok=True)
    homes.share(folder)


@pytest.fixture(scope="session", autouse=True)
def _no_message_slips_into_a_text_unsaid():
    """A message in an f-string would speak Indonesian to everybody; here it is a fault."""

    def refused(message, form):
        raise TypeError(f"put into words by nobody: {message!s}")

    words.Message.__format__ = refused


@pytest.fixture(scope="session", autouse=True)
def _one_act_is_one_row_of_the_trail():
    """Whatever people do in any test is one transaction with at most one row of the trail. What a test writes by itself may be more."""
    whole = database.transaction

    def rows(con):
        return con.execute("SELECT coalesce(max(urutan), 0) FROM audit").fetchone()[0]

    @contextlib.contextmanager
    def watched(home):
        with whole(home) as con:
            before = rows(con)
            yield con
            assert _by_a_test() or rows(con) - before <= 1, "one act left several rows of the trail"

    database.transaction = watched


def _by_a_test():
    """Whether the transaction that is open was opened by a test, not by the program."""
    frame = sys._getframe()
    while frame.f_code.co_filename in (__file__, contextlib.__file__, database.__file__):
        frame = frame.f_back
    return Path(frame.f_code.co_filename).is_relative_to(TESTS)


@pytest.fixture(autouse=True)
def _indonesian():
    """What one test chooses for its reader, the next one must not inherit.

    After a test too: what is made for a whole module is made before this fixture of its first test.
    """
    reader.use("id")
    yield
    reader.use("id")


@pytest.fixture
def home(request, tmp_path):
    """A store of the test's own; which, its mark `home` says: `nyata` without one."""
    mark = request.node.get_closest_marker("home")
    return homes.copy(*(mark.args if mark else ["nyata"]), tmp_path / "rumah")


@pytest.fixture(scope="session")
def simulated_home(tmp_path_factory):
    """A home with the simulated data until October 2026 and the edition 2026-10-r1. Read it; don't write to it."""
    return homes.copy("contoh", tmp_path_factory.mktemp("simulasi") / "home")


@pytest.fixture(scope="session")
def simulated_edition(simulated_home):
    """That edition, opened once."""
    opened = reading.open_edition(simulated_home)
    yield opened
    opened.close()
