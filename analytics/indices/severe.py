"""Incidents of the top severity that a score can't take in, because it isn't known for how long, and how many people, were watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.indices.estimates import MEASURED, Estimate
from analytics.records.panel import Array, Windows, month_number

# Verified incidents of the top severity by month, whether or not the month was reported.
RECORD = "kejadian_berat"


@dataclass(frozen=True)
class Severe:
    """Severe incidents in the window of each score: periods × units, the whole last where there is one.

    recorded: all of them. outside: those that the rate of incidents leaves out: in months without exposure, or of a unit whose rate isn't
    measured at all. NaN for an index without a rate of incidents.
    """

    recorded: Array
    outside: Array

    def left_out(self, part: slice, assessed: npt.NDArray[np.bool_]) -> Array:
        """For some periods, the incidents that no score takes in; where there is no score, all of them."""
        return np.where(assessed, self.outside[part], self.recorded[part])


def recorded(records: pd.DataFrame, scores: pd.DataFrame, months: int) -> pd.Series:
    """Severe incidents of the last months to each row of `scores` of an index that has no score yet; NaN for Ormas.

    records: indicator records. months: length of the window; it may begin before the records do.
    """
    rows = records[records["indicator"] == RECORD]
    by_unit = rows.pivot_table(index="period", columns="unit", values="numerator", aggfunc="sum")
    number = np.array([month_number(str(period)) for period in by_unit.index])
    out = pd.Series(np.nan, index=scores.index)
    for (unit_type, unit, period), part in scores.groupby(["unit_type", "unit", "period"]):
        if unit_type == "ormas":
            continue
        until = month_number(str(period))
        window = by_unit[(number > until - months) & (number <= until)]
        counts = window if unit_type == "kabupaten" else window.reindex(columns=[unit])
        out[part.index] = float(np.nansum(counts.to_numpy(dtype=float)))
    return out


def severe(windows: Windows, estimates: Sequence[Estimate], *, whole: bool) -> Severe:
    """Count them for the periods of the windows.

    estimates : of the units, without the whole. whole: sums over the units come last, as one more unit.
    """
    panel = windows.panel
    shape = (len(windows.rows), len(panel.units) + whole)
    rate = next((one for one in estimates if one.indicator.kind == "event_rate"), None)
    if rate is None:
        return Severe(np.full(shape, np.nan), np.full(shape, np.nan))
    counts = np.nan_to_num(panel.measure(RECORD, "numerator"))
    exposed = np.isfinite(panel.measure(rate.indicator.records[0], "denominator"))
    months = rate.indicator.window_months
    recorded = windows.sum(RECORD, "numerator", months)
    held = np.where(rate.status == MEASURED, windows.of(np.where(exposed, counts, 0.0), months), 0.0)
    outside = recorded - held
    if whole:
        recorded, outside = (np.concatenate([one, one.sum(axis=1, keepdims=True)], axis=1) for one in (recorded, outside))
    return Severe(recorded, outside)
