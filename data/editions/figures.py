"""What a published figure (`data.tables.figures`) comes to in an edition: the one place where pages get a count from.

A figure is not known, and never 0, where nothing that it is counted from had been reported by the end of its window, or for any month of
it. Where the window begins before the first report, or a month in it is silent, the figure says so.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data.editions.reading import Edition
from data.store import moments
from data.tables.figure import (
    INCIDENT_REPORTS,
    MONTHLY_REPORTS,
    OPEN,
    ROWS,
    SEVERE,
    SPAN,
    UNITS,
    Figure,
)
from data.tables.figures import FIGURES

MEASURED = "terukur"
_BEGIN = "0000-00"  # before every month


@dataclass(frozen=True)
class Value:
    """One figure of one place and time."""

    figure: Figure
    scope: str
    """Code of the kecamatan, of the Ormas, or of the whole territory."""
    last: str
    """The month that its window ends with."""
    n: int | None
    """None: not known."""
    since: str | None = None
    """The first month that was reported, where the window begins before it."""
    silent: tuple[str, ...] = ()
    """Months of its window, from the first report on, of which nothing came that it is counted from."""
    narrowed: bool = False
    """Whether it is of the viewer's own kecamatan only, though it stands where that of the whole territory would."""
    reporting: tuple[int, int] | None = None
    """Where there are 0 incidents in the whole territory: how many kecamatan ever reported, out of how many; None where all did."""
    part: str = ""
    """The code of the part that it is, where it is told in parts."""
    chosen: bool = False
    """Whether it is of those only that the viewer chose on the page."""

    @property
    def is_whole(self) -> bool:
        """Whether it is known for all of its window: only such figures are set against each other."""
        return self.n is not None and self.since is None and not self.silent and self.reporting is None


def read(
    edition: Edition,
    figure_id: str,
    period: str,
    kecamatan: str | None = None,
    unit: str | None = None,
    part: tuple[str, str] | None = None,
) -> Value:
    """A figure in the window that ends with a month; of one kecamatan (of the event) or of one Ormas if asked.

    part: only the rows with this code in this column, `("jenis", "tawuran")`.

    A viewer with limits gets what the edition shows them: sums of their own rows. Raises ValueError for a figure that is counted from what
    a page shows: see `counted`.
    """
    figure = FIGURES[figure_id]
    if figure.elsewhere or figure.window == SPAN:
        raise ValueError(f"{figure_id} is told of what is shown: `counted`")
    scope = unit or kecamatan or edition.meta.get("territory", "")
    if figure.table == "scores" and not edition.names_ormas and (kecamatan is not None or edition.narrowed):
        return Value(figure, scope, period, None)  # where there are few, how many do well tells who does
    edition = edition if unit is not None else edition.counting
    first, reported = first_month(figure, period), since(edition, figure, kecamatan)
    if not is_known(edition, figure_id, period, kecamatan):
        return Value(figure, scope, period, None)
    narrowed = edition.narrowed and kecamatan is None and unit is None
    n = None
    if not figure.handling or _handling_known(edition, figure, period, kecamatan):
        rows = _rows(edition, figure, first, period, kecamatan, unit)
        rows = rows if part is None else rows[rows[part[0]] == part[1]]
        if figure.verdict is None:
            n = _count(edition, figure, rows)
        elif not rows.empty:
            n = int((rows["verdict"] == figure.verdict).sum())
    if figure.table == "scores" and not edition.has_index:
        n = None  # an edition that assessed nobody doesn't say that 0 are assessed
    few = _reporting(edition, period) if n == 0 and figure.table == "counts" and kecamatan is None else None
    began = reported if reported and reported > first else None
    quiet = silent(edition, figure, began or first, period, kecamatan)
    return Value(figure, scope, period, n, began, quiet, narrowed, few)


def counted(figure_id: str, n: int, *, scope: str = "", last: str = "", part: str = "", chosen: bool = False) -> Value:
    """The value of a figure, or of a part, that a page counted out of what it shows."""
    return Value(FIGURES[figure_id], scope, last, n, part=part, chosen=chosen)


def split(
    edition: Edition,
    figure_id: str,
    period: str,
    by: str,
    kecamatan: str | None = None,
    unknown: str | None = None,
    unit: str | None = None,
) -> dict[str, int] | None:
    """The same by a column (`kecamatan`, `jenis`, `mitra`, `peran_ormas` …), codes in their order; None: not known.

    by: one of those that the figure names; `cells` splits by several. What has no code (the kind of an Ormas that nobody filled in) stands
    under `unknown`, or is left out; a code that is absent counts none. For a figure of harm, a code without incidents is absent, and so is
    one whose harm isn't known.
    """
    _may_split(FIGURES[figure_id], (by,))
    return _split(edition, FIGURES[figure_id], period, by, kecamatan, unknown, unit)


def cells(
    edition: Edition,
    figure_id: str,
    first: str,
    last: str,
    by: tuple[str, ...],
    kecamatan: str | None = None,
    part: tuple[str, str] | None = None,
) -> dict[tuple[str, ...], int]:
    """A figure from one month (for weeks: Monday) to another by several columns: `("kecamatan", "period")`.

    The codes are text, a missing one is empty; what is absent counts none. Whether it was reported is another question.
    """
    figure = FIGURES[figure_id]
    _may_split(figure, by)
    edition = edition if "unit" in by else edition.counting
    rows = _rows(edition, figure, first, last, kecamatan, None)
    rows = rows if part is None else rows[rows[part[0]] == part[1]]
    codes = [rows[column].astype("object").fillna("").astype(str) for column in by]
    return _grouped(edition, figure, rows, codes)


def _may_split(figure: Figure, by: tuple[str, ...]) -> None:
    if unknown := set(by) - set(figure.by):
        raise ValueError(f"{figure.id} is not published by {', '.join(sorted(unknown))}")


def ormas_behind(edition: Edition, figure_id: str, period: str, by: str) -> dict[str, int] | None:
    """How many different Ormas stand behind each part of `split`: what few did is published no more than a small count is."""
    return _split(edition, replace(FIGURES[figure_id], column=UNITS), period, by)


def _split(
    edition: Edition,
    figure: Figure,
    period: str,
    by: str,
    kecamatan: str | None = None,
    unknown: str | None = None,
    unit: str | None = None,
) -> dict[str, int] | None:
    if unit is None and by != "unit":  # split by Ormas: only those that the viewer sees
        edition = edition.counting
    if not is_known(edition, figure.id, period, kecamatan):
        return None
    rows = _rows(edition, figure, first_month(figure, period), period, kecamatan, unit)
    codes = rows[by].astype("object").fillna(unknown) if unknown else rows[by]
    return {code: n for (code,), n in _grouped(edition, figure, rows, [codes]).items()}


def _grouped(edition: Edition, figure: Figure, rows: pd.DataFrame, codes: list[pd.Series]) -> dict[tuple[str, ...], int]:
    """`_count` of each group of rows, in one go where it is a plain sum; what isn't known is left out."""
    groups = rows.groupby(codes)
    found: dict[Hashable, int]
    if figure.harm:
        found = {key: n for key, part in groups if (n := _count(edition, figure, part)) is not None}
    elif figure.column == ROWS:
        found = groups.size().to_dict()
    elif figure.column == UNITS:
        found = groups["unit"].nunique().to_dict()
    elif figure.column == OPEN:
        found = (groups["n"].sum() - groups["resolved"].sum()).to_dict()
    else:
        found = groups[figure.column].sum(min_count=1).dropna().to_dict()
    return {tuple(map(str, key if isinstance(key, tuple) else (key,))): int(n) for key, n in found.items()}


def weakest_dimensions(edition: Edition, period: str) -> dict[str, int]:
    """How many assessed Ormas have their lowest measured indicator in each dimension."""
    whole = edition.counting
    scores = whole.scores("IKO", "ormas", period=period)
    rows = whole.indicators("IKO", "ormas", period=period)
    assessed = scores.loc[scores["score"].notna(), "unit"]
    rows = rows[(rows["status"] == MEASURED) & rows["unit"].isin(assessed)]
    weakest = rows.sort_values(["unit", "score", "indicator"]).drop_duplicates("unit")
    return {str(code): int(n) for code, n in weakest.groupby("dimension").size().items()}


def history(edition: Edition, figure_id: str, periods: Sequence[str]) -> dict[str, int]:
    """The figure of the whole territory in the windows that end with each of these months; without those that aren't known and those whose
    window begins before the first report.
    """
    found = {period: read(edition, figure_id, period) for period in periods}
    return {period: one.n for period, one in found.items() if one.n is not None and one.is_whole}


def since(edition: Edition, figure: Figure, kecamatan: str | None = None) -> str | None:
    """The first month for which anything was reported that a figure is counted from; None: nothing ever was."""
    known = edition.filled()
    if not known.keys() >= set(figure.also):
        return None
    reported = min((known[table] for table in figure.sources if table in known), default=None)
    if reported is not None and kecamatan is not None and figure.table in ("counts", "handling"):
        known = edition.filled(kecamatan)  # whoever reports incidents also reports nil: no report, no count
        return min((known[table] for table in INCIDENT_REPORTS if table in known), default=None)
    return reported


def is_known(edition: Edition, figure_id: str, period: str, kecamatan: str | None = None) -> bool:
    """Whether anything that a figure is counted from had been reported by a month, and for any month of its window."""
    figure = FIGURES[figure_id]
    reported = since(edition, figure, kecamatan)
    if reported is None or reported > period or not _ever(edition, figure, period, kecamatan):
        return False
    months = moments.run(max(first_month(figure, period), reported), period)
    return len(silent(edition, figure, months[0], period, kecamatan)) < len(months)


def silent(edition: Edition, figure: Figure, first: str, last: str, kecamatan: str | None = None) -> tuple[str, ...]:
    """Months from one to another for which nothing came that a figure is counted from; none for what has no months.

    For incidents in one kecamatan, the months that it didn't report: reports of incidents include nil. Nobody reports nil activities, so
    for those a month is silent only if not one came from the whole territory.
    """
    if figure.table not in MONTHLY_REPORTS or not figure.window:
        return ()
    quiet, tables = set(edition.silent_months), MONTHLY_REPORTS[figure.table]
    if tables == INCIDENT_REPORTS:
        quiet |= set(moments.run(first, last)) - edition.heard(tables, kecamatan)
    elif tables and not edition.narrowed:
        quiet |= set(moments.run(first, last)) - edition.heard(tables)
    return tuple(month for month in moments.run(first, last) if month in quiet)


def first_month(figure: Figure, period: str) -> str:
    """The month in which the window of a figure begins.

    >>> first_month(FIGURES["kejadian"], "2026-10"), first_month(FIGURES["ormas_dinilai"], "2026-10")
    ('2025-11', '2026-10')
    """
    return moments.back(period, max(figure.window, 1) - 1)


def _rows(edition: Edition, figure: Figure, first: str, last: str, kecamatan: str | None, unit: str | None) -> pd.DataFrame:
    if figure.table == "counts":
        rows = edition.counts(first=first, last=last, kecamatan=kecamatan)
    elif figure.table == "units":
        rows = _of(edition.units("ormas"), kecamatan, unit)
    elif figure.table == "scores":
        rows = edition.scores("IKO", "ormas", period=last)
        rows = rows[rows["unit"].isin(_of(edition.units("ormas"), kecamatan, unit)["unit"])]
    elif figure.table == "trainings":
        rows = edition.trainings(first=first, last=last, unit=unit)
        rows = rows.merge(_of(edition.units("ormas"), kecamatan, unit), on="unit", how="inner")
    elif figure.table == "handling":
        rows = edition.handling(last, kecamatan=kecamatan)
    elif figure.table in ("hours", "weeks"):
        table = edition.hours if figure.table == "hours" else edition.weeks
        rows = table(first=first, last=last)
        rows = rows if kecamatan is None else rows[rows["kecamatan"] == kecamatan]
    elif figure.table == "deeds":
        rows = edition.activities(first=first, last=last, kecamatan=kecamatan, unit=unit)
    elif unit is not None:
        raise ValueError(f"{figure.id} is never told of one Ormas")
    else:
        rows = edition.involvement(first=first, last=last, kecamatan=kecamatan)
    for column, allowed in figure.rows.items():
        cells = rows[column]
        fits = cells.astype("string").isin([one for one in allowed if one is not None])
        rows = rows[fits | cells.isna() if None in allowed else fits]
    for column, least in figure.least.items():
        rows = rows[rows[column] >= least]
    return rows


def _of(units: pd.DataFrame, kecamatan: str | None, unit: str | None) -> pd.DataFrame:
    if kecamatan is not None:
        units = units[units["kecamatan"] == kecamatan]
    return units if unit is None else units[units["unit"] == unit]


def _count(edition: Edition, figure: Figure, rows: pd.DataFrame) -> int | None:
    """The count of some rows; None: they don't say enough for it to be known."""
    if figure.column == ROWS:
        return len(rows)
    if figure.harm:
        severe = int(rows.loc[rows["keparahan"] == SEVERE, figure.column].sum())
        unknown = rows["harm_unknown"].fillna(rows["n"]).sum()
        known = edition.verdict_rules().harm_is_known(unknown, rows["n"].sum())
        return severe if severe or known else None
    if figure.column == OPEN:
        return int((rows["n"] - rows["resolved"]).sum())
    if figure.column != UNITS and not rows.empty and bool(rows[figure.column].isna().all()):
        return None  # nobody counted it, or an older program published the edition and didn't keep it
    return int(rows["unit"].nunique() if figure.column == UNITS else rows[figure.column].sum())


def _ever(edition: Edition, figure: Figure, period: str, kecamatan: str | None) -> bool:
    """Whether anybody had reported anything of the kind by a month, in any place, and had filled in its column in this one: from those who
    never did, nobody learns that there was none.
    """
    if figure.kept:
        return not _rows(edition, figure, _BEGIN, period, kecamatan, None).empty
    if figure.stated:
        every = replace(figure, rows={}, least={})
        return bool(_rows(edition, every, _BEGIN, period, kecamatan, None)[figure.stated].notna().any())
    if not figure.ever:
        return True
    rows = edition.counts(last=period)
    return any(bool(rows[column].isin(values).any()) for column, values in figure.ever.items())


def _reporting(edition: Edition, period: str) -> tuple[int, int] | None:
    places = [str(code) for code in edition.units("kecamatan")["unit"]]
    first = (since(edition, FIGURES["kejadian"], code) for code in places)
    n = sum(month is not None and month <= period for month in first)
    return (n, len(places)) if n < len(places) else None


def _handling_known(edition: Edition, figure: Figure, period: str, kecamatan: str | None) -> bool:
    """Whether the handling of any incident of a figure is known; where there are no incidents, nothing is unknown."""
    rows_of = {
        **figure.rows,
        **figure.ever,
    }  # whether something was prevented is told by the handling of potentials alone
    wanted = {column: allowed for column, allowed in rows_of.items() if column in ("kelas", "peran_ormas")}
    rows = edition.counts(first=first_month(figure, period), last=period, kecamatan=kecamatan)
    for column, allowed in wanted.items():
        rows = rows[rows[column].isin(allowed)]
    return rows.empty or bool((rows["penanganan"].notna() | (rows["resolved"] > 0)).any())
