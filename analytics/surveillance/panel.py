"""The early-warning rules over a whole panel at once: months × strata, one stratum = one unit and one group of types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.surveillance.predictive import Array, negative_binomial, own_dispersion, tail
from analytics.surveillance.signals import CUSUM_RATIO, Rules, cusum_limit, cusum_reference
from analytics.trends.statistics import benjamini_hochberg

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Evaluation:
    """What the rules say; every array is months × strata, NaN or False where a month can't be judged.

    expected, phi, size, prob: predictive of the month. p: P(X ≥ count); q: the same corrected for all strata of the
    month. cusum, limit: cumulative sum in units of the dispersion, before a restart, and its bound; run_count,
    run_expected, run_months: incidents, usual incidents and months since the sum last stood at 0.
    row_count, row_expected, row_months: incidents of the last months of an open row (at most `rules.last_months`, the one
    that began it left out), what those months usually bring, and how many they are; row_size, row_prob: predictive.
    unusual: count rule of level 1; rising: CUSUM rule; lasting: an open row's last months lie above their bound, and the
    month above its usual count; strong: rule of
    level 2; repeated: several level-1 signals in a few months; severe: rule of level 3. level: 0–3, the highest that
    holds.
    judged: the month has reports enough and a full baseline.
    start: for a signal, the month (its row in the arrays) in which its unbroken row of signals began; −1 elsewhere.
    open_start: by stratum, where the row began that is still open after the last month; −1 where there is none.
    baseline: months × strata × rules.months, rows of the baseline; −1 where there is none.
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
    row_count: Array
    row_expected: Array
    row_months: Array
    row_size: Array
    row_prob: Array
    unusual: Flags
    rising: Flags
    lasting: Flags
    strong: Flags
    repeated: Flags
    severe: Flags
    level: npt.NDArray[np.int8]
    judged: Flags
    start: npt.NDArray[np.int32]
    open_start: npt.NDArray[np.int32]
    baseline: npt.NDArray[np.int32]


def evaluate(
    counts: Array,
    exposure: Array,
    completeness: Array,
    severe: Array,
    rules: Rules,
    *,
    ended: Flags | None = None,
    keep_baseline: bool = True,
) -> Evaluation:
    """Judge every month of every stratum against the months before it, or before the open row of signals began.

    Parameters
    ----------
    counts, severe : months × strata, incidents and among them those of the top severity; NaN = none known
    exposure : person-years watched in the month: population × completeness ÷ 12; NaN = not reported
    completeness : share of desa that reported; months under the minimum are neither judged nor used as baseline
    ended : months × strata, True where people closed the signal of that month: its row ends with it
    keep_baseline : False saves memory where only the verdict is wanted

    Notes
    -----
    φ of a stratum is the largest of 1, its own s²/m and the pooled ratio Σs²/Σm of all strata in that month: twelve months
    alone tell the dispersion so badly that noisy series would be called twice as often. The CUSUM counts in units of
    φ, starts anew after each alarm and takes half an incident as the level of a baseline without any.

    A signal where no row is open begins one. Until it ends, all rules judge by the baseline and the φ of the month in
    which it began (`rules.anchored`), so that a rise which lasts is never learnt as usual. It ends after
    `rules.quiet_months` reported months in succession without a signal, or where people close it.

    Raises
    ------
    ValueError
        Arrays of different shape, a negative count, an exposure that isn't above 0 in a reported month.
    """
    _check(counts, exposure, completeness, severe)
    complete = np.isfinite(counts) & np.isfinite(exposure) & (np.nan_to_num(completeness) >= rules.completeness_minimum)
    rolling = _rolling(counts, exposure, complete, rules)
    grave = np.nan_to_num(severe) >= rules.severe_count
    closed = np.zeros(counts.shape, dtype=bool) if ended is None else ended
    rows, cusum = _Rows(counts.shape[1], rules), _Cusum(counts.shape[1])
    whence, start = (np.empty(counts.shape, dtype=np.int32) for _ in range(2))
    numbers: dict[str, Array] = {name: np.full(counts.shape, np.nan) for name in _NUMBERS}
    flags: dict[str, Flags] = {name: np.zeros(counts.shape, dtype=bool) for name in _FLAGS}
    level, signalled = np.zeros(counts.shape, dtype=np.int8), np.zeros(counts.shape, dtype=bool)
    for month in range(len(counts)):
        anchored = rows.anchored()
        whence[month] = np.where(anchored, rows.origin, month)
        judged = np.where(anchored, complete[month], rolling.judged[month])
        usual = _usual(rolling, whence[month], judged, exposure[month], rules.months)
        phi = np.where(judged, np.where(anchored, rows.phi, usual.phi), np.nan)
        with np.errstate(invalid="ignore", divide="ignore"):
            size, prob = negative_binomial(usual.expected, phi, exposure[month] / usual.watched)
        p = tail(np.where(judged, counts[month], np.nan), size, prob)
        q = benjamini_hochberg(p)
        sums = cusum.add(counts[month], usual.level, phi, judged)
        enough_1, enough_2 = counts[month] >= rules.minimum_count_1, counts[month] >= rules.minimum_count_2
        unusual, rising = enough_1 & (p < rules.alpha_1), sums["cusum"] > sums["limit"]
        strong = enough_2 & (p < rules.alpha_2) & (q < rules.q)
        last = rows.last_months(month, counts, exposure, complete, usual, phi)
        late = tail(last["row_count"], last["row_size"], last["row_prob"]) <= rules.alpha_1
        lasting = judged & late & (counts[month] > usual.expected)
        signalled[month] = unusual | rising | strong
        repeated = signalled[month] & (signalled[max(0, month - rules.repeat_months + 1) : month + 1].sum(axis=0) >= rules.repeats)
        for name, flag in zip(_FLAGS, (unusual, rising, lasting, strong, repeated, judged), strict=True):
            flags[name][month] = flag
        level[month] = np.select([grave[month], strong | repeated, unusual | rising | lasting], [3, 2, 1], 0)
        for name, number in {"expected": usual.expected, "phi": phi, "size": size, "prob": prob, "p": p, "q": q, **sums, **last}.items():
            numbers[name][month] = number
        start[month] = rows.add(month, level[month] > 0, rolling.judged[month], complete[month], phi)
        cusum.restart(rows.end(closed[month]))
    found: dict[str, Any] = {**numbers, **flags}
    return Evaluation(
        **found,
        severe=grave,
        level=level,
        start=start,
        open_start=rows.start.copy(),
        baseline=_baseline_rows(rolling, whence, flags["judged"], rules.months) if keep_baseline else _NO_BASELINE,
    )


_NUMBERS = (
    "expected",
    "phi",
    "size",
    "prob",
    "p",
    "q",
    "cusum",
    "limit",
    "run_count",
    "run_expected",
    "run_months",
    "row_count",
    "row_expected",
    "row_months",
    "row_size",
    "row_prob",
)
_FLAGS = ("unusual", "rising", "lasting", "strong", "repeated", "judged")
_NO_BASELINE = np.empty((0, 0, 0), dtype=np.int32)


@dataclass(frozen=True)
class _Rolling:
    """The latest complete months before each month: Σx, Σx²/e, Σe over them, and whether they are enough.

    order: complete months first, in order of time; first: place in it of the oldest month of the baseline.
    """

    events: Array
    squares: Array
    watched: Array
    judged: Flags
    order: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]


def _rolling(counts: Array, exposure: Array, complete: Flags, rules: Rules) -> _Rolling:
    order = np.argsort(~complete, axis=0, kind="stable")
    before: npt.NDArray[np.intp] = np.cumsum(complete, axis=0) - complete  # complete months before each month
    first = before - rules.months
    oldest = np.take_along_axis(order, np.maximum(first, 0), axis=0)
    near = np.arange(len(counts))[:, None] - oldest <= rules.reach
    sums = _baseline_sums(counts, exposure, complete, order, before, rules.months)
    return _Rolling(*sums, complete & (first >= 0) & near, order, first)


def _check(counts: Array, exposure: Array, completeness: Array, severe: Array) -> None:
    if not counts.shape == exposure.shape == completeness.shape == severe.shape or counts.ndim != 2:
        raise ValueError("counts, exposure, completeness and severe must be months × strata, all alike")
    for name, array in (("count", counts), ("severe count", severe)):
        if (array < 0).any() or np.isinf(array).any():
            month, stratum = (int(i) for i in np.argwhere((array < 0) | np.isinf(array))[0])
            raise ValueError(f"month {month}, stratum {stratum}: the {name} is negative or infinite")
    if (wrong := np.isfinite(counts) & ~(exposure > 0) & ~np.isnan(exposure)).any():
        month, stratum = (int(i) for i in np.argwhere(wrong)[0])
        raise ValueError(f"month {month}, stratum {stratum}: the exposure is zero or negative")


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


@dataclass(frozen=True)
class _Usual:
    """What one month is expected to bring, by stratum; level: the same for the CUSUM, which needs one above 0.

    rate: usual incidents per person-year.
    """

    rate: Array
    expected: Array
    phi: Array
    watched: Array
    level: Array


def _usual(rolling: _Rolling, whence: npt.NDArray[np.int32], judged: Flags, exposure: Array, months: int) -> _Usual:
    """Expected count and dispersion of one month, each stratum by the baseline of its own month `whence`."""
    strata = np.arange(len(whence))
    events, squares, watched = (x[whence, strata] for x in (rolling.events, rolling.squares, rolling.watched))
    safe = np.where(judged & (watched > 0), watched, 1.0)
    own = own_dispersion(events, squares, watched, months)
    weight = np.where(judged, events, 0.0)
    total = weight.sum()
    pooled = (weight * own).sum() / total if total > 0 else 1.0
    phi = np.where(judged, np.maximum(np.maximum(own, pooled), 1.0), np.nan)
    rate = np.where(judged, events / safe, np.nan)
    expected = rate * exposure
    level = np.where(judged, np.where(events > 0, events, 0.5) / safe * exposure, np.nan)
    return _Usual(rate, expected, phi, watched, level)


class _Cusum:
    """The cumulative sums of all strata; an alarm restarts a stratum, a month that isn't judged leaves it as it is."""

    def __init__(self, strata: int) -> None:
        self.level, self.count, self.usual, self.length = (np.zeros(strata) for _ in range(4))
        self.alarm = np.zeros(strata, dtype=bool)

    def add(self, counts: Array, usual: Array, phi: Array, judged: Flags) -> dict[str, Array]:
        """The sums after one month, NaN where it isn't judged."""
        self.restart(self.alarm)
        scale, reference = np.where(judged, phi, 1.0), np.where(judged, usual, 1.0)
        here = np.where(judged, np.nan_to_num(counts), 0.0)
        step = (here - cusum_reference(1.0, CUSUM_RATIO) * reference) / scale
        self.level = np.where(judged, np.maximum(0.0, self.level + step), self.level)
        grows = judged & (self.level > 0)
        for name, more in (("count", here), ("usual", reference), ("length", 1.0)):
            sum_ = getattr(self, name)
            setattr(self, name, np.where(judged, np.where(grows, sum_ + more, 0.0), sum_))
        limit = cusum_limit(reference / scale)
        self.alarm = judged & (self.level > limit)
        found = {"cusum": self.level, "limit": limit, "run_count": self.count, "run_expected": self.usual, "run_months": self.length}
        return {name: np.where(judged, value, np.nan) for name, value in found.items()}

    def restart(self, strata: Flags) -> None:
        """Put some strata back to 0."""
        self.level, self.count, self.usual, self.length = (
            np.where(strata, 0.0, x) for x in (self.level, self.count, self.usual, self.length)
        )


class _Rows:
    """The open row of signals of each stratum.

    start: the month in which it began, −1 where none is open. origin, phi: the month whose baseline holds for it and
    its dispersion; −1 as long as there is no baseline. quiet: months without a signal since the last one.
    """

    def __init__(self, strata: int, rules: Rules) -> None:
        self.rules = rules
        self.start, self.origin = (np.full(strata, -1, dtype=np.int32) for _ in range(2))
        self.phi, self.quiet = np.full(strata, np.nan), np.zeros(strata, dtype=np.int32)

    def anchored(self) -> Flags:
        """The strata that are judged by the baseline of their row."""
        return (self.origin >= 0) & self.rules.anchored

    def last_months(self, month: int, counts: Array, exposure: Array, complete: Flags, usual: _Usual, phi: Array) -> dict[str, Array]:
        """Incidents of the last months of the anchored rows beside what is usual; NaN where there are none.

        The month that began a row is left out: it was picked because it was high.
        """
        count, watched, months = (np.zeros(len(self.start)) for _ in range(3))
        for at in range(max(0, month - self.rules.last_months + 1), month + 1):
            here = self.anchored() & complete[month] & complete[at] & (at > self.start)
            count += np.where(here, counts[at], 0.0)
            watched += np.where(here, exposure[at], 0.0)
            months += here
        some = months > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            expected = np.where(some, usual.rate * watched, np.nan)
            size, prob = negative_binomial(expected, phi, watched / usual.watched)
        found = {
            "row_count": count,
            "row_expected": expected,
            "row_months": months,
            "row_size": size,
            "row_prob": prob,
        }
        return {name: np.where(some, value, np.nan) for name, value in found.items()}

    def add(self, month: int, signal: Flags, judged: Flags, complete: Flags, phi: Array) -> npt.NDArray[np.int32]:
        """Take in the signals of a month; gives back where the row of each began, −1 where there is no signal.

        judged: the month has a baseline of its own. A row that began without one takes the first that comes.
        """
        known = complete | ~self.anchored()  # a month that can't be judged says nothing about an anchored row
        self.start = np.where(signal & (self.start < 0), month, self.start).astype(np.int32)
        fresh = signal & (self.origin < 0) & judged
        self.origin = np.where(fresh, month, self.origin).astype(np.int32)
        self.phi = np.where(fresh, phi, self.phi)
        self.quiet = np.where(signal, 0, self.quiet + known).astype(np.int32)
        return np.where(signal, self.start, -1).astype(np.int32)

    def end(self, closed: Flags) -> Flags:
        """Close the rows that people closed or that stayed quiet; gives back those that people closed."""
        by_people = closed & (self.start >= 0)
        over = by_people | (self.quiet >= self.rules.quiet_months)
        self.start, self.origin = (np.where(over, -1, x).astype(np.int32) for x in (self.start, self.origin))
        return by_people


def _baseline_rows(rolling: _Rolling, whence: npt.NDArray[np.int32], judged: Flags, months: int) -> npt.NDArray[np.int32]:
    """The rows of the months that each judged month is compared with."""
    strata = np.arange(whence.shape[1])[None, :]
    steps = np.maximum(rolling.first[whence, strata], 0)[..., None] + np.arange(months)
    rows = rolling.order[np.minimum(steps, len(whence) - 1), strata[..., None]]
    return np.where(judged[..., None], rows, -1).astype(np.int32)
