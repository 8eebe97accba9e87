"""Counts as they may be published: small ones hidden, the same way in every frame and brief of an edition.

Each table is made in one place, so that a second picture never shows what the first one hides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.editions import disclosure, figures
from data.editions.disclosure import Publication
from data.editions.figures import Value
from data.editions.reading import Edition

ACTIVITY, TRAINED, ACTIVE = "kegiatan_keamanan", "ormas_dilatih_empat_topik", "ormas_aktif"
ALL, CLOSED = "kejadian", "kejadian_selesai"
REGISTERED, AT_WORK = "ormas_terdaftar", "ormas_berkegiatan"
"""The published figures that are told by place or kind."""
TOTAL = disclosure.TOTAL
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
    """Security-and-order activities of twelve months by kecamatan of activity; hidden too where fewer than three Ormas are behind them."""
    return _tally(activity_counts(edition, period))


def activity_counts(edition: Edition, period: str) -> Publication:
    """The counts behind `activities`, the hidden ones too."""
    places = edition.units("kecamatan")["unit"]
    counts = pd.Series(figures.split(edition, ACTIVITY, period, "kecamatan") or {}, dtype=int)
    at_work = pd.Series(figures.ormas_behind(edition, ACTIVITY, period, "kecamatan") or {}, dtype=int)
    counts, at_work = (found.reindex(places, fill_value=0) for found in (counts, at_work))
    few = (at_work > 0) & (at_work < disclosure.THRESHOLD)
    return disclosure.publish_list(counts, "kegiatan", sensitive=few)


def registered(edition: Edition, period: str) -> Tally:
    """Ormas of the register by the kecamatan of their seat."""
    places = edition.units("kecamatan")["unit"]
    counts = pd.Series(figures.split(edition, REGISTERED, period, "kecamatan") or {}, dtype=int)
    return _tally(disclosure.publish_list(counts.reindex(places, fill_value=0), "ormas"))


def training(edition: Edition, period: str) -> Tally:
    """Active Ormas by kind (ciri khusus): trained in the 24 months to a period, not trained, and the sum as the row's total."""
    return _tally(training_counts(edition, period))


def training_counts(edition: Edition, period: str) -> Publication:
    """The counts behind `training`, the hidden ones too."""
    everybody, trained = (
        pd.Series(figures.split(edition, one, period, "ciri_khusus", unknown=UNKNOWN) or {}, dtype=int) for one in (ACTIVE, TRAINED)
    )
    trained = trained.reindex(everybody.index, fill_value=0)
    return disclosure.publish_table(pd.DataFrame({"dilatih": trained, "belum": everybody - trained}))


def incidents(edition: Edition, period: str) -> Tally:
    """Incidents of the twelve months to a period by kecamatan that reported: closed, not closed, and their sum as the row's total."""
    places = [one for one in edition.units("kecamatan")["unit"] if figures.is_known(edition, ALL, period, one)]
    total, closed = (
        pd.Series(figures.split(edition, one, period, "kecamatan") or {}, dtype=int).reindex(places, fill_value=0) for one in (ALL, CLOSED)
    )
    return _tally(disclosure.publish_table(pd.DataFrame({"selesai": closed, "terbuka": total - closed})))


def _tally(made: Publication) -> Tally:
    shown = made.shown()
    return Tally(
        {str(row): {str(column): shown.get((str(row), str(column))) for column in made.values.columns} for row in made.values.index}
    )


def weakest_dimensions(edition: Edition, period: str) -> Tally:
    """Assessed Ormas by the dimension of their lowest measured indicator."""
    counts = pd.Series(figures.weakest_dimensions(edition, period), dtype=int)
    return _tally(disclosure.publish_list(counts, "ormas"))


# Figures of the whole territory that a table by place or kind shows as its total.
_TOTALS: Mapping[str, tuple[Callable[[Edition, str], Tally], str]] = {
    ALL: (incidents, TOTAL),
    ACTIVITY: (activities, "kegiatan"),
    TRAINED: (training, "dilatih"),
    ACTIVE: (training, TOTAL),
    REGISTERED: (registered, "ormas"),
}


def publishable(edition: Edition, value: Value) -> int | None:
    """A figure of the whole territory as every text and card says it: None where it is small, where fewer than three Ormas stand behind its
    activities, where the table of which it is the total hides it, or where it isn't known.
    """
    if value.n is None or hide_small(value.n) is None:
        return None
    if value.figure.id in _TOTALS:
        tally, column = _TOTALS[value.figure.id]
        return None if tally(edition, value.last).get(TOTAL, column) is None else value.n
    if value.figure.table == "deeds":
        at_work = figures.read(edition, AT_WORK, value.last).n
        return None if at_work is None or hide_small(at_work) is None else value.n
    return value.n


def differ_by_few(whole: Value, part: Value) -> bool:
    """Whether two figures side by side give away a small count, that of their difference."""
    return whole.n is not None and part.n is not None and hide_small(whole.n - part.n) is None


def hide_small(count: int) -> int | None:
    """One count that stands alone: None where it is small."""
    return None if 0 < count < disclosure.THRESHOLD else count
