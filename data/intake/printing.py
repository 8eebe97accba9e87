"""How a sheet of a workbook opens and prints: A4 landscape, no smaller than can be read, with the header row on top of each page."""

from __future__ import annotations

import math
from typing import Any

from openpyxl.utils import get_column_letter

from data.words import Words

FONT = "Calibri"  # what a workbook has where no font is named; a font without name would be another one
LINE = 15.0  # points
ACROSS = 260  # characters beside one another on a page; more would halve the size of the letters
_UNSET = 8.43  # characters of a column whose width nobody set
_LONGEST = 80  # characters of one part; Excel allows 255 in a whole header or footer


def set_up(t: Words, sheet: Any, *, header_row: int, title: str, source: str = "", mark: str = "", filtered: bool = True) -> None:
    """Prepare a filled sheet for printer and reader.

    header_row: frozen together with what is above it, and repeated on each page. title: left in the header of the page, with `mark` (that
    the data are simulated) on the right; `source` (edition, method) is left in its footer, beside the page number. filtered: with a filter
    on the header, where there are rows under it; not for a form to fill in.
    """
    sheet.freeze_panes = sheet.freeze_panes or sheet.cell(header_row + 1, 1)
    if filtered and sheet.max_row > header_row:
        sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    sheet.print_title_rows = f"1:{header_row}"
    page = sheet.page_setup
    page.paperSize, page.orientation = sheet.PAPERSIZE_A4, sheet.ORIENTATION_LANDSCAPE
    page.fitToWidth, page.fitToHeight = pages_across(sheet), 0  # as many pages down as it takes
    if page.fitToWidth > 1:
        sheet.print_title_cols = "A:A"  # what names the rows, on each page
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    head, foot = sheet.oddHeader, sheet.oddFooter
    sheet.HeaderFooter.scaleWithDoc = False
    head.left.text, head.right.text = _part(title), _part(mark)
    foot.left.text = _part(source)
    foot.right.text = t("Halaman {page} dari {pages}", page="&P", pages="&N")


def pages_across(sheet: Any) -> int:
    """How many pages beside one another the columns take, so that their letters can be read."""
    letters = [get_column_letter(n) for n in range(1, sheet.max_column + 1)]
    widths = [sheet.column_dimensions[one].width if one in sheet.column_dimensions else _UNSET for one in letters]
    return math.ceil(sum(widths) / ACROSS)


def _part(text: str) -> str | None:
    """Text for a header or footer, where an ampersand begins a code."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    return short.replace("&", "&&") or None
