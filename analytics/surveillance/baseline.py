"""What a month usually brings, from the same season of earlier years, and not from months that alarmed themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analytics.surveillance.predictive import Array, Bound, quasi_nb, upper_bound

THRESHOLD = 2.58
"""Anscombe residual from which a month weighs less (Noufaily et al. 2013)."""
TREND_YEARS = 3
"""A trend over fewer years is none."""
_STEPS, _CLOSE = 50, 1e-12


def robust_baseline(
    counts: npt.ArrayLike,
    at: int,
    *,
    frequency: int = 12,
    years: int = 5,
    half_width: int = 1,
    leave_out: int = 3,
    reweight: bool = True,
    trend: bool = True,
    alpha: float = 0.05,
) -> Bound:
    """Predictive distribution of the count at one time, from counts before it.

    Parameters
    ----------
    counts : series in order of time, missing ones NaN; nothing from `at` on is looked at
    at : position that is judged
    frequency, years, half_width, leave_out : the baseline is, of each of so many years before, the same time and so many before and after
        it; the last `leave_out` before `at` stay out, so that what goes on now isn't its own measure
    reweight : whether times with an Anscombe residual above 2.58 weigh less (1 over its square)
    trend : whether a log-linear trend is fitted; left out under three years, and where it would expect more than was ever seen
    alpha : the bound is the smallest x with P(X ≤ x) ≥ 1 − alpha

    Returns
    -------
    Bound
        Without a single event in the baseline: `quasi_nb` of it.

    Raises
    ------
    ValueError
        `at` lies outside, a parameter is out of range, a count is negative or infinite, or fewer than three counts are known.

    Notes
    -----
    Quasi-Poisson regression with log link; φ = max(1, Pearson's), of the weighted fit. X ~ NB with mean m and variance dm, where
    d = φ + m·se² holds the doubt about m as well: farringtonFlexible's nbPlugin has d = φ, and so a bound that is the same or lower.
    The expected values are the same.

    References
    ----------
    Farrington et al. (1996), JRSS A 159, 547-563. Noufaily et al. (2013), Statistics in Medicine 32, 1206-1222.

    Examples
    --------
    >>> found = robust_baseline([3, 1, 4, 2, 5, 3, 2, 4, 3, 6, 2, 3] * 3, 36, trend=False)
    >>> round(found.mean, 6), found.phi, found.upper
    (2.25, 1.0, 5)
    """
    series = np.asarray(counts, dtype=np.float64)
    _check(series, at, frequency, years, half_width, leave_out, alpha)
    when = _baseline(at, frequency, years, half_width, leave_out)
    when = when[np.isfinite(series[when])]
    seen = series[when]
    if len(seen) < 3:
        raise ValueError(f"the baseline of position {at} has {len(seen)} known counts, needs 3")
    if not seen.any():
        return quasi_nb(seen, alpha)
    time = (when - at) / frequency
    if trend and time[0] <= 1 / frequency * half_width - TREND_YEARS:
        mean, variance, phi = _fitted(seen, np.column_stack([np.ones_like(time), time]), reweight)
        if mean <= seen.max():
            return _bound(mean, variance, phi, alpha)
    return _bound(*_fitted(seen, np.ones((len(seen), 1)), reweight), alpha)


def _baseline(at: int, frequency: int, years: int, half_width: int, leave_out: int) -> npt.NDArray[np.int_]:
    around = np.arange(-half_width, half_width + 1)
    when = (at - frequency * np.arange(years, 0, -1)[:, None] + around).ravel()
    return when[(when >= 0) & (when < at - leave_out)]


def _fitted(seen: Array, design: Array, reweight: bool) -> tuple[float, float, float]:
    """Expected count at time 0, variance of its logarithm, dispersion."""
    weight = np.ones_like(seen)
    beta, usual, inverse, phi = _fit(seen, design, weight)
    if reweight:
        leverage = usual * np.einsum("ij,jk,ik->i", design, inverse, design)
        weight = _weights(_anscombe(seen, usual, phi, leverage))
        beta, usual, inverse, phi = _fit(seen, design, weight)
    return float(np.exp(beta[0])), float(phi * inverse[0, 0]), phi


def _fit(seen: Array, design: Array, weight: Array) -> tuple[Array, Array, Array, float]:
    """Weighted quasi-Poisson regression: coefficients, fitted counts, inverse information (without φ), φ."""
    usual = seen + 0.1 * max(1.0, float(seen.mean()))
    beta = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        working = np.log(usual) + (seen - usual) / usual
        inverse = _inverse(design, weight * usual)
        before, beta = beta, inverse @ (design.T @ (weight * usual * working))
        usual = np.exp(design @ beta)
        if np.abs(beta - before).max() < _CLOSE:
            break
    inverse = _inverse(design, weight * usual)
    pearson = float(weight @ ((seen - usual) ** 2 / usual))
    return beta, usual, inverse, max(1.0, pearson / (len(seen) - design.shape[1]))


def _inverse(design: Array, weight: Array) -> Array:
    return np.asarray(np.linalg.inv(design.T @ (design * weight[:, None])), dtype=np.float64)


def _anscombe(seen: Array, usual: Array, phi: float, leverage: Array) -> Array:
    """Residuals that are about normal: 3/2 (y^⅔ μ^(−⅙) − μ^½), over their spread."""
    residual: Array = 1.5 * (seen ** (2 / 3) * usual ** (-1 / 6) - usual**0.5) / np.sqrt(phi * np.maximum(1 - leverage, _CLOSE))
    return residual


def _weights(residual: Array) -> Array:
    """1 over the square of what lies above the threshold, 1 else, scaled to their number."""
    weight = np.where(residual > THRESHOLD, residual, 1.0) ** -2
    out: Array = weight * len(weight) / weight.sum()
    return out


def _bound(mean: float, variance: float, phi: float, alpha: float) -> Bound:
    d = phi + mean * variance
    size, prob = mean / (d - 1), 1 / d
    upper = int(upper_bound(np.array([size]), np.array([prob]), alpha)[0])
    return Bound(mean, phi, size, upper, prob)


def _check(series: Array, at: int, frequency: int, years: int, half_width: int, leave_out: int, alpha: float) -> None:
    if series.ndim != 1 or not 0 <= at <= len(series):
        raise ValueError(f"position {at} lies outside of a series of {series.shape} counts")
    if frequency < 1 or years < 1 or half_width < 0 or leave_out < 0 or 2 * half_width >= frequency:
        raise ValueError(
            f"frequency {frequency}, years {years}, half_width {half_width}, leave_out {leave_out}: windows overlap or are empty"
        )
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}, must lie between 0 and 1")
    if np.isinf(series[:at]).any() or (series[:at] < 0).any():
        raise ValueError("the series has an infinite or negative count")
