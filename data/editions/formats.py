"""The format of an edition: a number in its `meta`, and how the tables of an older one are read as those of the present.

An edition never changes, so every format there was stays readable: what came later is empty in it, and what is kept differently is made
from what it has (`Step.reads`). Nothing else in the program asks how old an edition is, except for what is worked out where nothing was
kept (`Edition.keeps_verdicts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.errors import DataError
from data.tables.edition import TABLES, Table
from data.tables.frozen import TEXT, Type
from data.tables.kejadian import HELPING
from data.words import N_, Language, msg, translated

FILE = "edisi"
"""The name of the file of an edition in the database that reads it, in which no table lies: `edisi.scores`."""
# The parts of a text that holds several; none of an empty one.
_PARTS_OF = """CREATE MACRO parts_of(several, mark := ';') AS
    list_filter(string_split(coalesce(several, ''), mark), lambda part: part <> '')"""
_LOCKED_DOWN = ("enable_external_access = false", "lock_configuration = true")


@dataclass(frozen=True)
class Step:
    """One format.

    adds: what came with it, in Indonesian, to be translated. reads: how a table is read out of an older edition: from `{source}`, which is
    that table with every column of the present one, or from another table in braces, as its file has it. was: columns (`scores.reason`)
    that were kept before, and are kept no more or with another type.
    """

    number: int
    adds: str
    reads: Mapping[str, str] = field(default_factory=dict)
    was: Mapping[str, Type] = field(default_factory=dict)


STEPS = (
    Step(
        1,
        N_("sumber laporan, jam dan minggu kejadian, kejadian berat di luar skor, dan kejadian yang akibatnya tidak dinyatakan"),
        {"batches": "SELECT * REPLACE (coalesce(kiriman, batch_id) AS kiriman) FROM {source}"},
    ),
    Step(
        2,
        N_("nomor bentuk edisi; putusan dan kecamatan yang berbatasan dibekukan saat terbit"),
        # Which Ormas told of an incident, where and of what kind, is read out of no edition: those from before 0.3 keep it, and it is left
        # out here as `snapshot.sql` leaves it out, in rows of one key.
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
    Step(
        3,
        N_(
            "daftar sebagai daftar, bukan teks: sebab tanpa skor, jalan pengganti, aturan dan bulan dasar sinyal, sumber laporan, bulan tanpa laporan"
        ),
        # What isn't known behind a score (`dimension:indicator:unknown/events`) stands in `indicators` as well, and so does
        # the indicator after the code of a fall-back; the dimension that gave its weight away is one that isn't measured.
        {
            "scores": "SELECT * REPLACE (split_part(reason, ':', 1) AS reason, CASE WHEN reason IS NOT NULL THEN"
            " parts_of(split_part(reason, ':', 2), ',') END AS reason_dimensions, list_sort(list_distinct("
            "list_transform(parts_of(fallbacks), lambda code: split_part(code, ':', 1)))) AS fallbacks) FROM {source}",
            "indicators": "SELECT * REPLACE (list_sort(parts_of(fallbacks)) AS fallbacks) FROM {source}",
            "signals": "SELECT * REPLACE (parts_of(rules) AS rules, parts_of(neighbours) AS neighbours,"
            " (inputs->'$.exposure_now[0]')::DOUBLE AS exposure) FROM {source}",
            "baselines": "SELECT signal, unit_type, unit, unnest(month) AS period, unnest(count) AS count, unnest(exposure) AS exposure FROM"
            " (SELECT signal, unit_type, unit, (inputs->'$.months')::VARCHAR[] AS month, (inputs->'$.counts')::BIGINT[] AS count,"
            " (inputs->'$.exposure')::DOUBLE[] AS exposure FROM {signals})",
            "sources": "SELECT * REPLACE (parts_of(sumber) AS sumber) FROM {source}",
            "silent_months": "SELECT unnest(parts_of(value)) AS period FROM {meta} WHERE key = 'silent_months'",
            "meta": "SELECT * FROM {source} WHERE key <> 'silent_months'",
        },
        dict.fromkeys(
            (
                "scores.unknown",
                "scores.fallbacks",
                "indicators.fallbacks",
                "signals.rules",
                "signals.neighbours",
                "signals.inputs",
                "sources.sumber",
            ),
            TEXT,
        ),
    ),
    Step(4, N_("keadaan penanganan kejadian pada akhir setiap bulan, riwayat tiap Ormas, dan apakah wilayah Polsek sudah dikonfirmasi")),
)
FORMAT = STEPS[-1].number


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """A database without tables beside which the file of an edition lies, read-only; nothing else can be reached from it.

    A query that names a table directly finds none: everything is read through `relations`. Raises duckdb.Error.
    """
    con = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    try:
        name = str(path).replace("'", "''")
        con.execute(f"ATTACH '{name}' AS {FILE} (READ_ONLY)")
        con.execute(_PARTS_OF)
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

    An edition without a number has format 1, or 0 where anything of format 1 is missing. Raises DataError, with the remedy,
    for a newer format, and for an edition whose tables aren't those of the format that it names.
    """
    held: dict[str, dict[str, str]] = {}
    found = con.execute(
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE database_name = ?", [FILE]
    ).fetchall()
    for table, column, kind, _ in found:
        held.setdefault(table, {})[column] = kind
    required = {(table, column) for table, column, _, may_be_empty in found if not may_be_empty}
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
    elif wrong := _differing(held, number) | _undefined(held, number) | _may_be_empty(required, number):
        raise DataError(
            msg(
                "Edisi {id} tidak sesuai dengan bentuk edisi {number} yang disebutnya ({names}). Buka edisi lain, atau pulihkan dari cadangan.",
                id=edition_id,
                number=number,
                names=", ".join(sorted(wrong)[:6]),
            )
        )
    return number, _as_of_now(held, number)


def added_since(number: int, language: Language) -> list[str]:
    """What an edition of a format lacks, the oldest first."""
    return [translated(step.adds, language) for step in STEPS if step.number > number]


def _of(number: int) -> dict[str, dict[str, str]]:
    """Tables and columns of a format, with their types."""
    found: dict[str, dict[str, str]] = {
        table.name: {column.name: column.type for column in table.columns if column.since <= number}
        for table in TABLES.values()
        if table.since <= number
    }
    for table, columns in _was(number).items():
        found[table].update(columns)
    return found


def _was(number: int) -> dict[str, dict[str, str]]:
    """By table the columns of a format that the present one doesn't have, or not with that type."""
    found: dict[str, dict[str, str]] = {}
    for step in reversed(STEPS):
        for name, kind in step.was.items() if step.number > number else ():
            table, column = name.split(".")
            found.setdefault(table, {})[column] = kind
    return found


def _differing(held: Mapping[str, Mapping[str, str]], number: int) -> set[str]:
    """Columns of a format that an edition lacks, or has with another type."""
    return {
        f"{table}.{column}"
        for table, columns in _of(number).items()
        for column, kind in columns.items()
        if held.get(table, {}).get(column) != kind
    }


def _may_be_empty(required: Set[tuple[str, str]], number: int) -> set[str]:
    """Columns of a format that are never empty, and could be in this file."""
    due = {(table.name, column.name) for table in TABLES.values() for column in table.columns if column.required}
    return {f"{table}.{column}" for table, columns in _of(number).items() for column in columns if (table, column) in due - required}


def refuse_shared_keys(con: duckdb.DuckDBPyConnection, number: int, edition_id: str) -> None:
    """DataError, with the remedy, for an edition in which two rows of a table share a key, as publishing refuses it."""
    counts = " UNION ALL ".join(
        f"SELECT '{table.name}', count(*) - count(DISTINCT hash({', '.join(map(_quoted, table.key))})) FROM {FILE}.{_quoted(table.name)}"  # noqa: S608 - our own names
        for table in TABLES.values()
        if table.since <= number
    )
    if shared := {str(name): int(n) for name, n in con.execute(counts).fetchall() if n}:
        raise DataError(
            msg(
                "Edisi {id} memuat baris ganda ({names}): kunci yang sama pada lebih dari satu baris. Buka edisi lain, atau pulihkan dari cadangan.",
                id=edition_id,
                names=", ".join(f"{name}: {n}" for name, n in sorted(shared.items())),
            )
        )


def _undefined(held: Mapping[str, Mapping[str, str]], number: int) -> set[str]:
    """Columns of an edition that its format doesn't know."""
    known = _of(number)
    return {f"{table}.{column}" for table, columns in held.items() for column in columns if column not in known.get(table, {})}


def _as_of_now(held: Mapping[str, Mapping[str, str]], number: int) -> dict[str, str]:
    """How each table of a file of a format is read as that of the present."""
    if number == FORMAT:
        return {name: f'{FILE}."{name}"' for name in TABLES}
    was = _was(number)
    sources = {name: _with_all_columns(table, held.get(name, {}), was.get(name, {})) for name, table in TABLES.items()}
    return {name: _through_steps(table, sources, number) for name, table in TABLES.items()}


def _with_all_columns(table: Table, held: Mapping[str, str], was: Mapping[str, str]) -> str:
    """A table of a file with every column that it has or had, empty where the file lacks it."""
    kinds = {**{column.name: column.type for column in table.columns}, **was}
    columns = ", ".join(f"{_quoted(name) if name in held else 'NULL'}::{kind} AS {_quoted(name)}" for name, kind in kinds.items())
    source = f'FROM {FILE}."{table.name}"' if held else "WHERE false"
    return f"(SELECT {columns} {source})"


def _through_steps(table: Table, sources: Mapping[str, str], number: int) -> str:
    text = sources[table.name]
    for step in STEPS:
        if step.number > number and table.name in step.reads:
            text = f"({step.reads[table.name].format_map({**sources, 'source': text})})"
    return f"(SELECT {', '.join(map(_quoted, table.column_names))} FROM {text})"  # noqa: S608 - our own names


def _quoted(name: str) -> str:
    return f'"{name}"'
