"""What a waiting row would change: before → after, and where the row stands that it takes the place of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from data import access
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
    """For those who verify: `id_baris` of the rows of a table in the queue that take a place → what stands there; the others aren't in it."""
    access.require("verifikasi")
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
        changes = tuple(
            (column, was, now)
            for column, was, now in zip(table.column_names, cells, rows[new][4:], strict=True)
            if was != now
        )
        owner = str(values[table.owner]) if table.owner else None
        made[new] = Before(owner, int(batch), when, status == "terverifikasi", changes)
    return made
