"""Roles in a real browser: every deep link is the first thing a fresh server is asked for; the menu shows the role's pages."""

import socket

import pytest

from data.access import PAGES
from pages import navigation
from tests.browser.driving import ROOT, serving, settled

TITLES = {navigation.name_of(module): title for _, group in navigation.GROUPS for module, title in group}
TRIED = ("camat", "humas", "operator_kabupaten")


MENU = '[data-testid="stSidebar"] [data-testid="stPageLink"]'


def links(page):
    return [one.strip() for one in page.locator(MENU).all_inner_texts()]


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("name", TITLES)
def test_a_deep_link_first_asked_of_a_fresh_server_obeys_the_role(fresh_server, visit, name):
    path = "" if name == "ringkasan" else name
    for role in TRIED:
        page = visit(f"{fresh_server}/{path}?peran={role}")
        page.locator(MENU).first.wait_for()
        settled(page)
        assert links(page)[: len(PAGES[role])] == [TITLES[one] for one in TITLES if one in PAGES[role]]
        is_refused = heading(page) == "Tidak tersedia untuk Anda"
        # The first address of all shows the page where the role begins.
        assert is_refused == (name not in PAGES[role] and name != "ringkasan")
        assert "Traceback" not in page.locator("body").inner_text()


def address_of_this_machine():
    """An address other than loopback; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def test_streamlit_run_on_the_network_without_sign_in_shows_the_refusal_and_no_data(home, browser, tmp_path):
    address = address_of_this_machine()
    if not address or address.startswith("127."):
        pytest.skip(
            "this machine has no address but loopback; tests/pages/test_signin.py tries it by configuration"
        )
    command = ("-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.address", address)
    with serving(home, tmp_path / "server.log", command=command, address=address) as url:
        context = browser.new_context()
        context.set_default_timeout(60_000)
        for path in ("/peta", "/"):
            page = context.new_page()
            page.goto(f"{url}{path}")
            settled(page)
            assert heading(page) == "Tidak tersedia untuk Anda"
            body = page.locator('[data-testid="stApp"]').inner_text()
            assert f"Server mendengarkan di {address}, padahal akses belum diatur." in body
            assert "Edisi" not in body
            assert links(page) == []
        context.close()
