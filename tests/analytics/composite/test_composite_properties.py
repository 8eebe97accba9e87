"""What holds for any data: bounds, monotony, no favour for a unit's place in the table, and what each scale can show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.composite import engine

CODES = ["tawuran", "aduan", "rasa_aman", "kegiatan"]
DIRECTION = pd.Series([-1, -1, 1, 1], index=CODES)
POSTS = pd.DataFrame({"lower": [0, 0, 25, 0], "upper": [120, 40, 100, 12]}, index=CODES, dtype=float)
FRAMEWORK = pd.DataFrame(
    {
        "code": [*CODES, "kejadian", "suasana", "IKW"],
        "parent": ["kejadian", "kejadian", "suasana", "suasana", "IKW", "IKW", None],
        "weight": [2, 1, 1, 3, 0.6, 0.4, None],
        "level": [1, 1, 1, 1, 2, 2, 3],
    }
)
HOW = {2: "amean", 3: "rgmean"}
AGGREGATES = ["kejadian", "suasana", "IKW"]


def values(missing: bool) -> st.SearchStrategy[np.ndarray]:
    """2–8 kecamatan × 4 indicators, some beyond their goalposts."""
    number = st.floats(0, 250, allow_subnormal=False)
    cell = st.one_of(number, st.just(np.nan)) if missing else number
    return st.integers(2, 8).flatmap(lambda n: hnp.arrays(float, (n, 4), elements=cell))


def frame(cells: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(cells, index=[f"K{i:02d}" for i in range(len(cells))], columns=CODES)


def scored(x: pd.DataFrame) -> pd.DataFrame:
    normal = engine.normalise(x, "goalposts", direction=DIRECTION, goalposts=POSTS)
    return engine.aggregate(normal, FRAMEWORK, HOW)


def all_known(x: pd.DataFrame) -> bool:
    return bool(x.notna().any().all())


@given(values(missing=True))
def test_scores_lie_between_0_and_100_and_are_missing_only_where_everything_is(cells: np.ndarray) -> None:
    x = frame(cells)
    assume(all_known(x))
    scores = scored(x)
    known = scores.to_numpy()[scores.notna()]
    assert ((known >= 0) & (known <= 100)).all()
    assert (scores["IKW"].isna() == x.isna().all(axis=1)).all()


@pytest.mark.parametrize("how", ["amean", "gmean", "hmean", "genmean", "rgmean"])
@given(cells=values(missing=True), data=st.data())
def test_every_mean_is_monotone_in_each_indicator(how: str, cells: np.ndarray, data: st.DataObject) -> None:
    scores = np.clip(cells, 1e-3, 100)
    row = data.draw(st.integers(0, len(scores) - 1))
    column = data.draw(st.integers(0, 3))
    assume(not np.isnan(scores[row, column]))
    better = scores.copy()
    better[row, column] = min(100, scores[row, column] + data.draw(st.floats(0, 50)))
    before = engine.weighted_mean(scores, [4, 3, 2, 1], how=how)[0]
    after = engine.weighted_mean(better, [4, 3, 2, 1], how=how)[0]
    assert after[row] >= before[row] - 1e-9
    others = np.arange(len(scores)) != row
    np.testing.assert_allclose(after[others], before[others], rtol=0, atol=1e-9, equal_nan=True)


@given(values(missing=False), st.data())
def test_a_better_value_never_lowers_the_index(cells: np.ndarray, data: st.DataObject) -> None:
    row, column = data.draw(st.integers(0, len(cells) - 1)), data.draw(st.integers(0, 3))
    better = cells.copy()
    better[row, column] += DIRECTION.iloc[column] * data.draw(st.floats(0, 50))
    assert (scored(frame(better))["IKW"] >= scored(frame(cells))["IKW"] - 1e-9).all()


@given(values(missing=True), st.randoms(use_true_random=False))
def test_permuting_units_permutes_results(cells: np.ndarray, random) -> None:
    x = frame(cells)
    assume(all_known(x))
    order = list(x.index)
    random.shuffle(order)
    scores, again = scored(x), scored(x.loc[order])
    pd.testing.assert_frame_equal(again.loc[x.index], scores, rtol=0, atol=1e-9)
    rank_again = engine.rank(scores.loc[order]).loc[x.index]
    pd.testing.assert_frame_equal(rank_again, engine.rank(scores))


@given(values(missing=True))
def test_units_with_equal_values_get_equal_scores_and_ranks(cells: np.ndarray) -> None:
    cells[-1] = cells[0]
    x = frame(cells)
    assume(all_known(x))
    ranks = engine.rank(scored(x))
    pd.testing.assert_series_equal(ranks.iloc[0], ranks.iloc[-1], check_names=False)


@given(values(missing=True))
def test_a_rank_is_one_more_than_the_number_of_better_units(cells: np.ndarray) -> None:
    scores = frame(cells)
    ranks = engine.rank(scores)
    rounded = np.round(cells, 9)
    for i, j in np.ndindex(*cells.shape):
        expected = np.nan if np.isnan(cells[i, j]) else 1 + (rounded[:, j] > rounded[i, j]).sum()
        np.testing.assert_equal(ranks.iloc[i, j], expected)


@given(st.integers(2, 8).flatmap(lambda n: hnp.arrays(float, (n, 2), elements=st.floats(1, 119))))
def test_when_every_rate_falls_by_a_fifth_goalposts_rise_and_minmax_shows_nothing(cells: np.ndarray) -> None:
    assume((np.ptp(cells, axis=0) > 1e-3).all())
    rates = pd.DataFrame(cells, columns=["tawuran", "aduan"])
    sign = {"tawuran": -1, "aduan": -1}
    posts = {"tawuran": (0.0, 120.0), "aduan": (0.0, 120.0)}

    def mean(x: pd.DataFrame, how: str, **options: object) -> float:
        return float(engine.normalise(x, how, direction=sign, **options).to_numpy().mean())

    assert mean(rates * 0.8, "minmax") == pytest.approx(mean(rates, "minmax"), abs=1e-6)
    assert mean(rates * 0.8, "goalposts", goalposts=posts) > mean(rates, "goalposts", goalposts=posts)


@given(values(missing=True), st.lists(st.floats(0, 10), min_size=4, max_size=4))
def test_the_means_keep_their_order_and_agree_with_a_plain_loop(cells: np.ndarray, weights: list[float]) -> None:
    assume(sum(weights) > 1e-3)
    scores = np.clip(cells, 1e-2, 100)
    means = {how: engine.weighted_mean(scores, weights, how=how) for how in ("amean", "gmean", "hmean", "rgmean")}
    for i, row in enumerate(scores):
        there = [(w / sum(weights), x) for w, x in zip(weights, row, strict=True) if not np.isnan(x)]
        share = sum(w for w, _ in there)
        assert means["amean"][1][i] == pytest.approx(share, abs=1e-12)
        if share == 0:
            assert all(np.isnan(value[i]) for value, _ in means.values())
            continue
        a, g, h, r = (means[how][0][i] for how in ("amean", "gmean", "hmean", "rgmean"))
        assert a == pytest.approx(sum(w * x for w, x in there) / share)
        assert g == pytest.approx(np.prod([x ** (w / share) for w, x in there]))
        assert h == pytest.approx(share / sum(w / x for w, x in there))
        assert r == pytest.approx((np.prod([(10 + 0.9 * x) ** (w / share) for w, x in there]) - 10) / 0.9)
        assert h <= g + 1e-9 <= r + 2e-9 <= a + 3e-9


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["minmax", "zscore", "rank", "prank", "borda", "dist2max"]))
def test_a_panel_in_one_pass_equals_period_by_period(seed: int, how: str) -> None:
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product([[f"K{i}" for i in range(6)], ["2026-01", "2026-02"]], names=["unit", "period"])
    x = pd.DataFrame(rng.random((12, 4)), index=index, columns=CODES)
    x = x.mask(rng.random(x.shape) < 0.1).drop(index[rng.integers(12)]).sample(frac=1, random_state=seed % 1000)
    spread = x.groupby("period").nunique().min().min()
    assume(spread >= 2)
    whole = engine.normalise(x, how, direction=DIRECTION, by="period")
    ranks = engine.rank(x, by="period")
    for period, rows in x.groupby("period").groups.items():
        alone = engine.normalise(x.loc[rows], how, direction=DIRECTION)
        pd.testing.assert_frame_equal(whole.loc[rows], alone, rtol=1e-12, obj=str(period))
        pd.testing.assert_frame_equal(ranks.loc[rows], engine.rank(x.loc[rows]))
