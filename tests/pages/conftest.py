"""What tests of pages share."""

from pathlib import Path

import pytest
import streamlit as st

from data import shelf
from data.boundary import loading
from pages.exports.brief import brief
from pages.session import signin, work
from tests import working
from tests.reader import t


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


# The home of which pages may still know what they read, if the next test only reads too.
_known: list[Path] = []


@pytest.fixture(autouse=True)
def _known_from_this_home_only(request):
    """What a test reads without `at_home` isn't known to be of any home."""
    if "at_home" not in request.fixturenames:
        _known.clear()


@pytest.fixture
def at_home(monkeypatch):
    """Makes pages look at a home, without what other tests left in the caches; nothing is written into `static/`.

    `read_only`: of a home at which the test before looked likewise, what pages keep stays, as on a server. For tests that
    neither write into the home nor replace anything of which a page keeps what it made.
    """

    def use(home, *, read_only=False):
        if not read_only or _known != [home]:
            st.cache_data.clear()
            shelf.forget()
            st.cache_resource.clear()
        _known[:] = [home] if read_only else []
        monkeypatch.setenv("KONDUSIF_HOME", str(home))
        monkeypatch.setattr(loading, "publish_static", lambda *_: None)
        return home

    yield use
    if not _known:
        st.cache_resource.clear()


@pytest.fixture
def home(home, at_home):
    """The test's own store, at which pages look."""
    return at_home(home)


@pytest.fixture(scope="session")
def simulated_brief(simulated_edition):
    """The brief of the simulated edition, in Indonesian."""
    return brief.brief(simulated_edition, t)
