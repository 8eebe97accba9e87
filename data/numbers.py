"""Numbers as the language of the reader writes them (CLDR, by Babel), for texts that are made below the pages."""

from __future__ import annotations

from babel.numbers import format_decimal

from data.words import Words


def plain(t: Words, value: float) -> str:
    """`7,5`, `1234`: no more decimals than the number has, and no separator between thousands.

    >>> t = Words("id")
    >>> plain(t, 7.5), plain(t, 1234.0), plain(t, 0.125)
    ('7,5', '1234', '0,125')
    """
    return _written(t, value, "0.######")


def decimal(t: Words, value: float, digits: int = 1) -> str:
    """`1.267,9`."""
    return _written(t, round(value, digits) + 0.0, "#,##0" + ("." + "0" * digits if digits else ""))


def percent(t: Words, share: float) -> str:
    """`95%` of .949."""
    return f"{decimal(t, 100 * share, 0)}%"


def between(first: str, last: str) -> str:
    """A range between two written values; only the value where both are the same.

    >>> between("2024", "2026"), between("2026", "2026")
    ('2024–2026', '2026')
    """
    return first if first == last else f"{first}–{last}"


def _written(t: Words, value: float, pattern: str) -> str:
    return str(format_decimal(value, format=pattern, locale=t.language))
