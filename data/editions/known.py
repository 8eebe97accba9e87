"""What an edition knows anything about: which imported tables were ever filled, and for which months something was verified."""

from __future__ import annotations

from collections.abc import Collection

from data.editions.opening import OpenFile


class Known(OpenFile):
    """The file of an edition, and what is known in it at all, as kept for whoever sees the same of it (`scope`)."""

    scope: str

    def filled(self, kecamatan: str | None = None) -> dict[str, str]:
        """Imported tables with a row that counts (verified, or in a register), and the month of the first: `2026-01`.

        A register has no month: empty text. A table that isn't named was never filled, or never from that kecamatan:
        nothing is known of it.
        """
        known: dict[tuple[str, str | None], dict[str, str]] = vars(self).setdefault("_filled", {})
        key = self.scope, kecamatan  # each figure asks; an edition never changes, what is seen of it may
        if key not in known:
            rows = self._frame(
                "SELECT tabel, min(period) AS first FROM {verification}"
                " WHERE verified > 0 AND ($kecamatan IS NULL OR kecamatan = $kecamatan) GROUP BY tabel"
                " UNION ALL SELECT 'ormas', '' FROM {units} WHERE unit_type = 'ormas'"
                " AND ($kecamatan IS NULL OR kecamatan = $kecamatan) GROUP BY unit_type ORDER BY 1",
                {"kecamatan": kecamatan},
            )
            known[key] = {str(table): str(first) for table, first in rows.itertuples(index=False)}
        return dict(known[key])

    def heard(self, tables: Collection[str], kecamatan: str | None = None) -> frozenset[str]:
        """Months for which any of these tables has a verified row, in one kecamatan if asked."""
        known: dict[str, dict[tuple[str | None, str], set[str]]] = vars(self).setdefault("_heard", {})
        if self.scope not in known:
            by_place: dict[tuple[str | None, str], set[str]] = {}
            rows = self._frame("SELECT DISTINCT kecamatan, tabel, period FROM {verification} WHERE verified > 0")
            for place, table, period in rows.itertuples(index=False):
                for key in ((None, str(table)), (str(place), str(table))):
                    by_place.setdefault(key, set()).add(str(period))
            known[self.scope] = by_place
        return frozenset().union(*(known[self.scope].get((kecamatan, table), ()) for table in tables))
