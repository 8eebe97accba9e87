"""What several folders of tests stand on: one simulated store with its first edition, made once a process."""

import pytest

from data import editions, sample, store

UNTIL = "2026-10"


@pytest.fixture(scope="session")
def simulated_home(tmp_path_factory):
    """A home with the simulated data until October 2026 and the edition 2026-10-r1. Read it; don't write to it."""
    home = tmp_path_factory.mktemp("simulasi") / "home"
    store.init(home, "simulasi")
    sample.fill(home, UNTIL)
    editions.publish(home, UNTIL)
    return home
