"""Incidents by kecamatan and time, as a heat map that can be narrowed to a type, a police sector, and wider periods."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from data import numbers
from data.editions import figures
from data.editions.reading import Edition
from data.reference.methods import VerdictRules
from data.tables.kejadian import KINDS
from data.words import Words
from pages.facts import marks, periods, signals, views
from pages.facts.periods import Caturwulan
from pages.facts.views import Area
from pages.figures import markup, trend_figures
from pages.panels import filters, framed, marked, states
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, marking, phrasing, sectors
from pages.wording.labels import label

KIND, SECTOR, UNIT = "jenis", "sektor", "satuan"
MONTH, CATURWULAN, YEAR = "bulan", "caturwulan", "tahun"
# A demonstration is not a disturbance; one that turned violent is among the others.
INCIDENTS = tuple(kind for kind in KINDS if kind != "unjuk_rasa")
MONTHS_SHOWN, LONGEST = 24, 36
NEVER = "9999-12"


@dataclass(frozen=True)
class Cell:
    """Verified incidents of one kecamatan (or some) and period.

    n: all of them, including those of months without a sufficient report; None where nothing is recorded and too little was reported to
    call that 0. missing: the months without a sufficient report.
    """

    n: int | None
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every month has a sufficient report."""
        return not self.missing

    @property
    def is_partial(self) -> bool:
        """Whether there is a number that may still grow."""
        return self.n is not None and not self.is_whole


def show(view: Context, areas: Sequence[Area]) -> None:
    """The choices, the map, its table."""
    t = view.t
    a, b, c = st.columns([2, 2, 3], vertical_alignment="bottom")
    with a:
        kind = filters.select(t, KIND, t("Jenis kejadian"), {k: label(t, k) for k in INCIDENTS})
    with b:
        sector = filters.select(t, SECTOR, t("Polsek"), sectors.names(t, areas))
    with c:
        unit = filters.switch(UNIT, t("Satuan waktu"), {MONTH: t("Bulan"), CATURWULAN: t("Caturwulan"), YEAR: t("Tahun")})
    names = {area.code: area.name for area in areas if sector in (None, area.polsek)}
    spans = groups(t, view.period, unit, first_month(view.edition))
    if not spans:
        screen.show(t, markup.tag("p", t("Belum ada satu pun {unit} yang lengkap sampai bulan ini.", unit=unit)))
        return
    counts = context.kept(signals.incidents_by_month)(view.edition, min(spans.values())[0], view.period, kind)
    known, rules = reported(view.edition), view.edition.verdict_rules()
    cells = {
        code: {name: cell(counts.get(code, {}), known.get(code, frozenset()), months, rules) for name, months in spans.items()}
        for code in names
    }
    ordered = sorted(names, key=lambda code: (-sum(one.n or 0 for one in cells[code].values()), names[code]))
    total = sum(one.n or 0 for row in cells.values() for one in row.values())
    if none_at_all(one.n for row in cells.values() for one in row.values()):
        states.no_incident(t, formats.month(t, min(spans.values())[0]), formats.month(t, view.period))
        return
    # a caturwulan or a year holds the same days as every other one
    shown_months = [months[0] for months in spans.values()] if unit == MONTH else []
    calendar = marked.of_months(view, shown_months)
    figure = trend_figures.heat_map(
        t,
        [names[code] for code in ordered],
        list(spans),
        [[cells[code][name].n for name in spans] for code in ordered],
        t("%{y}, %{x}: %{z} kejadian"),
        partial=[[lacking(t, cells[code][name]) if cells[code][name].is_partial else "" for name in spans] for code in ordered],
        marks=marks.by_month(calendar, shown_months),
    )
    framed.show(
        view,
        f"kejadian-{unit}",
        figure,
        headline=phrasing.sentence(
            t,
            t("{incidents}, {time}"),
            incidents=figures.counted("kejadian_waktu", total),
            time=numbers.between(next(iter(spans)), list(spans)[-1]),
        ),
        unit=t(
            "jumlah semua kejadian terverifikasi; lingkaran: laporan belum lengkap, jumlahnya dapat bertambah; silang: laporan belum memadai dan belum ada kejadian. Laporan kejadian, bukan angka kriminalitas Polri."
        ),
        alt=t("Peta panas kejadian menurut kecamatan dan waktu. Isinya ada di tabel di bawah."),
        columns=[
            Column[str](t("Kecamatan"), names.__getitem__),
            *(_column(t, name, cells) for name in spans),
            _incomplete(t, cells, spans),
        ],
        rows=ordered,
        note=" ".join(
            filter(
                None,
                (
                    partial_note(t) if any(one.is_partial for row in cells.values() for one in row.values()) else "",
                    marking.note(t, calendar),
                    sectors.note(t, areas, formats.month(t, view.edition.meta["period"])) if sector else "",
                ),
            )
        ),
    )


def groups(t: Words, last: str, unit: str, first: str) -> dict[str, list[str]]:
    """Months by the name of their period, oldest first; only whole periods that end by `last` and begin after `first`.

    >>> {name: len(months) for name, months in groups("2026-10", "tahun", "2024-06").items()}
    {'2025': 12}
    """
    months = [m for m in periods.run(periods.back(last, LONGEST - 1), last) if m >= first]
    if unit == MONTH:
        return {formats.month_short(t, m): [m] for m in months[-MONTHS_SHOWN:]}
    out: dict[str, list[str]] = {}
    for month in months:
        out.setdefault(_name(t, month, unit), []).append(month)
    whole = 12 if unit == YEAR else 4
    return {name: some for name, some in out.items() if len(some) == whole}


def cell(counts: Mapping[str, int], reported: frozenset[str], months: Sequence[str], rules: VerdictRules) -> Cell:
    """Verified incidents of some months, those of months without a sufficient report among them.

    rules: those of the edition, which decide whether nothing recorded is 0 or not known.
    """
    missing = tuple(month for month in months if month not in reported)
    n = sum(counts.get(month, 0) for month in months)
    return Cell(n if n or rules.may_be_none(len(missing), len(months)) else None, missing)


def shown(t: Words, one: Cell) -> str:
    """A count, with an asterisk where it may still grow; that there were none is never said without naming the months that aren't known."""
    if one.is_partial and not one.n:
        return t("{n} (tanpa {months})", n=formats.whole(t, one.n), months=lacking(t, one))
    return formats.whole(t, one.n) + ("*" if one.is_partial else "")


def lacking(t: Words, one: Cell) -> str:
    """The months without a sufficient report: `Jun 2026, Sep 2026`."""
    return ", ".join(map(functools.partial(formats.month_short, t), one.missing))


def partial_note(t: Words) -> str:
    """What the asterisk means."""
    return t("* laporan belum lengkap: semua kejadian terverifikasi dihitung, tetapi jumlahnya dapat bertambah.")


def none_at_all(cells: Iterable[int | None]) -> bool:
    """Whether something is known and nothing happened. Nothing known is not 0.

    >>> none_at_all([0, None]), none_at_all([None, None]), none_at_all([0, 2])
    (True, False, False)
    """
    known = [n for n in cells if n is not None]
    return bool(known) and not any(known)


def _name(t: Words, month: str, unit: str) -> str:
    if unit == YEAR:
        return month[:4]
    last = math.ceil(int(month[5:]) / 4) * 4
    return formats.caturwulan_short(t, Caturwulan(int(month[:4]), last))


@context.kept
def first_month(edition: Edition) -> str:
    """The first month of the pictures; one after all others where nothing was reported."""
    return views.first_reported(edition) or NEVER


@context.kept
def reported(edition: Edition) -> dict[str, frozenset[str]]:
    """Months with a sufficient report, by kecamatan; whether they allow a rate is another question."""
    rows = edition.reports()
    rows = rows[rows["sufficient"].astype(bool)]
    return {str(code): frozenset(part["period"]) for code, part in rows.groupby("unit")}


def _column(t: Words, name: str, cells: Mapping[str, Mapping[str, Cell]]) -> Column[str]:
    return Column[str](name, lambda code: cells[code][name].n, lambda code: shown(t, cells[code][name]), numeric=True)


def _incomplete(t: Words, cells: Mapping[str, Mapping[str, Cell]], spans: Mapping[str, Sequence[str]]) -> Column[str]:
    """Which periods lack reports, in words, and for wider periods which of their months."""

    def named(name: str, one: Cell) -> str:
        return name if one.missing == tuple(spans[name]) else t("{period} (tanpa {months})", period=name, months=lacking(t, one))

    return Column[str](
        t("Laporan belum lengkap"), lambda code: ", ".join(named(name, one) for name, one in cells[code].items() if not one.is_whole)
    )
