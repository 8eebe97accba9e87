"""The file of an edition, opened read-only and locked down, and the queries that most of its tables share."""

from __future__ import annotations

import functools
from pathlib import Path

import duckdb
import pandas as pd

from data import methods
from data.methods import VerdictRules

_LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


class OpenFile:
    """A DuckDB file with `meta`; each query uses its own cursor, so threads may share it."""

    def __init__(self, path: Path) -> None:
        self._con = duckdb.connect(str(path), read_only=True, config=_LOCKED_DOWN)
        self.id = path.stem
        self.meta: dict[str, str] = dict(self._con.execute("SELECT key, value FROM meta").fetchall())

    def close(self) -> None:
        """Give the file back."""
        self._con.close()

    def holds(self, table: str) -> bool:
        """Whether the edition has a table: one of an older program may lack those that came later (`weeks`, `hours`)."""
        known = self._frame("SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = ?", [table])
        return bool(known["n"].iloc[0])

    @functools.cached_property
    def keeps_verdicts(self) -> bool:
        """Whether what is said by rule was frozen at publishing; of an edition of before it is worked out when it is opened."""
        return self.holds("verdicts")

    def verdict_rules(self) -> VerdictRules:
        """The rules by which this edition praises, asks for support, names and keeps silent; of one of before the defaults."""
        return self._verdict_rules

    @functools.cached_property
    def _verdict_rules(self) -> VerdictRules:
        if not self.keeps_verdicts:
            return methods.load_verdict_rules(of_before=True)
        return methods.parse_stored_verdict_rules(
            str(self._frame("SELECT toml FROM verdict_rules")["toml"].iloc[0])
        )

    def _kept(self, before: str, now: str) -> str:
        return now if self.keeps_verdicts else before

    def _between(
        self, table: str, first: str, last: str, kecamatan: str | None, unit: str | None
    ) -> pd.DataFrame:
        return self._frame(
            f"SELECT * FROM {table} WHERE period BETWEEN $first AND $last"  # noqa: S608 - our own table names
            " AND ($kecamatan IS NULL OR kecamatan = $kecamatan) AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"first": first, "last": last, "kecamatan": kecamatan, "unit": unit},
        )

    def _of(
        self, table: str, index: str, unit_type: str, period: str | None, unit: str | None
    ) -> pd.DataFrame:
        return self._frame(
            f"SELECT * FROM {table} WHERE index = $index AND unit_type = $unit_type"  # noqa: S608 - our own table names
            " AND ($period IS NULL OR period = $period) AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"index": index, "unit_type": unit_type, "period": period, "unit": unit},
        )

    def _frame(self, sql: str, values: list[object] | dict[str, object] | None = None) -> pd.DataFrame:
        with self._con.cursor() as cursor:
            return cursor.execute(sql, values).df() if values else cursor.execute(sql).df()
