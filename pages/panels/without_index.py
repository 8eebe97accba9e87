"""What pages show of an edition without an index: counts as cards, map and table, and one kecamatan as a card."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from data.editions import analyses, figures
from data.editions.figures import Value
from data.editions.reading import Edition
from data.tables.figures import FIGURES
from data.words import Words
from pages.facts import periods, signals, views
from pages.facts.views import Area
from pages.figures import layers, map_figure, markup, outline, palette
from pages.panels import filters, map_panel, tables
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import coverage, formats, phrasing, sectors

# The edges of the classes of a count: 1–2, 3–5, 6–10, 11–20, 21 and more. The more, the darker.
EDGES = (3, 6, 11, 21)
MEASURE = "ukuran"


def cards(view: Context) -> None:
    """One card for each figure that is known; none for those that aren't."""
    t = view.t
    inside = [
        markup.box(
            "section",
            markup.tag("p", phrasing.title(t, one), "k-label")
            + markup.box("p", escape(phrasing.number(t, value)) + markup.tag("small", phrasing.unit(t, value)), "k-value")
            + "".join(
                markup.tag("p", line, "k-unit")
                for line in (phrasing.since(t, value), coverage.harm_unknown(view.edition, t, value))
                if line
            ),
            "k-card",
            aria_label=phrasing.title(t, one),
        )
        for one, value in context.kept(coverage.counted)(view.edition, view.period).items()
    ]
    if inside:
        screen.show(t, markup.box("div", "".join(inside), "k-cards"))


def measures(view: Context) -> dict[str, str]:
    """The figures that can colour the map, by id."""
    known = context.kept(coverage.counted)(view.edition, view.period)
    return {one: phrasing.title(view.t, one) for one in known}


def values(edition: Edition, period: str, figure_id: str) -> dict[str, int | None]:
    """A figure by kecamatan; None where nothing is known."""
    codes = edition.units("kecamatan")["unit"]
    return {str(code): figures.read(edition, figure_id, period, str(code)).n for code in codes}


def area_map(view: Context, figure_id: str, *, height: int, layer: str = layers.NONE, polsek: bool = False) -> None:
    """The map of a figure, with its headline and what its colours mean; grey and hatched where nothing is recorded."""
    t = view.t
    by_code = context.kept(values)(view.edition, view.period, figure_id)
    areas = context.kept(views.areas)(view.edition, view.period)
    screen.show(
        t,
        markup.tag("p", _headline(t, areas, by_code, figure_id), "k-finding")
        + markup.tag(
            "p",
            t(
                "{title}, sampai {month}; jumlah, bukan skor dan bukan angka per penduduk.",
                title=phrasing.title(t, figure_id),
                month=formats.month(t, view.period),
            ),
            "k-unit",
        ),
    )
    drawn = _figure(view.edition, t, view.period, view.language, figure_id, layer, polsek, height)
    alt = t(
        "Peta {title} menurut kecamatan, {month}. Isinya ada di tabel.",
        title=phrasing.title(t, figure_id),
        month=formats.month(t, view.period),
    )
    map_panel.draw(view, drawn, f"peta-{figure_id}-{layer}", frozenset(area.code for area in areas), alt)
    _legend(view, figure_id, by_code)


@context.kept
def _figure(edition: Edition, t: Words, period: str, _: str, figure_id: str, layer_code: str, polsek: bool, height: int) -> dict[str, Any]:
    by_code = values(edition, period, figure_id)
    areas = [_coloured(area, by_code.get(area.code)) for area in views.areas(edition, period)]
    layer = layers.layer(edition, t, layer_code, period)
    symbols = layer.symbols if layer else []
    hover = {}
    for area in areas:
        lines = [
            f"<b>{markup.plain(area.name)}</b>",
            markup.plain(_phrase(t, figure_id, by_code.get(area.code))),
        ]
        hover[area.code] = "<br>".join(lines + ([markup.plain(layer.line(t, area.code))] if layer else []))
    edges = views.band_edges(edition, "IKO")
    return map_figure.figure(
        areas,
        outline.laid_out(outline.of(edition), edition, height, map_figure.diameters(symbols)),
        hover,
        symbols=symbols,
        colours=[layers.colour_of(symbol, edges, layer) for symbol in symbols] if layer else [],
        lines=outline.polsek_lines(edition) if polsek else [],
        height=height,
    )


def _coloured(area: Area, n: int | None) -> Area:
    """The area with the class of its count in place of a band; without one where nothing is recorded."""
    band = len(EDGES) + 2 - palette.class_of(n, EDGES) if n else None
    return replace(area, score=replace(area.score, assessed=band is not None, band=band))


def _phrase(t: Words, figure_id: str, n: int | None) -> str:
    if n is None:
        return _none(t, figure_id)
    return phrasing.counted(t, figure_id, n)


def _none(t: Words, figure_id: str) -> str:
    """What to call a kecamatan without a number."""
    if FIGURES[figure_id].harm:
        return t("tidak ada yang tercatat, atau korban dan kerusakannya tidak dinyatakan")
    return t("tidak ada yang tercatat")


def _headline(t: Words, areas: list[Area], by_code: dict[str, int | None], figure_id: str) -> str:
    known = sorted((-(by_code[a.code] or 0), a.name) for a in areas if by_code.get(a.code))
    if not known:
        return t("Tidak ada yang tercatat menurut kecamatan")
    most, name = phrasing.counted(t, figure_id, -known[0][0]), known[0][1]
    if len(known) == 1:
        return t("{name}: {counted}", name=name, counted=most)
    if analyses.leader({area.name: by_code.get(area.code) or 0 for area in areas}) is None:
        return phrasing.sentence(
            t,
            t("{places}, paling banyak {most} di satu kecamatan"),
            places=figures.counted("kecamatan_tercatat", len(known)),
            most=most,
        )
    return t("Terbanyak: {name}, {counted}", name=name, counted=most)


def _legend(view: Context, figure_id: str, by_code: dict[str, int | None]) -> None:
    t = view.t
    starts, ends = (1, *EDGES), (*(edge - 1 for edge in EDGES), None)
    entries = [markup.tag("li", phrasing.title(t, figure_id), "k-legend-title")]
    for colour, first, last in zip(reversed(palette.BANDS), starts, ends, strict=True):
        text = f"{first}–{last}" if last else t("{n} atau lebih", n=first)
        entries.append(map_panel.entry(f'<span class="k-swatch" style="background:{colour}"></span>', text))
    none = _none(t, figure_id)
    nothing = t("0, atau {none}", none=none) if 0 in by_code.values() else none
    entries.append(map_panel.entry('<span class="k-swatch k-hatched"></span>', nothing))
    screen.show(t, markup.box("ul", "".join(entries), "k-legend", aria_label=t("Keterangan warna peta")))
    screen.show(t, markup.tag("p", map_panel.boundary_source(view), "k-note"))


def table(view: Context, *, all_columns: bool = True) -> None:
    """Every kecamatan with every figure that is known, sorted by the first figure, the largest on top; and the download."""
    t = view.t
    known = list(context.kept(coverage.counted)(view.edition, view.period))
    areas = context.kept(views.areas)(view.edition, view.period)
    if not known or not areas:
        return
    by_figure = {one: context.kept(values)(view.edition, view.period, one) for one in known}
    ordered = sorted(areas, key=lambda area: (-(by_figure[known[0]].get(area.code) or 0), area.name))
    shown = known if all_columns else known[:1]

    def column(one: str) -> Column[Area]:
        by_code = by_figure[one]
        return Column[Area](
            phrasing.title(t, one), lambda a: by_code.get(a.code), lambda a: formats.whole(t, by_code.get(a.code)), numeric=True
        )

    columns = [
        Column[Area](t("Kecamatan"), lambda a: a.name),
        Column[Area](t("Kode"), lambda a: a.code, on_page=False),
        *(column(one) for one in shown),
    ]
    none = _none(t, coverage.SEVERE if coverage.SEVERE in shown else shown[0])
    caption = t("Jumlah menurut kecamatan, sampai {month}; garis: {none}.", month=formats.month(t, view.period), none=none)
    screen.show(t, tables.html_table(t, caption, columns, ordered, marked=lambda a: a.code == view.kecamatan))
    if "kejadian" in shown and (partly := context.kept(coverage.partly_silent)(view.edition, t, view.period)):
        screen.show(t, markup.tag("p", partly, "k-note"))
    tables.download("jumlah-kecamatan", columns, ordered, view, caption)


def months(view: Context) -> None:
    """Incidents by kecamatan and month where nobody reported how complete they are: a month without any has a dash."""
    t = view.t
    shown = periods.run(periods.back(view.period, views.YEAR - 1), view.period)
    counts = context.kept(signals.incidents_by_month)(view.edition, shown[0], view.period, None)
    names = {area.code: area.name for area in context.kept(views.areas)(view.edition, view.period)}
    rows = sorted((code for code in counts if code in names), key=lambda code: (-sum(counts[code].values()), names[code]))
    if not rows:
        screen.show(t, markup.tag("p", t("Tidak ada kejadian yang tercatat dalam dua belas bulan ini.")))
        return

    def column(month: str) -> Column[str]:
        return Column[str](
            formats.month_short(t, month),
            lambda code: counts[code].get(month),
            lambda code: formats.whole(t, counts[code].get(month)),
            numeric=True,
        )

    columns = [Column[str](t("Kecamatan"), names.__getitem__), *(column(month) for month in shown)]
    caption = t(
        "Kejadian tercatat menurut bulan; garis: tidak ada yang tercatat, dan tanpa laporan kelengkapan tidak diketahui apakah memang tidak ada."
    )
    screen.show(t, tables.html_table(t, caption, columns, rows))
    tables.download("kejadian-bulan", columns, rows, view, caption)


def card(view: Context) -> str:
    """What is counted in the chosen kecamatan, or in the whole territory."""
    t = view.t
    edition, code = view.edition, view.kecamatan
    names = {area.code: area for area in context.kept(views.areas)(edition, view.period)}
    area = names.get(code or "")
    title = area.name if area else edition.meta["territory_name"]
    read = context.kept(figures.read)
    lines: list[tuple[str, Value]] = [
        (phrasing.title(t, one), read(edition, one, view.period, code)) for one in context.kept(coverage.counted)(edition, view.period)
    ]
    facts = [
        (name, "; ".join(filter(None, (phrasing.number(t, value), coverage.harm_unknown(edition, t, value))))) for name, value in lines
    ]
    if area:
        people = formats.whole(t, area.population) if area.population is not None else formats.NOTHING
        facts += [(t("Penduduk"), people), (t("Polsek"), sectors.of_area(t, area))]
    listed = "".join(markup.tag("dt", name) + markup.tag("dd", text) for name, text in facts)
    inside = markup.tag("h3", title) + markup.tag(
        "p", t("Tanpa indeks; jumlah sampai {month}.", month=formats.month(t, view.period)), "k-unit"
    )
    return markup.box(
        "section",
        markup.box("div", inside) + markup.box("dl", listed, "k-facts-list"),
        "k-card k-area",
        aria_label=title,
    )


def choose_measure(view: Context) -> str | None:
    """Choose the figure that colours the map among those that are known; None where there is none."""
    t = view.t
    offered = measures(view)
    if not offered:
        st.info(coverage.situation(view.edition, t, view.period))
        return None
    return filters.switch(MEASURE, t("Warna peta"), offered, box=True)
