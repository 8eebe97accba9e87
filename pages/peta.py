"""Peta: where the regency is calm and where not, by the index or any of its indicators, with layers over it."""

from __future__ import annotations

import functools

import streamlit as st

from pages.facts import periods, views
from pages.figures import layers, markup
from pages.panels import area_table, filters, map_panel, shell, without_index
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import formats, sentences

MEASURE, POLSEK, COMPARED = "ukuran", "polsek", "banding"
PLAYING = "putar_peta"
SECONDS_A_MONTH = 1.2


@shell.page
def render(found: Context) -> None:
    """Choices, month, map, and beside it the card of the kecamatan that was chosen; or a year apart, side by side."""
    t = found.t
    st.title(t("Peta"), anchor=False)
    if not found.edition.has_index:
        _counts(found)
        return
    a, b, c = st.columns([3, 4, 4], vertical_alignment="bottom")
    with a:
        measure = filters.switch(MEASURE, t("Warna peta"), layers.measures(found.edition, t, found.language), box=True)
    with b:
        layer = filters.switch(context.LAYER, t("Lapisan"), layers.options(found.edition, t, found.period), box=True)
    with c:
        polsek = filters.toggle(t, POLSEK, t("Wilayah Polsek"))
        compared = filters.toggle(t, COMPARED, t("Bandingkan dengan setahun sebelumnya"))
    _months(found)
    before = periods.back(found.period, views.YEAR)
    if compared and before in found.edition.periods():
        _compare(found, before, measure, polsek)
        return
    if compared:
        st.info(
            t(
                "Belum dapat dibandingkan: edisi ini belum memuat setahun sebelum {month}. Peta bulan ini tampil seperti biasa.",
                month=formats.month(t, found.period),
            )
        )
    left, right = st.columns([3, 2], gap="large")
    with left:
        map_panel.show(found, measure=measure, layer_code=layer, polsek=polsek, height=680)
        map_panel.legend(found, measure, layer)
        _regency_wide(found, layer)
        map_panel.table(found, measure, layer)
    with right:
        map_panel.kecamatan_box(found)
        screen.show(t, _card(found))
        map_panel.clear_button(found)
        screen.show(t, markup.tag("p", t("Klik kecamatan pada peta atau pilih dari daftar; Esc menghapus pilihan."), "k-note"))


def _counts(found: Context) -> None:
    """The same without an index: what is counted colours the map."""
    t = found.t
    a, b, c = st.columns([3, 4, 4], vertical_alignment="bottom")
    with a:
        measure = without_index.choose_measure(found)
    if measure is None:
        return
    with b:
        layer = filters.switch(context.LAYER, t("Lapisan"), layers.options(found.edition, t, found.period), box=True)
    with c:
        polsek = filters.toggle(t, POLSEK, t("Wilayah Polsek"))
    _months(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        without_index.area_map(found, measure, height=680, layer=layer, polsek=polsek)
        without_index.table(found)
    with right:
        map_panel.kecamatan_box(found)
        screen.show(t, without_index.card(found))
        map_panel.clear_button(found)


def _regency_wide(found: Context, layer: str) -> None:
    t = found.t
    if layer != layers.ORMAS:
        return
    if wide := context.of_edition(views.regency_wide)(found.edition, found.period):
        note = t(
            "{ormas} (dua belas bulan); masing-masing dihitung di setiap tempat kegiatannya.",
            ormas=area_table.regency_wide(t, wide, found.period),
        )
        screen.show(t, markup.tag("p", note, "k-note"))


def _compare(found: Context, before: str, measure: str, polsek: bool) -> None:
    """Twelve months apart, because windows that overlap can't be compared."""
    left, middle, right = st.columns(3, gap="medium")
    with left:
        map_panel.show(found, measure=measure, polsek=polsek, height=480, period=before, key="peta-dulu")
    with middle:
        map_panel.show(found, measure=measure, polsek=polsek, height=480, key="peta-kini")
    with right:
        map_panel.changes(found, 480)
    map_panel.legend(found, measure)
    map_panel.table(found, measure)


def _months(found: Context) -> None:
    t = found.t
    months = found.edition.periods()
    if len(months) < 2:
        return
    slider, play = st.columns([9, 1], vertical_alignment="bottom")
    with slider:
        st.session_state["w_bulan_peta"] = found.period
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
            args=(found.period, months),
            key="w_putar",
        )
    if playing:
        _play(found.period, months)


def _toggle_play(period: str, months: list[str]) -> None:
    playing = not st.session_state.get(PLAYING)
    st.session_state[PLAYING] = playing
    if playing and period == months[-1]:
        context.choose(context.PERIOD, months[0])


def _play(period: str, months: list[str]) -> None:
    """One month further after a moment, until the last one."""

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


def _card(found: Context) -> str:
    t = found.t
    edition, code = found.edition, found.kecamatan
    if code is None:
        score = context.of_edition(views.regency)(edition)[found.period]
        title, unit = edition.meta["territory_name"], ("kabupaten", edition.meta["territory"])
        facts = [
            *area_table.incident_facts(found, None),
            *area_table.unknown_facts(t, score),
            (t("Mutu data"), sentences.quality(t, score.quality)),
        ]
    else:
        area = next(a for a in context.of_edition(views.areas)(edition, found.period) if a.code == code)
        symbols = context.of_edition(views.symbols)(edition, found.period)
        score, title, unit = area.score, area.name, ("kecamatan", code)
        facts = area_table.facts(found, area, next((s for s in symbols if s.code == code), None))
    return area_table.card(
        t,
        title,
        score,
        views.band_names(edition, "IKW", found.language),
        views.dimension_names(edition, "IKW", found.language),
        context.of_edition(views.dimensions)(edition, *unit, found.period),
        views.band_edges(edition, "IKW"),
        facts,
    )
