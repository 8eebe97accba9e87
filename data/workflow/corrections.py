"""What a waiting row would change: before → after, and where the row that it replaces stands.

Read for `verification.waiting`, which checks the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from data.boundary import loading
from data.editions import analyses
from data.tables import TABLES
from data.tables.kejadian import HARM

Change = tuple[str, object, object]
"""Column, what stands there, what would stand there; None: empty."""
HOUR_APART = 1
"""Hours that two who tell of one incident may differ by."""
TELLING_NUMBER = 4
"""Signs that a number must have: short ones are running numbers, of which every kecamatan has its own 1, 2, 3."""


@dataclass(frozen=True)
class Before:
    """The row in force that a waiting one replaces."""

    kecamatan: str | None
    """Code; None where the table has no owner."""
    batch: int
    """Its delivery."""
    when: datetime
    """When it came in, UTC without zone."""
    counts: bool
    """Whether it is verified; else it waits too."""
    changes: tuple[Change, ...]


def before(con: duckdb.DuckDBPyConnection, name: str, queue: pd.DataFrame) -> dict[int, Before]:
    """Row (`id_baris`) of the queue that replaces another (`mengganti`) → what stands there.

    queue: rows of `verification.waiting`, of the table `name`; those that replace nothing are left out.
    """
    table = TABLES[name]
    takes = queue.dropna(subset="mengganti")
    pairs = {int(new): int(old) for new, old in zip(takes["id_baris"], takes["mengganti"], strict=True)}
    if not pairs:
        return {}
    found = con.execute(
        f"SELECT r.id_baris, k.kiriman, b.waktu, r.status_verifikasi, {', '.join(f'r.{one}' for one in table.column_names)}"  # noqa: S608 - names from Table
        f" FROM {name}_semua r JOIN batches b USING (batch_id) JOIN kiriman k USING (batch_id) WHERE list_contains(?, r.id_baris)",
        [[*pairs, *pairs.values()]],
    ).fetchall()
    rows = {int(row[0]): row for row in found}
    made: dict[int, Before] = {}
    for new, old in pairs.items():
        _, batch, when, status, *cells = rows[old]
        values = dict(zip(table.column_names, cells, strict=True))
        changes = tuple((column, was, now) for column, was, now in zip(table.column_names, cells, rows[new][4:], strict=True) if was != now)
        owner = str(values[table.owner]) if table.owner else None
        made[new] = Before(owner, int(batch), when, status == "terverifikasi", changes)
    return made


@dataclass(frozen=True)
class Alike:
    """A row in force that may be about the same incident as a waiting one."""

    kecamatan: str
    """Code."""
    number: str
    shares: tuple[str, ...]
    """What both say beyond day and kind: `jam`, `kode_desa`, `korban` (any of the harm, and the same), `id_kejadian`."""


def alike(home: Path, con: duckdb.DuckDBPyConnection, name: str, queue: pd.DataFrame) -> dict[int, Alike]:
    """Waiting incidents that look like one in force of a neighbouring kecamatan; the others are left out.

    Two reports of one incident at a border agree in day, kind and stage, and in at least one thing more that rarely agrees by chance: the
    hour (at most one apart), the desa, the casualties and damage where there are any, or a number of four characters or more. Hours further
    apart are two incidents. A day and a kind alone agree often, and consecutive numbers come of numbering a whole regency in one run. A
    note for whoever decides, not a fault. queue: rows of `verification.waiting`, of the table `name`; only `kejadian` has such incidents.

    Returns
    -------
    `id_baris` of the waiting row → the one in force that shares most with it; of several, the newest.
    """
    if name != "kejadian" or queue.empty:
        return {}
    harm = ", ".join(f"{{row}}.{one}" for one in HARM)
    found = con.execute(
        f"""
        WITH told AS (SELECT *, ltrim(regexp_replace(lower(id_kejadian), '[^a-z0-9]', '', 'g'), '0') AS bare FROM kejadian_semua),
        pairs AS (
          SELECT f.id_baris AS waiting, f.kecamatan AS here, r.id_baris, r.kecamatan, r.id_kejadian, abs(r.jam - f.jam) AS apart,
            list_filter([
              CASE WHEN abs(r.jam - f.jam) <= {HOUR_APART} THEN 'jam' END,
              CASE WHEN r.kode_desa = f.kode_desa THEN 'kode_desa' END,
              CASE WHEN greatest({harm.format(row="f")}) > 0 AND row({harm.format(row="r")}) IS NOT DISTINCT FROM row({harm.format(row="f")})
                THEN 'korban' END,
              CASE WHEN r.bare = f.bare AND length(f.bare) >= {TELLING_NUMBER} THEN 'id_kejadian' END
            ], lambda one: one IS NOT NULL) AS shares
          FROM told f JOIN told r ON r.tanggal = f.tanggal AND r.jenis = f.jenis AND r.tahap = f.tahap AND r.kecamatan <> f.kecamatan
          WHERE list_contains(?, f.id_baris) AND r.id_baris IN (SELECT id_baris FROM kejadian_terverifikasi)
        )
        SELECT waiting, here, kecamatan, id_kejadian, shares FROM pairs
        WHERE len(shares) > 0 AND (apart IS NULL OR apart <= {HOUR_APART}) ORDER BY len(shares), id_baris
        """,  # noqa: S608 - names and numbers of our own
        [[int(row) for row in queue["id_baris"]]],
    ).fetchall()
    links = analyses.neighbours(loading.current(home).geojson) if found else {}
    return {
        int(row): Alike(str(where), str(number), tuple(shares))
        for row, here, where, number, shares in found
        if where in links.get(here, ())
    }
