"""A file as people send it → sheets of cells. CSV in any usual encoding and delimiter; XLSX, XLS, ODS.

The content of a file tells what it is, not its name. Nothing is interpreted here: see `data.intake.cells`.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data import numbers
from data.errors import DataError, because
from data.intake import workbook_child
from data.words import NOTHING, Message, msg, written

Cell = str | int | float | bool | date | datetime | None
Row = list[Cell]

LARGEST_MB = 50  # of 1024², as Streamlit and the proxies count them
MAX_BYTES = LARGEST_MB * 1024 * 1024
MAX_ROWS = 250_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # what a cell of Excel can hold
_SECONDS = 60
_CHILD = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); from data.intake.workbook_child import main; sys.exit(main())"
)
LISTS = "Daftar"  # the hidden sheet of our own templates
_DELIMITERS = (";", "\t", ",", "|")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORKBOOKS = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls"}


class Formula(str):
    """The text of a formula whose result the file doesn't hold: no value, and not empty either."""

    __slots__ = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[0]` is row 1 as the person sees it. Rows may differ in length; an empty one is `[]`."""

    name: str
    rows: list[Row]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged cells: first and last row from 1, first and last place in the row from 0. The value stands in the first cell."""
    hidden_rows: frozenset[int] = frozenset()
    filtered: bool = False
    """Whether a filter hides rows: then that is why `hidden_rows` are hidden."""
    hidden_columns: frozenset[int] = frozenset()
    """Places in the row, from 0."""
    since_1904: bool = False
    """Whether the numbers of days count from 1904: a setting of old workbooks of the Mac."""


@dataclass(frozen=True)
class SourceFile:
    """A file as read."""

    name: str
    sha256: str
    """Of the bytes of the file."""
    format: str
    """`csv`, `xlsx`, `xls` or `ods`."""
    sheets: tuple[Sheet, ...]
    """A CSV is one sheet without name."""
    note: Message = NOTHING
    """What the operator should know about the reading; mostly empty."""
    hidden_sheets: tuple[str, ...] = ()
    """Names of the sheets that are hidden, which are not read."""


def read(path: Path) -> SourceFile:
    """Read a file whole: `load` and `parse`."""
    return parse(path.name, load(path))


def load(path: Path) -> bytes:
    """The content of a file. Raises DataError, with a sentence: missing, unreadable, too big."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataError(
                msg(
                    "{file}: lebih besar dari {n} MB. Pecah menurut bulan, lalu impor satu per satu.",
                    file=path,
                    n=LARGEST_MB,
                )
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(msg("{file}: berkas tidak ada. Periksa nama dan foldernya.", file=path)) from None
    except IsADirectoryError:
        raise DataError(msg("{file}: ini folder, bukan berkas.", file=path)) from None
    except (OSError, ValueError) as error:
        raise DataError(msg("{file}: tidak dapat dibaca ({reason}).", file=path, reason=because(error))) from None


def parse(name: str, content: bytes) -> SourceFile:
    """The content of a file as sheets.

    Raises DataError, with a sentence: empty, too big, encrypted, damaged, or none of the formats.
    """
    digest = hashlib.sha256(content).hexdigest()
    if not content.strip():
        raise DataError(msg("{file}: berkas kosong. Isi dulu, atau kirim berkas yang benar.", file=name))
    kind = _WORKBOOKS.get(content[:4])
    if kind is not None:
        ods = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in content[:200]
        sheets, hidden = _workbook(name, content)
        return SourceFile(name, digest, "ods" if ods else kind, sheets, hidden_sheets=hidden)
    if kind := _page(content):
        raise DataError(
            msg(
                "{file}: ini halaman {kind} berakhiran {ending}; buka di Excel, Simpan Sebagai .xlsx, lalu impor lagi.",
                file=name,
                kind=kind,
                ending=Path(name).suffix or msg("lain"),
            )
        )
    text, note = _decode(name, content)
    return SourceFile(name, digest, "csv", (Sheet("", _csv_rows(name, text)),), note)


def _workbook(name: str, content: bytes) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Its sheets, and the names of those that are hidden and were not read."""
    command = [sys.executable, "-I", "-c", _CHILD, str(MAX_ROWS)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise DataError(_too_much(name)) from None
    if done.returncode == workbook_child.PASSWORD:
        raise DataError(msg("{file}: terkunci kata sandi. Simpan salinan tanpa kata sandi, lalu impor lagi.", file=name))
    if done.returncode == workbook_child.TOO_LONG:
        raise DataError(_too_long(name))
    if done.returncode == workbook_child.UNREADABLE:
        raise DataError(
            msg(
                "{file}: bukan buku kerja Excel/ODS yang utuh. Buka di Excel atau LibreOffice, simpan lagi sebagai .xlsx.",
                file=name,
            )
        )
    if done.returncode != 0:  # out of memory or time, or the reader itself gave up
        raise DataError(_too_much(name))
    found: list[Sheet] = []
    same: dict[str, str] = {}  # one copy of each text: codes repeat a hundred thousand times
    first, *lines = done.stdout.splitlines()
    hidden = tuple(one for one in json.loads(first)["hidden_sheets"] if one != LISTS)
    for line in lines:
        values = json.loads(line)
        if isinstance(values, dict):
            found.append(_sheet(values))
            continue
        row: Row = [same.setdefault(v, v) if isinstance(v, str) else _value(v) for v in values]
        found[-1].rows.append(row)
    sheets = tuple(sheet for sheet in found if any(sheet.rows))
    if not sheets and hidden:
        raise DataError(
            msg("{file}: semua lembar yang tampak kosong. Tampilkan lembar yang tersembunyi (Unhide), lalu impor lagi.", file=name)
        )
    if not sheets:
        raise DataError(msg("{file}: berkas kosong. Isi dulu, atau kirim berkas yang benar.", file=name))
    _check_size(name, sheets)
    return sheets, hidden


def _sheet(told: dict[str, Any]) -> Sheet:
    return Sheet(
        str(told["sheet"]),
        [],
        merged=tuple((a, b, c, d) for a, b, c, d in told["merged"]),
        hidden_rows=frozenset(told["hidden_rows"]),
        filtered=bool(told["filtered"]),
        hidden_columns=frozenset(told["hidden_columns"]),
        since_1904=bool(told["since_1904"]),
    )


def _value(value: object) -> Cell:
    """A date, time or formula as the child wrote it; a time alone stays text. A whole float is an int."""
    if isinstance(value, dict):
        if "f" in value:
            return Formula(value["f"])
        text = str(value["d"])
        if "T" in text:
            return datetime.fromisoformat(text)
        return date.fromisoformat(text) if "-" in text else text
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value  # type: ignore[return-value]  # JSON holds nothing else here: number, boolean, null


def _page(content: bytes) -> str:
    """`HTML` or `XML` for a page or an XML of old Excel: what many applications of offices export under the name .xls."""
    head = content[:400].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style")):
        return "HTML"
    return "XML" if head.startswith(b"<?xml") else ""


def _decode(name: str, content: bytes) -> tuple[str, Message]:
    """Text and a note where the encoding had to be inferred."""
    note = NOTHING
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:400].count(b"\x00") > len(content[:400]) // 3:
        encoding = "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252") if encoding == "utf-8-sig" else "\x00"
        except UnicodeDecodeError:
            text = "\x00"
        note = msg("dibaca dengan pengodean Windows-1252 (bukan UTF-8)")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DataError(
            msg(
                "{file}: bukan CSV atau Excel; isinya tidak terbaca sebagai teks (baris {line}). "
                "Simpan lagi sebagai .xlsx, atau sebagai CSV UTF-8.",
                file=name,
                line=line,
            )
        )
    return text, note


def _csv_rows(name: str, text: str) -> list[Row]:
    if text.count("\n") > MAX_ROWS * 2:
        raise DataError(_too_long(name))
    declared = re.match(r"sep=(.)\r?\n", text)  # Excel's own hint; its line counts as row 1
    delimiter = declared[1] if declared else _sniff(text)
    csv.field_size_limit(MAX_CELL)
    rows: list[Row] = []
    same: dict[str, str] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for fields in reader:
            row: Row = [same.setdefault(value, value) or None for value in fields]
            while row and row[-1] is None:
                row.pop()
            rows.append(row)
    except csv.Error:
        raise DataError(
            msg(
                "{file}, baris {row}: satu sel lebih panjang dari {most} huruf. Mungkin ada tanda kutip yang tidak ditutup.",
                file=name,
                row=len(rows) + 1,
                most=MAX_CELL,
            )
        ) from None
    if declared:
        rows[0] = []
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise DataError(msg("{file}: berkas kosong. Isi dulu, atau kirim berkas yang benar.", file=name))
    _check_size(name, (Sheet("", rows),))
    return rows


def _sniff(text: str) -> str:
    """The delimiter that cuts the first rows into the most columns of equal number."""
    head = text[:65_536].splitlines()[:30]

    def fit(delimiter: str) -> int:
        # A field over the limit shows up when the file itself is read.
        csv.field_size_limit(1 << 20)
        widths = Counter(len(row) for row in csv.reader(head, delimiter=delimiter) if len(row) > 1)
        if not widths:
            return 0
        width, times = widths.most_common(1)[0]
        return times * (width - 1)

    return max(_DELIMITERS, key=lambda delimiter: (fit(delimiter), delimiter == ","))


def _check_size(name: str, sheets: tuple[Sheet, ...]) -> None:
    for sheet in sheets:
        if len(sheet.rows) > MAX_ROWS:
            raise DataError(_too_long(name))
        for number, row in enumerate(sheet.rows, 1):
            if len(row) > MAX_COLUMNS:
                raise DataError(
                    msg(
                        "{file}, baris {row}: lebih dari {most} kolom. Hapus kolom di luar templat.",
                        file=name,
                        row=number,
                        most=MAX_COLUMNS,
                    )
                )


def _too_long(name: str) -> Message:
    return msg(
        "{file}: lebih dari {most} baris. Pecah menurut bulan, lalu impor satu per satu.",
        file=name,
        most=written(numbers.decimal, MAX_ROWS, 0),
    )


def _too_much(name: str) -> Message:
    return msg(
        "{file}: terlalu besar atau rusak; pembacaannya dihentikan. Salin isinya ke templat baru, lalu impor lagi.",
        file=name,
    )
