"""What pages keep of an edition: made once, and never shown to somebody who may not see it."""

import copy
import json

import pandas as pd
import plotly.io
import pytest
from plotly import graph_objects
from streamlit.testing.v1 import AppTest

from data import shelf, words
from data.access.viewers import Viewer
from data.editions import scoping
from pages import navigation
from pages.facts import ormas, views
from pages.figures.drawn import Drawn
from pages.session import context

MONTH = "2026-10"
CAMAT = Viewer("c@bekasi.example", "camat", frozenset({"32.16.07"}))


@pytest.fixture
def edition(simulated_edition):
    shelf.forget()
    return simulated_edition


def test_two_roles_with_one_key_each_get_what_they_may_see(edition):
    """The same function, edition and month: only the scope differs."""
    kept = context.kept(ormas.all_ormas)
    everyone, own = kept(edition, MONTH), kept(scoping.scoped(edition, CAMAT), MONTH)
    assert {one.kecamatan for one in own} == {"32.16.07"}
    assert len(own) < len(everyone)
    assert kept(edition, MONTH) == everyone, "and the first still gets all"
    assert kept(scoping.scoped(edition, CAMAT), MONTH) == own


def test_a_query_of_a_narrowed_role_is_kept_apart_from_that_of_the_whole(edition):
    own = scoping.scoped(edition, CAMAT)
    first, second, again = own.units("ormas"), edition.units("ormas"), own.units("ormas")
    assert len(first) == len(again) < len(second)


def test_each_language_has_its_own(edition):
    says = context.kept(_month)
    assert says(edition, words.Words("id"), MONTH) == "Oktober 2026"
    assert says(edition, words.Words("en"), MONTH) == "October 2026"


def _month(edition, t, period):
    from pages.wording import formats

    return formats.month(t, period)


def test_it_is_made_once(edition, monkeypatch):
    kept = context.kept(views.areas)
    first = kept(edition, MONTH)
    monkeypatch.setattr(type(edition), "_asked", lambda *_: pytest.fail("the file is asked again"))
    assert kept(edition, MONTH) == first


def test_no_page_changes_what_it_was_lent_and_every_figure_is_valid(simulated_home, at_home, monkeypatch):
    """What is kept is shared by everybody: whatever a page does with it, the next one finds it as it was made.

    Plotly, which isn't asked when a page is drawn, would send the same of each figure.
    """
    at_home(simulated_home, read_only=True)
    made = []

    def noted(self, key, make, lend=shelf.Shelf.lend):
        def noting():
            value = make()
            made.append((value, _picture(value)))
            return value

        return lend(self, key, noting)

    monkeypatch.setattr(shelf.Shelf, "lend", noted)
    figures = []
    monkeypatch.setattr(Drawn, "__init__", lambda self, figure, begin=Drawn.__init__: figures.append(figure) or begin(self, figure))
    for name in [navigation.name_of(module) for _, group in navigation.GROUPS for module, _ in group]:
        page = AppTest.from_string(f"from pages import {name}\n{name}.render()", default_timeout=120)
        for language in ("id", "en"):
            page.query_params["lang"] = language
            assert not page.run().exception
    assert len(made) > 100
    assert [type(value) for value, before in made if _picture(value) != before] == []
    assert len(figures) > 20
    for figure in tuple(figures):
        drawn = json.loads(plotly.io.to_json(Drawn(figure), validate=False))
        assert drawn == json.loads(plotly.io.to_json(graph_objects.Figure(copy.deepcopy(figure)), validate=True)), figure


def _picture(value):
    """All that is in it, as text."""
    if isinstance(value, pd.DataFrame):
        return repr((value.dtypes.to_dict(), value.to_dict("list")))
    return repr(value)
