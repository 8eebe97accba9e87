"""What a picture of a course marks: the calendar, and the public agenda of the office, between two days.

Notified demonstrations are no part of it: `data.workflow.agenda.public` doesn't know them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from data.errors import DataError
from data.workflow import agenda
from data.workflow.agenda import Entry
from pages.facts import marks
from pages.facts.marks import Mark
from pages.figures import markup
from pages.session import context, screen
from pages.session.context import Context


def of_months(view: Context, months: Sequence[str], *, kecamatan: str | None = "") -> list[Mark]:
    """The marks of the months that a picture shows, oldest first; where a value is that of a quarter, those of the whole quarter.

    kecamatan: whose own are among them; empty: nobody's, only those of the whole kabupaten; None: everybody's.
    """
    return _between(view, *marks.edges(marks.first_of(months), months[-1]), kecamatan) if months else []


def of_weeks(view: Context, mondays: Sequence[str]) -> list[Mark]:
    """The marks of the whole kabupaten in the weeks that a picture shows."""
    if not mondays:
        return []
    return _between(view, date.fromisoformat(mondays[0]), date.fromisoformat(mondays[-1]) + timedelta(days=6), "")


def _between(view: Context, first: date, last: date, kecamatan: str | None) -> list[Mark]:
    own = marks.own(_agenda(view), first, last)
    return marks.together(marks.official(first, last), [one for one in own if kecamatan is None or one.kecamatan in ("", kecamatan)])


def _agenda(view: Context) -> list[Entry]:
    """What the store says; where it can't be read the picture is drawn without, and says so: its figures are those of the edition."""
    t = view.t
    try:
        return context.kept(agenda.public)(view.session.home)
    except DataError as reason:
        screen.show(t, markup.tag("p", t("Tanpa penanda agenda kantor: {reason}", reason=t(reason.message)), "k-note"))
        return []
