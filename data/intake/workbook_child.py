"""Reads one workbook in a process of its own: standard input is the file, standard output its cells as JSON lines.

A workbook from outside can claim any size (a cell in the last row, a zip bomb) and the reader allocates what is claimed.
Here it can take down only this process, whose memory and time are bounded; `data.intake.sheets` turns that into a sentence.
Imports no more of the project than it needs: it has to start fast.

Values come from calamine, which leaves error cells and formulas without a result empty; anything that isn't a plain value, is hidden or is
merged comes from the file itself (`workbook_marks`, `workbook_biff`).
"""

import datetime
import io
import json
import resource
import sys
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from data.intake import workbook_biff, workbook_marks
from data.intake.workbook_marks import Marks

MEMORY = 1 << 30
CPU_SECONDS = 20
PASSWORD, UNREADABLE, TOO_LONG = 3, 4, 5


def main() -> int:
    """`{"hidden_sheets": names}`, then one line a visible sheet (`{"sheet": name, …}`), then one line a row.

    A cell is text, number, true or false, null, `{"d": date}` or `{"f": formula without a result}`; a failed formula is
    its text (`#DIV/0!`). Returns the exit status.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    max_rows = int(sys.argv[1])
    content = sys.stdin.buffer.read()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        hidden = [one.name for one in sheets if one.visible != SheetVisibleEnum.Visible]
        print(json.dumps({"hidden_sheets": hidden}))
        marks = _marks(content, [one.name for one in workbook.sheets_metadata], set(hidden))
        for sheet in sheets:
            if sheet.name in hidden:
                continue
            cells = workbook.get_sheet_by_name(sheet.name)
            marked = marks.get(sheet.name) or Marks()
            height = max(cells.end[0] + 1 if cells.end else 0, max(marked.cells, default=-1) + 1)
            if height > max_rows:
                return TOO_LONG
            print(json.dumps({"sheet": sheet.name, **marked.as_json(height)}))
            _write(cells, marked, height)
    except workbook_marks.TooLongError:
        return TOO_LONG
    except PasswordError:
        return PASSWORD
    except (CalamineError, workbook_marks.NotReadableError):
        return UNREADABLE
    return 0


def _marks(content: bytes, names: list[str], hidden: set[str]) -> dict[str, Marks]:
    """Name of the sheet → what the file says about its cells."""
    if content.startswith(b"PK"):
        return workbook_marks.read(content, hidden)
    return dict(zip(names, workbook_biff.read(content), strict=False))


def _write(cells: Any, marked: Marks, height: int) -> None:
    """Every row of the sheet from its first, with what the reader left empty filled in."""
    top, left = cells.start or (0, 0)
    rows = cells.to_python(skip_empty_area=True)
    for number in range(height):
        found = rows[number - top] if top <= number < top + len(rows) else []
        values = [None if value == "" else value for value in found]
        if values:
            values = [None] * left + values
        for place, value in marked.cells.get(number, {}).items():
            values += [None] * (place + 1 - len(values))
            values[place] = value
        while values and values[-1] is None:
            values.pop()
        print(json.dumps(values, default=_other))


def _other(value: object) -> object:
    """Dates as `{"d": ISO}`; durations, which Excel makes of times over a day, as text."""
    if isinstance(value, (datetime.date, datetime.time)):
        return {"d": value.isoformat()}
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
