"""What tests of pages share."""

import pytest
import streamlit as st

from data.boundary import loading
from data.words import t
from pages.exports.brief import brief
from pages.session import signin


@pytest.fixture(autouse=True)
def _no_server_has_begun(monkeypatch):
    """Which way of signing in a server began with is kept by the process: a guard that one test makes is not the next one's."""
    monkeypatch.setattr(signin, "_at_start", signin._UNSET)


@pytest.fixture
def at_home(monkeypatch):
    """Makes pages look at a home, without what other tests left in the caches; nothing is written into `static/`."""

    def use(home):
        st.cache_data.clear()
        st.cache_resource.clear()
        monkeypatch.setenv("KONDUSIF_HOME", str(home))
        monkeypatch.setattr(loading, "publish_static", lambda *_: None)
        return home

    yield use
    st.cache_resource.clear()


@pytest.fixture
def home(home, at_home):
    """The test's own store, at which pages look."""
    return at_home(home)


@pytest.fixture(scope="session")
def simulated_brief(simulated_edition):
    """The brief of the simulated edition, in Indonesian."""
    return brief.brief(simulated_edition, t)
