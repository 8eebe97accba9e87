"""What a month's count may be: the negative binomial predictive that signals are judged by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bound:
    """What a month is expected to bring, from the months before it.

    mean: expected count. phi: dispersion, at least 1. size, prob: negative binomial predictive. upper: largest count
    that is within bounds; a count above it is a signal.
    """

    mean: float
    phi: float
    size: float
    upper: int
    prob: float

    def p(self, count: float) -> float:
        """P(X ≥ count): how often a usual month would bring that many or more."""
        return float(tail(np.asarray(count, dtype=float), np.asarray(self.size), np.asarray(self.prob)))


def quasi_nb(
    history: npt.ArrayLike,
    alpha: float = 0.01,
    *,
    exposure: npt.ArrayLike | None = None,
    now: float | None = None,
    dispersion: float = 1.0,
) -> Bound:
    """Predictive distribution of a month's count, from the counts of the months before it.

    Parameters
    ----------
    history : counts of the baseline months, none missing
    alpha : the bound is the smallest x with P(X ≤ x) ≥ 1 − alpha
    exposure, now : person-years (or any measure of how much was watched, > 0) of each baseline month and of the month
        that is judged; without them all are alike.
    dispersion : lowest dispersion to assume, such as the pooled one of all strata; never under 1.

    Notes
    -----
    m mean, s² variance with n − 1, φ = max(1, s²/m), d = φ(1 + 1/n): X ~ NB(size m/(d − 1), prob 1/d). With unequal
    exposures φ is Pearson's, m is scaled to `now` and 1/n is `now` over their sum. No incident at all: Jeffreys'
    predictive, NB(1/2, n/(n + 1)).

    Examples
    --------
    >>> found = quasi_nb([3, 1, 4, 2, 5, 3, 2, 4, 3, 6, 2, 3])
    >>> round(found.mean, 6), found.phi, round(found.size, 6), found.upper
    (3.166667, 1.0, 38.0, 8)
    """
    counts = np.asarray(history, dtype=np.float64)
    weights = np.ones_like(counts) if exposure is None else np.asarray(exposure, dtype=np.float64)
    if counts.ndim != 1 or counts.shape != weights.shape or len(counts) < 2:
        raise ValueError("the history needs at least two months, each with its exposure")
    if not (np.isfinite(counts).all() and (counts >= 0).all()):
        raise ValueError("the history has a missing, infinite or negative count")
    target = float(weights.mean()) if now is None else float(now)
    if not ((weights > 0).all() and np.isfinite(weights).all() and target > 0):
        raise ValueError("an exposure is missing, zero or negative")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}, must lie between 0 and 1")
    events, watched = counts.sum(), weights.sum()
    phi = max(1.0, float(own_dispersion(events, (counts**2 / weights).sum(), watched, len(counts))), dispersion)
    mean = events / watched * target
    size, prob = negative_binomial(np.asarray(mean), np.asarray(phi), np.asarray(target / watched))
    upper = int(np.asarray(upper_bound(np.atleast_1d(size), np.atleast_1d(prob), alpha))[0])
    return Bound(float(mean), phi, float(size), upper, float(prob))


def own_dispersion(events: npt.ArrayLike, squares: npt.ArrayLike, watched: npt.ArrayLike, months: int) -> Array:
    """Pearson's dispersion from Σx, Σx²/e and Σe of the baseline; 1 without events. Equal exposures: s²/m."""
    total, watch = np.asarray(events, dtype=float), np.asarray(watched, dtype=float)
    safe = np.where(total > 0, total, 1.0)
    spread = np.asarray(squares, dtype=float) * watch / safe - total
    out: Array = np.where(total > 0, spread / (months - 1), 1.0)
    return out


def negative_binomial(mean: Array, phi: Array, share: Array) -> tuple[Array, Array]:
    """Size and prob of the predictive; `share` = exposure of the month over that of the baseline (1/12)."""
    d = phi * (1 + share)
    size: Array = np.where(mean > 0, mean / (d - 1), 0.5)
    prob: Array = np.where(mean > 0, 1 / d, 1 / (1 + share))
    return size, prob


def tail(count: Array, size: Array, prob: Array) -> Array:
    """P(X ≥ count) of negative binomials; NaN where anything is missing."""
    some = np.where(count >= 1, count, 1.0)
    out: Array = np.where(np.isnan(count), np.nan, np.where(count >= 1, betainc(some, size, 1 - prob), 1.0))
    return out


def upper_bound(size: Array, prob: Array, alpha: float) -> Array:
    """Smallest x with P(X ≤ x) ≥ 1 − alpha, by doubling and halving."""
    low = np.full(size.shape, -1.0)
    high = np.ones(size.shape)
    while (open_ := tail(high + 1, size, prob) > alpha).any():
        low = np.where(open_, high, low)
        high = np.where(open_, high * 2, high)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        enough = tail(middle + 1, size, prob) <= alpha
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high
