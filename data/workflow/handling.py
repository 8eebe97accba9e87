"""Steps of handling as people enter them on screen, one by one: which cases are open, what is known of one, one step more.

A step that is entered goes the way of a file: the same checks, a batch of its own, and it waits for verification. It counts from the day that
it names (data/records/handling.sql), not from the day on which it was entered.
"""

from __future__ import annotations

import hashlib
from datetime import date

import duckdb
import pandas as pd

from data.errors import DataError
from data.intake import checking, importing, sheets
from data.records import handling
from data.session import Session
from data.store import database
from data.tables.langkah_penanganan import TABLE
from data.words import joined, msg

FORMAT = "layar"
# Steps and rows in force, verified or waiting; `kolom`: the row of the incident itself, on the day that data/records/handling.sql gives it.
_STEPS = """
WITH kasus AS (SELECT * FROM kejadian_berlaku WHERE status_verifikasi <> 'ditolak' AND ($own IS NULL OR list_contains($own, kecamatan))),
langkah AS (
  SELECT coalesce(n.kecamatan, l.kecamatan) AS kecamatan, coalesce(n.id_kejadian, l.id_kejadian) AS id_kejadian, l.tanggal, l.keadaan, l.kantor,
    l.status_verifikasi AS status, false AS kolom, t.tahap
  FROM langkah_penanganan_berlaku l JOIN tahap_langkah t USING (keadaan)
  LEFT JOIN kejadian_kini n ON n.dari_kecamatan = l.kecamatan AND n.dari_id = l.id_kejadian
  WHERE l.status_verifikasi <> 'ditolak'
  UNION ALL
  SELECT kecamatan, id_kejadian, coalesce(tanggal_selesai, tanggal_lapor, k.tanggal), penanganan, NULL, status_verifikasi, true,
    CASE WHEN tanggal_selesai IS NULL THEN t.tahap ELSE 2 END
  FROM kasus k LEFT JOIN tahap_langkah t ON t.keadaan = k.penanganan WHERE penanganan IS NOT NULL OR tanggal_selesai IS NOT NULL
)
"""


def open_cases(session: Session) -> pd.DataFrame:
    """For those who send, the incidents and potentials that no step closes, those that happened last first: `kecamatan`, `id_kejadian`,
    `tanggal`, `jenis`, `tahap`, `keadaan` and `sejak` of the last step (both missing: none is known).

    A role of some kecamatan gets its own. Raises AccessError.
    """
    session.require("unggah")
    with database.read(session.home) as con:
        return _ask(
            con,
            session,
            "SELECT k.kecamatan, k.id_kejadian, k.tanggal, k.jenis, k.tahap, arg_max(l.keadaan, (l.tanggal, NOT l.kolom, l.tahap)) AS keadaan,"
            " max(l.tanggal) AS sejak FROM kasus k LEFT JOIN langkah l USING (kecamatan, id_kejadian)"
            " GROUP BY ALL HAVING coalesce(max(l.tahap), 0) < 2 ORDER BY k.tanggal DESC, k.kecamatan, k.id_kejadian",
        )


def steps(session: Session, kecamatan: str, number: str) -> pd.DataFrame:
    """What is known of the handling of one incident, the first step first: `tanggal`, `keadaan`, `kantor` (missing: not stated), `status`
    (terverifikasi, masuk), `kolom` (whether its own row says so). Raises as `open_cases`.
    """
    session.require("unggah")
    session.require_kecamatan(kecamatan)
    with database.read(session.home) as con:
        text = "SELECT tanggal, keadaan, kantor, status, kolom FROM langkah WHERE kecamatan = $kecamatan AND id_kejadian = $number"
        return _ask(con, session, f"{text} ORDER BY tanggal, tahap, kolom DESC", kecamatan=kecamatan, number=number)


def add(session: Session, kecamatan: str, number: str, on: date, state: str, office: str | None) -> int:
    """Enter one step, as a delivery of its own; its number.

    Raises AccessError, and DataError for whatever a file with this row would be refused for; a refusal changes nothing.
    """
    session.require("unggah")
    session.require_kecamatan(kecamatan)
    with database.read(session.home) as con:
        rows: list[sheets.Row] = [[checking.SIMULATED]] if database.kind(con) == "simulasi" else []
    row: dict[str, sheets.Cell] = {"kecamatan": kecamatan, "id_kejadian": number, "tanggal": on, "keadaan": state, "kantor": office}
    rows += [[*TABLE.column_names], [row[name] for name in TABLE.column_names]]
    digest = hashlib.sha256(repr((FORMAT, *row.values())).encode()).hexdigest()
    source = sheets.SourceFile(f"{FORMAT}-{kecamatan}-{number.replace('/', '-')}", digest, FORMAT, (sheets.Sheet(TABLE.name, rows),))
    candidate = importing.check(session, source, TABLE.name)
    part = candidate.parts[0]
    if candidate.faulty:
        why = joined("; ", [part for group in part.checked.faults.groups for part in (group.problem.cause, group.problem.remedy)])
        raise DataError(msg("Langkah tidak dicatat: {why}. Tidak ada yang diubah.", why=why))
    if part.checked.frame.empty:
        raise DataError(msg("Langkah itu sudah tercatat. Tidak ada yang diubah."))
    report = importing.take_in(session, candidate)[0]
    return report.delivery or 0


def _ask(con: duckdb.DuckDBPyConnection, session: Session, text: str, **values: object) -> pd.DataFrame:
    handling.stages(con)
    own = None if session.bound is None else sorted(session.bound)
    return con.execute(_STEPS + text, {"own": own, **values}).df()
