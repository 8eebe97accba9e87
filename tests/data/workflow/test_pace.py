"""How fast people acted, by quarter and for the whole regency: medians and shares with n, outcomes beside them, no area before another."""

from dataclasses import fields
from datetime import date, timedelta

from data.reference import methods
from data.workflow import pace
from data.workflow.matters import Matter, Subject
from data.workflow.pace import Pace, Quarter
from tests.homes import CIBITUNG

RULES = methods.load_verdict_rules()
REPORTED, TODAY = date(2026, 7, 6), date(2026, 11, 20)


def matter(acted=None, reported=REPORTED, outcome=None, **more):
    """An incident that was received at once, checked after two days, acted on after so many."""
    subject = Subject(
        **{"id": "x", "kind": "kejadian", "what": "tawuran", "level": 3, "kecamatan": CIBITUNG, **more},
        happened=reported,
        reported=reported,
    )
    day = None if acted is None else reported + timedelta(days=acted)
    return Matter(subject, "tindakan", reported, reported + timedelta(days=2), day, outcome, None)


def only(*found, today=TODAY):
    (quarter,) = [one for one in pace.quarterly(found, RULES, today) if one.quarter != pace.LAST_YEAR]
    return quarter


def test_median_and_share_in_time_of_a_quarter_with_n():
    found = only(*(matter(days) for days in (1, 4, 14, 15, 40)))
    assert (found.quarter, found.kind, found.n) == ("2026-Q3", "kejadian", 5)
    assert found.paces["acted"] == Pace(n=5, in_time=3, median=14.0)  # fourteen days are in time, fifteen aren't
    assert found.paces["received"] == Pace(n=5, in_time=5, median=0.0)
    assert found.paces["checked"].median == 2.0


def test_what_nobody_acted_on_counts_as_longest_and_where_it_is_most_there_is_no_median():
    assert only(*(matter(days) for days in (1, 4, 14, None, None))).paces["acted"] == Pace(n=5, in_time=3, median=14.0)
    assert only(*(matter(days) for days in (1, 4, None, None, None))).paces["acted"] == Pace(n=5, in_time=2, median=None)


def test_nothing_is_said_of_fewer_than_five():
    found = only(*(matter(1) for _ in range(4)))
    assert found.n == 4
    assert found.paces["acted"] == Pace(n=4, in_time=None, median=None)
    assert not found.paces["acted"].is_told


def test_what_is_still_in_time_makes_nobody_slow_and_nobody_fast():
    recent = TODAY - timedelta(days=10)
    found = only(*(matter(None, recent) for _ in range(3)), *(matter(1, recent) for _ in range(3)))
    assert found.paces["acted"].n == 0
    assert found.paces["checked"].n == 6  # three days have passed


def test_a_quarter_is_that_of_the_report_and_kinds_stand_apart_the_newest_first():
    found = pace.quarterly(
        [matter(1), matter(1, date(2026, 10, 1)), matter(1, date(2025, 12, 31)), matter(1, kind="sinyal", level=2)], RULES, TODAY
    )
    assert [(one.quarter, one.kind, one.n) for one in found[:2]] == [("setahun", "kejadian", 3), ("setahun", "sinyal", 1)]
    assert [(one.quarter, one.kind) for one in found[2:]] == [
        ("2026-Q4", "kejadian"),
        ("2026-Q3", "kejadian"),
        ("2026-Q3", "sinyal"),
        ("2025-Q4", "kejadian"),
    ]


def test_outcomes_stand_beside_speed():
    found = only(matter(1, outcome="benar"), matter(1, outcome="benar"), matter(1, outcome="keliru"), matter(1))
    assert dict(found.outcomes) == {"benar": 2, "keliru": 1, "tidak_jelas": 0}


def test_a_day_that_a_meeting_set_is_the_one_that_counts():
    decided = [matter(40, kind="keputusan", level=None, until=REPORTED + timedelta(days=50)) for _ in range(5)]
    assert only(*decided).paces["acted"] == Pace(n=5, in_time=5, median=40.0)


def test_no_account_of_speed_knows_an_area():
    assert not {"kecamatan", "unit", "area"} & {one.name for kind in (Quarter, Pace) for one in fields(kind)}
