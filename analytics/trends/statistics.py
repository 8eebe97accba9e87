"""Is it getting better or worse: trend tests that allow for ties, seasons, autocorrelation and many units at once.

Everything here takes one series in order of time, NaN = missing. Windows that overlap are refused: the months that
two rolling windows share make a trend out of nothing (over half of all steady series then look significant).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.trends import panel

Array = npt.NDArray[np.float64]
Series = pd.Series | npt.NDArray[np.floating] | Sequence[float]

MINIMUM_POINTS = 10  # no trend is told from fewer
PREWHITEN_ABOVE = 0.2  # lag-1 correlation from which a series is pre-whitened
SLOPE_LEVEL = 0.95


@dataclass(frozen=True)
class TrendTest:
    """A Mann–Kendall test with Sen's slope.

    s: Kendall's score, pairs that rise minus pairs that fall. var_s: its variance, corrected for ties. z, p: normal
    deviate with continuity correction, two-sided. slope: median of all pairwise slopes, per step of the series (of
    `seasonal_mann_kendall`: per whole cycle); slope_low, slope_high: its 95 % interval. n: values that are not missing.
    Under 3 values everything but `n` is NaN.
    """

    s: float
    var_s: float
    z: float
    p: float
    slope: float
    slope_low: float
    slope_high: float
    n: int


@dataclass(frozen=True)
class ChangePoint:
    """Where the level of a series changed, told in hindsight.

    position: index of the first value of the new level (None: fewer than 3 values). statistic, p: Pettitt's K and its
    approximate two-sided p. before, after: medians of the two parts.
    """

    position: int | None
    statistic: float
    p: float
    before: float
    after: float


def mann_kendall(y: Series, *, window: int = 1, step: int = 1) -> TrendTest:
    """Test for a monotone trend, with Sen's slope and its interval.

    Parameters
    ----------
    y : values at equal distances in time, oldest first; NaN = missing, its place in time is kept.
    window, step : int
        How many months each value covers, and how many months lie between two values.

    Raises
    ------
    ValueError
        An infinite value, or windows that overlap (`window` > `step`).

    Notes
    -----
    Equal values give S 0 and p 1. The interval of the slope takes the order statistics that are nearest to
    (N ± z·sqrt(var S))/2 of the N pairwise slopes.

    References
    ----------
    Mann (1945), Econometrica 13; Kendall (1975), Rank Correlation Methods; Sen (1968), JASA 63, 1379-1389.

    Examples
    --------
    >>> found = mann_kendall([2, 1, 4, 3, 3, 6, 7, 5, 9, 8, 8, 12])
    >>> found.s, round(found.var_s, 4), round(found.slope, 4)
    (50.0, 210.6667, 0.8333)
    """
    refuse_overlap(window, step)
    return _only(panel.mann_kendall(_checked(y)[None, :], SLOPE_LEVEL))


def seasonal_mann_kendall(y: Series, period: int, continuity: bool = True, *, window: int = 1, step: int = 1) -> TrendTest:
    """Test for a trend within seasons: each calendar month is compared only with itself.

    `period` is the length of a cycle in steps (12 months). Scores and variances of the seasons are added up;
    `continuity=False` leaves the correction of ±1 out. Slopes are per cycle (a year). Errors as `mann_kendall`.

    References
    ----------
    Hirsch, Slack & Smith (1982), Water Resources Research 18, 107-121.

    Examples
    --------
    >>> found = seasonal_mann_kendall([1, 9, 2, 10, 3, 11, 4, 12], period=2)
    >>> found.s, found.slope
    (12.0, 1.0)
    """
    refuse_overlap(window, step)
    if period < 2:
        raise ValueError(f"period is {period}; a season needs at least 2 steps")
    values = _checked(y)
    seasons = [values[None, start::period] for start in range(min(period, len(values)))] or [values[None, :]]
    parts = [panel.scores(season) for season in seasons]
    slopes = np.sort(np.concatenate([panel.slopes(season) for season in seasons], axis=1), axis=1)
    found = panel.from_scores(
        np.sum([score for score, _ in parts], axis=0),
        np.sum([variance for _, variance in parts], axis=0),
        slopes,
        np.isfinite(values[None, :]).sum(axis=1),
        SLOPE_LEVEL,
        continuity=continuity,
    )
    return _only(found)


def benjamini_hochberg(p: npt.ArrayLike) -> Array:
    """Adjusted p-values (q): calling all q < x significant keeps the expected share of false calls under x.

    Along the last axis; NaN stays NaN and isn't counted. Raises ValueError outside 0–1.

    References
    ----------
    Benjamini & Hochberg (1995), JRSS B 57, 289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.02, 0.03, float("nan")]).round(2).tolist()
    [0.03, 0.03, 0.03, nan]
    """
    values = np.asarray(p, dtype=np.float64)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("p-values lie between 0 and 1")
    order = np.argsort(values, axis=-1, kind="stable")  # NaN last
    ordered = np.take_along_axis(values, order, axis=-1)
    tests = np.isfinite(values).sum(axis=-1, keepdims=True)
    raised = ordered * tests / np.arange(1, values.shape[-1] + 1)
    lowest = np.minimum.accumulate(np.where(np.isnan(raised), np.inf, raised)[..., ::-1], axis=-1)[..., ::-1]
    adjusted = np.empty_like(values)
    np.put_along_axis(adjusted, order, np.where(np.isnan(ordered), np.nan, np.minimum(lowest, 1.0)), axis=-1)
    return adjusted


def lag1_correlation(y: Series) -> float:
    """Correlation of a series with itself one step later; NaN under 3 pairs or without variation."""
    return float(panel.lag1(_checked(y)[None, :])[0])


def prewhiten(y: Series, above: float = PREWHITEN_ABOVE) -> tuple[Array, float]:
    """Take the autocorrelation out of a series and leave its trend in.

    Returns the series to test and the lag-1 correlation that was removed: the series itself and 0.0 where the
    correlation around the trend is not above `above`. The first value has nothing before it and is lost.

    Notes
    -----
    Correlation and slope are estimated in turn until neither changes: W_t = (X_t − r·X_{t−1})/(1 − r), r from X minus
    the trend of W. (Adding the trend back to whitened residuals, in one step, leaves too many false positives.)

    References
    ----------
    Wang & Swail (2001), Journal of Climate 14, 2204-2221.
    """
    white, removed = panel.prewhiten(_checked(y)[None, :], above)
    return white[0], float(removed[0])


def decompose(
    y: Series,
    period: int = 12,
    *,
    seasonal: int = 13,
    trend: int | None = None,
    low_pass: int | None = None,
    robust: bool = False,
) -> pd.DataFrame:
    """Trend line, season and remainder of a series by STL; for drawing, never for testing.

    Returns columns `trend`, `seasonal`, `remainder`, one row a step; they add up to y. Gaps are bridged by a straight
    line to fit, and stay NaN in the remainder; before the first and after the last value all is NaN. A series with
    fewer than two cycles comes back all NaN.

    References
    ----------
    Cleveland et al. (1990), Journal of Official Statistics 6, 3-73. By statsmodels, with the speed steps of R's `stl`.
    """
    values = _checked(y)
    out = pd.DataFrame(np.nan, index=range(len(values)), columns=["trend", "seasonal", "remainder"])
    known = np.flatnonzero(np.isfinite(values))
    if not len(known) or known[-1] - known[0] + 1 < 2 * period:
        return out
    part = slice(int(known[0]), int(known[-1]) + 1)
    steps = np.arange(len(values), dtype=float)
    bridged = np.interp(steps[part], steps[known], values[known])
    from statsmodels.tsa.seasonal import STL  # slow to import, only needed here

    trend_window = trend or _next_odd(1.5 * period / (1 - 1.5 / seasonal))
    low_window = low_pass or _next_odd(period)
    fit = STL(
        bridged,
        period=period,
        seasonal=seasonal,
        trend=trend_window,
        low_pass=low_window,
        seasonal_deg=0,
        seasonal_jump=-(-seasonal // 10),
        trend_jump=-(-trend_window // 10),
        low_pass_jump=-(-low_window // 10),
        robust=robust,
    ).fit(inner_iter=2, outer_iter=15 if robust else 0)
    rows = out.index[part]
    out.loc[rows, "trend"] = np.asarray(fit.trend)
    out.loc[rows, "seasonal"] = np.asarray(fit.seasonal)
    out["remainder"] = values - out["trend"] - out["seasonal"]
    return out


def pettitt(y: Series) -> ChangePoint:
    """The most likely single change of level, by Pettitt's rank test. Retrospective: it is never an alert.

    References
    ----------
    Pettitt (1979), Applied Statistics 28, 126-135.

    Examples
    --------
    >>> found = pettitt([1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9])
    >>> found.position, found.before, found.after
    (6, 1.5, 8.5)
    """
    found = panel.pettitt(_checked(y)[None, :])
    place = int(found.position[0])
    return ChangePoint(
        None if place < 0 else place,
        float(found.statistic[0]),
        float(found.p[0]) if place >= 0 else float("nan"),
        float(found.before[0]),
        float(found.after[0]),
    )


def refuse_overlap(window: int, step: int) -> None:
    """Raise ValueError if values of `window` months stand only `step` months apart."""
    if window < 1 or step < 1:
        raise ValueError(f"window {window} and step {step} must be at least 1")
    if window > step:
        raise ValueError(
            f"overlapping windows: each value covers {window} months but they stand {step} apart, so neighbours share "
            f"{window - step} months and a trend test would find trends in noise; take every {window}th value"
        )


def _checked(y: Series) -> Array:
    values = np.asarray(y, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"a series has one dimension, this has {values.ndim}")
    if np.isinf(values).any():
        raise ValueError(f"value {int(np.argmax(np.isinf(values)))} of the series is infinite")
    return values


def _only(found: panel.Tests) -> TrendTest:
    """The test of the only row."""
    s, var_s, z, p, slope, low, high = (
        float(x[0]) for x in (found.s, found.var_s, found.z, found.p, found.slope, found.slope_low, found.slope_high)
    )
    return TrendTest(s, var_s, z, p, slope, low, high, int(found.n[0]))


def _next_odd(x: float) -> int:
    whole = int(np.ceil(x))
    return whole + 1 - whole % 2
