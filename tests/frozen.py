"""Editions for tests, made from the one definition: a few rows of the tables that are named, and all others empty."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from data.tables.edition import TABLES, Table

# What stands in a column that may not be empty where a test says nothing of it.
UNSAID = {"VARCHAR": "", "BOOLEAN": False, "TIMESTAMP": pd.Timestamp("2026-11-03 02:00")}


def frames(told: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every table of an edition: those that are told with all their columns, the others without rows.

    Raises KeyError for a table and ValueError for a column that the definition doesn't know: a test that tells of one proves nothing.
    """
    if unknown := set(told) - set(TABLES):
        raise KeyError(*unknown)
    return {name: _whole(table, told.get(name, pd.DataFrame())) for name, table in TABLES.items()}


def _whole(table: Table, told: pd.DataFrame) -> pd.DataFrame:
    if unknown := set(told.columns) - set(table.column_names):
        raise ValueError(f"{table.name} has no {unknown}")
    unsaid = {column.name: UNSAID.get(column.type, 0) if column.required else None for column in table.columns if column.name not in told}
    return told.assign(**unsaid)[list(table.column_names)]


def add(con: duckdb.DuckDBPyConnection, name: str, table: Table, rows: pd.DataFrame) -> None:
    """A table as defined, under another name, beside the file of an edition."""
    columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
    con.execute(f'CREATE OR REPLACE TABLE memory."{name}" ({columns})')
    blank = [column for column in rows if rows[column].isna().all()]
    con.register("rows", rows.astype(dict.fromkeys(blank, "str")))
    con.execute(f'INSERT INTO memory."{name}" BY NAME SELECT * FROM rows')
    con.unregister("rows")


def write_as_it_was(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """The file of an edition of another program: whatever tables and columns are given, and no definition."""
    with duckdb.connect(str(path)) as con:
        for name, frame in tables.items():
            con.register("rows", frame)
            con.execute(f'CREATE TABLE "{name}" AS FROM rows')
            con.unregister("rows")


def of_before(source: Path, path: Path, *, tables: tuple[str, ...] = (), columns: tuple[tuple[str, str], ...] = ()) -> Path:
    """A copy of the file of an edition as a program without these tables and columns wrote it, before formats had numbers."""
    path.write_bytes(source.read_bytes())
    with duckdb.connect(str(path)) as con:
        con.execute("DELETE FROM meta WHERE key = 'format'")
        for name in tables:
            con.execute(f'DROP TABLE "{name}"')
        for name, column in columns:
            con.execute(f'ALTER TABLE "{name}" DROP COLUMN "{column}"')
    return path
