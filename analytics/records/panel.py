"""Indicator records as arrays over periods × units, and sums over moving windows of months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]  # draws may be float32

RECORD_COLUMNS = (
    "unit_type",
    "unit",
    "indicator",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "completeness",
)
UNIT_TYPES = ("kecamatan", "ormas")
MEASURES = ("value", "numerator", "denominator", "n", "completeness")


@dataclass(frozen=True)
class Panel:
    """Records of one unit type.

    units: codes, in the order of the arrays' second axis. periods: every month from the first to the last, without
    holes, in the order of the first axis. measures: record code → measure → array (periods × units), NaN = no row.
    """

    units: tuple[str, ...]
    periods: tuple[str, ...]
    measures: Mapping[str, Mapping[str, Array]]

    def measure(self, record: str, name: str) -> Array:
        """One measure of one record; all NaN where the record never occurs."""
        found = self.measures.get(record)
        return found[name] if found else np.full((len(self.periods), len(self.units)), np.nan)

    def until(self, period: str) -> Panel:
        """The same without the months after one of its periods."""
        end = self.periods.index(period) + 1
        measures = {record: {name: array[:end] for name, array in arrays.items()} for record, arrays in self.measures.items()}
        return Panel(self.units, self.periods[:end], measures)


def month_number(period: str) -> int:
    """Months since year 0 of `2026-10`. Raises ValueError for anything else."""
    year, dash, month = period.partition("-")
    if not (dash and len(year) == 4 and year.isdigit() and month.isdigit() and len(month) == 2 and 1 <= int(month) <= 12):
        raise ValueError(f"period {period!r} is not a month like '2026-10'")
    return int(year) * 12 + int(month) - 1


def month_text(number: int) -> str:
    """The inverse of `month_number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def build(records: pd.DataFrame, unit_type: str, units: Sequence[str], *, until: str | None = None) -> Panel:
    """Arrange the records of one unit type.

    Parameters
    ----------
    records : DataFrame
        One row = one unit, indicator and month; columns `RECORD_COLUMNS`. Months from the first record of *any*
        unit type to the last one (or `until`) make the time axis.
    units : codes that may occur; a record of another unit is an error.

    Raises
    ------
    ValueError
        Naming unit and indicator: a unit that isn't known, the same unit, indicator and month twice, an infinite
        value, a negative count or exposure, an unknown unit type.
    """
    if missing := [column for column in RECORD_COLUMNS if column not in records]:
        raise ValueError(f"records lack the columns {missing}")
    if records.empty:
        raise ValueError("there are no records to compute from")
    known = [month_number(period) for period in records["period"].unique()]
    first, last = min(known), month_number(until) if until else max(known)
    periods = tuple(month_text(number) for number in range(first, last + 1))
    if not (odd := records[~records["unit_type"].isin(UNIT_TYPES)]).empty:
        row = odd.iloc[0]
        raise ValueError(
            f"unit {row['unit']}, indicator {row['indicator']}: unit_type {row['unit_type']!r} is none of {', '.join(UNIT_TYPES)}"
        )
    own = records[(records["unit_type"] == unit_type) & (records["period"] <= periods[-1])]
    _check(own, set(units))
    rows = pd.Index(periods).get_indexer(pd.Index(own["period"]))
    columns = pd.Index(units).get_indexer(pd.Index(own["unit"]))
    codes, record_of_row = np.unique(own["indicator"].to_numpy(dtype=str), return_inverse=True)
    measures: dict[str, dict[str, Array]] = {}
    for number, code in enumerate(codes):
        here = record_of_row == number
        arrays = {}
        for name in MEASURES:
            array = np.full((len(periods), len(units)), np.nan)
            array[rows[here], columns[here]] = own[name].to_numpy(dtype=float)[here]
            arrays[name] = array
        measures[str(code)] = arrays
    return Panel(tuple(units), periods, measures)


def window_sum(x: Array, months: int) -> Array:
    """Sum over the last `months` rows, missing counted as 0; NaN where the window begins before the series."""
    total = np.cumsum(np.nan_to_num(x), axis=0)
    out = np.full_like(total, np.nan)
    if months <= len(total):
        out[months - 1 :] = total[months - 1 :]
        out[months:] -= total[:-months]
    # cumulative sums of fractions leave dust around 0; counts must stay counts
    return np.where(np.abs(out) < 1e-9, 0.0, out)


def window_presence(x: Array, months: int) -> Array:
    """Share of the last `months` rows that have a value; NaN where the window begins before the series."""
    return window_sum(np.where(np.isnan(x), np.nan, 1.0), months) / months


def last_known(x: Array, months: int) -> tuple[Array, Array]:
    """The latest value not older than `months` rows, and its age in rows; NaN where there is none.

    Age 0 is the current month; a value of age `months` or more is too old.
    """
    rows = np.arange(len(x))[:, None]
    latest = np.maximum.accumulate(np.where(np.isnan(x), -1, rows), axis=0)
    age = np.where(latest < 0, np.nan, rows - latest)
    value = np.take_along_axis(x, np.maximum(latest, 0), axis=0)
    fresh = age < months
    return np.where(fresh, value, np.nan), np.where(fresh, age, np.nan)


@dataclass(frozen=True)
class Windows:
    """Sums of a panel over moving windows, at the periods that are scored; each is made once and handed on.

    rows: row numbers of these periods. All arrays are periods × units.
    """

    panel: Panel
    rows: Sequence[int]
    _made: dict[tuple[str, str, int], Array] = field(default_factory=dict, repr=False, compare=False)

    def sum(self, record: str, name: str, months: int) -> Array:
        """One measure of one record over the last `months`; see `window_sum`."""
        key = record, name, months
        if key not in self._made:
            self._made[key] = self.of(self.panel.measure(record, name), months)
        return self._made[key]

    def of(self, x: Array, months: int) -> Array:
        """The same for an array over all months of the panel."""
        return self.at(window_sum(x, months))

    def presence(self, record: str, months: int) -> Array:
        """Share of the months in which the record has a numerator; see `window_presence`."""
        key = record, "presence", months
        if key not in self._made:
            self._made[key] = self.at(window_presence(self.panel.measure(record, "numerator"), months))
        return self._made[key]

    def completeness(self, record: str, months: int) -> Array:
        """Share of reports received; NaN where the record carries none."""
        reported = self.panel.measure(record, "completeness")
        if not np.isfinite(reported).any():
            return self.at(np.full_like(reported, np.nan))
        return self.sum(record, "completeness", months) / months

    def at(self, x: Array) -> Array:
        """The scored periods of an array over all months of the panel."""
        chosen: Array = x[np.asarray(self.rows, dtype=int)]
        return chosen


def _check(own: pd.DataFrame, units: set[str]) -> None:
    def first(rows: pd.DataFrame) -> str:
        row = rows.iloc[0]
        return f"unit {row['unit']}, indicator {row['indicator']}, {row['period']}"

    if not (stray := own[~own["unit"].isin(units)]).empty:
        raise ValueError(f"{first(stray)}: the unit is not in the reference")
    if not (twice := own[own.duplicated(["unit", "indicator", "period"])]).empty:
        raise ValueError(f"{first(twice)}: stands twice")
    for name in MEASURES:
        column = own[name].to_numpy(dtype=float)
        if not (bad := own[np.isinf(column)]).empty:
            raise ValueError(f"{first(bad)}: {name} is infinite")
        if not (bad := own[column < 0]).empty:
            raise ValueError(f"{first(bad)}: {name} is negative")
