"""Batches: what each import brought, withdrawing one and bringing it in again. History stays.

Here a batch is what it is to its sender: one file, with all its tables (table `kiriman` of the store).
"""

from __future__ import annotations

import duckdb

from data.access import owners
from data.errors import DataError
from data.session import Session
from data.store import audit, clock, database, ledger, shape
from data.tables import TABLES
from data.words import N_, Message, msg
from data.workflow import free_text, moving

_STATES = {"ditarik": N_("ditarik"), "aktif": N_("aktif")}


def withdraw(session: Session, batch: int, reason: str) -> int:
    """Take a batch out of force; what it superseded is in force again.

    Returns its number of rows. Raises AccessError; DataError without a reason, for an unknown batch or one that is withdrawn, in a store that was altered (`shape`).
    """
    return _set(session, batch, "ditarik", reason)


def restore(session: Session, batch: int, reason: str) -> int:
    """Bring a withdrawn batch into force again; its verification stands as it was. Otherwise as `withdraw`."""
    return _set(session, batch, "aktif", reason)


def _set(session: Session, batch: int, status: str, reason: str) -> int:
    session.require("verifikasi")
    if not reason.strip():
        raise DataError(msg("Alasan harus diisi: ia tercatat di jejak audit."))
    free_text.accept(session, reason, msg("Alasan"))
    with database.write(session.home, doing="batch", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        return _write(con, session, batch, status, reason.strip())


def _write(con: duckdb.DuckDBPyConnection, session: Session, batch: int, status: str, reason: str) -> int:
    shape.require(con)
    found = con.execute(
        "SELECT k.batch_id, b.tabel, b.baris_masuk, CASE WHEN a.batch_id IS NULL THEN 'ditarik' ELSE 'aktif' END"
        " FROM kiriman k JOIN batches b USING (batch_id) LEFT JOIN batches_aktif a USING (batch_id)"
        " WHERE k.kiriman = ? ORDER BY 1",
        [batch],
    ).fetchall()
    if not found:
        raise DataError(_unknown(con, batch))
    erased = con.execute(
        "SELECT 1 FROM penghapusan p JOIN kiriman k USING (batch_id) WHERE k.kiriman = ? AND p.kolom = '*' AND p.sebelum IS NULL",
        [batch],
    )
    if status == "aktif" and erased.fetchone():
        raise DataError(msg("Batch {batch} sudah dihapus dan tidak dapat diaktifkan; kirim berkasnya lagi.", batch=batch))
    changed = [(number, str(table), int(rows)) for number, table, rows, state in found if state != status]
    if not changed:
        raise DataError(msg("Batch {batch} sudah {status}; tidak ada yang diubah.", batch=batch, status=msg(_STATES[status])))
    if status == "ditarik":
        moving.require_none_moved(con, [number for number, _, _ in changed])
    else:
        owners.require(con, [row for number, table, _ in changed for row in _rows(con, table, number)])
    made = [
        con.execute(
            "INSERT INTO batch_status (batch_id, status, waktu, oleh, alasan) VALUES (?, ?, ?, ?, ?) RETURNING urutan",
            [number, status, clock.now(), session.user, reason],
        ).fetchall()[0][0]
        for number, _, _ in changed
    ]
    action = "tarik_batch" if status == "ditarik" else "aktifkan_batch"
    rows = sum(rows for _, _, rows in changed)
    details = {"batch": batch, "tabel": {table: n for _, table, n in changed}, "baris": rows, "alasan": reason}
    audit.append(con, action, {**details, ledger.DIGEST: ledger.of(con, "batch_status", made)}, by=session.by)
    return rows


def _rows(con: duckdb.DuckDBPyConnection, table: str, batch: int) -> list[tuple[str, int]]:
    """Rows of a batch that come into force with it: those that were accepted, or that need no verification."""
    rejected = "SELECT id_baris FROM verifikasi_terakhir WHERE tabel = ? AND status = 'ditolak'"
    found = con.execute(
        f"SELECT id_baris FROM {TABLES[table].name} WHERE batch_id = ? AND id_baris NOT IN ({rejected})",  # noqa: S608 - names from Table
        [batch, table],
    ).fetchall()
    return [(table, int(row)) for (row,) in found]


def _unknown(con: duckdb.DuckDBPyConnection, batch: int) -> Message:
    """What to say of a number that isn't a delivery's; it may be that of one table of a workbook."""
    part = con.execute("SELECT kiriman FROM kiriman WHERE batch_id = ?", [batch]).fetchone()
    if part is None:
        return msg("Batch {batch} tidak ada.", batch=batch)
    return msg(
        "Nomor {batch} adalah satu tabel dari batch {whole}; satu berkas ditarik atau diaktifkan seluruhnya. Pakai nomor {whole}.",
        batch=batch,
        whole=part[0],
    )
