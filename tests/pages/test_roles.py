"""Every page as every role, on a real edition: the pages of the role are drawn, all others are refused in words."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import shelf
from data.access import viewers
from data.access.viewers import NO_ORMAS, OWN_KECAMATAN, PAGES, RIGHTS, ROLES
from data.boundary import loading
from data.editions import reading
from pages import navigation

OWN = "32.16.07"
REFUSED = "Tidak tersedia untuk Anda"
MODULES = {navigation.name_of(module): module for _, group in navigation.GROUPS for module, _ in group}


@pytest.fixture(scope="module")
def edition(simulated_home):
    edition = reading.open_edition(simulated_home)
    yield edition
    edition.close()


@pytest.fixture(scope="module", autouse=True)
def _kept_between_roles():
    """What one role's page has kept must not reach another's: the caches are emptied before all, not between."""
    st.cache_data.clear()
    shelf.forget()
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _of_home(monkeypatch, simulated_home):
    monkeypatch.setenv("KONDUSIF_HOME", str(simulated_home))
    monkeypatch.setattr(loading, "publish_static", lambda *_: None)


def opened(page, role, **query):
    at = AppTest.from_string(f"from pages import {page}\n{page}.render()\n", default_timeout=120)
    for key, value in {"peran": role, "peran_kecamatan": OWN, **query}.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def everything(node):
    """All that was sent to the screen, figures included, as one text."""
    sent = []
    proto = getattr(node, "proto", None)
    if proto is not None and hasattr(proto, "SerializeToString"):
        sent.append(proto.SerializeToString().decode("utf-8", errors="ignore"))
    children = getattr(node, "children", None)
    for child in (children or {}).values():
        sent += everything(child)
    return sent


def screen(at):
    return "\n".join(everything(at.main) + everything(at.sidebar))


def headings(at):
    return [title.value for title in at.title]


def test_every_page_in_the_menu_belongs_to_some_role():
    assert set(MODULES) <= set(viewers.ALL_PAGES)
    assert all(any(page in pages for pages in PAGES.values()) for page in MODULES)


@pytest.mark.parametrize("page", MODULES)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_drawn_for_its_roles_and_refused_to_all_others(page, role, edition):
    at = opened(page, role)
    shown = screen(at)
    if page not in PAGES[role]:
        assert headings(at) == [REFUSED]
        assert [box.value for box in at.warning] == [f"Halaman ini tidak tersedia untuk peran {viewers.ROLES[role]}."]
        assert "k-table" not in shown.replace("k-table {", "").split("<style>")[0]
        assert not at.get("plotly_chart")
        return
    assert headings(at) != [REFUSED]
    assert headings(at)
    labels = [button.proto.label for button in at.get("download_button")]
    assert role in RIGHTS["ekspor_tabel"] or "Unduh CSV" not in labels
    if role in NO_ORMAS:
        ormas = edition.units("ormas")
        # A name is told from a word by a space in it.
        hidden = {*ormas["unit"], *(name for name in ormas["name"] if " " in name)}
        assert not [name for name in hidden if name in shown]
    if role in OWN_KECAMATAN:
        foreign = edition.units("ormas")
        foreign = foreign[foreign["kecamatan"].notna() & (foreign["kecamatan"] != OWN)]
        assert not [name for name in foreign["name"] if name in shown]


@pytest.mark.parametrize("role", OWN_KECAMATAN)
def test_the_address_does_not_widen_a_kecamatan(role, edition):
    areas = edition.units("kecamatan").set_index("unit")["name"]
    shown = screen(opened("kecamatan", role, kecamatan="32.16.18"))
    assert areas[OWN] in shown
    assert areas["32.16.18"] not in shown


def test_what_the_checks_above_look_for_is_on_the_screen_of_those_who_may_see_it(edition):
    """Otherwise they would prove nothing."""
    shown = screen(opened("ormas", "pimpinan"))
    names = [name for name in edition.units("ormas")["name"] if " " in name]
    assert sum(name in shown for name in names) > 10


def test_a_role_that_does_not_exist_in_the_address_gives_nothing_new():
    """Without sign-in this machine may try every role; an unknown one is the local one."""
    assert headings(opened("ringkasan", "bupati")) == ["Ringkasan"]
