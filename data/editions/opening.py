"""The file of an edition, opened read-only and locked down, and the queries that most of its tables share."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data.editions import formats
from data.errors import DataError
from data.reference import methods
from data.reference.methods import VerdictRules
from data.shelf import Shelf

REMEMBERED = 256  # answers of one edition, those asked for last

# Files in which this process has seen that no two rows share a key: each is looked through once, and again when it has changed.
_looked_through: dict[Path, tuple[int, int, int]] = {}


class OpenFile:
    """The file of an edition, read as one of the present format; each query uses its own cursor, so threads may share it.

    Raises duckdb.Error for what can't be read, and DataError as `formats.relations`.
    """

    def __init__(self, path: Path) -> None:
        self._con = formats.opened(path)
        self._frames = Shelf(REMEMBERED)
        self.id = path.stem
        try:
            rows = self._con.execute(f"SELECT key, value FROM {formats.FILE}.meta").fetchall()  # noqa: S608
            self.meta: dict[str, str] = dict(rows)
            self.format, self._relations = formats.relations(self._con, self.meta, self.id)
            self._refuse_shared_keys(path)
        except (duckdb.Error, DataError):
            self._con.close()
            raise

    def _refuse_shared_keys(self, path: Path) -> None:
        """Only for an edition that names its format: those from before 0.4 were published without looking at keys."""
        stat = path.stat()
        state = stat.st_mtime_ns, stat.st_size, stat.st_ino
        if formats.number_of(self.meta) is not None and _looked_through.get(path) != state:
            formats.refuse_shared_keys(self._con, self.format, self.id)
            _looked_through[path] = state

    def close(self) -> None:
        """Give the file back."""
        self._con.close()

    @property
    def keeps_verdicts(self) -> bool:
        """Whether what is said by rule was frozen at publishing; for an older edition it is worked out when it is opened."""
        return self.format >= 2

    def verdict_rules(self) -> VerdictRules:
        """The rules by which this edition praises, asks for support, names and keeps silent; for an older one the defaults."""
        return self._verdict_rules

    @functools.cached_property
    def _verdict_rules(self) -> VerdictRules:
        if not self.keeps_verdicts:
            return methods.load_verdict_rules(of_before=True)
        return methods.parse_stored_verdict_rules(str(self._frame("SELECT toml FROM {verdict_rules}")["toml"].iloc[0]))

    def _kept(self, before: str, now: str) -> str:
        return now if self.keeps_verdicts else before

    def _between(self, table: str, first: str, last: str, kecamatan: str | None, unit: str | None) -> pd.DataFrame:
        return self._frame(
            f"SELECT * FROM {{{table}}} WHERE period BETWEEN $first AND $last"  # noqa: S608 - our own table names
            " AND ($kecamatan IS NULL OR kecamatan = $kecamatan) AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"first": first, "last": last, "kecamatan": kecamatan, "unit": unit},
        )

    def _of(self, source: str, index: str, unit_type: str, period: str | None, unit: str | None) -> pd.DataFrame:
        return self._frame(
            f"SELECT * FROM {source} WHERE index = $index AND unit_type = $unit_type"  # noqa: S608 - our own table names
            " AND ($period IS NULL OR period = $period) AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"index": index, "unit_type": unit_type, "period": period, "unit": unit},
        )

    def _frame(self, sql: str, values: list[object] | dict[str, object] | None = None) -> pd.DataFrame:
        """The result of a query, which has to name each table in braces: under a bare name it would find none. Lists come as tuples.

        It is kept by what is asked in the end: whoever sees other rows asks otherwise.
        """
        text = sql.format_map(self._read_as())
        key = text, tuple(values.items() if isinstance(values, dict) else values or ())
        return self._frames.lend(key, lambda: self._asked(text, values))

    def _asked(self, text: str, values: list[object] | dict[str, object] | None) -> pd.DataFrame:
        with self._con.cursor() as cursor:
            found = cursor.execute(text, values) if values else cursor.execute(text)
            lists = [name for name, kind, *_ in cursor.description or () if str(kind).endswith("[]")]
            rows = found.df()
        for name in lists:
            rows[name] = pd.Series([_tuple(cell) for cell in rows[name]], index=rows.index, dtype=object)
        return rows

    def _read_as(self) -> Mapping[str, str]:
        """What stands in a query for each table."""
        return self._relations


def _tuple(cell: object) -> tuple[object, ...] | None:
    return tuple(cell.tolist()) if isinstance(cell, np.ndarray) else None
