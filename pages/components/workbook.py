"""The rows of a figure as an Excel workbook: a sheet with the data, a sheet that says where they come from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

WIDEST = 48


def to_bytes(titles: tuple[str, str], header: Sequence[str], rows: Sequence[Sequence[object]], facts: Mapping[str, str]) -> bytes:  # fmt: skip
    """An .xlsx file. titles: of the two sheets; `rows` hold numbers, texts and None; cells are safe already."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = titles[0]
    sheet.append(list(header))
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    for number, name in enumerate(header, start=1):
        longest = max([len(str(name)) * 0.8, *(len(str(row[number - 1])) for row in rows[:200])], default=8)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, longest + 3)
    about = book.create_sheet(titles[1])
    for key, value in facts.items():
        about.append([key, value])
        about.cell(about.max_row, 1).font = Font(bold=True)
        about.cell(about.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 22, 90
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
