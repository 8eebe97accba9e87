"""Rooms: each says what it is for and what of it others may use, others use nothing else, and no two import each other."""

import ast
import functools
import graphlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.imports import LAYERS, room_of

ROOT = Path(__file__).parents[1]
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in [*(path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))), ROOT / "dashboard.py"]
}
ROOMS = sorted(name for name, path in FILES.items() if path.name == "__init__.py")
PUBLIC = re.compile(r"^Public(?:, beside the rooms)?: (all of it|all but|nothing but|)([^;.]*)", re.MULTILINE)


@functools.cache
def imports(path: Path) -> frozenset[str]:
    """What of the program a module imports, inside functions and for types too."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    named = [(node.module or "", alias.name) for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    found = {full if (full := f"{module}.{name}") in FILES else module for module, name in named}
    return frozenset((found | {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}) & FILES.keys())


def within(room: str) -> set[str]:
    """The modules of a room, those of its rooms aside."""
    return {name.rpartition(".")[2] for name in FILES if name.rpartition(".")[0] == room and name not in ROOMS} - {"__main__"}


def asked_for(room: str) -> set[str]:
    """The modules of a room that somebody outside it imports."""
    others = [path for name, path in FILES.items() if name != room and not name.startswith(f"{room}.")]
    return {name.rpartition(".")[2] for path in others for name in imports(path) if name.rpartition(".")[0] == room} & within(room)


def public(room: str) -> set[str]:
    """What its docstring calls public."""
    said = PUBLIC.search(ast.get_docstring(ast.parse(FILES[room].read_text(encoding="utf-8"))) or "")
    assert said, f"{room} doesn't say what of it is public"
    how, names = said[1], set(re.findall(r"`(\w+)`", said[2]))
    unknown = names - within(room) - {name.rpartition(".")[2] for name in ROOMS}
    assert not unknown, f"{room} has no {unknown}"
    return within(room) - names if how in ("all of it", "all but") else names & within(room)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_a_sentence_what_it_is_for(room):
    first = (ast.get_docstring(ast.parse(FILES[room].read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
    assert first.endswith(".")
    assert ". " not in first.replace("\n", " ")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_calls_public_what_others_use_of_it_and_nothing_else(room):
    """A module that others begin to use, or that nobody uses any more, is noticed at the door of its room."""
    assert public(room) == asked_for(room)


def test_no_two_rooms_import_each_other():
    """Nor by way of others. A room is a folder of a layer, or a file that lies in none, as docs/imports.md draws them."""
    rooms = defaultdict(set)
    for name, path in FILES.items():
        for other in imports(path):
            rooms[room_of(name)] |= {room_of(other)} - {room_of(name), *LAYERS}
    assert rooms["data.workflow"] >= {"data.access", "data.session"}
    assert set(rooms) <= set(graphlib.TopologicalSorter(rooms).static_order())


def test_no_two_folders_import_each_other():
    """Nor by way of others: a folder inside a room stands on the files of the room, or they on it. A file in no folder is one by itself."""
    folders = defaultdict(set)
    for name, path in FILES.items():
        for other in imports(path):
            here, there = folder_of(name), folder_of(other)
            folders[here] |= {there} - {here, *LAYERS}
    assert "pages.panels" in folders["pages.panels.intake"]
    assert set(folders) <= set(graphlib.TopologicalSorter(folders).static_order())


def folder_of(name: str) -> str:
    """The folder that a module lies in, or the module, if it lies in a layer."""
    within = name if name in ROOMS else name.rpartition(".")[0]
    return name if within in LAYERS else within
