"""Rows of signals: how they begin, last and end. Counts that a person can follow, and laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.records.panel import Panel, build
from analytics.surveillance import records
from analytics.surveillance.panel import evaluate
from analytics.surveillance.signals import Rules, quasi_nb
from tests.analytics.surveillance import signal_simulation as simulation
from tests.analytics.surveillance.test_signals import judge
from tests.analytics.test_edition_findings import panel

RULES, BEFORE = Rules(anchored=True), Rules()
USUAL = [2] * 12  # batas wajar 5


def levels(counts, rules=RULES, **more):
    return judge(counts, rules=rules, **more).level[:, 0].tolist()


def closing(counts, *months):
    ended = np.zeros((len(counts), 1), dtype=bool)
    ended[list(months)] = True
    x = np.asarray(counts, dtype=float)[:, None]
    return evaluate(x, np.ones_like(x), np.ones_like(x), np.zeros_like(x), RULES, ended=ended)


def test_three_times_the_usual_number_stays_a_signal_for_twelve_months_and_longer():
    found = judge([*USUAL, *[6] * 15], rules=RULES)
    assert (found.level[12:, 0] > 0).all()
    assert found.level[24, 0] == 2
    assert set(found.start[12:, 0]) == {12}
    assert found.expected[12:, 0].tolist() == [2.0] * 15
    assert found.open_start.tolist() == [12]
    # the months before are those of the beginning, also a year and more later
    assert found.baseline[26, 0].tolist() == list(range(12))


def test_the_rules_before_learnt_the_crisis_and_fell_silent_at_its_peak():
    peak = judge([*USUAL, *[6] * 15], rules=BEFORE)
    assert peak.expected[24, 0] == 6
    assert 0 in peak.level[12:24, 0]
    assert (peak.level[20:, 0] == 0).all()


def test_the_bound_of_a_row_is_that_of_the_twelve_months_before_it():
    # usually 2 a month, 6 in three months; of three months together 11 is still within bounds, 12 isn't
    assert quasi_nb([6] * 4, alpha=0.05).upper == 11
    assert levels([*USUAL, 9, 6, 6, 4, 2, 3, 3, 3])[12:] == [2, 2, 2, 1, 0, 0, 0, 0]
    found = judge([*USUAL, 9, 6, 6, 4, 3, 3, 3], rules=RULES)
    assert found.row_count[12:17, 0].tolist()[1:] == [6, 12, 16, 13]
    assert found.row_expected[12:17, 0].tolist()[1:] == [2, 4, 6, 6]
    assert found.lasting[12:, 0].tolist() == [False, True, True, True, True, False, False]


def test_a_row_ends_when_counts_fall_back_and_one_quiet_month_does_not_end_it():
    found = judge([*USUAL, 7, 7, 2, 7, 2, 2, 2], rules=RULES)
    assert (found.level[:, 0] > 0).tolist()[12:] == [True, True, False, True, False, False, False]
    assert found.start[[12, 13, 15], 0].tolist() == [12, 12, 12]
    assert found.open_start.tolist() == [-1]


def test_a_later_rise_begins_a_new_row():
    found = judge([*USUAL, 7, *[2] * 13, 9], rules=RULES)
    assert found.start[12, 0] == 12
    assert found.start[26, 0] == 26
    assert found.baseline[26, 0].tolist() == list(range(14, 26))


def test_closing_ends_a_row_and_what_comes_later_is_judged_anew():
    counts = [*USUAL, 7, 7, 7, 7, 7, 20]
    assert set(judge(counts, rules=RULES).start[12:, 0]) == {12}
    found = closing(counts, 13)
    assert found.start[[12, 13], 0].tolist() == [12, 12]
    assert found.expected[14, 0] == pytest.approx((10 * 2 + 2 * 7) / 12)
    assert found.start[17, 0] > 13


def test_a_new_level_that_a_person_set_after_twelve_months_is_the_usual_one_from_then_on():
    found = closing([*USUAL, *[6] * 16], 24)
    assert (found.level[12:25, 0] > 0).all()
    assert (found.level[25:, 0] == 0).all()
    assert found.expected[25, 0] == 6
    # a rise above the new level is a signal again, and a row of its own
    again = closing([*USUAL, *[6] * 16, 18], 24)
    assert again.start[28, 0] == 28


def test_a_month_without_a_report_neither_ends_a_row_nor_is_judged():
    counts = [*USUAL, 7, np.nan, np.nan, np.nan, 7]
    exposure = [1.0] * 13 + [np.nan] * 3 + [1.0]
    found = judge(counts, rules=RULES, exposure=exposure)
    assert found.start[16, 0] == 12
    assert found.level[13:16, 0].tolist() == [0, 0, 0]


def test_a_severe_incident_begins_a_row_and_quiet_months_end_it():
    found = judge([*USUAL, 1, 2, 2, 2], severe=[0] * 12 + [1, 0, 0, 0], rules=RULES)
    assert found.level[12:, 0].tolist() == [3, 0, 0, 0]
    assert found.open_start.tolist() == [-1]


def test_the_signals_of_an_edition_name_the_row_its_state_and_what_was_closed():
    frame = panel(A=[2] * 12 + [7, 7, 7], B=[2] * 12 + [7, 2, 2])
    first, second, third = sorted(frame["period"].unique())[12:]
    arranged = build(frame, "kecamatan", ["A", "B"])
    rows = records.detect(arranged, RULES).rows.set_index(["unit", "period"])
    assert rows.loc["A", "since"].tolist() == [first] * 3
    assert rows.loc["A", "row_open"].all()
    assert not rows.loc[("B", first), "row_open"]
    assert not rows["closed"].any()
    group = rows.loc[("A", first), "group"]
    ended = records.detect(arranged, RULES, closed=[f"{second}/A/{group}", "2019-01/Z/lain"]).rows
    ended = ended.set_index(["unit", "period"])
    assert ended.loc[("A", second), ["since", "row_open", "closed"]].tolist() == [first, False, True]
    assert third not in ended.loc["A"].index or ended.loc[("A", third), "since"] == third


def test_a_fall_of_the_index_that_was_closed_begins_anew():
    scores = pd.DataFrame(
        {
            "unit": "A",
            "period": ["2026-01", "2026-02", "2026-03"],
            "score": 40.0,
            "change": -20.0,
            "p_down": 0.99,
            "completeness": 1.0,
            "provisional": False,
        }
    )
    none = Panel(("A",), ("2026-01", "2026-02", "2026-03"), {})
    found = records.detect(none, RULES, scores=scores, closed=["2026-02/A/ikw"]).rows.set_index("period")
    assert found["since"].to_dict() == {"2026-01": "2026-01", "2026-02": "2026-01", "2026-03": "2026-03"}
    assert found["row_open"].to_dict() == {"2026-01": False, "2026-02": False, "2026-03": True}


panels = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).poisson(1.5, (26, 5)).astype(float))


@settings(max_examples=40, deadline=None)
@given(panels, st.integers(0, 25), st.integers(0, 4))
def test_a_verified_severe_incident_more_never_removes_a_warning_of_its_month_or_before(counts, month, stratum):
    severe = np.zeros_like(counts)
    before = judge(counts, severe=severe, rules=RULES)
    more, grave = counts.copy(), severe.copy()
    more[month, stratum] += 1
    grave[month, stratum] += 1
    after = judge(more, severe=grave, rules=RULES)
    assert after.level[month, stratum] == 3
    assert (after.level[: month + 1] >= before.level[: month + 1]).all()


@settings(max_examples=40, deadline=None)
@given(panels, st.sets(st.tuples(st.integers(0, 25), st.integers(0, 4)), max_size=40))
def test_withdrawing_reports_never_removes_a_severe_signal(counts, withdrawn):
    severe = (counts >= 4).astype(float)
    exposure = np.ones_like(counts)
    for month, stratum in withdrawn:
        exposure[month, stratum] = np.nan
    found = judge(counts, exposure=exposure, severe=severe, rules=RULES)
    assert ((found.level == 3) == (severe > 0)).all()


@settings(max_examples=20, deadline=None)
@given(panels)
def test_what_comes_later_changes_no_verdict(counts):
    whole, part = judge(counts, rules=RULES), judge(counts[:17], rules=RULES)
    np.testing.assert_array_equal(whole.level[:17], part.level)
    np.testing.assert_array_equal(whole.start[:17], part.start)


def test_a_tripling_stays_signalled_through_the_year():
    """What was measured stands in docs/signals.md; a short run must stay near it."""
    old, new = (simulation.staying("poisson", 2.0, 3.0, rules, runs=6) for rules in (BEFORE, RULES))
    assert new.second_half >= 0.7
    assert old.second_half <= 0.35
    assert new.second_half >= 2 * old.second_half


def test_a_severe_incident_before_there_is_a_baseline_has_no_bound():
    frame = panel(A=[4] * 5)
    grave = frame["indicator"].str.endswith("_berat") & (frame["period"] == frame["period"].max())
    frame.loc[grave, "numerator"] = 1
    (one,) = records.detect(build(frame, "kecamatan", ["A"]), RULES).rows.to_dict("records")
    assert (one["level"], one["since"], one["row_open"]) == (3, one["period"], True)
    assert all(np.isnan(one[name]) for name in ("expected", "bound", "row_count", "row_bound"))
