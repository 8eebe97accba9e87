"""The early-warning rules over a whole panel at once: months × cells, one cell = one unit and one group of types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.signals import (
    CUSUM_RATIO,
    Array,
    Rules,
    cusum_limit,
    cusum_reference,
    negative_binomial,
    own_dispersion,
    tail,
)
from analytics.trends import benjamini_hochberg

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Evaluation:
    """What the rules say; every array is months × cells, NaN or False where a month can't be judged.

    expected, phi, size, prob: predictive of the month. p: P(X ≥ count); q: the same corrected for all cells of the
    month. cusum, limit: cumulative sum in units of the dispersion, before a restart, and its bound; run_count,
    run_expected, run_months: incidents, usual incidents and months since the sum last stood at 0.
    unusual: count rule of level 1; rising: CUSUM rule; strong: rule of level 2; repeated: several level-1 signals in a
    few months; severe: rule of level 3. level: 0–3, the highest that holds.
    judged: the month has reports enough and a full baseline.
    """

    expected: Array
    phi: Array
    size: Array
    prob: Array
    p: Array
    q: Array
    cusum: Array
    limit: Array
    run_count: Array
    run_expected: Array
    run_months: Array
    unusual: Flags
    rising: Flags
    strong: Flags
    repeated: Flags
    severe: Flags
    level: npt.NDArray[np.int8]
    judged: Flags
    baseline: npt.NDArray[
        np.int32
    ]  # months × cells × rules.months: rows of the baseline, −1 where there is none


def evaluate(
    counts: Array,
    exposure: Array,
    completeness: Array,
    severe: Array,
    rules: Rules,
    *,
    keep_baseline: bool = True,
) -> Evaluation:
    """Judge every month of every cell against the months before it.

    Parameters
    ----------
    counts, severe : months × cells, incidents and among them those of the top severity; NaN = not reported
    exposure : person-years watched in the month: population × completeness ÷ 12
    completeness : share of desa that reported; months under the minimum are neither judged nor used as baseline
    keep_baseline : False saves memory where only the verdict is wanted

    Notes
    -----
    φ of a cell is the largest of 1, its own s²/m and the pooled ratio Σs²/Σm of all cells in that month: twelve months
    alone tell the dispersion so badly that noisy series would be called twice as often. The CUSUM counts in units of
    φ, starts anew after each alarm and takes half an incident as the level of a baseline without any.

    Raises
    ------
    ValueError
        Arrays of different shape, a negative count, an exposure that isn't above 0 in a reported month.
    """
    _check(counts, exposure, completeness, severe)
    complete = (
        np.isfinite(counts)
        & np.isfinite(exposure)
        & (np.nan_to_num(completeness) >= rules.completeness_minimum)
    )
    order = np.argsort(~complete, axis=0, kind="stable")  # complete months first, in order of time
    before: npt.NDArray[np.intp] = np.cumsum(complete, axis=0) - complete  # complete months before each month
    months = np.arange(len(counts))[:, None]
    first = before - rules.months
    oldest = np.take_along_axis(order, np.maximum(first, 0), axis=0)
    judged = complete & (first >= 0) & (months - oldest <= rules.reach)
    events, squares, watched = _baseline_sums(counts, exposure, complete, order, before, rules.months)
    expected, phi = _expected(events, squares, watched, exposure, judged, rules.months)
    with np.errstate(invalid="ignore", divide="ignore"):
        size, prob = negative_binomial(expected, phi, exposure / watched)
    p = tail(np.where(judged, counts, np.nan), size, prob)
    q = benjamini_hochberg(p)
    usual = np.where(
        judged, np.where(events > 0, events, 0.5) / np.where(judged, watched, 1.0) * exposure, np.nan
    )
    sums = _cusum(counts, usual, phi, judged)
    enough_1, enough_2 = counts >= rules.minimum_count_1, counts >= rules.minimum_count_2
    unusual = enough_1 & (p < rules.alpha_1)
    strong = enough_2 & (p < rules.alpha_2) & (q < rules.q)
    rising = sums["cusum"] > sums["limit"]
    repeated = _repeated(unusual | rising | strong, rules)
    grave = np.nan_to_num(severe) >= rules.severe_count
    level = np.select([grave, strong | repeated, unusual | rising], [3, 2, 1], 0).astype(np.int8)
    baseline = np.empty((0, 0, rules.months), dtype=np.int32)
    if keep_baseline:
        steps = np.maximum(first, 0)[..., None] + np.arange(rules.months)
        cells = np.arange(counts.shape[1])[None, :, None]
        rows = order[np.minimum(steps, len(counts) - 1), cells]
        baseline = np.where(judged[..., None], rows, -1).astype(np.int32)
    return Evaluation(
        expected=expected, phi=phi, size=size, prob=prob, p=p, q=q, **sums, unusual=unusual, rising=rising,
        strong=strong, repeated=repeated, severe=grave, level=level, judged=judged, baseline=baseline,
    )  # fmt: skip


def _check(counts: Array, exposure: Array, completeness: Array, severe: Array) -> None:
    if not counts.shape == exposure.shape == completeness.shape == severe.shape or counts.ndim != 2:
        raise ValueError("counts, exposure, completeness and severe must be months × cells, all alike")
    for name, array in (("count", counts), ("severe count", severe)):
        if (array < 0).any() or np.isinf(array).any():
            month, cell = (int(i) for i in np.argwhere((array < 0) | np.isinf(array))[0])
            raise ValueError(f"month {month}, cell {cell}: the {name} is negative or infinite")
    if (wrong := np.isfinite(counts) & ~(exposure > 0) & ~np.isnan(exposure)).any():
        month, cell = (int(i) for i in np.argwhere(wrong)[0])
        raise ValueError(f"month {month}, cell {cell}: the exposure is zero or negative")


def _baseline_sums(
    counts: Array,
    exposure: Array,
    complete: Flags,
    order: npt.NDArray[np.intp],
    before: npt.NDArray[np.intp],
    months: int,
) -> tuple[Array, Array, Array]:
    """Σx, Σx²/e and Σe over the last `months` complete months before each month."""
    x, e = np.where(complete, counts, 0.0), np.where(complete, exposure, 0.0)
    squares = np.divide(x**2, e, out=np.zeros_like(x), where=e > 0)
    zero = np.zeros((1, counts.shape[1]))
    out = []
    for array in (x, squares, e):
        running = np.concatenate([zero, np.cumsum(np.take_along_axis(array, order, axis=0), axis=0)])
        last = np.take_along_axis(running, before, axis=0)
        out.append(last - np.take_along_axis(running, np.maximum(before - months, 0), axis=0))
    return out[0], out[1], out[2]


def _expected(
    events: Array, squares: Array, watched: Array, exposure: Array, judged: Flags, months: int
) -> tuple[Array, Array]:
    """Expected count and dispersion of each judged month."""
    safe = np.where(judged & (watched > 0), watched, 1.0)
    expected = np.where(judged, events / safe * exposure, np.nan)
    own = own_dispersion(events, squares, watched, months)
    weight = np.where(judged, events, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    pooled = np.divide(
        (weight * own).sum(axis=1, keepdims=True), total, out=np.ones_like(total), where=total > 0
    )
    return expected, np.where(judged, np.maximum(np.maximum(own, pooled), 1.0), np.nan)


def _cusum(counts: Array, usual: Array, phi: Array, judged: Flags) -> dict[str, Array]:
    """The cumulative sums month by month; an alarm restarts a cell, a month that isn't judged leaves it as it is."""
    shape = counts.shape
    names = ("cusum", "limit", "run_count", "run_expected", "run_months")
    out = {name: np.full(shape, np.nan) for name in names}
    per_level = cusum_reference(1.0, CUSUM_RATIO)
    level, run, run_usual, length = (np.zeros(shape[1]) for _ in range(4))
    for month in range(shape[0]):
        here = judged[month]
        scale = np.where(here, phi[month], 1.0)
        reference = np.where(here, usual[month], 1.0)
        step = (np.where(here, counts[month], 0.0) - per_level * reference) / scale
        level = np.where(here, np.maximum(0.0, level + step), level)
        grows = here & (level > 0)
        run = np.where(here, np.where(grows, run + np.nan_to_num(counts[month]), 0.0), run)
        run_usual = np.where(here, np.where(grows, run_usual + reference, 0.0), run_usual)
        length = np.where(here, np.where(grows, length + 1, 0.0), length)
        limit = cusum_limit(reference / scale)
        for name, value in zip(names, (level, limit, run, run_usual, length), strict=True):
            out[name][month, here] = value[here]
        alarm = here & (level > limit)
        level, run, run_usual, length = (np.where(alarm, 0.0, x) for x in (level, run, run_usual, length))
    return out


def _repeated(signal: Flags, rules: Rules) -> Flags:
    """A signal in this month, and with it at least `repeats` within the last `repeat_months`."""
    total = np.zeros(signal.shape, dtype=np.int32)
    for lag in range(min(rules.repeat_months, len(signal))):
        total[lag:] += signal[: len(signal) - lag]
    found: Flags = signal & (total >= rules.repeats)
    return found
