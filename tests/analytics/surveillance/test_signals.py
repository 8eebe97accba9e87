"""Bounds and levels of the early warning: R's qnbinom, the CUSUM's recursion and run length, hand-made panels, laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.surveillance import predictive, signals
from analytics.surveillance.panel import evaluate
from analytics.surveillance.signals import Rules, cusum_limit, poisson_cusum, quasi_nb
from tests.analytics.surveillance import signal_simulation as simulation

COUNTS = [3, 1, 4, 2, 5, 3, 2, 4, 3, 6, 2, 3, 14, 5, 3, 2, 9, 4, 3, 2]
RULES = Rules()


def judge(counts, *, exposure=None, completeness=None, severe=None, rules=RULES):
    x = np.atleast_2d(np.asarray(counts, dtype=float).T).T
    return evaluate(
        x,
        np.ones_like(x) if exposure is None else np.asarray(exposure, dtype=float).reshape(x.shape),
        np.ones_like(x) if completeness is None else np.asarray(completeness, dtype=float).reshape(x.shape),
        np.zeros_like(x) if severe is None else np.asarray(severe, dtype=float).reshape(x.shape),
        rules,
    )


# ------------------------------------------------------------------ other programs


def test_the_predictive_agrees_with_qnbinom_of_r():
    first = quasi_nb(COUNTS[:12])
    assert [first.mean, first.phi, first.size, first.upper] == pytest.approx([3.166667, 1, 38, 8], abs=5e-7)
    assert first.p(14) == pytest.approx(2.126537e-05, abs=5e-12)
    second = quasi_nb(COUNTS[1:13])
    assert [second.mean, second.phi, second.size] == pytest.approx([4.083333, 2.87013, 1.935865], abs=5e-6)
    assert second.upper == 16
    assert second.p(5) == pytest.approx(0.3593216, abs=5e-8)


def test_the_cusum_follows_its_recursion():
    expected = [0, 0, 0, 0, 0.671915, 0, 0, 0, 0, 1.671915, 0, 0, 9.671915, 10.343830]
    assert poisson_cusum(COUNTS, 3, 6)[:14] == pytest.approx(expected, abs=5e-7)
    assert signals.cusum_reference(3, 6) == pytest.approx(4.328085, abs=5e-7)


@given(st.integers(0, 60), st.floats(0.05, 30), st.floats(0.02, 0.98))
def test_tails_and_bounds_agree_with_scipy(count, size, prob):
    p = predictive.tail(np.array([float(count)]), np.array([size]), np.array([prob]))[0]
    assert p == pytest.approx(stats.nbinom.sf(count - 1, size, prob), rel=1e-7, abs=1e-12)
    upper = predictive.upper_bound(np.array([size]), np.array([prob]), 0.01)[0]
    assert stats.nbinom.cdf(upper, size, prob) >= 0.99 - 1e-9
    assert upper == 0 or stats.nbinom.cdf(upper - 1, size, prob) < 0.99 + 1e-9


def run_length(mu: float, limit: float, states: int = 200) -> float:
    """Expected months to a false alarm, by the Markov chain of Brook & Evans (1972)."""
    width = limit / states
    at = np.concatenate([[0.0], (np.arange(states) + 0.5) * width])
    step = np.zeros((states + 1, states + 1))
    for count in range(int(limit + 2 * mu) + 4):
        to = at + count - signals.cusum_reference(mu, 2 * mu)
        inside = to <= limit
        column = np.where(to <= 0, 0, np.minimum(np.ceil(np.maximum(to, 1e-12) / width), states)).astype(int)
        np.add.at(step, (np.flatnonzero(inside), column[inside]), stats.poisson.pmf(count, mu))
    return float(np.linalg.solve(np.eye(states + 1) - step, np.ones(states + 1))[0])


@pytest.mark.parametrize("mu", [m for m, _ in signals.CUSUM_LIMITS])
def test_the_bound_of_the_cusum_is_passed_by_chance_once_in_about_100_months(mu):
    # with few incidents a month the run length jumps: the bound may only err on the quiet side
    assert 90 <= run_length(mu, float(cusum_limit(mu))) <= 170


# ------------------------------------------------------------------ the predictive


def test_no_incident_in_a_year_makes_one_usual_and_two_unusual():
    quiet = quasi_nb([0] * 12)
    assert (quiet.mean, quiet.size, quiet.upper) == (0, 0.5, 1)
    assert quiet.prob == pytest.approx(12 / 13)
    assert quiet.p(1) == pytest.approx(1 - (12 / 13) ** 0.5)


def test_a_month_of_which_half_was_reported_is_expected_to_bring_half():
    half = quasi_nb(COUNTS[:12], exposure=[1.0] * 12, now=0.5)
    assert half.mean == pytest.approx(38 / 12 / 2)
    assert half.upper < quasi_nb(COUNTS[:12]).upper
    # a baseline of which half was reported: the same counts mean twice as many
    assert quasi_nb(COUNTS[:12], exposure=[0.5] * 12, now=1.0).mean == pytest.approx(38 / 6)


@given(st.lists(st.integers(0, 30), min_size=12, max_size=12), st.floats(0.1, 50))
def test_the_measure_of_exposure_does_not_matter(history, unit):
    plain = quasi_nb(history)
    other = quasi_nb(history, exposure=[unit] * 12, now=unit)
    assert other.upper == plain.upper
    assert [other.mean, other.phi, other.size] == pytest.approx([plain.mean, plain.phi, plain.size], rel=1e-9)
    variance = np.var(history, ddof=1) / np.mean(history) if sum(history) else 1.0
    assert plain.phi == pytest.approx(max(1.0, variance))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: quasi_nb([1]), "at least two months"),
        (lambda: quasi_nb([1, np.nan, 2]), "missing, infinite or negative"),
        (lambda: quasi_nb([1, -1, 2]), "missing, infinite or negative"),
        (lambda: quasi_nb([1, 1], exposure=[1, 0]), "zero or negative"),
        (lambda: quasi_nb([1, 1], alpha=1.5), "alpha is 1.5"),
        (lambda: poisson_cusum([1], 3, 3), "must be above 0 and below"),
        (lambda: poisson_cusum([-1], 1, 2), "not negative"),
        (lambda: judge([1, -2, 3]), "month 1, stratum 0: the count is negative"),
        (lambda: judge([1, 2], exposure=[1, 0]), "month 1, stratum 0: the exposure is zero"),
        (lambda: signals.parse_rules("id = 'x'"), "unknown or missing"),
        (lambda: signals.parse_rules("id ="), "not TOML"),
    ],
)
def test_what_cannot_be_used_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# ------------------------------------------------------------------ the rules over a panel


def test_the_panel_agrees_with_the_single_predictive():
    found = judge(COUNTS)
    assert not found.judged[:12].any()
    for month in range(12, len(COUNTS)):
        one = quasi_nb(COUNTS[month - 12 : month])
        assert found.expected[month, 0] == pytest.approx(one.mean)
        assert found.phi[month, 0] == pytest.approx(one.phi)
        assert found.p[month, 0] == pytest.approx(one.p(COUNTS[month]))
        assert found.baseline[month, 0].tolist() == list(range(month - 12, month))


def test_a_leap_is_level_2_at_once_and_a_mild_one_level_1():
    assert judge(COUNTS).level[12, 0] == 2  # 14 where at most 8 are usual
    assert judge([*COUNTS[:12], 7]).level[12, 0] == 1  # p .04
    assert judge([*COUNTS[:12], 6]).level[12, 0] == 0


@pytest.mark.parametrize(("count", "unusual"), [(2, False), (3, True)])
def test_under_three_incidents_no_month_is_unusual_by_its_count(count, unusual):
    found = judge([0] * 12 + [count])
    assert found.p[12, 0] < 0.01
    assert found.unusual[12, 0] == found.strong[12, 0] == unusual


def test_a_slow_rise_that_no_month_shows_is_found_by_the_sum():
    counts = [2, 1, 3, 2, 2, 1, 2, 3, 2, 2, 1, 3, 4, 4, 4, 5, 5]
    found = judge(counts)
    assert not found.unusual[:, 0].any()
    assert np.flatnonzero(found.rising[:, 0]).tolist() == [16]
    assert found.run_count[16, 0] == 22
    assert found.run_months[16, 0] == 5


def test_two_signals_in_three_months_are_level_2_and_in_four_are_not():
    rules = Rules(alpha_2=1e-9)
    near = judge([1] * 12 + [4, 1, 5], rules=rules)
    far = judge([1] * 12 + [4, 1, 1, 5], rules=rules)
    assert near.level[12:, 0].tolist() == [1, 0, 2]
    assert far.level[12:, 0].tolist() == [1, 0, 0, 1]


def test_one_severe_incident_is_level_3_even_without_a_baseline():
    found = judge([0, 1, 0], severe=[0, 1, 0])
    assert found.level[:, 0].tolist() == [0, 3, 0]


def test_level_2_is_corrected_for_all_cells_of_the_month():
    one = [1, 2, 1, 0, 1, 2, 1, 1, 0, 2, 1, 1, 5]
    assert judge(one).strong[12, 0]
    many = np.column_stack([one, *[[1] * 13] * 60])
    assert judge(many).q[12, 0] > judge(one).q[12, 0]
    assert not judge(many).strong[12, 0]


def test_months_with_few_reports_are_neither_judged_nor_used():
    counts = [3] * 6 + [0, 0] + [3] * 6 + [9, 9]
    completeness = [1.0] * 6 + [0.2, 0.49] + [1.0] * 6 + [0.3, 0.5]
    exposure = np.array(completeness) * 100
    found = judge(counts, exposure=exposure, completeness=completeness)
    assert found.judged[:, 0].tolist() == [False] * 15 + [True]
    assert found.expected[15, 0] == pytest.approx(1.5)
    assert found.level[14:, 0].tolist() == [0, 2]
    assert set(found.baseline[15, 0]) == set(range(14)) - {6, 7}


def test_a_baseline_that_lies_too_far_back_is_none():
    counts = [3.0] * 12 + [np.nan] * 13 + [3.0]
    assert not judge(counts).judged[-1, 0]
    assert judge([3.0] * 12 + [np.nan] * 12 + [3.0]).judged[-1, 0]


def test_the_dispersion_of_all_cells_holds_for_each():
    """Twelve equal months by chance don't make a stratum steadier than the others."""
    rng = np.random.default_rng(0)
    noisy = rng.negative_binomial(4, 1 / 3, (13, 30)).astype(float)  # mean 8, variance 24
    steady = np.full((13, 1), 8.0)
    found = evaluate(np.hstack([noisy, steady]), *[np.ones((13, 31))] * 2, np.zeros((13, 31)), RULES)
    assert found.phi[12, 30] == pytest.approx(np.var(noisy[:12], axis=0, ddof=1).sum() / (noisy[:12].mean(axis=0).sum() + 8))
    assert found.phi[12, 30] > 2


panels = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).poisson(1.5, (20, 6)).astype(float))


@settings(max_examples=30, deadline=None)
@given(panels, st.permutations(range(6)))
def test_permuting_the_cells_permutes_the_verdicts(counts, order):
    one, other = judge(counts), judge(counts[:, order])
    assert (other.level == one.level[:, order]).all()
    np.testing.assert_allclose(other.p, one.p[:, order])
    np.testing.assert_allclose(other.cusum, one.cusum[:, order])


@settings(max_examples=30, deadline=None)
@given(panels)
def test_what_comes_later_changes_no_verdict(counts):
    np.testing.assert_array_equal(judge(counts).level[:15], judge(counts[:15]).level)


@settings(max_examples=30, deadline=None)
@given(panels, st.integers(12, 19), st.integers(0, 5))
def test_one_incident_more_never_lowers_a_level_of_that_month(counts, month, stratum):
    more = counts.copy()
    more[month, stratum] += 1
    assert judge(more[: month + 1]).p[month, stratum] <= judge(counts[: month + 1]).p[month, stratum]
    assert judge(more[: month + 1]).level[month, stratum] >= judge(counts[: month + 1]).level[month, stratum]


# ------------------------------------------------------------------ false alarms and power


@pytest.mark.parametrize("kind", simulation.KINDS)
@pytest.mark.parametrize("rates", [simulation.SAMPLE, simulation.BUSY], ids=["as simulated", "busy"])
def test_false_alarms_of_92_cells_stay_in_bounds_quick(kind, rates):
    found = simulation.false_alarms(kind, rates, runs=4)
    assert 0.7 <= found.level_1 <= 5.2
    assert found.level_2 <= 1.2
    assert found.rows <= 3.8


@pytest.mark.slow
@pytest.mark.parametrize("kind", simulation.KINDS)
@pytest.mark.parametrize("rates", [simulation.SAMPLE, simulation.BUSY], ids=["as simulated", "busy"])
def test_false_alarms_of_92_cells_stay_in_bounds(kind, rates):
    found = simulation.false_alarms(kind, rates, runs=80, seed=9)
    print(f"\n{kind}: {found}")
    assert 1 <= found.level_1 <= 5
    assert found.level_2 <= 1.1
    assert found.rows <= 3.6


@pytest.mark.slow
@pytest.mark.parametrize(("factor", "within_3", "within_6"), [(2.0, 0.50, 0.70), (3.0, 0.85, 0.95)])
def test_a_doubling_and_a_tripling_are_found(factor, within_3, within_6):
    found = simulation.power("poisson", 2.0, factor, seed=5)
    print(f"\n× {factor:g}: {found}")
    assert found.within_3 >= within_3
    assert found.within_6 >= within_6
    assert found.within_6 >= found.ears_within_6


@pytest.mark.slow
def test_how_often_level_3_fires_on_the_simulated_rates():
    rate, months = simulation.severe_signals(simulation.SAMPLE)
    print(f"\nSinyal 3: {rate:.2f} a month, in {months:.0%} of months")
    assert 0.3 <= rate <= 0.9


def test_what_is_measured_for_the_docs_are_the_rules_in_force_too():
    """The recipe of a rule ended with a measurement that didn't know it."""
    assert simulation.VERSIONS["2026.1"] == Rules()
    assert simulation.IN_FORCE in simulation.VERSIONS.values()
    rules = replace(simulation.IN_FORCE, alpha_1=0.01, alpha_2=0.001)
    few, many = (simulation.false_alarms("poisson", simulation.BUSY, one, months=30, runs=2) for one in (rules, simulation.IN_FORCE))
    assert few.level_1 < many.level_1 == simulation.false_alarms("poisson", simulation.BUSY, months=30, runs=2).level_1
