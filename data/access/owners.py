"""Whose a row is: what a sender may write and replace (`Table.owner`), and what is a move rather than a correction.

Asked when a file is checked, again as its rows go in, and when somebody decides on rows: a row that is foreign at any of these moments
never takes the place of what is in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import duckdb
import pandas as pd

from data.errors import DataError
from data.faults import Problem
from data.reference import territory
from data.store import moments
from data.tables import TABLES, Table
from data.words import msg, written

Bound = frozenset[str] | None
"""The kecamatan that a sender is bound to; None: the kabupaten, bound to none."""
# The same number in two kecamatan is most likely one case that moved where these agree too.
_SAME_CASE = ("tanggal", "jenis")


@dataclass
class Found:
    """Rows with the same problem in one column; `row` 0 stands for the file."""

    column: str
    problem: Problem
    rows: list[int] = field(default_factory=list)
    values: list[object] = field(default_factory=list)


def faults(con: duckdb.DuckDBPyConnection, table: Table, bound: Bound) -> Iterator[Found]:
    """What a sender must not write of the typed rows in `isian`, a relation with the columns of the table and `baris`."""
    if bound is not None and table.owner is None:
        problem = Problem(
            msg("tabel {table} dikirim oleh kabupaten", table=msg(table.title)),
            msg("tabel kecamatan Anda sendiri"),
            msg("serahkan datanya kepada Bakesbangpol"),
        )
        yield Found("", problem, [0], [None])
        return
    if bound is not None:
        yield from _of_others(con, table, bound)
        yield from _of_the_kabupaten(con, table)
        yield from _in_force_elsewhere(con, table, bound)
    if table.number is not None:
        yield from _left(con, table, bound)
        yield from _perhaps_moved(con, table, bound)


def _of_others(con: duckdb.DuckDBPyConnection, table: Table, bound: Collection[str]) -> Iterator[Found]:
    named = names()
    rows = con.execute(
        f"SELECT baris, {table.owner} FROM isian WHERE {table.owner} IS NOT NULL AND NOT list_contains(?, {table.owner}) ORDER BY 1",  # noqa: S608 - names from Table
        [sorted(bound)],
    ).fetchall()
    problem = Problem(
        msg("kecamatan lain, bukan kecamatan Anda"),
        msg("hanya {own}", own=", ".join(named.get(code, code) for code in sorted(bound))),
        msg("hapus barisnya; kecamatan itu mengirim sendiri, atau lewat kabupaten"),
    )
    if rows:
        yield Found(str(table.owner), problem, [cast(int, row) for row, _ in rows], [named.get(code, code) for _, code in rows])


def _of_the_kabupaten(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Found]:
    if table.whole is None:
        return
    column, value = table.whole
    rows = con.execute(f"SELECT baris FROM isian WHERE {column} = ? ORDER BY 1", [value]).fetchall()  # noqa: S608 - names from Table
    problem = Problem(
        msg("berlingkup kabupaten: ditulis oleh kabupaten saja"),
        msg("desa atau kecamatan"),
        msg("perbaiki {column}, atau hapus barisnya dan sampaikan kepada Bakesbangpol", column=column),
    )
    if rows:
        yield Found(column, problem, [cast(int, row) for (row,) in rows], [value] * len(rows))


def _in_force_elsewhere(con: duckdb.DuckDBPyConnection, table: Table, bound: Collection[str]) -> Iterator[Found]:
    """Keys that are in force outside what the sender is bound to; whose they are isn't said."""
    if table.owner in table.key:
        return
    key = ", ".join(table.key)
    rows = con.execute(
        f"SELECT f.baris, {', '.join(f'f.{name}' for name in table.key)} FROM isian f JOIN {table.name}_terverifikasi r USING ({key})"  # noqa: S608 - names from Table
        f" WHERE {_foreign(table, '$bound')} ORDER BY 1",
        {"bound": sorted(bound)},
    ).fetchall()
    problem = Problem(
        msg("sudah terdaftar untuk kecamatan lain atau untuk kabupaten"),
        msg("milik kecamatan Anda, atau yang belum terdaftar"),
        msg("periksa kodenya; perubahan milik yang lain hanya lewat Bakesbangpol"),
    )
    if rows:
        yield Found(key, problem, [cast(int, row[0]) for row in rows], [" / ".join(map(str, row[1:])) for row in rows])


def _left(con: duckdb.DuckDBPyConnection, table: Table, bound: Bound) -> Iterator[Found]:
    """Numbers that have moved to another kecamatan; a row that says what was known before the move is no fault."""
    named = names()
    rows = con.execute(
        f"SELECT f.baris, f.{table.number}, p.ke_kecamatan, k.kiriman, b.waktu FROM isian f {_moved(table)}"  # noqa: S608 - names from Table
        f" JOIN batches b ON b.batch_id = p.batch_id JOIN kiriman k ON k.batch_id = p.batch_id WHERE NOT ({_same(table)}) ORDER BY 1"
    ).fetchall()
    for row, number, to, batch, when in rows:
        told = {"batch": batch, "when": written(moments.moment, when)}
        cause = (
            msg("sudah dipindahkan ke kecamatan lain oleh kabupaten (batch {batch}, {when})", **told)
            if bound is not None
            else msg("sudah dipindahkan ke {name} (batch {batch}, {when})", name=named.get(to, to), **told)
        )
        remedy = msg("hapus barisnya; bila ini kejadian lain, beri nomor lain")
        yield Found(
            str(table.number),
            Problem(cause, msg("nomor yang belum dipakai"), remedy),
            [cast(int, row)],
            [number],
        )


def unchanged_since_moved(con: duckdb.DuckDBPyConnection, table: Table) -> frozenset[int]:
    """Rows of `isian` that repeat what stood in their kecamatan before it moved: nothing need be done about them."""
    if table.number is None:
        return frozenset()
    rows = con.execute(
        f"SELECT DISTINCT f.baris FROM isian f {_moved(table)} WHERE {_same(table)}"  # noqa: S608 - names from Table
    ).fetchall()
    return frozenset(cast(int, row) for (row,) in rows)


def _moved(table: Table) -> str:
    """Joins `isian f` with the move `p` of its number and the row `r` that was moved."""
    return (
        f"JOIN pindah_berlaku p ON p.tabel = '{table.name}' AND p.dari_kecamatan = f.{table.owner} AND p.dari_id = f.{table.number}"  # noqa: S608 - names from Table
        f" JOIN (SELECT * FROM {table.name}_semua WHERE dipindah"
        f" QUALIFY row_number() OVER (PARTITION BY {table.owner}, {table.number} ORDER BY id_baris DESC) = 1) r"
        f" ON r.{table.owner} = f.{table.owner} AND r.{table.number} = f.{table.number}"
    )


def _same(table: Table) -> str:
    return " AND ".join(f"f.{name} IS NOT DISTINCT FROM r.{name}" for name in table.column_names)


def _perhaps_moved(con: duckdb.DuckDBPyConnection, table: Table, bound: Bound) -> Iterator[Found]:
    """A number that is in force elsewhere for the same case, and not here: nobody but the sender knows which it is."""
    named = names()
    for row, number, here, where, same in _elsewhere(con, table, bound):
        if not same:
            continue
        problem = Problem(
            msg("nomor dan kejadian yang sama berlaku di {name}: pindah kecamatan, atau kejadian lain?", name=named.get(where, where)),
            msg("pindah kecamatan dinyatakan sendiri, bukan dikirim sebagai baris"),
            msg(
                "bila pindah: hapus barisnya, lalu pakai bagian Pindah kecamatan (atau: {command}); bila kejadian lain: beri nomor lain",
                command=f"python -m data pindah {table.name} {number} --from {where} --to {here} --reason …",
            ),
        )
        yield Found(str(table.number), problem, [row], [number])


def also_elsewhere(con: duckdb.DuckDBPyConnection, table: Table, bound: Bound) -> list[int]:
    """Rows of `isian` whose number another kecamatan that the sender sees uses too, for another case."""
    return [row for row, _, _, _, same in _elsewhere(con, table, bound) if same is False] if table.number else []


def _elsewhere(con: duckdb.DuckDBPyConnection, table: Table, bound: Bound) -> Iterable[tuple[int, str, str, str, bool | None]]:
    """Rows with a number that is in force in another kecamatan too: row, number, its kecamatan, the other, whether it is the same case there.

    Where the number is in force here too, only rows that match the other kecamatan's case and not this one's. A file that also holds the
    other kecamatan's row says that they are two. A number that the system made belongs to one case only.
    """
    number, owner = str(table.number), str(table.owner)
    prefix = table.generated_id[1] if table.generated_id else ""
    same, here = (" AND ".join(f"f.{name} = {of}.{name}" for name in _SAME_CASE) for of in ("r", "h"))
    rows = con.execute(
        f"""
        WITH berlaku AS (SELECT * FROM {table.name}_berlaku WHERE status_verifikasi <> 'ditolak')
        SELECT f.baris, f.{number}, f.{owner}, r.{owner}, {same} OR regexp_full_match(f.{number}, '{prefix}-\\d{{5,}}-\\d{{6,}}')
        FROM isian f JOIN berlaku r ON r.{number} = f.{number} AND r.{owner} <> f.{owner}
        LEFT JOIN berlaku h ON h.{number} = f.{number} AND h.{owner} = f.{owner}
        WHERE (h.id_baris IS NULL OR ({same} AND NOT ({here})))
          AND NOT EXISTS (FROM isian o WHERE o.{number} = r.{number} AND o.{owner} = r.{owner})
          AND ($bound IS NULL OR list_contains($bound, r.{owner}))
        ORDER BY 1, 4
        """,  # noqa: S608 - names from Table
        {"bound": None if bound is None else sorted(bound)},
    ).fetchall()
    return cast(list[tuple[int, str, str, str, bool | None]], rows)


def _foreign(table: Table, bound: str) -> str:
    """SQL: whether the row `r` is outside a list of kecamatan."""
    whole = f" OR r.{table.whole[0]} = '{table.whole[1]}'" if table.whole else ""
    return f"(NOT list_contains({bound}, r.{table.owner}){whole})"


def require(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[str, int]]) -> None:
    """Refuse to bring rows into force that their sender may not write: table and `id_baris` of each.

    Raises DataError where one would take the place of a row in force (or of another one of `rows`) outside the kecamatan that
    its sender was bound to, or where one moves what another move that holds has moved already.
    """
    con.register("diputuskan", pd.DataFrame(rows, columns=["tabel", "id_baris"]).astype({"id_baris": "int64", "tabel": "str"}))
    try:
        for table in TABLES.values():
            if table.owner is not None and any(name == table.name for name, _ in rows):
                _require_own(con, table)
        again = con.execute(
            "SELECT p.id_baris FROM pindah p JOIN diputuskan d USING (tabel, id_baris) WHERE EXISTS (FROM pindah_berlaku o"
            " WHERE o.tabel = p.tabel AND o.dari_kecamatan = p.dari_kecamatan AND o.dari_id = p.dari_id AND o.id_baris <> p.id_baris)"
        ).fetchall()
    finally:
        con.unregister("diputuskan")
    if again:
        raise DataError(
            msg(
                "Baris {rows}: nomor asalnya sudah dipindahkan lagi oleh batch lain. Tidak ada yang diubah.",
                rows=", ".join(str(row) for (row,) in again[:10]),
            )
        )


def _require_own(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    same_key = " AND ".join(f"r.{name} = f.{name}" for name in table.key)
    among = "string_split(k.wilayah, ';')"
    taken = con.execute(
        f"""
        WITH akan AS (SELECT * FROM {table.name} SEMI JOIN diputuskan d ON d.tabel = '{table.name}' AND d.id_baris = {table.name}.id_baris)
        SELECT DISTINCT f.id_baris
        FROM akan f JOIN kiriman k ON k.batch_id = f.batch_id AND k.wilayah IS NOT NULL
        LEFT JOIN (SELECT * EXCLUDE (status_verifikasi) FROM {table.name}_terverifikasi
          UNION ALL SELECT * FROM akan) r
          ON {same_key} AND r.id_baris < f.id_baris AND {_foreign(table, among)}
        WHERE r.id_baris IS NOT NULL OR NOT list_contains({among}, f.{table.owner}) ORDER BY 1
        """  # noqa: S608 - names from Table
    ).fetchall()
    if taken:
        raise DataError(
            msg(
                "Baris {rows} dari kiriman kecamatan akan menggantikan yang berlaku untuk kecamatan lain atau untuk kabupaten. "
                "Tolak baris itu; bila isinya benar, kirim sebagai kabupaten. Tidak ada yang diubah.",
                rows=", ".join(str(row) for (row,) in taken[:10]),
            )
        )


def names() -> dict[str, str]:
    """Kemendagri code → name of every kecamatan."""
    return dict(territory.load_kecamatan()[["kode", "nama"]].itertuples(index=False, name=None))
