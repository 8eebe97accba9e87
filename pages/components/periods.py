"""Arithmetic of months written `2026-10`, and the reporting periods B04, B08, B12."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Caturwulan:
    """Four months, named by the last: B04, B08 or B12 (the reporting periods of the conflict-handling plan)."""

    year: int
    last_month: int

    @property
    def first(self) -> str:
        """First month, `2026-05`."""
        return f"{self.year:04d}-{self.last_month - 3:02d}"

    @property
    def last(self) -> str:
        """Last month, `2026-08`."""
        return f"{self.year:04d}-{self.last_month:02d}"

    @property
    def year_before(self) -> Caturwulan:
        """The same one a year earlier."""
        return Caturwulan(self.year - 1, self.last_month)


def back(period: str, months: int) -> str:
    """The month so many months earlier.

    >>> back("2026-02", 3), back("2026-10", 12)
    ('2025-11', '2025-10')
    """
    year, month = _split(period)
    whole = year * 12 + month - 1 - months
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def run(first: str, last: str) -> list[str]:
    """Every month from first to last.

    >>> run("2025-12", "2026-02")
    ['2025-12', '2026-01', '2026-02']
    """
    (year, month), (last_year, last_month) = _split(first), _split(last)
    length = (last_year - year) * 12 + last_month - month + 1
    return [back(last, length - 1 - step) for step in range(length)]


def _split(period: str) -> tuple[int, int]:
    year, month = period.split("-")
    return int(year), int(month)
