"""Editions for tests, made from the one definition: a few rows of the tables that are named, and all others empty."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.editions import shape
from data.tables.edition import TABLES, Column, Table

# What stands in a column that may not be empty where a test says nothing of it.
UNSAID = {"VARCHAR": "", "BOOLEAN": False, "TIMESTAMP": pd.Timestamp("2026-11-03 02:00")}


def frames(told: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every table of an edition: those that are told with all their columns, the others without rows.

    Raises KeyError for a table and ValueError for a column that the definition doesn't know: a test that tells of one proves nothing.
    """
    if unknown := set(told) - set(TABLES):
        raise KeyError(*unknown)
    return {name: whole(table, told[name]) if name in told else _empty(name) for name, table in TABLES.items()}


@functools.cache
def _empty(name: str) -> pd.DataFrame:
    return whole(TABLES[name], pd.DataFrame())


def whole(table: Table, told: pd.DataFrame) -> pd.DataFrame:
    """A table with all its columns. Raises ValueError as `frames` does."""
    if unknown := set(told.columns) - set(table.column_names):
        raise ValueError(f"{table.name} has no {unknown}")
    unsaid = {column.name: _unsaid(column, len(told)) for column in table.columns if column.name not in told}
    return told.assign(**unsaid)[list(table.column_names)]


def _unsaid(column: Column, rows: int) -> Any:
    if not column.required:
        return None
    return [()] * rows if column.type == "VARCHAR[]" else UNSAID.get(column.type, 0)


def add(con: duckdb.DuckDBPyConnection, name: str, table: Table, rows: pd.DataFrame) -> None:
    """A table as defined, under another name, beside the file of an edition."""
    columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
    con.execute(f'CREATE OR REPLACE TABLE memory."{name}" ({columns})')
    blank = [column for column in rows if rows[column].isna().all()]
    con.register("rows", rows.astype(dict.fromkeys(blank, "str")))
    con.execute(f'INSERT INTO memory."{name}" BY NAME SELECT * FROM rows')
    con.unregister("rows")


def write_as_it_was(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """The file of an edition as a program wrote it before there were lists: whatever tables and columns are given, and no definition."""
    with duckdb.connect(str(path)) as con:
        for name, frame in tables.items():
            con.register("rows", shape.joined(frame.assign(**_NO_MORE.get(name, {}))))
            con.execute(f'CREATE TABLE "{name}" AS FROM rows')
            con.unregister("rows")


def of_before(source: Path, path: Path, *, tables: tuple[str, ...] = (), columns: tuple[tuple[str, str], ...] = ()) -> Path:
    """A copy of the file of an edition as a program without these tables and columns wrote it, before formats had numbers."""
    path.write_bytes(source.read_bytes())
    with duckdb.connect(str(path)) as con:
        con.execute("DELETE FROM meta WHERE key = 'format'")
        _without_lists(con)
        for name in tables:
            con.execute(f'DROP TABLE "{name}"')
        for name, column in columns:
            con.execute(f'ALTER TABLE "{name}" DROP COLUMN "{column}"')
    return path


NEWER = ("baselines", "silent_months")
"""Tables of lists that were texts up to format 2."""
_NO_MORE: Mapping[str, Mapping[str, Any]] = {"scores": {"unknown": ""}, "signals": {"inputs": "{}"}}
# How what is a list now was kept up to format 2: the other way round than `data.editions.formats` reads it.
_AS_TEXTS = {
    "scores": """SELECT * EXCLUDE (reason_dimensions) REPLACE (
        reason || coalesce(':' || nullif(array_to_string(reason_dimensions, ','), ''), '') AS reason,
        array_to_string(fallbacks, ';') AS fallbacks), NULL::VARCHAR AS unknown FROM scores""",
    "indicators": "SELECT * REPLACE (array_to_string(fallbacks, ';') AS fallbacks) FROM indicators",
    "sources": "SELECT * REPLACE (array_to_string(sumber, ';') AS sumber) FROM sources",
    "signals": """SELECT * EXCLUDE (exposure, months, counts, exposures)
        REPLACE (array_to_string(rules, ';') AS rules, array_to_string(neighbours, ';') AS neighbours),
        CASE WHEN exposure IS NULL THEN '{}' ELSE json_object('months', coalesce(months, []), 'counts', coalesce(counts, []),
        'exposure', coalesce(exposures, []), 'exposure_now', [exposure])::VARCHAR END AS inputs
        FROM signals LEFT JOIN (SELECT signal, list(period) AS months, list(count) AS counts, list(exposure) AS exposures
        FROM baselines GROUP BY signal) USING (signal)""",
}


def _without_lists(con: duckdb.DuckDBPyConnection) -> None:
    for name, query in _AS_TEXTS.items():
        con.execute(f"CREATE TABLE before AS {query}")
        con.execute(f'DROP TABLE "{name}"')
        con.execute(f'ALTER TABLE before RENAME TO "{name}"')
    con.execute("INSERT INTO meta SELECT 'silent_months', coalesce(string_agg(period, ';' ORDER BY period), '') FROM silent_months")
    for name in NEWER:
        con.execute(f'DROP TABLE "{name}"')
