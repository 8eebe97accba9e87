"""An edition as one viewer may see it: what stands in a query for a table holds only what is seen, so that no accessor can forget it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace

from data.access.row_security import Sees, seen
from data.access.viewers import LIAISON, NO_ORMAS, Viewer
from data.editions.reading import Edition
from data.tables.edition import TABLES

# A role of one kecamatan that sees all of its Ormas: what a liaison officer's counts are made from.
_COUNTS_OF_KECAMATAN = "camat"
_OF_SENDERS = TABLES["meta"].scope.senders if TABLES["meta"].scope else ()
Granted = Callable[[], frozenset[str]]
"""Codes of the Ormas that may be seen by name at this moment; asked at every reading."""


class ScopedEdition(Edition):
    """An edition as one viewer may see it: every query reads, in place of each table, what `row_security` leaves of it.

    Roles of one kecamatan see its rows, those of its Ormas, and the regency; others see all kecamatan. Roles without
    Ormas see neither their rows nor their codes; liaison officers see only those that a grant names, as long as it lasts. Who sent and
    published, and what files were called, is only for those who read the trail.
    """

    def __init__(self, whole: Edition, viewer: Viewer, granted: Granted = frozenset) -> None:
        self._con, self._frames, self.id = whole._con, whole._frames, whole.id
        self._senders = viewer.may("audit")
        hidden = () if self._senders else _OF_SENDERS
        self.meta = {key: value for key, value in whole.meta.items() if key not in hidden}
        self.format, self._relations = whole.format, whole._relations
        self._whole, self._viewer, self.digest = whole, viewer, whole.digest
        self._own = viewer.kecamatan if viewer.narrowed else None
        self._granted = granted
        self.narrowed = self._own is not None
        self.sees_ormas = viewer.role not in NO_ORMAS
        self.names_ormas = self.sees_ormas and viewer.role not in LIAISON
        self._own_ormas: frozenset[str] | None = None
        if self._own is not None:
            units = whole.units("ormas")
            self._own_ormas = frozenset(units.loc[units["kecamatan"].isin(self._own), "unit"])
        self._seen: tuple[Sees, Mapping[str, str]] | None = None

    @property
    def scope(self) -> str:  # type: ignore[override]
        """With the grants of this moment: what was cached under a grant that is over is not found again."""
        return self._viewer.scope if self.names_ormas else "|".join([self._viewer.scope, *sorted(self._granted())])

    @functools.cached_property
    def counting(self) -> Edition:
        """As in `Edition`: for a role without Ormas nothing more than it sees."""
        if self.names_ormas or not self.sees_ormas:
            return self
        return ScopedEdition(self._whole, replace(self._viewer, role=_COUNTS_OF_KECAMATAN)) if self.narrowed else self._whole

    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """As in the whole edition: who borders whom is public, and worked out there at most once."""
        return self._whole.neighbours()

    def filled(self, kecamatan: str | None = None) -> dict[str, str]:
        """As in the whole edition for the regency; nothing for another kecamatan, and nothing about Ormas for a role that doesn't see
        them.
        """
        if self._own is not None and kecamatan is not None and kecamatan not in self._own:
            return {}
        known = self._whole.filled(kecamatan)
        return known if self.sees_ormas else {table: first for table, first in known.items() if table != "ormas"}

    def _read_as(self) -> Mapping[str, str]:
        sees = self._sees()
        kept = self._seen  # one reading: threads may share this
        if kept is None or kept[0] != sees:
            kept = sees, {name: seen(TABLES.get(name), text, sees) for name, text in self._relations.items()}
            self._seen = kept
        return kept[1]

    def _sees(self) -> Sees:
        if not self.sees_ormas:
            return Sees(self._own, frozenset(), frozenset(), without_names=self._own is None, senders=self._senders)
        if self.names_ormas:
            return Sees(self._own, self._own_ormas, None, senders=self._senders)
        named = self._granted()
        return Sees(self._own, named if self._own_ormas is None else named & self._own_ormas, named)


def scoped(edition: Edition, viewer: Viewer, granted: Granted = frozenset) -> Edition:
    """The edition as a viewer may see it; the whole one for roles without limits. granted: see `Granted`."""
    return edition if viewer.scope == Edition.scope else ScopedEdition(edition, viewer, granted)
