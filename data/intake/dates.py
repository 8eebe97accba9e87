"""Dates and months in the forms that people type. Day before month, as in Indonesia; a doubtful one is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from data.faults import Problem
from data.intake.sheets import Cell
from data.words import Message, msg

# Day 0 of Excel's serials (its leap day of 1900 never existed); the range is 1954 to 2119, so that no year or code is taken for one.
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_001)
_FROM_1904 = 1_462  # days between the two ways of counting
_CENTURY = 69  # two digits up to here mean this century, as everywhere

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb peb pebruari february",
            "maret mar march mrt",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        1,
    )
    for name in names.split()
}
MONTH_NAMES = tuple(_MONTHS)
_DAY_NAME = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,?\s+", re.IGNORECASE)
_CLOCK = re.compile(r"[T ,]+\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?( ?(wib|am|pm))?$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_DMY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([a-z]+)[-/., ]*(\d{4}|\d{2})", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"([a-z]+)[-/. ]*(\d{1,2})[-/., ]+(\d{4})", re.IGNORECASE)
_MONTH_ISO = re.compile(r"(\d{4})[-/. ]?(\d{2})|(\d{4})[-/. ](\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_MONTH_NAMED = re.compile(r"([a-z]+)[-/. ]*(\d{4}|\d{2})", re.IGNORECASE)


class MonthFirst(str):
    """A text date in a column in which another date can only be month before day: none of them is certain."""

    __slots__ = ()


def is_month_first(cells: Sequence[Cell]) -> bool:
    """Whether a date like 10/25/2026 stands in the column: then 3/10/2026 beside it may be March the 10th."""
    for cell in {cell for cell in cells if isinstance(cell, str)}:
        found = _DMY.fullmatch(_CLOCK.sub("", cell.strip()))
        if found and int(found[1]) <= 12 < int(found[2]) <= 31:
            return True
    return False


def since_1904(cell: Cell) -> Cell:
    """A number of days from a workbook that counts from 1904, as counted from 1900; anything else as it is."""
    if isinstance(cell, str) and re.fullmatch(r"\d{5}", cell.strip()):
        cell = int(cell)
    counts = isinstance(cell, (int, float)) and not isinstance(cell, bool) and int(cell) + _FROM_1904 in _SERIALS
    return cell + _FROM_1904 if counts else cell  # type: ignore[operator]  # a number, as just seen


def read_date(cell: Cell) -> date | Problem:
    """A date, or why it isn't one.

    Examples
    --------
    >>> [str(read_date(x)) for x in ("3/10/2026", "03-10-26", "3 Okt 2026", "2026-10-03", 46298)]
    ['2026-10-03', '2026-10-03', '2026-10-03', '2026-10-03', '2026-10-03']
    >>> read_date("10/25/2026").remedy
    'mungkin bulan dan hari tertukar: tulis 2026-10-25'
    """
    if isinstance(cell, date):
        return _made(cell.year, cell.month, cell.day)
    if isinstance(cell, bool) or cell is None:
        return _no_date()
    if isinstance(cell, (int, float)):
        return _serial(cell)
    text = _DAY_NAME.sub("", _CLOCK.sub("", cell.strip()))
    if re.fullmatch(r"\d{5}", text):
        return _serial(int(text))
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _DMY.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), _year(found[3])
        if isinstance(cell, MonthFirst) and day != month and day <= 12 and month <= 12:
            return _two_ways(date(year, month, day), date(year, day, month))
        return _made(year, month, day)
    if found := _NAMED.fullmatch(text):
        day, name, year = int(found[1]), found[2], _year(found[3])
    elif found := _NAMED_FIRST.fullmatch(text):
        day, name, year = int(found[2]), found[1], int(found[3])
    else:
        return _no_date()
    number = _MONTHS.get(name.casefold())
    return _made(year, number, day) if number else _no_date()


def read_month(cell: Cell) -> str | Problem:
    """A month as `2026-10`, or why it isn't one. A date stands for its month: Excel turns typed months into dates.

    Examples
    --------
    >>> [read_month(x) for x in ("2026-10", "10/2026", "Okt 2026", date(2026, 10, 1))]
    ['2026-10', '2026-10', '2026-10', '2026-10']
    """
    year = month = 0
    if isinstance(cell, str):
        text = cell.strip()
        if found := _MONTH_ISO.fullmatch(text):
            year, month = int(found[1] or found[3]), int(found[2] or found[4])
        elif found := _MONTH_YEAR.fullmatch(text):
            year, month = int(found[2]), int(found[1])
        elif (found := _MONTH_NAMED.fullmatch(text)) and found[1].casefold() in _MONTHS:
            year, month = _year(found[2]), _MONTHS[found[1].casefold()]
    elif isinstance(cell, int) and not isinstance(cell, bool) and 190_000 < cell < 210_000:
        year, month = divmod(cell, 100)
    if not year:
        day = read_date(cell)
        if isinstance(day, Problem):
            return Problem(msg("bukan bulan"), msg("bulan seperti 2026-10"), msg("tulis tahun dan bulan: 2026-10"))
        year, month = day.year, day.month
    if not (1900 <= year <= 2100 and 1 <= month <= 12):
        return Problem(msg("bulan tidak ada"), msg("bulan seperti 2026-10"), msg("tulis tahun dan bulan: 2026-10"))
    return f"{year:04d}-{month:02d}"


def _year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number < _CENTURY else 1900)


def _serial(number: float) -> date | Problem:
    if int(number) in range(19_000_101, 21_001_232):
        return read_date(str(int(number)))
    if int(number) not in _SERIALS:
        return _no_date()
    return _EXCEL_EPOCH + timedelta(days=int(number))


def _made(year: int, month: int, day: int) -> date | Problem:
    try:
        made = date(year, month, day)
    except ValueError:
        if 12 < month <= 31 and 1 <= day <= 12:
            swapped = f"{year:04d}-{day:02d}-{month:02d}"
            remedy = msg("mungkin bulan dan hari tertukar: tulis {date}", date=swapped)
        else:
            remedy = msg("periksa tanggalnya; tulis tahun-bulan-hari")
        return Problem(msg("tanggal tidak ada di kalender"), _expected(), remedy)
    if not 1900 <= year <= 2100:
        return Problem(msg("tahun di luar 1900–2100"), _expected(), msg("periksa tahunnya"))
    return made


def _two_ways(first: date, second: date) -> Problem:
    return Problem(
        msg("tanggal bermakna ganda: kolom ini juga memuat tanggal dengan bulan di depan"),
        _expected(),
        msg("tulis {first} atau {second}", first=first, second=second),
    )


def _no_date() -> Problem:
    return Problem(msg("bukan tanggal"), _expected(), msg("tulis tahun-bulan-hari"))


def _expected() -> Message:
    return msg("tanggal seperti 2026-10-03 atau 3/10/2026")
