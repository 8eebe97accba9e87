"""A DuckDB file, opened without lock or migration; one transaction on it; and what is wrong with it, in words."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import duckdb

from data.errors import DataError
from data.words import Message, msg

Row = tuple[object, ...]

# What DuckDB raises when the file itself is the trouble, not the statement.
_BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
_NO_SPACE = "no space left"
_SAFE_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextlib.contextmanager
def whole(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction: committed at the end, or nothing."""
    con.begin()
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # already rolled back, if the database itself gave up
            con.rollback()
        raise
    con.commit()


def wal(path: Path) -> Path:
    """Where DuckDB keeps what was committed and isn't in the file yet."""
    return path.with_name(f"{path.name}.wal")


@contextlib.contextmanager
def opened(path: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database file, without lock or migration; what is wrong with the file is a DataError."""
    try:
        con = duckdb.connect(str(path), read_only=read_only, config=_SAFE_SETTINGS)
    except duckdb.Error as error:
        raise DataError(_unreadable(path, error)) from None
    try:
        yield con
    except duckdb.Error as error:
        # A full disk can also show as a transaction that could not be committed.
        if isinstance(error, _BROKEN) or _NO_SPACE in str(error).lower():
            raise DataError(_unreadable(path, error)) from error
        raise
    finally:
        con.close()


def _unreadable(path: Path, error: duckdb.Error) -> Message:
    if not os.access(path, os.R_OK):
        return msg("{path}: tidak boleh dibaca oleh akun ini. Perbaiki izin berkasnya.", path=path)
    if _NO_SPACE in str(error).lower():
        return msg("{path}: disk penuh; tidak ada yang disimpan. Kosongkan ruang, lalu ulangi.", path=path)
    if "could not set lock" in str(error).lower():
        return msg(
            "{path}: sedang dibuka program lain di luar Kondusif. Tutup program itu, lalu coba lagi.",
            path=path,
        )
    return msg(
        "{path}: bukan basis data yang utuh (rusak, terpotong, atau bukan berkas DuckDB). "
        "Jangan dihapus: simpan salinannya, lalu pulihkan dari cadangan terakhir.",
        path=path,
    )


def one(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> Row:
    """The first row of a query. Raises LookupError where there is none."""
    found = con.execute(sql, list(values)).fetchall()  # read to the end: half a result blocks the connection
    if not found:
        raise LookupError(f"no row for: {sql}")
    return cast(Row, found[0])
