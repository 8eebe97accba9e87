"""Choices behind an index: Sobol indices, rank shifts, importance, noise of weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composite import sensitivity as s


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_of_the_ishigami_function_agrees_with_the_analytic_indices() -> None:
    table = s.sobol(ishigami, [(-np.pi, np.pi)] * 3)
    assert table["s"].tolist() == pytest.approx([0.31390515, 0.44241114, 0], abs=0.01)
    assert table["st"].tolist() == pytest.approx([0.55758886, 0.44241114, 0.24368366], abs=0.01)


def test_sobol_repeats_with_its_seed_and_names_its_inputs() -> None:
    bounds = {"bobot": (0.0, 1.0), "batas": (90.0, 110.0)}
    first = s.sobol(lambda x: x[:, 0] * x[:, 1], bounds, n=256, seed=4)
    assert first.index.tolist() == ["bobot", "batas"]
    pd.testing.assert_frame_equal(first, s.sobol(lambda x: x[:, 0] * x[:, 1], bounds, n=256, seed=4))
    assert not first.equals(s.sobol(lambda x: x[:, 0] * x[:, 1], bounds, n=256, seed=5))


def test_an_input_without_effect_has_none_and_a_constant_function_has_no_shares() -> None:
    assert s.sobol(lambda x: x[:, 0], [(0, 1), (0, 1)], n=64).loc[1].tolist() == [0, 0]
    assert s.sobol(lambda x: np.full(len(x), 3.0), [(0, 1)], n=64).isna().all(axis=None)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: s.sobol(ishigami, [(0, 1)] * 3, n=1000), "n is 1000; a Sobol sequence needs a power of 2"),
        (lambda: s.sobol(ishigami, {"bobot": (1, 1)}, n=8), "input bobot: 1.0 to 1.0"),
        (lambda: s.sobol(ishigami, [], n=8), "at least one pair"),
        (lambda: s.sobol(lambda x: x, [(0, 1)], n=8), "one number a row"),
        (lambda: s.sobol(lambda x: x[:, 0] * np.nan, [(0, 1)], n=8), "f gave nan at input"),
        (lambda: s.dirichlet_weights([0.5, 0.4], draws=1, rng=np.random.default_rng(0)), "sum to 0.9"),
        (lambda: s.dirichlet_weights([1.5, -0.5], draws=1, rng=np.random.default_rng(0)), "not negative"),
        (lambda: s.dirichlet_weights([1.0], 0, draws=1, rng=np.random.default_rng(0)), "concentration is 0"),
        (lambda: s.dirichlet_weights([1.0], draws=0, rng=np.random.default_rng(0)), "draws is 0"),
        (lambda: s.effective_importance(pd.DataFrame({"a": [1.0]}, ["x"]), pd.Series([1.0], ["y"])), "different units"),
        (lambda: s.drop_one(pd.DataFrame({"a": [1.0, 2]}), lambda part: 3.0), "one number a unit"),
        (lambda: s.mean_absolute_rank_shift(1.0, 2.0), "axis of units"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(call, words) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_rank_shift_of_hand_made_scores() -> None:
    base = [90.0, 80, 70, 60]  # ranks 1 2 3 4
    draws = [[90.0, 80, 70, 60], [60, 70, 80, 90], [80, 80, 70, 60]]  # the last: 1 1 3 4
    assert s.mean_absolute_rank_shift(base, draws).tolist() == [0, (3 + 1 + 1 + 3) / 4, 1 / 4]


def test_units_without_both_scores_are_left_out_before_ranking() -> None:
    assert s.mean_absolute_rank_shift([90, np.nan, 70], [60, 99, 65]) == 1
    assert np.isnan(s.mean_absolute_rank_shift([np.nan], [1.0]))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_rank_shift_is_symmetric_and_ignores_the_order_of_units(scores, random) -> None:
    a, b, order = np.array(scores), np.array(scores), list(range(len(scores)))
    random.shuffle(order)
    b = a[order]
    assert s.mean_absolute_rank_shift(a, b) == s.mean_absolute_rank_shift(b, a)
    assert s.mean_absolute_rank_shift(a, a) == 0
    assert s.mean_absolute_rank_shift(a[::-1], b[::-1]) == pytest.approx(s.mean_absolute_rank_shift(a, b))


def test_dropping_the_only_indicator_that_disagrees_moves_the_ranks() -> None:
    scores = pd.DataFrame(
        {"kejadian": [90.0, 60, 30], "persepsi": [10.0, 50, 95], "penanganan": [80.0, 50, 20]},
        index=["Setu", "Babelan", "Cikarang Utara"],
    )
    weights = pd.Series({"kejadian": 0.3, "persepsi": 0.5, "penanganan": 0.2})

    def index_of(part: pd.DataFrame) -> pd.Series:
        kept = weights[part.columns]
        return part @ (kept / kept.sum())

    # all: 48, 53, 60.5 -> ranks 3 2 1. Without persepsi: 86, 56, 26 -> 1 2 3; without the others 3 2 1 again.
    table = s.drop_one(scores, index_of)
    assert table["mean_shift"].tolist() == pytest.approx([0, 4 / 3, 0])
    assert table.loc["persepsi", "max_shift"] == 2
    assert table.loc["persepsi", "unit"] == "Setu"


def test_dropping_the_only_indicator_leaves_no_index() -> None:
    table = s.drop_one(pd.DataFrame({"a": [1.0, 2.0]}), lambda part: part.mean(axis=1))
    assert table[["mean_shift", "max_shift"]].isna().all(axis=None)
    lost = s.drop_one(pd.DataFrame({"a": [np.nan, np.nan], "b": [1.0, 2.0]}), lambda part: part.mean(axis=1))
    assert lost.loc["a", "mean_shift"] == 0
    assert np.isnan(lost.loc["b", "mean_shift"])


def test_importance_is_the_squared_correlation_with_the_index() -> None:
    rng = np.random.default_rng(8)
    parts = pd.DataFrame(rng.normal(50, [20, 5, 1], (200, 3)), columns=["a", "b", "c"])
    parts["d"] = 40.0  # a part that never varies says nothing: undefined, not 0
    parts.loc[0, "b"] = np.nan
    index = parts[["a", "b", "c"]].mean(axis=1)
    table = s.effective_importance(parts, index)
    expected = parts[["a", "b", "c"]].corrwith(index)
    assert table["correlation"][:3].tolist() == pytest.approx(expected.tolist())
    assert table["importance"][:3].tolist() == pytest.approx((expected**2).tolist())
    assert table["share"].sum() == pytest.approx(1)
    assert table["importance"].idxmax() == "a"
    assert table.loc["d"].isna().all()
    assert s.effective_importance(parts, index * 0).isna().all(axis=None)


def test_noise_of_weights_keeps_mean_sum_and_zeros() -> None:
    weights = np.array([0.5, 0.25, 0.25, 0.0])
    noise = s.dirichlet_weights(weights, draws=20_000, rng=np.random.default_rng(3))
    np.testing.assert_allclose(noise.sum(axis=1), 1)
    np.testing.assert_allclose(noise.mean(axis=0), weights, atol=0.002)
    assert (noise[:, 3] == 0).all()
    # sd of a Dirichlet weight: sqrt(w (1 - w) / (50 + 1))
    assert noise[:, 0].std() == pytest.approx(np.sqrt(0.25 / 51), rel=0.02)
