"""The layers, where import-linter can't see: what runs, and what stands in strings."""

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM)\b", re.IGNORECASE | re.DOTALL)


def modules(*folders):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_analytics_works_where_screen_and_database_do_not_exist():
    script = (
        "import sys\n"
        "for name in ('streamlit', 'duckdb', 'plotly', 'geopandas', 'libpysal', 'esda', 'statsmodels', 'openpyxl', 'data', 'pages'):\n"
        "    sys.modules[name] = None\n"
        "import analytics.pipeline, analytics.composite.sensitivity, analytics.method, analytics.training\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


@pytest.mark.parametrize("path", modules("analytics"), ids=lambda path: path.stem)
def test_analytics_opens_no_file_and_reads_no_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    assert "open" not in called
    assert not imported & {"os", "pathlib", "time", "io", "shutil", "logging"}


@pytest.mark.parametrize("path", [*modules("pages"), ROOT / "dashboard.py"], ids=lambda path: path.stem)
def test_pages_hold_no_sql(path):
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [text for text in texts if SQL.search(text)]


def test_only_publishing_calibration_what_if_and_the_method_loader_know_analytics():
    """Calibration judges a method before anything is published with it; a what-if is computed and never stored."""
    importing = {
        path.relative_to(ROOT).as_posix()
        for path in modules("data")
        if re.search(r"^\s*(from|import) analytics\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    wiring = (
        "workflow/publishing",
        "editions/disclosure",
        "editions/analyses",
        "editions/levels",
        "editions/said",
        "editions/what_if",
        "reference/methods",
        "records/calibrating",
    )
    assert importing == {f"data/{name}.py" for name in wiring}


MODULE, TEST = 400, 450
BESIDE = {"pages.warming", "pages.navigation", "pages.serve", "pages.guarding"}  # what serves and shows the pages


def test_files_stay_readable():
    paths = [*modules("analytics", "data", "pages", "tests"), ROOT / "dashboard.py"]
    lines = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in paths}
    assert {path: n for path, n in lines.items() if n > (TEST if path.startswith("tests/") else MODULE)} == {}


def test_no_sentence_is_kept_from_the_formatter():
    """What is: lists of made-up names and numbers, in rows that one reads across."""
    paths = [*modules("analytics", "data", "pages", "tests"), ROOT / "dashboard.py"]
    skipped = {
        path.parent.relative_to(ROOT).as_posix()
        for path in paths
        if re.search("# fmt: (?:skip|off)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert skipped == {"tests/data/privacy"}


@pytest.mark.parametrize("path", [path for path in modules("pages") if path.parent.name == "pages"], ids=lambda path: path.stem)
def test_a_page_has_no_tail_that_runs_it(path):
    """`st.App` and the navigation run it; a file that ran itself would be a page without sign-in."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\brunpy\b|^if __name__", text, re.MULTILINE)


def test_a_page_is_imported_by_the_navigation_alone():
    """Pages don't know each other, and nothing below knows a page; so a new one needs no line in a contract."""
    pages = {f"pages.{path.stem}" for path in (ROOT / "pages").glob("*.py")} - {"pages.__init__"} - BESIDE
    found = {}
    for path in modules("analytics", "data", "pages"):
        nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        names = {f"{node.module}.{one.name}" for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names}
        names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
        names |= {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
        if known := names & pages:
            found[path.relative_to(ROOT).as_posix()] = known
    assert found == {"pages/navigation.py": pages}


def test_no_module_imports_in_a_circle():
    """Imports for types alone, and those inside a function, count too: a circle of those is a circle of notions."""
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in modules("analytics", "data", "pages")
    }
    graph = {}
    for name, path in files.items():
        found = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
        named = [(node.module or "", f"{node.module}.{alias.name}") for node in found for alias in node.names]
        graph[name] = {full if full in files else module for module, full in named} & files.keys() - {name}
    assert {"data.editions.reading"} <= graph["pages.session.context"]
    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(files)


def test_nothing_is_kept_by_context():
    """What is in the air is nobody's to see: who acts, where, when and in which language is handed in (`data/session.py`)."""
    paths = [*modules("analytics", "data", "pages"), ROOT / "dashboard.py"]
    assert [path.relative_to(ROOT).as_posix() for path in paths if "contextvars" in path.read_text(encoding="utf-8")] == []


WRITING = {f"{module}.{verb}" for module in ("database", "store") for verb in ("write", "exclusive")}
# What writes and is nobody's act, or is handed who acts in another form.
WITHOUT_SESSION = {
    "editions/files.write": "the part of publishing with files; takes who publishes, and who allows it",
    "editions/files.finish_interrupted": "names the file of an edition that is recorded already; no row",
    "workflow/noting.note_refused": "an account that has no role here can't have a session",
}


def test_whatever_writes_into_the_store_takes_a_session_first():
    """A new function that writes is found by itself: no act without somebody who acts."""
    without = set()
    for path in modules("data"):
        if path.parent.name == "store":
            continue
        functions = {node.name: node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
        called = {
            name: {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
            | {"store.write" for one in ast.walk(node) if isinstance(one, ast.Call) and "exclusive=True" in ast.unparse(one)}
            for name, node in functions.items()
        }

        def writes(name, called=called, seen=()):
            return bool(called[name] & WRITING) or any(
                writes(one, called, (*seen, name)) for one in called[name] & set(called) - {*seen, name}
            )

        for name, node in functions.items():
            if not name.startswith("_") and writes(name) and [one.arg for one in node.args.args][:1] != ["session"]:
                without.add(f"{path.relative_to(ROOT / 'data').with_suffix('').as_posix()}.{name}")
    assert without == set(WITHOUT_SESSION)
