"""Templates to fill in, and rows written in their shape, as XLSX or CSV. What is written here, `importing` reads.

A workbook has a sheet for each table, with headers, drop-down lists and one example row, a sheet of explanations, and a hidden one with the
lists. A CSV has one table, delimiter and decimals as Indonesian spreadsheets expect them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data import labels
from data.errors import DataError, because
from data.intake import cells, checking, printing
from data.intake.sheets import LISTS
from data.privacy import purpose
from data.reference import territory
from data.store import durable
from data.tables import TABLES, Column, Table
from data.words import Words, msg

_PREPARED = 5_000  # rows with lists and formats; more can be filled in, without them
_INK, _PAPER = "FFFFFF", "1F4E79"
_OPTIONAL, _EXAMPLE = "5B7F9E", "F2F2F2"
_FORMATS = {"date": "yyyy-mm-dd", "whole": "0", "number": "General"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_template(t: Words, table_name: str | None, path: Path, *, simulated: bool = False) -> None:
    """Write an empty template; all tables in one workbook when none is named.

    path: its ending, `.xlsx` or `.csv`, says the format. simulated: marked, for practice in a simulated store.
    Raises DataError if the file exists, can't be written, or a CSV should hold all tables.
    """
    tables = TABLES if table_name is None else {table_name: TABLES[table_name]}
    _write(t, dict.fromkeys(tables.values()), path, simulated)


def write_rows(t: Words, rows: Mapping[str, pd.DataFrame], path: Path, *, simulated: bool) -> None:
    """Write rows in the shape of the templates, without example rows; see `write_template`.

    rows: name of the table → frame with (some of) its columns in `data.tables.TABLES`; missing values stay empty.
    """
    _write(t, {TABLES[name]: frame for name, frame in rows.items()}, path, simulated)


def safe(value: object) -> object:
    """A cell that a spreadsheet shows as it is: text that would run as a formula gets an apostrophe in front.

    `importing` takes the apostrophe off again.

    Examples
    --------
    >>> safe("=HYPERLINK(1)"), safe("Karang Taruna"), safe(-3)
    ("'=HYPERLINK(1)", 'Karang Taruna', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _write(t: Words, tables: Mapping[Table, pd.DataFrame | None], path: Path, simulated: bool) -> None:
    suffix = path.suffix.casefold()
    if suffix not in (".xlsx", ".csv"):
        raise DataError(msg("{path}: akhiran berkas harus .xlsx atau .csv.", path=path))
    if suffix == ".csv" and len(tables) != 1:
        raise DataError(msg("{path}: satu CSV memuat satu tabel. Sebut tabelnya, atau pakai .xlsx.", path=path))
    if path.exists():
        raise DataError(msg("{path}: sudah ada dan tidak ditimpa. Pindahkan, atau pilih nama lain dengan --out.", path=path))
    content = _csv(t, *next(iter(tables.items())), simulated) if suffix == ".csv" else _workbook(t, tables, simulated)
    save(path, content)


def save(path: Path, content: bytes) -> None:
    """Write a file that a person asked for, whole or not at all. Raises DataError if it can't be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, content)
    except OSError as error:
        raise DataError(msg("{path}: tidak dapat ditulis ({reason}).", path=path, reason=because(error))) from None


def _rows(t: Words, table: Table, frame: pd.DataFrame | None) -> Iterable[list[Any]]:
    """Cells of the data rows; the example row where there is no frame."""
    if frame is None:
        values: list[Any] = [cells.read(column, column.example) if column.kind != "text" else column.example for column in table.columns]
        remove = t("hapus baris ini")
        yield [f"{checking.EXAMPLE} – {remove}", *values[1:]]
        return
    shaped = frame.reindex(columns=table.column_names)
    for row in shaped.astype(object).where(shaped.notna(), None).itertuples(index=False, name=None):
        yield [_cell(column, value) for column, value in zip(table.columns, row, strict=True)]


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.kind == "date":
        return pd.Timestamp(value).date()
    if column.kind == "whole":
        return int(value)
    return float(value) if column.kind == "number" else safe(value)


def _csv(t: Words, table: Table, frame: pd.DataFrame | None, simulated: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    if simulated:
        writer.writerow([checking.SIMULATED])
    writer.writerow(table.column_names)
    for row in _rows(t, table, frame):
        writer.writerow([_plain(value) for value in row])
    return text.getvalue().encode("utf-8-sig")  # Excel recognises UTF-8 only by this mark


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return repr(value).replace(".", ",") if isinstance(value, float) else value


def _workbook(t: Words, tables: Mapping[Table, pd.DataFrame | None], simulated: bool) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    lists: dict[tuple[str, ...], str] = {}
    for table, frame in tables.items():
        _sheet(t, book.create_sheet(table.name), table, frame, lists, simulated)
    _explanations(t, book.create_sheet(t("Penjelasan")), list(tables), simulated)
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    for place, choices in enumerate(lists, 1):
        for row, choice in enumerate(choices, 1):
            hidden.cell(row, place, choice)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(t: Words, sheet: Any, table: Table, frame: pd.DataFrame | None, lists: dict[tuple[str, ...], str], simulated: bool) -> None:
    top = 2 if simulated else 1
    if simulated:
        sheet.cell(1, 1, checking.SIMULATED).font = Font(name=printing.FONT, bold=True, color="C00000")
    for place, column in enumerate(table.columns, 1):
        head = sheet.cell(top, place, column.name)
        head.font = Font(name=printing.FONT, bold=True, color=_INK)
        head.fill = PatternFill("solid", start_color=_PAPER if column.required else _OPTIONAL)
        head.comment = Comment(_advice(t, column), "Kondusif", height=120, width=260)
        sheet.column_dimensions[get_column_letter(place)].width = max(13, len(column.name) + 3)
    last = top
    for last, row in enumerate(_rows(t, table, frame), top + 1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            cell = sheet.cell(last, place, value)
            cell.number_format = _FORMATS.get(column.kind, "@")
            if frame is None:
                cell.font = Font(name=printing.FONT, italic=True, color="7F7F7F")
                cell.fill = PatternFill("solid", start_color=_EXAMPLE)
    if frame is None:
        sheet.column_dimensions["A"].width = 28
        _prepare(t, sheet, table, last + 1, lists)
    printing.set_up(
        t,
        sheet,
        header_row=top,
        title=table.label(t),
        mark=checking.SIMULATED if simulated else "",
        filtered=frame is not None,  # a form to fill in has no filter: hidden rows would be sent unseen
    )


def _prepare(t: Words, sheet: Any, table: Table, first: int, lists: dict[tuple[str, ...], str]) -> None:
    """Lists, limits and formats for the rows to fill in."""
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        # A code that is typed stays text: Excel would turn 2026-10 into a date and 321607 into a number.
        for row in range(first, first + 200):
            sheet.cell(row, place).number_format = _FORMATS.get(column.kind, "@")
        if (rule := _validation(column, lists)) is not None:
            rule.promptTitle, rule.prompt, rule.showInputMessage = (
                column.name[:32],
                _advice(t, column)[:255],
                True,
            )
            rule.errorTitle, rule.error = t("Periksa isian"), _advice(t, column)[:225]
            sheet.add_data_validation(rule)
            rule.add(f"{letter}{first}:{letter}{first + _PREPARED}")


def _validation(column: Column, lists: dict[tuple[str, ...], str]) -> Any:
    choices = column.choices
    if column.kind == "kecamatan":
        choices = tuple(territory.load_kecamatan()["nama"])
    if choices:
        place = lists.setdefault(choices, get_column_letter(len(lists) + 1))
        source = f"{LISTS}!${place}$1:${place}${len(choices)}"
        # Several may be typed together, and a kecamatan may come as a code: the list helps, and refuses nothing.
        strict = column.kind in ("choice", "yes_no")
        return DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=strict)
    if column.kind in ("whole", "number") and column.minimum is not None and column.maximum is not None:
        return DataValidation(
            type="whole" if column.kind == "whole" else "decimal",
            operator="between",
            formula1=f"{column.minimum:g}",
            formula2=f"{column.maximum:.0f}" if column.maximum > 10 else f"{column.maximum:g}",
            allow_blank=True,
            showErrorMessage=True,
        )
    return None


def _advice(t: Words, column: Column) -> str:
    need = t("Wajib diisi.") if column.required else t("Boleh kosong bila tidak diketahui.")
    return f"{column.meaning}. {need}"


def _explanations(t: Words, sheet: Any, tables: list[Table], simulated: bool) -> None:
    lines = [
        t("Cara mengisi"),
        t("1. Isi mulai baris di bawah baris CONTOH. Baris yang berawalan CONTOH tidak diambil; boleh dihapus."),
        t("2. Judul kolom biru tua wajib diisi; biru muda boleh kosong. Kosong berarti tidak diketahui, bukan 0."),
        t("3. Tanggal: 2026-10-03 atau 3/10/2026 (hari di depan). Angka desimal memakai koma."),
        t("4. Kecamatan: kode Kemendagri, kode BPS, atau nama. ID boleh kosong: dibuat oleh sistem."),
        t("5. Jangan menulis nama orang, NIK, telepon, e-mail, nomor rekening, atau cerita: berkas akan ditolak."),
        t("6. Membetulkan baris yang sudah masuk: kirim lagi baris dengan kunci yang sama."),
    ]
    if simulated:
        lines.insert(0, checking.SIMULATED)
    for line in lines:
        sheet.append([line])
    sheet.append([])
    sheet.append([t("tabel"), t("kolom"), t("wajib"), t("isi"), t("yang diterima"), t("contoh")])
    _bold(sheet, sheet.max_row, 6)
    for table in tables:
        key = ", ".join(table.key)
        about = t("Untuk: {purpose} Disimpan: {kept}", purpose=t(table.purpose), kept=t(table.kept))
        named = t("Kunci: {key}.", key=key)
        sheet.append([table.name, "", "", f"{table.title}. {table.meaning} {named} {about}"])
        _bold(sheet, sheet.max_row, 4)
        for column in table.columns:
            required = t("ya") if column.required else ""
            sheet.append([table.name, column.name, required, _meaning(t, column), _accepted(t, column), column.example])
    sheet.append([])
    sheet.append([t("kode kecamatan"), t("kode BPS"), t("nama")])
    _bold(sheet, sheet.max_row, 3)
    areas = territory.load_kecamatan()
    for area in zip(areas["kode"], areas["kode_bps"], areas["nama"], strict=True):
        sheet.append(area)
    for letter, width in zip("ABCDEF", (16, 22, 12, 70, 70, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=len(lines) + 2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=cell.column in (4, 5), vertical="top")
        longest = max(len(str(cell.value or "")) for cell in row[3:5])
        sheet.row_dimensions[row[0].row].height = printing.LINE * max(1, -(-longest // 65))  # some programs don't fit the height themselves
    mark = checking.SIMULATED if simulated else ""
    printing.set_up(t, sheet, header_row=1, title=t("Penjelasan"), mark=mark, filtered=False)
    for row in range(1, len(lines) + 1):
        sheet.cell(row, 1).font = Font(name=printing.FONT, bold=row == 1)


def _meaning(t: Words, column: Column) -> str:
    """What belongs in a column, and, where there is a risk, which one and when the column is erased."""
    if not column.risk or column.kept_months is None:
        return column.meaning
    erased = t("Dihapus setelah {time}.", time=purpose.how_long(t, column.kept_months))
    return f"{column.meaning}. {t(column.risk)} {erased}"


def _accepted(t: Words, column: Column) -> str:
    """What a column takes; the items of a list as the list has them, with their names."""
    if not column.choices:
        return t(cells.expected(column))
    words = {choice: labels.of_choice(t, column.name, choice) for choice in column.choices}
    return ", ".join(code if labels.tidy(word) == code else f"{code} ({word})" for code, word in words.items())


def _bold(sheet: Any, row: int, columns: int) -> None:
    for place in range(1, columns + 1):
        sheet.cell(row, place).font = Font(name=printing.FONT, bold=True)
