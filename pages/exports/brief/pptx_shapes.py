"""What slides are drawn of: boxes, texts that shrink into their room, native bullets, colours; in millimetres and points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Mm, Pt

from pages.exports.brief.pptx_master import FONT
from pages.exports.drawing import canvas
from pages.exports.drawing.canvas import INK

BULLET, HANGING = "•\u2003", 4.0  # marks a line as listed; a text may begin with "• " itself
Line = tuple[str, float, bool, str]
"""Text, size in points, bold, colour."""


def add_box(slide: Slide, left: float, top: float, width: float, height: float, fill: str = "#ffffff") -> Shape:
    """A filled rectangle without a line."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Mm(left), Mm(top), Mm(width), Mm(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(fill)
    shape.line.fill.background()
    plain(shape)
    return shape


def plain(shape: BaseShape) -> None:
    """Remove what the theme of the office program would add: shadows, outlines."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


def add_text(
    slide: Slide,
    left: float,
    top: float,
    width: float,
    height: float,
    lines: Sequence[Line],
    align: PP_ALIGN = PP_ALIGN.LEFT,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
) -> None:
    """A text box; its lines shrink together until they fit."""
    box = slide.shapes.add_textbox(Mm(left), Mm(top), Mm(width), Mm(height))
    write(box.text_frame, lines, align=align, anchor=anchor, fit=(width, height))


def write(
    frame: TextFrame,
    lines: Sequence[Line],
    align: PP_ALIGN = PP_ALIGN.LEFT,
    anchor: MSO_ANCHOR = MSO_ANCHOR.MIDDLE,
    fit: tuple[float, float] | None = None,
    inset: float = 0.0,
) -> None:
    """Fill a text frame; where a room is given, all sizes shrink together until the lines fit into it."""
    scale = 1.0
    while fit and scale > 0.5 and height_of(lines, fit[0], scale) > fit[1] + 0.2:
        scale *= 0.95
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = Mm(inset)
    frame.margin_top = frame.margin_bottom = Mm(inset / 2)
    for i, (text, size, bold, colour) in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()  # type: ignore[no-untyped-call]
        paragraph.alignment = align
        if text.startswith(BULLET):
            _listed(paragraph)
        run = paragraph.add_run()
        run.text, font = text.removeprefix(BULLET), run.font
        font.name, font.size, font.bold, font.color.rgb = FONT, Pt(round(size * scale, 1)), bold, rgb(colour)


def _listed(paragraph: _Paragraph) -> None:
    """A native bullet with a hanging indent, so that the list stays one when somebody edits it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Mm(HANGING)))
    properties.set("indent", str(-Mm(HANGING)))
    properties.append(properties.makeelement(qn("a:buChar"), {"char": BULLET.strip()}))


def height_of(lines: Sequence[Line], width: float, scale: float = 1.0) -> float:
    """Millimetres that lines take in a width, by the widths of the shipped Noto Sans, wider than Calibri and Arial."""
    total = 0.0
    for text, size, bold, _ in lines:
        points, listed = size * scale, text.startswith(BULLET)
        room = width - HANGING if listed else width
        fitted = canvas.fit(text.removeprefix(BULLET), room / 25.4 * 72, 1e6, points, points * 0.2, bold=bold)
        total += len(fitted.lines) * points * 1.25
    return total / 72 * 25.4


def add_chart(
    slide: Slide,
    kind: XL_CHART_TYPE,
    place: tuple[float, float, float, float],
    categories: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    number_format: str,
    alt: str,
) -> Chart:
    """A native chart with its data and its alternative text; None is a gap. The library's own type annotations are wrong here."""
    data = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]
    data.categories = categories
    for name, values in series.items():
        data.add_series(name, values)  # type: ignore[no-untyped-call]
    left, top, width, height = (Mm(side) for side in place)
    frame = cast(GraphicFrame, slide.shapes.add_chart(kind, left, top, width, height, data))  # type: ignore[arg-type]
    describe(frame, alt)
    return frame.chart


def chart_text(chart: Chart, size: float) -> None:
    """Font, size and colour of all that a chart writes."""
    chart.font.name, chart.font.size, chart.font.color.rgb = FONT, Pt(size), rgb(INK)


def describe(shape: BaseShape, text: str) -> None:
    """Alternative text: what a screen reader says instead."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def rgb(colour: str) -> RGBColor:
    """`#0b5c6b` for the library."""
    known: RGBColor = RGBColor.from_string(colour.lstrip("#").upper())  # type: ignore[no-untyped-call]
    return known
