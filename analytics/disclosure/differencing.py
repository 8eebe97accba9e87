"""What two publications tell together that neither tells alone: subtraction over two editions, or two months that overlap.

Two revisions of a month, or two windows that share most of their months, hide different cells. Most cells are the same in
both; whoever takes what one of them shows for what the other hides may work out a small count. No rule that looks at one
edition alone can prevent that: what the other one shows has gone out already. So it is looked for before more goes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.disclosure import suppression
from analytics.disclosure.suppression import THRESHOLD, TOTAL, Equation

Cell = tuple[str, str]
"""Row and column."""


@dataclass(frozen=True)
class Publication:
    """A table of counts with its totals, as it is and as it is published; three frames of the same rows and columns."""

    values: pd.DataFrame
    hidden: pd.DataFrame
    """True where a count is not shown."""
    sensitive: pd.DataFrame
    """True where nobody may work it out; all of these are hidden, beside others that would tell them."""
    equations: tuple[Equation, ...]
    """What adds up; cells are numbered row by row."""

    def shown(self) -> Mapping[Cell, int]:
        """What the reader sees."""
        return {
            (str(row), str(column)): int(self.values.loc[row, column])
            for row in self.values.index
            for column in self.values.columns
            if not self.hidden.loc[row, column]
        }


def publish_list(counts: pd.Series, column: str, *, sensitive: pd.Series | None = None) -> Publication:
    """A list of counts and its total, hidden as by `suppression.suppress_list`."""
    values = pd.concat([counts, pd.Series({TOTAL: counts.sum()})]).to_frame(column)
    hidden = suppression.suppress_list(counts, sensitive=sensitive).to_frame(column)
    secret = (values >= 1) & (values < THRESHOLD)
    if sensitive is not None:
        secret.loc[counts.index, column] |= sensitive.reindex(counts.index).to_numpy(dtype=bool)
    return Publication(values, hidden, secret, ((len(counts), tuple(range(len(counts)))),))


def publish_table(counts: pd.DataFrame) -> Publication:
    """A two-way table and its totals, hidden as by `suppression.suppress_table`."""
    values = suppression.with_totals(counts)
    secret = (values >= 1) & (values < THRESHOLD)
    equations = tuple(suppression.table_equations(*values.shape))
    return Publication(values, suppression.suppress_table(counts), secret, equations)


def disclosed(one: Publication, other: Publication) -> list[Cell]:
    """Sensitive cells of `one` that a reader learns by assuming that what `other` shows hasn't changed.

    A cell counts as told where the reader's range holds fewer than three values, the true count among them:
    a reader whom a changed cell leads astray has learnt nothing. Where the two don't agree with each other, it counts if
    plain subtraction still ends at the true count.

    Returns
    -------
    list of (row, column), in the order of the table.

    Examples
    --------
    >>> first = publish_list(pd.Series({"A": 2, "B": 3, "C": 40}), "n")   # A hidden, B beside it
    >>> later = publish_list(pd.Series({"A": 4, "B": 3, "C": 40}), "n")   # nothing hidden: B was 3 before, so A was 2
    >>> disclosed(first, later), disclosed(later, first)
    ([('A', 'n')], [])
    """
    cells = [(str(row), str(column)) for row in one.values.index for column in one.values.columns]
    true, hidden = one.values.to_numpy(dtype=float).ravel(), one.hidden.to_numpy(dtype=bool).ravel()
    secret, carried = one.sensitive.to_numpy(dtype=bool).ravel(), other.shown()
    return [cells[int(at)] for at in np.flatnonzero(secret & hidden) if _is_told(int(at), cells, true, hidden, one.equations, carried)]


def _is_told(
    at: int,
    cells: Sequence[Cell],
    true: np.ndarray,
    hidden: np.ndarray,
    equations: Sequence[Equation],
    carried: Mapping[Cell, int],
) -> bool:
    believed, unknown = true.copy(), hidden.copy()
    for i in map(int, np.flatnonzero(hidden)):
        if i != at and cells[i] in carried:
            believed[i], unknown[i] = carried[cells[i]], False
    if (unknown == hidden).all():
        return False  # the other publication adds nothing
    try:
        low, high = suppression.what_can_be_known(believed, unknown, equations, cells=[at])[at]
    except suppression.ContradictionError:  # some cell did change; a reader who doesn't notice goes on subtracting
        return bool(_by_subtraction(at, believed, unknown, equations) == true[at])
    return bool(not suppression.is_safe((low, high)) and low <= true[at] <= high)


def _by_subtraction(at: int, believed: np.ndarray, unknown: np.ndarray, equations: Sequence[Equation]) -> float | None:
    """What somebody gets for a cell by filling in one line after another without checking anything."""
    known = {i: float(value) for i, value in enumerate(believed) if not unknown[i]}
    while True:
        before = len(known)
        for total, parts in equations:
            lacking = [cell for cell in (total, *parts) if cell not in known]
            if len(lacking) == 1:
                rest = sum(known[part] for part in parts if part in known)
                known[lacking[0]] = rest if lacking[0] == total else known[total] - rest
        if at in known or len(known) == before:
            return known.get(at)


def small_changes(one: Publication, other: Publication, *, threshold: int = THRESHOLD) -> list[Cell]:
    """Cells that both show and that differ by less than the threshold: for two revisions of one month, the difference
    is itself a small count (of records that came or went).

    >>> first, later = (publish_list(pd.Series({"A": n, "B": 30}), "n") for n in (10, 11))
    >>> small_changes(first, later)
    [('A', 'n'), ('__total__', 'n')]
    """
    before, now = other.shown(), one.shown()
    return [cell for cell, count in now.items() if cell in before and 0 < abs(count - before[cell]) < threshold]
