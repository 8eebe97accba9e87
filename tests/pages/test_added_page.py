"""The recipe of CONTRIBUTING.md for a page, followed: its own text is taken, and the page shows what it promises in both languages."""

import re
import sys
import types
from pathlib import Path

import pytest

from data.access import viewers
from pages import navigation
from tests.pages.showing import shown, text

CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"
NAME = "kelengkapan"


@pytest.fixture
def followed(monkeypatch):
    """The page, as if its file were there and listed for every role."""
    section = CONTRIBUTING.read_text(encoding="utf-8").partition("### A page")[2].partition("\n### ")[0]
    (source,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    made = types.ModuleType(f"pages.{NAME}")
    exec(compile(source, f"pages/{NAME}.py", "exec"), made.__dict__)  # noqa: S102 - our own text
    monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.setattr(viewers, "ALL_PAGES", (*viewers.ALL_PAGES, NAME))
    monkeypatch.setattr(navigation, "GROUPS", (*navigation.GROUPS, ("Situasi", ((made, "Kelengkapan"),))))


@pytest.mark.parametrize(("language", "header"), [("id", "Desa yang melapor"), ("en", "Villages that reported")])
def test_the_recipe_for_a_page_shows_its_table(followed, at_home, simulated_home, simulated_edition, language, header):
    at_home(simulated_home, read_only=True)
    said = text(shown(NAME, lang=language))
    assert header in said
    names = dict(simulated_edition.units("kecamatan")[["unit", "name"]].itertuples(index=False))
    for row in simulated_edition.reported("2026-10").itertuples():
        assert f"{names[row.unit]} {100 * row.completeness:.1f}%".replace(".", "," if language == "id" else ".") in said
