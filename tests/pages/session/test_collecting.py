"""Memory is given back in quiet moments."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest
from streamlit import config

from pages.session import collecting
from pages.session.collecting import DUE, OVERDUE, QUIET, WHOLE, Collector, Reruns


@pytest.fixture(autouse=True)
def _as_before():
    """What is set aside here isn't the next test's."""
    limits = gc.get_threshold()
    gc.freeze()  # as `settle` leaves it
    yield
    gc.set_threshold(*limits)
    gc.unfreeze()


def seen_at(ended, *, running=0):
    """Reruns of which the last ended at a time."""
    reruns = Reruns()
    reruns.running, reruns.ended, reruns.done = running, ended, 1
    return reruns


def collector(reruns):
    """One that last collected at 0, before the first of these reruns."""
    found = Collector(reruns, 0.0)
    found._done = 0
    return found


def test_streamlit_does_not_collect_after_every_rerun():
    """A setting that it doesn't document: should it go, this fails, and docs/capacity.md says what it is worth."""
    assert config.get_option("runner.postScriptGC") is False


def test_it_waits_until_it_is_due_and_nobody_waits_for_a_page():
    assert not collector(seen_at(1.0)).is_time(DUE - 1), "not yet due"
    assert collector(seen_at(1.0)).is_time(DUE)
    assert not collector(seen_at(DUE, running=1)).is_time(DUE + 1), "somebody's page is being drawn"
    assert not collector(seen_at(DUE)).is_time(DUE + QUIET / 2), "and was, a moment ago"
    assert collector(seen_at(DUE)).is_time(DUE + 2 * QUIET)


def test_without_a_quiet_moment_it_comes_all_the_same():
    busy = collector(seen_at(OVERDUE, running=3))
    assert not busy.is_time(OVERDUE - 1)
    assert busy.is_time(OVERDUE)


def test_where_nothing_was_done_there_is_nothing_to_collect():
    found = collector(seen_at(1.0))
    assert found.is_time(DUE)
    found.collect(DUE)
    assert not found.is_time(DUE + 10 * OVERDUE)


class Page:
    """Refers to itself, as what Streamlit leaves of a session does."""

    def __init__(self):
        self.own = self


def test_what_stayed_is_not_looked_at_again_until_everything_is():
    """Half a second for everybody, each time, once the caches are full; a ring among it waits for the look through everything."""
    found, page = collector(seen_at(1.0)), Page()
    gone = weakref.ref(page)
    found.collect(DUE)
    del page
    found.collect(2 * DUE)
    assert gone() is not None
    assert gc.get_freeze_count() > 0
    found.collect(WHOLE + DUE)
    assert gone() is None


def test_everything_is_looked_at_in_a_quiet_moment_or_late(monkeypatch):
    looked = []
    monkeypatch.setattr(gc, "unfreeze", lambda: looked.append("everything"))
    busy = collector(seen_at(WHOLE, running=1))
    busy.collect(WHOLE)
    assert looked == [], "somebody's page is being drawn"
    busy.collect(2 * WHOLE)
    assert looked == ["everything"]


def test_everything_is_looked_at_when_much_more_is_set_aside(monkeypatch):
    """What fills fast, and may hold rings, doesn't wait for its quarter of an hour."""
    looked, aside = [], [1000]
    monkeypatch.setattr(gc, "unfreeze", lambda: looked.append(aside[0]))
    monkeypatch.setattr(gc, "get_freeze_count", lambda: aside[0])
    found = collector(seen_at(1.0))
    for aside[0] in (1100, 1201, 1300, 1400, 1450):
        found.collect(DUE)
    assert looked == [1201, 1450], "a fifth more than after the last look through everything"


def test_python_looks_at_new_objects_only_by_itself():
    collecting.settle()
    young, _, everything = gc.get_threshold()
    assert young > 700, "one page makes tens of thousands"
    assert everything > 1000


def test_rings_of_objects_go_away(monkeypatch):
    """What Streamlit leaves of a session refers to itself; without collecting, it would stay."""

    class Left:
        pass

    monkeypatch.setattr(collecting, "DUE", 0.0)
    monkeypatch.setattr(collecting, "QUIET", 0.0)
    ring = Left()
    ring.own = ring
    stop, gone = threading.Event(), threading.Event()
    ring.last = type("Told", (), {"__del__": lambda _: gone.set()})()
    thread = threading.Thread(target=collecting.keep_collecting, args=(stop,))
    gc.disable()
    try:
        thread.start()
        del ring
        with collecting.reruns:
            pass
        assert gone.wait(10)
    finally:
        gc.enable()
        stop.set()
        thread.join()


def heaps(tmp_path, *, settled):
    """How many heaps the C library has, and what share of what forty threads freed it gave back, in a process of its own."""
    code = f"""
import ctypes, threading
from pathlib import Path
from pages.session import collecting

libc, file = ctypes.CDLL(None), {str(tmp_path / "heaps.xml")!r}
libc.fopen.restype = ctypes.c_void_p

def held():
    return int(Path("/proc/self/statm").read_text().split()[1])

def draw():
    everybody.wait()
    made = [bytes(1000) for _ in range(4_000)]
    everybody.wait()
    kept.append(made[::100])  # as caches do: what is freed lies between

if {settled}:
    collecting.few_heaps()
everybody, kept, before = threading.Barrier(40), [], held()
people = [threading.Thread(target=draw) for _ in range(40)]
for one in people: one.start()
for one in people: one.join()
most = held()
if {settled}:
    collecting.give_back()
stream = ctypes.c_void_p(libc.fopen(file.encode(), b"w"))
libc.malloc_info(0, stream)
libc.fclose(stream)
print(Path(file).read_text().count("<heap nr="), (most - held()) / (most - before))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return int(said[0]), float(said[1])


def test_threads_share_two_heaps_and_what_is_free_in_them_goes_back(tmp_path):
    """Each page is drawn in a new thread; heaps that nobody uses any more were a third of the server's memory after some thousand."""
    few, given_back = heaps(tmp_path, settled=True)
    many, kept = heaps(tmp_path, settled=False)
    assert few <= collecting.HEAPS < many
    assert kept < 0.5 < given_back
