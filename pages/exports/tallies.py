"""Counts as they may be published: small ones hidden, the same way in every frame and brief of an edition.

Each table is made in one place, so that a second picture never shows what the first one hides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from analytics import differencing, suppression
from analytics.differencing import Publication
from data import figures
from data.reading import Edition

MEASURED = "terukur"
ACTIVITY, TRAINED, ACTIVE = "kegiatan_keamanan", "ormas_dilatih_empat_topik", "ormas_aktif"
ALL, CLOSED = "kejadian", "kejadian_selesai"
"""The published figures that are told by place or kind."""
TOTAL = suppression.TOTAL
UNKNOWN = "__tidak_diketahui__"


@dataclass(frozen=True)
class Tally:
    """Published counts by row and column; None where a count is hidden. The row `TOTAL` is the sum."""

    cells: Mapping[str, Mapping[str, int | None]]

    def get(self, row: str, column: str) -> int | None:
        """One count, None where it is hidden."""
        return self.cells[row][column]

    @property
    def rows(self) -> list[str]:
        """The rows without their total."""
        return [row for row in self.cells if row != TOTAL]

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return any(value is None for row in self.cells.values() for value in row.values())


def activities(edition: Edition, period: str) -> Tally:
    """Security-and-order activities of twelve months by kecamatan of activity; hidden too where fewer than three Ormas stand behind them."""
    return _tally(activity_counts(edition, period))


def activity_counts(edition: Edition, period: str) -> Publication:
    """The counts behind `activities`, the hidden ones too."""
    places = edition.units("kecamatan")["unit"]
    counts = pd.Series(figures.split(edition, ACTIVITY, period, "kecamatan") or {}, dtype=int)
    at_work = pd.Series(figures.ormas_behind(edition, ACTIVITY, period, "kecamatan") or {}, dtype=int)
    counts, at_work = (found.reindex(places, fill_value=0) for found in (counts, at_work))
    few = (at_work > 0) & (at_work < suppression.THRESHOLD)
    return differencing.publish_list(counts, "kegiatan", sensitive=few)


def training(edition: Edition, period: str) -> Tally:
    """Active Ormas by kind (ciri khusus): trained in the 24 months to a period, not trained, and the sum as the row's total."""
    return _tally(training_counts(edition, period))


def training_counts(edition: Edition, period: str) -> Publication:
    """The counts behind `training`, the hidden ones too."""
    everybody, trained = (
        pd.Series(figures.split(edition, one, period, "ciri_khusus", unknown=UNKNOWN) or {}, dtype=int)
        for one in (ACTIVE, TRAINED)
    )
    trained = trained.reindex(everybody.index, fill_value=0)
    return differencing.publish_table(pd.DataFrame({"dilatih": trained, "belum": everybody - trained}))


def incidents(edition: Edition, period: str) -> Tally:
    """Incidents of the twelve months to a period by kecamatan that reported: closed, not closed, and their sum as the row's total."""
    places = [
        one for one in edition.units("kecamatan")["unit"] if figures.is_known(edition, ALL, period, one)
    ]
    total, closed = (
        pd.Series(figures.split(edition, one, period, "kecamatan") or {}, dtype=int).reindex(
            places, fill_value=0
        )
        for one in (ALL, CLOSED)
    )
    return _tally(differencing.publish_table(pd.DataFrame({"selesai": closed, "terbuka": total - closed})))


def _tally(made: Publication) -> Tally:
    shown = made.shown()
    return Tally({str(row): {str(column): shown.get((str(row), str(column))) for column in made.values.columns} for row in made.values.index})  # fmt: skip


def weakest_dimensions(edition: Edition, period: str, assessed: Collection[str]) -> Tally:
    """Assessed Ormas by the dimension of their lowest measured indicator."""
    rows = edition.indicators("IKO", "ormas", period=period)
    rows = rows[(rows["status"] == MEASURED) & rows["unit"].isin(list(assessed))]
    weakest = rows.sort_values(["unit", "score", "indicator"]).drop_duplicates("unit")
    return _tally(differencing.publish_list(weakest.groupby("dimension").size(), "ormas"))


def hide_small(count: int) -> int | None:
    """One count that stands alone: None where it is small."""
    return None if 0 < count < suppression.THRESHOLD else count
