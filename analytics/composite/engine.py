"""The composite engine: normalise indicators, aggregate them along a framework, rank units.

Definitions after OECD/JRC (2008), "Handbook on Constructing Composite Indicators". The rescaled geometric mean moves
scores to 10–100 first, so that one score of 0 doesn't wipe out all others.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite import framework as tree
from analytics.composite.normalisation import beyond_goalposts, normalise
from analytics.composite.ranks import RANK_DECIMALS, rank_draws
from analytics.composite.tables import Groups, checked_values, place
from analytics.composite.treatment import log_transform, winsorise
from analytics.records.panel import Array, Floats

__all__ = [
    "aggregate",
    "beyond_goalposts",
    "inner",
    "log_transform",
    "normalise",
    "outer",
    "rank",
    "weighted_mean",
    "winsorise",
]

MEANS = ("amean", "gmean", "hmean", "genmean", "rgmean")
TRANSFORMED = ("amean", "gmean", "hmean", "rgmean")
# f = FLOOR + SLOPE · score runs from 10 to 100 where the score runs from 0 to 100.
FLOOR, SLOPE = 10.0, 0.9
# Scores a rounding error outside 0–100 are still scores.
SLACK = 1e-3
POWER = 0.5
SHARE_SLACK = 1e-9
COLUMNWISE = 16  # a reduction over a short last axis is slow in numpy, a loop over its few columns isn't


def weighted_mean(scores: npt.ArrayLike, weights: npt.ArrayLike, *, how: str = "amean", power: float = POWER) -> tuple[Floats, Floats]:
    """Weighted mean along the last axis, over the scores that are present.

    Parameters
    ----------
    scores : array (…, k)
        NaN = missing: skipped, its weight goes to the others in proportion.
    weights : array (k) or (…, k)
        Not negative, with a positive sum; they needn't sum to 1.
    how : str
        `amean` Σwx; `gmean` Πx^w; `hmean` 1/Σ(w/x); `genmean` (Σwx^p)^(1/p) with p = `power`; `rgmean` the rescaled
        geometric mean (Πf^w − 10)/0.9 with f = 10 + 0.9·x, for scores from 0 to 100.

    Returns
    -------
    value, share : arrays (…)
        The mean (NaN where no score is present; never outside the range of the scores) and the share of the weight that is present (0–1).
        float32 stays float32.

    Examples
    --------
    >>> value, share = weighted_mean([[20, 80], [50, float("nan")]], [1, 1], how="rgmean")
    >>> value.round(4).tolist(), share.tolist()
    ([42.1295, 50.0], [1.0, 0.5])
    """
    _refuse_unknown(how, power, MEANS)
    x = np.asarray(scores)
    if x.dtype not in (np.float32, np.float64):
        x = x.astype(np.float64)
    w = _shares(weights, x)
    shape = np.broadcast_shapes(x.shape[:-1], w.shape[:-1])
    lowest, highest = (np.fmin.reduce(x, axis=None), np.fmax.reduce(x, axis=None)) if x.size else (np.nan,) * 2
    if np.isnan(lowest):
        return np.full(shape, np.nan, dtype=x.dtype), np.zeros(shape, dtype=x.dtype)
    complaint = _complaint(how, power, float(lowest), float(highest))
    if complaint:
        raise ValueError(f"{complaint} (scores from {lowest:g} to {highest:g})")
    if how == "hmean":
        power = -1.0
    # powers of scores over the one with the largest power can't overflow
    unit = float(highest if power > 0 else lowest) or 1.0
    present = np.isnan(x)
    np.logical_not(present, out=present)
    if present.all():
        share = np.ones(shape, dtype=x.dtype)
        value = _back(np.einsum("...k,...k->...", _forth(x, how, power, unit), w), how, power, unit)
    else:
        filled = _forth(np.where(present, x, highest), how, power, unit)
        filled *= present
        total = np.einsum("...k,...k->...", filled, w)
        share = np.einsum("...k,...k->...", present.astype(x.dtype), w)
        known = share > 0
        mean = np.divide(total, share, out=np.ones_like(share), where=known)
        value = np.where(known, _back(mean, how, power, unit), np.nan)
    return _between(value, x), np.minimum(share, 1)


def aggregate(
    x: pd.DataFrame,
    framework: pd.DataFrame,
    how: str | Mapping[int, str] = "amean",
    *,
    min_weight_share: float = 0.0,
    power: float = POWER,
    by: str | int | None = None,
) -> pd.DataFrame:
    """Aggregate normalised indicators along a tree, level by level.

    Parameters
    ----------
    x : DataFrame, units (or (unit, period)) × indicators
        Scores on a common scale, high = good; NaN = missing.
    framework : DataFrame
        `code`, `parent` (missing at the top), `weight`, `level` (1 = indicators, the columns of x). Weights inside a
        parent are positive and either relative, such as 1, 1, 2, or shares; shares (all below 1) must sum to 1.
    how : str, or mapping from the level of the aggregate (2 = from indicators, up to the top) to str
        `amean`, `gmean`, `hmean`, `genmean`, `rgmean` as in `weighted_mean`; `copeland`: number of units that a unit
        beats by more than half of the weight, minus the number that beat it (ties of values count half).
    min_weight_share : float, 0–1
        Missing children are skipped and the weights re-scaled if at least this share of the weight is present; otherwise the aggregate is
        NaN, and missing one level up.
    power : exponent of `genmean`.
    by : level of the row index within which `copeland` compares units, such as "period"; needed on a panel.

    Returns
    -------
    DataFrame : x and one column an aggregate, lower levels first.

    Raises
    ------
    ValueError, naming unit, indicator or code, for an unknown code, a cycle, an orphan, unusable weights, infinite
    values, values that the mean isn't defined for.
    """
    if not 0 <= min_weight_share <= 1:
        raise ValueError(f"min_weight_share is {min_weight_share}; it must lie between 0 and 1")
    branches = tree.branches(framework, x.columns)
    names = tree.how_by_level(how, {branch.level for branch in branches})
    for name in names.values():
        _refuse_unknown(name, power, (*MEANS, "copeland"))
    values = checked_values(x)
    codes = {code: values[:, position] for position, code in enumerate(x.columns)}
    if "copeland" in names.values() and by is None and x.index.nlevels > 1:
        raise ValueError(f"copeland compares units: say within which of {list(x.index.names)} with `by`")
    groups = Groups.of(x.index, by)
    made: dict[str, Array] = {}
    for branch in branches:
        part = np.column_stack([codes[child] for child in branch.children])
        frame = pd.DataFrame(part, index=x.index, columns=list(branch.children), copy=False)
        name = names[branch.level]
        _refuse_outside_domain(frame, part, name, power)
        if name == "copeland":
            value, share = _copeland(part, branch.weights, groups, min_weight_share)
        else:
            value, share = weighted_mean(part, branch.weights, how=name, power=power)
        enough = share >= min_weight_share - SHARE_SLACK
        codes[branch.code] = made[branch.code] = np.where(enough, value, np.nan)
    return pd.concat([x, pd.DataFrame(made, index=x.index, columns=list(made))], axis=1)


def rank(scores: pd.DataFrame, *, by: str | int | None = None) -> pd.DataFrame:
    """Rank units in every column: 1 = best = highest; ties, after rounding to 1e-9, share the smallest rank.

    NaN stays NaN and isn't counted. by: level of the row index within which units are ranked, such as "period".

    Examples
    --------
    >>> rank(pd.DataFrame({"IKW": [70.0, 80.0, 70.0]}, index=["A", "B", "C"]))["IKW"].tolist()
    [2.0, 1.0, 2.0]
    """
    groups = Groups.of(scores.index, by)
    cube = groups.cube(checked_values(scores))
    ranks = rank_draws(np.ascontiguousarray(np.swapaxes(cube, 1, 2)))
    return pd.DataFrame(groups.rows(np.swapaxes(ranks, 1, 2)), index=scores.index, columns=scores.columns)


# ------------------------------------------------------------------ means


def inner(x: Floats, how: str) -> Floats:
    """What a mean averages (logarithms, for a geometric one): the mean is `outer` of its weighted sum, with weights that sum to 1.

    For callers that average the same scores with many weights. `how`: `amean`, `gmean`, `hmean`, `rgmean`; x without
    NaN. Raises ValueError where the mean isn't defined.
    """
    _refuse_unknown(how, POWER, TRANSFORMED)
    complaint = _complaint(how, -1.0, float(x.min()), float(x.max())) if x.size else None
    if complaint:
        raise ValueError(complaint)
    return _forth(x, how, -1.0, 100.0)


def outer(mean: Floats, how: str) -> Floats:
    """The inverse of `inner`."""
    _refuse_unknown(how, POWER, TRANSFORMED)
    return _back(mean, how, -1.0, 100.0)


def _shares(weights: npt.ArrayLike, x: Floats) -> Floats:
    """Weights that sum to 1, in the precision of the scores."""
    w = np.asarray(weights, dtype=np.float64)
    if x.ndim == 0 or w.ndim == 0 or w.shape[-1] != x.shape[-1]:
        raise ValueError(f"weights {w.shape} and scores {x.shape} must have the same last axis")
    bad = np.argwhere(~(w >= 0) | np.isinf(w))
    if len(bad):
        raise ValueError(f"weight {int(bad[0][-1]) + 1} is {w[tuple(bad[0])]}; it must be 0 or more")
    total = w.sum(axis=-1, keepdims=True)
    if not (total > 0).all():
        raise ValueError("the weights sum to 0")
    out: Floats = (w / total).astype(x.dtype)
    return out


def _refuse_unknown(how: str, power: float, known: tuple[str, ...]) -> None:
    if how not in known:
        raise ValueError(f"how is {how!r}; one of {', '.join(known)} is needed")
    if how == "genmean" and (power == 0 or not np.isfinite(power)):
        raise ValueError(f"power is {power}; genmean needs a finite power other than 0 (0 is gmean)")


def _complaint(how: str, power: float, lowest: float, highest: float) -> str | None:
    """Why a mean isn't defined for scores in this range."""
    if np.isinf(lowest) or np.isinf(highest):
        return "a score is infinite"
    if lowest <= 0 and (how in ("gmean", "hmean") or (how == "genmean" and power < 0)):
        return f"{how} needs scores above 0"
    if lowest < 0 and how == "genmean":
        return "genmean needs scores of 0 or more"
    if how == "rgmean" and (lowest < -SLACK or highest > 100 + SLACK):
        return "rgmean needs scores from 0 to 100"
    return None


def _forth(x: Floats, how: str, power: float, unit: float) -> Floats:
    """What is averaged."""
    if how == "amean":
        return x
    if how == "gmean":
        return np.log(x)
    out: Floats
    if how == "rgmean":
        out = x * x.dtype.type(SLOPE)
        out += x.dtype.type(FLOOR)
        return np.log(out, out=out)
    out = np.power(x / unit, x.dtype.type(power))
    return out


def _back(mean: Floats, how: str, power: float, unit: float) -> Floats:
    """The inverse of `_forth`."""
    if how == "amean":
        return mean
    if how == "gmean":
        return np.exp(mean)
    out: Floats
    if how == "rgmean":
        out = (np.exp(mean) - mean.dtype.type(FLOOR)) / mean.dtype.type(SLOPE)
    else:
        out = np.power(mean, mean.dtype.type(1 / power)) * unit
    return out


def _between(value: Floats, x: Floats) -> Floats:
    """A mean lies between its scores: rounding must not put the mean of 60 and 60 below the band that begins at 60."""
    if x.shape[-1] > COLUMNWISE:
        low, high = np.fmin.reduce(x, axis=-1), np.fmax.reduce(x, axis=-1)
    else:
        low = high = x[..., 0]
        for j in range(1, x.shape[-1]):
            low, high = np.fmin(low, x[..., j]), np.fmax(high, x[..., j])
    return np.clip(value, low, high)


def _refuse_outside_domain(frame: pd.DataFrame, part: Array, how: str, power: float) -> None:
    """Name the first cell that a mean isn't defined for."""
    if how == "copeland" or np.isnan(part).all():
        return
    if _complaint(how, power, float(np.fmin.reduce(part, axis=None)), float(np.fmax.reduce(part, axis=None))):
        for row, column in np.argwhere(~np.isnan(part)):
            value = float(part[row, column])
            complaint = _complaint(how, power, value, value)
            if complaint:
                raise ValueError(f"{place(frame, row, column)}: the score is {value:g}, {complaint}")


def _copeland(part: Array, weights: Array, groups: Groups, minimum: float) -> tuple[Floats, Floats]:
    """Wins minus losses over all pairs of units of a group, and the share of the weight that is present.

    A pair is decided by the indicators that both have; scores tie as in `rank`. Munda & Nardo (2009), Applied Economics 41(12).
    """
    w = weights / weights.sum()
    share = (~np.isnan(part)) @ w
    counted = np.where((share >= minimum - SHARE_SLACK)[:, None] & (share > 0)[:, None], part, np.nan)
    cube = groups.cube(counted)
    out = np.full(cube.shape[:2], np.nan)
    for g, members in enumerate(cube):
        margin = np.zeros((len(members), len(members)))
        for column, weight in zip(np.round(members.T, RANK_DECIMALS), w, strict=True):
            with np.errstate(invalid="ignore"):
                margin += weight * np.nan_to_num(np.sign(column[:, None] - column[None, :]))
        wins = np.sign(np.where(np.abs(margin) < SHARE_SLACK, 0.0, margin)).sum(axis=1)
        out[g] = np.where(np.isnan(members).all(axis=1), np.nan, wins)
    return groups.rows(out[..., None])[:, 0], share


# ------------------------------------------------------------------ framework
