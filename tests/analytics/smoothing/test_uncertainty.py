"""Small counts and samples: properties, hard rows, messages. Values of other programs: test_uncertainty_parity.py."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.smoothing import uncertainty as u
from analytics.smoothing.posteriors import draw_beta

UNITS = st.integers(2, 25)


@st.composite
def counts(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n = draw(UNITS)
    count = draw(st.lists(st.integers(0, 40), min_size=n, max_size=n))
    exposure = draw(st.lists(st.floats(0.05, 20), min_size=n, max_size=n))
    return np.array(count, float), np.array(exposure)


@st.composite
def trials(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n = draw(UNITS)
    size = np.array(draw(st.lists(st.integers(0, 30), min_size=n, max_size=n)))
    won = [draw(st.integers(0, int(m))) for m in size]
    return np.array(won, float), size.astype(float)


@st.composite
def means(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n = draw(UNITS)
    value = draw(st.lists(st.floats(25, 100), min_size=n, max_size=n))
    variance = draw(st.lists(st.floats(0, 60), min_size=n, max_size=n))
    return np.array(value), np.array(variance)


MODELS = [(u.gamma_poisson, counts()), (u.beta_binomial, trials()), (u.normal_normal, means())]
IDS = ["gamma_poisson", "beta_binomial", "normal_normal"]
quick = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize(("model", "inputs"), MODELS, ids=IDS)
def test_permuting_units_permutes_results(model, inputs) -> None:
    @quick
    @given(inputs, st.randoms(use_true_random=False))
    def check(both, random) -> None:
        order = list(range(len(both[0])))
        random.shuffle(order)
        straight = model(*both, draws=50)
        shuffled = model(both[0][order], both[1][order], draws=50)
        np.testing.assert_array_equal(shuffled.to_numpy(), straight.to_numpy()[order])

    check()


@pytest.mark.parametrize(("model", "inputs"), MODELS, ids=IDS)
def test_every_result_is_finite_ordered_and_shrinkage_is_a_share(model, inputs) -> None:
    @quick
    @given(inputs)
    def check(both) -> None:
        table = model(*both, draws=200)
        assert np.isfinite(table.to_numpy()).all()
        assert (table["low"] <= table["high"]).all()
        assert table["shrinkage"].between(0, 1).all()
        assert (table["sd"] >= 0).all()
        pd.testing.assert_frame_equal(table, model(*both, draws=200))

    check()


@quick
@given(counts(), st.floats(0.01, 50))
def test_means_lie_between_the_raw_rate_and_the_known_overall_rate(both, overall) -> None:
    count, exposure = both
    mean = u.gamma_poisson(count, exposure, draws=10, prior_mean=overall)["mean"].to_numpy()
    raw = count / exposure
    assert (mean >= np.minimum(raw, overall) - 1e-9).all()
    assert (mean <= np.maximum(raw, overall) + 1e-9).all()


@quick
@given(trials(), st.floats(0.02, 0.98))
def test_proportions_lie_between_raw_and_known_overall(both, overall) -> None:
    won, size = both
    table = u.beta_binomial(won, size, draws=50, prior_mean=overall)
    raw = np.where(size > 0, won / np.where(size > 0, size, 1), overall)
    assert (table["mean"] >= np.minimum(raw, overall) - 1e-9).all()
    assert (table["mean"] <= np.maximum(raw, overall) + 1e-9).all()
    assert table["low"].min() >= 0
    assert table["high"].max() <= 1


def test_with_an_estimated_overall_rate_means_lie_between_raw_and_overall() -> None:
    """Units near the overall rate are left out: its posterior is skewed, with a mean a little above the pooled rate."""
    count, exposure = np.array([0, 2, 5, 13, 24, 30]), np.array([1.0, 1.2, 0.9, 1.1, 1.0, 1.3])
    raw, overall = count / exposure, count.sum() / exposure.sum()
    mean = u.gamma_poisson(count, exposure)["mean"].to_numpy()
    away = np.abs(raw / overall - 1) > 0.2
    assert away.sum() >= 5
    assert (mean > np.minimum(raw, overall))[away].all()
    assert (mean < np.maximum(raw, overall))[away].all()


@quick
@given(counts())
def test_more_exposure_means_less_shrinkage(both) -> None:
    count, exposure = both
    table = u.gamma_poisson(count, exposure, draws=10)
    order = np.argsort(exposure)
    assert (np.diff(table["shrinkage"].to_numpy()[order]) <= 1e-12).all()


def test_equal_rates_pull_more_than_unequal_ones() -> None:
    alike = u.gamma_poisson([6, 6, 6, 6, 6], [1.0] * 5)
    apart = u.gamma_poisson([0, 1, 2, 40, 60], [1.0] * 5)
    assert alike["shrinkage"].iloc[0] > 0.5 > 0.1 > apart["shrinkage"].iloc[0]
    np.testing.assert_allclose(alike["mean"], 6, rtol=0.05)


def test_no_event_anywhere_gives_small_positive_rates() -> None:
    table = u.gamma_poisson([0] * 23, [1.0] * 23)
    assert np.ptp(table["mean"]) == 0
    assert 0.25 * 0.5 / 23 < table["mean"].iloc[0] < 2 * 0.5 / 23
    assert (table["low"] >= 0).all()
    assert table["high"].iloc[0] < 3  # 3 events would be the 95 % bound of one unit alone


def test_one_unit_keeps_its_own_posterior() -> None:
    """Gamma(5, rate 2): mean 2.5, 5 % .98512, 95 % 4.57675 (half the quantiles 1.97015, 9.15352 of Gamma(5))."""
    row = u.gamma_poisson([5], [2.0], draws=20_000).iloc[0]
    assert row["mean"] == pytest.approx(2.5)
    assert row["sd"] == pytest.approx(np.sqrt(5) / 2)
    assert (row["low"], row["high"]) == (pytest.approx(0.98507, abs=2e-3), pytest.approx(4.57676, abs=5e-3))
    assert row["shrinkage"] == 0
    nothing = u.gamma_poisson([0], [2.0]).iloc[0]
    assert nothing["mean"] == pytest.approx(0.25)  # half an event
    assert u.beta_binomial([7], [9], draws=10).iloc[0]["mean"] == pytest.approx(7 / 9)
    assert u.beta_binomial([9], [9], draws=10).iloc[0]["mean"] == pytest.approx(9.5 / 10)
    survey = u.normal_normal([70.0], [16.0], draws=20_000).iloc[0]
    assert (survey["mean"], survey["sd"]) == (pytest.approx(70), pytest.approx(4))
    assert survey["high"] == pytest.approx(70 + 4 * 1.6448536, abs=0.02)


def test_one_unit_with_a_known_overall_rate_is_pulled_to_it() -> None:
    row = u.gamma_poisson([0], [1.0], prior_mean=3.0).iloc[0]
    assert 0 < row["mean"] < 3
    assert 0 < row["shrinkage"] < 1


def test_missing_units_stay_missing_and_enter_no_prior() -> None:
    index = ["Setu", "Cibarusah", "Tarumajaya", "Babelan"]
    with_gap = u.gamma_poisson(pd.Series([3, np.nan, 8, 1], index), pd.Series([1.0, 1.0, 1.5, np.nan], index))
    without = u.gamma_poisson(pd.Series([3.0, 8], ["Setu", "Tarumajaya"]), pd.Series([1.0, 1.5], ["Setu", "Tarumajaya"]))
    assert with_gap.index.tolist() == index
    assert with_gap.loc[["Cibarusah", "Babelan"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(with_gap.loc[["Setu", "Tarumajaya"]], without)
    assert u.gamma_poisson([np.nan] * 3, [1.0] * 3).isna().all(axis=None)
    assert u.normal_normal([np.nan], [np.nan]).isna().all(axis=None)
    assert u.gamma_poisson([], []).empty


def test_a_unit_without_trials_gets_what_the_others_say() -> None:
    table = u.beta_binomial([40, 35, 44, 0], [50, 50, 50, 0])
    assert table["mean"].iloc[3] == pytest.approx(119 / 150, abs=0.05)
    assert table["shrinkage"].iloc[3] == pytest.approx(1)
    assert table["sd"].iloc[3] > table["sd"].iloc[0]
    nothing = u.beta_binomial([0, 0], [0, 0]).iloc[0]  # no trial at all: the prior itself
    assert nothing["mean"] == pytest.approx(0.5)
    assert nothing["high"] - nothing["low"] > 0.95


def test_means_without_spread_share_the_overall_mean_and_known_values_stay() -> None:
    alike = u.normal_normal([70.0] * 10, [25.0] * 10)
    np.testing.assert_allclose(alike["mean"], 70)
    assert (alike["shrinkage"] > 0.7).all()
    exact = u.normal_normal([60.0, 80.0], [0.0, 0.0])
    assert exact["mean"].tolist() == [60, 80]
    assert exact["low"].tolist() == exact["high"].tolist() == [60, 80]
    assert exact["sd"].tolist() == exact["shrinkage"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: u.gamma_poisson(pd.Series([1, 2], ["Setu", "Muaragembong"], name="kejadian"), [1, 0]),
            "kejadian, unit Muaragembong: exposure is zero or negative",
        ),
        (lambda: u.gamma_poisson([1, -2], [1, 1]), "count, unit 1: count is negative"),
        (lambda: u.gamma_poisson([1, np.inf], [1, 1]), "unit 1: count is infinite"),
        (lambda: u.gamma_poisson([1, 2], [1, np.inf]), "unit 1: exposure is infinite"),
        (lambda: u.beta_binomial([1, 3], [1, 2]), "unit 1: success is more than trials"),
        (lambda: u.normal_normal([1, 3], [1, -2]), "unit 1: variance is negative"),
        (lambda: u.wilson([3], [2]), "success is more than trials"),
        (lambda: u.marshall([3, 3], [2, 0]), "unit 1: exposure is zero"),
        (lambda: u.gamma_poisson([1], [1], prior_mean=0), "prior_mean is 0"),
        (lambda: u.beta_binomial([1], [1], prior_mean=1), "between 0 and 1"),
        (lambda: u.normal_normal([1], [1], prior_mean=np.inf), "finite"),
        (lambda: u.gamma_poisson([1], [1], level=90), "level is 90"),
        (lambda: u.gamma_poisson([1], [1], draws=0), "draws is 0"),
        (lambda: u.gamma_poisson([1, 2], [1]), "same shape"),
        (lambda: u.gamma_poisson(pd.Series([1], ["A"]), pd.Series([1], ["B"])), "different units"),
        (lambda: u.gamma_known_prior([1], [1], 0, 1), "above 0"),
        (lambda: u.stream(-1), "seed is -1"),
        (lambda: u.rank_intervals([1.0, 2.0]), "shape"),
        (lambda: u.rank_intervals(pd.DataFrame({"Setu": [np.inf]})), "unit Setu: a draw is infinite"),
        (
            lambda: u.gamma_poisson_draws(
                [[1, 1], [1, 1]], [[1, 1], [1, -1]], draws=5, rng=u.stream(0), units=["Setu", "Babelan"], indicator="kejadian"
            ),
            "kejadian, unit Babelan, period 1: exposure is zero or negative",
        ),
        (lambda: u.normal_normal_draws([[1]], [[1]], draws=5, rng=u.stream(0), units=["a", "b"]), "2 unit names"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(call, words) -> None:
    with pytest.raises(ValueError, match=words):
        call()


# ------------------------------------------------------------------ panels


def test_panel_agrees_with_the_table_of_each_period() -> None:
    rng = np.random.default_rng(11)
    exposure = rng.uniform(0.5, 2, (15, 23))
    count = rng.poisson(3 * exposure).astype(float)
    count[4, 7] = np.nan
    panel = u.gamma_poisson_draws(count, exposure, draws=4000, rng=u.stream(0, "kejadian"))
    for t in (0, 4, 14):
        table = u.gamma_poisson(count[t], exposure[t], draws=4000)
        np.testing.assert_allclose(panel.mean[t], table["mean"], rtol=1e-9)
        np.testing.assert_allclose(panel.sd[t], table["sd"], rtol=1e-9)
        np.testing.assert_allclose(panel.shrinkage[t], table["shrinkage"], rtol=1e-9)
        np.testing.assert_allclose(panel.draws[t].mean(axis=1), table["mean"], rtol=0.05)
        np.testing.assert_allclose(panel.draws[t].std(axis=1), table["sd"], rtol=0.08)
        np.testing.assert_allclose(np.quantile(panel.draws[t], 0.95, axis=1), table["high"], rtol=0.08)
    assert np.isnan(panel.draws[4, 7]).all()
    assert not np.isnan(panel.draws[3, 7]).any()
    assert panel.draws.dtype == np.float32


@pytest.mark.parametrize(
    ("model", "first"),
    [
        (u.gamma_poisson_draws, [[3, 0, 9, 20], [0, 0, 0, 1]]),
        (u.beta_binomial_draws, [[3, 0, 9, 20], [1, 2, 1, 0]]),
        (u.normal_normal_draws, [[60, 70, 72, 81], [66, 66, 66, 66]]),
    ],
)
def test_draws_of_a_panel_have_the_exact_mean_and_sd(model, first) -> None:
    post = model(first, [[5, 4, 9, 30], [2, 2, 2, 1]], draws=40_000, rng=u.stream(3))
    np.testing.assert_allclose(post.draws.mean(axis=2), post.mean, atol=0.02 * np.abs(post.mean).max())
    np.testing.assert_allclose(post.draws.std(axis=2), post.sd, rtol=0.04, atol=1e-6)


def test_later_periods_do_not_shift_the_draws_of_earlier_ones() -> None:
    count, exposure = np.arange(26.0).reshape(13, 2), np.ones((13, 2))
    short = u.gamma_poisson_draws(count[:2], exposure[:2], draws=20, rng=u.stream(5, "x")).draws
    long = u.gamma_poisson_draws(count, exposure, draws=20, rng=u.stream(5, "x")).draws
    np.testing.assert_array_equal(long[:2], short)


def test_streams_depend_on_every_name_and_on_nothing_else() -> None:
    first = u.stream(1, "IKW", "kejadian").random()
    assert first == u.stream(1, "IKW", "kejadian").random()
    others = [u.stream(2, "IKW", "kejadian"), u.stream(1, "IKWkejadian"), u.stream(1, "kejadian", "IKW")]
    assert first not in [other.random() for other in others]


def test_units_of_one_draw_share_the_overall_rate() -> None:
    """Two units without data move together, because both follow the same unknown overall proportion."""
    post = u.beta_binomial_draws([[3, 2, 0, 0]], [[4, 5, 0, 0]], draws=20_000, rng=u.stream(0))
    assert np.corrcoef(post.draws[0, 2], post.draws[0, 3])[0, 1] > 0.1


def test_empty_panels_come_back_empty() -> None:
    for shape in [(0, 3), (2, 0)]:
        for model in (u.gamma_poisson_draws, u.beta_binomial_draws, u.normal_normal_draws):
            post = model(np.ones(shape), np.ones(shape), draws=7, rng=u.stream(0))
            assert post.mean.shape == shape
            assert post.draws.shape == (*shape, 7)
    absent = u.gamma_poisson_draws([[np.nan, np.nan]], [[1, 1]], draws=7, rng=u.stream(0))
    assert np.isnan(absent.mean).all()
    assert np.isnan(absent.draws).all()


def test_beta_numbers_with_tiny_parameters_are_zeros_and_ones_in_the_right_share() -> None:
    a, b = np.full(100_000, 3e-4, np.float32), np.full(100_000, 1e-4, np.float32)
    out = draw_beta(a, b, np.random.default_rng(0))
    assert np.isfinite(out).all()
    assert out.mean() == pytest.approx(0.75, abs=0.01)


# ------------------------------------------------------------------ ranks


def test_ranks_of_ties_share_the_smallest_after_rounding() -> None:
    assert u.rank_draws([50.0, 70.0, 70.0 + 1e-12, 20.0]).tolist() == [3, 1, 1, 4]
    assert u.rank_draws([50.0, np.nan, 60.0])[[0, 2]].tolist() == [2, 1]


@quick
@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=6))
def test_ranks_agree_with_pandas(rows) -> None:
    expected = pd.DataFrame(rows).rank(axis=1, ascending=False, method="min")
    np.testing.assert_array_equal(u.rank_draws(np.array(rows, float)), expected)


def test_rank_intervals_of_draws_that_a_person_can_count() -> None:
    #        A   B   C   D   E   F   G (not assessed)
    rows = [[90, 80, 70, 60, 50, 40, np.nan]] * 3 + [[40, 80, 70, 60, 50, 90, np.nan]]
    table = u.rank_intervals(pd.DataFrame(rows, columns=list("ABCDEFG")), level=0.9)
    assert table.loc["A"].tolist() == [1, 1, 6, 0.75, 0.25]
    assert table.loc["B"].tolist() == [2, 2, 2, 1, 1]
    assert table.loc["F"].tolist() == [1, 6, 6, 0.25, 0.75]
    assert table.loc["G"].isna().all()


def test_units_tied_for_last_place_are_all_among_the_worst() -> None:
    rows = [[10.0 + i for i in range(10)] + [5.0] * 7]
    table = u.rank_intervals(rows)
    assert table["p_worst5"].tolist() == [0.0] * 10 + [1.0] * 7
    assert table["low"].iloc[-1] == 11


def test_wilson_of_no_trials_is_missing_and_ends_are_exact() -> None:
    table = u.wilson([0, 0, 20, np.nan], [0, 20, 20, 5])
    assert table.iloc[[0, 3]].isna().all(axis=None)
    assert table.loc[1, "low"] == 0
    assert table.loc[2, "high"] == 1


def test_marshall_of_hard_rows() -> None:
    assert u.marshall([0, 0], [10, 20])["mean"].tolist() == [0, 0]
    assert u.marshall([4], [8])["mean"].tolist() == [0.5]
    gap = u.marshall([5, np.nan, 50], [1000, 10, 1000])
    assert gap.loc[1].isna().all()
    assert 0.005 < gap.loc[0, "mean"] < 0.0275 < gap.loc[2, "mean"] < 0.05
