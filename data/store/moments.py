"""Times as people read them. The store keeps UTC; people live in the time zone of the territory, which is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from babel.dates import format_date, format_datetime

from data import numbers
from data.reference import territory
from data.words import Words


def moment(t: Words, utc: datetime | str) -> str:
    """`3 Nov 2026 09.15 WIB` from a UTC time without zone (ISO 8601 where it is text), in the language of the reader."""
    here = local(datetime.fromisoformat(utc) if isinstance(utc, str) else utc)
    clock = "HH:mm" if t.language == "en" else "HH.mm"
    return format_datetime(here, format=f"d MMM y {clock} ", locale=_locale(t)) + (here.tzname() or "")


def local(utc: datetime) -> datetime:
    """A UTC time without zone as one with the zone of the territory, to the second."""
    return utc.replace(tzinfo=UTC, microsecond=0).astimezone(territory.load_territory().time_zone)


def from_to(t: Words, first: str, last: str) -> str:
    """`Oktober 2025–Oktober 2026`: a range of months; a single month is named once."""
    return numbers.between(month(t, first), month(t, last))


def month(t: Words, period: str) -> str:
    """`Oktober 2026` from `2026-10`."""
    first = date(int(period[:4]), int(period[5:]), 1)
    return format_date(first, format="LLLL y", locale=_locale(t))


def day(t: Words, when: date) -> str:
    """`3 Nov 2026`, in the language of the reader."""
    return format_date(when, format="d MMM y", locale=_locale(t))


def begins(day: str) -> datetime:
    """When a day (`2026-10-03`) begins here, as UTC without zone. Raises ValueError for what is no day."""
    zone = territory.load_territory().time_zone
    return datetime.combine(date.fromisoformat(day), time(), zone).astimezone(UTC).replace(tzinfo=None)


def _locale(t: Words) -> str:
    return "en_GB" if t.language == "en" else "id_ID"


def back(period: str, months: int) -> str:
    """The month that lies `months` earlier.

    >>> back("2026-02", 3), back("2026-10", 12)
    ('2025-11', '2025-10')
    """
    year, month = map(int, period.split("-"))
    whole = year * 12 + month - 1 - months
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def run(first: str, last: str) -> list[str]:
    """Every month from first to last; none where they end before they begin.

    >>> run("2025-12", "2026-02")
    ['2025-12', '2026-01', '2026-02']
    """
    (year, month), (last_year, last_month) = (map(int, one.split("-")) for one in (first, last))
    return [back(last, step) for step in range((last_year - year) * 12 + last_month - month, -1, -1)]
