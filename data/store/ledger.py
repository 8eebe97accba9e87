"""Digests of what stands in the store: each audit row about rows gives their digest, and `check` recomputes them.

A digest stands in the details of an audit row as `"sidik": {"kejadian:4-4": "9f…"}`: the rows of the table whose key
lies between the two numbers. The last one given for a range holds: whoever erases rows by rule gives a new one. Rows from before digests
were kept are only counted against what the trail says of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from data import numbers
from data.tables import TABLES
from data.words import N_, Message, msg

DIGEST = "sidik"
# Every table to which rows are added by an act that the trail records, and the number by which it names them.
KEYS: Mapping[str, str] = {
    **dict.fromkeys(TABLES, "batch_id"),
    "batches": "batch_id",
    "kiriman": "batch_id",
    "pindah": "batch_id",
    "batch_status": "urutan",
    "verifikasi": "urutan",
    "tindak_lanjut": "urutan",
    "izin": "nomor",
    "izin_status": "urutan",
    "izin_ormas": "nomor",
    "izin_ormas_cabut": "nomor",
    "penghapusan": "nomor",
    "keputusan": "nomor",
    "keputusan_langkah": "urutan",
}
# Filled once by `init`, whose audit row gives the digest of all their rows (from 0 to 0); older stores have none.
ONCE = ("kecamatan", "polsek")
# No digests for the trail itself, and for what says how the store is built.
APART = ("audit", "schema_migrations", "store_meta")
_NUMBERED = {**KEYS, **dict.fromkeys(ONCE, "0")}
NAMES: Mapping[str, str] = {
    "kecamatan": N_("daftar kecamatan"),
    "polsek": N_("daftar Polsek"),
    "batches": N_("daftar batch"),
    "kiriman": N_("daftar kiriman"),
    "pindah": N_("pindah kecamatan"),
    "batch_status": N_("penarikan batch"),
    "verifikasi": N_("verifikasi"),
    "tindak_lanjut": N_("tindak lanjut"),
    "izin": N_("permintaan izin"),
    "izin_status": N_("keputusan izin"),
    "izin_ormas": N_("izin instansi"),
    "izin_ormas_cabut": N_("pencabutan izin instansi"),
    "penghapusan": N_("penghapusan data"),
    "keputusan": N_("keputusan rapat"),
    "keputusan_langkah": N_("langkah keputusan rapat"),
}
_ENTRY = re.compile(r'"([a-z_]+):(\d+)-(\d+)": ?"([0-9a-f]{64})"')
# How many rows an audit row without a digest stands for; for tables that go by batch, one batch each.
_TOLD = {
    "verifikasi": "sum((rincian->>'baris')::BIGINT) FILTER (tindakan = 'verifikasi')",
    "tindak_lanjut": "count(*) FILTER (tindakan = 'tindak_lanjut')",
    "izin": "count(*) FILTER (tindakan = 'izin_diminta')",
    "izin_ormas": "count(*) FILTER (tindakan = 'izin_ormas')",
    "izin_ormas_cabut": "count(*) FILTER (tindakan = 'cabut_izin_ormas')",
    "penghapusan": "count(*) FILTER (tindakan = 'hapus_data')",
    "izin_status": "count(*) FILTER (tindakan IN ('izin_disetujui', 'izin_ditolak', 'izin_ditarik'))",
    "batch_status": "sum(len(string_split(rincian->>'tabel', ', '))) FILTER (tindakan IN ('tarik_batch', 'aktifkan_batch'))",
}


@dataclass(frozen=True)
class Report:
    """What a check of the digests found."""

    faults: tuple[Message, ...]
    """Each in a sentence that names table and rows."""
    digests: int
    """How many digests were recomputed."""
    old_batches: int
    """Batches from before digests were kept."""


def of(con: duckdb.DuckDBPyConnection, table: str, keys: Iterable[object]) -> dict[str, str]:
    """The digest of the rows of a table with these keys, which must be all between the least and the greatest.

    Goes into the details of the audit row about them, under `DIGEST`. No key: nothing.
    """
    found = sorted(int(str(key)) for key in keys)
    if not found:
        return {}
    first, last = found[0], found[-1]
    return {f"{table}:{first}-{last}": _digests(con, table, [(first, last)])[(first, last)]}


def holds(con: duckdb.DuckDBPyConnection, table: str, batch: int) -> bool:
    """Whether the rows of one batch are what the trail last said of them; true as well for a batch without a digest."""
    told = _on_record(con).get(table, {}).get((batch, batch))
    return told is None or told == _digests(con, table, [(batch, batch)])[batch, batch]


def check(con: duckdb.DuckDBPyConnection) -> Report:
    """Recompute every digest in the trail, and look for rows that the trail doesn't know."""
    told = _on_record(con)
    faults, old_batches = [], 0
    for table in present(con):
        ranges = told.get(table, {})
        found = _digests(con, table, list(ranges))
        faults += [_altered(table, *span, known=found[span] != _NOTHING) for span, digest in ranges.items() if found[span] != digest]
        if table in ONCE:
            continue
        if KEYS[table] != "batch_id":
            faults += _uncounted(con, table, list(ranges))
            continue
        untold, old = _untold_batches(con, table, list(ranges))
        faults += [_unknown_batch(table, batch) for batch in untold]
        old_batches += old if table == "batches" else 0
    return Report(tuple(faults), sum(map(len, told.values())), old_batches)


def present(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of `KEYS` that this store has; one of an older program lacks some."""
    known = {str(row[0]) for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    return [table for table in _NUMBERED if table in known]


def of_once(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The digests of what `init` fills, for its audit row."""
    return {one: digest for table in ONCE for one, digest in of(con, table, [0]).items()}


def name_of(table: str) -> Message:
    """What a table is called, for people."""
    return msg(TABLES[table].title if table in TABLES else NAMES[table])


Span = tuple[int, int]
_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of no rows


def _on_record(con: duckdb.DuckDBPyConnection) -> dict[str, dict[Span, str]]:
    """Digest by table and range, the last one given for each."""
    rows = con.execute(
        f"SELECT rincian->'{DIGEST}' FROM audit WHERE (rincian->'{DIGEST}') IS NOT NULL ORDER BY urutan"  # noqa: S608 - our own name
    ).fetchall()
    told: dict[str, dict[Span, str]] = {}
    for (text,) in rows:
        for table, first, last, digest in _ENTRY.findall(str(text)):
            told.setdefault(table, {})[int(first), int(last)] = digest
    return told


def _digests(con: duckdb.DuckDBPyConnection, table: str, spans: list[Span]) -> dict[Span, str]:
    """SHA-256 of the rows of each range, whatever order they lie in."""
    if not spans:
        return {}
    rows = con.execute(
        f"SELECT a, b, sha256(coalesce(string_agg(line, chr(10) ORDER BY line), ''))"  # noqa: S608 - our own tables
        f" FROM (SELECT unnest($first::BIGINT[]) AS a, unnest($last::BIGINT[]) AS b)"
        f" LEFT JOIN (SELECT {_NUMBERED[table]} AS key, {_line(con, table)} AS line FROM {table}) ON key BETWEEN a AND b"
        " GROUP BY ALL",
        {"first": [first for first, _ in spans], "last": [last for _, last in spans]},
    ).fetchall()
    return {(int(first), int(last)): str(digest) for first, last, digest in rows}


def _line(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """SQL that makes a text of one row: its known values, by the names of the columns, so that a column added later, still empty, changes
    nothing.
    """
    columns = con.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY 1", [table]).fetchall()
    parts = [f"'{name}:' || strlen({name}::VARCHAR) || ':' || {name}::VARCHAR || ';'" for (name,) in columns]
    return f"concat({', '.join(parts)})"


def _untold_batches(con: duckdb.DuckDBPyConnection, table: str, spans: list[Span]) -> tuple[list[int], int]:
    """Batches of a table without a digest: those that the trail doesn't know, and the number of those from before there were digests."""
    covered = {batch for first, last in spans for batch in range(first, last + 1)}
    old = {
        int(row[0])
        for row in con.execute(
            "SELECT try_cast(rincian->>'batch' AS BIGINT) AS batch FROM audit WHERE tindakan = 'import'"  # noqa: S608 - our own name
            f" AND (rincian->'{DIGEST}') IS NULL AND batch IS NOT NULL"
        ).fetchall()
    }
    here = {int(row[0]) for row in con.execute(f"SELECT DISTINCT batch_id FROM {table}").fetchall()}  # noqa: S608 - our own tables
    return sorted(here - covered - old), len((here - covered) & old)


def _uncounted(con: duckdb.DuckDBPyConnection, table: str, spans: list[Span]) -> list[Message]:
    """Rows without a digest must be as many as the audit rows without one stand for."""
    key = KEYS[table]
    found = con.execute(
        f"SELECT (SELECT count(*) FROM {table} WHERE NOT EXISTS (FROM (SELECT unnest($first::BIGINT[]) AS a, unnest($last::BIGINT[]) AS b)"  # noqa: S608 - our own tables
        f" WHERE {key} BETWEEN a AND b)), (SELECT coalesce({_TOLD.get(table, 'min(0)')}, 0) FROM audit WHERE (rincian->'{DIGEST}') IS NULL)",
        {"first": [first for first, _ in spans], "last": [last for _, last in spans]},
    ).fetchone()
    here, told = (int(n) for n in found) if found else (0, 0)
    if here == told:
        return []
    return [
        msg(
            "Baris {name} yang tidak bersidik: ada {here}, jejak audit mengenal {told}; ada yang ditambah atau dihapus di luar program.",
            name=name_of(table),
            here=here,
            told=told,
        )
    ]


def _altered(table: str, first: int, last: int, *, known: bool) -> Message:
    if table in ONCE:
        return msg("Isi {name} diubah: tidak cocok dengan sidik yang dicatat jejak audit saat basis data dibuat.", name=name_of(table))
    if KEYS[table] != "batch_id":
        return msg(
            "Baris {name} nomor {rows} diubah, ditambah, atau dihapus: tidak cocok dengan sidiknya di jejak audit.",
            name=name_of(table),
            rows=numbers.between(str(first), str(last)),
        )
    if not known:
        return msg("Batch {batch}, {name}: barisnya hilang, padahal jejak audit memuat sidiknya.", batch=first, name=name_of(table))
    return msg("Batch {batch}, {name}: barisnya diubah, tidak cocok dengan sidiknya di jejak audit.", batch=first, name=name_of(table))


def _unknown_batch(table: str, batch: int) -> Message:
    return msg("Batch {batch}, {name}: tidak tercatat di jejak audit; dimasukkan di luar program.", batch=batch, name=name_of(table))
