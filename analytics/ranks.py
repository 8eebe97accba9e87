"""Ranks of scores, and how sure they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.cells import Floats

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


def rank_intervals(draws: pd.DataFrame | npt.ArrayLike, level: float = 0.90) -> pd.DataFrame:
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
    tail = tail_of(level)
    from_best, from_worst = rank_draws(scores), rank_draws(-scores)
    known = (~np.isnan(from_best)).sum(axis=0)
    ordered = np.sort(from_best, axis=0)  # NaN last
    columns = {
        name: ordered[np.clip(np.ceil(q * known - 1e-9).astype(int) - 1, 0, None), np.arange(len(known))]
        for name, q in (("low", tail), ("median", 0.5), ("high", 1 - tail))
    }
    share = np.where(known > 0, known, np.nan)
    columns["p_best5"] = (from_best <= EXTREME).sum(axis=0) / share
    columns["p_worst5"] = (from_worst <= EXTREME).sum(axis=0) / share
    return pd.DataFrame(columns, index=names)
