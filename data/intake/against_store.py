"""Checked rows against what the store holds: unknown Ormas, rows that are there already, corrections, near-duplicates."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import cast

import duckdb
import pandas as pd

from data.access import owners
from data.faults import Problem
from data.intake import steps
from data.intake.checking import UNREAD, Checked
from data.tables import Table
from data.words import NOTHING, Message, joined, msg

# Rows that agree in these and lie at most a day apart may be one and the same case.
_NEAR = {
    "kejadian": ("kecamatan", "jenis", "tahap", "kode_desa"),
    "kegiatan": ("kode_ormas", "jenis", "kecamatan"),
    "pelatihan": ("kode_ormas", "topik"),
}


def compare(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    checked: Checked,
    *,
    bound: owners.Bound = None,
    new_ormas: Collection[str] = (),
    new_incidents: pd.DataFrame | None = None,
) -> list[dict[str, object]]:
    """Note faults and warnings in `checked`, and leave out rows that change nothing; returns what was left out.

    bound: the kecamatan that the sender is bound to. new_ormas: codes that the same file registers. new_incidents: rows
    of `kejadian` that it brings.
    """
    con.register("isian", checked.frame)
    try:
        _ormas(con, checked, new_ormas)
        _owned(con, table, checked, bound)
        _handled(con, table, checked, bound, new_incidents)
        _look_alike(con, table, checked)
        known = _known(table, bound)
        if table.generated_id is not None:
            _twice(con, table, checked)
            _already_there(con, table, checked, known)
        moved = owners.unchanged_since_moved(con, table) - checked.faults.rows
        skipped = _corrections(con, table, checked, known)
        if table.name in _NEAR:
            _near(con, table, checked, known)
    finally:
        con.unregister("isian")
    left_out = skipped | moved
    if left_out:
        checked.frame = checked.frame[~checked.frame["baris"].isin(left_out)].reset_index(drop=True)
    reasons = {
        msg("sama persis dengan baris yang sudah ada"): skipped,
        msg("sama persis dengan baris yang sudah dipindahkan ke kecamatan lain"): moved,
    }
    return [{"alasan": reason, "baris": len(rows)} for reason, rows in reasons.items() if rows]


def _known(table: Table, bound: owners.Bound) -> str:
    """The rows in force that the sender may know of; a rejected one may be sent again.

    The kabupaten's row of a register counts at once, so a waiting row of a kecamatan says nothing against it.
    """
    if bound is None and not table.verified:
        return f"{table.name}_terverifikasi"
    own = f" AND {table.owner} IN ({', '.join(repr(code) for code in sorted(bound))})" if bound and table.owner else ""
    return f"(SELECT * FROM {table.name}_berlaku WHERE status_verifikasi <> 'ditolak'{own})"  # noqa: S608 - names from Table and codes of our own


def _owned(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, bound: owners.Bound) -> None:
    for found in owners.faults(con, table, bound):
        checked.faults.add_all(found.column, found.problem, found.rows, found.values)
    problem = Problem(msg("nomor yang sama dipakai kecamatan lain untuk kejadian lain: keduanya berlaku"), NOTHING, NOTHING)
    checked.notes.add_all(table.number or "", problem, owners.also_elsewhere(con, table, bound))


def _handled(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, bound: owners.Bound, incidents: pd.DataFrame | None) -> None:
    for found in steps.faults(con, table.name, bound, incidents):
        checked.faults.add_all(found.column, found.problem, found.rows, found.values)
    if table.name == steps.INCIDENTS:
        problem = Problem(
            msg("berbeda dari langkah penutupnya: langkah itu yang berlaku"), NOTHING, msg("samakan penanganan dan tanggal selesainya")
        )
        checked.warnings.add_all("penanganan", problem, steps.contradicted(con))


def _look_alike(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked) -> None:
    """Numbers and codes that differ from another one only in leading zeros: `ORM-18` beside `ORM-018` counts as a second Ormas.

    A warning and no fault: stores may hold such pairs already. Codes of Ormas are one key for all, numbers each kecamatan's own.
    """
    column = table.number or ("kode_ormas" if table.key == ("kode_ormas",) else None)
    if column is None:
        return
    plain = f"regexp_replace({{}}.{column}, '(^|[^0-9])0+([0-9])', '\\1\\2', 'g')"
    names = f"{column}, {table.owner}"
    same_owner = f" AND f.{table.owner} = r.{table.owner}" if table.number else ""
    rows = con.execute(
        f"SELECT f.baris, f.{column}, min(r.{column}) FROM isian f JOIN (SELECT {names} FROM isian UNION"  # noqa: S608 - names from Table
        f" SELECT {names} FROM {table.name}_berlaku WHERE status_verifikasi <> 'ditolak') r"
        f" ON {plain.format('f')} = {plain.format('r')} AND f.{column} <> r.{column}{same_owner} GROUP BY ALL ORDER BY 1"
    ).fetchall()
    for row, code, other in rows:
        problem = Problem(
            msg("hanya beda nol di depan dengan {other}: akan dihitung sebagai dua", other=other),
            NOTHING,
            msg("samakan penulisannya bila yang dimaksud satu"),
        )
        checked.warnings.add(column, problem, cast(int, row), code)


def _ormas(con: duckdb.DuckDBPyConnection, checked: Checked, new: Collection[str]) -> None:
    frame = checked.frame
    if "bentuk" in frame:  # the register itself
        return
    if "sasaran" in frame:
        column, codes = "kode", frame["kode"].where(frame["sasaran"] == "ormas")
    elif "kode_ormas" in frame:
        column, codes = "kode_ormas", frame["kode_ormas"]
    else:
        return
    known = {
        str(row[0]) for row in con.execute("SELECT DISTINCT kode_ormas FROM ormas_semua WHERE status_verifikasi <> 'ditolak'").fetchall()
    } | set(new)
    wrong = codes.notna() & ~codes.isin(known)
    remedies: dict[str, Message] = {}
    for row, code in zip(frame.loc[wrong, "baris"], codes[wrong], strict=True):
        if code not in remedies:
            near = difflib.get_close_matches(code, known, n=2, cutoff=0.85) if len(remedies) < 50 else []
            first = msg("mungkin {options}", options=joined(msg(" atau "), near)) if near else NOTHING
            remedies[code] = joined("; ", [first, msg("daftarkan Ormasnya lebih dulu lewat tabel ormas")])
        problem = Problem(msg("Ormas tidak ada dalam daftar"), msg("kode pada tabel ormas"), remedies[code])
        checked.faults.add(column, problem, int(row), code)


def _twice(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked) -> None:
    """Rows without an id that agree in everything: pasted twice, or two cases that need ids to be told apart.

    What could not be read is compared by its text.
    """
    name, others = _without_id(table)
    rows = con.execute(
        f"SELECT baris, first_value(baris) OVER w AS pertama FROM isian WHERE {name} IS NULL"  # noqa: S608
        f" WINDOW w AS (PARTITION BY {', '.join([*others, UNREAD])} ORDER BY baris) QUALIFY baris > pertama ORDER BY baris"
    ).fetchall()
    for row, first in rows:
        problem = Problem(
            msg("baris yang sama muncul dua kali"),
            msg("satu baris untuk satu kejadian"),
            msg("sama dengan baris {before}; hapus salah satunya, atau beri {name} yang berbeda", before=first, name=name),
        )
        checked.faults.add("", problem, cast(int, row))


def _already_there(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, known: str) -> None:
    """Rows without an id that the store holds already: a monthly file that is sent along with all earlier months."""
    name, others = _without_id(table)
    same = " AND ".join(f"f.{c} IS NOT DISTINCT FROM r.{c}" for c in others)
    moved = f" UNION ALL SELECT * FROM {table.name}_semua WHERE dipindah" if table.number else ""  # noqa: S608 - names from Table
    rows = con.execute(
        f"SELECT f.baris, min(k.kiriman) FROM isian f JOIN (SELECT * FROM {known}{moved}) r ON {same} JOIN kiriman k ON k.batch_id = r.batch_id"  # noqa: S608
        f" WHERE f.{name} IS NULL AND f.{UNREAD} IS NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for row, batch in rows:
        problem = Problem(
            msg("sudah ada di basis data"),
            msg("baris baru"),
            msg("sama dengan satu baris batch {batch}; hapus, atau ambil hanya baris yang lolos pemeriksaan", batch=batch),
        )
        checked.faults.add("", problem, cast(int, row))


def _corrections(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, known: str) -> frozenset[int]:
    """Rows with the key of a row in force: equal ones are left out, others are said to replace it."""
    key = ", ".join(table.key)
    same = " AND ".join(f"f.{c} IS NOT DISTINCT FROM r.{c}" for c in table.column_names)
    rows = con.execute(
        f"SELECT f.baris, ({same}) AS sama, r.batch_id FROM isian f JOIN {known} r USING ({key}) ORDER BY 1"  # noqa: S608
    ).fetchall()
    problem = Problem(msg("menggantikan baris yang sudah ada (kunci sama)"), NOTHING, msg("periksa bila bukan koreksi"))
    changed = [cast(int, row) for row, equal, _ in rows if not equal]
    checked.warnings.add_all(key, problem, changed)
    if table.owner is not None and table.owner not in table.key:
        _other_owner(con, table, checked, known)
    return frozenset(cast(int, row) for row, equal, _ in rows if equal) - checked.faults.rows


def _other_owner(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, known: str) -> None:
    """Corrections that name another kecamatan than before, in tables whose key is one for all kecamatan."""
    names = owners.names()
    rows = con.execute(
        f"SELECT f.baris, f.{table.owner}, r.{table.owner} FROM isian f JOIN {known} r USING ({', '.join(table.key)})"  # noqa: S608 - names from Table
        f" WHERE f.{table.owner} <> r.{table.owner} ORDER BY 1"
    ).fetchall()
    for row, now, before in rows:
        cause = msg("pindah kecamatan: sampai sekarang {name}", name=names.get(before, before))
        problem = Problem(cause, NOTHING, msg("periksa bila tidak dimaksud"))
        checked.warnings.add(str(table.owner), problem, cast(int, row), names.get(now, now))


def _near(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, known: str) -> None:
    name, _ = _without_id(table)
    keys = ", ".join(_NEAR[table.name])
    same_key = " AND ".join(f"f.{column} = r.{column}" for column in table.key)
    # An exact repetition is a fault of its own, a shared key a correction; both are left out here.
    rows = con.execute(
        f"""
        WITH semua AS (
          SELECT baris, {name} AS id, tanggal, {keys} FROM isian WHERE {UNREAD} IS NULL
          UNION ALL SELECT NULL, {name}, tanggal, {keys} FROM {known} r
          WHERE r.tanggal BETWEEN (SELECT min(tanggal) - INTERVAL 1 DAY FROM isian)
            AND (SELECT max(tanggal) + INTERVAL 1 DAY FROM isian)
            AND NOT EXISTS (FROM isian f WHERE {same_key})
        ), tetangga AS (
          SELECT *, lag(tanggal) OVER w AS t_lain, lag(baris) OVER w AS baris_lain, lag(id) OVER w AS id_lain
          FROM semua WINDOW w AS (PARTITION BY {keys} ORDER BY tanggal, baris NULLS FIRST)
        )
        SELECT coalesce(baris, baris_lain), CASE WHEN baris IS NULL THEN NULL ELSE baris_lain END,
          CASE WHEN baris IS NULL THEN id ELSE id_lain END
        FROM tetangga
        WHERE tanggal - t_lain <= INTERVAL 1 DAY AND (baris IS NOT NULL OR baris_lain IS NOT NULL) ORDER BY 1
        """  # noqa: S608
    ).fetchall()
    faulty = checked.faults.rows
    cause = msg("mungkin sama dengan baris lain: tanggal berdekatan, tempat dan jenis sama")
    for row, other, known_id in rows:
        if row in faulty:
            continue
        remedy = (
            msg("bandingkan dengan baris {other}", other=other)
            if other is not None
            else msg("bandingkan dengan {id} di basis data", id=known_id)
        )
        checked.warnings.add("", Problem(cause, NOTHING, remedy), cast(int, row))


def _without_id(table: Table) -> tuple[str, list[str]]:
    if table.generated_id is None:
        raise ValueError(f"{table.name} has no generated id")
    name = table.generated_id[0]
    return name, [column for column in table.column_names if column != name]


def codes(frame: pd.DataFrame) -> frozenset[str]:
    """Codes of the Ormas that a file registers; frame: rows with `kode_ormas`."""
    return frozenset(frame["kode_ormas"].dropna())
