"""Incidents by week, for kecamatan or police sectors, narrowed by type and state of handling. No incident by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from data import numbers
from data.editions import figures
from data.editions.reading import Edition
from data.tables.kejadian import HANDLING
from data.words import Words
from pages.facts import marks, periods
from pages.facts.views import Area
from pages.figures import markup, trend_figures
from pages.panels import filters, framed, heat, marked, states
from pages.panels.heat import Cell
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, marking, phrasing, sectors
from pages.wording.labels import label

ROWS, KIND, STATE = "baris_minggu", "jenis_minggu", "penanganan"
KECAMATAN, SECTOR = "kecamatan", "polsek"
SHOWN = 26
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """Incidents of one week in one kecamatan, of one type, in one state of handling."""

    monday: str
    kecamatan: str
    kind: str
    state: str | None
    n: int


def mondays(last: str, first: str, shown: int = SHOWN) -> list[str]:
    """Mondays of the last whole weeks that begin in or after one month and end in or before another.

    >>> mondays("2026-10", "2026-10")
    ['2026-10-05', '2026-10-12', '2026-10-19']
    """
    year, month = map(int, periods.back(last, -1).split("-"))
    sunday = date(year, month, 1) - timedelta(days=1)
    sunday -= timedelta(days=sunday.isoweekday() % 7)
    ends = [sunday - WEEK * back for back in range(shown)]
    begins = [(end - timedelta(days=6)).isoformat() for end in reversed(ends)]
    return [monday for monday in begins if monday[:7] >= first]


def months(monday: str) -> set[str]:
    """The month, or the two months, of a week."""
    return {monday[:7], (date.fromisoformat(monday) + timedelta(days=6)).isoformat()[:7]}


def is_known(code: str, monday: str, reported: Mapping[str, frozenset[str]]) -> bool:
    """Whether every month of a week has sufficient reports from a kecamatan."""
    return months(monday) <= reported.get(code, frozenset())


def counted(edition: Edition, first: str, last: str) -> list[Week]:
    """The rows of the edition between two Mondays."""
    found = figures.cells(edition, "kejadian_minggu", first, last, ("week", "kecamatan", "jenis", "penanganan"))
    return [Week(week, code, kind, state or None, n) for (week, code, kind, state), n in found.items()]


def grid(
    rows: Sequence[Week],
    members: Mapping[str, Sequence[str]],
    weeks: Sequence[str],
    reported: Mapping[str, frozenset[str]],
) -> dict[str, list[Cell]]:
    """Verified incidents by row (name to its kecamatan) and week; None, not 0, where nothing is recorded and reports are lacking."""
    by_cell = Counter[tuple[str, str]]()
    for row in rows:
        by_cell[row.kecamatan, row.monday] += row.n

    def cell(codes: Sequence[str], monday: str) -> Cell:
        lacking = tuple(sorted(set().union(*(months(monday) - reported.get(code, frozenset()) for code in codes))))
        known = not lacking
        n = sum(by_cell[code, monday] for code in codes)
        return Cell(n if n or known else None, () if known else lacking)

    return {name: [cell(codes, monday) for monday in weeks] for name, codes in members.items()}


def show(view: Context, areas: Sequence[Area]) -> None:
    """The choices, the heat map, and as its table every count behind it."""
    t = view.t
    st.subheader(t("Kejadian per minggu"), anchor=False)
    if not states.times_kept(view):
        return
    a, b, c = st.columns([2, 2, 3], vertical_alignment="bottom")
    with a:
        kind = filters.select(t, KIND, t("Jenis kejadian"), {k: label(t, k) for k in heat.INCIDENTS})
    with b:
        state = filters.select(t, STATE, t("Keadaan penanganan"), {k: label(t, k) for k in HANDLING})
    with c:
        by = filters.switch(ROWS, t("Baris"), {KECAMATAN: t("Kecamatan"), SECTOR: t("Polsek")})
    weeks = mondays(view.period, heat.first_month(view.edition))
    if not weeks:
        screen.show(t, markup.tag("p", t("Belum ada satu pun minggu yang lengkap sampai bulan ini.")))
        return
    everything = context.kept(counted)(view.edition, weeks[0], f"{view.period}-31")
    unknown = sum(row.n for row in everything if kind in (None, row.kind) and row.state is None)
    if state and everything and not any(row.state for row in everything):
        screen.show(t, markup.tag("p", t("Keadaan penanganan tidak dicatat pada satu kejadian pun dari minggu-minggu ini.")))
        return
    rows = [row for row in everything if kind in (None, row.kind) and state in (None, row.state)]
    members = _members(t, areas, by)
    reported = heat.reported(view.edition)
    cells = grid(rows, members, weeks, reported)
    ordered = sorted(members, key=lambda name: (-sum(one.n or 0 for one in cells[name]), name))
    if not rows and heat.none_at_all(one.n for row in cells.values() for one in row):
        states.no_incident(t, formats.day_short(t, date.fromisoformat(weeks[0])), formats.month(t, view.period))
        return
    if not rows and all(one.n is None for row in cells.values() for one in row):
        states.nothing_known(t)
        return
    days = [formats.day_short(t, date.fromisoformat(monday)) for monday in weeks]
    total = sum(one.n or 0 for row in cells.values() for one in row)
    calendar = marked.of_weeks(view, weeks)
    left_out = figures.counted("kejadian_tanpa_penanganan", unknown)
    framed.show(
        view,
        "kejadian-minggu",
        trend_figures.heat_map(
            t,
            ordered,
            days,
            [[one.n for one in cells[name]] for name in ordered],
            t("%{y}, minggu sejak %{x}: %{z} kejadian"),
            partial=[[heat.lacking(t, one) if one.is_partial else "" for one in cells[name]] for name in ordered],
            marks=marks.by_week(calendar, weeks),
        ),
        headline=phrasing.sentence(
            t,
            t("{incidents}, {time}"),
            incidents=figures.counted("kejadian_minggu", total),
            time=numbers.between(days[0], formats.day_short(t, date.fromisoformat(weeks[-1]) + timedelta(days=6))),
        ),
        unit=t(
            "jumlah semua kejadian terverifikasi per minggu (Senin–Minggu), ditulis menurut hari Seninnya; lingkaran: laporan belum lengkap, jumlahnya dapat bertambah; silang: laporan belum memadai dan belum ada kejadian. Laporan kejadian, bukan angka kriminalitas Polri."
        ),
        alt=t("Peta panas kejadian per minggu. Isinya ada di tabel di bawah."),
        columns=_columns(t, areas, weeks[-1], reported),
        rows=rows,
        note=" ".join(
            filter(
                None,
                (
                    phrasing.sentence(t, t("{unknown}, tidak ikut dalam pilihan ini."), unknown=left_out) if state and unknown else "",
                    marking.note(t, calendar),
                    sectors.note(t, areas, formats.month(t, view.edition.meta["period"])) if by == SECTOR else "",
                ),
            )
        ),
    )


def _members(t: Words, areas: Sequence[Area], by: str) -> dict[str, list[str]]:
    if by == KECAMATAN:
        return {area.name: [area.code] for area in areas}
    out: dict[str, list[str]] = {}
    for area in areas:
        out.setdefault(area.polsek or t("Polsek belum tercatat"), []).append(area.code)
    return out


def _columns(t: Words, areas: Sequence[Area], last: str, reported: Mapping[str, frozenset[str]]) -> list[Column[Week]]:
    by_code = {area.code: area for area in areas}

    def state_of_report(row: Week) -> str:
        if row.monday > last:
            return t("minggu belum penuh")
        return t("memadai") if is_known(row.kecamatan, row.monday, reported) else t("belum lengkap")

    return [
        Column(
            t("Minggu sejak"),
            lambda row: row.monday,
            lambda row: formats.day_short(t, date.fromisoformat(row.monday)),
        ),
        Column(t("Kecamatan"), lambda row: by_code[row.kecamatan].name),
        Column(t("Kode"), lambda row: row.kecamatan, on_page=False),
        Column(t("Polsek"), lambda row: sectors.of_area(t, by_code[row.kecamatan])),
        Column(t("Jenis kejadian"), lambda row: label(t, row.kind)),
        Column(t("Keadaan penanganan"), lambda row: label(t, row.state)),
        Column(t("Jumlah"), lambda row: row.n, lambda row: formats.whole(t, row.n), numeric=True),
        Column(t("Laporan"), state_of_report),
    ]
