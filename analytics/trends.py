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
from scipy.special import ndtr, ndtri

Array = npt.NDArray[np.float64]
Series = pd.Series | npt.NDArray[np.floating] | Sequence[float]

MINIMUM_POINTS = 10  # a trend of fewer is not told
PREWHITEN_ABOVE = 0.2  # lag-1 correlation from which a series is pre-whitened
SLOPE_LEVEL = 0.95
PREWHITEN_ROUNDS, PREWHITEN_CLOSE = 100, 1e-6


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
    values = _checked(y)
    score, variance = _score(values)
    return _test(score, variance, _slopes(values), int(np.isfinite(values).sum()))


def seasonal_mann_kendall(
    y: Series, period: int, continuity: bool = True, *, window: int = 1, step: int = 1
) -> TrendTest:
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
    seasons = [values[start::period] for start in range(min(period, len(values)))]
    scores = [_score(season) for season in seasons]
    slopes = [_slopes(season) for season in seasons]
    return _test(
        sum(score for score, _ in scores),
        sum(variance for _, variance in scores),
        np.concatenate(slopes) if slopes else np.empty(0),
        int(np.isfinite(values).sum()),
        continuity=continuity,
    )


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
    values = _checked(y)
    centred = values - _mean(values)
    pairs = centred[1:] * centred[:-1]
    known = np.isfinite(pairs)
    spread = np.nansum(centred**2) if np.isfinite(values).any() else 0.0
    if known.sum() < 3 or spread == 0:
        return float("nan")
    return float(pairs[known].sum() / spread)


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
    values = _checked(y)
    steps = np.arange(len(values))
    slope = _median(_slopes(values))
    r = lag1_correlation(values - slope * steps) if np.isfinite(slope) else float("nan")
    if not r > above:
        return values, 0.0
    white = values
    for _ in range(PREWHITEN_ROUNDS):
        r = min(r, 0.95)
        white = np.concatenate([[np.nan], (values[1:] - r * values[:-1]) / (1 - r)])
        new_slope = _median(_slopes(white))
        if not np.isfinite(new_slope):
            break
        new_r = lag1_correlation(values - new_slope * steps)
        settled = abs(new_r - r) < PREWHITEN_CLOSE and abs(new_slope - slope) < PREWHITEN_CLOSE
        slope = new_slope
        if not new_r > 0.05:  # what is left is noise: one pass more would only add some
            break
        r = new_r
        if settled:
            break
    return white, float(r)


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
    values = _checked(y)
    known = np.flatnonzero(np.isfinite(values))
    n = len(known)
    if n < 3:
        return ChangePoint(None, *(float("nan"),) * 4)
    x = values[known]
    # U_t = sum over i <= t < j of sign(x_i - x_j); the change lies after t
    signs = np.sign(x[:, None] - x[None, :])
    u = np.cumsum(signs.sum(axis=1))[:-1]
    at = int(np.argmax(np.abs(u)))
    k = float(abs(u[at]))
    p = float(min(1.0, 2 * np.exp(-6 * k**2 / (n**3 + n**2))))
    return ChangePoint(int(known[at + 1]), k, p, float(np.median(x[: at + 1])), float(np.median(x[at + 1 :])))


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


def _score(values: Array) -> tuple[float, float]:
    """Kendall's S and its variance with the correction for ties."""
    x = values[np.isfinite(values)]
    n = len(x)
    s = float(np.sign(x[None, :] - x[:, None])[np.triu_indices(n, 1)].sum())
    ties = np.unique(x, return_counts=True)[1].astype(float)
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    return s, float(variance)


def _slopes(values: Array) -> Array:
    """All pairwise slopes, sorted."""
    at = np.flatnonzero(np.isfinite(values))
    first, second = np.triu_indices(len(at), 1)
    slopes: Array = np.sort((values[at[second]] - values[at[first]]) / (at[second] - at[first]))
    return slopes


def _test(s: float, variance: float, slopes: Array, n: int, *, continuity: bool = True) -> TrendTest:
    if n < 3:
        return TrendTest(*(float("nan"),) * 7, n=n)
    corrected = s - np.sign(s) if continuity else s
    z = float(corrected / np.sqrt(variance)) if variance > 0 else 0.0
    low = high = float("nan")
    if count := len(slopes):
        reach = float(ndtri(1 - (1 - SLOPE_LEVEL) / 2)) * np.sqrt(variance)
        lower, upper = round((count - reach) / 2), round((count + reach) / 2 + 1)
        low, high = float(slopes[max(lower, 1) - 1]), float(slopes[min(upper, count) - 1])
    return TrendTest(s, variance, z, float(min(1.0, 2 * ndtr(-abs(z)))), _median(slopes), low, high, n)


def _median(x: Array) -> float:
    return float(np.median(x)) if len(x) else float("nan")


def _mean(x: Array) -> float:
    known = x[np.isfinite(x)]
    return float(known.mean()) if len(known) else float("nan")


def _next_odd(x: float) -> int:
    whole = int(np.ceil(x))
    return whole + 1 - whole % 2
