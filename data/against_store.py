"""Checked rows against what the store holds: unknown Ormas, rows that are there already, corrections, near-duplicates."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import cast

import duckdb
import pandas as pd

from data.checking import UNREAD, Checked
from data.faults import Problem
from data.tables import Table
from data.words import t

# Rows that agree in these and lie a day apart at most may be one and the same.
_NEAR = {
    "kejadian": ("kecamatan", "jenis", "tahap", "kode_desa"),
    "kegiatan": ("kode_ormas", "jenis", "kecamatan"),
    "pelatihan": ("kode_ormas", "topik"),
}


def compare(
    con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, *, new_ormas: Collection[str] = ()
) -> list[dict[str, object]]:
    """Note faults and warnings in `checked`, and leave out rows that change nothing; returns what was left out.

    new_ormas: codes that the same file registers.
    """
    con.register("isian", checked.frame)
    try:
        _ormas(con, checked, new_ormas)
        known = _known(table)
        if table.generated_id is not None:
            _twice(con, table, checked)
            _already_there(con, table, checked, known)
        skipped = _corrections(con, table, checked, known)
        if table.name in _NEAR:
            _near(con, table, checked, known)
    finally:
        con.unregister("isian")
    if skipped:
        checked.frame = checked.frame[~checked.frame["baris"].isin(skipped)].reset_index(drop=True)
    reason = t("sama persis dengan baris yang sudah ada")
    return [{"alasan": reason, "baris": len(skipped)}] if skipped else []


def _known(table: Table) -> str:
    """The rows in force; a rejected one may be sent again."""
    rejected = " WHERE status_verifikasi <> 'ditolak'" if table.verified else ""
    return f"(SELECT * FROM {table.name}_berlaku{rejected})"  # noqa: S608 - names from Table


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
    known = {str(row[0]) for row in con.execute("SELECT kode_ormas FROM ormas_berlaku").fetchall()} | set(new)
    wrong = codes.notna() & ~codes.isin(known)
    remedies: dict[str, str] = {}
    for row, code in zip(frame.loc[wrong, "baris"], codes[wrong], strict=True):
        if code not in remedies:
            near = difflib.get_close_matches(code, known, n=2, cutoff=0.85) if len(remedies) < 50 else []
            first = t("mungkin {options}", options=t(" atau ").join(near)) + "; " if near else ""
            remedies[code] = first + t("daftarkan Ormasnya lebih dulu lewat tabel ormas")
        problem = Problem(t("Ormas tidak ada dalam daftar"), t("kode pada tabel ormas"), remedies[code])
        checked.faults.add(column, problem, int(row), code)


def _twice(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked) -> None:
    """Rows without id that agree in everything: pasted twice, or two cases that need ids to be told apart.

    What could not be read is compared by its text.
    """
    name, others = _without_id(table)
    rows = con.execute(
        f"SELECT baris, first_value(baris) OVER w AS pertama FROM isian WHERE {name} IS NULL"  # noqa: S608
        f" WINDOW w AS (PARTITION BY {', '.join([*others, UNREAD])} ORDER BY baris) QUALIFY baris > pertama ORDER BY baris"
    ).fetchall()
    for row, first in rows:
        problem = Problem(
            t("baris yang sama muncul dua kali"), t("satu baris untuk satu kejadian"),
            t("sama dengan baris {before}; hapus salah satunya, atau beri {name} yang berbeda", before=first, name=name),
        )  # fmt: skip
        checked.faults.add("", problem, cast(int, row))


def _already_there(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, known: str) -> None:
    """Rows without id that the store holds already: a monthly file that is sent with all months before."""
    name, others = _without_id(table)
    same = " AND ".join(f"f.{c} IS NOT DISTINCT FROM r.{c}" for c in others)
    rows = con.execute(
        f"SELECT f.baris, min(k.kiriman) FROM isian f JOIN {known} r ON {same} JOIN kiriman k ON k.batch_id = r.batch_id"  # noqa: S608
        f" WHERE f.{name} IS NULL AND f.{UNREAD} IS NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for row, batch in rows:
        problem = Problem(
            t("sudah ada di basis data"), t("baris baru"),
            t("sama dengan satu baris batch {batch}; hapus, atau ambil hanya baris yang lolos pemeriksaan", batch=batch),
        )  # fmt: skip
        checked.faults.add("", problem, cast(int, row))


def _corrections(
    con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, known: str
) -> frozenset[int]:
    """Rows with the key of a row in force: equal ones are left out, others are said to replace it."""
    key = ", ".join(table.key)
    same = " AND ".join(f"f.{c} IS NOT DISTINCT FROM r.{c}" for c in table.column_names)
    rows = con.execute(
        f"SELECT f.baris, ({same}) AS sama, r.batch_id FROM isian f JOIN {known} r USING ({key}) ORDER BY 1"  # noqa: S608
    ).fetchall()
    problem = Problem(
        t("menggantikan baris yang sudah ada (kunci sama)"), "", t("periksa bila bukan koreksi")
    )
    changed = [cast(int, row) for row, equal, _ in rows if not equal]
    checked.warnings.add_all(key, problem, changed)
    return frozenset(cast(int, row) for row, equal, _ in rows if equal) - checked.faults.rows


def _near(con: duckdb.DuckDBPyConnection, table: Table, checked: Checked, known: str) -> None:
    name, _ = _without_id(table)
    keys = ", ".join(_NEAR[table.name])
    # An exact repetition is a fault of its own, a shared key a correction; both are left out here.
    rows = con.execute(
        f"""
        WITH semua AS (
          SELECT baris, {name} AS id, tanggal, {keys} FROM isian WHERE {UNREAD} IS NULL
          UNION ALL SELECT NULL, {name}, tanggal, {keys} FROM {known} r
          WHERE r.tanggal BETWEEN (SELECT min(tanggal) - INTERVAL 1 DAY FROM isian)
            AND (SELECT max(tanggal) + INTERVAL 1 DAY FROM isian)
            AND NOT EXISTS (FROM isian f WHERE f.{name} = r.{name})
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
    cause = t("mungkin sama dengan baris lain: tanggal berdekatan, tempat dan jenis sama")
    for row, other, known_id in rows:
        if row in faulty:
            continue
        remedy = (
            t("bandingkan dengan baris {other}", other=other)
            if other is not None
            else t("bandingkan dengan {id} di basis data", id=known_id)
        )
        checked.warnings.add("", Problem(cause, "", remedy), cast(int, row))


def _without_id(table: Table) -> tuple[str, list[str]]:
    if table.generated_id is None:
        raise ValueError(f"{table.name} has no generated id")
    name = table.generated_id[0]
    return name, [column for column in table.column_names if column != name]


def codes(frame: pd.DataFrame) -> frozenset[str]:
    """Codes of the Ormas that a file registers."""
    return frozenset(frame["kode_ormas"].dropna())
