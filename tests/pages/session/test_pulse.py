"""How long reruns took, as the admin is told of it; worked by hand."""

from datetime import datetime

from pages.session.pulse import FAULTS, KEPT, Fault, Pulse, Times

NOON = 43_200.0


def test_each_page_has_its_own_times_and_the_slowest_stands_first():
    pulse = Pulse()
    for ms in range(1, 101):
        pulse.note("tren", NOON, float(ms))
    pulse.note("peta", NOON, 900.0)
    assert pulse.times(NOON) == [
        Times("", 101, 51.0, 96.0, 900.0),
        Times("peta", 1, 900.0, None, 900.0),
        Times("tren", 100, 50.0, 95.0, 100.0),
    ]


def test_what_is_older_than_a_quarter_of_an_hour_counts_no_more():
    pulse = Pulse()
    pulse.note("tren", NOON - 901, 5000.0)
    assert pulse.times(NOON) == []
    pulse.note("tren", NOON - 900, 20.0)
    assert [one.n for one in pulse.times(NOON)] == [1, 1]


def test_memory_is_bounded():
    pulse = Pulse()
    for n in range(KEPT + 5):
        pulse.note("tren", NOON, float(n))
    for n in range(FAULTS + 5):
        pulse.note_fault(Fault(datetime(2026, 11, 27, 8), f"K{n}", "tren", ""))
    assert pulse.times(NOON)[0].n == KEPT
    assert [one.kind for one in pulse.faults()] == [f"K{n}" for n in range(FAULTS + 4, 4, -1)]
