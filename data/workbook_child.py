"""Reads one workbook in a process of its own: standard input is the file, standard output its cells as JSON lines.

A workbook from outside can claim any size (a cell in the last row, a zip bomb) and the reader allocates what is claimed.
Here it can take down only this process, whose memory and time are bounded; `data.sheets` turns that into a sentence.
Imports nothing of the project: it has to start fast.
"""

import datetime
import io
import json
import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1 << 30
CPU_SECONDS = 20
PASSWORD, UNREADABLE, TOO_LONG = 3, 4, 5


def main() -> int:
    """One line a visible sheet (`{"sheet": name}`), then one line a row. Returns the exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    max_rows = int(sys.argv[1])
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for sheet in workbook.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet or sheet.visible != SheetVisibleEnum.Visible:
                continue
            cells = workbook.get_sheet_by_name(sheet.name)
            if cells.total_height > max_rows:
                return TOO_LONG
            print(json.dumps({"sheet": sheet.name}))
            for _ in range(cells.start[0] if cells.start else 0):
                print("[]")
            margin = [None] * (cells.start[1] if cells.start else 0)
            for row in cells.to_python(skip_empty_area=True):
                values = [None if value == "" else value for value in row]
                while values and values[-1] is None:
                    values.pop()
                print(json.dumps(margin + values if values else [], default=_other))
    except PasswordError:
        return PASSWORD
    except CalamineError:
        return UNREADABLE
    return 0


def _other(value: object) -> object:
    """Dates as `{"d": ISO}`; durations, which Excel makes of times over a day, as text."""
    if isinstance(value, (datetime.date, datetime.time)):
        return {"d": value.isoformat()}
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
