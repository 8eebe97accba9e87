"""The map of a page with everything that belongs under it: legend, source, table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from data.reading import Edition
from data.words import t
from pages.components import (
    area_table,
    context,
    formats,
    map_figure,
    markup,
    outline,
    palette,
    sentences,
    tables,
    views,
)
from pages.components.context import Context
from pages.components.views import Symbol

WHOLE = ""  # the choice of no kecamatan
_TURN = "putaran_peta"


@context.of_edition
def _outline(edition: Edition) -> outline.Outline:
    return outline.of(edition)


@context.of_edition
def _figure(edition: Edition, period: str, spoken: str, overlay: bool, height: int) -> dict[str, Any]:
    areas, symbols = views.areas(edition, period), views.symbols(edition, period)
    names = views.band_names(edition, "IKW", spoken)
    ormas = {symbol.code: symbol for symbol in symbols}
    return map_figure.figure(
        areas,
        _outline(edition),
        {
            area.code: area_table.hover(area, names, ormas.get(area.code) if overlay else None)
            for area in areas
        },
        symbols=symbols if overlay else (),
        iko_edges=views.band_edges(edition, "IKO"),
        height=height,
    )


def show(found: Context, *, overlay: bool = False, height: int) -> None:
    """The map; a click chooses the kecamatan, for every page."""
    drawn = _figure(found.edition, found.period, found.language, overlay, height)
    areas = context.of_edition(views.areas)(found.edition, found.period)
    names = views.band_names(found.edition, "IKW", found.language)
    key = f"peta-{st.session_state.get(_TURN, 0)}"
    markup.show(
        markup.tag("p", sentences.finding(areas, names), "k-finding")
        + markup.tag(
            "p",
            t(
                "Skor IKW 0–100, dua belas bulan sampai {month}; semakin tinggi, semakin kondusif.",
                month=formats.month(found.period),
            ),
            "k-unit",
        )
    )
    st.plotly_chart(
        map_figure.with_selection(drawn, _outline(found.edition), found.kecamatan),
        theme=None,
        config=map_figure.CONFIG,
        key=key,
        on_select=_on_click(key, frozenset(area.code for area in areas)),
        selection_mode="points",
        alt=t("Peta skor IKW menurut kecamatan. Isinya ada di tabel di bawah peta."),
    )
    markup.show(_legend(found, overlay))
    markup.show(markup.tag("p", _source(found, overlay), "k-note"))


def kecamatan_box(found: Context) -> None:
    """Choose a kecamatan without the mouse."""
    areas = {area.code: area.name for area in context.of_edition(views.areas)(found.edition, found.period)}
    st.session_state["w_kecamatan"] = found.kecamatan or WHOLE
    st.selectbox(
        t("Kecamatan"),
        options=[WHOLE, *sorted(areas, key=areas.__getitem__)],
        format_func=lambda code: areas[code] if code else t("Seluruh kabupaten"),
        key="w_kecamatan",
        on_change=_from_box,
    )


def _from_box() -> None:
    context.choose_from_widget(context.KECAMATAN, "w_kecamatan")
    # The map still remembers its own last click; a fresh one lets the same kecamatan be clicked again.
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _on_click(key: str, known: frozenset[str]) -> Callable[[], None]:
    def take() -> None:
        if code := map_figure.selected_code(st.session_state.get(key), known):
            context.choose(context.KECAMATAN, code)

    return take


def _legend(found: Context, overlay: bool) -> str:
    names = views.band_names(found.edition, "IKW", found.language)
    edges = (0, *views.band_edges(found.edition, "IKW"), 100)
    entries = [markup.tag("li", t("Golongan IKW"), "k-legend-title")]
    for number, (name, colour) in enumerate(zip(names, palette.BANDS, strict=True), start=1):
        words_ = t("{number} {name} ({low}–{high})", number=number, name=name, low=f"{edges[number - 1]:g}", high=f"{edges[number]:g}")  # fmt: skip
        entries.append(_entry(f'<span class="k-swatch" style="background:{colour}"></span>', words_))
    entries.append(_entry('<span class="k-swatch k-hatched"></span>', t("Data belum memadai")))
    lists = markup.box("ul", "".join(entries), "k-legend", aria_label=t("Keterangan warna peta"))
    return lists + (_symbol_legend(found) if overlay else "")


def _symbol_legend(found: Context) -> str:
    symbols = [s for s in context.of_edition(views.symbols)(found.edition, found.period) if s.code]
    largest = max((symbol.active for symbol in symbols), default=0)
    sizes = [markup.tag("li", t("Ormas aktif (12 bulan)"), "k-legend-title")]
    for active in sorted({max(1, round(largest / 5)), max(1, round(largest / 2)), largest} - {0}):
        pixels = f"{map_figure.diameter(active, largest):.0f}px"
        sizes.append(
            _entry(f'<span class="k-circle" style="width:{pixels};height:{pixels}"></span>', str(active))
        )
    names, edges = (
        views.band_names(found.edition, "IKO", found.language),
        views.band_edges(found.edition, "IKO"),
    )
    shown = sorted({palette.class_of(s.mean_iko, edges) for s in symbols if not formats.absent(s.mean_iko)})
    colours = [markup.tag("li", t("Rata-rata IKO"), "k-legend-title")]
    for number in shown:
        dot = f'<span class="k-circle" style="width:1rem;height:1rem;background:{palette.ORMAS[number - 1]}"></span>'
        colours.append(_entry(dot, t("{number} {name}", number=number, name=names[number - 1])))
    dot = '<span class="k-circle" style="width:1rem;height:1rem"></span>'
    colours.append(_entry(dot, t("kurang dari 3 Ormas dinilai")))
    return "".join(
        markup.box("ul", "".join(part), "k-legend", style="margin-top:.6rem") for part in (sizes, colours)
    )


def _entry(picture: str, text: str) -> str:
    return markup.box("li", picture + markup.tag("span", text))


def _source(found: Context, overlay: bool) -> str:
    meta = found.edition.meta
    note = meta.get("boundary_note") or t("batas digeneralisasi")
    parts = [
        t("Sumber: edisi {id}. Batas wilayah: {source} ({note}), bukan batas hukum.", id=found.edition.id, source=meta["boundary_source"], note=t(note)),
    ]  # fmt: skip
    if overlay:
        parts.append(
            t("Letak Ormas menurut kecamatan tempat kegiatannya. Gambar ini tidak menunjukkan sebab-akibat.")
        )
    return " ".join(parts)


def table(found: Context, symbols: list[Symbol] | None = None) -> None:
    """`Lihat tabel` of the map."""
    areas = context.of_edition(views.areas)(found.edition, found.period)
    names = views.band_names(found.edition, "IKW", found.language)
    tables.beside(
        "ikw-kecamatan",
        t("Skor IKW menurut kecamatan, {month}", month=formats.month(found.period)),
        area_table.columns(found, names, symbols),
        areas,
        found,
    )
