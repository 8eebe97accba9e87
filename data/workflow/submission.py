"""The board *sudah/belum kirim*: which kecamatan has sent which table for a month, and a reminder to copy."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from data.records import incoming
from data.store import database
from data.tables import TABLES
from data.words import Words

# What every kecamatan sends every month. Surveys and training come from the kabupaten.
MONTHLY = ("kelengkapan", "kejadian", "kegiatan")
# Both `nihil` and `tanpa_baris` mean no rows: the first was reported as such, of the second nobody said so.
SENT, NIL, PARTLY_NIL, ANNOUNCED, NO_ROWS, MISSING = "sudah", "nihil", "nihil_sebagian", "ada_kejadian", "tanpa_baris", "belum"


def board(home: Path, month: str) -> pd.DataFrame:
    """One row = one kecamatan and table: `kecamatan`, `name`, `tabel`, `state`, `rows`, `waiting`, `last_sent` (UTC), `desa_nihil`,
    `desa_total`.

    state: `sudah` (rows of that month are in the store, verified or not, rejected ones aside). Without rows: of incidents
    `nihil` (every desa reported none), `nihil_sebagian` (those that reported said none, `desa_nihil` of `desa_total`; the others aren't
    known), `ada_kejadian` (the completeness report counts desa with incidents, whose rows haven't come), else `belum`; of activities
    `nihil` (the completeness report names the table in `tabel_nihil`), else `tanpa_baris`: no report says whether there were any. last_sent is missing where nothing came in.
    """
    with database.read(home) as con:
        return of_store(con, month)


def of_store(con: duckdb.DuckDBPyConnection, month: str) -> pd.DataFrame:
    """`board`, for an open connection, with its columns: `kecamatan`, `name`, `tabel`, `state`, `rows`, `waiting`, `last_sent`, `desa_nihil`, `desa_total`."""
    incoming.prepare(con)
    return con.execute(
        """
        WITH masuk AS (
          SELECT m.kecamatan, m.tabel, count(*) AS n, count(*) FILTER (m.status_verifikasi = 'masuk') AS waiting,
            max(b.waktu) AS last_sent
          FROM baris_masuk m JOIN batches b USING (batch_id)
          WHERE m.bulan = $month AND m.status_verifikasi <> 'ditolak' GROUP BY ALL
        ), lapor AS (
          SELECT kecamatan, desa_melapor, desa_nihil, desa_total FROM kelengkapan_berlaku
          WHERE bulan = $month AND desa_melapor > 0 AND desa_nihil IS NOT NULL AND status_verifikasi <> 'ditolak'
        )
        SELECT k.kode AS kecamatan, k.nama AS name, x.tabel,
          CASE WHEN m.n > 0 THEN 'sudah'
            WHEN l.kecamatan IS NOT NULL AND x.tabel = 'kejadian' AND l.desa_nihil < l.desa_total THEN
              CASE WHEN l.desa_nihil = l.desa_melapor THEN 'nihil_sebagian' ELSE 'ada_kejadian' END
            WHEN l.kecamatan IS NOT NULL AND x.tabel = 'kejadian' OR list_contains(string_split(n.tabel_nihil, ';'), x.tabel) THEN 'nihil'
            WHEN x.tabel = 'kegiatan' THEN 'tanpa_baris' ELSE 'belum' END AS state,
          coalesce(m.n, 0) AS rows, coalesce(m.waiting, 0) AS waiting, m.last_sent, l.desa_nihil, l.desa_total
        FROM kecamatan k CROSS JOIN (SELECT unnest($tables) AS tabel) x
        LEFT JOIN masuk m ON m.kecamatan = k.kode AND m.tabel = x.tabel
        LEFT JOIN lapor l ON l.kecamatan = k.kode
        LEFT JOIN kelengkapan_berlaku n ON n.kecamatan = k.kode AND n.bulan = $month AND n.status_verifikasi <> 'ditolak'
        ORDER BY k.kode, list_position($tables, x.tabel)
        """,
        {"month": month, "tables": list(MONTHLY)},
    ).df()


def missing(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Tables that are due and haven't come, by name of the kecamatan; a kecamatan with nothing missing is left out.

    rows: of `board`; read are `name`, `tabel` and `state`.
    """
    absent = rows[rows["state"].isin((MISSING, ANNOUNCED, PARTLY_NIL))]
    return {str(name): group["tabel"].tolist() for name, group in absent.groupby("name", sort=False)}


def reminder(t: Words, name: str, tables: list[str], month_words: str) -> str:
    """A reminder to one kecamatan, to copy into a letter or a message; no person is addressed by name."""
    titles = ", ".join(TABLES[table].label(t) for table in tables)
    return t(
        "Yth. Camat {name}. Sampai hari ini kami belum menerima laporan {tables} untuk {month}. Mohon dikirim dengan "
        "templat yang biasa; bila tidak ada kejadian, isi laporan kelengkapan dengan desa nihil. Terima kasih. "
        "– Bakesbangpol",
        name=name,
        tables=titles,
        month=month_words,
    )
