"""The format of an edition: a number in its `meta`, and how the tables of an older one are read as those of the present.

An edition never changes, so every format there was stays readable: what came later is empty in it, and what is kept
differently is made of what it has (`Step.reads`). Nothing else in the program asks how old an edition is, but for what is
worked out where nothing was kept (`Edition.keeps_verdicts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.errors import DataError
from data.tables.edition import TABLES, Table
from data.tables.kejadian import HELPING
from data.words import N_, Language, msg, translated

FILE = "edisi"
"""The name of the file of an edition in the database that reads it, in which no table lies: `edisi.scores`."""
_LOCKED_DOWN = ("enable_external_access = false", "lock_configuration = true")


@dataclass(frozen=True)
class Step:
    """One format. adds: what came with it, in Indonesian, to be translated. reads: how a table is read out of an edition
    of before, from `{source}`, which is that table with every column of the present one.
    """

    number: int
    adds: str
    reads: Mapping[str, str] = field(default_factory=dict)


STEPS = (
    Step(
        1,
        N_("sumber laporan, jam dan minggu kejadian, kejadian berat di luar skor, dan kejadian yang akibatnya tidak dinyatakan"),
        {"batches": "SELECT * REPLACE (coalesce(kiriman, batch_id) AS kiriman) FROM {source}"},
    ),
    Step(
        2,
        N_("nomor bentuk edisi; putusan dan kecamatan yang berbatasan dibekukan saat terbit"),
        # Which Ormas told of an incident, where and of what kind is read out of no edition: those of before 0.3 keep it, and
        # it is left out here as `snapshot.sql` leaves it out, in rows of one key.
        {
            "counts": "SELECT period, kecamatan, jenis, kelas, keparahan, penanganan, CASE WHEN list_contains(HELPING, peran_ormas)"
            " THEN peran_ormas END AS peran_ormas, sum(n)::BIGINT AS n, sum(resolved)::BIGINT AS resolved,"
            " sum(harm_unknown)::BIGINT AS harm_unknown FROM {source} GROUP BY ALL".replace("HELPING", str([*HELPING])),
            "parts": "SELECT period, kecamatan, jenis, kelas, peran_ormas, sum(n)::BIGINT AS n, sum(resolved)::BIGINT AS resolved FROM"
            r" (SELECT period, n, peran_ormas, CASE WHEN peran_ormas <> 'melapor' THEN COLUMNS('^(kecamatan|jenis|kelas|resolved)$') END AS '\0'"
            " FROM {source}) GROUP BY ALL",
            "sources": "SELECT period, unit_type, unit, list_aggregate(list_sort(list_distinct(string_split("
            "replace(sumber, 'ormas', 'lainnya'), ';'))), 'string_agg', ';') AS sumber, sum(n)::BIGINT AS n FROM {source} GROUP BY ALL",
        },
    ),
)
FORMAT = STEPS[-1].number


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """A database without tables beside which the file of an edition lies, read-only; nothing else can be reached from it.

    A query that names a table as such finds none: only through `relations` is anything read. Raises duckdb.Error.
    """
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        name = str(path).replace("'", "''")
        con.execute(f"ATTACH '{name}' AS {FILE} (READ_ONLY)")
        for setting in _LOCKED_DOWN:
            con.execute(f"SET {setting}")
    except duckdb.Error:
        con.close()
        raise
    return con


def number_of(meta: Mapping[str, str]) -> int | None:
    """The format that an edition names; None where it names none, as none did up to 0.3."""
    return int(meta["format"]) if "format" in meta else None


def relations(con: duckdb.DuckDBPyConnection, meta: Mapping[str, str], edition_id: str) -> tuple[int, dict[str, str]]:
    """The format of an edition, and of each defined table how it is read as that of the present, by name.

    An edition without a number is of format 1, or of 0 where anything of 1 is missing. Raises DataError, with the remedy,
    for a newer format, and for an edition whose tables aren't those of the format that it names.
    """
    held: dict[str, dict[str, str]] = {}
    found = con.execute("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = ?", [FILE]).fetchall()
    for table, column, kind in found:
        held.setdefault(table, {})[column] = kind
    number = number_of(meta)
    if number is None:
        number = 1 if all(set(columns) <= set(held.get(name, ())) for name, columns in _of(1).items()) else 0
    elif number > FORMAT:
        raise DataError(
            msg(
                "Edisi {id} dibuat program yang lebih baru (bentuk edisi {number}; program ini membaca sampai {known}). Perbarui program ini, atau buka edisi lain.",
                id=edition_id,
                number=number,
                known=FORMAT,
            )
        )
    elif wrong := _differing(held, number) | _undefined(held, number):
        raise DataError(
            msg(
                "Edisi {id} tidak sesuai dengan bentuk edisi {number} yang disebutnya ({names}). Buka edisi lain, atau pulihkan dari cadangan.",
                id=edition_id,
                number=number,
                names=", ".join(sorted(wrong)[:6]),
            )
        )
    return number, {name: _as_of_now(table, held.get(name, {}), number) for name, table in TABLES.items()}


def added_since(number: int, language: Language) -> list[str]:
    """What an edition of a format lacks, the oldest first."""
    return [translated(step.adds, language) for step in STEPS if step.number > number]


def _of(number: int) -> dict[str, dict[str, str]]:
    """Tables and columns of a format, with their types."""
    return {
        table.name: {column.name: column.type for column in table.columns if column.since <= number}
        for table in TABLES.values()
        if table.since <= number
    }


def _differing(held: Mapping[str, Mapping[str, str]], number: int) -> set[str]:
    """Columns of a format that an edition lacks, or has with another type."""
    return {
        f"{table}.{column}"
        for table, columns in _of(number).items()
        for column, kind in columns.items()
        if held.get(table, {}).get(column) != kind
    }


def _undefined(held: Mapping[str, Mapping[str, str]], number: int) -> set[str]:
    """Columns of an edition that its format doesn't know."""
    known = _of(number)
    return {f"{table}.{column}" for table, columns in held.items() for column in columns if column not in known.get(table, {})}


def _as_of_now(table: Table, held: Mapping[str, str], number: int) -> str:
    if number == FORMAT:
        return f'{FILE}."{table.name}"'
    columns = ", ".join(
        f'"{column.name}"::{column.type} AS "{column.name}"' if column.name in held else f'NULL::{column.type} AS "{column.name}"'
        for column in table.columns
    )
    source = f'FROM {FILE}."{table.name}"' if held else "WHERE false"
    text = f"(SELECT {columns} {source})"
    for step in STEPS:
        if step.number > number and table.name in step.reads:
            text = f"({step.reads[table.name].format(source=text)})"
    return text
