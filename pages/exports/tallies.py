"""Counts as they may be published: small ones hidden, the same way in every frame and brief of an edition.

Each table is made in one place, so that a second picture never shows what the first one hides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from analytics import differencing, suppression
from analytics.differencing import Publication
from data.reading import Edition
from pages.components import periods, views

TRAINED = "pengurus_terlatih"
MEASURED = "terukur"
ACTIVE = "aktif"
TOTAL = suppression.TOTAL
REGENCY_WIDE = "__kabupaten__"
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
    """Ormas activities of twelve months by kecamatan of activity; hidden too where fewer than three Ormas stand behind them."""
    return _tally(activity_counts(edition, period))


def activity_counts(edition: Edition, period: str) -> Publication:
    """The counts behind `activities`, the hidden ones too."""
    symbols = views.symbols(edition, period)
    index = [symbol.code or REGENCY_WIDE for symbol in symbols]
    counts = pd.Series([symbol.activities for symbol in symbols], index=index, dtype=int)
    few = pd.Series(
        [0 < symbol.active < suppression.THRESHOLD for symbol in symbols], index=index, dtype=bool
    )
    return differencing.publish_list(counts, "kegiatan", sensitive=few)


def training(edition: Edition, period: str) -> Tally:
    """Active Ormas by kind (ciri khusus): trained in the 24 months to a period, not trained, and the sum as the row's total."""
    return _tally(training_counts(edition, period))


def training_counts(edition: Edition, period: str) -> Publication:
    """The counts behind `training`, the hidden ones too."""
    units = edition.units("ormas")
    units = units[units["status"] == ACTIVE]
    rows = edition.indicators("IKO", "ormas", period=period)
    trained = set(rows[(rows["indicator"] == TRAINED) & (rows["status"] == MEASURED)]["unit"])
    labels = units["unit"].isin(trained).map({True: "dilatih", False: "belum"})
    table = pd.crosstab(units["ciri_khusus"].fillna(UNKNOWN), labels).reindex(
        columns=["dilatih", "belum"], fill_value=0
    )
    return differencing.publish_table(table)


def incidents(edition: Edition, period: str) -> Tally:
    """Incidents of the twelve months to a period by kecamatan: resolved, open, and their sum as the row's total."""
    counts = edition.counts(first=periods.back(period, views.YEAR - 1), last=period)
    counts = counts[counts["kelas"] == views.INCIDENT]
    sums = (
        counts.groupby("kecamatan")[["n", "resolved"]]
        .sum()
        .reindex(edition.units("kecamatan")["unit"], fill_value=0)
    )
    table = pd.DataFrame({"selesai": sums["resolved"], "terbuka": sums["n"] - sums["resolved"]})
    return _tally(differencing.publish_table(table))


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
