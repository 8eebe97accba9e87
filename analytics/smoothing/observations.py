"""Input of the hierarchical models: two numbers a cell (period, unit), checked once at the door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Observations:
    """Checked input: two (periods, units) arrays with 0 in the place of absent units."""

    first: Floats
    second: Floats
    present: npt.NDArray[np.bool_]

    def rows(self, part: slice) -> Observations:
        return Observations(self.first[part], self.second[part], self.present[part])


def _check(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    *,
    names: tuple[str, str],
    forbid: Callable[[Floats, Floats], Sequence[tuple[npt.NDArray[np.bool_], str]]],
    units: Sequence[object] | None,
    indicator: str,
) -> Observations:
    """Two (periods, units) arrays as `Observations`; ValueError naming unit and indicator for what can't be used.

    `forbid` lists (cells, complaint); non-finite cells are refused here. NaN in either array means "absent".
    """
    a, b = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)
    if a.ndim != 2 or a.shape != b.shape:
        raise ValueError(
            f"{indicator or names[0]}: {names[0]} {a.shape} and {names[1]} {b.shape} must have the same shape, (periods, units)"
        )
    if units is not None and len(units) != a.shape[1]:
        raise ValueError(f"{indicator or names[0]}: {len(units)} unit names for {a.shape[1]} units")
    present = ~(np.isnan(a) | np.isnan(b))
    complaints = [(np.isinf(a), f"{names[0]} is infinite"), (np.isinf(b), f"{names[1]} is infinite")]
    for observations, complaint in [*complaints, *forbid(a, b)]:
        bad = np.argwhere(observations)
        if len(bad):
            period, unit = (int(i) for i in bad[0])
            label = units[unit] if units is not None else unit
            where = f"unit {label}" + (f", period {period}" if a.shape[0] > 1 else "")
            more = f" ({len(bad)} cells in all)" if len(bad) > 1 else ""
            raise ValueError(f"{indicator or names[0]}, {where}: {complaint}{more}")
    return Observations(np.where(present, a, 0.0), np.where(present, b, 0.0), present)


def count_observations(count: npt.ArrayLike, exposure: npt.ArrayLike, units: Sequence[object] | None, indicator: str) -> Observations:
    """Counts (>= 0) and exposures (> 0)."""
    return _check(
        count,
        exposure,
        names=("count", "exposure"),
        forbid=lambda a, b: [(a < 0, "count is negative"), (b <= 0, "exposure is zero or negative")],
        units=units,
        indicator=indicator,
    )


def trial_observations(success: npt.ArrayLike, trials: npt.ArrayLike, units: Sequence[object] | None, indicator: str) -> Observations:
    """Successes (0 to trials) and trials (>= 0)."""
    return _check(
        success,
        trials,
        names=("success", "trials"),
        forbid=lambda a, b: [
            (a < 0, "success is negative"),
            (b < 0, "trials is negative"),
            (a > b, "success is more than trials"),
        ],
        units=units,
        indicator=indicator,
    )


def mean_observations(mean: npt.ArrayLike, variance: npt.ArrayLike, units: Sequence[object] | None, indicator: str) -> Observations:
    """Means and their sampling variances (>= 0)."""
    return _check(
        mean,
        variance,
        names=("mean", "variance"),
        forbid=lambda a, b: [(b < 0, "variance is negative")],
        units=units,
        indicator=indicator,
    )
