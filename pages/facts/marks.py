"""What is marked in pictures of a course: days and spans of the calendar, as plain values. No figure depends on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.reference import days
from data.workflow.agenda import Entry
from pages.facts import periods

CLOSE = timedelta(days=3)  # dates of one feast by two ways to compute it
SPAN = 7  # days; what lasts so long is drawn as a field, the rest as a stroke


@dataclass(frozen=True)
class Mark:
    """A day, or a span of days, both ends included; `code` says what it is."""

    first: date
    last: date
    code: str
    is_computed: bool = False
    """No official date was known."""
    kecamatan: str = ""
    """Where; empty: in the whole kabupaten."""

    @property
    def lasts(self) -> bool:
        """Whether it is a span rather than a day."""
        return (self.last - self.first).days + 1 >= SPAN


@dataclass(frozen=True)
class Place:
    """Where a mark stands on an axis whose values stand at 0, 1, 2 …"""

    start: float
    end: float
    lasts: bool

    @property
    def middle(self) -> float:
        """Where a stroke stands."""
        return (self.start + self.end) / 2


def official(first: date, last: date) -> list[Mark]:
    """National and religious days of `data.reference.days` that are marked, between two days."""
    return [Mark(one.first, one.last, one.code, one.is_computed) for one in days.between(first, last) if one.code in days.MARKED]


def own(entries: Sequence[Entry], first: date, last: date) -> list[Mark]:
    """The public agenda of the office (`data.workflow.agenda.public`), between two days."""
    return [
        Mark(one.first, one.last, one.kind, kecamatan=one.kecamatan or "") for one in entries if one.first <= last and one.last >= first
    ]


def together(calendar: Sequence[Mark], agenda: Sequence[Mark]) -> list[Mark]:
    """Both, by date; the same day once: what the office says takes the place of a computed date, an official date that of the office's."""

    def same(one: Mark, other: Mark) -> bool:
        return one.code == other.code and not other.kecamatan and one.first <= other.last + CLOSE and other.first <= one.last + CLOSE

    kept = [one for one in calendar if not (one.is_computed and any(same(one, other) for other in agenda))]
    added = [other for other in agenda if not any(same(one, other) for one in kept)]
    return sorted([*kept, *added], key=lambda one: (one.first, one.code, one.kecamatan))


def edges(first: str, last: str) -> tuple[date, date]:
    """The first day of one month and the last of another.

    >>> edges("2026-01", "2026-02")
    (datetime.date(2026, 1, 1), datetime.date(2026, 2, 28))
    """
    return date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{periods.back(last, -1)}-01") - timedelta(days=1)


def by_month(marks: Sequence[Mark], shown: Sequence[str]) -> list[Place]:
    """Where they stand where each value is that of a month, or of the months since the value before it; a month reaches from -0.5 to 0.5.

    >>> by_month([Mark(date(2026, 2, 1), date(2026, 2, 28), "ramadan")], ["2026-01", "2026-02"])
    [Place(start=0.5, end=1.5, lasts=True)]
    """
    if not shown:
        return []
    step, begins = _step(shown), _number(first_of(shown))

    def at(day: date) -> float:
        month = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return (day.year * 12 + day.month - 1 + (day.day - 1) / month.day - begins) / step - 0.5

    return _placed([(at(one.first), at(one.last + timedelta(days=1)), one.lasts) for one in marks], len(shown))


def first_of(shown: Sequence[str]) -> str:
    """The first month that counts into the first value: of quarters two before that which names it.

    >>> first_of(["2026-03", "2026-06"]), first_of(["2026-03", "2026-04"])
    ('2026-01', '2026-03')
    """
    return periods.back(shown[0], _step(shown) - 1)


def by_week(marks: Sequence[Mark], mondays: Sequence[str]) -> list[Place]:
    """The same where each value is that of a week."""
    if not mondays:
        return []
    begins = date.fromisoformat(mondays[0])
    spans = [((one.first - begins).days / 7 - 0.5, ((one.last - begins).days + 1) / 7 - 0.5, one.lasts) for one in marks]
    return _placed(spans, len(mondays))


def among(marks: Sequence[Mark], first: date, last: date) -> list[Mark]:
    """Those of which some part lies between two days."""
    return [one for one in marks if one.first <= last and one.last >= first]


def _placed(spans: Sequence[tuple[float, float, bool]], n: int) -> list[Place]:
    """Cut to the axis; what lies beyond it is left out."""
    low, high = -0.5, n - 0.5
    return [Place(max(start, low), min(end, high), lasts) for start, end, lasts in spans if start < high and end > low]


def _step(shown: Sequence[str]) -> int:
    """Months from one value to the next."""
    return _number(shown[1]) - _number(shown[0]) if len(shown) > 1 else 1


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1
