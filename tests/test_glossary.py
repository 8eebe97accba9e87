"""GLOSSARY.md says what the code says: every name in it exists, and what people must know by name has a row."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.access import viewers
from data.reference import methods
from data.tables import TABLES
from data.tables.edition import TABLES as FROZEN
from tests import reader
from tests.reader import t

ROOT = Path(__file__).parents[1]
HEADER = ["Indonesian", "English", "Name in code"]


def sections() -> Iterator[tuple[str, list[str]]]:
    """Each row of a table as its cells, under the title of its section."""
    title = ""
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            title = line.removeprefix("## ")
        elif line.startswith("|"):
            yield title, [cell.strip() for cell in line.strip("|").split("|")]


ROWS = [(title, cells) for title, cells in sections() if cells != HEADER and set(cells[0]) != {"-"}]


def of(title: str) -> list[tuple[str, str, str]]:
    return [(one[0], one[1], one[2].strip("`")) for section, one in ROWS if section == title]


def codes() -> dict[str, tuple[str, str]]:
    """Every index and dimension of the methods in force: `IKW.kejadian` and its names."""
    method = methods.load_default()
    found = {}
    for one in (method.ikw, method.iko):
        found[one.index] = (one.name.id, one.name.en)
        found |= {f"{one.index}.{part.code}": (part.name.id, part.name.en) for part in one.dimensions}
    return found


def exists(name: str) -> bool:
    """Whether a name is a table, a column, a code, a role, or a module and what is in it."""
    table, _, column = name.partition(".")
    if name in TABLES or name in FROZEN or name in viewers.ROLES or name in codes():
        return True
    if table in TABLES and column in TABLES[table].column_names:
        return True
    if table in FROZEN and column in FROZEN[table].column_names:
        return True
    if table not in ("analytics", "data", "pages"):
        return False
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            fields = getattr(found, "__dataclass_fields__", {})
            if not hasattr(found, part) and part not in fields:
                return False
            found = getattr(found, part, None)
        return True
    return False


def in_english(text: str) -> str:
    reader.use("en")
    return t(text)


@pytest.mark.parametrize("cells", [cells for _, cells in ROWS], ids=lambda cells: cells[2])
def test_every_row_has_both_languages_and_a_name_that_exists(cells):
    assert len(cells) == 3
    assert all(cells)
    assert re.fullmatch(r"`[\w.]+`", cells[2])
    assert exists(cells[2].strip("`"))


def test_a_name_that_does_not_exist_is_found():
    for name in ("nowhere", "kejadian.nowhere", "IKW.nowhere", "data.nowhere", "data.store.database.Nowhere"):
        assert not exists(name)


def test_no_name_and_no_pair_of_words_stands_twice():
    names = [(title, cells[2]) for title, cells in ROWS]
    assert len(set(names)) == len(names)
    made = [one[:2] for one in of("What the program makes")]
    assert len(set(made)) == len(made)


def test_every_importable_table_has_a_row_with_its_title():
    expected = [(table.title, in_english(table.title), name) for name, table in TABLES.items()]
    assert sorted(of("Importable tables")) == sorted(expected)


def test_every_table_of_an_edition_has_a_row():
    named = {name.strip("`").partition(".")[0] for _, (_, _, name) in ROWS}
    assert set(FROZEN) - named == set()


def test_every_index_and_dimension_has_a_row_with_its_name():
    assert {name: (first, second) for first, second, name in of("Indices and dimensions")} == codes()


def test_every_role_has_a_row_with_its_name():
    expected = [(name, in_english(name), code) for code, name in viewers.ROLES.items()]
    assert sorted(of("Roles")) == sorted(expected)
