"""What is said below the pages is a message: a value in no language, put into words by who knows the reader."""

import ast
import json
from pathlib import Path

import pytest

import pages.navigation  # noqa: F401 - every error class is there
from data import faults, words
from data.errors import DataError
from data.intake import checking, sheets
from data.tables import TABLES
from data.words import NOTHING, joined, msg, msg_n, said, verbatim
from tests import reader
from tests.data import refusals

ROOT = Path(__file__).parents[2]
FILES = [path for room in ("data", "pages") for path in sorted((ROOT / room).rglob("*.py"))]
# Said by the version before messages, in Indonesian and English.
BEFORE = json.loads((Path(__file__).parent / "refusals.json").read_text(encoding="utf-8"))


def test_a_message_is_compared_as_a_value_and_said_whole_in_each_language():
    role = msg("Plh. {role}", role=msg("Camat"))
    sentence = msg("Peran {role} tidak berhak melakukan ini. Tidak ada yang diubah.", role=role)
    assert said(sentence, "id") == "Peran Plh. Camat tidak berhak melakukan ini. Tidak ada yang diubah."
    assert said(sentence, "en") == "The role Acting Camat has no right to do this. Nothing was changed."
    assert sentence == msg("Peran {role} tidak berhak melakukan ini. Tidak ada yang diubah.", role=msg("Plh. {role}", role=msg("Camat")))
    assert len({sentence, role, msg("Camat"), msg("Camat")}) == 3


def test_lists_counts_and_what_comes_from_elsewhere():
    assert said(msg("Yang sudah ada ({tables}) belum cukup untuk sebuah edisi.", tables=[msg("Kejadian"), "x"]), "en") == (
        "What is there (Incidents, x) is not enough for an edition."
    )
    assert said(msg_n("{n} tempat", "{n} tempat", 1), "en") == "1 place"
    assert said(msg_n("{n} tempat", "{n} tempat", 2), "en") == "2 places"
    assert said(joined(msg(" atau "), ["Setu", NOTHING, verbatim(""), "Tambelang"]), "en") == "Setu or Tambelang"
    assert not NOTHING
    assert msg("Camat")


def classes(base=DataError):
    for one in base.__subclasses__():
        yield one
        yield from classes(one)


@pytest.mark.parametrize("kind", [DataError, *sorted(classes(), key=lambda one: one.__name__)], ids=lambda one: one.__name__)
def test_an_error_raised_under_one_language_is_shown_in_another(kind):
    reader.use("en")
    error = kind.__new__(kind)
    DataError.__init__(error, msg("Jam tidak diragukan; tidak ada yang perlu dipastikan."))
    assert str(error) == "Jam tidak diragukan; tidak ada yang perlu dipastikan."  # the language of the house, for logs
    assert reader.t(error.message) == "The clock is not in doubt; there is nothing to confirm."
    reader.use("id")
    assert reader.t(error.message) == str(error)


@pytest.mark.parametrize("name", list(refusals.ACTS))
def test_a_refusal_says_in_both_languages_what_it_said_before(name, tmp_path):
    folder = tmp_path / "rumah"
    folder.mkdir()
    reader.use("en")  # of whoever acts; the refusal is read by somebody else
    with pytest.raises(DataError) as refused:
        refusals.ACTS[name](folder)
    told = [said(refused.value.message, language).replace(str(folder), "FOLDER") for language in words.LANGUAGES]
    assert told == BEFORE[name]


BAD = ("abc", "99/99/2026", "13/3/2026", "1.234", "Cibarusa", "Tambun", "gosip", "3216071203850001", "Budi Santoso", "#REF!", "5;6", "")


def file_of(table):
    """Every column of a table with every bad value, one a row."""
    fitting = {
        "date": "2026-10-03",
        "month": "2026-10",
        "whole": "3",
        "number": "3",
        "kecamatan": "Setu",
        "unit": "32.16.07",
        "yes_no": "ya",
    }
    good = {one.name: one.choices[0] if one.choices else fitting.get(one.kind, one.example or "abc") for one in table.columns}
    rows = [good, *({**good, name: bad} for name in good for bad in BAD)]
    return "\n".join(";".join(row) for row in ([*good, "asing"], *([*row.values(), "x"] for row in rows)))


@pytest.mark.parametrize("name", list(TABLES))
def test_a_file_has_the_same_faults_in_whatever_language_it_is_checked_and_said(name):
    sheet = sheets.parse("kirim.csv", file_of(TABLES[name]).encode()).sheets[0]
    found = []
    for language in words.LANGUAGES:
        reader.use(language)
        checked = checking.check(sheet, TABLES[name], today=refusals.TODAY, file="kirim.csv")
        found.append([one.groups for one in (checked.faults, checked.warnings, checked.notes)])
    assert found[0] == found[1]
    groups = found[0][0]
    assert len(groups) > 5
    told = {language: [said(one.problem.cause, language) for one in groups] for language in words.LANGUAGES}
    assert len(set(told["id"])) == len(set(told["en"]))
    assert not set(told["id"]) & set(told["en"])
    assert said(faults.describe(groups), "id").count("\n") == said(faults.describe(groups), "en").count("\n")


def error_names():
    return {"DataError", *(one.__name__ for one in classes())}


def said_too_early(path):
    """Lines where an error is given words of one language: by `t`, by a variable that holds some, by text that is glued."""
    raising = error_names()
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        holding = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, (ast.Assign, ast.NamedExpr)) and any(map(_speaks, ast.walk(node.value)))
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in raising:
                inside = [part for given in (*call.args, *call.keywords) for part in ast.walk(given)]
                glued = any(isinstance(given, (ast.JoinedStr, ast.Constant)) for given in call.args)
                if glued or any(_speaks(part) or (isinstance(part, ast.Name) and part.id in holding) for part in inside):
                    yield call.lineno


def _speaks(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("t", "n", "tn", "translated")


def test_no_error_is_raised_with_words_of_one_language():
    assert {path.relative_to(ROOT).as_posix(): lines for path in FILES if (lines := list(said_too_early(path)))} == {}
