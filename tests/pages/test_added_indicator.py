"""The recipe of CONTRIBUTING.md for an indicator, followed: three files, none of them Python, and the edition and its page have it.

The recipe's own text is taken: what stands there is what is tried here.
"""

import re
import shutil
from pathlib import Path

import pytest

from data.editions import reading
from data.records import indicators
from data.reference import methods
from data.workflow import publishing
from tests import homes
from tests.pages.showing import shown, text

ROOT = Path(__file__).parents[2]
MONTH = "2026-10"


def recipe():
    """The SQL and the TOML of the recipe, in their order."""
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### An indicator")[2].partition("\n### ")[0]
    view, lines, named = re.findall(r"```(?:sql|toml)\n(.*?)```", section, re.DOTALL)
    return view, lines, named


@pytest.fixture
def followed(tmp_path, monkeypatch):
    """A copy of the files of the program with the recipe followed in it."""
    view, lines, named = recipe()
    reference = tmp_path / "reference"
    for folder in ("method", "signals", "verdicts"):
        shutil.copytree(methods.HERE / folder, reference / folder)
    method = reference / "method"
    new = named.partition('IKW = "')[2].partition('"')[0]
    before = methods.in_force("IKW")
    copied = (method / f"{before}.toml").read_text(encoding="utf-8").replace(f'id = "{before}"', f'id = "{new}"')
    (method / f"{new}.toml").write_text(copied + "\n" + lines, encoding="utf-8")
    force = (methods.HERE / "in_force.toml").read_text(encoding="utf-8")
    (reference / "in_force.toml").write_text(force.replace(f'IKW = "{before}"', named.strip()), encoding="utf-8")
    monkeypatch.setattr(methods, "HERE", reference)
    sql = tmp_path / "indicators.sql"
    sql.write_text(indicators.SQL.read_text(encoding="utf-8") + view, encoding="utf-8")
    monkeypatch.setattr(indicators, "SQL", sql)
    return new


@pytest.fixture
def home(followed, tmp_path, monkeypatch, at_home):
    monkeypatch.setattr(publishing, "DRAWS", 40)
    home = homes.copy("contoh", tmp_path / "home")
    publishing.publish(homes.session(home), MONTH)
    return at_home(home)


def test_the_recipe_for_an_indicator_needs_no_python(home, followed, simulated_edition):
    edition = reading.open_edition(home)
    assert edition.id == "2026-10-r2"
    assert edition.methods()["IKW"].id == followed
    of = {"period": MONTH, "unit": "32.16.07"}
    row = edition.indicators("IKW", "kecamatan", **of).set_index("indicator").loc["bagian_malam"]
    assert row["status"] == "terukur"
    assert row["score"] == pytest.approx(100 * (1 - row["estimate"]))
    assert row["low"] < row["score"] < row["high"]
    # it counts a fifth (.25 of 1.25) of its dimension, contributes, and moves the index
    plain, added = (one.dimensions("IKW", "kecamatan", **of).set_index("dimension")["score"] for one in (simulated_edition, edition))
    others = edition.indicators("IKW", "kecamatan", **of).set_index("indicator")["score"]
    assert added["kejadian"] == pytest.approx(0.8 * others["kejadian_tertimbang"] + 0.2 * row["score"])
    assert added["penanganan"] == pytest.approx(plain["penanganan"], abs=2)
    parts = edition.contributions("IKW", "kecamatan", **of)
    score, whole = (
        edition.scores("IKW", kind, period=MONTH, unit=unit)["score"].item()
        for kind, unit in (("kecamatan", "32.16.07"), ("kabupaten", "32.16"))
    )
    assert "bagian_malam" in set(parts["indicator"])
    assert parts["points"].sum() == pytest.approx(score - whole)
    # and people read of it, in both languages
    assert "Bagian kejadian pada malam hari" in text(shown("metodologi", bagian="ikw"))
    assert "Share of incidents at night" in text(shown("metodologi", bagian="ikw", lang="en"))
    assert "Bagian kejadian pada malam hari" in text(shown("kecamatan", kecamatan="32.16.07"))
