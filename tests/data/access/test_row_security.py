"""What doesn't say whose it is, is read by nobody who doesn't see everything: over all tables, and every role."""

import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from data.access import row_security
from data.access.row_security import Sees
from data.access.viewers import LIAISON, LOCAL, NO_ORMAS, OWN_KECAMATAN, ROLES, Viewer
from data.editions import exporting, files, formats, reading
from data.editions.reading import Edition
from data.editions.scoping import ScopedEdition, scoped
from data.tables import edition as definition
from data.tables.edition import TABLES, Scope
from tests import frozen

ROOT = Path(__file__).parents[3]
OWN, OTHER = "32.16.07", "32.16.08"
# Everybody but those who are handed the whole edition.
VIEWERS = [
    *((role, frozenset({OWN})) for role in (*OWN_KECAMATAN, *LIAISON)),
    *((role, frozenset()) for role in (*NO_ORMAS, *LIAISON)),
]
SCOPED = [(role, own) for role, own in VIEWERS if Viewer("x", role, own).scope != Edition.scope]
SAYING = [table for table in TABLES.values() if not table.scope.public]


def seen(edition, role, own, granted=frozenset()):
    return scoped(edition, Viewer("x", role, own), lambda: granted)


@pytest.fixture(scope="module")
def altered(simulated_home, tmp_path_factory):
    """The simulated edition as some other program could have left it, without a number: a function of what is done to its file."""
    folder, source = tmp_path_factory.mktemp("lain"), files.path_of(simulated_home, "2026-10-r1")
    opened = []

    def alter(*changes):
        path = frozen.of_before(source, folder / f"{len(opened)}.duckdb")
        with duckdb.connect(str(path)) as con:
            for change in changes:
                con.execute(change)
        opened.append(Edition(path))
        return opened[-1]

    yield alter
    for edition in opened:
        edition.close()


@pytest.mark.parametrize("role", [LOCAL, *ROLES])
def test_who_sent_and_what_files_were_called_is_read_by_those_only_who_read_the_trail(role, simulated_edition):
    """Through every table, the readme of the package and what is known of the edition; how many rows came is everybody's."""
    found = seen(simulated_edition, role, frozenset({OWN}) if role in OWN_KECAMATAN else frozenset())
    whole, batches = simulated_edition.batches(), found.batches()
    told = {str(value) for name in ("berkas", "oleh", "sha256", "waktu") for value in whole[name]} | {"published_by"}
    cells = {str(value) for frame in found.tables("batches", "meta").values() for name in frame for value in frame[name].dropna()}
    reads_trail = role in (LOCAL, "operator_kabupaten", "admin")
    assert (told <= cells) == reads_trail
    assert reads_trail or not told & cells
    assert ("published_by" in found.meta) == ("published_by" in exporting._readme(found)) == reads_trail
    counted = ["batch_id", "tabel", "baris_masuk", "terverifikasi", "menunggu", "ditolak"]
    assert batches[counted].equals(whole[counted])


def test_every_role_is_either_scoped_or_sees_everything(simulated_edition):
    scoped_roles = {role for role in ROLES if scoped(simulated_edition, Viewer("x", role)) is not simulated_edition}
    assert {role for role, _ in SCOPED} | {"pimpinan", "pemilik_metode"} == scoped_roles


@pytest.mark.parametrize(("role", "own"), SCOPED)
def test_a_table_that_says_no_scope_is_not_read(role, own, simulated_edition, monkeypatch):
    for name, table in TABLES.items():
        monkeypatch.setitem(definition.TABLES, name, replace(table, scope=None))
    assert {name for name, frame in seen(simulated_edition, role, own).tables().items() if len(frame)} == set()


@pytest.mark.parametrize(("role", "own"), SCOPED)
@pytest.mark.parametrize("scope", [Scope(), Scope(kecamatan="distrik"), Scope(ormas="kode_ormas")])
def test_a_scope_that_names_nothing_of_the_table_is_none(scope, role, own, simulated_edition, monkeypatch):
    for name, table in TABLES.items():
        monkeypatch.setitem(definition.TABLES, name, replace(table, scope=scope))
    assert {name for name, frame in seen(simulated_edition, role, own).tables().items() if len(frame)} == set()


RENAMED = [
    f'ALTER TABLE "{table.name}" RENAME COLUMN "{column}" TO "{column}_asal"'
    for table in SAYING
    if table.name not in frozen.NEWER
    for column in table.scope.columns
]


@pytest.mark.parametrize("role", OWN_KECAMATAN)
def test_rows_whose_scope_stands_in_a_column_of_another_name_are_not_read(role, altered):
    """A renamed column gave a camat all 200 Ormas."""
    edition = altered(*RENAMED)
    found = seen(edition, role, frozenset({OWN})).tables()
    assert {table.name for table in SAYING if len(found[table.name])} == set()
    assert len(edition.tables("trainings")["trainings"]) > 200


@pytest.mark.parametrize("role", [*LIAISON, *NO_ORMAS])
def test_a_renamed_column_names_no_ormas_to_those_who_see_none(role, altered):
    ormas = set(altered().units("ormas")["unit"])
    for frame in seen(altered(*RENAMED), role, frozenset()).tables().values():
        for column in frame.select_dtypes(exclude="number"):
            assert not set(frame[column].dropna().astype(str)) & ormas


@pytest.mark.parametrize(("role", "own"), SCOPED)
def test_a_table_or_column_that_is_not_defined_is_not_read(role, own, altered):
    edition = altered(
        "CREATE TABLE gossip AS SELECT unit, name FROM units WHERE unit_type = 'ormas'",
        "ALTER TABLE scores ADD COLUMN informant VARCHAR DEFAULT 'ORM-001'",
        "ALTER TABLE influence ADD COLUMN informant VARCHAR DEFAULT 'ORM-001'",
    )
    found = seen(edition, role, own)
    assert "informant" not in found._frame("SELECT * FROM {influence}")  # public, and closed to what it doesn't define
    assert "gossip" not in found.tables()
    assert "informant" not in found.scores("IKW", "kecamatan")
    with pytest.raises(KeyError):
        found._frame("SELECT * FROM {gossip}")


@pytest.mark.parametrize("text", ["FROM scores", 'FROM "units"', "FROM main.units", "FROM {scores} JOIN units USING (unit)"])
def test_a_query_that_names_a_table_by_itself_finds_none(text, simulated_edition):
    for edition in (simulated_edition, seen(simulated_edition, "camat", frozenset({OWN}))):
        with pytest.raises(duckdb.CatalogException, match="does not exist"):
            edition._frame(text)


def test_only_the_formats_name_the_file_itself():
    """All that reads an edition meets it through what its viewer sees; past it leads one name, which stands in two modules."""
    naming = {
        path.relative_to(ROOT).as_posix()
        for folder in ("data", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\bformats\.FILE|\{FILE\}|\b(FROM|JOIN) edisi\b", path.read_text(encoding="utf-8"))
    }
    assert naming == {"data/editions/formats.py", "data/editions/opening.py"}


@pytest.mark.parametrize(("role", "own"), SCOPED)
def test_a_row_of_no_kecamatan_or_of_an_unknown_kind_is_read_by_nobody_of_one(role, own, altered):
    edition = altered(
        "UPDATE scores SET unit_type = 'desa'",
        "UPDATE units SET unit_type = ''",
        "ALTER TABLE counts ALTER kecamatan DROP NOT NULL",
        "UPDATE counts SET kecamatan = NULL",
    )
    found = seen(edition, role, own).tables("scores", "units", "counts")
    assert len(found["scores"]) == len(found["units"]) == 0
    assert len(found["counts"]) == (0 if own else len(edition.counts()))


@pytest.mark.parametrize("table", [*TABLES.values()], ids=lambda table: table.name)
def test_what_is_left_of_a_table_holds_no_code_that_is_not_seen(table):
    """The rule by itself, on rows that name every pair of a place and an Ormas, with a quote in a code."""
    columns = {column.name: f"CAST(NULL AS {column.type})" for column in table.columns}
    values = {"unit_type": "kind", "unit": "code", "kecamatan": "place"}
    cells = ", ".join(f'{values.get(name, empty)} AS "{name}"' for name, empty in columns.items())
    kinds = {"kecamatan": (OWN, OTHER), "kabupaten": ("32.16",), "ormas": ("ORM-1", "O'RM-2", "ORM-3")}
    pairs = (
        [(kind, code) for kind, codes in kinds.items() for code in codes]
        if table.scope.typed
        else [("ormas", code) for code in kinds["ormas"]]
    )
    rows = ", ".join(f"('{kind}', '{code.replace(chr(39), chr(39) * 2)}', '{place}')" for kind, code in pairs for place in (OWN, OTHER))
    source = f"(SELECT {cells} FROM (VALUES {rows}) given (kind, code, place))"
    sees = Sees(frozenset({OWN}), frozenset({"O'RM-2"}), frozenset({"O'RM-2"}))
    found = duckdb.sql(f"SELECT * FROM {row_security.seen(table, source, sees)}").df()
    codes = set(found["unit"].dropna()) if "unit" in found else set()
    assert codes <= {OWN, "32.16", "O'RM-2"}
    if "kecamatan" in found and not table.scope.typed:
        assert set(found["kecamatan"].dropna()) <= {OWN}
    assert table.scope.public or len(found) < len(pairs) * 2


def test_a_scoped_edition_of_before_is_read_by_the_same_rule(altered):
    found = seen(altered("DROP TABLE weeks"), "camat", frozenset({OWN}))
    assert isinstance(found, ScopedEdition)
    assert found.format == 0
    assert found.weeks(first="2026-01-01", last="2026-12-31").empty
    assert set(found.units("kecamatan")["unit"]) == {OWN}
    assert formats.FORMAT > 1
    assert reading.Edition.scope != found.scope
