"""Incidents of one kecamatan by type and handling, and the potentials that were prevented there."""

from __future__ import annotations

import functools
from dataclasses import replace

import streamlit as st

from data.editions import analyses, figures
from data.tables.kejadian import MEDIATED, SETTLED, UNSETTLED
from data.words import Words
from pages.facts import areas as area_views
from pages.facts import periods, views
from pages.facts.areas import Kind
from pages.facts.views import Area
from pages.figures import charts, markup
from pages.panels import framed, heat
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import coverage, decisions, formats, phrasing
from pages.wording.labels import label

HANDLINGS = (SETTLED, MEDIATED, *UNSETTLED, area_views.UNKNOWN)


def by_kind(view: Context, area: Area) -> None:
    """A bar a type, coloured by what became of its incidents; nothing is drawn where nobody reported."""
    t = view.t
    st.subheader(t("Kejadian menurut jenis dan penanganan"), anchor=False)
    kinds = context.kept(area_views.kinds)(view.edition, view.period, area.code)
    total = context.kept(figures.read)(view.edition, "kejadian", view.period, area.code)
    if total.n is None:
        screen.show(t, markup.tag("p", t("Belum ada laporan dari kecamatan ini.")))
        return
    if not total.n:
        limits = phrasing.since(t, total)
        screen.show(
            t,
            markup.tag(
                "p",
                t("Tidak ada kejadian terverifikasi ({limits}).", limits=limits)
                if limits
                else t("Tidak ada kejadian terverifikasi dalam dua belas bulan ini."),
            ),
        )
        return
    handlings = [code for code in HANDLINGS if any(code in kind.by_handling for kind in kinds)]
    figure = charts.stacked(
        t,
        [label(t, kind.code) for kind in kinds],
        {_handling(t, code): [kind.by_handling.get(code, 0) for kind in kinds] for code in handlings},
        colours=[charts.CATEGORIES[HANDLINGS.index(code)] for code in handlings],
        height=40 * len(kinds) + 90,
    )
    columns = [
        Column[Kind](t("Jenis"), lambda kind: label(t, kind.code)),
        Column[Kind](phrasing.title(t, "kejadian"), lambda kind: kind.n, lambda kind: formats.whole(t, kind.n), numeric=True),
        Column[Kind](
            t("Kejadian, 12 bulan sebelumnya"), lambda kind: kind.before, lambda kind: formats.whole(t, kind.before), numeric=True
        ),
        *(_handling_column(t, code) for code in handlings),
        Column[Kind](
            phrasing.title(t, "kejadian_berat"), lambda kind: kind.severe, lambda kind: formats.whole(t, kind.severe), numeric=True
        ),
    ]
    counted = {kind.code: kind.n for kind in kinds}
    top = analyses.leader(counted)
    framed.show(
        view,
        f"kejadian-{area.code}",
        figure,
        headline=t("{incidents} menurut jenis", incidents=phrasing.phrase(t, total))
        if top is None
        else phrasing.sentence(
            t, t("Terbanyak: {kind}, {incidents}"), kind=label(t, top).lower(), incidents=(replace(total, n=counted[top], part=top), total)
        ),
        unit=t(
            "kejadian terverifikasi, dua belas bulan sampai {month}; laporan kejadian, bukan angka kriminalitas Polri",
            month=formats.month(t, view.period),
        ),
        alt=t("Kejadian menurut jenis dan penanganan. Isinya ada di tabel di bawah."),
        columns=columns,
        rows=kinds,
        note=" ".join(filter(None, (_not_reported(view, area), _harm_unknown(view, area, kinds)))),
    )


def _not_reported(view: Context, area: Area) -> str:
    """The months with an incomplete report; their verified incidents count all the same."""
    t = view.t
    known = heat.reported(view.edition).get(area.code, frozenset())
    year = periods.run(periods.back(view.period, views.YEAR - 1), view.period)
    missing = ", ".join(formats.month_short(t, month) for month in year if month not in known)
    return (
        t("Laporan belum lengkap: {months}. Semua kejadian terverifikasi tetap dihitung, tetapi jumlahnya dapat bertambah.", months=missing)
        if missing
        else ""
    )


def _harm_unknown(view: Context, area: Area, kinds: list[Kind]) -> str:
    """What a dash in the column of severe incidents means."""
    t = view.t
    if all(kind.severe is not None for kind in kinds):
        return ""
    unknown = context.kept(figures.read)(view.edition, coverage.HARM_UNKNOWN, view.period, area.code)
    if unknown.n is None:
        return t(
            "Edisi ini tidak mencatat untuk berapa kejadian korban dan kerusakannya dinyatakan; garis: belum diketahui ada yang berat."
        )
    return t("{unknown}; garis: karena itu belum diketahui ada yang berat.", unknown=phrasing.phrase(t, unknown))


def _handling(t: Words, code: str) -> str:
    return label(t, code or None)


def _handling_column(t: Words, code: str) -> Column[Kind]:
    return Column[Kind](
        _handling(t, code),
        lambda kind: kind.by_handling.get(code, 0),
        lambda kind: formats.whole(t, kind.by_handling.get(code, 0)),
        numeric=True,
    )


def prevented(view: Context, area: Area) -> None:
    """What was prevented, by type, and how often Ormas had a part in it."""
    t = view.t
    st.subheader(t("Potensi yang dicegah"), anchor=False)
    found_kinds = context.kept(area_views.prevented)(view.edition, view.period, area.code)
    kept_off, unknown, helped = (
        context.kept(figures.read)(view.edition, one, view.period, area.code)
        for one in ("potensi_dicegah", "potensi_tanpa_penanganan", "dibantu_ormas")
    )
    if not found_kinds:
        if kept_off.n is not None:
            screen.show(t, markup.tag("p", t("Belum ada yang tercatat dalam dua belas bulan ini.")))
        elif not unknown.n:
            screen.show(t, markup.tag("p", t("Belum ada laporan tentang potensi.")))
    lines = phrasing.parts(t, "potensi_dicegah", found_kinds, functools.partial(label, t), last=view.period)
    lines += [phrasing.phrase(t, one) for one in (unknown, helped) if one.n]
    unsaid = context.kept(figures.read)(view.edition, "tanpa_peran_ormas", view.period)
    lines += filter(None, [decisions.part_unknown(t, helped, unsaid, narrowed=view.viewer.narrowed)])
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))
