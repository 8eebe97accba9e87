"""The slide master of the briefs: 16:9, with a header and a footer on every slide, including those that somebody adds later.

The master draws the mark of simulated data and the office; month, source and page number are its placeholders. Each slide carries the
footer itself too, so that the mark goes along when the slide is copied into another deck. Only the theme names the font (Calibri): where a
machine lacks it, LibreOffice takes Carlito, which has the same widths.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.shapes.autoshape import CT_Shape
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import Slide, SlideLayout, SlideMaster
from pptx.util import Mm

from data.words import Words
from pages.exports.drawing.canvas import ACCENT, INK, MUTED

WIDTH, HEIGHT, MARGIN = 338.667, 190.5, 16.0  # millimetres
FOOT = 180.0
"""Where the foot begins; what a slide says ends above it."""
FONT = "+mn-lt"  # the theme's letters for text
LAYOUT = "Title Only"  # screen readers need a title
_STRIP, _HEAD, _TITLE = 6.5, 9.0, (16.0, 15.0)
_SIZES = {PP_PLACEHOLDER.DATE: 9, PP_PLACEHOLDER.FOOTER: 8, PP_PLACEHOLDER.SLIDE_NUMBER: 8}
_PLACES = {
    PP_PLACEHOLDER.DATE: (WIDTH / 2, _HEAD, WIDTH / 2 - MARGIN, 6.0),
    PP_PLACEHOLDER.FOOTER: (MARGIN, FOOT + 1.5, WIDTH - 2 * MARGIN - 20, 6.0),
    PP_PLACEHOLDER.SLIDE_NUMBER: (WIDTH - MARGIN - 18, FOOT + 1.5, 18.0, 6.0),
}
_ALIGNED = {PP_PLACEHOLDER.FOOTER: "l"}


@dataclass(frozen=True)
class Frame:
    """What header and footer say."""

    office: str
    when: str
    """Month and edition, right in the head."""
    foot: str
    mark: str = ""
    """That the data are simulated; empty for real ones."""

    @property
    def description(self) -> str:
        """The whole footer."""
        return f"{self.mark} · {self.foot}" if self.mark else self.foot


def prepare(t: Words, deck: Presentation, frame: Frame) -> None:
    """Make the master of a new deck ours, with the one layout that is used."""
    deck.slide_width, deck.slide_height = Mm(WIDTH), Mm(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name != LAYOUT:
            deck.slide_layouts.remove(layout)
    master, (layout,) = deck.slide_master, deck.slide_layouts
    layout.name = t("Judul dan isi")
    for shape in master.placeholders:
        kind = shape.placeholder_format.type
        if kind == PP_PLACEHOLDER.TITLE:
            _place(shape, (MARGIN, _TITLE[0], WIDTH - 2 * MARGIN, _TITLE[1]))
            shape.text_frame.text = t("Judul")
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        elif kind == PP_PLACEHOLDER.BODY:
            _place(shape, (MARGIN, 36, WIDTH - 2 * MARGIN, FOOT - 38))
            shape.text_frame.text = t("Isi")
        else:
            _place(shape, _PLACES[kind])
            _styled(shape, _SIZES[kind], _ALIGNED.get(kind, "r"))
    _title_style(master)
    if frame.mark:
        strip = master.shapes._spTree
        strip.append(_box(t("Tanda data simulasi"), 90, (0, 0, WIDTH, _STRIP), frame.mark, 10, "ctr", "7A3403", "FFF1DB"))
    master.shapes._spTree.append(_box(t("Kantor"), 91, (MARGIN, _HEAD, WIDTH / 2 - MARGIN, 6), frame.office, 9, "l", ACCENT.lstrip("#")))
    for shape in (*master.placeholders, *_placeholders(layout)):
        _fill(shape._element, shape.placeholder_format.type, frame, "‹#›")
    _placeholders(layout)[0].text_frame.text = t("Judul")


def add_slide(deck: Presentation, frame: Frame) -> Slide:
    """A new slide with its title still empty, and month, footer and page number in the places of the master."""
    layout = deck.slide_layouts[0]
    slide: Slide = deck.slides.add_slide(layout)
    for shape in _placeholders(layout):
        kind = shape.placeholder_format.type
        if kind in _PLACES:
            element = copy.deepcopy(shape._element)
            element.nvSpPr.cNvPr.set("id", str(max(int(one) for one in slide.shapes._spTree.xpath(".//p:cNvPr/@id")) + 1))
            slide.shapes._spTree.append(element)
            _fill(element, kind, frame, str(len(deck.slides)))
    return slide


def _placeholders(layout: SlideLayout) -> list[LayoutPlaceholder]:
    return [*layout.placeholders]  # mypy accepts unpacking its iterator, but not a loop over it


def _place(shape: Shape, box: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Mm(side) for side in box)


def _styled(shape: Shape, size: float, align: str) -> None:
    """Size, colour and side of a placeholder's text, for all slides at once."""
    frame = shape.text_frame
    body = frame._txBody
    old = body.find(qn("a:lstStyle"))
    style = parse_xml(
        f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr algn="{align}"><a:defRPr sz="{int(size * 100)}">'
        f'<a:solidFill><a:srgbClr val="{MUTED.lstrip("#").upper()}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
    )
    body.replace(old, style)
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _title_style(master: SlideMaster) -> None:
    (level,) = master._element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr")
    level.set("algn", "l")
    letters = level.find(qn("a:defRPr"))
    letters.set("sz", "2000")
    letters.set("b", "1")
    old = letters.find(qn("a:solidFill"))
    letters.replace(
        old,
        parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{INK.lstrip("#").upper()}"/></a:solidFill>'),
    )


def _fill(element: CT_Shape, kind: PP_PLACEHOLDER, frame: Frame, number: str) -> None:
    """The text of a placeholder; the page number is a field, counted anew when slides move."""
    if kind not in _PLACES:
        return
    (paragraph, *more) = element.get_or_add_txBody().findall(qn("a:p"))
    for one in (*more, *paragraph):
        one.getparent().remove(one)
    if kind == PP_PLACEHOLDER.SLIDE_NUMBER:
        field = parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr/><a:t>{number}</a:t></a:fld>'
        )
        paragraph.append(field)
        return
    run = paragraph.add_r()
    run.text = frame.when if kind == PP_PLACEHOLDER.DATE else frame.description


def _box(
    name: str, number: int, place: tuple[float, float, float, float], text: str, size: float, align: str, ink: str, paper: str = ""
) -> CT_Shape:
    """A text of the master itself: drawn on every slide, changed nowhere but there."""
    x, y, width, height = (int(Mm(side)) for side in place)
    fill = f'<a:solidFill><a:srgbClr val="{paper}"/></a:solidFill>' if paper else "<a:noFill/>"
    element: CT_Shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name=""/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="{align}"/>'
        f'<a:r><a:rPr sz="{int(size * 100)}" b="1"><a:solidFill><a:srgbClr val="{ink.upper()}"/></a:solidFill></a:rPr><a:t/></a:r></a:p></p:txBody></p:sp>'
    )
    element.nvSpPr.cNvPr.set("name", name)
    element.xpath(".//a:t")[0].text = text
    return element
