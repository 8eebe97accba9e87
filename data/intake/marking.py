"""A checked file given back: faulty cells red with what is wrong in a comment, warnings yellow, a sheet that lists all.

A small XLSX comes back as the person's own workbook; anything else as a new workbook of the cells that were read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from data.faults import Group
from data.intake import printing
from data.intake.candidates import Candidate, Part
from data.intake.templates import safe
from data.words import Message, Words, said

_FAULT, _WARNING = "FFC7CE", "FFEB9C"
_OWN_BYTES = 20_000_000  # unpacked; openpyxl needs some 50 times as much memory
_SUMMARY = "Kesalahan"


@dataclass(frozen=True)
class _Place:
    row: int
    column: int
    text: str
    fault: bool


def marked(t: Words, candidate: Candidate, content: bytes) -> bytes:
    """The file as XLSX with every fault and warning marked.

    content: the bytes that the candidate was read from.
    """
    own = _own(content) if candidate.source.format == "xlsx" else None
    book = own or openpyxl.Workbook()
    if not own:
        book.remove(book.active)
    for part in candidate.parts:
        name = part.sheet.name or part.table.name
        sheet = book[name] if own else book.create_sheet(name)
        if not own:
            _fill(sheet, part, frozenset())
            _ready(t, sheet, part, candidate)
        _mark(t, sheet, part, {})
    _summary(t, book, candidate, copied=own is None and candidate.source.format == "xlsx")
    return _bytes(book)


def rest(t: Words, candidate: Candidate) -> bytes:
    """A workbook of only the rows with faults, marked, to mend and send again; see `importing.take_in(only_valid=True)`."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for part in candidate.parts:
        faulty = part.checked.faults.rows
        if not faulty:
            continue
        sheet = book.create_sheet(part.table.name)
        kept = frozenset(range(part.checked.header_row + 1, len(part.sheet.rows) + 1)) - faulty
        _mark(t, sheet, part, _fill(sheet, part, kept))
        _ready(t, sheet, part, candidate)
    return _bytes(book)


def _ready(t: Words, sheet: Any, part: Part, candidate: Candidate) -> None:
    """A sheet of ours, to mend and send again: without a filter, whose hidden rows would be sent unseen."""
    printing.set_up(t, sheet, header_row=part.checked.header_row, title=_title(part.table.label(t), candidate), filtered=False)


def _title(name: str, candidate: Candidate) -> str:
    return f"{name} – {candidate.source.name}"


def _own(content: bytes) -> Any:
    """The person's own workbook; None where it is too big, or holds a part (usually a hidden one) that can't be kept."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _OWN_BYTES:
            return None
    try:
        return openpyxl.load_workbook(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - openpyxl raises whatever it meets in parts that we never read
        return None


def _fill(sheet: Any, part: Part, left_out: frozenset[int]) -> dict[int, int]:
    """Write the rows as they were read; returns row in the file → row in the sheet, where they differ."""
    moved: dict[int, int] = {}
    target = 0
    for number, row in enumerate(part.sheet.rows, 1):
        if number in left_out:
            continue
        target += 1
        moved[number] = target
        for place, value in enumerate(row, 1):
            sheet.cell(target, place, safe(value))
    return moved if left_out else {}


def _mark(t: Words, sheet: Any, part: Part, moved: dict[int, int]) -> None:
    texts: dict[tuple[int, int], list[str]] = {}
    faulty: set[tuple[int, int]] = set()
    for place in _places(t, part):
        if moved and place.row not in moved:
            continue  # a warning about a row that was taken
        row = moved[place.row] if moved else place.row
        texts.setdefault((row, place.column), []).append(place.text)
        if place.fault:
            faulty.add((row, place.column))
    for (row, column), lines in texts.items():
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            continue  # the listing names it
        cell.fill = PatternFill("solid", start_color=_FAULT if (row, column) in faulty else _WARNING)
        cell.comment = Comment("\n".join(lines), "Kondusif", height=40 + 40 * len(lines), width=320)


def _places(t: Words, part: Part) -> Iterator[_Place]:
    """Cells to mark; a whole row by its first cell, the file by its header."""
    header, positions = part.checked.header_row, part.checked.positions
    for groups, fault in ((part.checked.warnings.groups, False), (part.checked.faults.groups, True)):
        for group in groups:
            named = [positions[name] for name in str(group.column).split(", ") if name in positions] or [0]
            for row, remedy, cell in zip(group.rows, group.remedies, group.cells, strict=True):
                for place in named if cell is None else [cell]:
                    yield _Place(row or header, place + 1, _text(t, group, remedy), fault)


def _text(t: Words, group: Group, remedy: Message) -> str:
    parts = [t(group.problem.cause)]
    if group.problem.expected:
        parts.append(t("Yang diharapkan: {expected}.", expected=group.problem.expected))
    if remedy:
        parts.append(t("Perbaikan: {remedy}.", remedy=remedy))
    return "\n".join(parts)


def _summary(t: Words, book: Any, candidate: Candidate, *, copied: bool) -> None:
    name = _SUMMARY
    while name in book.sheetnames:
        name += "_"
    sheet = book.create_sheet(name)
    sheet.append([t("tabel"), t("baris"), t("kolom"), t("isi"), t("masalah"), t("yang diharapkan"), t("perbaikan"), t("sifat")])
    for cell in sheet[1]:
        cell.font = Font(name=printing.FONT, bold=True)
    for part in candidate.parts:
        checked = part.checked
        for groups, kind in (
            (checked.faults.groups, t("kesalahan")),
            (checked.warnings.groups, t("perhatian")),
        ):
            for group in groups:
                for row, value, remedy in zip(group.rows, group.values, group.remedies, strict=True):
                    words = (said(one, t.language) for one in (group.column, value, group.problem.cause, group.problem.expected, remedy))
                    sheet.append([safe(one) for one in (part.table.name, row or None, *words, kind)])
    if copied:
        sheet.append([t("Buku kerja aslinya tidak dapat ditandai; ini salinan sel yang terbaca.")])
    for letter, width in zip("ABCDEFGH", (14, 8, 24, 30, 44, 50, 50, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    printing.set_up(t, sheet, header_row=1, title=_title(name, candidate))


def _bytes(book: Any) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
