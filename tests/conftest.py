"""What several folders of tests stand on: homes to read and to write into (`tests/homes.py` says which)."""

import os

# Two workers share two cores: threads of linear algebra only wait for each other there. Before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from data import access, reading, words
from tests import homes


@pytest.fixture(scope="session", autouse=True)
def _shared_by_all_workers(tmp_path_factory):
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "bersama"
    folder.mkdir(exist_ok=True)
    homes.share(folder)


@pytest.fixture(autouse=True)
def _indonesian_and_nobody_signed_in():
    """Language and viewer are kept by context: what one test sets, the next one must not inherit.

    After a test too: what is made for a whole module is made before this fixture of its first test.
    """
    _begin()
    yield
    _begin()


def _begin():
    words.use("id")
    access.served_by(None)
    access.acting_as(None)


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
