"""Hide small counts before they are published, and enough besides that nobody can work them out from the totals.

A table is published with its totals. A count of 1 or 2 is hidden; then as many further cells as it takes, totals among them if need be, for
the totals not to tell it: of every hidden small count at least `POSSIBLE` values stay possible, for all that is published and known of the
rule: zeros are shown, so that what is hidden is at least 1. What the reader could work out is found by linear programming, not by a rule
of thumb.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog

THRESHOLD = 3
POSSIBLE = 3
"""Values that a hidden count may have, for all that is known."""
TOTAL = "__total__"

Equation = tuple[int, tuple[int, ...]]
"""Position of a total, positions of the cells that it adds up."""


class ContradictionError(ValueError):
    """What is taken for known can't all be true."""


def suppress_list(counts: pd.Series, *, threshold: int = THRESHOLD, sensitive: pd.Series | None = None) -> pd.Series:
    """Which cells of a list with a total to hide.

    Parameters
    ----------
    counts : Series of whole numbers >= 0, one cell an area or group; its total is published as well.
    threshold : int
        Counts from 1 to threshold - 1 are hidden; 0 is not a count of anybody and stays.
    sensitive : Series of bool, same index, optional
        Cells to hide for another reason (too few stand behind them).

    Returns
    -------
    Series of bool, the same index and `TOTAL` at its end: True = hidden.

    Raises
    ------
    ValueError
        A count is missing, negative or not whole.

    Examples
    --------
    >>> suppress_list(pd.Series({"A": 1, "B": 40, "C": 7})).tolist()
    [True, False, True, False]
    """
    values = np.append(_whole(counts.to_numpy()), counts.sum())
    cells = len(counts)
    small = _small(values, threshold)
    if sensitive is not None:
        small[:cells] |= sensitive.reindex(counts.index).to_numpy(dtype=bool)
    hidden = _protect(values, small, [(cells, tuple(range(cells)))])
    return pd.Series(hidden, index=[*counts.index, TOTAL])


def suppress_table(counts: pd.DataFrame, *, threshold: int = THRESHOLD) -> pd.DataFrame:
    """Which cells of a two-way table with totals to hide.

    Parameters
    ----------
    counts : DataFrame of whole numbers >= 0, two columns or more; row totals, column totals and the sum are published too.
    threshold : int
        As in `suppress_list`.

    Returns
    -------
    DataFrame of bool, the same index and columns, each with `TOTAL` at its end: True = hidden.

    Raises
    ------
    ValueError
        A count is missing, negative or not whole.

    Examples
    --------
    >>> table = pd.DataFrame({"done": [1, 9, 12], "open": [8, 7, 30]}, index=["A", "B", "C"])
    >>> suppress_table(table).to_numpy().astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0], [0, 0, 0]]
    """
    full = with_totals(counts)
    values = _whole(full.to_numpy()).ravel()
    hidden = _protect(values, _small(values, threshold), table_equations(*full.shape))
    return pd.DataFrame(hidden.reshape(full.shape), index=full.index, columns=full.columns)


def with_totals(counts: pd.DataFrame) -> pd.DataFrame:
    """The table with a row and a column `TOTAL`."""
    wide = counts.assign(**{TOTAL: counts.sum(axis=1)})
    return pd.concat([wide, wide.sum().to_frame(TOTAL).T])


def table_equations(rows: int, columns: int) -> list[Equation]:
    """What adds up in a table whose last row and last column are totals; cells are numbered row by row."""
    across = [(r * columns + columns - 1, tuple(r * columns + c for c in range(columns - 1))) for r in range(rows)]
    down = [((rows - 1) * columns + c, tuple(r * columns + c for r in range(rows - 1))) for c in range(columns)]
    return across + down


def what_can_be_known(
    values: np.ndarray,
    hidden: np.ndarray,
    equations: Sequence[Equation],
    *,
    cells: Iterable[int] | None = None,
) -> dict[int, tuple[float, float]]:
    """Lowest and highest value that each hidden cell can have, for somebody who sees all others and knows what adds up.

    values: every cell, totals included; hidden: bool, same length; cells: only these of the hidden ones. Zeros are shown, so a
    hidden count is known to be at least 1; one that is 0 and hidden all the same is only known not to be negative. Raises ContradictionError where no counts at all add up (some of the values aren't true).
    """
    unknown = np.flatnonzero(hidden)
    place = {int(cell): i for i, cell in enumerate(unknown)}
    rows, right = [], []
    for total, parts in equations:
        row, known = np.zeros(len(unknown)), 0.0
        for cell, sign in [(total, -1.0), *((part, 1.0) for part in parts)]:
            if cell in place:
                row[place[cell]] += sign
            else:
                known += sign * float(values[cell])
        if row.any():
            rows.append(row)
            right.append(-known)
    asked = place if cells is None else [int(cell) for cell in cells]
    least = np.minimum(values[unknown], 1.0)
    return {cell: _range(place[cell], rows, right, least) for cell in asked}


def _range(position: int, rows: list[np.ndarray], right: list[float], least: np.ndarray) -> tuple[float, float]:
    if not rows:
        return float(least[position]), float("inf")
    aim = np.zeros(len(least))
    aim[position] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(sign * aim, A_eq=np.array(rows), b_eq=np.array(right), bounds=[(low, None) for low in least], method="highs")
        if found.status == 2:
            raise ContradictionError
        ends.append(float("inf") * -sign if found.status == 3 else sign * float(found.fun))
    return round(ends[0], 6) + 0.0, round(ends[1], 6)


def _protect(values: np.ndarray, small: np.ndarray, equations: Sequence[Equation]) -> np.ndarray:
    hidden = small.copy()
    while (lonely := _lonely(hidden, equations)) is not None:
        hidden[_next_to_hide(lonely, values, hidden, equations)] = True
    while True:
        told = _first_disclosed(values, hidden, small, equations)
        if told is None:
            return hidden
        hidden[_next_to_hide(told, values, hidden, equations)] = True


def _lonely(hidden: np.ndarray, equations: Sequence[Equation]) -> int | None:
    """The only hidden cell of some line: anybody can subtract."""
    for total, parts in equations:
        found = [cell for cell in (total, *parts) if hidden[cell]]
        if len(found) == 1:
            return found[0]
    return None


def _first_disclosed(values: np.ndarray, hidden: np.ndarray, small: np.ndarray, equations: Sequence[Equation]) -> int | None:
    known = what_can_be_known(values, hidden, equations, cells=np.flatnonzero(small))
    return next((cell for cell, ends in known.items() if not is_safe(ends)), None)


def is_safe(known: tuple[float, float]) -> bool:
    """Whether `POSSIBLE` values or more stay possible, for all that is known.

    >>> is_safe((1.0, 3.0)), is_safe((1.0, 2.0)), is_safe((2.0, float("inf")))
    (True, False, True)
    """
    low, high = known
    return high - low >= POSSIBLE - 1


def _next_to_hide(cell: int, values: np.ndarray, hidden: np.ndarray, equations: Sequence[Equation]) -> int:
    """First a partner where a line has a single hidden cell, then more beside one that can be worked out; the smallest, a total last."""
    alone = [line for line in equations if _hidden_in(line, hidden) == 1]
    own = [line for line in equations if cell in (line[0], *line[1])]
    for _total, parts in [*alone, *sorted(own, key=lambda line: _hidden_in(line, hidden))]:
        if shown := [part for part in parts if not hidden[part]]:
            return min(shown, key=lambda part: (values[part] == 0, values[part], part))
    shown_totals = [total for total, _ in [*own, *equations] if not hidden[total]]
    return min(shown_totals, key=lambda total: (values[total], total))


def _hidden_in(line: Equation, hidden: np.ndarray) -> int:
    return int(hidden[[line[0], *line[1]]].sum())


def _small(values: np.ndarray, threshold: int) -> np.ndarray:
    return (values >= 1) & (values < threshold)


def _whole(values: np.ndarray) -> np.ndarray:
    numbers = values.astype(float)
    if not np.isfinite(numbers).all() or (numbers < 0).any() or (numbers != np.floor(numbers)).any():
        raise ValueError("counts must be whole numbers from 0, none missing")
    return numbers
