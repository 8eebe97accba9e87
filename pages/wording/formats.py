"""Numbers, months and periods as people write them, in both languages (CLDR, by Babel)."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal

from data import numbers
from data.store import moments
from data.words import Words
from data.workflow import trail
from pages.facts.periods import Caturwulan

NOTHING = "–"
RAREST = 0.001  # smaller probabilities are shown as smaller than this


def absent(value: float | None) -> bool:
    """Whether there is no value: None or NaN."""
    return value is None or math.isnan(value)


def number(t: Words, value: float | None, digits: int = 1) -> str:
    """`71,4`; a dash where there is no value."""
    if value is None or math.isnan(value):
        return NOTHING
    return _decimal(round(value, digits) + 0.0, digits, _locale(t))  # + 0.0: no "-0,0"


def whole(t: Words, value: float | None) -> str:
    """`1.234`."""
    return number(t, value, 0)


def signed(t: Words, value: float | None, digits: int = 1) -> str:
    """`+3,2` or `−3,2` with a real minus sign; `0,0` has none."""
    if value is None or math.isnan(value):
        return NOTHING
    text = number(t, abs(value), digits)
    return text if round(value, digits) == 0 else f"{'+' if value > 0 else '−'}{text}"


def probability(t: Words, value: float | None) -> str:
    """`0,012` for a p or q; `< 0,001` below what three digits can show, and never 0. A dash where there is no value."""
    if value is None or math.isnan(value):
        return NOTHING
    return f"< {number(t, RAREST, 3)}" if value < RAREST else number(t, value, 3)


def span(t: Words, low: float | None, high: float | None, digits: int = 1) -> str:
    """`69,8–73,0`; a dash where there is no interval, one number where its ends are written the same."""
    return NOTHING if absent(low) or absent(high) else numbers.between(number(t, low, digits), number(t, high, digits))


def month(t: Words, period: str) -> str:
    """`Oktober 2026` from `2026-10`."""
    return _month(period, "LLLL y", _locale(t))


def from_to(t: Words, first: str, last: str) -> str:
    """`Oktober 2025–Oktober 2026`: a range of months; a single month is named once."""
    return moments.from_to(t, first, last)


def months(t: Words, listed: Sequence[str]) -> str:
    """`April–September 2026, November 2026`: months in order, consecutive ones as a range."""
    spans: list[list[str]] = []
    for one in sorted(listed):
        if spans and moments.run(spans[-1][-1], one)[1:] == [one]:
            spans[-1].append(one)
        else:
            spans.append([one])
    return ", ".join(_span_of_months(t, some[0], some[-1]) for some in spans)


def _span_of_months(t: Words, first: str, last: str) -> str:
    start = _month(first, "LLLL", _locale(t)) if first[:4] == last[:4] and first != last else month(t, first)
    return numbers.between(start, month(t, last))


def day(t: Words, when: date) -> str:
    """`25 November 2026`."""
    return _day(when, "d MMMM y", _locale(t))


def day_short(t: Words, when: date) -> str:
    """`5 Okt 2026`."""
    return _day(when, "d MMM y", _locale(t))


def days(t: Words, first: date, last: date) -> str:
    """`5 Okt 2026`, or `30 Sep–5 Okt 2026`."""
    if first == last:
        return day_short(t, first)
    start = _day(first, "d MMM", _locale(t)) if first.year == last.year else day_short(t, first)
    return numbers.between(start, day_short(t, last))


def month_short(t: Words, period: str) -> str:
    """`Okt 2026`."""
    return _month(period, "LLL y", _locale(t))


def moment(t: Words, utc: datetime | str | None) -> str:
    """`3 Nov 2026 09.15 WIB` from a UTC time without zone, in the time zone of the territory; a dash for nothing."""
    return moments.moment(t, utc) if utc else NOTHING


def person(t: Words, name: str | None) -> str:
    """Who did something; in place of the account of this machine, whose name says nothing, words. A dash for nobody."""
    return t(trail.person(name)) if name else NOTHING


def caturwulan_short(t: Words, span_of_months: Caturwulan) -> str:
    """`B08 2025`, for pages that say what B08 is."""
    return t("B{code} {year}", code=f"{span_of_months.last_month:02d}", year=span_of_months.year)


# A page shows a few thousand numbers, mostly the same as before; Babel takes 50 µs for each.
@functools.lru_cache(maxsize=16_384)
def _decimal(value: float, digits: int, locale: str) -> str:
    return format_decimal(value, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=locale)


@functools.lru_cache(maxsize=4_096)
def _month(period: str, pattern: str, locale: str) -> str:
    return format_date(_first(period), format=pattern, locale=locale)


@functools.lru_cache(maxsize=4_096)
def _day(when: date, pattern: str, locale: str) -> str:
    return format_date(when, format=pattern, locale=locale)


def _first(period: str) -> date:
    return date(int(period[:4]), int(period[5:]), 1)


def _locale(t: Words) -> str:
    return "en_GB" if t.language == "en" else "id_ID"
