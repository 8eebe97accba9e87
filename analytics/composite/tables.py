"""Tables of numbers, units (or (unit, period)) × indicators: checked at the door, and seen as periods × units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.records.panel import Array

Floats = npt.NDArray[np.float64]


def checked_values(x: pd.DataFrame) -> Array:
    """The numbers of a frame; ValueError for repeated rows or columns, text, infinite values."""
    if len(x) == 0 or len(x.columns) == 0:
        raise ValueError(f"the frame has {len(x)} units and {len(x.columns)} indicators; one of each is needed")
    if not x.index.is_unique:
        raise ValueError(f"{row_name(x.index, int(x.index.duplicated().argmax()))} occurs more than once")
    if not x.columns.is_unique:
        raise ValueError(f"indicator {x.columns[x.columns.duplicated()][0]} occurs more than once")
    for column, kind in x.dtypes.items():
        if not pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_complex_dtype(kind):
            raise ValueError(f"indicator {column}: the values aren't numbers but {kind}")
    values = x.to_numpy(dtype=np.float64, na_value=np.nan)
    if np.isinf(values).any():
        row, column = np.argwhere(np.isinf(values))[0]
        raise ValueError(f"{place(x, row, column)}: the value is infinite")
    return values


def refuse_empty_columns(x: pd.DataFrame, values: Array) -> None:
    """ValueError for an indicator that no unit has."""
    empty = np.flatnonzero(np.isnan(values).all(axis=0))
    if len(empty):
        raise ValueError(f"indicator {x.columns[empty[0]]}: no value, from {row_name(x.index, 0)} to {row_name(x.index, -1)}")


def row_name(index: pd.Index, row: int) -> str:
    """Name a row for a message: `unit A`, or `unit A, period 2026-01`."""
    if index.nlevels == 1:
        return f"unit {index[row]}"
    return ", ".join(f"{name} {label}" for name, label in zip(index.names, index[row], strict=True))


def place(x: pd.DataFrame, row: int, column: int) -> str:
    """Name a cell for a message."""
    return f"{row_name(x.index, row)}, indicator {x.columns[column]}"


@dataclass(frozen=True)
class Groups:
    """Rows of a frame as groups (periods) × members: one array for all of them, so that no loop is needed."""

    group: npt.NDArray[np.intp]
    member: npt.NDArray[np.intp]
    names: tuple[object, ...]
    units: pd.Index  # what tells the members of a group apart

    @classmethod
    def of(cls, index: pd.Index, by: str | int | None) -> Groups:
        """Group rows by a level of their index; None: all rows are one group."""
        if by is None:
            return cls(np.zeros(len(index), dtype=np.intp), np.arange(len(index)), ("all rows",), index)
        if index.nlevels < 2 or (by not in index.names and by not in range(index.nlevels)):
            raise ValueError(f"by is {by!r}; rows (unit, period) are needed, these have {list(index.names)}")
        group, names = pd.factorize(index.get_level_values(by))
        if (group < 0).any():
            raise ValueError(f"{row_name(index, int(np.argmax(group < 0)))}: the {by} is missing")
        order = np.argsort(group, kind="stable")
        starts = np.r_[0, np.cumsum(np.bincount(group))[:-1]]
        member = np.empty(len(index), dtype=np.intp)
        member[order] = np.arange(len(index)) - starts[group[order]]
        return cls(group, member, tuple(names), index.droplevel(by))  # type: ignore[arg-type]  # stub of droplevel

    def cube(self, values: Array) -> Array:
        """Rows × indicators as groups × members × indicators; NaN where a group has fewer members than another."""
        if len(self.names) == 1:
            return values[None]
        cube = np.full((len(self.names), int(self.member.max()) + 1, values.shape[1]), np.nan)
        cube[self.group, self.member] = values
        return cube

    def rows(self, cube: Array) -> Array:
        """The way back from `cube`."""
        rows: Array = cube[0] if len(self.names) == 1 else cube[self.group, self.member]
        return rows
