"""How the server does: how long reruns took of late, how many pages are open, what went wrong. Of pages, never of persons.

One a process, in memory: it begins anew with the process, and each process of several knows its own.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

MINUTES = 15
ENOUGH = 20
"""Reruns from which on one in twenty is more than the longest of them."""
KEPT = 10_000
"""Reruns at most; of a busier quarter of an hour the newest."""
FAULTS = 20


@dataclass(frozen=True)
class Times:
    """How long the reruns of a page took, in milliseconds; of all pages: `page` is empty; of fewer than `ENOUGH` no P95 is told."""

    page: str
    n: int
    median: float
    p95: float | None
    longest: float


@dataclass(frozen=True)
class Fault:
    """Something that went wrong in the program: what a line of the log tells more of."""

    when: datetime
    """UTC, without zone."""
    kind: str
    page: str
    request: str


class Pulse:
    """Counters of one process."""

    def __init__(self) -> None:
        self.open_pages = 0
        """Connections of browsers at this moment."""
        self._reruns: deque[tuple[float, str, float]] = deque(maxlen=KEPT)
        self._faults: deque[Fault] = deque(maxlen=FAULTS)

    def note(self, page: str, ended: float, ms: float) -> None:
        """A rerun that came to its end, by a clock of the caller in seconds."""
        self._reruns.append((ended, page, ms))

    def note_fault(self, fault: Fault) -> None:
        """Something went wrong."""
        self._faults.append(fault)

    def times(self, now: float) -> list[Times]:
        """Of the last `MINUTES`: all pages together, then each by itself, the slowest half first. Empty: there was none."""
        of_page: dict[str, list[float]] = {}
        for ended, page, ms in self._reruns.copy():
            if now - ended <= MINUTES * 60:
                of_page.setdefault(page, []).append(ms)
        if not of_page:
            return []
        everything = _times("", (ms for found in of_page.values() for ms in found))
        return [everything, *sorted((_times(page, found) for page, found in of_page.items()), key=lambda one: -one.median)]

    def faults(self) -> list[Fault]:
        """The last ones, the newest first."""
        return list(self._faults.copy())[::-1]


def _times(page: str, found: Iterable[float]) -> Times:
    values = sorted(found)
    return Times(page, len(values), _rank(values, 0.5), _rank(values, 0.95) if len(values) >= ENOUGH else None, values[-1])


def _rank(values: list[float], share: float) -> float:
    """The smallest value that so large a share doesn't exceed (nearest rank): always one that was measured."""
    return values[max(0, math.ceil(share * len(values)) - 1)]
