"""Steps of handling against the incidents and steps that are known: none before its event, back in time or state, or of a closed case.

The columns `penanganan` and `tanggal_selesai` of an incident are one step more. History before a closing that only the row tells of may still
be filled in; a step that the store knows is never overtaken by an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

import duckdb
import pandas as pd

from data.access.owners import Bound, Found
from data.faults import Problem
from data.labels import of_choice
from data.records import handling
from data.store import moments
from data.tables.langkah_penanganan import STAGE
from data.words import Message, msg, written

STEPS, INCIDENTS = "langkah_penanganan", "kejadian"
_CLOSED = max(STAGE.values())
_COLUMNS = {
    "kecamatan": "str",
    "id_kejadian": "str",
    "tanggal": "datetime64[us]",
    "tahap": "str",
    "penanganan": "str",
    "tanggal_selesai": "datetime64[us]",
}
# What is known of each step in the file, `isian`: its incident, and the other steps of it.
_CASES = """
WITH kasus AS (
  SELECT kecamatan, id_kejadian, tanggal, tahap, penanganan, tanggal_selesai FROM kejadian_isian
  UNION ALL
  SELECT k.kecamatan, k.id_kejadian, k.tanggal, k.tahap, k.penanganan, k.tanggal_selesai FROM kejadian_berlaku k
  WHERE k.status_verifikasi <> 'ditolak' AND NOT EXISTS (FROM kejadian_isian i WHERE i.kecamatan = k.kecamatan AND i.id_kejadian = k.id_kejadian)
), langkah AS (
  SELECT f.baris, f.kecamatan, f.id_kejadian, f.tanggal, f.keadaan, t.tahap, false AS tercatat
  FROM isian f JOIN tahap_langkah t USING (keadaan)
  UNION ALL
  SELECT NULL, coalesce(n.kecamatan, l.kecamatan), coalesce(n.id_kejadian, l.id_kejadian), l.tanggal, l.keadaan, t.tahap, true
  FROM langkah_penanganan_berlaku l JOIN tahap_langkah t USING (keadaan)
  LEFT JOIN kejadian_kini n ON n.dari_kecamatan = l.kecamatan AND n.dari_id = l.id_kejadian
  WHERE l.status_verifikasi <> 'ditolak'
)
"""
_FAULTS = (
    _CASES
    + """
SELECT f.baris, f.id_kejadian, f.tanggal::DATE, f.keadaan, k.id_kejadian IS NULL AS tak_dikenal, k.tanggal::DATE AS terjadi, k.tahap AS tahap_kejadian,
  t.tahap,
  -- closed before, by another step or by the row itself
  CAST(least(
    min(o.tanggal) FILTER (o.tahap = $closed AND (o.tanggal < f.tanggal OR (o.tanggal = f.tanggal AND t.tahap = $closed
      AND (o.tercatat OR o.baris < f.baris)))),
    CASE WHEN k.tanggal_selesai < f.tanggal OR (t.tahap = $closed AND k.tanggal_selesai > f.tanggal) THEN k.tanggal_selesai END
  ) AS DATE) AS tutup,
  CAST(max(o.tanggal) FILTER (o.tercatat AND o.tanggal > f.tanggal) AS DATE) AS terakhir,
  arg_max(o.keadaan, o.tanggal) FILTER (o.tahap > t.tahap AND o.tanggal < f.tanggal) AS sudah,
  CAST(max(o.tanggal) FILTER (o.tahap > t.tahap AND o.tanggal < f.tanggal) AS DATE) AS sejak
FROM isian f JOIN tahap_langkah t USING (keadaan)
LEFT JOIN kasus k ON k.kecamatan = f.kecamatan AND k.id_kejadian = f.id_kejadian
LEFT JOIN langkah o ON o.kecamatan = f.kecamatan AND o.id_kejadian = f.id_kejadian AND (o.tanggal, o.keadaan) <> (f.tanggal, f.keadaan)
WHERE f.tanggal IS NOT NULL AND ($bound IS NULL OR list_contains($bound, f.kecamatan))
  AND NOT EXISTS (FROM langkah_penanganan_berlaku r WHERE r.status_verifikasi <> 'ditolak' AND r.kecamatan = f.kecamatan
    AND r.id_kejadian = f.id_kejadian AND r.tanggal = f.tanggal AND r.keadaan = f.keadaan)
GROUP BY f.baris, f.id_kejadian, f.tanggal, f.keadaan, k.id_kejadian, k.tanggal, k.tahap, k.tanggal_selesai, t.tahap ORDER BY f.baris
"""
)


def faults(con: duckdb.DuckDBPyConnection, table: str, bound: Bound, incidents: pd.DataFrame | None = None) -> Iterator[Found]:
    """What can't be among the typed rows in `isian`: of steps, and of incidents of which steps are known.

    bound: the kecamatan that the sender is bound to; of others nothing is said. incidents: typed rows of `kejadian` that the same file brings. A step that is known already, or that corrects its office, is none.
    """
    if table not in (STEPS, INCIDENTS):
        return
    brought = (
        pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _COLUMNS.items()}) if incidents is None else incidents[[*_COLUMNS]]
    )
    con.register("kejadian_isian", brought.dropna(subset=["id_kejadian"]))
    handling.stages(con)
    try:
        yield from _of_steps(con, bound) if table == STEPS else _of_incidents(con)
    finally:
        con.unregister("kejadian_isian")


def _of_steps(con: duckdb.DuckDBPyConnection, bound: Bound) -> Iterator[Found]:
    columns = ("row", "number", "on", "state", "unknown", "happened", "stage_of_event", "stage", "closed", "last", "further", "since")
    for values in con.execute(_FAULTS, {"closed": _CLOSED, "bound": None if bound is None else sorted(bound)}).fetchall():
        step = dict(zip(columns, values, strict=True))
        found = _fault(step)
        if found is not None:
            column, problem = found
            value = {"id_kejadian": step["number"], "keadaan": step["state"], "tanggal": step["on"]}[column]
            yield Found(column, problem, [cast(int, step["row"])], [value])


def _fault(step: dict[str, object]) -> tuple[str, Problem] | None:
    """The first thing that is wrong with a step, and the column to blame."""
    if step["unknown"]:
        return "id_kejadian", Problem(
            msg("kejadian dengan nomor itu tidak ada di kecamatan ini, ditolak, atau sudah dipindahkan"),
            msg("nomor pada tabel kejadian"),
            msg("periksa nomor dan kecamatannya, atau kirim kejadiannya lebih dulu"),
        )
    if cast(date, step["on"]) < cast(date, step["happened"]):
        return "tanggal", Problem(
            msg("langkah sebelum kejadiannya"),
            msg("sama dengan atau sesudah tanggal kejadian"),
            msg("kejadiannya {day}; periksa kedua tanggal", day=_day(step["happened"])),
        )
    if step["state"] == "dicegah" and step["stage_of_event"] == "peristiwa":
        return "keadaan", Problem(
            msg("dicegah, tetapi sudah terjadi"),
            msg("yang dicegah bertahap potensi"),
            msg("perbaiki keadaan, atau tahap kejadiannya"),
        )
    if step["closed"] is not None:
        return "keadaan", Problem(
            msg("kasusnya sudah ditutup"),
            msg("langkah sampai hari penutupannya"),
            msg(
                "ditutup {day}; bila terjadi lagi, laporkan sebagai kejadian baru; bila penutupannya keliru, mintalah Bakesbangpol menolaknya",
                day=_day(step["closed"]),
            ),
        )
    if step["last"] is not None:
        return "tanggal", Problem(
            msg("langkah mundur waktu: sudah ada langkah yang lebih kemudian"),
            msg("sama dengan atau sesudah langkah terakhir"),
            msg(
                "langkah terakhir {day}; periksa tanggalnya; bila langkah itu keliru, mintalah Bakesbangpol menolaknya, lalu kirim keduanya",
                day=_day(step["last"]),
            ),
        )
    if step["further"] is not None:
        return "keadaan", Problem(
            msg("langkah mundur keadaan"),
            msg("keadaan yang tidak lebih awal dari yang sebelumnya"),
            msg(
                "sejak {day} sudah: {state}; perbaiki keadaan atau tanggalnya",
                day=_day(step["since"]),
                state=written(of_choice, "keadaan", str(step["further"])),
            ),
        )
    return None


def _of_incidents(con: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """An incident that would happen after its first step."""
    rows = con.execute(
        "SELECT f.baris, f.tanggal::DATE, min(l.tanggal) FROM isian f JOIN langkah_penanganan_berlaku l USING (kecamatan, id_kejadian)"
        " WHERE l.status_verifikasi <> 'ditolak' GROUP BY ALL HAVING min(l.tanggal) < f.tanggal ORDER BY 1"
    ).fetchall()
    for row, happened, first in rows:
        problem = Problem(
            msg("terjadi sesudah langkah penanganannya yang pertama"),
            msg("sama dengan atau sebelum langkah pertama"),
            msg("langkah pertamanya {day}; periksa kedua tanggal", day=_day(first)),
        )
        yield Found("tanggal", problem, [cast(int, row)], [happened])


def contradicted(con: duckdb.DuckDBPyConnection) -> list[int]:
    """Rows of incidents in `isian` that say otherwise than the step by which the case was closed: not closed, or on another day."""
    return [
        cast(int, row)
        for (row,) in con.execute(
            "SELECT DISTINCT f.baris FROM isian f JOIN langkah_penanganan_berlaku l USING (kecamatan, id_kejadian)"
            " JOIN tahap_langkah t USING (keadaan) WHERE t.tahap = ? AND l.status_verifikasi <> 'ditolak'"
            " AND (f.penanganan IS NOT NULL OR f.tanggal_selesai IS NOT NULL) AND f.tanggal_selesai IS DISTINCT FROM l.tanggal ORDER BY 1",
            [_CLOSED],
        ).fetchall()
    ]


def _day(when: object) -> Message:
    return written(moments.day, cast(date, when))
