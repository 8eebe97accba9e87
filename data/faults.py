"""What is wrong with a file: every fault, grouped by cause, in words that say how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from data import numbers
from data.privacy import gate
from data.words import NOTHING, Message, joined, msg, msg_n, written

_SHOWN = 40  # letters of a value that are echoed
_LISTED = 30  # rows named per cause on a terminal; the marked file names all
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Problem:
    """Why one value can't be taken: what was found, what is expected, how to mend it. Whole phrases."""

    cause: Message
    expected: Message
    remedy: Message = NOTHING


@dataclass
class Group:
    """All places of one column with the same problem."""

    column: str | Message
    """Header; several separated by a comma where a rule compares them; empty where a whole row is meant."""
    problem: Problem
    """The first one; only the remedy may differ from place to place."""
    rows: list[int] = field(default_factory=list)
    """As the person sees them; 0 stands for the file as a whole."""
    values: list[str | Message] = field(default_factory=list)
    """What stands there, as shown (never personal data); same length as `rows`."""
    remedies: list[Message] = field(default_factory=list)
    """How to mend each; same length as `rows`."""
    cells: list[int | None] = field(default_factory=list)
    """Place of the cell in its row, from 0, where `column` is none of the table's; same length as `rows`."""


class Findings:
    """Faults or warnings while a file is checked."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str | Message, Message], Group] = {}
        self._same: dict[tuple[str | Message, int], tuple[Problem, Group]] = {}
        self._places: set[tuple[int, str | Message]] = set()

    def add(self, column: str | Message, problem: Problem, row: int, value: object = None, *, cell: int | None = None) -> None:
        """Note one place. cell: where in the row, from 0, for a column that isn't one of the table's."""
        if (known := self._same.get((column, id(problem)))) is None:  # one problem may have a thousand rows: its words are compared once
            known = (problem, self._groups.setdefault((column, problem.cause), Group(column, problem)))
            self._same[column, id(problem)] = known
        group = known[1]
        group.rows.append(row)
        group.values.append(shown(value, names=column != "kecamatan"))
        group.remedies.append(problem.remedy)
        group.cells.append(cell)
        self._places.add((row, column))

    def add_all(self, column: str, problem: Problem, rows: Iterable[int], values: Iterable[object] | None = None) -> None:
        """Note many places of one problem."""
        rows = list(rows)
        for row, value in zip(rows, values or [None] * len(rows), strict=True):
            self.add(column, problem, row, value)

    def has(self, row: int, column: str) -> bool:
        """Whether something is noted there already."""
        return (row, column) in self._places

    @property
    def groups(self) -> tuple[Group, ...]:
        """Columns in order of appearance, the causes of a column as they came."""
        return tuple(self._groups.values())

    @property
    def rows(self) -> set[int]:
        """Every row with something noted; 0 = the file."""
        return {row for row, _ in self._places}

    def __len__(self) -> int:
        return sum(len(group.rows) for group in self._groups.values())


def shown(value: object, *, names: bool = True) -> str | Message:
    """A value as it may be echoed: no personal data, short, on one line, no characters that change how a line is shown."""
    if value is None or value != value:  # NaN
        return ""
    text = gate.hide(str(value), names=names)
    if text == gate.HIDDEN:
        return msg(gate.HIDDEN)
    text = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def plain(text: str) -> str:
    """A sentence for a place that reads Markdown: what came from a file is shown literally."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~$:-])", r"\\\1", text).replace("\n", "  \n")


def number(count: int) -> Message:
    """A count in the form of the language: 1.208 in Indonesian."""
    return written(numbers.decimal, count, 0)


def ranges(rows: Sequence[int]) -> str:
    """Row numbers as people write them.

    Examples
    --------
    >>> ranges([2, 3, 4, 9])
    '2–4, 9'
    """
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ", ".join(numbers.between(str(first), str(last)) for first, last in parts)


def describe(groups: Sequence[Group]) -> Message:
    """All groups as lines of text: column, cause, rows with their values, expected, remedy."""
    return joined("\n", map(_describe, groups))


def _describe(group: Group) -> Message:
    problem = group.problem
    head = msg("kolom {column}: {cause}", column=group.column, cause=problem.cause) if group.column else problem.cause
    lines = [joined("", ["- ", head, _count(group)])]
    if any(group.rows):
        lines.append(joined("", ["    ", places(group)]))
    if problem.expected:
        lines.append(joined("", ["    ", msg("Yang diharapkan: {expected}.", expected=problem.expected)]))
    if problem.remedy and not _differ(group.remedies):
        lines.append(joined("", ["    ", msg("Perbaikan: {remedy}.", remedy=problem.remedy)]))
    return joined("\n", lines)


def _count(group: Group) -> Message:
    n = len(group.rows)
    return NOTHING if n == 1 else joined("", [" (", msg_n("{n} tempat", "{n} tempat", n), ")"])


def places(group: Group) -> Message:
    """Where a problem is: `baris 4 "abc", 7 "x"`, or only ranges of rows where there is no value to show or all share one."""
    if not any(group.rows):
        return msg("seluruh berkas")
    several = _differ(group.remedies)
    if not several and not _differ(group.values):
        rows = msg("baris {rows}", rows=_cut(ranged := ranges(group.rows).split(", "), len(ranged)))
        return joined("", [rows, ': "', group.values[0], '"']) if group.values[0] else rows
    listed = [
        joined("", [f'{row} "', value, '"', joined("", [" (", remedy, ")"]) if several and remedy else NOTHING])
        for row, value, remedy in islice(zip(group.rows, group.values, group.remedies, strict=True), _LISTED)
    ]
    return msg("baris {rows}", rows=_cut(listed, len(group.rows)))


def _differ(items: Sequence[object]) -> bool:
    return any(one != items[0] for one in items)


def _cut(places: Sequence[str | Message], n: int) -> Message:
    if n <= _LISTED:
        return joined(", ", places)
    return joined(" ", [joined(", ", places[:_LISTED]), msg_n("… dan {n} lainnya", "… dan {n} lainnya", n - _LISTED)])
