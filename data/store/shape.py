"""How a store is built (tables, views, functions) compared with what the migrations make: rows are read through its views."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Mapping

import duckdb

from data.store import database

# Whatever a query of ours may meet by name, and what it is. A function of the store would be taken before one of DuckDB.
_PARTS = """
SELECT concat_ws('.', nullif(schema_name, 'main'), view_name) AS name, sql FROM duckdb_views()
  WHERE database_name = current_database() AND NOT internal
UNION ALL SELECT concat_ws('.', nullif(schema_name, 'main'), table_name), sql FROM duckdb_tables()
  WHERE database_name = current_database() AND NOT internal
UNION ALL SELECT concat_ws('.', nullif(schema_name, 'main'), function_name) || '()',
  string_agg(concat_ws(' ', parameters::VARCHAR, macro_definition), ';' ORDER BY parameters::VARCHAR) FROM duckdb_functions()
  WHERE database_name = current_database() AND NOT internal GROUP BY ALL
UNION ALL SELECT concat_ws('.', nullif(schema_name, 'main'), type_name) || '::', logical_type FROM duckdb_types()
  WHERE database_name = current_database() AND NOT internal
"""


def altered(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the tables, views, functions and types that aren't what the migrations of this store make: changed, added, gone.

    The rows may be untouched and yet read otherwise. A migration that is still to come is no difference.
    """
    done = frozenset(int(version) for (version,) in con.execute("SELECT version FROM schema_migrations").fetchall())
    here, made = _parts(con), _made_by(done)
    return sorted(name for name in here.keys() | made.keys() if here.get(name) != made.get(name))


@functools.cache
def _made_by(versions: frozenset[int]) -> Mapping[str, str]:
    """What an empty store with these migrations has; made once a process."""
    with contextlib.closing(duckdb.connect(":memory:")) as con:
        database.migrate(con, versions)
        return _parts(con)


def _parts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {str(name): str(sql) for name, sql in con.execute(_PARTS).fetchall()}
