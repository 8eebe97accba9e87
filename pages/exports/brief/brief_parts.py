"""What a brief is made of: cards, tables and passages of texts."""

from __future__ import annotations

from dataclasses import dataclass

HIDDEN = "•"
"""Stands in a cell for a count that is hidden."""


@dataclass(frozen=True)
class Card:
    """One of the four figures."""

    label: str
    value: str
    unit: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of texts; `numeric` says which columns stand right."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""


@dataclass(frozen=True)
class Passage:
    """A heading with lines under it; `listed` as a list."""

    title: str
    lines: tuple[str, ...]
    listed: bool = True
