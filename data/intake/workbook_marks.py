"""What a workbook says about its cells besides their values: failed formulas, formulas without a result, merged cells,
hidden rows and columns, days counted from 1904. From the XML of XLSX and ODS, read as a stream.

Runs in the process of `workbook_child`: whatever a file claims, only its memory and time can be used up.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

COLUMNS = 256  # as many as are looked at; `sheets.MAX_COLUMNS` refuses wider sheets anyway
MERGED_CELLS = 1_000_000
_SHOWN = 60  # letters of a formula that are kept
_ROWS = 1 << 20  # of a sheet of Excel
_CHUNK = 1 << 16
_PART = 1 << 30  # unpacked; what is longer isn't read
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_FAILED = re.compile(r"#[A-Z][A-Z0-9/_]*[!?]?|Err:[0-9]{3}")
_YES = ("1", "true")

Attributes = dict[str, str]


class NotReadableError(Exception):
    """The parts of the file don't fit together, or one isn't XML."""


class TooLongError(Exception):
    """More rows than may be read."""


@dataclass
class Marks:
    """Of one sheet; rows and places count from 0."""

    cells: dict[int, dict[int, Any]] = field(default_factory=dict)
    """Row → place → text of a failed formula, or `{"f": formula}` where the file holds no result."""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First and last row, first and last place."""
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    """First and last of each stretch."""
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    since_1904: bool = False

    def put(self, row: int, place: int, value: object) -> None:
        """Note one cell."""
        self.cells.setdefault(row, {})[place] = value

    def as_json(self, height: int) -> dict[str, object]:
        """All but the cells, for JSON, with rows from 1 and no more of them than the sheet has.

        Raises NotReadableError where more cells are merged than are followed.
        """
        merged = [(a, min(b, height - 1), c, min(d, COLUMNS)) for a, b, c, d in self.merged if a < height]
        if sum((b - a + 1) * (d - c + 1) for a, b, c, d in merged) > MERGED_CELLS:
            raise NotReadableError
        hidden = {row + 1 for a, b in self.hidden_rows if a < height for row in range(a, min(b, height - 1) + 1)}
        return {
            "merged": [(a + 1, b + 1, c, d) for a, b, c, d in merged],
            "hidden_rows": sorted(hidden),
            "hidden_columns": sorted(self.hidden_columns),
            "filtered": self.filtered,
            "since_1904": self.since_1904,
        }


def read(content: bytes, hidden: set[str]) -> dict[str, Marks]:
    """Name of each sheet that is not hidden → its marks. Raises NotReadableError, or TooLongError for more rows than Excel has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [entry.filename.replace("\\", "/").casefold() for entry in archive.infolist()]
            if len(set(names)) != len(names):  # two readers could read two different parts
                raise NotReadableError
            parts = dict(zip(names, archive.infolist(), strict=True))
            if "content.xml" in parts:
                return _ods(archive, parts)
            return _xlsx(archive, parts, hidden)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotReadableError from error


def _parse(archive: zipfile.ZipFile, part: zipfile.ZipInfo, start: Callable[[Any, str, Attributes], None]) -> None:
    """Send every element of a part to `start`, with the parser, its name without prefix and its attributes."""
    if part.file_size > _PART:
        raise NotReadableError
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise NotReadableError  # no spreadsheet has a DTD; entities could stand for anything

    parser.StartDoctypeDeclHandler = refuse

    def element(name: str, attributes: Attributes) -> None:
        if name != "v":  # half of all elements, and nothing here follows where one starts
            start(parser, name.rpartition(":")[2] if ":" in name else name, attributes)

    parser.StartElementHandler = element
    with archive.open(part) as source:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _xlsx(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], hidden: set[str]) -> dict[str, Marks]:
    sheets: dict[str, str] = {}  # id of the relation → name
    targets: dict[str, str] = {}
    old_days: list[bool] = []

    def of_book(_: Any, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
            sheets[relation] = attributes["name"]
        elif name == "workbookPr":
            old_days.append(attributes.get("date1904", "0") in _YES)

    def of_relations(_: Any, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    try:
        _parse(archive, parts["xl/workbook.xml"], of_book)
    except StopIteration:
        raise NotReadableError from None
    _parse(archive, parts["xl/_rels/workbook.xml.rels"], of_relations)
    found: dict[str, Marks] = {}
    for relation, name in sheets.items():
        path = targets[relation].replace("\\", "/").casefold()
        path = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
        if name in hidden or path not in parts or "/worksheets/" not in path:
            continue
        found[name] = Marks(since_1904=any(old_days))
        _parse(archive, parts[path], _XlsxSheet(found[name]).start)
    return found


class _XlsxSheet:
    """The handler of one sheet. Only cells with an error or a formula are followed to their end, because there are many others."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.row = self.place = -1
        self.reference: str | None = None  # of the cell, where it has one; else `place` is counted
        self.kind: str | None = None
        self.formula: str | None = None
        self.result = ""
        self.follows = self.in_formula = False

    def start(self, parser: Any, name: str, attributes: Attributes) -> None:
        if name == "c":
            if "r" not in attributes:
                self.row, self.place = _position(self.reference) if self.reference else (self.row, self.place)
                self.place += 1
            self.reference, self.kind = attributes.get("r"), attributes.get("t")
            if self.kind == "e":
                self._follow(parser)
        elif name == "f":
            self._follow(parser)
            self.formula, self.in_formula = "", True
        elif self.follows:
            return
        elif name == "row":
            self._row(attributes)
        elif name == "col":
            if attributes.get("hidden", "0") in _YES or float(attributes.get("width", "1")) == 0:
                last = min(int(attributes["max"]), COLUMNS)
                self.marks.hidden_columns.update(range(int(attributes["min"]) - 1, last))
        elif name == "mergeCell":
            begin, _, end = attributes["ref"].partition(":")
            (top, left), (bottom, right) = _position(begin), _position(end or begin)
            self.marks.merged.append((top, bottom, left, right))
        elif name == "autoFilter" or (name == "sheetPr" and attributes.get("filterMode", "0") in _YES):
            self.marks.filtered = True

    def _row(self, attributes: Attributes) -> None:
        self.row, self.place = int(attributes.get("r", self.row + 2)) - 1, -1
        self.reference = None
        if self.row >= _ROWS:
            raise TooLongError
        if attributes.get("hidden", "0") in _YES or float(attributes.get("ht", "1")) == 0:
            _stretch(self.marks.hidden_rows, self.row, self.row)

    def _follow(self, parser: Any) -> None:
        if self.follows:
            return
        self.follows, self.in_formula, self.formula, self.result = True, False, None, ""
        parser.CharacterDataHandler = self.text
        parser.EndElementHandler = lambda name: self.end(parser, name.rpartition(":")[2])

    def text(self, data: str) -> None:
        if self.in_formula:
            self.formula = ((self.formula or "") + data)[:_SHOWN]
        else:
            self.result = (self.result + data)[:_SHOWN]

    def end(self, parser: Any, name: str) -> None:
        if name != "c":
            self.in_formula = False
            return
        parser.CharacterDataHandler = parser.EndElementHandler = None
        self.follows = False
        if self.reference:
            self.row, self.place = _position(self.reference)
        if self.kind == "e":
            self.marks.put(self.row, self.place, self.result.strip() or "#VALUE!")
        elif not self.result.strip() and self.kind != "str":  # a formula may well result in an empty text
            self.marks.put(self.row, self.place, {"f": f"={self.formula or '…'}"})


def _position(reference: str) -> tuple[int, int]:
    """Row and place, from 0, of a reference like `B3`. Raises ValueError for any other."""
    found = _CELL.fullmatch(reference.replace("$", ""))
    if not found:
        raise ValueError(reference)
    place = 0
    for letter in found[1].upper():
        place = place * 26 + ord(letter) - 64
    return int(found[2]) - 1, place - 1


def _stretch(stretches: list[tuple[int, int]], first: int, last: int) -> None:
    if stretches and stretches[-1][1] == first - 1:
        stretches[-1] = (stretches[-1][0], last)
    else:
        stretches.append((first, last))


def _ods(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, Marks]:
    handler = _OdsContent()
    _parse(archive, parts["content.xml"], handler.start)
    for marks in handler.found.values():
        marks.since_1904 = handler.since_1904
    return handler.found


class _OdsContent:
    """The handler of all sheets of an ODS, which are one part."""

    def __init__(self) -> None:
        self.found: dict[str, Marks] = {}
        self.marks = Marks()
        self.since_1904 = False
        self.row = self.place = self.column = 0
        self.rows = self.places = 1  # how often the row and the cell are repeated
        self.formula: str | None = None
        self.value: str | None = None
        self.result = ""

    def start(self, parser: Any, name: str, attributes: Attributes) -> None:
        own = {key.rpartition(":")[2]: value for key, value in attributes.items()} if attributes else {}
        if name in ("table-cell", "covered-table-cell"):
            self._cell(parser, own, error=attributes.get("calcext:value-type") == "error")
        elif name == "p" and parser.CharacterDataHandler is not None:
            self.value = self.value or "string"  # a formula that resulted in an empty text
        elif name == "table-row":
            self.row, self.place = self.row + self.rows, 0
            self.rows, self.places = int(own.get("number-rows-repeated", 1)), 0
            if own.get("visibility") in ("collapse", "filter"):
                self.marks.filtered |= own["visibility"] == "filter"
                _stretch(self.marks.hidden_rows, self.row, self.row + self.rows - 1)
        elif name == "table-column":
            repeated = int(own.get("number-columns-repeated", 1))
            if own.get("visibility") in ("collapse", "filter"):
                self.marks.hidden_columns.update(range(self.column, min(self.column + repeated, COLUMNS)))
            self.column += repeated
        elif name == "table" and "name" in own:
            self.marks = self.found[own["name"]] = Marks()
            self.row, self.rows, self.column = 0, 0, 0
        elif name == "null-date":
            self.since_1904 = own.get("date-value", "").startswith("1904")

    def _cell(self, parser: Any, own: Attributes, *, error: bool) -> None:
        self.place += self.places
        self.places = int(own.get("number-columns-repeated", 1))
        down, across = int(own.get("number-rows-spanned", 1)), int(own.get("number-columns-spanned", 1))
        if down > 1 or across > 1:
            self.marks.merged.append((self.row, self.row + down - 1, self.place, self.place + across - 1))
        self.formula, self.result = own.get("formula"), ""
        self.value = own.get("value-type")
        if self.formula is not None or error:
            parser.CharacterDataHandler = self.text
            parser.EndElementHandler = lambda name: self.end(parser, name.rpartition(":")[2])

    def text(self, data: str) -> None:
        self.result = (self.result + data)[:_SHOWN]

    def end(self, parser: Any, name: str) -> None:
        if name not in ("table-cell", "covered-table-cell"):
            return
        parser.CharacterDataHandler = parser.EndElementHandler = None
        value: object = None
        if _FAILED.fullmatch(self.result.strip()):
            value = self.result.strip()
        elif self.value is None and not self.result.strip():
            value = {"f": (self.formula or "…").partition(":")[2][:_SHOWN] or "=…"}
        if value is not None:
            for row in range(self.row, self.row + min(self.rows, 1_000)):
                for place in range(self.place, min(self.place + self.places, COLUMNS)):
                    self.marks.put(row, place, value)
