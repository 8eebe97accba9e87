"""How fast people acted on what has a clock, and what it was: by quarter, for the whole regency.

No area is put before another here, by speed least of all: who reports much would look slow.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data.reference.methods import STEPS, VerdictRules
from data.workflow.acts import OUTCOMES
from data.workflow.matters import Matter

LAST_YEAR = "setahun"
YEAR = 365  # days


@dataclass(frozen=True)
class Pace:
    """How fast one step was taken, of the matters of a quarter whose day for it has passed."""

    n: int
    """How many these are."""
    in_time: int | None
    """How many of them were in time; None: too few to tell."""
    median: float | None
    """Days from the report to the step, those not taken yet counting as longest; None: too few to tell, or more than half not taken."""

    @property
    def is_told(self) -> bool:
        """Whether there are enough of them."""
        return self.in_time is not None


@dataclass(frozen=True)
class Quarter:
    """Matters of one kind that were reported in a quarter, in the whole territory."""

    quarter: str
    """`2026-Q4`, by the day of the report; `LAST_YEAR`: the twelve months until today."""
    kind: str
    n: int
    paces: Mapping[str, Pace]
    """By step (`data.reference.methods.STEPS`)."""
    outcomes: Mapping[str, int]
    """How many ended with each outcome of `acts.OUTCOMES`; the others have none yet."""


def quarterly(matters: Iterable[Matter], rules: VerdictRules, today: date) -> list[Quarter]:
    """How fast people acted, and what it was, by quarter and kind: the last twelve months, then the newest quarter first. Matters are those of the whole territory.

    Counted are only matters whose day for a step has passed, so that what is still in time neither lengthens nor shortens anything; nothing
    is told of fewer than `timely_minimum`.
    """
    parts: dict[tuple[str, str], list[Matter]] = {}
    for one in matters:
        day = one.subject.reported
        parts.setdefault((f"{day.year}-Q{(day.month + 2) // 3}", one.subject.kind), []).append(one)
        if (today - day).days <= YEAR:
            parts.setdefault((LAST_YEAR, one.subject.kind), []).append(one)
    return [
        Quarter(
            quarter,
            kind,
            len(own),
            {step: _pace(own, step, rules, today) for step in STEPS},
            {outcome: sum(one.outcome == outcome for one in own) for outcome in OUTCOMES},
        )
        for (quarter, kind), own in sorted(sorted(parts.items()), key=lambda part: part[0][0], reverse=True)
    ]


def _pace(matters: Iterable[Matter], step: str, rules: VerdictRules, today: date) -> Pace:
    days, in_time = [], 0
    for one in matters:
        row = rules.deadline(one.subject.kind, one.subject.level)
        due = (one.subject.until if step == "acted" else None) or row.due(step, one.subject.reported)
        if due >= today:
            continue
        taken = one.days[step]
        days.append(math.inf if taken is None else float(taken))
        in_time += taken is not None and taken <= (due - one.subject.reported).days
    if len(days) < rules.timely_minimum:
        return Pace(len(days), None, None)
    median = statistics.median(days)
    return Pace(len(days), in_time, median if math.isfinite(median) else None)
