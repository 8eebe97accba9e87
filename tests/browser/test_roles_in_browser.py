"""Roles on real servers: every deep link is the first thing a fresh server is asked for; the menu shows the role's pages."""

import os
import socket
import sys
from datetime import date

import pytest
from websockets.exceptions import InvalidStatus

from data.access.viewers import PAGES
from data.workflow import publishing
from pages import navigation
from tests import homes
from tests.browser.driving import ROOT, free_port, running, serving, settled
from tests.browser.signing_in import REFUSED, heading, links, text
from tests.browser.without_browser import asked, got

TITLES = {navigation.name_of(module): title for _, group in navigation.GROUPS for module, title in group}
FIRST, *OTHERS = ("camat", "humas", "operator_kabupaten")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A simulated store of a few activities with an edition of them: whose pages one sees is the matter, not what is on them."""

    def make(folder):
        publishing.publish(homes.session(homes.only(folder, "kegiatan", "simulasi"), today=date(2026, 11, 20)), homes.MONTH)

    return homes.copied(homes.once("simulasi-kegiatan", make), tmp_path_factory.mktemp("peran") / "home")


@pytest.fixture
def fresh_server(home, tmp_path):
    with serving(home, tmp_path / "server.log") as address:
        yield address


@pytest.mark.parametrize("name", TITLES)
def test_a_deep_link_first_asked_of_a_fresh_server_obeys_the_role(fresh_server, visit, name):
    """A browser comes first, for what Streamlit does before it knows our pages; then programs as other roles."""
    page = visit(f"{fresh_server}/{name}?peran={FIRST}")
    page.locator('[data-testid="stSidebar"] [data-testid="stPageLink"]').first.wait_for()
    settled(page)
    obeys(name, FIRST, links(page), [heading(page)])
    assert "Traceback" not in text(page)
    assert page.get_by_role("dialog").count() == 0  # where Streamlit says "Page not found"
    address = f"{fresh_server}/{'' if name == 'ringkasan' else name}"  # where the redirect leads, which programs don't follow
    for role in OTHERS:
        answer = asked(f"{address}?peran={role}")
        obeys(name, role, answer.links, answer.headings)
        assert "Traceback" not in answer.text


def obeys(name, role, shown, headings):
    assert shown[: len(PAGES[role])] == [TITLES[one] for one in TITLES if one in PAGES[role]]
    # The first address of all shows the page where the role begins.
    is_refused = headings == [REFUSED]
    assert is_refused == (name not in PAGES[role] and name != "ringkasan")


def address_of_this_machine():
    """An address other than loopback; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


@pytest.mark.parametrize("path", ["/", "/peta", "/_stcore/health", "/_stcore/host-config", "/media/x.png"])
def test_streamlit_run_on_the_network_without_sign_in_tells_visitors_nothing(open_to_all, path):
    status, _, body = got(f"{open_to_all}{path}")
    assert (status, body) == (
        503,
        "Dasbor belum dapat dibuka: pengaturan masuknya keliru. Hubungi admin.\n",
    )


def test_streamlit_run_on_the_network_without_sign_in_opens_no_session(open_to_all):
    with pytest.raises(InvalidStatus) as refused:
        asked(open_to_all)
    assert refused.value.response.status_code == 503


@pytest.fixture(scope="module")
def open_to_all(home, tmp_path_factory):
    """A server that listens to the network without sign-in."""
    address = address_of_this_machine()
    if not address or address.startswith("127."):
        pytest.skip("this machine has no address but loopback; tests/pages/session/test_signin.py tries it by configuration")
    port = free_port(address)
    entry = str(ROOT / "dashboard.py")
    command = [sys.executable, "-m", "streamlit", "run", entry, "--server.address", address]
    with running(
        [*command, "--server.port", str(port)],
        tmp_path_factory.mktemp("log") / "server.log",
        up=(address, port),
        env={**os.environ, "KONDUSIF_HOME": str(home)},
    ):
        yield f"http://{address}:{port}"
