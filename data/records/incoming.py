"""Which rows came in and what became of them, by table, kecamatan and month: the views of incoming.sql."""

from __future__ import annotations

from pathlib import Path

import duckdb

SQL = Path(__file__).with_suffix(".sql")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary views of incoming.sql on a connection, once."""
    if not con.execute("SELECT 1 FROM duckdb_views() WHERE view_name = 'baris_masuk'").fetchone():
        con.execute(SQL.read_text(encoding="utf-8"))
