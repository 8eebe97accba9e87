"""Peta: where the regency is calm and where not, with the Ormas at work there."""

from __future__ import annotations

import runpy
from pathlib import Path

import streamlit as st

from data.words import t
from pages.components import (
    area_table,
    context,
    formats,
    map_panel,
    markup,
    periods,
    sentences,
    shell,
    views,
)
from pages.components.context import Context


@shell.page
def render(found: Context) -> None:
    """Month, map, and beside it the card of the kecamatan that was chosen."""
    st.title(t("Peta"), anchor=False)
    slider, switch = st.columns([4, 1], gap="large", vertical_alignment="bottom")
    with slider:
        _period_slider(found)
    with switch:
        overlay = found.layer == context.ORMAS
        st.session_state["w_ormas"] = overlay
        st.toggle(t("Tampilkan Ormas"), key="w_ormas", on_change=_switch_ormas)
    left, right = st.columns([3, 2], gap="large")
    with left:
        map_panel.show(found, overlay=overlay, height=680)
        symbols = context.of_edition(views.symbols)(found.edition, found.period)
        if overlay:
            regency_wide = next((symbol for symbol in symbols if symbol.code is None), None)
            markup.show(markup.tag("p", t("Ormas berlingkup kabupaten, tidak digambar: {ormas}.", ormas=area_table.ormas(regency_wide)), "k-note"))  # fmt: skip
        map_panel.table(found, symbols if overlay else None)
    with right:
        map_panel.kecamatan_box(found)
        markup.show(_card(found))
        markup.show(markup.tag("p", t("Klik kecamatan pada peta atau pilih dari daftar."), "k-note"))


def _switch_ormas() -> None:
    context.choose(context.LAYER, context.ORMAS if st.session_state["w_ormas"] else None)


def _period_slider(found: Context) -> None:
    months = found.edition.periods()
    if len(months) < 2:
        return
    st.session_state["w_bulan_peta"] = found.period
    st.select_slider(
        t("Bulan"),
        options=months,
        format_func=formats.month,
        key="w_bulan_peta",
        on_change=context.choose_from_widget,
        args=(context.PERIOD, "w_bulan_peta"),
    )


def _card(found: Context) -> str:
    edition, code = found.edition, found.kecamatan
    first = periods.back(found.period, views.YEAR - 1)
    incidents = context.of_edition(views.incidents)(edition, first, found.period, code)
    if code is None:
        score = context.of_edition(views.regency)(edition)[found.period]
        title, unit = edition.meta["territory_name"], ("kabupaten", edition.meta["territory"])
        facts = [*area_table.incident_facts(incidents), (t("Mutu data"), sentences.quality(score.quality))]
    else:
        area = next(a for a in context.of_edition(views.areas)(edition, found.period) if a.code == code)
        symbols = context.of_edition(views.symbols)(edition, found.period)
        score, title, unit = area.score, area.name, ("kecamatan", code)
        facts = area_table.facts(area, incidents, next((s for s in symbols if s.code == code), None))
    return area_table.card(
        title,
        score,
        views.band_names(edition, "IKW", found.language),
        views.dimension_names(edition, "IKW", found.language),
        context.of_edition(views.dimensions)(edition, *unit, found.period),
        views.band_edges(edition, "IKW"),
        facts,
    )


if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).parents[1] / "dashboard.py"), run_name="__main__")
