"""Arithmetic of months written `2026-10`, and the reporting periods B04, B08, B12."""

from __future__ import annotations

from dataclasses import dataclass

from data.store.moments import back as back
from data.store.moments import run as run


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
