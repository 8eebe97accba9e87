"""A file → rows in the store, or a report of every fault and nothing taken in.

A file is read and checked before the lock is taken; then it goes in as one batch, whole. The store decides whether it
takes real or simulated files, and a file says which it is: simulated ones carry `checking.SIMULATED` above their headers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, cast

import duckdb

from data import checking, cvew, faults, headers, sheets, store, territory
from data.errors import DataError
from data.faults import Group
from data.tables import TABLES, Table
from data.words import t

Format = Literal["cvew"]


@dataclass(frozen=True)
class Report:
    """What became of one file."""

    file: str
    table: str
    format: str
    """`csv`, `xlsx`, `xls`, `ods` or `cvew`."""
    sha256: str
    rows: int
    """Filled rows in the file, examples aside."""
    taken: int = 0
    """Rows that came into the store."""
    batch_id: int | None = None
    """None: nothing was taken in."""
    faults: tuple[Group, ...] = ()
    warnings: tuple[Group, ...] = ()
    skipped: tuple[dict[str, object], ...] = ()
    """Left out on purpose: `{"alasan": …, "baris": count}` each."""
    examples: int = 0
    note: str = ""
    """How the file had to be read, where that is worth knowing."""


class RefusedFileError(DataError):
    """A file with faults; `report` tells them all, and so does the text."""

    def __init__(self, report: Report) -> None:
        super().__init__(describe(report))
        self.report = report


def import_file(home: Path, table_name: str, path: Path, file_format: Format | None = None) -> Report:
    """Check a file and take it in as one batch, whole or not at all.

    Raises
    ------
    RefusedFileError
        The file has faults; all are told.
    DataError
        The file can't be read, has nothing for this table, came before, or is of the other kind than the store.
    StoreBusyError
        Another process writes at this moment.
    """
    table = TABLES[table_name]
    source = sheets.read(path)
    with store.read(home, wait=0) as con:  # before the long work: refuse what can't go in anyway
        kind = store.kind(con)
        _refuse_known(con, table, source)
    skipped: tuple[dict[str, object], ...] = ()
    if file_format == "cvew":
        sheet, skipped = cvew.translate(source.sheets[0], source.name)
    else:
        sheet = _choose(source, table)
    checked = checking.check(sheet, table, today=today(), file=source.name)
    if checked.simulated != (kind == "simulasi"):
        raise DataError(_other_kind(source.name, kind))
    report = Report(
        file=source.name,
        table=table.name,
        format=file_format or source.format,
        sha256=source.sha256,
        rows=len(checked.frame) + _count(skipped),
        faults=checked.faults.groups,
        warnings=checked.warnings.groups,
        skipped=skipped,
        examples=checked.examples,
        note=source.note,
    )
    if report.faults:
        raise RefusedFileError(report)
    with store.write(home, doing=f"import {table.name}") as con:
        _refuse_known(con, table, source)
        batch = store.add_batch(
            con, table, checked.frame, file_name=report.file, sha256=report.sha256,
            file_format=report.format, file_rows=report.rows, skipped=skipped,
        )  # fmt: skip
    return replace(report, taken=batch.rows, batch_id=batch.batch_id)


def today() -> date:
    """The day in the territory's time zone."""
    return datetime.now(territory.load_territory().time_zone).date()


def _choose(source: sheets.SourceFile, table: Table) -> sheets.Sheet:
    """The sheet of the table: the one of that name, else the only one with its headers, else the first."""
    named = [sheet for sheet in source.sheets if headers.tidy(sheet.name) == table.name]
    fitting = [sheet for sheet in source.sheets if headers.find(sheet, table) is not None]
    if named:
        return named[0]
    if len(fitting) > 1:
        raise DataError(
            t(
                "{file}: beberapa lembar memuat kolom tabel {table}: {sheets}. Beri nama {table} pada lembar yang benar, "
                "atau hapus yang lain.",
                file=source.name,
                table=table.name,
                sheets=", ".join(sheet.name for sheet in fitting),
            )
        )
    return fitting[0] if fitting else source.sheets[0]


def _refuse_known(con: duckdb.DuckDBPyConnection, table: Table, source: sheets.SourceFile) -> None:
    found = con.execute(
        "SELECT batch_id, waktu FROM batches_aktif WHERE sha256 = ? AND tabel = ? ORDER BY 1 DESC LIMIT 1",
        [source.sha256, table.name],
    ).fetchone()
    if found is not None:
        when = found[1].replace(tzinfo=UTC).astimezone(territory.load_territory().time_zone)
        raise DataError(
            t(
                "{file}: berkas yang sama sudah masuk sebagai batch {batch} pada {when}. Tidak ada yang diubah.",
                file=source.name,
                batch=found[0],
                when=f"{when:%Y-%m-%d %H:%M}",
            )
        )


def _other_kind(file: str, kind: store.StoreKind) -> str:
    if kind == "simulasi":
        return t(
            "{file}: basis data ini berjenis simulasi; data nyata tidak boleh masuk ke dalamnya. Buat basis data nyata "
            "(python -m data --home FOLDER init --nyata), atau untuk latihan pakai templat yang ditulis dengan --simulasi.",
            file=file,
        )
    return t(
        "{file}: bertanda DATA SIMULASI; basis data ini berjenis nyata, jadi berkas itu tidak boleh masuk ke dalamnya. "
        "Isi data nyata pada templat tanpa tanda itu.",
        file=file,
    )


def describe(report: Report) -> str:
    """A report in words: what came in, what did not and why, every fault with its place."""
    where = territory.load_territory().name
    if report.batch_id is None:
        n_faults = sum(len(group.rows) for group in report.faults)
        lines = [
            t("{file} → tabel {table}: {n} kesalahan; tidak ada baris yang masuk.",
              file=report.file, table=report.table, n=faults.number(n_faults)),
            faults.describe(report.faults),
        ]  # fmt: skip
    else:
        lines = [
            t("{file} → tabel {table}: {n} baris untuk {where} masuk sebagai batch {batch}.",
              file=report.file, table=report.table, n=faults.number(report.taken), where=where, batch=report.batch_id)
        ]  # fmt: skip
        if TABLES[report.table].verified:
            lines.append(
                t("Menunggu verifikasi: python -m data verify --batch {batch} --reason ALASAN", batch=report.batch_id)
            )  # fmt: skip
    if report.skipped:
        lines.append(t("{n} baris dilewati:", n=faults.number(_count(report.skipped))))
        lines += [f"- {faults.number(_count([group]))}: {group['alasan']}" for group in report.skipped]
    if report.examples:
        lines.append(t("{n} baris contoh tidak diambil.", n=report.examples))
    if report.note:
        lines.append(t("Catatan: {file} {note}.", file=report.file, note=report.note))
    if report.warnings:
        lines += [t("Perlu diperhatikan:"), faults.describe(report.warnings)]
    return "\n".join(lines)


def _count(skipped: Iterable[dict[str, object]]) -> int:
    return sum(cast(int, group["baris"]) for group in skipped)
