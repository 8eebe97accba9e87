"""The rows of a figure as an Excel workbook: a sheet with the data, a sheet that says where they come from.

Numbers are numbers with a format, months and days are dates: what a spreadsheet can count, sort and filter. How they look (comma or point)
is up to the machine that opens the file; the names of the months are in the reader's language.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from data.intake import printing
from data.words import Words
from pages.wording import formats

NARROWEST, WIDEST, HEADER = 9, 48, 22  # characters; a longer header takes two lines
LETTERS = 85  # of a line on the second sheet
_BOLD = Font(name=printing.FONT, size=11, bold=True)
_TOP = Alignment(vertical="top")
_BESIDE = Alignment(horizontal="left", indent=1, vertical="top")  # so that a text doesn't touch the number to its left
# Number formats. Without one named, a whole number gets COUNT and any other DECIMAL.
COUNT, DECIMAL, SIGNED, SIGNED_TWO, PROBABILITY = "#,##0", "#,##0.0", "+#,##0.0;-#,##0.0;0.0", "+0.00;-0.00;0.00", "0.000"
PLAIN = "0"  # a year or the number of a thing: no thousands separator
PERCENT, SHARE = "0.0%", "0%"  # for values in percent (99.3), and for shares (0.993)
_MONTH, _DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])"), re.compile(r"\d{4}-\d{2}-\d{2}")
_SPOKEN = {"id": "[$-421]", "en": "[$-809]"}  # the language of month names, whatever the machine's is


@dataclass(frozen=True)
class Printed:
    """What stands in the header and footer of each printed page."""

    title: str
    source: str
    mark: str = ""
    """That the data are simulated; empty for real ones."""


def to_bytes(
    t: Words,
    titles: tuple[str, str],
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    facts: Mapping[str, str],
    forms: Sequence[str],
    printed: Printed,
) -> bytes:
    """An .xlsx file.

    titles: those of the two sheets. rows: numbers, texts, dates and None; texts are safe already. A column of months (`2026-10`)
    or days (`2026-10-31`) alone becomes one of dates. forms: the number format of each column, "" for the usual one; under
    PERCENT the rows hold percent (99.3), the sheet its share (0.993). facts: the second sheet, one line each.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = titles[0]
    sheet.append(list(header))
    columns = [_column(t, [row[i] for row in rows], form) for i, form in enumerate(forms)]
    for place, (name, (cells, form)) in enumerate(zip(header, columns, strict=True), start=1):
        for number, value in enumerate(cells, start=2):
            _put(sheet.cell(number, place), value, form)
        letters = get_column_letter(place)
        longest = max([min(len(name) * 1.2, HEADER), *(len(_as_read(value, form)) for value in cells)])
        sheet.column_dimensions[letters].width = min(WIDEST, max(NARROWEST, longest + 3))
        for cell in sheet[letters][1:]:
            _wrap(cell)
        head = sheet.cell(1, place)
        head.font = _BOLD
        side = "left" if any(isinstance(value, str) for value in cells) else "right"
        head.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side, indent=int(side == "left" and place > 1))
    sheet.row_dimensions[1].height = printing.LINE * (2 if any(len(name) * 1.2 > HEADER for name in header) else 1)
    sheet.freeze_panes = "B2"
    printing.set_up(t, sheet, header_row=1, title=printed.title, source=printed.source, mark=printed.mark)
    about = book.create_sheet(titles[1])
    for key, value in {**facts, t("Cara membaca"): _reading(t)}.items():
        about.append([key])
        cell = about.cell(about.max_row, 2)
        (typed,), form = _column(t, [value], "")
        _put(cell, typed, form)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        about.row_dimensions[about.max_row].height = printing.LINE * -(-len(value) // LETTERS)
        about.cell(about.max_row, 1).font = _BOLD
        about.cell(about.max_row, 1).alignment = Alignment(vertical="top")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 22, LETTERS + 5
    printing.set_up(t, about, header_row=1, title=printed.title, source=printed.source, mark=printed.mark, filtered=False)
    about.print_title_rows, about.freeze_panes = None, None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _reading(t: Words) -> str:
    return t(
        "Sel kosong berarti tidak ada atau belum dapat dinilai, bukan nol. Bulan tersimpan sebagai tanggal pertamanya, persen sebagai bagian dari 1."
    )


def _column(t: Words, values: Sequence[object], form: str) -> tuple[list[object], str]:
    """The cells as a spreadsheet keeps them, and their number format."""
    known = [value for value in values if value not in (None, "")]
    read = [None if value == "" else value for value in values]
    spoken = _SPOKEN[t.language]
    if not known:
        return read, form
    if _all(known, _MONTH):
        return [value and date.fromisoformat(f"{value}-01") for value in read], f"{spoken}mmm yyyy"
    if _all(known, _DAY):
        return [value and date.fromisoformat(str(value)) for value in read], f"{spoken}d mmm yyyy"
    if isinstance(known[0], datetime):
        zone = known[0].tzname() or ""
        return [
            value.replace(tzinfo=None) if isinstance(value, datetime) else value for value in read
        ], f'{spoken}d mmm yyyy hh:mm "{zone}"'
    if form == PERCENT:
        return [None if value is None else float(str(value)) / 100 for value in read], form
    if form == PROBABILITY:
        return read, f'[<{formats.RAREST}]"{formats.probability(t, 0.0)}";0.000'
    return read, form


def _all(values: Sequence[object], pattern: re.Pattern[str]) -> bool:
    return all(isinstance(value, str) and pattern.fullmatch(value) for value in values)


def _put(cell: Cell, value: object, form: str) -> None:
    cell.value = value
    cell.alignment = _BESIDE if isinstance(value, str) and cell.column > 1 else _TOP
    if isinstance(value, (int, float, date)) and not isinstance(value, bool):
        cell.number_format = form or (COUNT if isinstance(value, int) else DECIMAL)


def _wrap(cell: Cell) -> None:
    """A text that is longer than the widest column goes on in the next line; else its neighbour would cover it."""
    if isinstance(cell.value, str) and (lines := -(-(len(cell.value) + 3) // WIDEST)) > 1:
        placed = cell.alignment
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=placed.horizontal, indent=placed.indent)
        row = cell.parent.row_dimensions[cell.row]
        row.height = max(row.height or 0, printing.LINE * lines)


def _as_read(value: object, form: str) -> str:
    """Roughly what the cell shows, for the width of its column."""
    if isinstance(value, datetime):
        return "27 Nov 2026 02:51 WIB"
    if isinstance(value, date):
        return "27 Nov 2026"
    if isinstance(value, float):
        return f"{value:+,.3f}" if form == PROBABILITY else f"{value:+,.1f}"
    return "" if value is None else str(value)
