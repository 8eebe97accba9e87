"""What stands in the middle of a press frame, as values: classes, lines, bars, one number."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

FLATTENS = 2.5  # times the next one: such a bar leaves the others too short to be compared
MOST_CUT, ROOM_ABOVE = 2, 1.25


@dataclass(frozen=True)
class Legend:
    """One line of a legend: a colour, or hatching where there is no data."""

    colour: str
    text: str
    hatched: bool = False
    count: str = ""
    """How many are of this class, in words; empty: not told."""
    number: int | None = None
    """The class, whose border on the map the swatch has; None: no class of a map."""

    @property
    def said(self) -> str:
        """The text with the count behind it."""
        unbroken = self.count.replace(" ", "\u00a0")  # the number stays with what it counts
        return f"{self.text}: {unbroken}" if self.count else self.text


@dataclass(frozen=True)
class MapBody:
    """Kecamatan with their class; None is not assessed. Merged classes share a number."""

    classes: Mapping[str, int | None]
    names: Mapping[str, str]
    legend: tuple[Legend, ...]


@dataclass(frozen=True)
class TrendBody:
    """A score by month with its interval; NaN is a gap."""

    months: tuple[str, ...]
    labels: tuple[str, ...]
    score: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    edges: tuple[float, ...]
    bands: tuple[str, ...]
    name: str = ""
    beside: tuple[float, ...] = ()
    """The score of what it is compared with, by month; empty: the score stands alone."""
    beside_name: str = ""

    def rounded(self) -> TrendBody:
        """With no more digits than are printed: an SVG keeps what it draws, and exact scores tell single incidents."""

        def cut(values: Sequence[float]) -> tuple[float, ...]:
            return tuple(round(v, 1) for v in values)

        return replace(self, score=cut(self.score), low=cut(self.low), high=cut(self.high))

    def against(self, name: str, beside_name: str, beside: Sequence[float]) -> TrendBody:
        """Beside another score, both named."""
        return replace(self, name=name, beside=tuple(beside), beside_name=beside_name)


@dataclass(frozen=True)
class Bar:
    """One bar: a count (None = hidden) and, behind it, what it is part of."""

    label: str
    value: int | None
    text: str
    whole: int | None = None


@dataclass(frozen=True)
class BarsBody:
    """Bars under a heading, the largest first, hidden ones last."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class NumberBody:
    """One number with its unit, where it lies between 0 and 100, and lines below."""

    value: str
    unit: str
    score: float
    low: float
    high: float
    edges: tuple[float, ...]
    bands: tuple[str, ...]
    lines: tuple[str, ...]


Body = MapBody | TrendBody | BarsBody | NumberBody


def scale_of(bars: Sequence[Bar]) -> float:
    """Up to which count bars are drawn: the largest, or less where one or two would flatten all others; those are cut.

    >>> scale_of([Bar("a", 50, "50"), Bar("b", 40, "40")]), scale_of([Bar("a", 343, "343"), Bar("b", 80, "80")])
    (50, 100.0)
    """
    counts = sorted((bar.whole or bar.value or 0 for bar in bars), reverse=True)
    if not any(bar.whole for bar in bars):  # a part of a cut whole could not be read
        for large, next_one in itertools.pairwise(counts[: MOST_CUT + 1]):
            if next_one and large > FLATTENS * next_one:
                return ROOM_ABOVE * next_one
    return (counts and counts[0]) or 1


def shown_bands(edges: Sequence[float], low: float, high: float) -> tuple[float, float]:
    """From which edge to which a trend is drawn: the bands that it touches, two at least.

    >>> shown_bands((20, 40, 60, 80), 66, 71)
    (40, 80)
    """
    stops = [0, *edges, 100]
    start = max(i for i, stop in enumerate(stops) if stop <= max(low, 0) or i == 0)
    end = min(i for i, stop in enumerate(stops) if stop >= min(high, 100) or i == len(stops) - 1)
    if end - start < 2:
        start, end = (start - 1, end) if start else (start, end + 1)
    return stops[start], stops[end]
