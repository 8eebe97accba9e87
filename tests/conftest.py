"""What several folders of tests stand on: one simulated store with its first edition, made once a process."""

import pytest

from data import access, editions, reading, sample, store, words

UNTIL = "2026-10"


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


@pytest.fixture(scope="session")
def simulated_home(tmp_path_factory):
    """A home with the simulated data until October 2026 and the edition 2026-10-r1. Read it; don't write to it."""
    home = tmp_path_factory.mktemp("simulasi") / "home"
    store.init(home, "simulasi")
    sample.fill(home, UNTIL)
    editions.publish(home, UNTIL)
    return home


@pytest.fixture(scope="session")
def simulated_edition(simulated_home):
    """That edition, opened once."""
    opened = reading.open_edition(simulated_home)
    yield opened
    opened.close()
