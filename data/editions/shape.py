"""The tables of an edition as their definition says (`data.tables.edition`): made by it, filled, compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import pandas as pd

from data.errors import DataError
from data.tables.edition import TABLES, Table
from data.words import Message, msg


def fill(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pd.DataFrame]) -> None:
    """Make every table of the definition (`data.tables.edition.TABLES`) and put its rows in, each column of its type.

    Raises DataError, naming table and column, for a table or column that isn't defined or is missing, a value that is
    none of its type, an empty cell where none may be, and rows that share a key.
    """
    _refuse("", TABLES, frames)
    for name, table in TABLES.items():
        _refuse(f"{name}.", table.column_names, frames[name].columns)
        con.execute(f'CREATE TABLE "{name}" ({_columns(table)})')
        con.register("masukan", _with_texts(frames[name]))
        try:
            con.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM masukan')  # noqa: S608 - our own table names
        except (duckdb.ConversionException, duckdb.ConstraintException) as error:
            raise _unfit(f"{name}: {str(error).splitlines()[0]}") from None
        con.unregister("masukan")
        if shared := _sharing(con, table):
            raise _unfit(msg("{table}: {n} kunci dipakai lebih dari satu baris", table=name, n=shared))


def joined(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame, of any columns, with every list as one text, its parts joined by `;`: for files and checksums that know no lists.

    >>> joined(pd.DataFrame({"n": [2], "sumber": [("fkdm", "polsek")]})).values.tolist()
    [[2, 'fkdm;polsek']]
    """
    lists = [name for name, column in frame.items() if column.dtype == object and column.map(pd.api.types.is_list_like).any()]
    return frame.assign(
        **{str(name): [";".join(map(str, cell)) if pd.api.types.is_list_like(cell) else cell for cell in frame[name]] for name in lists}
    )


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}" {column.type}{" NOT NULL" if column.required else ""}' for column in table.columns)


def _with_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns without any known value as text, which fits every type; DuckDB would take them for whole numbers."""
    blank = [name for name, column in frame.items() if column.dtype == object and column.isna().all()]
    return frame.astype(dict.fromkeys(blank, "str")) if blank else frame


def _sharing(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    """How many keys stand in more than one row."""
    key = ", ".join(f'"{name}"' for name in table.key)
    found = con.execute(
        f'SELECT count(*) FROM (FROM "{table.name}" SELECT 1 GROUP BY {key} HAVING count(*) > 1)'  # noqa: S608
    ).fetchone()
    return int(found[0]) if found else 0


def _refuse(where: str, defined: Iterable[str], found: Iterable[str]) -> None:
    defined, found = set(defined), set(found)
    if unknown := sorted(found - defined):
        raise _unfit(msg("tidak ada dalam definisi: {names}", names=", ".join(where + name for name in unknown)))
    if absent := sorted(defined - found):
        raise _unfit(msg("tidak dihitung: {names}", names=", ".join(where + name for name in absent)))


def _unfit(fault: str | Message) -> DataError:
    return DataError(
        msg(
            "Edisi tidak terbit karena tabelnya tidak sesuai dengan definisi edisi ({fault}). Ini kesalahan program, bukan data: laporkan kalimat ini kepada pengelola program.",
            fault=fault,
        )
    )
