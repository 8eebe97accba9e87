"""The one table of due dates: for each kind of matter and level until when it is received, checked and acted on, and whose turn it is.

Days count from the day on which the matter was reported. What is late goes to the next office after a set number of days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from analytics.method import Names

RECEIVED, CHECKED, ACTED = "received", "checked", "acted"
STEPS = (RECEIVED, CHECKED, ACTED)
INCIDENT, SIGNAL, DECISION, REPORT, TRAINING = "kejadian", "sinyal", "keputusan", "laporan", "pelatihan"
KINDS = (INCIDENT, SIGNAL, DECISION, REPORT, TRAINING)
_KEYS = {"kind", "level", "days", "offices", "passed_on", "source"}


@dataclass(frozen=True)
class Turn:
    """What is due next for a matter."""

    step: str
    """Of `STEPS`."""
    due: date
    """The last day on which it is in time."""
    late: int
    """Days since then; 0: not late."""
    office: str
    """Whose turn it is: the office in charge, or the one to which it went because it is late."""
    passed_on: bool
    """Whether it went on."""


@dataclass(frozen=True)
class Deadline:
    """One row of the table. days, offices: by step; a step that isn't there is never due. Offices stand in the order in which it goes on."""

    kind: str
    level: int | None
    """Of severity or of a signal; None: the kind has no levels."""
    days: Mapping[str, int]
    offices: Mapping[str, tuple[str, ...]]
    passed_on: int
    """After so many days too late it goes to the next office, after as many again to the one behind it."""
    source: Names

    def due(self, step: str, reported: date) -> date:
        """The last day on which a step is in time."""
        return reported + timedelta(days=self.days[step])

    def turn(
        self, reported: date, done: Mapping[str, date | None], today: date, owner: str | None = None, until: date | None = None
    ) -> Turn | None:
        """What is due next: the first step behind the last one that was taken; what was acted on needs no receipt any more.

        owner: the office to which somebody assigned it; it comes before the others. until: a day that a meeting set for acting, which holds
        instead of the table's. None: every step that has a due date was taken.
        """
        taken = [number for number, step in enumerate(STEPS) if done.get(step)]
        for step in STEPS[max(taken, default=-1) + 1 :]:
            if step not in self.days:
                continue
            due = until if until and step == ACTED else self.due(step, reported)
            late = max((today - due).days, 0)
            chain = self.chain(step, owner)
            further = min((late - 1) // self.passed_on if late else 0, len(chain) - 1)
            return Turn(step, due, late, chain[further], further > 0)
        return None

    def chain(self, step: str, owner: str | None = None) -> tuple[str, ...]:
        """The offices to which a step goes, one after the other."""
        known = self.offices[step]
        return known if owner is None else (owner, *(one for one in known if one != owner))


def parse(rows: Sequence[Any], file: str) -> tuple[Deadline, ...]:
    """The rows of `[[deadline]]`. Raises ValueError naming file and row for what is missing, unknown, out of range or there twice."""
    found = tuple(_row(file, number, row) for number, row in enumerate(rows, 1))
    keys = [(one.kind, one.level) for one in found]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{file}: deadline {key[0]} {key[1] or ''} stands twice".replace("  ", " "))
    return found


def _row(file: str, number: int, row: Mapping[str, Any]) -> Deadline:
    def need(key: str, what: str, *, holds: bool) -> Any:
        if not holds:
            raise ValueError(f"{file}: deadline {number}: key {key!r}: {what} is needed, found {row.get(key)!r}")
        return row.get(key)

    if strange := sorted(set(row) - _KEYS):
        raise ValueError(f"{file}: deadline {number}: unknown key {strange[0]!r}; known: {', '.join(sorted(_KEYS))}")
    kind = need("kind", f"one of {', '.join(KINDS)}", holds=row.get("kind") in KINDS)
    level = need("level", "1, 2 or 3, or none", holds=row.get("level") in (None, 1, 2, 3))
    days = need("days", "whole days by step", holds=_is_days(row.get("days")))
    in_order = [days[step] for step in STEPS if step in days]
    need("days", "that no step is due after a later one", holds=in_order == sorted(in_order))
    offices = need("offices", "a list of offices for each step of 'days'", holds=_is_offices(row.get("offices"), days))
    passed_on = need("passed_on", "whole days", holds=_whole(row.get("passed_on")))
    source = need("source", "a text in both languages", holds=_is_said(row.get("source")))
    chains = {step: tuple(offices[step]) for step in days}
    return Deadline(kind, level, dict(days), chains, passed_on, Names(source["id"], source["en"]))


def _is_days(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and set(value) <= set(STEPS) and all(map(_whole, value.values()))


def _is_offices(value: Any, days: Mapping[str, int]) -> bool:
    return isinstance(value, Mapping) and set(value) == set(days) and all(map(_names, value.values()))


def _is_said(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value.get("id")) and bool(value.get("en"))


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _names(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value) and len(set(value)) == len(value)
