"""Batches: what each import brought, taking one back and bringing it in again. History stays."""

from __future__ import annotations

import duckdb

from data import access, privacy, store
from data.errors import DataError
from data.words import N_, t

_STATES = {"ditarik": N_("ditarik"), "aktif": N_("aktif")}


def withdraw(con: duckdb.DuckDBPyConnection, batch: int, reason: str, *, by: str | None = None) -> int:
    """Take a batch out of force, in the caller's transaction; what it superseded is in force again.

    Returns its number of rows. Raises DataError without a reason, for an unknown batch or one that is withdrawn.
    """
    return _set(con, batch, "ditarik", reason, by)


def restore(con: duckdb.DuckDBPyConnection, batch: int, reason: str, *, by: str | None = None) -> int:
    """Bring a withdrawn batch into force again; its verification stands as it was. Otherwise as `withdraw`."""
    return _set(con, batch, "aktif", reason, by)


def _set(con: duckdb.DuckDBPyConnection, batch: int, status: str, reason: str, by: str | None) -> int:
    access.require("verifikasi")
    if not reason.strip():
        raise DataError(t("Alasan harus diisi: ia tercatat di jejak audit."))
    privacy.refuse(reason, t("Alasan"))
    found = con.execute(
        "SELECT b.tabel, b.baris_masuk, CASE WHEN a.batch_id IS NULL THEN 'ditarik' ELSE 'aktif' END"
        " FROM batches b LEFT JOIN batches_aktif a USING (batch_id) WHERE b.batch_id = ?",
        [batch],
    ).fetchone()
    if found is None:
        raise DataError(t("Batch {batch} tidak ada.", batch=batch))
    table, rows, state = str(found[0]), int(found[1]), str(found[2])
    if state == status:
        raise DataError(
            t("Batch {batch} sudah {status}; tidak ada yang diubah.", batch=batch, status=t(_STATES[status]))
        )
    con.execute(
        "INSERT INTO batch_status (batch_id, status, waktu, oleh, alasan) VALUES (?, ?, ?, ?, ?)",
        [batch, status, store.now(), by or store.user(), reason.strip()],
    )
    action = "tarik_batch" if status == "ditarik" else "aktifkan_batch"
    store.append_audit(
        con, action, {"batch": batch, "tabel": table, "baris": rows, "alasan": reason.strip()}, by=by
    )
    return rows
