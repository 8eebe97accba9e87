"""Ringkasan: in ten seconds, is the regency calmer than a year ago, and where not."""

from __future__ import annotations

import runpy
from pathlib import Path

import streamlit as st

from data.words import t
from pages.components import (
    area_table,
    cards,
    context,
    formats,
    map_panel,
    markup,
    periods,
    sentences,
    shell,
    tables,
    views,
)
from pages.components.context import Context
from pages.components.views import Area


@shell.page
def render(found: Context) -> None:
    """Sentence, cards, map, changes, table."""
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Ringkasan"), anchor=False)
    with month:
        shell.period_box(found)
    edition, names = found.edition, views.band_names(found.edition, "IKW", found.language)
    score = context.of_edition(views.regency)(edition)[found.period]
    caturwulan = periods.last_caturwulan(found.period)
    now, before = (
        context.of_edition(views.incidents)(edition, span.first, span.last)
        for span in (caturwulan, caturwulan.year_before)
    )
    sentence = sentences.situation(
        edition.meta["territory_name"],
        score,
        names,
        caturwulan,
        None if now is None else now.total,
        None if before is None else before.total,
    )
    markup.show(markup.tag("p", sentence, "k-situation"))
    areas = context.of_edition(views.areas)(edition, found.period)
    left, right = st.columns([3, 2], gap="large")
    with left:
        cards.show(found)
        _changes(found, areas)
    with right:
        map_panel.show(found, height=560)
        map_panel.legend(found)
    _table(found, areas)


def _changes(found: Context, areas: list[Area]) -> None:
    st.subheader(t("Naik atau turun melebihi ketidakpastiannya"), anchor=False)
    if changed := sentences.changed(areas):
        lines = "".join(markup.tag("li", sentences.one_change(area)) for area in changed)
        markup.show(markup.box("ul", lines, "k-list"))
    else:
        markup.show(markup.tag("p", sentences.no_change(areas)))
    before = formats.month(periods.back(found.period, views.YEAR))
    markup.show(
        markup.tag("p", t("Dibandingkan dengan dua belas bulan sampai {month}.", month=before), "k-note")
    )


def _table(found: Context, areas: list[Area]) -> None:
    st.subheader(t("Semua kecamatan, mulai dari skor terendah"), anchor=False)
    columns = area_table.columns(found, views.band_names(found.edition, "IKW", found.language))
    ordered = sorted(areas, key=lambda area: (not area.score.assessed, area.score.score, area.name))
    caption = t(
        "Rentang 90%: nilai sebenarnya diperkirakan berada di rentang ini. Bila dua rentang bertumpang tindih, urutannya belum pasti."
    )
    markup.show(
        tables.html_table(caption, columns, ordered, marked=lambda area: area.code == found.kecamatan)
    )
    tables.download("ringkasan-kecamatan", columns, ordered, found)


if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).parents[1] / "dashboard.py"), run_name="__main__")
