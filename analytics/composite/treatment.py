"""Tame outliers before normalising: winsorise or take logarithms, and say which values were changed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.tables import checked_values, place, refuse_empty_columns
from analytics.records.panel import Array

CHANGES = ["unit", "indicator", "before", "after", "treatment"]
SKEW_LIMIT, KURTOSIS_LIMIT = 2.0, 3.5


def winsorise(
    x: pd.DataFrame,
    *,
    max_points: int = 5,
    skew_limit: float = SKEW_LIMIT,
    kurtosis_limit: float = KURTOSIS_LIMIT,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pull in the most extreme values of indicators with |skew| > 2 and excess kurtosis > 3.5.

    One value after another, at the side of the longer tail, is set to the next one inside, until the indicator is
    within either limit or changing more than `max_points` values would be needed (it then stays outside, with the
    values changed so far; take logarithms instead). OECD/JRC (2008), Handbook, step 3.

    Returns
    -------
    treated : DataFrame like x; NaN stays NaN.
    changes : DataFrame `unit`, `indicator`, `before`, `after`, `treatment` (high | low): every value that was changed.
    """
    if max_points < 0:
        raise ValueError(f"max_points is {max_points}; 0 or more is needed")
    values = checked_values(x)
    refuse_empty_columns(x, values)
    treated = values.copy()
    for column in range(values.shape[1]):
        known = np.flatnonzero(~np.isnan(values[:, column]))
        treated[known, column] = _winsorised(values[known, column], max_points, skew_limit, kurtosis_limit)
    side = np.where(treated < values, "high", "low")
    return _with_changes(x, values, treated, side)


def log_transform(x: pd.DataFrame, *, offset: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Natural logarithm of every value plus `offset` (1 for counts, which may be 0).

    Returns the frame and the changes, as `winsorise` does, with treatment "log". ValueError naming unit and indicator
    for a value that has no logarithm.
    """
    values = checked_values(x)
    refuse_empty_columns(x, values)
    bad = np.argwhere(values + offset <= 0)
    if len(bad):
        row, column = (int(i) for i in bad[0])
        raise ValueError(f"{place(x, row, column)}: {values[row, column]:g} + {offset:g} has no logarithm")
    return _with_changes(x, values, np.log(values + offset), np.full(values.shape, "log"))


def skewness(x: Array) -> float:
    """Sample skewness G1 (Joanes & Gill 1998, The Statistician 47: type 2); NaN under 3 values or without spread."""
    n, m2, m3, _ = _moments(x)
    if n < 3 or m2 == 0:
        return float("nan")
    return float(m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(x: Array) -> float:
    """Sample excess kurtosis G2 (Joanes & Gill 1998, type 2); NaN under 4 values or without spread."""
    n, m2, _, m4 = _moments(x)
    if n < 4 or m2 == 0:
        return float("nan")
    return float((n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6))


def _moments(x: Array) -> tuple[int, float, float, float]:
    d = x - x.mean()
    d = d / (np.abs(d).max() or 1.0)  # the ratios don't depend on the unit, their powers could underflow
    return len(x), float((d**2).mean()), float((d**3).mean()), float((d**4).mean())


def _winsorised(x: Array, max_points: int, skew_limit: float, kurtosis_limit: float) -> Array:
    out, changed = x, 0
    while changed < max_points:
        skew = skewness(out)
        if not (abs(skew) > skew_limit and kurtosis(out) > kurtosis_limit):
            break
        side = 1 if skew > 0 else -1
        flipped = side * out
        extreme = flipped == flipped.max()
        if extreme.all():
            break
        pulled = side * np.where(extreme, flipped[~extreme].max(), flipped)
        changed = int((pulled != x).sum())
        if changed <= max_points:  # values that tie move together or not at all
            out = pulled
    return out


def _with_changes(x: pd.DataFrame, before: Array, after: Array, treatment: npt.NDArray[np.str_]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, columns = np.nonzero((before != after) & ~np.isnan(before))
    changes = pd.DataFrame(
        {
            "unit": x.index[rows],
            "indicator": x.columns[columns],
            "before": before[rows, columns],
            "after": after[rows, columns],
            "treatment": treatment[rows, columns],
        },
        columns=CHANGES,
    )
    return pd.DataFrame(after, index=x.index, columns=x.columns), changes
