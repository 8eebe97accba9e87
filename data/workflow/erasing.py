"""Retention: what is kept for how long stands with each table and column; this module says what is overdue, and erases it.

By rule the cells of a column with a risk are emptied when their time is over: the rows, and with them all counts, stay. Rows that nothing
counts (`Table.passing`) are erased whole some days after theirs. By request, a whole batch that was withdrawn is erased. All leave a tombstone (`penghapusan`) and a row in the audit trail with the new digest of what is left;
the database file is written anew, so that nothing of it stays on the disk. Editions keep their counts; earlier backups still hold what was
erased, until they are removed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

import duckdb

from data import labels
from data.access import clock_watch
from data.errors import DataError
from data.session import Session
from data.store import audit, clock, database, ledger, moments, shape
from data.tables import TABLES, Table, titles
from data.words import Words, msg
from data.workflow import free_text, rewriting

RIGHT = "hapus_data"
ROWS = "*"
SHORTEST = 12  # months: figures and corrections reach back a year
# It is the pair that shows an informant; the code of the Ormas that prevented or mediated records a public deed and feeds the IKO.
_ONLY = {("kejadian", "kode_ormas"): "peran_ormas = 'melapor'"}


@dataclass(frozen=True)
class Due:
    """Cells of one column of one batch, or rows of it (`ROWS`), whose time is over."""

    table: str
    column: str
    batch: int
    rows: int
    before: date
    """Rows of days before this one are overdue."""
    oldest: date

    @property
    def is_whole_batch(self) -> bool:
        """Whether every row goes, by request; else by day."""
        return self.column == ROWS and self.oldest == self.before


def overdue(con: duckdb.DuckDBPyConnection, today: date, *, table: str | None = None, months: int | None = None) -> list[Due]:
    """What is overdue, by table, column and batch. months: in place of the periods of the columns; that of whole rows stays."""
    return [
        due
        for one in TABLES.values()
        if table in (None, one.name)
        for column, before in _periods(one, today, months)
        for due in _due(con, one, column, before)
    ]


def _periods(table: Table, today: date, months: int | None) -> Iterator[tuple[str, date]]:
    """What is erased of a table, a column or `ROWS`, and from which day on it may stay."""
    for column in table.risky:
        yield column.name, _before(today, months or column.kept_months or 0)
    if table.passing:
        yield ROWS, today - timedelta(days=table.passing.days)


def _due(con: duckdb.DuckDBPyConnection, table: Table, column: str, before: date) -> Iterator[Due]:
    rows = con.execute(
        f"SELECT batch_id, count(*), min(hari) FROM ({_dated(table)}) WHERE {_wanted(table, column)} AND hari < ?"  # noqa: S608 - names from Table
        " GROUP BY batch_id ORDER BY batch_id",
        [before],
    ).fetchall()
    for batch, n, oldest in rows:
        yield Due(table.name, column, int(batch), int(n), before, oldest)


def _dated(table: Table) -> str:
    """SQL of the rows with the day (`hari`) from which their time counts; in a register, the day of the row that replaced them."""
    if table.dated:
        return f"SELECT *, {table.dated}::DATE AS hari FROM {table.name}"  # noqa: S608
    same = " AND ".join(f"l.{name} = r.{name}" for name in table.key)
    return (
        f"SELECT r.*, (SELECT min(b.waktu) FROM {table.name}_semua l JOIN batches b USING (batch_id)"  # noqa: S608
        f" WHERE l.status_verifikasi = 'terverifikasi' AND l.id_baris > r.id_baris AND {same})::DATE AS hari FROM {table.name} r"
    )


def _wanted(table: Table, column: str) -> str:
    if column == ROWS:
        return f"{table.passing.column} = '{table.passing.value}'" if table.passing else "false"
    return f"{column} IS NOT NULL AND {_ONLY.get((table.name, column), 'true')}"


def _before(today: date, months: int) -> date:
    """The same day so many months ago; the first of the month after where that month is shorter.

    >>> _before(date(2026, 11, 26), 24), _before(date(2026, 3, 31), 1)
    (datetime.date(2024, 11, 26), datetime.date(2026, 3, 1))
    """
    whole = today.year * 12 + today.month - 1 - months
    try:
        return date(whole // 12, whole % 12 + 1, today.day)
    except ValueError:
        return date((whole + 1) // 12, (whole + 1) % 12 + 1, 1)


def erase_overdue(session: Session, reason: str, *, table: str | None = None, months: int | None = None) -> list[Due]:
    """Empty the cells, and erase the rows, that are overdue; returns what was erased.

    Raises AccessError, and DataError without a reason, for too short a time, where nothing is overdue, where the rows of a batch aren't
    what the trail says of them, and while the time is in doubt (a clock that is ahead would erase too much).
    """
    session.require(RIGHT)
    _reason(session, reason)
    if months is not None and months < SHORTEST:
        raise DataError(msg("Yang lebih muda dari {n} bulan tidak dihapus menurut umur: angkanya masih dihitung.", n=SHORTEST))
    with _alone(session) as con:
        clock_watch.refuse(session.home)
        found = overdue(con, session.clock.today(), table=table, months=months)
        if not found:
            raise DataError(msg("Tidak ada yang melewati masa simpannya; tidak ada yang dihapus."))
        _refuse_altered(con, {(due.table, due.batch) for due in found})
        for due in found:
            one = TABLES[due.table]
            erase = f"DELETE FROM {one.name}" if due.column == ROWS else f"UPDATE {one.name} SET {due.column} = NULL"  # noqa: S608
            con.execute(
                f"{erase} WHERE id_baris IN (SELECT id_baris FROM ({_dated(one)})"  # noqa: S608
                f" WHERE batch_id = ? AND hari < ? AND {_wanted(one, due.column)})",
                [due.batch, due.before],
            )
        _note(con, session, found, reason)
    return found


def erase_batch(session: Session, delivery: int, reason: str) -> list[Due]:
    """Erase every row of a batch that was withdrawn; its line in the list of batches stays, with the count of its rows.

    Raises AccessError, and DataError without a reason, for a batch that is unknown, in force or erased, and as `erase_overdue`.
    """
    session.require(RIGHT)
    _reason(session, reason)
    with _alone(session) as con:
        found = of_batch(con, session.clock.today(), delivery)
        _refuse_altered(con, {(due.table, due.batch) for due in found})
        for due in found:
            con.execute(f"DELETE FROM {due.table} WHERE batch_id = ?", [due.batch])  # noqa: S608 - names from Table
        _note(con, session, found, reason)
    return found


def of_batch(con: duckdb.DuckDBPyConnection, today: date, delivery: int) -> list[Due]:
    """What erasing a batch would take away. Raises DataError for one that is unknown, in force or without rows."""
    parts = con.execute(
        "SELECT k.batch_id, b.tabel, a.batch_id IS NOT NULL FROM kiriman k JOIN batches b USING (batch_id)"
        " LEFT JOIN batches_aktif a USING (batch_id) WHERE k.kiriman = ? ORDER BY 1",
        [delivery],
    ).fetchall()
    if not parts:
        raise DataError(msg("Batch {batch} tidak ada.", batch=delivery))
    if any(in_force for _, _, in_force in parts):
        raise DataError(msg("Batch {batch} masih berlaku: tarik dulu, lalu hapus. Tidak ada yang diubah.", batch=delivery))
    found = [Due(str(table), ROWS, int(batch), n, today, today) for batch, table, _ in parts if (n := _count(con, str(table), int(batch)))]
    if not found:
        raise DataError(msg("Batch {batch} sudah tidak berisi baris; tidak ada yang dihapus.", batch=delivery))
    return found


def listed(session: Session, *, table: str | None = None, months: int | None = None) -> list[Due]:
    """`overdue` today. Raises AccessError."""
    session.require(RIGHT)
    with database.read(session.home) as con:
        return overdue(con, session.clock.today(), table=table, months=months)


def listed_of_batch(session: Session, delivery: int) -> list[Due]:
    """`of_batch`. Raises AccessError too."""
    session.require(RIGHT)
    with database.read(session.home) as con:
        return of_batch(con, session.clock.today(), delivery)


def compact(session: Session) -> None:
    """Rewrite the file of the store, where that failed when something was erased. Raises AccessError and as `rewriting.rewrite`."""
    session.require(RIGHT)
    with database.exclusive(session.home, doing="erase compact", wait=database.INTERACTIVE_WAIT, who=session.user):
        rewriting.rewrite(session.home)


@contextlib.contextmanager
def _alone(session: Session) -> Iterator[duckdb.DuckDBPyConnection]:
    """One transaction, and the file rewritten after it, before anybody else comes in."""
    with database.exclusive(session.home, doing="hapus data", wait=database.INTERACTIVE_WAIT, who=session.user):
        with database.transaction(session.home) as con:
            shape.require(con)
            yield con
        rewriting.rewrite(session.home)


def _count(con: duckdb.DuckDBPyConnection, table: str, batch: int) -> int:
    found = con.execute(f"SELECT count(*) FROM {table} WHERE batch_id = ?", [batch]).fetchone()  # noqa: S608
    return cast(int, found[0]) if found else 0


def _reason(session: Session, reason: str) -> None:
    if not reason.strip():
        raise DataError(msg("Alasan harus diisi: ia tercatat di jejak audit."))
    free_text.accept(session, reason, msg("Alasan"))


def _refuse_altered(con: duckdb.DuckDBPyConnection, batches: set[tuple[str, int]]) -> None:
    """What was altered outside the program must not get a new digest: the alteration would be forgotten."""
    wrong = [batch for table, batch in sorted(batches) if not ledger.holds(con, table, batch)]
    if wrong:
        raise DataError(
            msg(
                "Batch {batches}: barisnya tidak cocok dengan sidiknya di jejak audit. Tidak ada yang dihapus; jalankan doctor dulu.",
                batches=", ".join(map(str, wrong)),
            )
        )


def _note(con: duckdb.DuckDBPyConnection, session: Session, found: Sequence[Due], reason: str) -> None:
    """Tombstones and the row in the trail, with the digest of what is left of each batch."""
    who, when = session.user, clock.now()
    numbers = [
        con.execute(
            "INSERT INTO penghapusan (batch_id, tabel, kolom, baris, sebelum, waktu, oleh, alasan) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " RETURNING nomor",
            [due.batch, due.table, due.column, due.rows, None if due.is_whole_batch else due.before, when, who, reason.strip()],
        ).fetchall()[0][0]
        for due in found
    ]
    digests = ledger.of(con, "penghapusan", numbers)
    for table, batch in sorted({(due.table, due.batch) for due in found}):
        digests |= ledger.of(con, table, [batch])
    parts = [f"{due.table}.{due.column}, batch {due.batch}: {due.rows}" for due in found]
    details: dict[str, object] = {
        "hapus": parts,
        "baris": sum(due.rows for due in found),
        "alasan": reason.strip(),
    }
    audit.append(con, "hapus_data", {**details, ledger.DIGEST: digests}, by=session.by)


def erased_rows(con: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """How many rows were taken away, by batch; in the list of batches it stays, with the count of what came in."""
    rows = con.execute("SELECT batch_id, sum(baris)::BIGINT FROM penghapusan WHERE kolom = ? GROUP BY 1", [ROWS]).fetchall()
    return {int(batch): int(n) for batch, n in rows}


def last(con: duckdb.DuckDBPyConnection) -> datetime | None:
    """When something was last erased (UTC, without zone); None: nothing ever was."""
    (found,) = con.execute("SELECT max(waktu) FROM penghapusan").fetchall()
    return cast("datetime | None", found[0])


def describe(t: Words, found: Sequence[Due]) -> list[str]:
    """What is overdue or was erased, a line for each column or table, over all batches."""
    lines = []
    for table, column in dict.fromkeys((due.table, due.column) for due in found):
        some = [due for due in found if (due.table, due.column) == (table, column)]
        n, label = sum(due.rows for due in some), TABLES[table].label(t)
        days = moments.day(t, some[0].before), moments.day(t, min(due.oldest for due in some))
        if column == ROWS and not some[0].is_whole_batch and (passing := TABLES[table].passing):
            lines.append(
                t(
                    "{table}, {what}: {n} baris yang berakhir sebelum {day}, yang tertua {oldest}.",
                    table=label,
                    what=labels.of_choice(t, passing.column, passing.value),
                    n=n,
                    day=days[0],
                    oldest=days[1],
                )
            )
            continue
        lines.append(
            t("{table}: {n} baris seluruhnya.", table=label, n=n)
            if column == ROWS
            else t(
                "{table}, kolom {column}: {n} baris sebelum {day}, yang tertua {oldest}.",
                table=label,
                column=titles.title(t, column),
                n=n,
                day=days[0],
                oldest=days[1],
            )
        )
    return lines
