"""The catalogues hold exactly the texts of the code, in both languages, with the same fields."""

import ast
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from data import words

ROOT = Path(__file__).parents[2]


def catalogue(language):
    with words.catalogue_path(language).open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_extracting_again_changes_nothing(language, tmp_path, monkeypatch):
    """Fails on a text without entry and on an entry without text; `make words` mends both."""
    before = words.catalogue_path(language).read_bytes()
    shutil.copytree(words.LOCALE_DIR, tmp_path / "locale")
    monkeypatch.setattr(words, "LOCALE_DIR", tmp_path / "locale")
    assert words.update_catalogues(ROOT) == {"id": 0, "en": 0}
    assert words.catalogue_path(language).read_bytes() == before


def test_no_text_stands_inside_an_f_string_where_the_catalogues_do_not_find_it():
    """Babel reads f-strings on newer Pythons only: on 3.11 such a text would stay Indonesian on every English screen."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("analytics", "data", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("t", "tn", "N_", "Nn_")
        and any(isinstance(part, ast.Constant) for part in call.args)
    ]
    assert hidden == []


def test_every_translation_has_the_fields_of_its_text():
    fields = re.compile(r"{(\w+)}")
    wrong = [
        entry.id
        for entry in catalogue("en")
        if entry.id
        for string in ([entry.string] if isinstance(entry.string, str) else entry.string)
        if set(fields.findall(string)) != set(fields.findall(entry.id if isinstance(entry.id, str) else entry.id[0]))
    ]
    assert wrong == []


def test_texts_on_pages_are_translated_and_not_copied():
    """Same text in both languages only where it has no words of its own."""
    same = {
        entry.id if isinstance(entry.id, str) else entry.id[0]
        for entry in catalogue("en")
        if entry.id and entry.id == entry.string and any("pages" in file for file, _ in entry.locations)
    }
    # Terms that stay Indonesian in English text.
    names = {
        "Kecamatan",
        "Data",
        "Polsek",
        "Kabupaten",
        "Ormas",
        "Desa/kelurahan",
        "Kecamatan {name}",
        "Bakesbangpol",
        "{meaning}: {n} kecamatan",
        "{n} kecamatan",
        "batch",
        "brief",
        "embargo",
        "folder",
        "status",
        "{where}, batch {batch}, {when} ({state})",
    }
    wordless = {text for text in same if not re.search(r"[a-z]{4,}", re.sub(r"{\w+}", "", text))}
    assert same - names - wordless == set()
