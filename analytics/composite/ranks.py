"""Ranks of scores, and how sure they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.tables import Floats
from analytics.method import LEVEL

COLUMNS = ("low", "median", "high", "p_best5", "p_worst5")
EXTREME = 5  # how many units "best 5" and "worst 5" speak of
RANK_DECIMALS = 9  # scores that differ by less are equal


def tail_of(level: float) -> float:
    """Probability on each side of an interval with content `level`."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it must lie between 0 and 1, such as 0.90")
    return (1 - level) / 2


def rank_draws(scores: npt.ArrayLike) -> Floats:
    """Ranks along the last axis: 1 = highest score = best, ties share the smallest; NaN scores have rank NaN.

    Scores are compared after rounding to 1e-9 (float32 scores as they are).

    Examples
    --------
    >>> rank_draws([70.0, 80.0, 70.0, float("nan")]).tolist()
    [2.0, 1.0, 2.0, nan]
    """
    values = np.asarray(scores)
    if values.dtype != np.float32:
        values = np.round(values.astype(np.float64), RANK_DECIMALS)
    order = np.argsort(-values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    place = np.broadcast_to(np.arange(values.shape[-1]), values.shape).copy()
    place[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0
    out = np.empty(values.shape)
    np.put_along_axis(out, order, np.maximum.accumulate(place, axis=-1) + 1.0, axis=-1)
    out[np.isnan(values)] = np.nan
    return out


def rank_intervals(draws: pd.DataFrame | npt.ArrayLike, level: float = LEVEL) -> pd.DataFrame:
    """Where each unit stands, from draws of the scores.

    Parameters
    ----------
    draws : DataFrame or array (draws, units)
        Scores, high = good; the units are ranked in each draw. NaN: the unit isn't assessed (in that draw).
    level : float
        Probability content of the interval of ranks.

    Returns
    -------
    DataFrame, one row a unit (named by the columns of `draws`)
        `low`, `median`, `high`: whole ranks, 1 = best. `p_best5`, `p_worst5`: share of the draws in which fewer than
        five units are strictly better (worse). A unit without any draw is NaN throughout.

    Examples
    --------
    >>> rank_intervals(pd.DataFrame({"A": [9.0, 8.0], "B": [5.0, 6.0]}))[["low", "high"]].to_numpy().tolist()
    [[1.0, 1.0], [2.0, 2.0]]
    """
    names = draws.columns if isinstance(draws, pd.DataFrame) else None
    scores = np.asarray(draws)
    if scores.ndim != 2 or len(scores) == 0:
        raise ValueError(f"draws has shape {scores.shape}; (draws, units) with at least one draw is needed")
    infinite = np.flatnonzero(np.isinf(scores).any(axis=0))
    if len(infinite):
        unit = infinite[0] if names is None else names[infinite[0]]
        raise ValueError(f"score, unit {unit}: a draw is infinite")
    return pd.DataFrame(interval_columns(scores, level), index=names)


def interval_columns(scores: npt.NDArray[np.floating], level: float) -> dict[str, Floats]:
    """The columns of `rank_intervals` as arrays, for checked draws (draws, units)."""
    tail = tail_of(level)
    known_units = np.flatnonzero(~np.isnan(scores).all(axis=0))
    columns = {name: np.full(scores.shape[1], np.nan) for name in COLUMNS}
    if not len(known_units):
        return columns
    chosen = scores[:, known_units]
    partly = bool(np.isnan(chosen).any())
    from_best, from_worst = (rank_draws(chosen), rank_draws(-chosen)) if partly else _both_ranks(chosen)
    known = (~np.isnan(chosen)).sum(axis=0)
    ordered = np.sort(np.ascontiguousarray(from_best.T), axis=1)  # NaN last
    for name, q in (("low", tail), ("median", 0.5), ("high", 1 - tail)):
        position = np.clip(np.ceil(q * known - 1e-9).astype(int) - 1, 0, None)
        columns[name][known_units] = ordered[np.arange(len(known)), position]
    columns["p_best5"][known_units] = (from_best <= EXTREME).sum(axis=0) / known
    columns["p_worst5"][known_units] = (from_worst <= EXTREME).sum(axis=0) / known
    return columns


def _both_ranks(scores: npt.NDArray[np.floating]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Ranks from the best and from the worst of draws × units without missing ones; as `rank_draws`, much faster."""
    units = scores.shape[1]
    values = scores if scores.dtype == np.float32 else np.round(scores.astype(np.float64), RANK_DECIMALS)
    order = np.argsort(-values, axis=1)  # not stable, which is five times as fast; ties are put right below
    place = np.arange(1, units + 1, dtype=np.int32)
    best, worst = np.empty(scores.shape, dtype=np.int32), np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(best, order, place[None], axis=1)
    np.put_along_axis(worst, order, place[None, ::-1], axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    equal = ordered[:, 1:] == ordered[:, :-1]
    tied = equal.any(axis=1)
    if tied.any():
        first = np.broadcast_to(place, (int(tied.sum()), units)).copy()
        first[:, 1:][equal[tied]] = 0
        last = np.broadcast_to(place[::-1], first.shape).copy()
        last[:, :-1][equal[tied]] = 0
        for ranks, shared in ((best, first), (worst, last[:, ::-1])):
            running = np.maximum.accumulate(shared, axis=1)
            rows = np.empty_like(running)
            where = order[tied] if ranks is best else order[tied][:, ::-1]
            np.put_along_axis(rows, where, running, axis=1)
            ranks[tied] = rows
    return best, worst
