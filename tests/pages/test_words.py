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
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in ("t", "n", "tn", "msg", "msg_n", "N_", "Nn_")
        and any(isinstance(part, ast.Constant) for part in call.args)
    ]
    assert hidden == []


def test_every_translation_has_the_fields_of_its_text():
    fields = re.compile(r"{(\w+)}")
    wrong = [
        entry.id
        for entry in catalogue("en")
        if entry.id
        for text, string in ([(entry.id, entry.string)] if isinstance(entry.string, str) else zip(entry.id, entry.string, strict=True))
        if set(fields.findall(string)) != set(fields.findall(text))
    ]
    assert wrong == []


# Ranges whose ends are never alike: edges of bands, bounds of a column; two of a kind, no range; a picture of several months.
TWO_ENDS = {
    "{low}–{high} poin",
    "{name} {low}–{high}",
    "{number} {name} ({low}–{high})",
    "{low} sampai di bawah {high}",
    "{lead} antara {low} dan {high}",
    "Garis skor {territory} dari {first} ({start}) sampai {last} ({end}).",
    "Satu topik dihadiri {fewest} sampai {most} dari {total} Ormas aktif",  # said where they differ
}


def test_no_text_says_a_range_with_two_ends_of_its_own():
    """ "2025 sampai 2025": a range is made by `numbers.between`, which says one thing once, and stands in a text as one field."""
    ends = re.compile(r"\{(\w+)\}( ?\(\{\w+\}\))? ?(?:–|-|sampai|hingga|s\.d\.)( di bawah)? ?\{(\w+)\}")
    between = re.compile(r"antara \{low\} dan \{high\}")
    found = {entry.id for entry in catalogue("id") if isinstance(entry.id, str) and (ends.search(entry.id) or between.search(entry.id))}
    named = re.compile(r"sampai \{(month|until)\}")  # "{place} sampai {month}" has one end
    assert {one for one in found if not named.search(one) or "{first}" in one} == TWO_ENDS
    in_code = re.compile(r"\{(first|start|since|begin)\b[^}]*\} ?[–-] ?\{(last|end|until)\b")
    by_hand = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("data", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if in_code.search(line)
    ]
    # `between` itself; a key of the trail; the legend of bars, whose steps are never one wide
    assert [one.split(":")[0] for one in by_hand] == ["data/numbers.py", "data/store/ledger.py", "pages/panels/without_index.py"]


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
        "Indonesia",
        "Agenda",
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
        "Median",
        "Server",
        "{where}, batch {batch}, {when} ({state})",
    }
    wordless = {text for text in same if not re.search(r"[a-z]{4,}", re.sub(r"{\w+}", "", text))}
    assert same - names - wordless == set()


# What narrows a sentence, and how English says it.
QUALIFIERS = {
    r"\b(ter|di)verifikasi\b": r"verif",
    r"\bsedikitnya\b|\bpaling sedikit\b": r"at least|or more|the least",
    r"\bpaling (banyak|lama)\b": r"\bmost\b|up to|longest|more than|first",
    r"\bOrmas aktif\b": r"active",
    r"\bdinilai\b": r"assess|judged",
    r"\b(dua belas|12) bulan\b": r"twelve|12|year",
    r"\b24 bulan\b": r"24|two years",
    r"\bhanya\b": r"\bonly\b|alone|\bbut\b|\bjust\b|nothing else|single|a part of",
    r"\bsementara\b": r"provisional|temporar|while|for now",
    r"\b(di)?perkira(an|kan)\b|\bsekitar\b|\bkira-kira\b": r"estimat|expect|about|around|nearly",
    r"\bdi antaranya\b": r"of them|of these|among|of which",
    r"\bkejadian berat\b": r"severe",
    r"\busulan\b": r"propos",
    r"\bsebagian\b": r"\bpart|\bsome|\bof ",
    r"\bbatas wajar\b": r"bound",
}


@pytest.mark.parametrize(("indonesian", "english"), QUALIFIERS.items())
def test_english_narrows_a_sentence_as_indonesian_does(indonesian, english):
    """ "1.140 kegiatan … yang terverifikasi" was "1,140 activities" in the English release."""
    lost = [
        (entry.id, string)
        for entry in catalogue("en")
        if entry.id and re.search(indonesian, entry.id if isinstance(entry.id, str) else entry.id[0], re.IGNORECASE)
        for string in ([entry.string] if isinstance(entry.string, str) else entry.string)
        if not re.search(english, string, re.IGNORECASE)
    ]
    assert lost == []


# Numbers that are never one, by the rule or the limit that they come from, or parts of a total whose noun follows the total.
NEVER_ONE = re.compile(
    r"of \{(total|n|m)\} |"
    r"\{(most|limit|months|percent|points|low|high|by|index|kb|mb|km|share|way|groups|people|score)\}|"
    r"\bof \{n\} (words|months)|[Oo]f (the )?\{(n|total)\} |(last|first|than|least|within|for|lasted|after|in the|next) \{n\} |computed \{n\} times|\{n\} days (old|afterwards)|\{n\} cells|after \{n\}"
)


def test_english_has_no_plural_beside_a_number_that_may_be_one():
    """A text with one form in Indonesian is one in English too: "1 rows" is said as "rows: 1", or with `t.n`."""
    beside = re.compile(r"\{(n|count|rows|files|faults|batches|came|total|m|number)\} (more |other |new )?([a-z]+s\b|\{unit\})")
    wrong = [
        entry.string
        for entry in catalogue("en")
        if entry.id and isinstance(entry.id, str) and (hit := beside.search(entry.string)) and not NEVER_ONE.search(entry.string)
        if not hit[0].endswith((" is", " was", " has"))
    ]
    assert wrong == []
