"""What a published figure is; the figures themselves stand in `data.tables.figures`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.tables.kejadian import SEVERITIES

YEAR, TWO_YEARS = 12, 24
INCIDENT, PREVENTED, POTENTIAL, OPINION = "gangguan", "dicegah", "potensi", "penyampaian_pendapat"
SEVERE = SEVERITIES[-1]
UNITS = "__ormas__"
"""In place of a column to add up: how many different Ormas stand in the rows."""
ROWS = "__baris__"
"""In place of a column to add up: how many rows there are."""
OPEN = "terbuka"
"""In place of a column to add up: those that aren't settled, `n` without `resolved`."""
SPAN = -1
"""In place of a window: the months or weeks that are shown, named beside the figure."""


@dataclass(frozen=True)
class Figure:
    """One published figure.

    id: its name in code. title: heading of a card or column, with its window. phrase: how a sentence says it, `{n}` for
    the number. definition, unit (`{n} kejadian`): for people, in Indonesian; all four have a translation.
    table: the table of the edition that it is counted from; `column` is added up over the rows that have one of the
    values that `rows` allows (None: an empty cell) and at least the amounts of `least`.
    window: months, the last one included; 0: as things stand at publishing, 1: of that month, `SPAN`: those shown.
    by: columns by which it may be told in parts.
    elsewhere: the module that counts it, where that takes more than rows: `figures.counted` makes its value.
    sources: imported tables, of which at least one must be filled, and `also` every one of these, or the figure is not
    known: a number that nobody could have reported is never 0.
    handling: known only where the handling of any of its incidents is.
    harm: counts only the severe incidents; that there is none is known only where casualties and damage were stated for enough of the
    incidents (`harm_unknown_maximum` of the verdict rules). ever: known only where any row up to then has one of these values: where nobody
    ever reported a potential, that there was none isn't known.
    kept: known only where the edition keeps any row of it, rows of 0 included.
    stated: an optional column of the table, known only where any row of the place up to then has it: where nobody ever
    filled it in, that there was none isn't known.
    verdict: only scores with this verdict (`analytics.verdicts.scores`), known only where there is any score.
    """

    id: str
    title: str
    phrase: str
    definition: str
    unit: str
    table: str
    sources: tuple[str, ...]
    window: int = YEAR
    rows: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    column: str = "n"
    handling: bool = False
    harm: bool = False
    also: tuple[str, ...] = ()
    ever: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: bool = False
    stated: str = ""
    verdict: str | None = None
    by: tuple[str, ...] = ()
    elsewhere: str = ""


INCIDENT_REPORTS = ("kelengkapan", "kejadian")  # a report of nil makes a quiet month a known one
# By what a month counts as reported, for the figures counted from a table: a month without any of it is unknown, not 0. Trainings are rare:
# for them only a month for which nothing at all came is unknown.
MONTHLY_REPORTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("counts", "parts", "hours", "weeks", "handling"), INCIDENT_REPORTS),
    "deeds": ("kegiatan",),
    "trainings": (),
}
