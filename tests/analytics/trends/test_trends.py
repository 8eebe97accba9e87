"""Trend tests: R's Kendall, trend and stl, hand values, and the laws that hold for any series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.trends import statistics as trends

ORACLES = Path(__file__).resolve().parents[4] / "shared" / "oracles"
TWELVE = [2, 1, 4, 3, 3, 6, 7, 5, 9, 8, 8, 12]


def oracle(name: str) -> pd.DataFrame:
    path = ORACLES / name
    if not path.exists():
        pytest.skip(f"{name}: the tables of expected values are not beside this checkout")
    return pd.read_csv(path)


# ------------------------------------------------------------------ other programs


def test_mann_kendall_agrees_with_r_kendall_and_trend_on_the_rain_of_the_great_lakes():
    found = trends.mann_kendall(oracle("oracle_PrecipGL.csv")["x"])
    assert found.s == 989
    assert found.var_s == pytest.approx(74398.33, abs=0.005)
    # R's Kendall computes the tail in single precision (2.9204e-04); this score and this variance give 2.92081e-04.
    assert found.p == pytest.approx(2.9204e-04, rel=2e-4)
    assert [found.slope, found.slope_low, found.slope_high] == pytest.approx([0.04, 0.01952, 0.06217], abs=5e-6)


def test_mann_kendall_corrects_for_ties_and_for_continuity():
    found = trends.mann_kendall(TWELVE)
    assert (found.s, found.n) == (50, 12)
    assert found.var_s == pytest.approx(210.6667, abs=5e-5)
    assert found.z == pytest.approx(49 / np.sqrt(632 / 3))
    assert found.p == pytest.approx(7.35568e-04, abs=5e-10)
    assert [found.slope, found.slope_low, found.slope_high] == pytest.approx([0.8333, 0.5, 1.0], abs=5e-5)


def test_stl_agrees_with_r_on_the_temperatures_of_nottingham():
    table = oracle("oracle_stl_nottem_sw13.csv")
    found = trends.decompose(table["x"], 12, seasonal=13, trend=21, low_pass=13)
    for name in ("trend", "seasonal", "remainder"):
        np.testing.assert_allclose(found[name], table[name], atol=1e-9)
    pd.testing.assert_frame_equal(found, trends.decompose(table["x"]))  # these windows are the ones R takes by itself


def test_benjamini_hochberg_agrees_with_p_adjust():
    p = [
        0.001,
        0.008,
        0.039,
        0.041,
        0.042,
        0.06,
        0.074,
        0.205,
        0.212,
        0.216,
        0.222,
        0.251,
        0.269,
        0.275,
        0.34,
    ]
    q = trends.benjamini_hochberg(p)
    assert q[:8] == pytest.approx([0.015, 0.06, 0.126, 0.126, 0.126, 0.15, 0.158571, 0.294643], abs=5e-7)
    assert q[-1] == 0.34


# ------------------------------------------------------------------ by hand


def test_pettitt_by_hand():
    """U after the third of (1,1,1,5,5,5): nine pairs fall short, K = 9, p = 2 exp(-486/252)."""
    found = trends.pettitt([1, 1, 1, 5, 5, 5])
    assert (found.position, found.statistic, found.before, found.after) == (3, 9.0, 1.0, 5.0)
    assert found.p == pytest.approx(2 * np.exp(-6 * 81 / 252))


def test_a_season_without_a_trend_is_no_trend_and_a_trend_within_seasons_is_found():
    wave = 50 + 40 * np.sin(np.arange(48) * np.pi / 6)
    assert trends.seasonal_mann_kendall(wave.round(9), 12).p == 1
    rising = trends.seasonal_mann_kendall(wave + np.arange(48) * 0.5, 12)
    assert rising.p < 1e-6
    assert rising.slope == pytest.approx(6.0)  # per year: 12 × .5


def test_seasonal_scores_add_up_over_the_seasons():
    """Seasons (3,1,2) and (5,6,9): S −1 + 3 = 2, variance 11/3 twice."""
    found = trends.seasonal_mann_kendall([3, 5, 1, 6, 2, 9], 2)
    assert found.s == 2
    assert found.var_s == pytest.approx(22 / 3)
    assert found.z == pytest.approx(1 / np.sqrt(22 / 3))
    assert trends.seasonal_mann_kendall([3, 5, 1, 6, 2, 9], 2, continuity=False).z == pytest.approx(2 / np.sqrt(22 / 3))


# ------------------------------------------------------------------ hard rows


def test_equal_values_have_no_trend_and_no_change():
    found = trends.mann_kendall([7] * 12)
    assert (found.s, found.z, found.p, found.slope) == (0, 0, 1, 0)
    assert trends.pettitt([7] * 12).p == 1
    assert np.isnan(trends.lag1_correlation([7] * 12))


@pytest.mark.parametrize("y", [[], [1.0], [1.0, 2.0], [np.nan] * 20, [np.nan, 4.0, np.nan, 1.0]])
def test_too_little_is_missing_never_zero(y):
    found = trends.mann_kendall(y)
    assert np.isnan([found.s, found.p, found.slope]).all()
    assert trends.pettitt(y).position is None
    assert trends.decompose(y).isna().all().all()


def test_a_missing_value_keeps_its_place_in_time():
    y = np.arange(12.0)
    y[4] = np.nan
    assert trends.mann_kendall(y).slope == pytest.approx(1.0)
    assert trends.mann_kendall(y).n == 11


def test_a_gap_is_bridged_for_the_line_only():
    y = 10 + np.tile([0.0, 2, 4, 2, 0, -2, -4, -2, 0, 1, -1, 0], 4)
    y[20] = np.nan
    found = trends.decompose(y)
    assert found["trend"].notna().all()
    assert found["remainder"].isna().tolist() == [i == 20 for i in range(48)]


def test_overlapping_windows_are_refused_in_words():
    with pytest.raises(ValueError, match="overlapping windows: each value covers 12 months but they stand 1 apart"):
        trends.mann_kendall(np.arange(30.0), window=12, step=1)
    with pytest.raises(ValueError, match="share 11 months"):
        trends.seasonal_mann_kendall(np.arange(30.0), 12, window=12)
    assert trends.mann_kendall(np.arange(12.0), window=3, step=3).s == 66


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: trends.mann_kendall([1, np.inf, 2]), "value 1 of the series is infinite"),
        (lambda: trends.mann_kendall(np.ones((2, 2))), "one dimension"),
        (lambda: trends.seasonal_mann_kendall([1, 2, 3], 1), "at least 2 steps"),
        (lambda: trends.benjamini_hochberg([0.2, 1.2]), "between 0 and 1"),
    ],
)
def test_what_cannot_be_used_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# ------------------------------------------------------------------ laws

series = st.lists(st.integers(-50, 50), min_size=3, max_size=40).map(lambda xs: np.array(xs, dtype=float))


@given(series, st.integers(-1000, 1000), st.integers(1, 9))
def test_moving_and_stretching_a_series_changes_only_the_slope(y, shift, factor):
    one, other = trends.mann_kendall(y), trends.mann_kendall(y * factor + shift)
    assert (one.s, one.var_s, one.p) == (other.s, other.var_s, other.p)
    assert other.slope == pytest.approx(one.slope * factor)


@given(series)
def test_backwards_the_trend_is_the_opposite(y):
    one, back = trends.mann_kendall(y), trends.mann_kendall(y[::-1])
    assert (back.s, back.p) == (-one.s, one.p)
    assert back.slope == pytest.approx(-one.slope)
    assert one.slope_low <= one.slope <= one.slope_high


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_q_is_never_below_p_keeps_the_order_and_ignores_the_order_of_units(p, random):
    p = np.array(p)
    q = trends.benjamini_hochberg(p)
    assert (q >= p - 1e-12).all()
    assert (q <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= -1e-12).all()
    mixed = list(range(len(p)))
    random.shuffle(mixed)
    np.testing.assert_allclose(trends.benjamini_hochberg(p[mixed]), q[mixed])
    np.testing.assert_allclose(trends.benjamini_hochberg(np.append(p, np.nan))[:-1], q)


@settings(max_examples=30)
@given(series)
def test_rows_of_a_table_are_corrected_one_by_one(y):
    p = np.abs(y) / 50
    both = trends.benjamini_hochberg(np.stack([p, p[::-1]]))
    np.testing.assert_allclose(both[0], trends.benjamini_hochberg(p))
    np.testing.assert_allclose(both[1][::-1], both[0])


# ------------------------------------------------------------------ simulation


def share_significant(correlation: float, *, whiten: bool, n: int = 36, runs: int = 400) -> float:
    rng = np.random.default_rng(7)
    hits = 0
    for noise in rng.normal(size=(runs, n + 20)):
        y = np.zeros(n + 20)
        for t in range(1, n + 20):
            y[t] = correlation * y[t - 1] + noise[t]
        tested = trends.prewhiten(y[20:])[0] if whiten else y[20:]
        hits += trends.mann_kendall(tested).p < 0.05
    return hits / runs


def test_prewhitening_brings_the_false_trends_of_correlated_months_down():
    assert share_significant(0.0, whiten=True) < 0.09
    assert share_significant(0.5, whiten=False) > 0.20
    assert share_significant(0.5, whiten=True) < 0.16


def test_prewhitening_leaves_a_real_trend_in():
    rng = np.random.default_rng(3)
    y = np.zeros(48)
    for t in range(1, 48):
        y[t] = 0.5 * y[t - 1] + rng.normal()
    white, r = trends.prewhiten(y + 0.25 * np.arange(48))
    assert r > 0.2
    found = trends.mann_kendall(white)
    assert found.p < 0.001
    assert found.slope == pytest.approx(0.25, abs=0.08)


def test_rolling_windows_would_have_found_trends_in_noise():
    """Why they are refused: 12-month sums of independent months, tested month by month."""
    rng = np.random.default_rng(5)
    hits = sum(trends.mann_kendall(np.convolve(rng.poisson(4, 47), np.ones(12), "valid")).p < 0.05 for _ in range(200))
    assert hits / 200 > 0.5
