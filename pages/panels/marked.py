"""What a picture of a course marks: the calendar between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pages.facts import marks
from pages.facts.marks import Mark
from pages.session.context import Context


def between(view: Context, first: date, last: date) -> list[Mark]:
    """The marks between two days, both included."""
    return marks.official(first, last)


def of_months(view: Context, months: Sequence[str]) -> list[Mark]:
    """The marks of the months that a picture shows, oldest first; where a value is that of a quarter, those of the whole quarter."""
    if not months:
        return []
    return between(view, *marks.edges(marks.first_of(months), months[-1]))


def of_weeks(view: Context, mondays: Sequence[str]) -> list[Mark]:
    """The marks of the weeks that a picture shows."""
    if not mondays:
        return []
    return between(view, date.fromisoformat(mondays[0]), date.fromisoformat(mondays[-1]) + timedelta(days=6))
