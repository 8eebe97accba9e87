"""What a waiting row would change: before → after, and where the row stands that it takes the place of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from data.access import viewers
from data.tables import TABLES

Change = tuple[str, object, object]
"""Column, what stands there, what would stand there; None: empty."""


@dataclass(frozen=True)
class Before:
    """The row in force whose place a waiting one takes."""

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
    """For those who verify: row (`id_baris`) of the queue that takes the place of another (`mengganti`) → what stands there.

    queue: rows of `verification.queue`, of the table `name`; those that take no place aren't in the answer.
    """
    viewers.require("verifikasi")
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


def alike(con: duckdb.DuckDBPyConnection, name: str, queue: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """For those who verify: waiting incidents that look like one in force of another kecamatan; the others aren't in it.

    Alike is the same day and kind and nearly the same number: equal but for signs, noughts and case, or one sign apart
    where it has four or more. A note for whoever decides: two kecamatan may well have had one case each.
    queue: rows of `verification.queue`, of the table `name`; only `kejadian` has such incidents.

    Returns
    -------
    `id_baris` of the waiting row → kecamatan (code) and number of the one in force, the newest of several.
    """
    viewers.require("verifikasi")
    if name != "kejadian" or queue.empty:
        return {}
    found = con.execute(
        """
        WITH told AS (SELECT *, ltrim(regexp_replace(lower(id_kejadian), '[^a-z0-9]', '', 'g'), '0') AS bare FROM kejadian_semua)
        SELECT f.id_baris, r.kecamatan, r.id_kejadian FROM told f JOIN told r
          ON r.tanggal = f.tanggal AND r.jenis = f.jenis AND r.kecamatan <> f.kecamatan
          AND (r.bare = f.bare OR (least(length(r.bare), length(f.bare)) >= 4 AND levenshtein(r.bare, f.bare) = 1))
        WHERE list_contains(?, f.id_baris) AND r.id_baris IN (SELECT id_baris FROM kejadian_terverifikasi)
        ORDER BY r.id_baris
        """,
        [[int(row) for row in queue["id_baris"]]],
    ).fetchall()
    return {int(row): (str(where), str(number)) for row, where, number in found}
