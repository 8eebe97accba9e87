"""How severe an incident is, and whether it disturbs, by the method in force: the macro of severity.sql, for rows verified or not."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.errors import DataError
from data.reference import methods
from data.tables.kejadian import HARM, SEVERITIES
from data.words import Message, msg

SQL = Path(__file__).with_suffix(".sql")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the degrees of the method in force and the macro of severity.sql on a connection.

    Raises DataError where the method file doesn't name every degree, or names a harm that isn't in the table.
    """
    method = methods.load_default().ikw
    degrees = method.severity
    if set(degrees) != set(SEVERITIES[1:]) or {harm for least in degrees.values() for harm in least} - set(HARM):
        raise DataError(silent(method.id, f"[severity] {', '.join(map(str, SEVERITIES[1:]))} = {{ {', '.join(HARM)} }}", "IKW"))
    harm = ", ".join(f"{name} INTEGER" for name in HARM)
    con.execute(f"CREATE TEMP TABLE ambang_keparahan (keparahan INTEGER NOT NULL, {harm})")
    # a harm that isn't named raises no severity
    rows = [[level, *(degrees.get(level, {}).get(name) for name in HARM)] for level in SEVERITIES]
    con.executemany(f"INSERT INTO ambang_keparahan VALUES (?{', ?' * len(HARM)})", rows)  # noqa: S608 - our own names
    con.execute(SQL.read_text(encoding="utf-8"))


def silent(method_id: str, key: str, index: str) -> Message:
    """That a method file says nothing, or something unknown, under a key that rows need."""
    return msg(
        "Berkas metode {file} tidak menyebut {key}, atau menyebutnya dengan tingkat atau akibat yang tidak dikenal. Lengkapi seperti pada metode bawaan {example}.",
        file=f"{method_id}.toml",
        key=key,
        example=methods.in_force(index),
    )
