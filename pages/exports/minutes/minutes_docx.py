"""Minutes as DOCX: headings and tables as Word knows them, to go on writing in; same bytes for the same input."""

from __future__ import annotations

import io
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from data.editions.reading import Edition
from data.words import Words
from pages.exports.brief import brief_pptx
from pages.exports.drawing.canvas import ACCENT, INK, MUTED, RULE
from pages.exports.minutes.content import Line, Minutes, Part
from pages.exports.press import wording

FONT = "Calibri"
WIDTHS = (85.0, 32.0, 25.0, 34.0)  # millimetres
LETTERS = ((1_500, 10.5), (2_100, 9.5), (4_400, 8.5))
"""Up to so many letters in the tables, so many points: one page holds them. Beyond, and on a second page, the last."""
_SOFT, _MARKED = "F3F5F6", "FFF1DB"


def render(t: Words, minutes: Minutes, edition: Edition, keywords: str = "", identifier: str = "") -> bytes:
    """The minutes as DOCX; its dates are the day on which the edition was published."""
    made, points = docx.Document(), _points(minutes)
    _page(made, minutes, points)
    published = datetime.fromisoformat(edition.meta["published_at"])
    core = made.core_properties
    core.title, core.author, core.last_modified_by = f"{minutes.title}, {minutes.subtitle}"[:255], minutes.office, minutes.office
    core.created = core.modified = published
    core.language, core.revision, core.comments = brief_pptx.LANGUAGES[minutes.language], 1, minutes.basis[:255]
    core.keywords, core.identifier = keywords, identifier
    _around(t, made, minutes)
    made.add_heading(minutes.title, level=1)
    _write(made.add_paragraph(), f"{minutes.subtitle}. {minutes.basis}", points, colour=MUTED)
    for part in (minutes.before, minutes.decided):
        _part(made, part, points)
    _signing(made, minutes, points)
    out = io.BytesIO()
    made.save(out)
    return brief_pptx.settled(out.getvalue(), published)


def _points(minutes: Minutes) -> float:
    lines = (*minutes.before.lines, *minutes.decided.lines)
    length = sum(len(one.subject) + len(one.text) + 60 for one in lines)
    return next((points for most, points in LETTERS if length <= most), LETTERS[-1][1])


def _page(made: Document, minutes: Minutes, points: float) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(8)
    for name, size, colour in (("Normal", points, INK), ("Heading 1", 17, INK), ("Heading 2", points + 2, ACCENT)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), _rgb(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for old in [one for one in fonts.attrib if one.endswith("Theme")]:
            del fonts.attrib[old]
        for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(which), FONT)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), brief_pptx.LANGUAGES[minutes.language])
        style.element.get_or_add_rPr().append(language)
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(4), 1.0
        style.paragraph_format.space_before = Pt(0 if name != "Heading 2" else 10)


def _around(t: Words, made: Document, minutes: Minutes) -> None:
    """The simulated mark and the office above, for whom it is and what proves it below."""
    section = made.sections[0]
    above = section.header.paragraphs[0]
    if minutes.simulated:
        _write(above, t(wording.SIMULATED), 9.5, bold=True, colour="#7a3403")
        above.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _shade(above._p.get_or_add_pPr(), _MARKED)
        above = section.header.add_paragraph()
    _write(above, minutes.office, 9, bold=True, colour=ACCENT)
    _write(section.footer.paragraphs[0], " ".join((minutes.restriction, *minutes.proof)), 7.5, colour=MUTED)


def _part(made: Document, part: Part, points: float) -> None:
    made.add_heading(part.title, level=2)
    if part.lines:
        table = made.add_table(rows=1, cols=len(WIDTHS))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        _rule(table)
        for cell, title in zip(table.rows[0].cells, part.headers, strict=True):
            _write(cell.paragraphs[0], title, points, bold=True)
            _shade(cell._tc.get_or_add_tcPr(), _SOFT)
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for line in part.lines:
            _row(table.add_row().cells, line, points)
        for column, width in zip(table.columns, WIDTHS, strict=True):
            column.width = Mm(width)  # Word goes by the cells, LibreOffice by the columns
            for cell in column.cells:
                cell.width = Mm(width)
    if part.note:
        _write(made.add_paragraph(), part.note, points, colour=MUTED)


def _row(cells: tuple[_Cell, ...], line: Line, points: float) -> None:
    _write(cells[0].paragraphs[0], line.subject, points, bold=True)
    _write(cells[0].add_paragraph(), line.text, points)
    for cell, text in zip(cells[1:], (line.office, line.due, line.beside), strict=True):
        _write(cell.paragraphs[0], text, points)
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(1)


def _signing(made: Document, minutes: Minutes, points: float) -> None:
    """Two places to sign by hand; who signs writes there, the program doesn't."""
    made.add_paragraph()
    table = made.add_table(rows=1, cols=len(minutes.signing))
    for cell, who in zip(table.rows[0].cells, minutes.signing, strict=True):
        _write(cell.paragraphs[0], who, points)
        _write(cell.add_paragraph(), "\n\n" + "_" * 30, points, colour=MUTED)


def _write(paragraph: Paragraph, text: str, points: float, *, bold: bool = False, colour: str = INK) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(points), bold, _rgb(colour)


def _shade(properties: object, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(name), value)
    properties.append(shade)  # type: ignore[attr-defined]


def _rule(table: Table) -> None:
    """A thin line under every row."""
    borders = OxmlElement("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        line = OxmlElement(side)
        for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", RULE.removeprefix("#"))):
            line.set(qn(name), value)
        borders.append(line)
    table._tblPr.append(borders)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())
