"""A brief as PPTX: text, tables, charts and map as native objects that can be edited; same bytes for the same input."""

from __future__ import annotations

import functools
import io
import json
import math
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

import pptx
import shapely
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.group import GroupShape
from pptx.slide import Slide
from pptx.util import Mm, Pt

from data.boundary import loading
from data.editions.reading import Edition
from data.words import Words
from pages.exports.brief import pptx_master
from pages.exports.brief.brief import Brief
from pages.exports.brief.brief_parts import HIDDEN, Card, Passage, Table
from pages.exports.brief.pptx_master import FOOT, MARGIN, WIDTH
from pages.exports.brief.pptx_shapes import (
    BULLET,
    Line,
    add_box,
    add_chart,
    add_text,
    chart_text,
    describe,
    height_of,
    plain,
    rgb,
    write,
)
from pages.exports.drawing import canvas, maps
from pages.exports.drawing.canvas import ACCENT, INK, MUTED, RULE
from pages.exports.drawing.press_bodies import Legend, MapBody, scale_of, shown_bands
from pages.exports.press import wording
from pages.facts.marks import Place
from pages.figures import palette

COLUMN_TOP = 35.0  # millimetres
COLUMN = 145.0
PLOT = (0.045, 0.04, 0.945, 0.70)
"""Left, top, width and height of the plot of the trend, as shares of its frame."""
LINE_POINTS = 0.55  # points for a unit of the map of a frame
HEADER_ROW = 1.6  # headers of columns may take two lines
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a ZIP can hold
LANGUAGES = {"id": "id-ID", "en": "en-GB"}


def render(t: Words, brief: Brief, edition: Edition, keywords: str = "", identifier: str = "") -> bytes:
    """The brief as PPTX; its dates are the day on which the edition was published."""
    deck, frame = pptx.Presentation(), _frame(t, brief)
    pptx_master.prepare(t, deck, frame)
    published = datetime.fromisoformat(edition.meta["published_at"])
    _properties(deck, brief, published, keywords, identifier)
    slides: list[tuple[str, int, Callable[[Slide, Brief], None]]] = [(brief.title, 24, functools.partial(_first, t))]
    if brief.map:
        slides.append((brief.map_title, 20, functools.partial(_map_slide, body=brief.map, edition=edition)))
    if brief.has_ormas:
        slides.append((brief.ormas_title, 20, functools.partial(_ormas_slide, t)))
    slides += [(brief.table.title, 20, functools.partial(_table_slide, t)), (t("Mutu data dan metode"), 20, _method_slide)]
    for title, size, draw in slides:
        slide = pptx_master.add_slide(deck, frame)
        heading = slide.shapes.title
        assert heading is not None  # noqa: S101 - for mypy; the one layout has a title
        write(heading.text_frame, [(title, size, True, INK)], fit=(WIDTH - 2 * MARGIN, 15))
        draw(slide, brief)
    for part in (deck.slide_master, *deck.slide_layouts, *deck.slides):
        for run in part.element.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
            run.set("lang", LANGUAGES[brief.language])
    out = io.BytesIO()
    deck.save(out)
    return settled(out.getvalue(), published)


def settled(package: bytes, when: datetime) -> bytes:
    """The same package without the time of making, inside its embedded workbooks too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = settled(content, when)
            elif name == "docProps/core.xml" and b"<dcterms:created" in content:
                content = _dated(content, when)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return out.getvalue()


def _dated(core: bytes, when: datetime) -> bytes:
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, core)


def _properties(deck: Presentation, brief: Brief, when: datetime, keywords: str, identifier: str) -> None:
    core = deck.core_properties
    core.title, core.author = f"{brief.title}, {brief.subtitle}"[:255], brief.office
    core.last_modified_by, core.language = brief.office, LANGUAGES[brief.language]
    core.created = core.modified = when
    core.revision, core.comments = 1, brief.source[:255]
    core.keywords, core.identifier = keywords, identifier


def _frame(t: Words, brief: Brief) -> pptx_master.Frame:
    internal = t("Untuk kalangan internal; bukan bahan siaran pers.")
    return pptx_master.Frame(
        office=brief.office,
        when=f"{brief.title} · {brief.subtitle}",
        foot=f"{brief.source} {internal}",
        mark=t(wording.SIMULATED) if brief.simulated else "",
    )


def _first(t: Words, slide: Slide, brief: Brief) -> None:
    add_box(slide, MARGIN, 33, 1.2, 17, fill=ACCENT)
    add_text(slide, MARGIN + 4, 32, WIDTH - 2 * MARGIN - 4, 19, [(brief.sentence, 14, False, INK)])
    gap = 4.0
    cards = max(4 if brief.trend else 2, len(brief.cards))
    width = (WIDTH - 2 * MARGIN - (cards - 1) * gap) / cards
    for i, card in enumerate(brief.cards):
        _card(slide, card, MARGIN + i * (width + gap), 54, width, 33)
    add_text(slide, MARGIN, 91, WIDTH - 2 * MARGIN, 8, [(brief.trend_title, 14, True, INK)])
    _trend_chart(t, slide, brief)
    if brief.first:
        _column(slide, brief.first, MARGIN, 0.75 * COLUMN, top=102)
        _column(slide, brief.beside_map, 2 * MARGIN + 0.75 * COLUMN, WIDTH - 3 * MARGIN - 0.75 * COLUMN, top=102)


def _card(slide: Slide, card: Card, left: float, top: float, width: float, height: float) -> None:
    lines = [(card.label, 11, False, MUTED), (card.value, 24, True, ACCENT)]
    lines += [(line, 11, False, INK) for line in card.lines]
    box = add_box(slide, left, top, width, height, fill="#f3f5f6")
    write(box.text_frame, lines, anchor=MSO_ANCHOR.TOP, fit=(width - 6, height - 4), inset=3)
    unit = box.text_frame.paragraphs[1].add_run()
    unit.text, unit.font.size, unit.font.color.rgb = f" {card.unit}", Pt(11), rgb(MUTED)


def _trend_chart(t: Words, slide: Slide, brief: Brief) -> None:
    if brief.trend is None:
        return
    body = brief.trend
    seen = [v for v in (*body.score, *body.low, *body.high) if not math.isnan(v)]
    if not seen:
        room = (MARGIN, 130, WIDTH - 2 * MARGIN, 12)
        add_text(slide, *room, [(t("Data belum memadai"), 14, False, MUTED)], align=PP_ALIGN.CENTER)
        return
    drawn = {
        name: [None if math.isnan(v) else round(v, 2) for v in values]
        for name, values in ((t("Skor"), body.score), (t("Batas bawah"), body.low), (t("Batas atas"), body.high))
    }
    place = (MARGIN, 100.0, WIDTH - 2 * MARGIN, FOOT - (110 if brief.trend_note else 101))
    _marks(slide, brief.trend_marks, len(body.months), place)
    if brief.trend_note:
        add_text(slide, MARGIN, FOOT - 9, WIDTH - 2 * MARGIN, 8, [(brief.trend_note, 9, False, MUTED)])
    chart = add_chart(slide, XL_CHART_TYPE.LINE, place, body.labels, drawn, "0.0", brief.trend_alt)
    chart_text(chart, 10)
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _lay_out(chart)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = shown_bands(body.edges, min(seen), max(seen))
    axis.major_unit = 10
    axis.major_gridlines.format.line.color.rgb = rgb(RULE)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    for series, (colour, width) in zip(chart.plots[0].series, ((ACCENT, 2.5), (palette.LINE, 1), (palette.LINE, 1)), strict=True):
        series.smooth = False
        series.marker.style = XL_MARKER_STYLE.NONE
        series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(width)


def _marks(slide: Slide, marked: Sequence[Place], months: int, place: tuple[float, float, float, float]) -> None:
    """Spans as grey fields, days as short strokes, behind the chart and where its plot lies (`_lay_out`); they don't follow one that is moved."""
    left, top, width, height = (side + part * whole for side, part, whole in zip((*place[:2], 0, 0), PLOT, place[2:] * 2, strict=True))
    for one in marked:
        start, end = ((at + 0.5) / months for at in ((one.start, one.end) if one.lasts else (one.middle, one.middle)))
        wide, tall = max((end - start) * width, 0.4), height if one.lasts else 3.0
        add_box(slide, left + start * width, top + height - tall, wide, tall, fill="#e2e6e8" if one.lasts else "#7f8e96")


def _lay_out(chart: Chart) -> None:
    """Where in its frame the plot lies, so that what is marked behind it stands at its month."""
    plot = chart._chartSpace.chart.plotArea
    layout = plot.find(qn("c:layout"))
    if layout is None:
        layout = plot.makeelement(qn("c:layout"), {})
        plot.insert(0, layout)
    manual = layout.makeelement(qn("c:manualLayout"), {})
    told = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", **dict(zip("xywh", map(str, PLOT), strict=True))}
    for name, value in told.items():
        manual.append(manual.makeelement(qn(f"c:{name}"), {"val": value}))
    layout.append(manual)
    crosses = plot.find(qn("c:valAx")).find(qn("c:crosses"))
    crosses.addnext(crosses.makeelement(qn("c:crossBetween"), {"val": "between"}))  # a month is a field, not a point on the edge


def _map_slide(slide: Slide, brief: Brief, body: MapBody, edition: Edition) -> None:
    lowest = edition.verdict_rules().lowest_named
    group = _map(slide, body, edition.boundary(), lowest, canvas.Box(84, 33, 92, FOOT - 35))
    group.name = brief.map_title
    describe(group, brief.map_alt)
    _legend(slide, body.legend, lowest, MARGIN, FOOT - 2 - 9 * len(body.legend))
    _column(slide, brief.beside_map, 186, WIDTH - MARGIN - 186)


def _map(slide: Slide, body: MapBody, geojson: str, lowest: int, place: canvas.Box) -> GroupShape:
    shapes = {
        str(feature["properties"]["kode"]): shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(geojson)["features"]
    }
    to_mm = maps.projection(shapely.total_bounds(list(shapes.values())).tolist(), place)
    group = slide.shapes.add_group_shape()
    for code in maps.low_last(body, shapes, lowest):
        shape, number = shapes[code], body.classes.get(code)
        for part in shapely.get_parts(shape):
            start, *points = [(round(Mm(x)), round(Mm(y))) for x, y in (to_mm(*point) for point in part.exterior.coords)]
            builder = group.shapes.build_freeform(*start, scale=1.0)
            builder.add_line_segments(points, close=True)
            drawn = builder.convert_to_shape()
            drawn.name = body.names.get(code, code)
            _paint(drawn, maps.fill_of(number), *maps.outline_of(number, lowest), hatched=number is None)
    for code, (lon, lat) in loading.label_points(geojson).items():
        if code in body.names:
            number = body.classes.get(code)
            ink = INK if number is None else palette.ink_on(maps.fill_of(number))
            x, y = to_mm(lon, lat)
            lines = [(word, 8, False, ink) for word in body.names[code].split(" ")]
            add_text(slide, x - 13, y - 5, 26, 10, lines, align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.MIDDLE)
    return group


def _legend(slide: Slide, entries: Sequence[Legend], lowest: int, left: float, top: float) -> None:
    for i, entry in enumerate(entries):
        y = top + i * 9
        _paint(
            add_box(slide, left, y + 1, 7, 5),
            entry.colour,
            *maps.outline_of(entry.number, lowest),
            hatched=entry.hatched,
        )
        add_text(slide, left + 9, y - 1, 58, 9, [(entry.text, 9.5, False, INK)], anchor=MSO_ANCHOR.MIDDLE)


def _paint(shape: Shape, colour: str, line: str, width: float, *, hatched: bool) -> None:
    if hatched:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = rgb(palette.HATCH), rgb(palette.NO_DATA)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
    shape.line.color.rgb, shape.line.width = rgb(line), Pt(LINE_POINTS * width)
    plain(shape)


def _ormas_slide(t: Words, slide: Slide, brief: Brief) -> None:
    top = COLUMN_TOP
    for passage in brief.ormas:
        top = _passage(slide, passage, MARGIN, top, COLUMN) + 3
    add_text(slide, MARGIN, top, COLUMN, 7, [(brief.needs.title, 13, True, ACCENT)])
    bottom = top + 7
    if brief.needs.rows:
        bottom = _table(slide, brief.needs, MARGIN, top + 8, (55, 30, 60), 10, 6.6)
    if brief.needs.note:
        add_text(slide, MARGIN, bottom + 1, COLUMN, 8, [(brief.needs.note, 9, False, MUTED)])
    left = WIDTH - MARGIN - COLUMN
    add_text(slide, left, COLUMN_TOP, COLUMN, 12, [(brief.activity_title, 13, True, ACCENT)])
    if brief.activity is None:
        return
    hidden = [bar.label for bar in brief.activity.bars if bar.value is None]
    if len(hidden) < len(brief.activity.bars):
        _activity_chart(t, slide, brief, left, COLUMN_TOP + 12, FOOT - (9 if hidden else 2))
    if hidden:
        said = t.n("{n} kecamatan disamarkan.", "{n} kecamatan disamarkan.", len(hidden))
        add_text(slide, left, FOOT - 8, COLUMN, 7, [(f"{said} {wording.hidden_note(t)}", 9, False, MUTED)])


def _activity_chart(t: Words, slide: Slide, brief: Brief, left: float, top: float, bottom: float) -> None:
    assert brief.activity is not None  # noqa: S101 - for mypy
    known = [(bar, bar.value) for bar in brief.activity.bars[::-1] if bar.value is not None]
    most = scale_of([bar for bar, _ in known])
    cut = [value > most for _, value in known]
    names = [
        t("{name} ({n}, terpotong)", name=bar.label, n=bar.text) if out else bar.label for (bar, _), out in zip(known, cut, strict=True)
    ]
    series = {brief.activity.heading: [value for _, value in known]}
    place = (left, top, COLUMN, bottom - top)
    chart = add_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, place, names, series, "#,##0", brief.activity_alt)
    chart_text(chart, 8)
    chart.has_legend, chart.has_title = False, False
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    if any(cut):  # the number of a cut bar stands beside its name too: an office program may leave out a label beyond the scale
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, most
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 40, True
    plot.data_labels.position, plot.data_labels.font.size = XL_LABEL_POSITION.OUTSIDE_END, Pt(8)
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = rgb(ACCENT)


PROOF = 7.0  # millimetres at the foot of the last slide
# Millimetres of the columns of a table with scores.
SCORED = (42, 16, 30, 76, 36, 26, 20, 40, 20.667)


def _table_slide(t: Words, slide: Slide, brief: Brief) -> None:
    top, note = 32.0, 7.0
    row = min(5.7, (FOOT - note - top) / (len(brief.table.rows) + HEADER_ROW))
    columns = len(brief.table.headers)
    widths = SCORED if columns == len(SCORED) else (sum(SCORED) / columns,) * columns
    bottom = _table(slide, brief.table, MARGIN, top, widths, 8.5, row)
    hidden, said = sum(HIDDEN in cells for cells in brief.table.rows), brief.table.note
    if hidden:
        said += " " + t.n("Angka {n} kecamatan disamarkan.", "Angka {n} kecamatan disamarkan.", hidden)
    add_text(slide, MARGIN, bottom + 0.5, WIDTH - 2 * MARGIN, note, [(said, 9, False, MUTED)])


def _method_slide(slide: Slide, brief: Brief) -> None:
    foot = FOOT - PROOF - 1 if brief.proof else FOOT - 2
    _column(slide, brief.quality, MARGIN, COLUMN - 10, foot)
    _column(slide, brief.method_text, MARGIN + COLUMN + 5, WIDTH - 2 * MARGIN - COLUMN - 5, foot)
    if brief.proof:
        lines = [(line, 7, False, MUTED) for line in brief.proof]
        add_text(slide, MARGIN, FOOT - PROOF, WIDTH - 2 * MARGIN, PROOF, lines)


def _column(slide: Slide, passages: Sequence[Passage], left: float, width: float, foot: float = FOOT - 2, top: float = COLUMN_TOP) -> None:
    """Passages below one another; where the slide is too short for them, the letters of all shrink alike."""
    scale, gap = 1.0, 4.0
    while scale > 0.4 and sum(height_of(_lines(one, scale), width) + gap for one in passages) > foot - top:
        scale *= 0.95
    for one in passages:
        top = _passage(slide, one, left, top, width, scale) + gap


def _passage(slide: Slide, passage: Passage, left: float, top: float, width: float, scale: float = 1.0) -> float:
    """Heading and lines; returns where they end."""
    lines = _lines(passage, scale)
    height = height_of(lines, width)
    add_text(slide, left, top, width, height, lines)
    return top + height


def _lines(passage: Passage, scale: float) -> list[Line]:
    mark = BULLET if passage.listed else ""
    return [
        (passage.title, 13 * scale, True, ACCENT),
        *((mark + line, 12 * scale, False, INK) for line in passage.lines),
    ]


def _table(slide: Slide, table: Table, left: float, top: float, widths: Sequence[float], size: float, row: float) -> float:
    """A native table with a header row; returns where it ends."""
    rows = [table.headers, *table.rows]
    head = row * HEADER_ROW
    bottom = top + head + row * len(table.rows)
    frame = slide.shapes.add_table(len(rows), len(widths), Mm(left), Mm(top), Mm(sum(widths)), Mm(bottom - top))
    describe(frame, table.title)
    grid = frame.table
    grid.first_row, grid.horz_banding = True, False
    # The plain style: no colours of an office theme.
    grid._tbl[0][-1].text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    for i, width in enumerate(widths):
        grid.columns[i].width = Mm(width)
    for i, cells in enumerate(rows):
        grid.rows[i].height = Mm(head if i == 0 else row)
        for j, text in enumerate(cells):
            cell = grid.cell(i, j)
            cell.margin_left = cell.margin_right = Mm(1.2)
            cell.margin_top = cell.margin_bottom = Mm(0.3)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()  # type: ignore[no-untyped-call]
            cell.fill.fore_color.rgb = rgb("#e3eaed" if i == 0 else "#f6f8f9" if i % 2 == 0 else "#ffffff")
            room = (widths[j] - 3.2, head if i == 0 else row)
            align = PP_ALIGN.RIGHT if table.numeric[j] else PP_ALIGN.LEFT
            write(cell.text_frame, [(text, size, i == 0, INK)], align=align, fit=room)
    return bottom
