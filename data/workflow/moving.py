"""*Pindah*: an incident or activity that was entered for one kecamatan and belongs to another.

An act of its own, done by the kabupaten, never a row in a file: the number is its kecamatan's, so the same number elsewhere is
another case. What moved is a row of its own in the other kecamatan, under a number of the system, and waits for verification
like a correction: until then the verified row counts where it was, and rejecting or withdrawing the move undoes it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

import duckdb
import pandas as pd

from data.access import owners
from data.errors import DataError
from data.session import Session
from data.store import audit, database, ledger, shape
from data.tables import TABLES, Table
from data.words import Words, msg
from data.workflow import free_text

MOVABLE = tuple(name for name, table in TABLES.items() if table.number)
FORMAT = "pindah"


@dataclass(frozen=True)
class Moved:
    """What a move left behind: its batch, and the number in the other kecamatan."""

    batch: int
    number: str


def find(session: Session, name: str, kecamatan: str | None, number: str) -> pd.DataFrame:
    """For those who verify: the rows in force under a number, at most one for each kecamatan.

    kecamatan: a code; None: every one that uses the number.
    Returns the columns of the table (`data.tables.TABLES`), `id_baris`, `batch` (its delivery), `status_verifikasi`.
    """
    session.require("verifikasi")
    with database.read(session.home) as con:
        return _find(con, _table(name), kecamatan, number)


def _find(con: duckdb.DuckDBPyConnection, table: Table, kecamatan: str | None, number: str) -> pd.DataFrame:
    return con.execute(
        f"SELECT r.id_baris, k.kiriman AS batch, {', '.join(f'r.{one}' for one in table.column_names)}, r.status_verifikasi"  # noqa: S608 - names from Table
        f" FROM {table.name}_semua r JOIN kiriman k USING (batch_id)"
        f" WHERE r.{table.number} = $number AND NOT r.dipindah AND r.status_verifikasi <> 'ditolak'"
        f" AND ($kecamatan IS NULL OR r.{table.owner} = $kecamatan)"
        f" QUALIFY row_number() OVER (PARTITION BY r.{table.owner} ORDER BY r.id_baris DESC) = 1 ORDER BY r.{table.owner}",
        {"number": number.strip(), "kecamatan": kecamatan},
    ).df()


def move(
    session: Session,
    name: str,
    number: str,
    *,
    origin: str | None,
    to: str,
    desa: str | None = None,
    reason: str,
) -> Moved:
    """Move what stands under a number to another kecamatan.

    origin: code of its kecamatan; None: the only one that uses the number. desa: where it lies there; None: not known.

    Raises DataError where there is no such row, several, or it is there already; without a reason; for a desa elsewhere; in a store that was altered (`shape`).
    AccessError where the viewer isn't the kabupaten.
    """
    session.require("verifikasi")
    table, named = _table(name), owners.names()
    for code in (origin, to):
        if code is not None:
            session.require_kecamatan(code)
            if code not in named:
                raise DataError(msg("Kecamatan {code} tidak ada. Tulis kodenya, mis. 32.16.07.", code=repr(code)))
    if not reason.strip():
        raise DataError(msg("Alasan harus diisi: ia tercatat di jejak audit."))
    free_text.accept(session, reason, msg("Alasan"))
    if desa and desa[:8] != to:
        raise DataError(
            msg("Desa {desa} tidak terletak di {name}: kode desa berawalan {to}. Tidak ada yang diubah.", desa=desa, name=named[to], to=to)
        )
    with database.write(session.home, doing="pindah", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        shape.require(con)
        row = _only(con, table, number, origin, to)
        return _write(con, session, table, row, to, desa or None, reason.strip())


def _table(name: str) -> Table:
    if name not in MOVABLE:
        raise DataError(msg("Tabel {table} tidak mengenal pindah. Yang mengenal: {known}.", table=name, known=", ".join(MOVABLE)))
    return TABLES[name]


def _only(con: duckdb.DuckDBPyConnection, table: Table, number: str, origin: str | None, to: str) -> int:
    """`id_baris` of the one row that is meant."""
    found, named = _find(con, table, origin, number), owners.names()
    if found.empty:
        raise DataError(
            msg(
                "Nomor {number} tidak ada di tabel {table}{where}, ditolak, atau sudah dipindahkan. Tidak ada yang diubah.",
                number=number,
                table=table.name,
                where=f" ({named[origin]})" if origin else "",
            )
        )
    if len(found) > 1:
        raise DataError(
            msg(
                "Nomor {number} dipakai {n} kecamatan ({names}). Sebut kecamatan asalnya. Tidak ada yang diubah.",
                number=number,
                n=len(found),
                names=", ".join(f"{named[code]} {code}" for code in found[table.owner]),
            )
        )
    if found[table.owner].iloc[0] == to:
        raise DataError(msg("Nomor {number} sudah tercatat di {name}. Tidak ada yang diubah.", number=number, name=named[to]))
    return int(found["id_baris"].iloc[0])


def _write(con: duckdb.DuckDBPyConnection, session: Session, table: Table, source: int, to: str, desa: str | None, reason: str) -> Moved:
    columns, number = table.column_names, str(table.number)
    cells = con.execute(
        f"SELECT {', '.join(columns)} FROM {table.name} WHERE id_baris = ?",  # noqa: S608 - names from Table
        [source],
    ).fetchone()
    row: dict[str, object] = dict(zip(columns, cells or (), strict=True))
    origin, before = row[str(table.owner)], row[number]
    what = f"{FORMAT} {origin} {before}"
    batch = database.add_batch(
        con,
        table,
        pd.DataFrame([{**row, str(table.owner): to, number: None, "kode_desa": desa, "baris": 1}]),
        file_name=what,
        sha256=hashlib.sha256(f"{what} {source} {to} {reason}".encode()).hexdigest(),
        file_format=FORMAT,
        file_rows=1,
        by=session.by,
    )
    made = con.execute(
        f"SELECT id_baris, {number} FROM {table.name} WHERE batch_id = ?",  # noqa: S608 - names from Table
        [batch.batch_id],
    ).fetchone()
    new_row, after = cast(tuple[int, str], made)
    con.execute(
        "INSERT INTO pindah VALUES (?, ?, ?, ?, ?, ?, ?)",
        [new_row, table.name, batch.batch_id, origin, before, to, reason],
    )
    details: dict[str, object] = {
        **database.details([batch], ledger.of(con, "pindah", [batch.batch_id])),
        "dari": origin,
        "id": before,
        "ke": to,
        "id_baru": after,
        "alasan": reason,
    }
    audit.append(con, "pindah", details, by=session.by)
    return Moved(batch.batch_id, after)


def describe(t: Words, moved: Moved, where: str) -> str:
    """What came of it, in words; where: the name of the other kecamatan."""
    return t(
        "Dipindahkan ke {where} sebagai nomor {number}, batch {batch}. Menunggu verifikasi; sampai itu yang terverifikasi tetap "
        "dihitung di kecamatan asalnya.",
        where=where,
        number=moved.number,
        batch=moved.batch,
    )


def require_none_moved(con: duckdb.DuckDBPyConnection, batches: list[int]) -> None:
    """Refuse to withdraw batches from which a row has moved on: the move would stand without its origin.

    Raises DataError naming the batches that moved it.
    """
    moves: set[int] = set()
    for name in MOVABLE:
        rows = con.execute(
            f"SELECT k.kiriman FROM {name}_semua r JOIN pindah_berlaku p ON p.tabel = '{name}' AND p.id_baris > r.id_baris"  # noqa: S608 - names from Table
            f" AND p.dari_kecamatan = r.{TABLES[name].owner} AND p.dari_id = r.{TABLES[name].number}"
            " JOIN kiriman k ON k.batch_id = p.batch_id WHERE list_contains(?, r.batch_id)",
            [batches],
        ).fetchall()
        moves |= {cast(int, batch) for (batch,) in rows}
    if moves:
        raise DataError(
            msg(
                "Barisnya sudah dipindahkan ke kecamatan lain oleh batch {moves}. Tarik dulu batch itu. Tidak ada yang diubah.",
                moves=", ".join(map(str, sorted(moves))),
            )
        )
