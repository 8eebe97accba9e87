"""In which state of handling incidents are and were, from their dated steps: the views of handling.sql."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.tables.langkah_penanganan import STAGE

SQL = Path(__file__).with_suffix(".sql")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary views of handling.sql on a connection, once."""
    if con.execute("SELECT 1 FROM duckdb_views() WHERE view_name = 'kejadian_ditangani'").fetchone():
        return
    stages(con)
    con.execute(SQL.read_text(encoding="utf-8"))


def stages(con: duckdb.DuckDBPyConnection) -> None:
    """Put how far each state of handling is on a connection: `tahap_langkah` (`keadaan`, `tahap`; 2: closed)."""
    con.execute("CREATE OR REPLACE TEMP TABLE tahap_langkah (keadaan VARCHAR NOT NULL, tahap INTEGER NOT NULL)")
    con.executemany("INSERT INTO tahap_langkah VALUES (?, ?)", [[*pair] for pair in STAGE.items()])
