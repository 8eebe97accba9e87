"""What a rerun costs: nothing is read twice that has not changed, and figures stay small."""

import pytest

from data.boundary import loading
from data.editions.opening import OpenFile
from data.store import database
from data.workflow import followup
from pages import navigation
from pages.session import context
from tests import homes
from tests.pages.showing import shown

pytestmark = pytest.mark.home("contoh")

SIGNAL, EDITION = "2026-07/32.16.07/industri", "2026-10-r1"
PAGES = [navigation.name_of(module) for _, group in navigation.GROUPS for module, _ in group]
# These work on the store itself: a batch queued a moment ago must be there.
AT_WORK = {"unggah", "edisi"}


@pytest.fixture
def home(home, monkeypatch):
    """The outline is served as a file, as on a machine that may write into `static/`."""
    monkeypatch.setattr(loading, "publish_static", lambda *_: "boundaries/garis.geojson")
    return home


@pytest.mark.parametrize("name", PAGES)
def test_the_second_run_of_a_page_reads_nothing_again_and_sends_little(home, monkeypatch, name):
    at = shown(name)
    opened, asked = [], []
    monkeypatch.setattr(database, "read", _noting(database.read, opened))
    monkeypatch.setattr(OpenFile, "_asked", _noting(OpenFile._asked, asked))
    at.run()
    assert not at.exception
    assert name in AT_WORK or not opened
    assert not asked, "an edition is asked each question once"
    assert sum(len(chart.proto.spec) for chart in at.get("plotly_chart")) < 100 * 1024


def test_what_was_read_of_a_store_is_kept_until_its_next_commit(home):
    states = context.kept(followup.states)
    assert SIGNAL not in states(home)["perkara"].tolist()
    followup.acknowledge(homes.session(home), SIGNAL, EDITION)
    assert states(home).set_index("perkara").loc[SIGNAL, "keadaan"] == "diterima"
    followup.assign(homes.session(home), SIGNAL, EDITION, "polsek")
    assert states(home).set_index("perkara").loc[SIGNAL, "ditugaskan_ke"] == "polsek"


def test_another_month_asks_only_what_is_of_that_month(simulated_home, at_home, monkeypatch):
    """A month of Ringkasan that nobody had seen was 80 questions to the edition, 66 of them asked before."""
    at_home(simulated_home)
    at = shown("ringkasan")
    asked = []
    monkeypatch.setattr(OpenFile, "_asked", _noting(OpenFile._asked, asked))
    at.query_params["period"] = "2026-09"
    at.run()
    assert not at.exception
    assert 0 < len(asked) < 20


def _noting(function, calls):
    def noted(*args, **named):
        calls.append(args)
        return function(*args, **named)

    return noted
