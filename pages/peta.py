"""Peta: where the regency is calm and where not, by the index or any of its indicators, with layers over it."""

from __future__ import annotations

import functools

import streamlit as st

from pages.facts import periods, views
from pages.figures import layers, markup
from pages.panels import area_table, filters, map_panel, shell, without_index
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import formats, sectors, sentences

MEASURE, POLSEK, COMPARED = "ukuran", "polsek", "banding"
PLAYING = "putar_peta"
SECONDS_A_MONTH = 1.2


@shell.page
def render(view: Context) -> None:
    """Choices, month, map, and beside it the card of the chosen kecamatan; or two maps a year apart, side by side."""
    t = view.t
    st.title(t("Peta"), anchor=False)
    if not view.edition.has_index:
        _counts(view)
        return
    a, b, c = st.columns([3, 4, 4], vertical_alignment="bottom")
    with a:
        measure = filters.switch(MEASURE, t("Warna peta"), layers.measures(view.edition, t, view.language), box=True)
    with b:
        layer = filters.switch(context.LAYER, t("Lapisan"), layers.options(view.edition, t, view.period), box=True)
    with c:
        polsek = filters.toggle(t, POLSEK, t("Wilayah Polsek"))
        compared = filters.toggle(t, COMPARED, t("Bandingkan dengan setahun sebelumnya"))
    _months(view)
    before = periods.back(view.period, views.YEAR)
    if compared and before in view.edition.periods():
        _compare(view, before, measure, polsek)
        return
    if compared:
        st.info(
            t(
                "Belum dapat dibandingkan: edisi ini belum memuat setahun sebelum {month}. Peta bulan ini tampil seperti biasa.",
                month=formats.month(t, view.period),
            )
        )
    left, right = st.columns([3, 2], gap="large")
    with left:
        map_panel.show(view, measure=measure, layer_code=layer, polsek=polsek, height=680)
        map_panel.legend(view, measure, layer)
        _sectors(view, polsek)
        _regency_wide(view, layer)
        map_panel.table(view, measure, layer)
    with right:
        map_panel.kecamatan_box(view)
        screen.show(t, _card(view))
        map_panel.clear_button(view)
        screen.show(t, markup.tag("p", t("Klik kecamatan pada peta atau pilih dari daftar; Esc menghapus pilihan."), "k-note"))


def _counts(view: Context) -> None:
    """The same without an index: counts colour the map."""
    t = view.t
    a, b, c = st.columns([3, 4, 4], vertical_alignment="bottom")
    with a:
        measure = without_index.choose_measure(view)
    if measure is None:
        return
    with b:
        layer = filters.switch(context.LAYER, t("Lapisan"), layers.options(view.edition, t, view.period), box=True)
    with c:
        polsek = filters.toggle(t, POLSEK, t("Wilayah Polsek"))
    _months(view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        without_index.area_map(view, measure, height=680, layer=layer, polsek=polsek)
        _sectors(view, polsek)
        without_index.table(view)
    with right:
        map_panel.kecamatan_box(view)
        screen.show(t, without_index.card(view))
        map_panel.clear_button(view)


def _sectors(view: Context, drawn: bool) -> None:
    """Of which day the areas of the police are that the map shows, and which nobody confirmed."""
    if drawn:
        areas, month = context.kept(views.areas)(view.edition, view.period), formats.month(view.t, view.edition.meta["period"])
        screen.show(view.t, markup.tag("p", sectors.note(view.t, areas, month), "k-note"))


def _regency_wide(view: Context, layer: str) -> None:
    t = view.t
    if layer != layers.ORMAS:
        return
    if wide := context.kept(views.regency_wide)(view.edition, view.period):
        note = t(
            "{ormas} (dua belas bulan); masing-masing dihitung di setiap tempat kegiatannya.",
            ormas=area_table.regency_wide(t, wide, view.period),
        )
        screen.show(t, markup.tag("p", note, "k-note"))


def _compare(view: Context, before: str, measure: str, polsek: bool) -> None:
    """Two maps twelve months apart, because windows that overlap can't be compared."""
    left, middle, right = st.columns(3, gap="medium")
    with left:
        map_panel.show(view, measure=measure, polsek=polsek, height=480, period=before, key="peta-dulu")
    with middle:
        map_panel.show(view, measure=measure, polsek=polsek, height=480, key="peta-kini")
    with right:
        map_panel.changes(view, 480)
    map_panel.legend(view, measure)
    _sectors(view, polsek)
    map_panel.table(view, measure)


def _months(view: Context) -> None:
    t = view.t
    months = view.edition.periods()
    if len(months) < 2:
        return
    slider, play = st.columns([9, 1], vertical_alignment="bottom")
    with slider:
        st.session_state["w_bulan_peta"] = view.period
        st.select_slider(
            t("Bulan"),
            options=months,
            format_func=functools.partial(formats.month, t),
            key="w_bulan_peta",
            on_change=guard.act(context.choose_from_widget),
            args=(context.PERIOD, "w_bulan_peta"),
        )
    with play:
        playing = bool(st.session_state.get(PLAYING))
        st.button(
            t("Jeda") if playing else t("Putar"),
            on_click=guard.act(_toggle_play),
            args=(view.period, months),
            key="w_putar",
        )
    if playing:
        _play(view.period, months)


def _toggle_play(period: str, months: list[str]) -> None:
    playing = not st.session_state.get(PLAYING)
    st.session_state[PLAYING] = playing
    if playing and period == months[-1]:
        context.choose(context.PERIOD, months[0])


def _play(period: str, months: list[str]) -> None:
    """Go one month further after a moment, until the last one."""

    @guard.fragment(run_every=SECONDS_A_MONTH)
    def tick() -> None:
        if st.session_state.get("putar_dari") != period:  # drawn just now: wait for the next beat
            st.session_state["putar_dari"] = period
            return
        later = months[months.index(period) + 1 :]
        if later:
            context.choose(context.PERIOD, later[0])
        if len(later) < 2:
            st.session_state[PLAYING] = False
        st.rerun()

    tick()


def _card(view: Context) -> str:
    t = view.t
    edition, code = view.edition, view.kecamatan
    if code is None:
        score = context.kept(views.regency)(edition)[view.period]
        title, unit = edition.meta["territory_name"], ("kabupaten", edition.meta["territory"])
        facts = [
            *area_table.incident_facts(view, None),
            *area_table.unknown_facts(t, score),
            (t("Mutu data"), sentences.quality(t, score.quality)),
        ]
    else:
        area = next(a for a in context.kept(views.areas)(edition, view.period) if a.code == code)
        symbols = context.kept(views.symbols)(edition, view.period)
        score, title, unit = area.score, area.name, ("kecamatan", code)
        facts = area_table.facts(view, area, next((s for s in symbols if s.code == code), None))
    return area_table.card(
        t,
        title,
        score,
        views.band_names(edition, "IKW", view.language),
        views.dimension_names(edition, "IKW", view.language),
        context.kept(views.dimensions)(edition, *unit, view.period),
        views.band_edges(edition, "IKW"),
        facts,
    )
