"""How a store is built (tables, views, functions) compared with what the migrations make: rows are read through its views."""

from __future__ import annotations

import contextlib
import functools
from collections import defaultdict
from collections.abc import Mapping

import duckdb

from data.errors import DataError
from data.store import database
from data.words import Message, joined, msg

# Everything that a query of ours may name, and what it is. A function of the store would be taken before one of DuckDB, so these queries
# call only the system's own, and no operator; the rest is done here.
_PARTS = {
    "": "SELECT database_name, schema_name, view_name, sql FROM system.main.duckdb_views() WHERE NOT internal",
    " ": "SELECT database_name, schema_name, table_name, sql FROM system.main.duckdb_tables() WHERE NOT internal",
    "()": "SELECT database_name, schema_name, function_name, parameters, macro_definition FROM system.main.duckdb_functions() WHERE NOT internal",
    "::": "SELECT database_name, schema_name, type_name, logical_type FROM system.main.duckdb_types() WHERE NOT internal",
}


def altered(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the tables, views, functions and types that aren't what the migrations of this store make: changed, added or gone.

    The rows may be untouched and yet read differently. A migration that is still to come is no difference.
    """
    here = _parts(con)
    done = frozenset(int(version) for (version,) in con.execute("SELECT version FROM main.schema_migrations").fetchall())
    made = _made_by(done)
    return sorted({name.strip() for name in here.keys() | made.keys() if here.get(name) != made.get(name)})


def describe(names: list[str]) -> Message:
    """What is altered, in a sentence for people."""
    return msg("Susunan basis data diubah di luar program: {names}. Baris yang utuh pun dapat terbaca lain.", names=", ".join(names[:10]))


def evidence() -> Message:
    """Why nothing is decided in, or published from, a store that was altered, and what to do."""
    return msg(
        "Tidak ada yang diputuskan atau diterbitkan darinya. Simpan salinan basis data sebagai bukti, periksa dengan python -m data doctor, dan pulihkan cadangan terakhir sebelum kejadian ini."
    )


def require(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse to go on where the store isn't built as the program builds it. Raises DataError."""
    if found := altered(con):
        raise DataError(joined(" ", [describe(found), evidence()]))


@functools.cache
def _made_by(versions: frozenset[int]) -> Mapping[str, str]:
    """What an empty store with these migrations has; made once in a process."""
    with contextlib.closing(duckdb.connect(":memory:")) as con:
        database.migrate(con, versions)
        return _parts(con)


def _parts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    ((here,),) = con.execute("SELECT system.main.current_database()").fetchall()
    found = defaultdict(list)
    for kind, query in _PARTS.items():
        for store, schema, name, *what in con.execute(query).fetchall():
            if store == here:
                found[f"{name if schema == 'main' else f'{schema}.{name}'}{kind}"].append(str(what))
    return {name: "\n".join(sorted(texts)) for name, texts in found.items()}
