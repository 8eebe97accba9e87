"""Trend tests of many series at once: arrays of units × steps, NaN = missing; `analytics.trends.statistics` has them for one series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

Array = npt.NDArray[np.float64]

MINIMUM_VALUES = 3  # under which there is nothing to compute
PREWHITEN_ROUNDS, PREWHITEN_CLOSE, NOISE_CORRELATION = 100, 1e-6, 0.05
PAIRS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Tests:
    """Mann–Kendall and Sen, one value a unit; the meaning of each as in `statistics.TrendTest`."""

    s: Array
    var_s: Array
    z: Array
    p: Array
    slope: Array
    slope_low: Array
    slope_high: Array
    n: npt.NDArray[np.int_]


@dataclass(frozen=True)
class Changes:
    """Pettitt's change points, one value a unit; position −1 where there is none."""

    position: npt.NDArray[np.int_]
    statistic: Array
    p: Array
    before: Array
    after: Array


def mann_kendall(y: Array, level: float) -> Tests:
    """Test every row; `level` is that of the slope's interval."""
    parts = [_mann_kendall(part, level) for part in _chunks(y)]
    return Tests(*(np.concatenate([getattr(part, name) for part in parts]) for name in Tests.__dataclass_fields__))


def from_scores(
    s: Array,
    variance: Array,
    slopes: Array,
    n: npt.NDArray[np.int_],
    level: float,
    *,
    continuity: bool = True,
) -> Tests:
    """Deviate, p, slope and its interval from scores, variances and sorted slopes (NaN last)."""
    corrected = s - np.sign(s) if continuity else s
    z = np.where(variance > 0, corrected / np.sqrt(np.where(variance > 0, variance, 1.0)), 0.0)
    count = np.isfinite(slopes).sum(axis=1)
    reach = float(ndtri(1 - (1 - level) / 2)) * np.sqrt(variance)
    low = _at(slopes, np.clip(np.rint((count - reach) / 2), 1, np.maximum(count, 1)) - 1, count)
    high = _at(slopes, np.clip(np.rint((count + reach) / 2 + 1), 1, np.maximum(count, 1)) - 1, count)
    enough = n >= MINIMUM_VALUES

    def reported(x: Array) -> Array:
        return np.where(enough, x, np.nan)

    p = np.minimum(1.0, 2 * ndtr(-np.abs(z)))
    return Tests(
        reported(s), reported(variance), reported(z), reported(p), reported(_middle(slopes, count)), reported(low), reported(high), n
    )


def scores(y: Array) -> tuple[Array, Array]:
    """Kendall's S of every row and its variance with the correction for ties."""
    first, second = np.triu_indices(y.shape[1], 1)
    s = np.nansum(np.sign(y[:, second] - y[:, first]), axis=1)
    n = np.isfinite(y).sum(axis=1).astype(float)
    ordered = np.sort(y, axis=1)
    begins = np.ones(y.shape, dtype=bool)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]  # NaN differs from NaN: a group of one, which adds nothing
    starts = np.flatnonzero(begins)
    size = np.diff(np.append(starts, y.size)).astype(float)
    ties = np.bincount(starts // max(y.shape[1], 1), size * (size - 1) * (2 * size + 5), minlength=len(y))
    return s, (n * (n - 1) * (2 * n + 5) - ties) / 18


def slopes(y: Array) -> Array:
    """All pairwise slopes of every row, sorted, NaN last."""
    first, second = np.triu_indices(y.shape[1], 1)
    out: Array = np.sort((y[:, second] - y[:, first]) / (second - first), axis=1)
    return out


def median_slopes(y: Array) -> Array:
    """Sen's slope of every row; NaN where there are no two values."""
    sorted_ = slopes(y)
    return _middle(sorted_, np.isfinite(sorted_).sum(axis=1))


def lag1(y: Array) -> Array:
    """Correlation of every row with itself one step later; NaN under 3 pairs or without variation."""
    known = np.isfinite(y)
    n = known.sum(axis=1)
    centred = y - (np.where(known, y, 0.0).sum(axis=1) / np.maximum(n, 1))[:, None]
    pairs = centred[:, 1:] * centred[:, :-1]
    spread = np.nansum(centred**2, axis=1)
    enough = (np.isfinite(pairs).sum(axis=1) >= 3) & (spread > 0)
    return np.where(enough, np.nansum(pairs, axis=1) / np.where(spread > 0, spread, 1.0), np.nan)


def prewhiten(y: Array, above: float) -> tuple[Array, Array]:
    """Take the lag-1 correlation out of the rows that have more than `above`; see `statistics.prewhiten`."""
    parts = [_prewhiten(part, above) for part in _chunks(y)]
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def pettitt(y: Array) -> Changes:
    """The most likely single change of level of every row."""
    parts = [_pettitt(part) for part in _chunks(y)]
    return Changes(*(np.concatenate([getattr(part, name) for part in parts]) for name in Changes.__dataclass_fields__))


def _chunks(y: Array) -> Iterator[Array]:
    """Rows in parts whose pairs fit into memory; at least one part."""
    rows = max(1, PAIRS_AT_ONCE // max(1, y.shape[1] ** 2))
    for start in range(0, max(len(y), 1), rows):
        yield y[start : start + rows]


def _mann_kendall(y: Array, level: float) -> Tests:
    s, variance = scores(y)
    return from_scores(s, variance, slopes(y), np.isfinite(y).sum(axis=1), level)


def _prewhiten(y: Array, above: float) -> tuple[Array, Array]:
    steps = np.arange(y.shape[1])
    slope = median_slopes(y)
    r = lag1(y - slope[:, None] * steps)
    removed = np.where(r > above, np.minimum(r, 0.95), 0.0)
    white = y.copy()
    active = np.flatnonzero(removed > 0)
    for _ in range(PREWHITEN_ROUNDS):
        if not len(active):
            break
        part, rate = y[active], removed[active][:, None]
        filtered = np.full_like(part, np.nan)
        filtered[:, 1:] = (part[:, 1:] - rate * part[:, :-1]) / (1 - rate)
        white[active] = filtered
        new_slope = median_slopes(filtered)
        new_r = lag1(part - new_slope[:, None] * steps)
        close = (np.abs(new_r - removed[active]) < PREWHITEN_CLOSE) & (np.abs(new_slope - slope[active]) < PREWHITEN_CLOSE)
        # What is left is noise, or can't be told: one pass more would only add some.
        goes_on = np.isfinite(new_slope) & (new_r > NOISE_CORRELATION) & ~close
        slope[active] = np.where(np.isfinite(new_slope), new_slope, slope[active])
        removed[active[goes_on]] = np.minimum(new_r[goes_on], 0.95)
        active = active[goes_on]
    return white, removed


def _pettitt(y: Array) -> Changes:
    known = np.isfinite(y)
    n = known.sum(axis=1)
    # U_t = sum over i <= t < j of sign(x_i - x_j); the change lies after t. A missing value adds nothing.
    signs = np.nan_to_num(np.sign(y[:, :, None] - y[:, None, :])).sum(axis=2)
    u = np.abs(np.cumsum(signs, axis=1))
    after_at = known & (np.cumsum(known, axis=1) < n[:, None])  # known values with another one after them
    u = np.where(after_at, u, -1.0)
    enough = n >= MINIMUM_VALUES
    at = np.argmax(u, axis=1) if y.shape[1] else np.zeros(len(y), dtype=int)
    steps = np.arange(y.shape[1])
    early = steps <= at[:, None]
    later = known & ~early
    position = np.where(enough, np.argmax(later, axis=1) if y.shape[1] else 0, -1)
    k = np.where(enough, np.take_along_axis(u, at[:, None], axis=1)[:, 0] if y.shape[1] else 0.0, np.nan)
    size = np.maximum(n, 1).astype(float)
    p = np.minimum(1.0, 2 * np.exp(-6 * k**2 / (size**3 + size**2)))

    def median(chosen: npt.NDArray[np.bool_]) -> Array:
        ordered = np.sort(np.where(chosen & enough[:, None], y, np.nan), axis=1)
        return _middle(ordered, np.isfinite(ordered).sum(axis=1))

    return Changes(position, k, p, median(known & early), median(later))


def _middle(ordered: Array, count: npt.NDArray[np.int_]) -> Array:
    """Median of the first `count` values of every sorted row."""
    return (_at(ordered, (count - 1) // 2, count) + _at(ordered, count // 2, count)) / 2


def _at(ordered: Array, place: npt.NDArray[np.floating] | npt.NDArray[np.int_], count: npt.NDArray[np.int_]) -> Array:
    if not ordered.shape[1]:
        return np.full(len(ordered), np.nan)
    safe = np.clip(np.nan_to_num(place), 0, ordered.shape[1] - 1).astype(int)
    return np.where(count > 0, np.take_along_axis(ordered, safe[:, None], axis=1)[:, 0], np.nan)
