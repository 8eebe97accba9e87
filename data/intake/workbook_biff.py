"""The same as `workbook_marks` for XLS: the stream of records inside an OLE compound file (MS-CFB, MS-XLS).

A formula of an XLS always holds a result, so one that was never calculated can't be told from one that gave 0.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from data.intake.workbook_marks import COLUMNS, Marks, NotReadableError

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFF0  # from this number on, not sectors
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOF, _EOF, _BOUNDSHEET, _DATEMODE = 0x809, 0x0A, 0x85, 0x22
_ROW, _COLINFO, _BOOLERR, _FORMULA, _MERGED, _FILTERMODE, _AUTOFILTER = (
    0x208,
    0x7D,
    0x205,
    0x06,
    0xE5,
    0x9B,
    0x9D,
)


def read(content: bytes) -> list[Marks]:
    """The marks of every sheet, in the order of the workbook. Raises NotReadableError."""
    try:
        stream = _stream(content)
        places, since_1904 = _sheets(stream)
        return [_sheet(stream, place, since_1904) for place in places]
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise NotReadableError from error


def _stream(content: bytes) -> bytes:
    """The workbook's stream of records."""
    if content[:8] != _MAGIC:
        raise NotReadableError
    size, mini_size = 1 << content[30], 1 << content[32]
    if not 128 <= size <= 1 << 16 or not 16 <= mini_size <= size:
        raise NotReadableError

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    def numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def chain(first: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table)):
            if first >= _END:
                return
            yield first
            first = table[first]
        if first < _END:
            raise NotReadableError  # a ring

    first_directory, cutoff, first_mini, _, first_more, n_more = struct.unpack_from("<I4xIIIII", content, 48)
    heads = [one for one in numbers(content[76:512]) if one < _END]
    for _ in range(min(n_more, len(content) // size)):
        more = numbers(sector(first_more))
        heads += [one for one in more[:-1] if one < _END]
        first_more = more[-1]
    table = [one for head in heads for one in numbers(sector(head))]
    directory = b"".join(map(sector, chain(first_directory, table)))
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    names = {_name(entry): entry for entry in reversed(entries)}
    book = names.get("workbook") or names.get("book")
    if book is None or not entries:
        raise NotReadableError
    first, length = struct.unpack_from("<II", book, 116)
    if length >= cutoff:
        return b"".join(map(sector, chain(first, table)))[:length]
    root_first, root_length = struct.unpack_from("<II", entries[0], 116)
    small = b"".join(map(sector, chain(root_first, table)))[:root_length]
    mini = [one for number in chain(first_mini, table) for one in numbers(sector(number))]
    return b"".join(small[at * mini_size : (at + 1) * mini_size] for at in chain(first, mini))[:length]


def _name(entry: bytes) -> str:
    length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
    return entry[:length].decode("utf-16-le", "replace").casefold()


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records from a place on, up to the end of that substream; nested substreams are left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind & 0xFF == _BOF & 0xFF and kind in (0x009, 0x209, 0x409, _BOF):
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(stream: bytes) -> tuple[list[int], bool]:
    places, since_1904 = [], False
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            places.append(struct.unpack_from("<I", data)[0])
        elif kind == _DATEMODE:
            since_1904 = data[0] == 1
    return places, since_1904


def _sheet(stream: bytes, at: int, since_1904: bool) -> Marks:
    marks = Marks(since_1904=since_1904)
    for kind, data in _records(stream, at):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xB", data)
            if flags & 0x20:
                marks.hidden_rows.append((row, row))
        elif kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & 1:
                marks.hidden_columns.update(range(first, min(last + 1, COLUMNS)))
        elif kind == _BOOLERR:
            row, place, _, code, is_error = struct.unpack_from("<3HBB", data)
            if is_error:
                marks.put(row, place, _ERRORS.get(code, "#VALUE!"))
        elif kind == _FORMULA:
            row, place, _, what, code, last = struct.unpack_from("<3HBxB3xH", data)
            if last == 0xFFFF and what == 2:
                marks.put(row, place, _ERRORS.get(code, "#VALUE!"))
        elif kind == _MERGED:
            count = struct.unpack_from("<H", data)[0]
            marks.merged += [(top, bottom, left, right) for top, bottom, left, right in struct.iter_unpack("<4H", data[2 : 2 + count * 8])]
        elif kind in (_FILTERMODE, _AUTOFILTER):
            marks.filtered = True
    return marks
