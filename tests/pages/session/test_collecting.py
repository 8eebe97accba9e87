"""Memory is given back in quiet moments."""

import gc
import threading

from streamlit import config

from pages.session import collecting
from pages.session.collecting import DUE, OVERDUE, QUIET, Collector, Reruns


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
