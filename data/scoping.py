"""An edition as one viewer may see it. The sieve sits below every read, so that no accessor can forget it."""

from __future__ import annotations

import pandas as pd

from data.access import NO_ORMAS, OWN_KECAMATAN, Viewer
from data.reading import Edition

# Columns that name other units than that of the row: kecamatan around a signal, the unit that a factor moves most.
OTHERS = ("neighbours", "drop_unit")


class ScopedEdition(Edition):
    """An edition as one viewer may see it: every frame that is read passes through the same sieve.

    Roles of one kecamatan see its rows, those of its Ormas, and the regency; others see all kecamatan. Roles without
    Ormas see neither their rows nor their codes.
    """

    def __init__(self, whole: Edition, viewer: Viewer) -> None:
        self._con, self.id, self.meta = whole._con, whole.id, whole.meta
        self._whole, self.scope = whole, viewer.scope
        self._own = viewer.kecamatan if viewer.role in OWN_KECAMATAN else None
        self.narrowed = self._own is not None
        self.sees_ormas = viewer.role not in NO_ORMAS
        units = whole.units("ormas") if self._own is not None else pd.DataFrame({"unit": [], "kecamatan": []})
        self._own_ormas = frozenset(units.loc[units["kecamatan"].isin(self._own or ()), "unit"])

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
        sieved = frame[keep].reset_index(drop=True)
        sieved = sieved.assign(**dict.fromkeys([name for name in OTHERS if name in sieved], ""))
        if not typed and "unit" in sieved and not self.sees_ormas:
            sieved = sieved.assign(unit=None)
        return sieved


def scoped(edition: Edition, viewer: Viewer) -> Edition:
    """The edition as a viewer may see it; the whole one for roles without limits."""
    return edition if viewer.scope == Edition.scope else ScopedEdition(edition, viewer)
