"""A sheet against the definition of its table: typed rows, and every fault and warning at once."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from data import numbers
from data.errors import DataError
from data.faults import Findings, Problem, shown
from data.intake import cells, dates, footers, headers, rules
from data.intake.sheets import Cell, Row, Sheet
from data.privacy import gate
from data.reference import territory
from data.tables import Column, Table
from data.words import NOTHING, Message, msg, msg_n, written

if TYPE_CHECKING:
    import pandera.pandas as pa

# Above the headers of every file made from simulated data; such files go into simulated stores only, and those take no others.
SIMULATED = "DATA SIMULASI – BUKAN DATA NYATA"
# Begins the first cell of a row that only shows how to fill in; such rows are counted, never taken in.
EXAMPLE = "CONTOH"
_EXAMPLE = re.compile(rf"\s*{EXAMPLE}\b", re.IGNORECASE)
# Column of the typed rows: the text of what could not be read, so that two such rows are told apart.
UNREAD = "tak_terbaca"
Place = tuple[str, int]
"""A cell: its column, and its row as the person sees it."""
_DTYPES = {"date": "datetime64[us]", "whole": "Int64", "number": "float64"}


class NoRowsError(DataError):
    """Headers, and nothing below them."""


@dataclass
class Checked:
    """What a sheet holds."""

    frame: pd.DataFrame
    """Typed rows: the columns of the table (missing where a cell has a fault), `baris`, as the person sees it, and
    `tak_terbaca`, the text of the cells with a fault (missing where there is none)."""
    faults: Findings = field(default_factory=Findings)
    warnings: Findings = field(default_factory=Findings)
    notes: Findings = field(default_factory=Findings)
    """How cells were read, where that is worth knowing; nothing to mend."""
    passed_over: dict[str, list[int]] = field(default_factory=dict)
    """Kind of `footers` → rows that are no data."""
    examples: int = 0
    """Example rows of the template, not taken in."""
    header_row: int = 0
    positions: dict[str, int] = field(default_factory=dict)
    """Column → place in the row, from 0; for marking."""
    simulated: bool = False
    """Whether the file says that its rows are made up."""
    questions: list[list[Place]] = field(default_factory=list)
    """What may be a name of a person and nobody has answered yet: the places of each distinct value. Faults as well."""
    no_names: int = 0
    """Distinct values that somebody said are no names."""


def check(sheet: Sheet, table: Table, *, today: date, file: str, answers: Mapping[Place, bool] | None = None) -> Checked:
    """Check one sheet against its table, without the store.

    answers: whether what stands at a place is the name of a person; an answer holds for all places with the same text.

    Raises DataError only where there is nothing to check (no headers of this table, or no row below them), or where an answer was given to
    a question that isn't asked.
    """
    header = headers.find(sheet, table)
    if header is None:
        raise DataError(_no_header(sheet, table, file))
    checked = Checked(
        pd.DataFrame(),
        header_row=header.row,
        positions=header.positions,
        simulated="data simulasi" in header.preamble.casefold(),
    )
    body = footers.sort(sheet, table, header)
    checked.passed_over = body.passed_over
    numbers = [number for number in body.rows if not _is_example(sheet.rows[number - 1])]
    checked.examples = len(body.rows) - len(numbers)
    headers.check(sheet, table, header, numbers, checked.faults, checked.warnings, checked.notes)
    if not numbers:
        raise NoRowsError(msg("{file}: ada judul kolom, tetapi belum ada baris isian di bawahnya. Isi dulu, lalu impor lagi.", file=file))
    raw = _raw(sheet, table, header, numbers, checked)
    checked.frame = _typed(table, raw, numbers, checked, answers or {})
    _check_columns(table, checked, raw)
    _check_rules(table, checked, raw, today)
    _check_keys(table, checked)
    _check_totals(sheet, table, checked)
    return checked


def _is_example(row: Row) -> bool:
    first = next((cell for cell in row if cell is not None and str(cell).strip()), None)
    return isinstance(first, str) and _EXAMPLE.match(first) is not None


def _raw(sheet: Sheet, table: Table, header: headers.Header, numbers: list[int], checked: Checked) -> dict[str, list[Cell]]:
    """Column → its cells in the rows to read: merged ones filled in, days counted from 1900. What is hidden is reported."""
    rows = [sheet.rows[number - 1] for number in numbers]
    raw = {name: [row[place] if place < len(row) else None for row in rows] for name, place in header.positions.items()}
    _fill_merged(sheet, table, header, numbers, raw, checked)
    if sheet.since_1904:
        _count_from_1900(table, numbers, raw, checked)
    if hidden := [number for number in numbers if number in sheet.hidden_rows]:
        n = len(hidden)
        cause = (
            msg_n("{n} baris tersembunyi (tersaring): ikut diambil?", "{n} baris tersembunyi (tersaring): ikut diambil?", n)
            if sheet.filtered
            else msg_n("{n} baris tersembunyi: ikut diambil?", "{n} baris tersembunyi: ikut diambil?", n)
        )
        checked.warnings.add_all("", Problem(cause, NOTHING, msg("ikut masuk; hapus barisnya bila tidak dimaksud")), hidden)
    for name, place in header.positions.items():
        if place in sheet.hidden_columns and any(cell is not None for cell in raw[name]):
            problem = Problem(msg("kolom tersembunyi: ikut diambil?"), NOTHING, msg("ikut masuk; hapus kolomnya bila tidak dimaksud"))
            checked.warnings.add(name, problem, header.row)
    return raw


def _fill_merged(
    sheet: Sheet,
    table: Table,
    header: headers.Header,
    numbers: list[int],
    raw: dict[str, list[Cell]],
    checked: Checked,
) -> None:
    """The value of merged cells holds for each of their rows; where that can't be, each of them has a fault."""
    for top, bottom, left, right in sheet.merged:
        first, last = bisect_left(numbers, top), bisect_right(numbers, bottom)
        names = [name for name, place in header.positions.items() if left <= place <= right]
        value = sheet.rows[top - 1][left] if top <= len(sheet.rows) and left < len(sheet.rows[top - 1]) else None
        if top <= header.row or first == last or not names or value is None:
            continue
        rows, column = numbers[first:last], table.column(names[0])
        if len(names) > 1:
            problem = Problem(
                msg("sel gabungan meliputi beberapa kolom"),
                cells.expected(column),
                msg("pisahkan selnya (Unmerge Cells), lalu isi satu per satu"),
            )
            checked.faults.add_all(names[0], problem, rows, [value] * len(rows))
        elif top == bottom:
            continue
        elif column.kind in ("whole", "number"):
            problem = Problem(
                msg("angka pada sel gabungan: untuk tiap baris, atau jumlahnya?"),
                cells.expected(column),
                msg("pisahkan selnya (Unmerge Cells), lalu tulis angka tiap baris"),
            )
            checked.faults.add_all(names[0], problem, rows, [value] * len(rows))
        else:
            raw[names[0]][first:last] = [value] * len(rows)
            problem = Problem(msg("sel gabungan: isinya berlaku untuk tiap barisnya"), NOTHING, NOTHING)
            checked.notes.add_all(names[0], problem, rows, [value] * len(rows))


def _count_from_1900(table: Table, numbers: list[int], raw: dict[str, list[Cell]], checked: Checked) -> None:
    problem = Problem(msg("tanggal dihitung dari tahun 1904, menurut setelan buku kerjanya"), NOTHING, NOTHING)
    for name, given in raw.items():
        if table.column(name).kind not in ("date", "month"):
            continue
        for place, cell in enumerate(given):
            given[place] = dates.since_1904(cell)
            if given[place] != cell:
                checked.notes.add(name, problem, numbers[place], cell)


def _typed(
    table: Table,
    raw: dict[str, list[Cell]],
    numbers: list[int],
    checked: Checked,
    answers: Mapping[Place, bool],
) -> pd.DataFrame:
    """Typed rows; `tak_terbaca` is the text of the cells that could not be read, missing where there is none."""
    asked: dict[str, list[Place]] = {}
    answered = _answered(raw, numbers, answers)
    columns: dict[str, pd.Series] = {"baris": pd.Series(numbers, dtype="int64")}
    unread: dict[int, str] = {}
    for column in table.columns:
        known: dict[object, Any] = {}
        given = raw.get(column.name, [None] * len(numbers))
        values: list[Any] = cells.read_column(column, given, known)
        if any(isinstance(value, Problem) for value in known.values()):
            for place, value in enumerate(values):
                shown_as: object = given[place]
                if isinstance(value, cells.Question):
                    text, shown_as = _same(given[place]), msg(gate.HIDDEN)
                    asked.setdefault(text, []).append((column.name, numbers[place]))
                    if answered.get(text) is True:
                        value = cells.personal(column, gate.NAME)
                    elif text in answered:
                        value = values[place] = cells.read(column, given[place], is_no_name=True)
                if isinstance(value, Problem):
                    checked.faults.add(column.name, value, numbers[place], shown_as)
                    unread[place] = f"{unread.get(place, '')}{column.name}={given[place]}\n"
                    values[place] = None
        if nil := {cell for cell in known if cells.is_nil(column, cell)}:  # type: ignore[arg-type]  # a text is its own key
            for place, cell in enumerate(given):
                if cell in nil:
                    checked.notes.add(column.name, Problem(msg("dibaca sebagai 0"), NOTHING, NOTHING), numbers[place], cell)
        columns[column.name] = pd.Series(values, dtype=_DTYPES.get(column.kind, "str"))
    if set(answers) - {place for places in asked.values() for place in places}:
        raise DataError(msg("Jawaban tentang nama orang diberikan untuk sel yang tidak ditanyakan. Periksa kolom dan barisnya."))
    checked.questions = [places for text, places in asked.items() if text not in answered]
    checked.no_names = sum(not is_name for is_name in answered.values())
    columns[UNREAD] = pd.Series([unread.get(place) for place in range(len(numbers))], dtype="str")
    return pd.DataFrame(columns)


def _same(cell: Cell) -> str:
    """What makes two cells the same question."""
    return gate.normalise(territory.as_text(cell)).casefold()


def _answered(raw: dict[str, list[Cell]], numbers: list[int], answers: Mapping[Place, bool]) -> dict[str, bool]:
    """Text → whether it is a name, from the places for which that was answered."""
    place_of = {number: place for place, number in enumerate(numbers)}
    return {_same(raw[name][place_of[row]]): is_name for (name, row), is_name in answers.items() if name in raw and row in place_of}


@functools.cache
def schema(table: Table) -> pa.DataFrameSchema:
    """The definition of a table as a pandera schema over typed rows: the columns of `data.tables.TABLES`."""
    import pandera.pandas as pa  # takes a second to import, and most commands don't check rows

    def checks(column: Column) -> list[pa.Check]:
        found = []
        if column.choices and column.kind != "choices":
            found.append(pa.Check.isin(column.choices))
        if column.kind == "choices":
            one = "|".join(column.choices)
            found.append(pa.Check.str_matches(rf"^({one})(;({one}))*$"))
        if column.minimum is not None:
            found.append(pa.Check.ge(column.minimum))
        if column.maximum is not None:
            found.append(pa.Check.le(column.maximum))
        if column.pattern is not None:
            found.append(pa.Check.str_matches(rf"^(?:{column.pattern})$"))
        return found

    return pa.DataFrameSchema(
        {column.name: pa.Column(_DTYPES.get(column.kind, "str"), checks(column), nullable=not column.required) for column in table.columns}
    )


def _check_columns(table: Table, checked: Checked, raw: dict[str, list[Cell]]) -> None:
    import pandera.errors

    try:
        schema(table).validate(checked.frame[list(table.column_names)], lazy=True)
    except pandera.errors.SchemaErrors as found:
        cases = found.failure_cases
    else:
        return
    for name, check, place in zip(cases["column"], cases["check"], cases["index"], strict=True):
        if name not in raw:
            continue  # a required column that the file lacks is one fault, not one for each row
        column, row = table.column(name), int(checked.frame["baris"].iloc[int(place)])
        if checked.faults.has(row, name):
            continue  # the cell could not be read at all
        cause = msg("wajib diisi") if check == "not_nullable" else msg("di luar ketentuan kolom")
        problem = Problem(cause, cells.expected(column), msg("isi selnya") if check == "not_nullable" else NOTHING)
        checked.faults.add(name, problem, row, raw[name][int(place)])


def _check_rules(table: Table, checked: Checked, raw: dict[str, list[Cell]], today: date) -> None:
    frame = checked.frame
    for rule in rules.rules(table.name, today):
        broken = rule.broken(frame).fillna(False).astype(bool)
        for place in map(int, (broken & frame[UNREAD].notna()).to_numpy().nonzero()[0]):
            # Missing because it could not be read, not because it is empty: that is one fault, not two.
            row = int(frame["baris"].iloc[place])
            broken.iloc[place] = not any(checked.faults.has(row, name) for name in rule.columns)
        if not broken.any():
            continue
        # The months of a simulation are chosen by hand and may lie ahead.
        gentle = rule.severity == "warning" or (checked.simulated and rule.ahead)
        findings = checked.warnings if gentle else checked.faults
        places = broken.to_numpy().nonzero()[0]
        values = [" / ".join(_plain(raw, name, int(place)) for name in rule.columns) for place in places]
        findings.add_all(", ".join(rule.columns), rule.problem, frame["baris"].to_numpy()[places].tolist(), values)


def _plain(raw: dict[str, list[Cell]], name: str, place: int) -> str:
    value = raw[name][place] if name in raw else None
    return "–" if value is None else str(value)


def _check_keys(table: Table, checked: Checked) -> None:
    """The same key twice in one file; a row whose id the system makes has none yet."""
    frame = checked.frame
    keyed = frame.dropna(subset=list(table.key))
    again = keyed[keyed.duplicated(list(table.key))]
    if again.empty:
        return
    first = keyed.drop_duplicates(list(table.key)).set_index(list(table.key))["baris"]
    name = ", ".join(table.key)
    cause, expected = msg("kunci yang sama muncul dua kali"), msg("satu baris untuk satu {name}", name=name)
    for key, row in zip(again[list(table.key)].itertuples(index=False, name=None), again["baris"], strict=True):
        before = first.loc[key if len(key) > 1 else key[0]]
        problem = Problem(
            cause,
            expected,
            msg("sama dengan baris {before}; hapus salah satunya", before=before),
        )
        checked.faults.add(name, problem, int(row), " / ".join(str(part) for part in key))


def _check_totals(sheet: Sheet, table: Table, checked: Checked) -> None:
    """Compare rows of totals with the sums of their columns, from the first row or since the total before."""
    totals = checked.passed_over.get(footers.TOTALS, [])
    numbers = checked.frame["baris"].to_numpy()
    ends = [0, *numbers.searchsorted(totals)]
    for column in table.columns if totals else ():
        place = checked.positions.get(column.name)
        if column.kind not in ("whole", "number") or place is None:
            continue
        unread = [row for group in checked.faults.groups if group.column == column.name for row in group.rows]
        sums = [0.0, *checked.frame[column.name].astype("float64").fillna(0).cumsum()]
        for number, before, end in zip(totals, ends, ends[1:], strict=False):
            cell = sheet.rows[number - 1][place] if place < len(sheet.rows[number - 1]) else None
            if cell is None or (isinstance(cell, str) and not cell.strip(" -–")):
                continue
            sure = all(row > number for row in unread)
            since = [sums[end] - sums[before]] if end > before else []
            counted = [*since, sums[end]] if sure else []
            _compare(column.name, number, cell, counted, checked)


def _compare(column: str, number: int, cell: Cell, counted: Sequence[float], checked: Checked) -> None:
    """Note what a total says. counted: sums that it may mean; none where a cell above could not be read."""
    total = footers.amount(cell)
    if total is None or not counted:
        told, problem = (
            checked.warnings,
            Problem(msg("jumlah tidak dapat dibandingkan dengan kolomnya"), NOTHING, msg("periksa sendiri jumlahnya")),
        )
    elif any(abs(one - total) < 1e-6 * max(1.0, abs(total)) for one in counted):
        told, problem = checked.notes, Problem(msg("jumlah cocok dengan kolomnya"), NOTHING, NOTHING)
    else:
        told, problem = (
            checked.warnings,
            Problem(
                msg(
                    "jumlah berbeda dari kolomnya: tertulis {written}, dihitung {counted}",
                    written=_figure(total),
                    counted=_figure(counted[0]),
                ),
                NOTHING,
                msg("periksa baris jumlah, dan apakah ada baris yang hilang atau ganda"),
            ),
        )
    told.add(column, problem, number, cell)


def _figure(value: float) -> Message:
    return written(numbers.plain, value)


def _no_header(sheet: Sheet, table: Table, file: str) -> Message:
    if (header := headers.likeliest(sheet, table)) is not None:
        return msg(
            "{file}: judul kolom tabel {table} belum cukup. Yang paling mirip baris {row}. {found} "
            "Pakai templat: python -m data template {table}",
            file=file,
            table=table.name,
            row=header.row,
            found=headers.describe(sheet, table, header),
        )
    required = [column.name for column in table.columns if column.required]
    first: Sequence[Cell] = next((row for row in sheet.rows if row), [])
    return msg(
        "{file}: judul kolom tabel {table} tidak ditemukan. Baris pertama berisi: {found}. Kolom wajib: {required}. "
        "Pakai templat: python -m data template {table}",
        file=file,
        table=table.name,
        found=[shown(cell) for cell in first[:8] if cell is not None],
        required=", ".join(required),
    )
