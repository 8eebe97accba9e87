"""A list of words stands once, in `data/tables`; a number of the method stands in its file. Any second copy is found here.

A copy is two or more words of one list as literals in one expression: a tuple, a set, a comparison, an `IN (…)`. Words
that several lists share (`lainnya`, `kecamatan`) tell of none of them, and neither do names of tables. What is no copy: a word for each (values by `N_`).
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.method import parse
from data import labels
from data.errors import DataError
from data.records import indicators
from data.reference import methods
from data.store import database
from data.tables import TABLES
from data.tables.figures import FIGURES
from data.tables.kegiatan import EVIDENCE, KINDS, OFFICIAL_PARTNERS, PARTNERS, SECURITY_KINDS
from data.tables.kejadian import HANDLING, HARM, HELPING, ORMAS_ROLES, RESOLVED, SEVERITIES, UNSETTLED
from tests.reader import t

ROOT = Path(__file__).parents[3]
LISTS = {
    f"{table.name}.{column.name}": column.choices
    for table in TABLES.values()
    for column in table.columns
    if column.kind in ("choice", "choices")
}
_SHARED = Counter(word for words in set(LISTS.values()) for word in words)
OWN = {name: {word for word in words if _SHARED[word] == 1 and word not in TABLES} for name, words in LISTS.items()}
# Where a list may be typed besides its home, and why.
ALLOWED = {
    "data/workflow/acts.py": "offices that act, and which of them belong together: more of them than write steps of handling",
    "data/simulation/ormas.py": "how often each is drawn, of what is made up",
    "data/simulation/handling.py": "how often each is drawn, of what is made up",
    "data/simulation/steps.py": "how often each is drawn, of what is made up",
    "data/simulation/incidents.py": "how often each is drawn, of what is made up",
    "data/simulation/meetings.py": "who decides in the meetings that are made up",
}


def copies(words: list[str]) -> list[str]:
    """The lists of which two or more of these words are members."""
    return sorted(name for name, own in OWN.items() if len(own & set(words)) >= 2)


def in_python(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each expression of a source that types two or more members: its line and the lists."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Dict) and any(called(value) == "N_" for value in node.values):
            continue  # a word for each: `labels`
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = in_sql(node.value)
            if found:
                yield node.lineno, found
        elif isinstance(node, ast.BoolOp):
            yield node.lineno, copies([one.value for one in ast.walk(node) if is_text(one)])
        elif isinstance(node, ast.expr):
            parts = node.keys if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
            yield node.lineno, copies([one.value for one in parts if is_text(one)])


def is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def in_sql(text: str) -> list[str]:
    """Lists of which two members stand in one line, or in one bracket, of an SQL text."""
    code = re.sub(r"--.*", "", text)
    groups = [*code.splitlines(), *re.findall(r"[(\[][^()\[\]]*[)\]]", code)]
    return sorted({name for group in groups for name in copies(re.findall(r"'(\w+)'", group))})


def typed(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return [f"{path.name}: {name}" for name in in_sql(text)]
    return [f"{path.name}:{line}: {name}" for line, names in in_python(text) for name in names]


def sources() -> list[Path]:
    found = [path for folder in ("analytics", "data", "pages") for path in (ROOT / folder).rglob("*.py")]
    found += (ROOT / "data").glob("*.sql")
    apart = {ROOT / name for name in ALLOWED}
    return sorted(path for path in found if path not in apart and path.parent != ROOT / "data" / "tables")


def test_no_list_is_typed_a_second_time():
    assert [copy for path in sources() for copy in typed(path)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A = ('polri', 'tni')", ["kegiatan.mitra"]),
        ("mask = (f['mitra'] == 'polri') | (f['mitra'] == 'tni')", []),
        ("found = kind == 'polri' or kind == 'tni'", ["kegiatan.mitra"]),
        ("colours = {'polri': 1, 'tni': 2}", ["kegiatan.mitra"]),
        ("WORDS = {'polri': N_('Polri'), 'tni': N_('TNI')}", []),
        ("SQL = \"WHERE mitra IN ('polri', 'tni')\"", ["kegiatan.mitra"]),
        ("one = ('kecamatan', 'ormas', 'lainnya')", []),  # words of several lists
    ],
)
def test_a_copy_is_told_from_what_is_none(text, expected):
    assert sorted({name for _, names in in_python(text) for name in names}) == expected


def test_a_copy_that_runs_over_several_lines_of_sql_is_found():
    assert in_sql("WHERE topik IN ('kepemimpinan',\n  'regulasi')") == ["pelatihan.topik"]


def test_the_lists_within_a_list_are_parts_of_it():
    assert set(SECURITY_KINDS) < set(KINDS)
    assert set(OFFICIAL_PARTNERS) < set(PARTNERS)
    assert set(HELPING) < set(ORMAS_ROLES)
    assert set(RESOLVED) | set(UNSETTLED) < set(HANDLING)
    assert not set(RESOLVED) & set(UNSETTLED)


def test_every_choice_has_a_word_on_screen():
    for words in LISTS.values():
        assert [word for word in words if word not in ("IKO", "IKN", "IHaI") and labels.label(t, word) == word] == []


def test_the_store_asks_for_the_same_words_as_the_tables(tmp_path):
    """The checks of the schema are its history; what they allow is what the import allows."""
    database.init(tmp_path, "nyata")
    with database.read(tmp_path) as con:
        rows = con.execute("SELECT table_name, expression FROM duckdb_constraints() WHERE constraint_type = 'CHECK'").fetchall()
    for name, table in TABLES.items():
        checks = [str(text) for known, text in rows if known == name]
        for column in table.columns:
            if column.kind == "choice":
                asked = [c for c in checks if re.match(rf"\(+{column.name} IN ", c)]
                assert [set(re.findall(r"'(\w+)'", c)) for c in asked] == [set(column.choices)], column.name


def test_the_method_in_force_says_what_records_need_for_each_level():
    method = methods.load_default()
    assert method.iko.evidence_weights == (0.0, 0.5, 0.8, 1.0)
    assert len(method.iko.evidence_weights) == len(EVIDENCE)
    assert set(method.ikw.severity) == set(SEVERITIES[1:])
    assert {harm for least in method.ikw.severity.values() for harm in least} <= set(HARM)
    rate = next(one for one in method.ikw.indicators if one.kind == "event_rate")
    assert rate.record_weights == (1.0, 4.0, 16.0)
    assert len(rate.records) == len(SEVERITIES)


def test_what_people_read_of_these_numbers_is_what_the_method_says():
    """The formula of the activities is prose, the numbers are keys. The definition of severe incidents has none: pages say those of the
    edition's method (tests/pages/test_rules_in_words.py).
    """
    method = methods.load_default()
    assert not re.search(r"\d|\b(?:satu|lima|sepuluh)\b", FIGURES["kejadian_berat"].definition)
    counted = next(one for one in method.iko.indicators if one.code == "kegiatan_kamtibmas")
    weights = " / ".join(f"{weight:g}" for weight in method.iko.evidence_weights)
    assert weights in counted.formula.en
    assert weights.replace(".", ",") in counted.formula.id


@pytest.mark.parametrize(
    ("method_id", "old", "new", "words"),
    [
        ("iko-2026-2", "weights = [0.0, 0.5", "weights = [0.6, 0.5", r"\[evidence\], key 'weights': must not fall"),
        ("iko-2026-2", "weights = [0.0, 0.5", "weights = ['0', 0.5", r"'weights\[0\]': a finite number is needed"),
        ("iko-2026-2", "weights = [0.0, 0.5, 0.8, 1.0]", "weights = 1", "'weights': a list of numbers is needed, found 1"),
        ("iko-2026-2", "weights = [0.0", "weigths = [0.0", "'weigths': unknown key; known: weights"),
        ("ikw-2026-2", "2 = { luka = 1", "dua = { luka = 1", r"\[severity\], key 'dua': a degree"),
        ("ikw-2026-2", "2 = { luka = 1", "2 = { luka = 0.5", r"\[severity\], key '2': a degree"),
        ("ikw-2026-2", "2 = { luka = 1, bangunan_rusak = 1 }", "2 = 1", r"\[severity\], key '2': a degree"),
    ],
)
def test_a_wrong_key_is_refused_by_file_table_and_key(method_id, old, new, words):
    text = methods.text(method_id)
    assert old in text
    with pytest.raises(ValueError, match=r"^coba\.toml: .*" + words):
        parse(text.replace(old, new, 1), "coba.toml")


@pytest.mark.parametrize("lacking", ["iko", "ikw"])
def test_a_method_that_does_not_say_them_is_refused_with_the_remedy(tmp_path, monkeypatch, lacking):
    database.init(tmp_path, "nyata")
    method = methods.load_default()
    bare = {"iko": replace(method.iko, evidence_weights=()), "ikw": replace(method.ikw, severity={})}
    monkeypatch.setattr(methods, "load_default", lambda: replace(method, **{lacking: bare[lacking]}))
    with database.read(tmp_path) as con, pytest.raises(DataError) as refused:
        indicators.build(con, "2026-10")
    assert f"{lacking}-2026-2.toml tidak menyebut [" in str(refused.value)
    assert f"metode bawaan {lacking}-2026-2" in str(refused.value)
