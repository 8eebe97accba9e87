"""What tests of pages share."""

import functools

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from data import shelf
from data.boundary import loading
from pages.exports.brief import brief
from pages.session import signin, work
from tests import working
from tests.reader import t


@pytest.fixture(scope="session", autouse=True)
def _packages_are_searched_for_components_once():
    """Each `AppTest` reads the metadata of every installed package for components of Streamlit: a third of the time of a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", functools.cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def _no_server_has_begun(monkeypatch):
    """Which way of signing in a server began with is kept by the process: a guard that one test makes is not the next one's."""
    monkeypatch.setattr(signin, "_at_start", signin._UNSET)


@pytest.fixture(autouse=True)
def _work_is_done_when_it_is_asked_for(monkeypatch):
    """The worker is a thread here, and whoever asks waits for it: a page says in the same run what came of it."""
    with working.line() as line:
        monkeypatch.setattr(work, "line", line)
        yield line


# Whether pages may still know what they read. They keep it as on a server: of an edition by its digest, of a store by its state, so that
# it holds at whatever home the next test looks; unless a test replaces what it was made of or by.
_known: list[bool] = [False]


@pytest.fixture(autouse=True)
def _known_from_homes_only(request):
    """What a test reads without `at_home` isn't known to be of any home."""
    if "at_home" not in request.fixturenames:
        _known[:] = [False]


@pytest.fixture
def at_home(monkeypatch):
    """Makes pages look at a home, without what other tests left in the caches; nothing is written into `static/`.

    `read_only`: after a test that looked likewise, what pages keep stays, as on a server. For tests that replace nothing of which a page
    keeps what it made, and look at no edition that nobody published.
    """

    def use(home, *, read_only=False):
        if not (read_only and _known[0]):
            st.cache_data.clear()
            shelf.forget()
            st.cache_resource.clear()
        _known[:] = [read_only]
        monkeypatch.setenv("KONDUSIF_HOME", str(home))
        monkeypatch.setattr(loading, "publish_static", lambda *_: None)
        return home

    yield use
    if not _known[0]:
        st.cache_resource.clear()


@pytest.fixture
def home(request, home, at_home):
    """The test's own store, at which pages look; with `home(KIND, known=True)` as one that was looked at before (`at_home`)."""
    mark = request.node.get_closest_marker("home")
    return at_home(home, read_only=bool(mark and mark.kwargs.get("known")))


@pytest.fixture(scope="session")
def simulated_brief(simulated_edition):
    """The brief of the simulated edition, in Indonesian."""
    return brief.brief(simulated_edition, t)
