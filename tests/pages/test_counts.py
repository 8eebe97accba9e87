"""No page, brief or frame counts by itself: what it tells of an edition is a figure of `data/tables/figures.py`."""

import ast
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "pages"
# Rows to be counted; `sources` is read for who told of incidents, never for a number.
ROWS = {"counts", "deeds", "parts", "trainings", "hours", "weeks"}


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.py")), ids=lambda path: str(path.relative_to(PAGES)))
def test_a_page_reads_no_rows_to_count(path):
    """`data.figures` does, where tests recompute it: counts by topic, role, week and hour were made beside the registry."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    asked = [call.func for call in calls if isinstance(call.func, ast.Attribute)]
    assert [f"{path.name}:{one.lineno} .{one.attr}()" for one in asked if one.attr in ROWS and isinstance(one.value, ast.Name) and one.value.id == "edition"] == []  # fmt: skip
