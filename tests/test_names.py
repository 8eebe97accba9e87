"""What comments, docstrings and documents call by its name in code is there: after a move or a new name nothing speaks of the old one."""

import ast
import functools
import io
import itertools
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.tables import TABLES
from data.tables.edition import TABLES as FROZEN

ROOT = Path(__file__).parents[1]
ROOMS = ("analytics", "data", "pages", "tests")
FILES = [*(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if path != Path(__file__)), ROOT / "dashboard.py"]
DOCUMENTS = sorted([*(set(ROOT.glob("*.md")) - {ROOT / "CHANGELOG.md"}), *(ROOT / "docs").glob("*.md")])
SPAN = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
CALL = re.compile(r"\(.*\)$")
# What a reader makes by following a recipe, or the program at its first start.
MADE = {
    "data/local",
    "data/reference/method/ikw-2026-3.toml",
    "data/reference/signals/sinyal-2026-3.toml",
    "pages/kelengkapan.py",
    "tests/pages/test_kelengkapan.py",
}
SUFFIXES = {"py", "sql", "toml", "json", "geojson", "csv", "log"}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
OTHERS = {
    "secure_link": "a module of nginx",
    "stl": "a function of R",
    "farringtonFlexible": "a function of R (surveillance)",
    "world_110m.json": "a file that plotly asks for",
}


def split(source: str) -> tuple[list[str], str]:
    """The comments and docstrings of a module, and what is left of it."""
    lines, said = source.splitlines(keepends=True), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            first, last = node.body[0].lineno - 1, node.body[0].end_lineno
            said.append("".join(lines[first:last]))
            lines[first:last] = ["\n" if one.endswith("\n") else "" for one in lines[first:last]]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            said.append(token.string)
            row, start = token.start[0] - 1, token.start[1]
            lines[row] = lines[row][:start] + "\n"
    return said, "".join(lines)


@functools.cache
def program() -> tuple[dict[Path, list[str]], dict[str, set[str]], frozenset[str]]:
    """What each file says, the words in each module or room by its name, and every word and `word.word` of code or data."""
    said: dict[Path, list[str]] = {}
    modules: dict[str, set[str]] = {}
    words: set[str] = set()
    for path in FILES:
        said[path], code = split(path.read_text(encoding="utf-8"))
        own = set(re.findall(r"\w+", code))
        words |= own | {*path.relative_to(ROOT).with_suffix("").parts, *re.findall(r"(?=\b(\w+\.\w+))", code)}
        name = path.parent.name if path.stem == "__init__" else path.stem
        modules.setdefault(name, set()).update(own)
        modules.setdefault(path.parent.name, set()).add(path.stem)
        modules.setdefault(path.parents[1].name, set()).add(path.parent.name)
    for path in (ROOT / "data").rglob("*"):
        words |= set(re.findall(r"\w+", path.name))
        modules.setdefault(path.parent.name, set()).add(path.stem)
        if path.suffix in (".sql", ".toml", ".csv"):
            words |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return said, modules, frozenset(words)


def is_there(name: str) -> bool:
    """Whether code or data has every part of it, and a module what is said to be in it."""
    _, modules, words = program()
    parts = name.split(".")
    pairs = [pair for pair in itertools.pairwise(parts) if pair[0] in modules and pair[0] not in TABLES | FROZEN]
    return name in OTHERS or (
        words.issuperset(parts) and all(then in modules[first] | SUFFIXES or f"{first}.{then}" in words for first, then in pairs)
    )


def names(text: str) -> Iterator[str]:
    """What stands in backticks and is a name, `a`, `a.b` or `a.b(…)`."""
    for span in SPAN.findall(text):
        if NAME.fullmatch(name := CALL.sub("", span)):
            yield name


def test_a_name_that_is_gone_is_found():
    assert [one for one in ("signal_panel.evaluate", "panel.nowhere", "Cellz", "data.gonne.publishing") if is_there(one)] == []
    kept = ("panel.evaluate", "analytics.surveillance.panel", "Observations", "data.workflow.publishing", "indicators.sql", "scores")
    assert [one for one in kept if not is_there(one)] == []
    assert [*names("see `panel.evaluate`, `build(rows)`, `7,5` and `a b`")] == ["panel.evaluate", "build"]


@pytest.mark.parametrize("room", [*ROOMS, "dashboard.py"])
def test_comments_and_docstrings_name_what_is_there(room):
    said = program()[0]
    mine = {path: texts for path, texts in said.items() if path.relative_to(ROOT).parts[0] == room}
    lost = [(path.relative_to(ROOT).as_posix(), name) for path, texts in mine.items() for text in texts for name in names(text)]
    assert [(path, name) for path, name in lost if not is_there(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_modules_and_files_that_are_there(document):
    """Only of ours: a name that begins with a room or a module, a path into a room, a file of Python."""
    _, modules, _ = program()
    text = document.read_text(encoding="utf-8")
    ours = [name for name in names(text) if "." in name and (name.split(".")[0] in modules or name.endswith(".py"))]
    assert [name for name in ours if not is_there(name)] == []
    paths = [span for span in SPAN.findall(text) if span not in MADE and re.fullmatch(rf"(?:{'|'.join(ROOMS)})/[\w./*-]+", span)]
    assert [one for one in paths if not [*ROOT.glob(one.rstrip("/.")), *ROOT.glob(one.rstrip("/.") + ".py")]] == []
