"""A file → rows in the store, or a report of every fault and nothing taken in.

A file is read and checked before the lock is taken; then it goes in as one batch, whole. The store decides whether it
takes real or simulated files, and a file says which it is: simulated ones carry `checking.SIMULATED` above their headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd

from data import faults
from data.access import owners
from data.errors import DataError
from data.intake import against_store, candidates, checking, cvew, footers, headers, sheets, steps
from data.privacy import gate
from data.reference import territory
from data.session import Session
from data.store import audit, database, shape
from data.tables import TABLES, Table
from data.words import Message, joined, msg

Format = Literal["cvew"]
Answers = Mapping[tuple[str, str, int], bool]
"""Table, column and row as the person sees it → whether what stands there is the name of a person."""


def import_file(
    session: Session, table_name: str, path: Path, file_format: Format | None = None, *, only_valid: bool = False
) -> candidates.Report:
    """Check a file and take it in as one batch, whole or not at all; see `check` and `take_in`."""
    return take_in(session, check(session, sheets.read(path), table_name, file_format), only_valid=only_valid)[0]


def import_workbook(session: Session, path: Path, *, only_valid: bool = False) -> list[candidates.Report]:
    """The same for all tables of one workbook: a batch a table, one delivery, all of them or none."""
    return take_in(session, check(session, sheets.read(path), None), only_valid=only_valid)


def check(
    session: Session,
    source: sheets.SourceFile,
    table_name: str | None,
    file_format: Format | None = None,
    answers: Answers | None = None,
) -> candidates.Candidate:
    """Check a file against its tables and the store, without changing anything.

    table_name: None = every sheet that holds one of the tables. answers: to `Checked.questions` of an earlier check.

    Raises
    ------
    DataError
        The file has nothing for the table, came before, or is of the other kind than the store; the build of the store was altered.
    StoreBusyError
        Another process writes at this moment.
    """
    gate.refuse_file_name(source.name)
    if (stored_as := gate.storable_file_name(source.name)) != source.name:
        source = replace(source, name=stored_as, note=joined("; ", [source.note, gate.renamed(stored_as)]))
    skipped: tuple[dict[str, object], ...] = ()
    if file_format == "cvew":
        if table_name != "kejadian":
            raise DataError(msg("{file}: berkas CVEW memuat kejadian. Impor sebagai tabel kejadian.", file=source.name))
        sheet, skipped = cvew.translate(source.sheets[0], source.name)
        chosen = [(TABLES[table_name], sheet)]
    elif table_name is None:
        chosen = _all_tables(source)
    else:
        chosen = [(TABLES[table_name], _choose(source, TABLES[table_name]))]
    with database.read(session.home, wait=0) as con:  # before the long work: refuse what can't go in anyway
        shape.require(con)
        kind = database.kind(con)
        for table, _ in chosen:
            _refuse_known(con, table, source)
    alone = len(chosen) == 1
    found = [_part(table, sheet, source.name, session.clock.today(), alone=alone, answers=_of(answers, table)) for table, sheet in chosen]
    parts = [part for part in found if part is not None]
    candidate = candidates.Candidate(source, file_format or source.format, parts)
    if not candidate.parts:
        raise DataError(msg("{file}: semua lembar masih kosong. Isi dulu, lalu impor lagi.", file=source.name))
    candidate.parts[0].skipped += skipped
    if any(part.checked.simulated != (kind == "simulasi") for part in candidate.parts):
        raise DataError(_other_kind(source.name, kind))
    new_ormas = next((against_store.codes(p.checked.frame) for p in candidate.parts if p.table.name == "ormas"), ())
    new_incidents = next((p.checked.frame for p in candidate.parts if p.table.name == steps.INCIDENTS), None)
    with database.read(session.home, wait=0) as con:
        for part in candidate.parts:
            part.skipped += against_store.compare(
                con, part.table, part.checked, bound=session.bound, new_ormas=new_ormas, new_incidents=new_incidents
            )
    return candidate


def take_in(session: Session, candidate: candidates.Candidate, *, only_valid: bool = False) -> list[candidates.Report]:
    """Put a checked file into the store: a batch a table, in one transaction, with one row of the trail.

    only_valid: leave out the rows that have a fault ("ambil hanya baris yang lolos pemeriksaan") instead of refusing
    the file; `marking.rest` gives them back.

    Raises
    ------
    RefusedFileError
        The file has faults (with `only_valid`: faults of more than single rows, or no row without one), or since its check one of its rows
        became somebody else's to write.
    AccessError
        The viewer may not send these rows.
    """
    if candidate.faulty and not (only_valid and candidates.separable(candidate)):
        raise candidates.RefusedFileError(candidate)
    for part in candidate.parts:
        _require_right(session, part)
    bound = session.bound
    reports: list[candidates.Report] = []
    batches: list[database.Batch] = []
    with database.write(session.home, doing=f"import {candidate.source.name}", who=session.user) as con:
        session.require_still("unggah")
        shape.require(con)
        for part in candidate.parts:
            _refuse_known(con, part.table, candidate.source)
            _refuse_foreign(con, candidate, part, bound)
            told = candidates.report(candidate, part)
            rows = _taken(part).drop(columns=checking.UNREAD)
            faulty = {"alasan": msg("ada kesalahan; dikembalikan"), "baris": len(part.checked.faults.rows)}
            skipped = [*part.skipped, *([faulty] if part.checked.faults.rows else [])]
            passed: list[dict[str, object]] = [
                {"alasan": footers.describe(kind, len(found)), "baris": len(found), "nomor": list(found)}
                for kind, found in told.passed_over
            ]
            batch = database.add_batch(
                con,
                part.table,
                rows,
                file_name=told.file,
                sha256=told.sha256,
                file_format=told.format,
                file_rows=told.rows + candidates.count(passed),
                skipped=[
                    {**one, "alasan": str(one["alasan"])} for one in (*skipped, *passed)
                ],  # the store speaks the language of the house
                by=session.by,
                delivery=batches[0].delivery if batches else None,
                bound=bound,
            )
            batches.append(batch)
            reports.append(
                replace(
                    told,
                    taken=batch.rows,
                    batch_id=batch.batch_id,
                    delivery=batch.delivery,
                    skipped=tuple(skipped),
                    waits=part.table.verified or bound is not None,
                )
            )
        details = {"berkas": candidate.source.name, "sha256": candidate.source.sha256, **database.details(batches)}
        if no_names := {part.table.name: part.checked.no_names for part in candidate.parts if part.checked.no_names}:
            details["bukan_nama"] = no_names
        audit.append(con, "import", details, by=session.by)
    return reports


def note_name(session: Session, file: str, table: str) -> None:
    """Note that somebody said that one value is a name, so that it stays out; neither value nor place is kept."""
    session.require("unggah")
    with database.write(session.home, doing="jawaban", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        audit.append(con, "jawaban_nama", {"berkas": file, "tabel": table, "nama": 1}, by=session.by)


def _of(answers: Answers | None, table: Table) -> dict[checking.Place, bool]:
    return {(column, row): is_name for (name, column, row), is_name in (answers or {}).items() if name == table.name}


def _taken(part: candidates.Part) -> pd.DataFrame:
    """The rows without a fault."""
    frame = part.checked.frame
    return frame[~frame["baris"].isin(part.checked.faults.rows)]


def _require_right(session: Session, part: candidates.Part) -> None:
    """A kecamatan sends its own rows; only the kabupaten sends what belongs to no kecamatan."""
    session.require("unggah")
    frame, owner = _taken(part), part.table.owner
    for code in frame[owner].unique() if owner else ["-"]:
        session.require_kecamatan(str(code))


def _refuse_foreign(
    con: duckdb.DuckDBPyConnection,
    candidate: candidates.Candidate,
    part: candidates.Part,
    bound: owners.Bound,
) -> None:
    """Ask again whose the rows are, and whether steps still follow those before, with the store and the sender as they are now: much may have happened since the check."""
    con.register("isian", _taken(part))
    found = [*owners.faults(con, part.table, bound), *steps.faults(con, part.table.name, bound)]
    con.unregister("isian")
    if not found:
        return
    told = replace(part, checked=replace(part.checked, faults=faults.Findings()))
    for one in found:
        told.checked.faults.add_all(one.column, one.problem, one.rows, one.values)
    raise candidates.RefusedFileError(replace(candidate, parts=[told]))


def _part(
    table: Table, sheet: sheets.Sheet, file: str, today: date, *, alone: bool, answers: Mapping[checking.Place, bool]
) -> candidates.Part | None:
    """None: a sheet that was left empty, in a workbook of several."""
    try:
        return candidates.Part(table, sheet, checking.check(sheet, table, today=today, file=file, answers=answers))
    except checking.NoRowsError:
        if alone:
            raise
        return None


def _all_tables(source: sheets.SourceFile) -> list[tuple[Table, sheets.Sheet]]:
    """The tables of a workbook, in the order in which they refer to each other."""
    named = {headers.tidy(sheet.name): sheet for sheet in source.sheets}
    found = [(table, named[name]) for name, table in TABLES.items() if name in named]
    if not found:
        raise DataError(
            msg(
                "{file}: tidak ada lembar bernama tabel ({tables}). Pakai templat semua tabel, atau sebut satu tabel.",
                file=source.name,
                tables=", ".join(TABLES),
            )
        )
    return found


def _choose(source: sheets.SourceFile, table: Table) -> sheets.Sheet:
    """The sheet of the table: the one of that name, else the only one with its headers, else the first."""
    named = [sheet for sheet in source.sheets if headers.tidy(sheet.name) == table.name]
    fitting = [sheet for sheet in source.sheets if headers.find(sheet, table) is not None]
    if named:
        return named[0]
    if len(fitting) > 1:
        raise DataError(
            msg(
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
        "SELECT kiriman, waktu FROM batches_aktif JOIN kiriman USING (batch_id) WHERE sha256 = ? AND tabel = ?"
        " ORDER BY batch_id DESC LIMIT 1",
        [source.sha256, table.name],
    ).fetchone()
    if found is not None:
        when = found[1].replace(tzinfo=UTC).astimezone(territory.load_territory().time_zone)
        raise DataError(
            msg(
                "{file}: berkas yang sama sudah masuk sebagai batch {batch} pada {when}. Tidak ada yang diubah.",
                file=source.name,
                batch=found[0],
                when=f"{when:%Y-%m-%d %H:%M}",
            )
        )


def _other_kind(file: str, kind: database.StoreKind) -> Message:
    if kind == "simulasi":
        return msg(
            "{file}: basis data ini berjenis simulasi; data nyata tidak boleh masuk ke dalamnya. Buat basis data nyata "
            "(python -m data --home FOLDER init --nyata), atau untuk latihan pakai templat yang ditulis dengan --simulasi.",
            file=file,
        )
    return msg(
        "{file}: bertanda DATA SIMULASI; basis data ini berjenis nyata, jadi berkas itu tidak boleh masuk ke dalamnya. "
        "Isi data nyata pada templat tanpa tanda itu.",
        file=file,
    )
