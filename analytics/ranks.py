"""Ranks of scores, and how sure they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.cells import Floats

COLUMNS = ("low", "median", "high", "p_best5", "p_worst5")
EXTREME = 5  # how many units "best 5" and "worst 5" speak of
FEW_UNITS = 2000  # up to here a table units × ranks is small
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
    return pd.DataFrame(interval_columns(scores, level), index=names)


def interval_columns(scores: npt.NDArray[np.floating], level: float) -> dict[str, Floats]:
    """The columns of `rank_intervals` as arrays, for checked draws (draws, units)."""
    known_units = np.flatnonzero(~np.isnan(scores).all(axis=0))
    counted = scores[:, known_units]
    if 0 < len(known_units) <= FEW_UNITS and not np.isnan(counted).any():
        table = np.full((len(COLUMNS), scores.shape[1]), np.nan)
        table[:, known_units] = _from_counts(*_rank_counts(counted), tail_of(level))
        return dict(zip(COLUMNS, table, strict=True))
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
    return columns


def _rank_counts(scores: npt.NDArray[np.floating]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """How often each unit (rows) has each rank (columns), from the best and from the worst; scores draws × units."""
    units = scores.shape[1]
    values = scores if scores.dtype == np.float32 else np.round(scores.astype(np.float64), RANK_DECIMALS)
    # not stable, which is five times as fast; draws with ties are counted apart
    order = np.argsort(-values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    ties = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
    best = _tally(order[~ties], np.arange(units))
    worst = best[:, ::-1].copy()
    if ties.any():
        at = np.arange(units)
        best += _tally(at, rank_draws(values[ties]).astype(np.intp) - 1)
        worst += _tally(at, rank_draws(-values[ties]).astype(np.intp) - 1)
    return best, worst


def _tally(unit: npt.NDArray[np.intp], rank: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    units = unit.shape[-1]
    counts = np.bincount((unit * units + rank).ravel(), minlength=units * units)
    return counts.reshape(units, units)


def _from_counts(best: npt.NDArray[np.intp], worst: npt.NDArray[np.intp], tail: float) -> Floats:
    """Columns of `rank_intervals` from the counts."""
    draws = int(best[0].sum())
    below = best.cumsum(axis=1)
    columns = [
        (below >= max(np.ceil(q * draws - 1e-9), 1)).argmax(axis=1) + 1.0 for q in (tail, 0.5, 1 - tail)
    ]
    columns += [counts[:, :EXTREME].sum(axis=1) / draws for counts in (best, worst)]
    return np.stack(columns)
