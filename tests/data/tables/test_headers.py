"""A header is of one language: of what is given out as a file, of what an edition holds, of every table in a document."""

import itertools
import re
from pathlib import Path

import pytest

from data.editions import exporting
from data.tables import TABLES
from data.tables.edition import TABLES as FROZEN
from tests.vocabulary import ENGLISH, INDONESIAN, OTHER, mixes

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_a_mixed_header_is_found():
    assert mixes(["tabel", "kolom", "arti", "unit", "meaning", "missing"])
    assert mixes(["column", "type", "unit", "meaning", "arti", "empty means"])
    assert not mixes(["Kecamatan", "Kejadian, 12 bulan"])
    assert not mixes(["period", "unit", "meaning"])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_table_of_a_document_has_a_header_of_both(document):
    lines = document.read_text(encoding="utf-8").splitlines()
    headers = [line for line, after in itertools.pairwise(lines) if re.fullmatch(r"\|[-:| ]+\|", after.strip())]
    assert [line for line in headers if mixes(re.sub(r"`[^`]*`", "", line).split("|"))] == []


@pytest.mark.parametrize("language", exporting.DICTIONARIES)
def test_the_dictionary_of_a_language_is_of_that_language(language, simulated_edition):
    header = exporting.dictionary(simulated_edition, language).columns.tolist()
    assert set(header) & OTHER[language] == set()
    assert len(header) == 6


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_template_has_the_words_of_the_form(table):
    assert [name for name in table.column_names if mixes([name]) or set(name.split("_")) & ENGLISH] == []


# What is counted of a form keeps the form's word; what the program makes is English. The register of deliveries is the store's own.
FORMS = {name for table in TABLES.values() for name in table.column_names} | {"polsek", "kelas", "keparahan", "hadir", "tabel", "n_peserta"}


@pytest.mark.parametrize("table", FROZEN.values(), ids=lambda table: table.name)
def test_a_column_of_an_edition_is_the_forms_or_english(table):
    if table.name == "batches":
        assert not {word for name in table.column_names for word in name.split("_")} & ENGLISH
        return
    made = [name for name in table.column_names if name not in FORMS]
    assert [name for name in made if set(name.split("_")) & INDONESIAN] == []
    assert not any(mixes([name]) for name in table.column_names)
