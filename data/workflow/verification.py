"""The kecamatan enters, the kabupaten verifies: the queue, decisions on many rows at once, the share verified.

Only rows with state `terverifikasi` feed an index. A decision is a row of its own with who, when and why; the rows
stay as they came, and a later decision on the same row holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import duckdb
import pandas as pd

from data.access import owners
from data.errors import DataError
from data.records import incoming
from data.reference import territory
from data.session import Session
from data.store import audit, database, ledger, shape
from data.tables import TABLES
from data.tables.column import SOURCES
from data.words import N_, joined, msg
from data.workflow import corrections, four_eyes, free_text
from data.workflow.corrections import Alike, Before

REFUSALS: Mapping[str, str] = {
    "bukti_kurang": N_("Bukti tidak ada atau tidak cocok"),
    "ganda": N_("Ganda, sudah ada di baris lain"),
    "bukan_kamtibmas": N_("Bukan urusan keamanan dan ketertiban"),
    "di_luar_lingkup": N_("Di luar lingkup tabel ini"),
    "salah_tempat": N_("Kecamatan atau bulannya keliru"),
    "salah_isi": N_("Isinya keliru, perlu dibetulkan dan dikirim lagi"),
    "lainnya": N_("Sebab lain, seperti tertulis"),
}
"""Why a row is refused. With the last one, the reason says it."""
OTHER = "lainnya"
VERIFIED_TABLES = tuple(name for name, table in TABLES.items() if table.may_wait)
Decision = Literal["terverifikasi", "ditolak"]
# What the rows `m` replace: the earlier row under the same key, a verified one rather than one that waits; for a row that moved, what stood
# where it came from.
_REPLACED = """
asal AS (
  SELECT m.id_baris, m.tabel,
    CASE WHEN p.id_baris IS NULL THEN m.kunci ELSE concat_ws(' ', p.dari_kecamatan, p.dari_id) END AS kunci
  FROM m LEFT JOIN pindah p ON p.tabel = m.tabel AND p.id_baris = m.id_baris
), diganti AS (
  SELECT a.id_baris, coalesce(max(v.id_baris) FILTER (v.status_verifikasi = 'terverifikasi'), max(v.id_baris)) AS mengganti
  FROM asal a JOIN baris_semua v
    ON v.tabel = a.tabel AND v.kunci = a.kunci AND v.id_baris < a.id_baris AND v.status_verifikasi <> 'ditolak'{same_table}
  GROUP BY a.id_baris
)"""


@dataclass(frozen=True)
class Filter:
    """Which rows; None: all of them."""

    table: str | None = None
    batch: int | None = None
    """Number of a delivery: all batches of one file."""
    kecamatan: str | None = None
    """Kemendagri code."""
    month: str | None = None
    """Month of the event, `2026-10`."""
    source: str | None = None
    """One of `data.tables.column.SOURCES`; a row with several sources has each."""
    status: database.RowStatus | None = "masuk"
    rows: tuple[int, ...] | None = None
    """Numbers `id_baris`."""


@dataclass(frozen=True)
class Waiting:
    """Rows of the queue, and what those who verify have to know about them."""

    rows: pd.DataFrame
    """The oldest first: `tabel`, `id_baris`, `batch_id`, `kiriman`, `baris`, `berkas`, `kecamatan`, `bulan`, `sumber`, `kunci`,
    `status_verifikasi`, `mengganti` (`id_baris` of the row whose place it takes; missing where it takes none)."""
    contents: pd.DataFrame | None
    """The rows themselves as they came in, with their state: `id_baris`, `batch` (its delivery), `baris`, the columns of
    `TABLES`, `status_verifikasi`; None unless one table was asked for."""
    before: dict[int, Before]
    """`corrections.before`."""
    alike: dict[int, Alike]
    """`corrections.alike`."""


def waiting(session: Session, wanted: Filter, *, limit: int = 1_000) -> Waiting:
    """Rows by filter. The only place where rows are read with who reported them: that is shown here and nowhere else.

    Raises AccessError for those who don't verify, DataError as `decide` for a filter that can't be.
    """
    session.require("verifikasi")
    with database.read(session.home) as con:
        rows = _queue(con, wanted, limit)
        by_table = [(str(name), group) for name, group in rows.groupby("tabel")]
        return Waiting(
            rows,
            _contents(con, wanted.table, rows["id_baris"].tolist()) if wanted.table else None,
            {row: found for name, group in by_table for row, found in corrections.before(con, name, group).items()},
            {row: found for name, group in by_table for row, found in corrections.alike(session.home, con, name, group).items()},
        )


def _queue(con: duckdb.DuckDBPyConnection, wanted: Filter, limit: int) -> pd.DataFrame:
    incoming.prepare(con)
    where, values = _condition(con, wanted)
    same_table = " AND v.tabel = $table" if wanted.table else ""  # said twice, it is faster
    return con.execute(
        f"WITH m AS MATERIALIZED (FROM baris_masuk m WHERE {where} ORDER BY m.id_baris LIMIT $limit), {_REPLACED.format(same_table=same_table)}"  # noqa: S608 - our own conditions
        " SELECT m.*, k.kiriman, b.berkas, g.mengganti FROM m JOIN batches b USING (batch_id) JOIN kiriman k USING (batch_id)"
        " LEFT JOIN diganti g USING (id_baris) ORDER BY m.id_baris",
        {**values, "limit": limit},
    ).df()


def _contents(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[int]) -> pd.DataFrame:
    columns = ", ".join(TABLES[table].column_names)
    return con.execute(
        f"SELECT id_baris, kiriman AS batch, baris, {columns}, status_verifikasi FROM {table}_semua JOIN kiriman USING (batch_id)"  # noqa: S608 - names from Table
        " WHERE id_baris IN (SELECT unnest(?)) ORDER BY id_baris",
        [list(rows)],
    ).df()


def counted(session: Session, wanted: Filter) -> pd.DataFrame:
    """`count`, for those who verify. Raises as `waiting`."""
    session.require("verifikasi")
    with database.read(session.home) as con:
        return count(con, wanted)


def count(con: duckdb.DuckDBPyConnection, wanted: Filter) -> pd.DataFrame:
    """How many rows by filter: `tabel`, `batch_id`, `kecamatan`, `bulan`, `n`."""
    incoming.prepare(con)
    where, values = _condition(con, wanted)
    return con.execute(
        f"SELECT tabel, batch_id, kecamatan, bulan, count(*) AS n FROM baris_masuk m WHERE {where}"  # noqa: S608
        " GROUP BY ALL ORDER BY ALL",
        values,
    ).df()


def decide(session: Session, wanted: Filter, decision: Decision, *, reason: str = "", why: str | None = None) -> int:
    """Accept or reject every row of a filter, in one transaction; returns how many.

    why: for which of `REFUSALS` they are rejected. Then a reason is needed for `OTHER` only; to accept, always.

    Raises AccessError; DataError without a reason or code, for an unknown table, kecamatan, batch, source or row, when no row matches,
    in a store that was altered (`shape`), and where a row would replace one that its sender may not write (`owners`).
    """
    session.require("verifikasi")
    _check_reason(decision, reason.strip(), why)
    free_text.accept(session, reason, msg("Alasan"))
    with database.write(session.home, doing="verifikasi", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        return _decide(con, session, wanted, decision, reason.strip(), why)


def _check_reason(decision: Decision, reason: str, why: str | None) -> None:
    if decision == "ditolak" and why not in REFUSALS:
        listed = joined("; ", [msg("{code} ({title})", code=code, title=msg(title)) for code, title in REFUSALS.items()])
        raise DataError(msg("Pilih mengapa barisnya ditolak: {listed}.", listed=listed))
    if decision != "ditolak" and why is not None:
        raise DataError(msg("Sebab penolakan hanya untuk baris yang ditolak."))
    if not reason and (decision != "ditolak" or why == OTHER):
        raise DataError(msg("Alasan harus diisi: ia tercatat di jejak audit."))


def _decide(con: duckdb.DuckDBPyConnection, session: Session, wanted: Filter, decision: Decision, reason: str, why: str | None) -> int:
    shape.require(con)
    incoming.prepare(con)
    where, values = _condition(con, wanted)
    found = con.execute(
        f"SELECT tabel, id_baris FROM baris_masuk m WHERE {where} ORDER BY 1, 2",  # noqa: S608 - our own conditions
        values,
    ).fetchall()
    if missing := set(wanted.rows or ()) - {row for _, row in found}:
        raise DataError(
            msg(
                "Baris {rows} tidak menunggu keputusan seperti yang disaring (tidak ada, batch-nya ditarik, "
                "sudah diputuskan, atau sudah dipindahkan). Tidak ada yang diubah.",
                rows=", ".join(map(str, sorted(missing)[:10])),
            )
        )
    if not found:
        raise DataError(msg("Tidak ada baris yang cocok dengan saringan itu; tidak ada yang diubah."))
    four_eyes.refuse_own(con, [cast(int, row) for _, row in found], session.user)
    if decision == "terverifikasi":
        owners.require(con, found)
    details: dict[str, object] = {
        "tabel": dict(Counter(str(table) for table, _ in found)),
        "baris": len(found),
        "status": decision,
        **({"sebab": why} if why else {}),
        **({"alasan": reason} if reason else {}),
        ledger.DIGEST: database.verify_rows(con, found, decision, reason=reason, by=session.by, why=why),
    }
    audit.append(con, "verifikasi", details, by=session.by)
    return len(found)


def share(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What became of the rows in force: `period`, `kecamatan`, `tabel`, `rows`, `verified`, `waiting`, `rejected`.

    `kecamatan` is missing where an Ormas isn't in the register. The share verified is verified / (verified + waiting):
    rejected rows are no data. See `share_of`.
    """
    incoming.prepare(con)
    return con.execute("SELECT * FROM bagian_terverifikasi ORDER BY ALL").df()


def share_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums over rows of `share`, by `kecamatan`: `rows`, `verified`, `waiting`, `rejected`, and `share` (0–1), verified of what was
    verified or waits.

    The share is missing where nothing came in or all was rejected.
    """
    summed = rows.groupby("kecamatan", as_index=False)[["rows", "verified", "waiting", "rejected"]].sum()
    decided = (summed["verified"] + summed["waiting"]).astype("float64")
    return summed.assign(share=summed["verified"] / decided.where(decided > 0))


def batch_states(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every batch with what became of its rows: `batch_id`, `kiriman` (the first batch of the same file), `tabel`, `berkas`, `sha256`,
    `format`, `waktu` (UTC), `oleh`, `baris_masuk`, `terverifikasi`, `menunggu`, `ditolak` (0 for registers of the kabupaten, which need
    no verification), `aktif`.
    """
    incoming.prepare(con)
    return con.execute("SELECT * FROM keadaan_batch").df()


def deliveries(session: Session) -> pd.DataFrame:
    """For those who verify, every file that was sent, the first one first: `kiriman`, `tabel` (list, in order), `berkas`, `waktu` (UTC), `oleh`,
    `baris_masuk`, `baris_dilewati`, `menunggu`, `aktif` (any batch of it is in force), `utuh` (all are).
    """
    session.require("verifikasi")
    with database.read(session.home) as con:
        incoming.prepare(con)
        return con.execute("SELECT * FROM keadaan_kiriman").df()


def refused(session: Session, month: str) -> pd.DataFrame:
    """Rows in force of a month that were refused, for those who send and those who verify: `kecamatan`, `name`, `tabel`, `kunci` (without the
    kecamatan), `sebab` (`REFUSALS`; missing: before there were codes), `alasan` (missing: none written), `waktu` (UTC).

    A role of some kecamatan gets its own. Raises AccessError.
    """
    session.require("unggah")
    with database.read(session.home) as con:
        incoming.prepare(con)
        return con.execute(
            """
            SELECT m.kecamatan, k.nama AS name, m.tabel, ltrim(replace(m.kunci, m.kecamatan, '')) AS kunci,
              arg_max(v.sebab, v.urutan) AS sebab, nullif(arg_max(v.alasan, v.urutan), '') AS alasan, max(v.waktu) AS waktu
            FROM baris_berlaku m JOIN kecamatan k ON k.kode = m.kecamatan JOIN verifikasi v USING (tabel, id_baris)
            WHERE m.bulan = $month AND m.status_verifikasi = 'ditolak' AND ($own IS NULL OR list_contains($own, m.kecamatan))
            GROUP BY ALL ORDER BY m.kecamatan, m.tabel, kunci
            """,
            {"month": month, "own": None if session.bound is None else sorted(session.bound)},
        ).df()


def _condition(con: duckdb.DuckDBPyConnection, wanted: Filter) -> tuple[str, dict[str, object]]:
    _check(con, wanted)
    conditions = {
        "table": "m.tabel = $table",
        "batch": "m.batch_id IN (SELECT batch_id FROM kiriman WHERE kiriman = $batch)",
        "kecamatan": "m.kecamatan = $kecamatan",
        "month": "m.bulan = $month",
        "source": "list_contains(string_split(m.sumber, ';'), $source)",
        "status": "m.status_verifikasi = $status",
        "rows": "m.id_baris IN (SELECT unnest($rows))",
    }
    values = {name: getattr(wanted, name) for name in conditions if getattr(wanted, name) is not None}
    if "rows" in values:
        values["rows"] = list(values["rows"])
    return " AND ".join(["true", *(conditions[name] for name in values)]), values


def _check(con: duckdb.DuckDBPyConnection, wanted: Filter) -> None:
    if wanted.table is not None and wanted.table not in VERIFIED_TABLES:
        raise DataError(msg("Tabel {table} tidak memerlukan verifikasi.", table=wanted.table))
    if wanted.kecamatan is not None and wanted.kecamatan not in set(territory.load_kecamatan()["kode"]):
        raise DataError(msg("Kecamatan {code} tidak ada. Tulis kodenya, mis. 32.16.07.", code=repr(wanted.kecamatan)))
    if wanted.source is not None and wanted.source not in SOURCES:
        raise DataError(
            msg(
                "Sumber {source} tidak dikenal. Pilihannya: {known}.",
                source=repr(wanted.source),
                known=", ".join(SOURCES),
            )
        )
    if wanted.batch is None:
        return
    found = con.execute("SELECT tabel FROM batches_aktif JOIN kiriman USING (batch_id) WHERE kiriman = ?", [wanted.batch]).fetchall()
    if not found:
        raise DataError(
            msg(
                "Batch {batch} tidak ada atau sudah ditarik.",
                batch=wanted.batch,
            )
        )
    waits = "SELECT count(*) FROM baris_diperiksa JOIN kiriman USING (batch_id) WHERE kiriman = ?"
    if con.execute(waits, [wanted.batch]).fetchone() == (0,):
        raise DataError(msg("Tabel {table} tidak memerlukan verifikasi.", table=found[0][0]))
