"""The composite engine on tables small enough to check by hand, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.composite import engine

NAN, INF = float("nan"), float("inf")
UNITS = ["Tambun Selatan", "Cikarang Utara", "Setu", "Muara Gembong"]
X = pd.DataFrame({"tawuran": [8.0, 4.0, 0.0, 4.0], "rasa_aman": [40.0, 70.0, NAN, 100.0]}, index=UNITS)
SIGN = {"tawuran": -1, "rasa_aman": 1}
TREE = pd.DataFrame(
    {
        "code": ["tawuran", "rasa_aman", "IKW"],
        "parent": ["IKW", "IKW", None],
        "weight": [3.0, 1.0, None],
        "level": [1, 1, 2],
    }
)


def panel(values: list[float], periods: list[str]) -> pd.DataFrame:
    units = UNITS[: len(values) // len(periods)]
    index = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    return pd.DataFrame({"tawuran": values}, index=index)


# ------------------------------------------------------------------ the tables that go in


def test_the_input_is_left_as_it_was() -> None:
    before = X.copy()
    for how in ("minmax", "zscore", "rank"):
        engine.normalise(X, how, direction=SIGN)
    engine.aggregate(X, TREE)
    engine.winsorise(X)
    pd.testing.assert_frame_equal(X, before)


def test_a_repeated_unit_and_period_is_refused() -> None:
    twice = pd.concat([panel([1, 2], ["2026-01", "2026-02"])] * 2)
    with pytest.raises(ValueError, match="unit Tambun Selatan, period 2026-01 occurs more than once"):
        engine.rank(twice, by="period")


# ------------------------------------------------------------------ weighted_mean


@pytest.mark.parametrize(
    ("how", "expected"),
    [("amean", 50), ("gmean", 40), ("hmean", 32), ("genmean", 45), ("rgmean", 42.1295491)],
)
def test_the_means_of_20_and_80(how: str, expected: float) -> None:
    value, share = engine.weighted_mean([20, 80], [0.5, 0.5], how=how)
    assert value == pytest.approx(expected, abs=5e-8)
    assert share == 1


@pytest.mark.parametrize("how", ["amean", "gmean", "hmean", "genmean", "rgmean"])
def test_what_is_missing_hands_its_weight_to_the_others(how: str) -> None:
    scores = [[20, 80, NAN], [NAN, 80, NAN], [NAN, NAN, NAN]]
    value, share = engine.weighted_mean(scores, [1, 3, 4], how=how)
    alone = engine.weighted_mean([20, 80], [1, 3], how=how)[0]
    assert value.tolist() == pytest.approx([alone, 80, NAN], nan_ok=True)
    assert share.tolist() == pytest.approx([0.5, 0.375, 0])


@pytest.mark.parametrize("how", ["amean", "gmean", "hmean", "genmean", "rgmean"])
@pytest.mark.parametrize("missing", [False, True])
def test_draws_of_scores_and_of_weights_broadcast_in_single_precision(how: str, missing: bool) -> None:
    rng = np.random.default_rng(1)
    scores = rng.uniform(1, 100, (5, 7, 3)).astype(np.float32)
    if missing:
        scores[rng.random(scores.shape) < 0.3] = np.nan
    weights = rng.dirichlet(np.ones(3), 7)
    value, share = engine.weighted_mean(scores, weights, how=how)
    assert (value.dtype, share.dtype, value.shape, share.shape) == (np.float32, np.float32, (5, 7), (5, 7))
    for unit, draw in np.ndindex(5, 7):
        one, part = engine.weighted_mean(scores[unit, draw].astype(float), weights[draw], how=how)
        assert value[unit, draw] == pytest.approx(one, rel=1e-5, nan_ok=True)
        assert share[unit, draw] == pytest.approx(part, rel=1e-6)


@pytest.mark.parametrize("how", ["amean", "gmean", "hmean", "genmean", "rgmean"])
@pytest.mark.parametrize("indicators", [3, 40])
def test_the_mean_of_equal_scores_is_that_score_to_the_last_digit(how: str, indicators: int) -> None:
    """A band begins exactly at 60; beside scores of other units, and with one missing."""
    rng = np.random.default_rng(0)
    for weights in rng.random((20, indicators)):
        scores = np.repeat([[1.0], [20.0], [60.0], [80.0], [100.0]], indicators, axis=1)
        scores[2, 0] = NAN
        assert engine.weighted_mean(scores, weights, how=how)[0].tolist() == [1, 20, 60, 80, 100]


def test_large_powers_do_not_overflow() -> None:
    assert engine.weighted_mean([1, 100], [1, 1], how="genmean", power=500)[0] == pytest.approx(100, rel=2e-3)
    assert engine.weighted_mean([1, 100], [1, 1], how="genmean", power=-500)[0] == pytest.approx(1, rel=2e-3)
    assert engine.weighted_mean([0, 0], [1, 1], how="genmean")[0] == 0


def test_nothing_in_nothing_out() -> None:
    value, share = engine.weighted_mean(np.empty((0, 4)), [1, 1, 1, 1], how="rgmean")
    assert value.shape == share.shape == (0,)
    assert np.isnan(engine.weighted_mean(np.full((2, 2), NAN), [1, 1], how="gmean")[0]).all()


@pytest.mark.parametrize(
    ("scores", "weights", "how", "message"),
    [
        ([50, 0], [1, 1], "gmean", "gmean needs scores above 0"),
        ([50, -1, NAN], [1, 1, 1], "hmean", "hmean needs scores above 0"),
        ([50, -1], [1, 1], "genmean", "genmean needs scores of 0 or more"),
        ([50, 101], [1, 1], "rgmean", "rgmean needs scores from 0 to 100"),
        ([-2, NAN], [1, 1], "rgmean", "rgmean needs scores from 0 to 100"),
        ([50, INF], [1, 1], "amean", "infinite"),
        ([50, 60], [1, -1], "amean", r"weight 2 is -1.0"),
        ([50, 60], [1, NAN], "amean", "weight 2 is nan"),
        ([50, 60], [0, 0], "amean", "the weights sum to 0"),
        ([50, 60], [1, 1, 1], "amean", "same last axis"),
        ([NAN, NAN], [1, 1], "median", "how is 'median'"),
    ],
)
def test_weighted_mean_refuses(scores: list[float], weights: list[float], how: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        engine.weighted_mean(scores, weights, how=how)
    with pytest.raises(ValueError, match="power is 0"):
        engine.weighted_mean([50, 60], [1, 1], how="genmean", power=0)


# ------------------------------------------------------------------ aggregate


SCORES = pd.DataFrame({"tawuran": [20.0, 80.0, NAN, NAN], "rasa_aman": [80.0, NAN, 60.0, NAN]}, index=UNITS)


def test_weights_of_what_is_missing_go_to_the_rest() -> None:
    ours = engine.aggregate(SCORES, TREE)
    assert list(ours.columns) == ["tawuran", "rasa_aman", "IKW"]
    assert ours["IKW"].tolist() == pytest.approx([35, 80, 60, NAN], nan_ok=True)


def test_too_little_weight_is_missing() -> None:
    """Brawls weigh three quarters: with them alone there is a score, with the survey alone there is none."""
    ours = engine.aggregate(SCORES, TREE, min_weight_share=0.75)
    assert ours["IKW"].tolist() == pytest.approx([35, 80, NAN, NAN], nan_ok=True)


def test_each_level_has_its_own_mean_and_its_own_missing_values() -> None:
    tree = pd.DataFrame(
        {
            "code": ["a", "b", "c", "D1", "D2", "IKO"],
            "parent": ["D1", "D1", "D2", "IKO", "IKO", ""],
            "weight": [1, 1, 5, 0.5, 0.5, 1],
            "level": [1, 1, 1, 2, 2, 3],
        }
    )
    x = pd.DataFrame({"a": [10.0, NAN], "b": [30.0, NAN], "c": [80.0, 70.0]}, index=["Ormas A", "Ormas B"])
    ours = engine.aggregate(x, tree, {2: "amean", 3: "rgmean"})
    assert ours["D1"].tolist() == pytest.approx([20, NAN], nan_ok=True)
    assert ours["IKO"].tolist() == pytest.approx([42.1295491, 70], abs=5e-8)
    assert engine.aggregate(x, tree, min_weight_share=0.6)["IKO"].isna().tolist() == [False, True]


def test_copeland_counts_the_units_that_a_unit_beats() -> None:
    """Weights 3 and 1. Setu beats all on brawls; the others differ by the survey only where brawls tie."""
    x = pd.DataFrame({"tawuran": [0.0, 50.0, 100.0, 50.0], "rasa_aman": [90.0, 50.0, NAN, 100.0]}, index=UNITS)
    assert engine.aggregate(x, TREE, "copeland")["IKW"].tolist() == [-3, -1, 3, 1]


def test_copeland_sees_no_winner_in_a_rounding_error() -> None:
    """Weights .1 + .2 against .3 are a draw, and scores that differ by 1e-11 tie, as they do in ranks."""
    codes = ["a", "b", "c", "d"]
    tree = pd.DataFrame({"code": [*codes, "IKW"], "parent": ["IKW"] * 4 + [None], "weight": [0.1, 0.2, 0.3, 0.4, 1]}).assign(
        level=[1, 1, 1, 1, 2]
    )
    x = pd.DataFrame([[9, 9, 1, 5.0], [1, 1, 9, 5.0 + 1e-11]], index=UNITS[:2], columns=codes)
    assert engine.aggregate(x, tree, "copeland")["IKW"].tolist() == [0, 0]


def test_copeland_on_a_panel_compares_within_the_period() -> None:
    x = panel([1, 9, 2, 3], ["2026-01", "2026-02"])
    tree = TREE[TREE["code"] != "rasa_aman"]
    assert engine.aggregate(x, tree, "copeland", by="period")["IKW"].tolist() == [-1, 1, 1, -1]
    with pytest.raises(ValueError, match="copeland compares units: say within which"):
        engine.aggregate(x, tree, "copeland")


def test_copeland_leaves_out_what_has_too_little_weight() -> None:
    ours = engine.aggregate(SCORES, TREE, "copeland", min_weight_share=0.75)
    assert ours["IKW"].tolist() == pytest.approx([-1, 1, NAN, NAN], nan_ok=True)


def tree(**columns: list) -> pd.DataFrame:
    return TREE.assign(**columns)


@pytest.mark.parametrize(
    ("framework", "how", "message"),
    [
        (tree(code=["tawuran", "survei", "IKW"]), "amean", "unknown code survei"),
        (TREE.drop(1), "amean", "indicator rasa_aman: it is not at level 1"),
        (tree(parent=["IKW", "IKK", None]), "amean", "unknown code IKK, the parent of rasa_aman"),
        (tree(parent=["IKW", None, None]), "amean", "rasa_aman at level 1 has no parent"),
        (tree(parent=["IKW", "IKW", "IKW"]), "amean", "a cycle, .*IKW → IKW"),
        (tree(parent=["IKW", "tawuran", None]), "amean", "must lie below its parent tawuran"),
        (tree(parent=["IKW", "IKW", "tawuran"]), "amean", "a cycle, tawuran → IKW → tawuran"),
        (tree(weight=[1, -1, None]), "amean", "the weight of rasa_aman is -1.0"),
        (tree(weight=[1, NAN, None]), "amean", "the weight of rasa_aman is nan"),
        (tree(weight=[1, "besar", None]), "amean", "the weight of rasa_aman is nan"),
        (tree(weight=[1, 0, None]), "amean", "the weight of rasa_aman is 0.0"),
        (tree(weight=[0.4, 0.5, None]), "amean", r"inside IKW are shares \(0.4, 0.5\) and sum to 0.9, not 1"),
        (tree(level=[1, 1, 1]), "amean", "nothing above level 1"),
        (tree(level=[1, 1, 2.5]), "amean", "level of IKW is 2.5"),
        (tree(code=["tawuran", "tawuran", "IKW"]), "amean", "code tawuran occurs more than once"),
        (tree(code=["tawuran", None, "IKW"]), "amean", "row 2 has no code"),
        (TREE.drop(columns="weight"), "amean", "column weight is missing"),
        (pd.concat([TREE, TREE.iloc[2:].assign(code="IKO")]), "amean", "IKO at level 2 has no children"),
        (TREE, "median", "how is 'median'"),
        (TREE, {1: "amean"}, r"levels \[1\]; the aggregates are at the levels \[2\]"),
    ],
)
def test_aggregate_refuses_a_broken_framework(framework: pd.DataFrame, how: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        engine.aggregate(SCORES, framework, how)


@pytest.mark.parametrize(
    ("value", "how", "message"),
    [
        (
            0.0,
            "gmean",
            "unit Tambun Selatan, indicator rasa_aman: the score is 0, gmean needs scores above 0",
        ),
        (-5.0, "hmean", "unit Tambun Selatan, indicator rasa_aman: the score is -5, hmean needs"),
        (120.0, "rgmean", "unit Tambun Selatan, indicator rasa_aman: the score is 120, rgmean needs"),
        (INF, "amean", "unit Tambun Selatan, indicator rasa_aman: the value is infinite"),
    ],
)
def test_aggregate_names_the_value_that_a_mean_is_not_defined_for(value: float, how: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        engine.aggregate(SCORES.replace(80.0, value).assign(tawuran=50.0), TREE, how)
    with pytest.raises(ValueError, match="min_weight_share is 75"):
        engine.aggregate(SCORES, TREE, min_weight_share=75)


# ------------------------------------------------------------------ rank


def test_equal_scores_share_the_smallest_rank_and_missing_has_none() -> None:
    scores = pd.DataFrame({"IKW": [61.2, 75.0, NAN, 61.2 + 1e-11], "IKO": [1.0, 2.0, 3.0, 4.0]}, index=UNITS)
    ranks = engine.rank(scores)
    assert ranks["IKW"].tolist() == pytest.approx([2, 1, NAN, 2], nan_ok=True)
    assert ranks["IKO"].tolist() == [4, 3, 2, 1]


def test_ranks_within_each_period() -> None:
    x = panel([1, 9, 2, 3], ["2026-01", "2026-02"])
    assert engine.rank(x, by="period")["tawuran"].tolist() == [2, 1, 1, 2]
    assert engine.rank(x)["tawuran"].tolist() == [4, 1, 3, 2]


def test_rank_refuses_what_has_no_order() -> None:
    with pytest.raises(ValueError, match="unit Setu, indicator IKW: the value is infinite"):
        engine.rank(pd.DataFrame({"IKW": [1.0, 2.0, INF, 3.0]}, index=UNITS))


# ------------------------------------------------------------------ treatment


def test_the_outlier_is_pulled_to_the_next_value_and_reported() -> None:
    x = pd.DataFrame({"tawuran": [1.0, 2, 3, 4, 5, 6, 7, 90, NAN], "aduan": np.arange(9.0)})
    treated, changes = engine.winsorise(x)
    assert treated["tawuran"].tolist() == pytest.approx([1, 2, 3, 4, 5, 6, 7, 7, NAN], nan_ok=True)
    assert changes.to_numpy().tolist() == [[7, "tawuran", 90.0, 7.0, "high"]]
    mirrored, changes = engine.winsorise(-x)
    pd.testing.assert_frame_equal(mirrored, -treated)
    assert changes["treatment"].tolist() == ["low"]


def test_never_more_points_than_allowed() -> None:
    x = pd.DataFrame({"tawuran": [*range(20), 900.0, 900.0]})
    assert len(engine.winsorise(x, max_points=2)[1]) == 2
    assert len(engine.winsorise(x, max_points=1)[1]) == 0
    with pytest.raises(ValueError, match="max_points is -1"):
        engine.winsorise(x, max_points=-1)


def test_what_has_no_spread_or_too_few_values_is_left_alone() -> None:
    x = pd.DataFrame({"tawuran": [3.0] * 6, "aduan": [1.0, 2.0, 900.0, NAN, NAN, NAN]})
    treated, changes = engine.winsorise(x)
    pd.testing.assert_frame_equal(treated, x)
    assert len(changes) == 0


def test_logarithms_are_listed_as_changes() -> None:
    x = pd.DataFrame({"kegiatan": [0.0, 12.0, NAN]}, index=["Ormas A", "Ormas B", "Ormas C"])
    treated, changes = engine.log_transform(x, offset=1)
    assert treated["kegiatan"].tolist() == pytest.approx([0, np.log(13), NAN], nan_ok=True)
    assert changes.to_numpy().tolist() == [["Ormas B", "kegiatan", 12.0, pytest.approx(np.log(13)), "log"]]
    with pytest.raises(ValueError, match=r"unit Ormas A, indicator kegiatan: 0 \+ 0 has no logarithm"):
        engine.log_transform(x)
