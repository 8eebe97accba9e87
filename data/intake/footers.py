"""Rows of a sheet that aren't data: column numbers, repeated headers, totals, notes, place and date, signatures.

Every office has them. They are recognised strictly: a row that could be data is never one of them, and what is
passed over is counted and named by its row. Names and numbers of those who signed are neither read nor stored nor echoed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from data.faults import Problem
from data.intake import cells
from data.intake.dates import MONTH_NAMES
from data.intake.headers import Header, tidy
from data.intake.sheets import Cell, Formula, Row, Sheet
from data.tables import Table
from data.words import Message, msg_n

NUMBERS, HEADERS, COUNTED, TOTALS, NOTES, SIGNED = "nomor_kolom", "judul", "nomor_urut", "jumlah", "catatan", "tanda_tangan"
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,3})\)?")
_TOTAL = re.compile(
    r"((sub|grand)[\s\-]*)?(jumlah|total|jml)\.?"
    r"(\s+(total|keseluruhan|seluruhnya|semua|akhir|umum|bulan ini|tahun ini|(kab|kabupaten|kec|kecamatan)\b.*|kejadian|kegiatan|ormas|peserta|penduduk|desa))?\s*:?",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(
    rf"[^\W\d][\w .'\-]{{2,40}},\s*((tgl|tanggal)\.?\s*)?[\d.…_\- ]{{0,40}}"
    rf"(({'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})[\d.…_ ]{{0,40}}|[.…_]{{2,40}}|[\-/.]\d{{4}})$",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"(mengetahui|menyetujui|mengesahkan|diketahui|disetujui|disahkan|dibuat oleh|disusun oleh|pembuat laporan|"
    r"yang (membuat|menyusun|melapor|melaporkan)|pelapor\s*[,:]?$|hormat kami|demikian (laporan|rekap)|n\.?i\.?p\b|nrp\b)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"((plt|plh|pj|a\.?n|u\.?b)\.?\s+)?(camat|lurah|kepala|kasi|kasie|kabid|kasubag|kasubbag|sekretaris|sekcam|bupati|kapolsek|danramil)\b",
    re.IGNORECASE,
)
_LONGEST = 60  # rows that a footer may have
_NOTE = re.compile(r"(catatan|keterangan|ket|sumber( data)?|n\.?b)\.?\s*:", re.IGNORECASE)


@dataclass
class Body:
    """The rows under the headers, as the person sees their numbers; blank ones aside."""

    rows: list[int] = field(default_factory=list)
    """What is to be read."""
    passed_over: dict[str, list[int]] = field(default_factory=dict)
    """Kind of row → rows that are no data."""


def sort(sheet: Sheet, table: Table, header: Header) -> Body:
    """Separate the rows to read from the others."""
    body, titles = Body(), sheet.rows[header.row - 1]
    first_title = next((cell for cell in titles if cell is not None), None)
    for number, row in enumerate(sheet.rows[header.row :], header.row + 1):
        first = next((cell for cell in row if cell is not None and str(cell).strip()), None)
        if first is None:
            continue
        kind = None
        if first.__class__ is str and _is_total(row, str(first)):
            kind = TOTALS
        elif first == first_title and [tidy(cell) for cell in row] == [tidy(cell) for cell in titles]:
            kind = HEADERS
        elif _COLUMN_NUMBER.fullmatch(str(first)) and _is_numbering(row, titles):
            kind = NUMBERS
        elif all(cell is None or (place in header.counters and _is_number(cell)) for place, cell in enumerate(row)):
            kind = COUNTED
        if kind is None:
            body.rows.append(number)
        else:
            body.passed_over.setdefault(kind, []).append(number)
    footer = _footer(sheet, table, header, body.rows)
    for number, kind in footer.items():
        body.passed_over.setdefault(kind, []).append(number)
    body.rows = [number for number in body.rows if number not in footer]
    return body


def _is_total(row: Row, label: str) -> bool:
    """A row that begins with a word for a total and holds nothing else but numbers."""
    if not _TOTAL.fullmatch(label.strip()):
        return False
    return all(cell is None or cell == label or _is_number(cell) for cell in row)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    text = str(cell).strip()
    return isinstance(cell, (int, float, Formula)) or text in ("", "-", "–") or amount(cell) is not None or text.startswith("#")


def amount(cell: Cell) -> float | None:
    """The number in a cell of a row of totals; None if there is none."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str) and not isinstance(cell, Formula):
        readings = cells.readings(cell.strip())
        return float(readings[0]) if readings else None
    return None


def _is_numbering(row: Row, titles: Row) -> bool:
    """(1) (2) (3) … below the headers, one for each of them."""
    numbers = [cell for cell in row if cell is not None]
    found = [_COLUMN_NUMBER.fullmatch(str(cell).strip()) for cell in numbers]
    titled = sum(1 for cell in titles if cell is not None)
    counted = [int(one[1]) for one in found if one]
    return len(numbers) == titled >= 3 and counted == list(range(1, titled + 1))


def _footer(sheet: Sheet, table: Table, header: Header, rows: list[int]) -> dict[int, str]:
    """The last rows, from the first that can only be a note, a place with a date, or a signature; none that could be data."""
    tail: list[int] = []
    for number in reversed(rows[-_LONGEST:]):
        if _could_be_data(sheet.rows[number - 1], table, header):
            break
        tail.append(number)
    signed = any(_begins(sheet.rows[number - 1], _PLACE_AND_DATE, _APPROVED) for number in tail)
    found: dict[int, str] = {}
    kind = None
    for number in reversed(tail):
        row = sheet.rows[number - 1]
        if _begins(row, _PLACE_AND_DATE, _APPROVED) or (signed and _begins(row, _OFFICE)):
            kind = SIGNED
        elif kind is None and _begins(row, _NOTE):
            kind = NOTES
        if kind is not None:
            found[number] = kind
    return found


def _begins(row: Row, *patterns: re.Pattern[str]) -> bool:
    texts = [cell.strip() for cell in row if isinstance(cell, str) and len(cell) <= cells.MAX_TEXT]
    return any(pattern.match(text) for text in texts for pattern in patterns)


def _could_be_data(row: Row, table: Table, header: Header) -> bool:
    """Whether more than half of what is required is filled in, the row is counted, or one cell is a value of its column."""
    required = given = 0
    for column in table.columns:
        place = header.positions.get(column.name)
        cell = row[place] if place is not None and place < len(row) else None
        required += column.required
        if cell is None:
            continue
        given += column.required
        if column.kind not in ("text", "unit") and not isinstance(cells.read(column, cell), Problem):
            return True
    counted = any(place < len(row) and isinstance(row[place], int) for place in header.counters)
    return counted or given * 2 > required


def describe(kind: str, count: int) -> Message:
    """How many rows of a kind, in words."""
    words = {
        NUMBERS: lambda: msg_n("{n} baris nomor kolom", "{n} baris nomor kolom", count),
        HEADERS: lambda: msg_n("{n} baris judul yang berulang", "{n} baris judul yang berulang", count),
        COUNTED: lambda: msg_n("{n} baris yang hanya berisi nomor urut", "{n} baris yang hanya berisi nomor urut", count),
        TOTALS: lambda: msg_n("{n} baris jumlah", "{n} baris jumlah", count),
        NOTES: lambda: msg_n("{n} baris catatan", "{n} baris catatan", count),
        SIGNED: lambda: msg_n("{n} baris tanda tangan", "{n} baris tanda tangan", count),
    }
    return words[kind]()
