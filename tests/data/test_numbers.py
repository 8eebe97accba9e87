"""Numbers are written as the language writes them, in every text that people read."""

import ast
import re
from pathlib import Path

import pytest

from data import numbers
from data.reference import methods
from tests.pages.speaking import in_english
from tests.reader import t

ROOT = Path(__file__).parents[2]
# Forms of the program that no sentence is made of, and why.
OTHERWISE = {
    "data/boundary/loading.py": "coordinates, which have points everywhere",
    "data/boundary/source.py": "coordinates, which have points everywhere",
    "data/intake/templates.py": "bounds of a cell, as a workbook keeps them",
    "pages/panels/map_panel.py": "a length of a style",
    "pages/figures/markup.py": "lengths of a drawing",
    "pages/figures/trend_figures.py": "lengths of a drawing",
    "pages/panels/workbook.py": "for the width of a column",
    "pages/panels/work_panel.py": "how full a bar is, for the browser",
    "pages/exports/drawing/canvas.py": "lengths of a drawing",
}
OF_THE_PROGRAM = re.compile(r"[.,%g]|\\df")
TIMES = re.compile(r"%[A-Za-z]")


def written_by_the_program():
    for path in sorted([*(ROOT / "data").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                form = ast.unparse(node.format_spec)
                if OF_THE_PROGRAM.search(form) and not TIMES.search(form):
                    yield path.relative_to(ROOT).as_posix()


def test_no_text_writes_a_number_in_the_form_of_the_program():
    """`94.9` stood in Indonesian, `1,234` for a ratio in English."""
    assert set(written_by_the_program()) == set(OTHERWISE)


@pytest.mark.parametrize(
    ("say", "indonesian", "english"),
    [
        (lambda: numbers.plain(t, 94.9), "94,9", "94.9"),
        (lambda: numbers.plain(t, 20.0), "20", "20"),
        (lambda: numbers.decimal(t, 1267.94), "1.267,9", "1,267.9"),
        (lambda: numbers.percent(t, 0.949), "95%", "95%"),
    ],
)
def test_numbers_below_the_pages(say, indonesian, english):
    assert say() == indonesian
    assert in_english(say) == english


def test_every_remark_in_a_reference_is_in_the_language_of_the_reader():
    """Method files are frozen with their English remarks."""
    known = {one for path in (methods.HERE / "method").glob("*.toml") for one in methods.load_one(path.stem).references}
    remarks = {found[1] for one in known if (found := re.search(r"\(([a-z][^)]*)\)$", one))}
    assert remarks == set(methods.REMARKS)
    for one in known:
        said = methods.reference(t, one)
        assert not any(remark in said for remark in remarks)
        assert in_english(lambda one=one: methods.reference(t, one)) == one
