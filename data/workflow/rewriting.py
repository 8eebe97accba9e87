"""The database file rewritten, so that nothing of what was erased stays in it.

DuckDB leaves the old blocks of an emptied cell where they lie until something else needs them.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import duckdb

from data.errors import DataError
from data.store import database, database_file, durable, locking
from data.words import Message, msg

_ALONE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def rewrite(home: Path) -> None:
    """Copy the store into a new file and put it in place of the old one; the caller holds the `exclusive` lock.

    Raises DataError where that can't be done; the old file stands then, with all that was committed.
    """
    path = home / database.DATABASE
    partial = durable.temporary(path)
    for leftover in durable.leftovers(home):  # left by a process that was killed here
        if leftover.name.startswith(f".{path.name}."):
            durable.remove(leftover)
    try:
        with database_file.opened(path, read_only=False) as con:
            con.execute("CHECKPOINT")
        with contextlib.closing(duckdb.connect(":memory:", config=_ALONE)) as con:
            for name, place, mode in (("lama", path, " (READ_ONLY)"), ("baru", partial, "")):
                con.execute(f"ATTACH '{str(place).replace(chr(39), chr(39) * 2)}' AS {name}{mode}")
            con.execute("COPY FROM DATABASE lama TO baru")
            if _shape(con, "lama") != _shape(con, "baru"):
                raise DataError(_not_done(path, "COPY FROM DATABASE"))
        partial.chmod(path.stat().st_mode & 0o777)
        durable.sync(partial)
        partial.replace(path)
        durable.sync(home)
    except OSError as error:
        raise DataError(locking.cannot_write(home, error)) from None
    except duckdb.Error as error:
        raise DataError(_not_done(path, type(error).__name__)) from error
    finally:
        for leftover in (partial, database_file.wal(partial)):
            durable.remove(leftover)


def _shape(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    """Tables with their constraints and rows, views and sequences of an attached database."""
    tables = con.execute("SELECT table_name, sql FROM duckdb_tables() WHERE database_name = ? ORDER BY 1", [name]).fetchall()
    counted = [
        (table, sql, *con.execute(f'SELECT count(*) FROM {name}."{table}"').fetchall()[0])  # noqa: S608 - names from the store
        for table, sql in tables
    ]
    views = con.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE database_name = ? AND NOT internal ORDER BY 1",
        [name],
    ).fetchall()
    numbers = con.execute("SELECT sequence_name, last_value FROM duckdb_sequences() WHERE database_name = ? ORDER BY 1", [name]).fetchall()
    return [*counted, *views, *numbers]


def _not_done(path: Path, reason: str) -> Message:
    return msg(
        "{path}: yang dihapus sudah tidak dapat dibaca lewat program, tetapi berkasnya belum dapat ditulis ulang ({reason}). Periksa ruang disk, lalu jalankan: python -m data erase compact",
        path=path,
        reason=reason,
    )
