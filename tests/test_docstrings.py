"""What the docstrings of data/ owe to who calls: the columns of a frame, and the errors."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.tables import TABLES
from data.tables.edition import TABLES as FROZEN

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "data").rglob("*.py"))
DEFINED = {name for tables in (TABLES, FROZEN) for key, table in tables.items() for name in (key, *table.column_names)}
NAMED = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`")
RAISES = re.compile(r"\b[Rr]ais(?:e|es|ed|ing)\b|\b\w+(?:Error|Refused)\b")


def public(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods that others may call, by name."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body, f"{within}{node.name}.")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{within}{node.name}", node


def frames(function: ast.FunctionDef) -> bool:
    """Whether it takes or gives a frame."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    types = [one.annotation for one in arguments if one.annotation] + ([function.returns] if function.returns else [])
    return any("DataFrame" in ast.unparse(one) for one in types)


def strings(tree: ast.Module) -> set[str]:
    """Words in the texts of a module, docstrings aside: columns that are no definition's stand there, in SQL or in a list."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {word for text in texts if text not in said for word in re.findall(r"[a-z_]\w*", text)}


def names_columns(docstring: str, known: set[str]) -> bool:
    """Whether it names a column or table of a definition, one of the module's own, or says that any columns will do."""
    found = {name.rpartition(".")[2] for name in NAMED.findall(docstring)}
    return "any columns" in docstring.lower() or bool(found & ({"TABLES", "COLUMNS"} | DEFINED | known))


def raising(node: ast.AST) -> Iterator[ast.Raise]:
    """What a function raises of its own; an exception passed on is not its own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(child, ast.Raise) and child.exc is not None:
            yield child
        yield from raising(child)


def faults(source: str) -> list[str]:
    tree = ast.parse(source)
    known = strings(tree)
    found = []
    for name, function in public(tree.body):
        said = ast.get_docstring(function) or ""
        if frames(function) and not names_columns(said, known):
            found.append(f"{name}: takes or gives a frame, names no column")
        if any(raising(function)) and not RAISES.search(said):
            found.append(f"{name}: raises, doesn't say so")
    return found


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_who_calls_is_told_columns_and_errors(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('def f() -> pd.DataFrame:\n    """Rows."""', ["f: takes or gives a frame, names no column"]),
        ('def f() -> pd.DataFrame:\n    """Rows until `2026-10`."""', ["f: takes or gives a frame, names no column"]),
        ('def f() -> pd.DataFrame:\n    """Rows of `scores`."""', []),
        ('def f() -> pd.DataFrame:\n    """Rows: `step`."""\n    return con.execute("SELECT step FROM x").df()', []),
        ('def f(rows: dict[str, pd.DataFrame]) -> None:\n    """Rows, of any columns."""', []),
        ('class C:\n    def f(self) -> None:\n        """Refuse."""\n        raise DataError("x")', ["C.f: raises, doesn't say so"]),
        ('def f() -> None:\n    """Refuse. Raises DataError."""\n    raise DataError("x")', []),
        ('def f() -> None:\n    """Pass it on."""\n    try:\n        g()\n    except OSError:\n        raise', []),
        ('def _f() -> pd.DataFrame:\n    raise DataError("x")', []),
    ],
)
def test_what_a_docstring_leaves_out_is_found(source, found):
    assert faults(source) == found
