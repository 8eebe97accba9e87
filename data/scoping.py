"""An edition as one viewer may see it. The sieve sits below every read, so that no accessor can forget it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from data.access import LIAISON, NO_ORMAS, Viewer
from data.reading import Edition

# Columns that name other units than that of the row: kecamatan around a signal, the unit that a factor moves most.
OTHERS = ("neighbours", "drop_unit")


# A role of one kecamatan that sees all of its Ormas: what a liaison officer's counts are made from.
_COUNTS_OF_KECAMATAN = "camat"
Granted = Callable[[], frozenset[str]]
"""Codes of the Ormas that may be seen by name at this moment; asked at every reading."""


class ScopedEdition(Edition):
    """An edition as one viewer may see it: every frame that is read passes through the same sieve.

    Roles of one kecamatan see its rows, those of its Ormas, and the regency; others see all kecamatan. Roles without
    Ormas see neither their rows nor their codes; liaison officers those only that a grant names, as long as it lasts.
    """

    def __init__(self, whole: Edition, viewer: Viewer, granted: Granted = frozenset) -> None:
        self._con, self.id, self.meta = whole._con, whole.id, whole.meta
        self._whole, self._viewer, self.digest = whole, viewer, whole.digest
        self._own = viewer.kecamatan if viewer.narrowed else None
        self._granted = granted
        self.narrowed = self._own is not None
        self.sees_ormas = viewer.role not in NO_ORMAS
        self.names_ormas = self.sees_ormas and viewer.role not in LIAISON
        units = whole.units("ormas") if self._own is not None else pd.DataFrame({"unit": [], "kecamatan": []})
        self._own_ormas = frozenset(units.loc[units["kecamatan"].isin(self._own or ()), "unit"])

    @property
    def scope(self) -> str:  # type: ignore[override]
        """With the grants of this moment: what was kept under one that is over is not found again."""
        return (
            self._viewer.scope
            if self.names_ormas
            else "|".join([self._viewer.scope, *sorted(self._granted())])
        )

    @functools.cached_property
    def counting(self) -> Edition:
        """As in `Edition`: for a role without Ormas nothing more than it sees."""
        if self.names_ormas or not self.sees_ormas:
            return self
        return ScopedEdition(self._whole, replace(self._viewer, role=_COUNTS_OF_KECAMATAN)) if self.narrowed else self._whole  # fmt: skip

    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """As in the whole edition: who borders whom is public, and worked out there at most once."""
        return self._whole.neighbours()

    def filled(self, kecamatan: str | None = None) -> dict[str, str]:
        """As in the whole edition; to a role without Ormas nothing is known of them."""
        known = super().filled(kecamatan)
        return (
            known if self.sees_ormas else {table: first for table, first in known.items() if table != "ormas"}
        )

    def _frame(self, sql: str, values: list[object] | dict[str, object] | None = None) -> pd.DataFrame:
        return self._sieved(self._whole._frame(sql, values))

    def _sieved(self, frame: pd.DataFrame) -> pd.DataFrame:
        keep = pd.Series(True, index=frame.index)
        typed = "unit_type" in frame
        if typed and not self.sees_ormas:
            keep &= frame["unit_type"] != "ormas"
        if self._own is not None:
            if typed:
                own = frame["unit"].isin(self._own | self._own_ormas)
                keep &= own | (frame["unit_type"] == "kabupaten")
            elif "kecamatan" in frame:
                keep &= frame["kecamatan"].isin(self._own)
            elif "unit" in frame:
                keep &= frame["unit"].isin(self._own | self._own_ormas)
        named: frozenset[str] | None = None
        if self.sees_ormas and not self.names_ormas and "unit" in frame:
            named = self._granted()
            if typed:
                keep &= (frame["unit_type"] != "ormas") | frame["unit"].isin(named)
            elif "kecamatan" not in frame:  # rows that are of one Ormas each
                keep &= frame["unit"].isin(named)
        sieved = frame[keep].reset_index(drop=True)
        sieved = sieved.assign(**dict.fromkeys([name for name in OTHERS if name in sieved], ""))
        if not typed and "unit" in sieved and not self.sees_ormas:
            sieved = sieved.assign(unit=None)
        elif not typed and named is not None:
            sieved = sieved.assign(unit=sieved["unit"].where(sieved["unit"].isin(named), None))
        return sieved


def scoped(edition: Edition, viewer: Viewer, granted: Granted = frozenset) -> Edition:
    """The edition as a viewer may see it; the whole one for roles without limits. granted: see `Granted`."""
    return edition if viewer.scope == Edition.scope else ScopedEdition(edition, viewer, granted)
