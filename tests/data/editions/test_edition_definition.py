"""One definition of an edition: what is published is what it says, and what it doesn't say can't be published."""

import duckdb
import pandas as pd
import pytest

from data.editions import document, shape
from data.errors import DataError
from data.tables.edition import TABLES
from data.tables.figure import OPEN, ROWS, UNITS
from data.tables.figures import FIGURES
from data.words import translated
from tests import frozen

COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]


def held(con):
    """Tables of a file, each with its columns in their order, as name, type and whether a cell may be empty."""
    rows = con.execute(
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index"
    ).fetchall()
    found = {}
    for table, *column in rows:
        found.setdefault(table, []).append(tuple(column))
    return found


def test_every_table_and_column_of_a_published_edition_is_defined_with_its_type_and_none_is_absent(simulated_edition):
    defined = {name: [(column.name, column.type, not column.required) for column in table.columns] for name, table in TABLES.items()}
    found = held(simulated_edition._con.cursor())
    assert set(found) == set(defined), "a table without its definition: enter it in data/tables/edition_*.py"
    for name, columns in defined.items():
        assert found[name] == columns, name


def test_each_table_says_what_it_is_for_what_makes_a_row_one_and_whose_it_is():
    for table in TABLES.values():
        names = table.column_names
        assert len(set(names)) == len(names), table.name
        assert table.key, table.name
        assert set(table.key) <= set(names), table.name
        assert table.scope is not None, f"{table.name}: say whose the rows are, or that they are public"
        assert table.scope.public != bool(table.scope.columns), table.name
        assert set(table.scope.columns) <= set(names), table.name


def test_a_table_with_a_column_of_a_kecamatan_or_an_ormas_is_not_public_unless_nobody_may_see_that_column():
    """Public is what holds no row of anybody; a column that names a unit all the same says that it is of `others`."""
    for table, column in COLUMNS:
        if table.scope.public:
            assert column.name not in ("kecamatan", "unit"), table.name
            assert "Kode Kemendagri" not in column.meaning, (table.name, column.name)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda one: one.name)
def test_each_column_has_its_meaning_unit_and_what_missing_means_in_both_languages(table, column):
    assert column.meaning
    for text in (table.purpose, column.meaning, column.unit, column.missing):
        assert bool(translated(text, "id")) == bool(translated(text, "en")) == bool(text)
    for text in (table.purpose, column.missing):
        assert not text or translated(text, "en") != text


HOUR = {"period": "2026-10", "kecamatan": "32.16.07", "day": 6, "hour": 21, "n": 2}
HOURS = pd.DataFrame([HOUR, {**HOUR, "hour": 22}])


def test_an_edition_in_which_nothing_happened_has_every_table_and_type():
    with duckdb.connect() as con:
        shape.fill(con, frozen.frames({"hours": HOURS}))
        assert con.execute("SELECT sum(n) FROM hours").fetchone() == (4,)
        types = {name: dict(column[:2] for column in columns) for name, columns in held(con).items()}
    assert types["trends"]["slope"] == "DOUBLE"  # of an edition without a trend it was a text
    assert types["hours"] == {"period": "VARCHAR", "kecamatan": "VARCHAR", "day": "INTEGER", "hour": "INTEGER", "n": "BIGINT"}


@pytest.mark.parametrize(
    ("fault", "frames"),
    [
        ("tidak ada dalam definisi: desa", {"desa": HOURS}),
        ("tidak ada dalam definisi: hours.weather", {"hours": HOURS.assign(weather="hujan")}),
        ("tidak ada dalam definisi: hours.area", {"hours": HOURS.rename(columns={"kecamatan": "area"})}),
        ("tidak dihitung: hours.n", {"hours": HOURS.drop(columns="n")}),
        ("hours: .*malam", {"hours": HOURS.assign(hour="malam")}),
        ("hours: .*NOT NULL.*kecamatan", {"hours": HOURS.assign(kecamatan=None)}),
        ("hours: 1 kunci dipakai lebih dari satu baris", {"hours": HOURS.assign(hour=21)}),
    ],
)
def test_what_the_definition_does_not_say_is_not_published(fault, frames):
    with duckdb.connect() as con, pytest.raises(DataError, match=rf"tidak terbit.*\({fault}"):
        shape.fill(con, {**frozen.frames({}), **frames})


def test_a_table_that_was_not_computed_is_not_published():
    frames = frozen.frames({})
    del frames["hours"]
    with duckdb.connect() as con, pytest.raises(DataError, match="tidak dihitung: hours"):
        shape.fill(con, frames)


def test_the_page_of_the_documents_is_written_from_the_definition():
    assert document.PATH.read_text(encoding="utf-8") == document.text(), "run `make edition`"


def test_every_published_figure_is_counted_from_a_table_and_columns_that_are_defined():
    for one in FIGURES.values():
        if one.elsewhere:
            continue
        names = {*one.rows, *one.least, *one.by, *({one.column} - {ROWS, UNITS, OPEN})}
        of_ormas = TABLES["units"].column_names  # by the code of the row
        assert names <= {*TABLES[one.table].column_names, *of_ormas}, one.id
