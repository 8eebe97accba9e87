"""The map of a page with everything that belongs to it: headline, legend, source, table, the choice of a kecamatan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from data import numbers
from data.editions import figures, levels
from data.editions.reading import Edition
from data.words import Words
from pages.facts import views
from pages.figures import layers, map_figure, markup, outline, palette
from pages.figures.drawn import Drawn
from pages.figures.layers import Layer
from pages.panels import area_table, tables
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import formats, phrasing, sentences, signal_sentences

WHOLE = ""  # no kecamatan is chosen
_TURN = "putaran_peta"


@context.kept
def _outline(edition: Edition) -> outline.Outline:
    return outline.of(edition)


@context.kept
def _figure(
    edition: Edition, t: Words, period: str, spoken: str, measure: str, layer_code: str, polsek: bool, height: int
) -> dict[str, Any]:
    areas = layers.areas(edition, period, measure)
    names = layers.class_names(edition, t, measure, spoken)
    layer = layers.layer(edition, t, layer_code, period)
    raw = layers.raw_value(edition, t, period, measure, spoken)
    by_code = layer.by_code() if layer else {}

    def more(code: str) -> list[str]:
        lines = [raw[code]] if code in raw else []
        if layer and layer.coloured:
            return [*lines, area_table.ormas(t, by_code.get(code))]
        return [*lines, layer.line(t, code)] if layer else lines

    edges = views.band_edges(edition, "IKO")
    symbols = layer.symbols if layer else []
    return map_figure.figure(
        areas,
        outline.laid_out(_outline(edition), edition, height, map_figure.diameters(symbols)),
        {area.code: area_table.hover(t, area, names, more(area.code)) for area in areas},
        symbols=symbols,
        colours=[layers.colour_of(symbol, edges, layer) for symbol in symbols] if layer else [],
        lines=outline.polsek_lines(edition) if polsek else [],
        lowest=edition.verdict_rules().lowest_named,
        height=height,
    )


def show(
    view: Context,
    *,
    measure: str = layers.INDEX,
    layer_code: str = layers.NONE,
    polsek: bool = False,
    height: int,
    period: str | None = None,
    key: str = "peta",
) -> None:
    """The map of a month (that of the page unless `period` says another); a click chooses the kecamatan everywhere."""
    t = view.t
    month = period or view.period
    drawn = _figure(view.edition, t, month, view.language, measure, layer_code, polsek, height)
    areas = context.kept(layers.areas)(view.edition, month, measure)
    names = layers.class_names(view.edition, t, measure, view.language)
    unit = layers.measure_unit(view.edition, t, measure, view.language, formats.month(t, month))
    screen.show(t, markup.tag("p", sentences.headline(t, areas, names), "k-finding") + markup.tag("p", unit, "k-unit"))
    alt = t("Peta menurut kecamatan, {month}. Isinya ada di tabel di bawah peta.", month=formats.month(t, month))
    draw(view, drawn, f"{key}-{measure}-{layer_code}", frozenset(area.code for area in areas), alt)


def draw(view: Context, drawn: Mapping[str, Any], name: str, codes: frozenset[str], alt: str) -> None:
    """A map with the border of the chosen kecamatan; a click on one of the codes chooses it everywhere."""
    turn = f"{name}-{st.session_state.get(_TURN, 0)}"
    st.plotly_chart(
        Drawn(map_figure.with_selection(drawn, _outline(view.edition), view.kecamatan)),
        theme=None,
        config=map_figure.CONFIG,
        key=turn,
        on_select=guard.act(_on_click(turn, codes)),
        selection_mode="points",
        alt=alt,
    )


def legend(view: Context, measure: str = layers.INDEX, layer_code: str = layers.NONE) -> None:
    """What the colours and circles mean, and where the figures come from."""
    t = view.t
    layer = context.kept(layers.layer)(view.edition, t, layer_code, view.period)
    screen.show(t, _colours(view, measure) + (_circles(view, layer) if layer else ""))
    screen.show(t, markup.tag("p", _source(view, layer), "k-note"))


def kecamatan_box(view: Context) -> None:
    """Choose a kecamatan without the mouse; Escape clears the choice."""
    t = view.t
    areas = {area.code: area.name for area in context.kept(views.areas)(view.edition, view.period)}
    own = view.viewer.narrowed
    if own and len(areas) == 1:  # nothing to choose
        return
    st.session_state["w_kecamatan"] = view.kecamatan or WHOLE
    st.selectbox(
        t("Kecamatan"),
        options=[*([] if own else [WHOLE]), *sorted(areas, key=areas.__getitem__)],
        format_func=lambda code: areas[code] if code else t("Seluruh kabupaten"),
        key="w_kecamatan",
        on_change=guard.act(_from_box),
    )


def clear_button(view: Context) -> None:
    """Back to the whole kabupaten, by a button or by Escape; nothing where nothing is chosen."""
    if view.kecamatan is not None:
        st.button(view.t("Hapus pilihan"), on_click=guard.act(_clear), key="w_hapus_pilihan", shortcut="Esc")


def _clear() -> None:
    context.choose(context.KECAMATAN, None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _from_box() -> None:
    context.choose_from_widget(context.KECAMATAN, "w_kecamatan")
    # The map still remembers its own last click; a fresh one lets the same kecamatan be clicked again.
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _on_click(key: str, known: frozenset[str]) -> Callable[[], None]:
    def take() -> None:
        if code := map_figure.selected_code(st.session_state.get(key), known):
            context.choose(context.KECAMATAN, code)

    return take


def _colours(view: Context, measure: str) -> str:
    t = view.t
    names = layers.class_names(view.edition, t, measure, view.language)
    edges = (0, *views.band_edges(view.edition, "IKW"), 100)
    lowest = view.edition.verdict_rules().lowest_named
    title = t("Golongan IKW") if measure == layers.INDEX else t("Skor indikator")
    entries = [markup.tag("li", title, "k-legend-title")]
    for number, (name, colour) in enumerate(zip(names, palette.BANDS, strict=True), start=1):
        words_ = (
            t(
                "{number} {name} ({low}–{high})",
                number=number,
                name=name,
                low=numbers.plain(t, edges[number - 1]),
                high=numbers.plain(t, edges[number]),
            )
            if measure == layers.INDEX
            else name
        )
        low = " k-low" if number < lowest else ""
        entries.append(entry(f'<span class="k-swatch{low}" style="background:{colour}"></span>', words_))
    entries.append(entry('<span class="k-swatch k-hatched"></span>', t("Data belum memadai")))
    return markup.box("ul", "".join(entries), "k-legend", aria_label=t("Keterangan warna peta"))


def _circles(view: Context, layer: Layer) -> str:
    t = view.t
    placed = [s for s in layer.symbols if s.code]
    rows = [_sizes(layer)] if any(s.level is None for s in placed) else []
    if layer.coloured:
        rows.append(_classes(view, layer))
    if levels := sorted({s.level for s in placed if s.level}):
        entries = [markup.tag("li", layer.title, "k-legend-title")]
        entries += [entry(_dot(layers.LEVEL_COLOURS[level]), t(signal_sentences.LEVELS[level])) for level in levels]
        rows.append(entries)
    if not placed:
        could = layer.reported is None or layer.reported & layer.judged
        none = t("tidak ada bulan ini") if could else t("belum dapat dinilai")
        rows = [[markup.tag("li", layer.title, "k-legend-title"), entry("", none)]]
    return "".join(markup.box("ul", "".join(row), "k-legend", style="margin-top:.6rem") for row in rows)


def _sizes(layer: Layer) -> list[str]:
    largest = max((symbol.active for symbol in layer.symbols if symbol.code), default=0)
    entries = [markup.tag("li", layer.unit[:1].upper() + layer.unit[1:], "k-legend-title")]
    for active in sorted({max(1, round(largest / 5)), max(1, round(largest / 2)), largest} - {0}):
        pixels = f"{map_figure.diameter(active, largest):.0f}px"
        circle = f'<span class="k-circle" style="width:{pixels};height:{pixels}"></span>'
        entries.append(entry(circle, str(active)))
    return entries


def _classes(view: Context, layer: Layer) -> list[str]:
    t = view.t
    names = views.band_names(view.edition, "IKO", view.language)
    edges = views.band_edges(view.edition, "IKO")
    means = [s.mean_iko for s in layer.symbols if s.code and not formats.absent(s.mean_iko)]
    entries = [markup.tag("li", t("Rata-rata IKO"), "k-legend-title")]
    for number in sorted({palette.class_of(mean, edges) for mean in means}):
        text = t("{number} {name}", number=number, name=names[number - 1])
        entries.append(entry(_dot(palette.ORMAS[number - 1]), text))
    entries.append(entry(_dot(palette.UNCOLOURED), t("kurang dari {least} Ormas dinilai", least=levels.MEAN_MINIMUM)))
    return entries


def _dot(colour: str) -> str:
    return f'<span class="k-circle" style="width:1rem;height:1rem;background:{colour}"></span>'


def entry(picture: str, text: str) -> str:
    """One line of a legend."""
    return markup.box("li", picture + markup.tag("span", text))


def boundary_source(view: Context) -> str:
    """Which edition, and where the boundary comes from."""
    t = view.t
    meta = view.edition.meta
    note = meta.get("boundary_note") or t("batas digeneralisasi")
    return t(
        "Sumber: edisi {id}. Batas wilayah: {source} ({note}), bukan batas hukum.",
        id=view.edition.id,
        source=meta["boundary_source"],
        note=t(note),
    )


def _source(view: Context, layer: Layer | None) -> str:
    t = view.t
    parts = [
        boundary_source(view),
        t("Angka per penduduk adalah angka perkiraan: penduduk sebagian kecamatan bukan hasil sensus."),
    ]
    if layer and layer.coloured:
        parts.append(t("Letak Ormas menurut kecamatan tempat kegiatannya."))
    if layer:
        parts.append(t("Gambar ini tidak menunjukkan sebab-akibat."))
    return " ".join(parts)


def table(view: Context, measure: str = layers.INDEX, layer_code: str = layers.NONE) -> None:
    """`Lihat tabel` of the map."""
    t = view.t
    areas = context.kept(layers.areas)(view.edition, view.period, measure)
    names = layers.class_names(view.edition, t, measure, view.language)
    layer = context.kept(layers.layer)(view.edition, t, layer_code, view.period)
    columns = area_table.columns(view, names, layer.symbols if layer and layer.coloured else None)
    if layer and not layer.coloured:
        columns = [*columns, _layer_column(t, layer)]
    title = layers.measures(view.edition, t, view.language)[measure]
    caption = t("{measure} menurut kecamatan, {month}", measure=title, month=formats.month(t, view.period))
    name = "ikw-kecamatan" if measure == layers.INDEX else f"{measure}-kecamatan"
    tables.beside(name, caption, columns, areas, view)


def _layer_column(t: Words, layer: Layer) -> tables.Column[views.Area]:
    return tables.Column[views.Area](
        layer.heading(t), lambda area: layer.value(area.code), lambda area: layer.cell(t, area.code), numeric=True
    )


def changes(view: Context, height: int) -> None:
    """The difference map: who rose or fell against twelve months earlier, beyond the uncertainty."""
    t = view.t
    areas = context.kept(views.areas)(view.edition, view.period)
    moved = sentences.changed(areas)
    headline = (
        phrasing.phrase(t, figures.counted("kecamatan_berubah", len(moved), last=view.period)) if moved else sentences.no_change(t, areas)
    )
    screen.show(
        t,
        markup.tag("p", headline, "k-finding")
        + markup.tag("p", t("Selisih skor IKW, poin, terhadap dua belas bulan sebelumnya."), "k-unit"),
    )
    hover = {a.code: f"<b>{markup.plain(a.name)}</b><br>{markup.plain(area_table.change_cell(t, a.score))}" for a in areas}
    st.plotly_chart(
        Drawn(
            map_figure.with_selection(
                map_figure.change_figure(areas, _outline(view.edition), hover, height=height),
                _outline(view.edition),
                view.kecamatan,
            )
        ),
        theme=None,
        config=map_figure.CONFIG,
        key="peta-selisih",
        alt=t("Peta perubahan skor IKW dalam setahun. Isinya ada di tabel di bawah peta."),
    )
    entries = [entry(f'<span class="k-swatch" style="background:{colour}"></span>', text) for colour, text in _change_classes(t)]
    entries.append(entry('<span class="k-swatch k-hatched"></span>', t("belum dapat dibandingkan")))
    screen.show(t, markup.box("ul", "".join(entries), "k-legend"))


def _change_classes(t: Words) -> Sequence[tuple[str, str]]:
    words_ = {"turun": t("turun"), "tetap": t("belum ada perubahan yang berarti"), "naik": t("naik")}
    return [(map_figure.CHANGE_COLOURS[code], text) for code, text in words_.items()]
