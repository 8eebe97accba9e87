"""Sign-in by OIDC against a certified provider (`oidc-provider`, started by node): what depends on who answers.

The rest of it stands in test_signin_oidc.py, whose provider is made for tests and lets more pass.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.driving import free_port, running, serving, settled, usual_port
from tests.browser.signing_in import REFUSED, heading, home_with, links, opened, trail
from tests.browser.test_signin_oidc import ACCOUNTS, AKSES, cookies, sign_in, with_secrets
from tests.browser.without_browser import asked

PROVIDER = Path(__file__).parent / "provider"


@pytest.fixture(scope="module")
def signed_home(home, tmp_path_factory):
    return home_with(AKSES, home, tmp_path_factory.mktemp("oidc-home") / "home")


@pytest.fixture(scope="module")
def dashboard(signed_home, tmp_path_factory):
    node, port, ours = _node(), free_port(), usual_port()
    told = {"port": port, "accounts": ACCOUNTS, "redirect": f"http://127.0.0.1:{ours}/oauth2callback"}
    log = tmp_path_factory.mktemp("oidc")
    ready = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    with_secrets(signed_home, ours, f"http://127.0.0.1:{port}")
    with (
        running([node, str(PROVIDER / "provider.mjs"), json.dumps(told)], log / "provider.log", up=ready),
        serving(signed_home, log / "server.log", port=ours) as address,
    ):
        yield address


def _node():
    """The program that runs the provider, which is fetched by the hashes of its lock."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("the certified provider needs node and npm (sudo apt install nodejs npm)")
    if not (PROVIDER / "node_modules" / ".package-lock.json").exists():
        fetched = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=PROVIDER, capture_output=True, text=True)
        assert fetched.returncode == 0, fetched.stderr
    return node


def test_signing_in_opens_the_pages_of_the_role_and_signing_out_ends_every_tab(dashboard, signed_home, person):
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "kaban")
    assert heading(page) == "Ringkasan"
    assert page.get_by_text("Masuk sebagai kaban@bekasi.example (Pimpinan)").is_visible()
    assert {"pengguna": "kaban@bekasi.example", "peran": "pimpinan"} in trail(signed_home, "masuk")
    stolen = cookies(context)
    assert asked(dashboard, cookies=stolen).headings == ["Ringkasan"]
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{dashboard}/**")
    settled(page)
    assert heading(page) == "Masuk"
    assert asked(dashboard, cookies=stolen).headings == ["Masuk"]


def test_a_group_of_the_provider_gives_the_role(dashboard, person):
    page = opened(person(), dashboard)
    sign_in(page, "grup")
    assert page.get_by_text("Masuk sebagai baru@bekasi.example (Humas)").is_visible()


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("penyamar", "Penyedia akun tidak menyebut email yang terverifikasi"),
        ("tanpa-peran", "Akun orang@lain.example belum diberi peran."),
    ],
)
def test_who_is_not_known_or_not_verified_sees_nothing(dashboard, person, account, said):
    page = opened(person(), dashboard)
    sign_in(page, account)
    assert heading(page) == REFUSED
    assert page.get_by_text(said).is_visible()
    assert links(page) == []


def test_who_gives_up_at_the_provider_is_signed_in_nowhere(dashboard, person):
    context = person()
    page = opened(context, f"{dashboard}/peta")
    page.get_by_role("button", name="Masuk dengan akun kantor").click()
    page.get_by_role("button", name="batal", exact=True).click()
    page.wait_for_url(f"{dashboard}/**")
    assert cookies(context) == {}
    assert asked(f"{dashboard}/peta", cookies=cookies(context)).headings == ["Masuk"]


def test_signing_in_again_asks_the_provider_again_and_leads_where_the_link_led(dashboard, person):
    """The provider still knows the browser; `prompt=login` makes it ask."""
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "kaban")
    context.clear_cookies(name="_streamlit_user")
    again = opened(context, f"{dashboard}/kecamatan?kecamatan=32.16.18")
    sign_in(again, "camat")
    again.wait_for_url(f"{dashboard}/kecamatan?*")
    settled(again)
    assert again.get_by_text("Masuk sebagai camat.cibitung@bekasi.example (Camat)").is_visible()


@pytest.mark.parametrize("query", ["code=dibuat-buat&state=lain", "error=server_error&state=lain", "code=x"])
def test_an_answer_that_nobody_asked_for_signs_nobody_in(dashboard, person, query):
    context = person()
    page = context.new_page()
    page.goto(f"{dashboard}/oauth2callback?{query}")
    assert cookies(context) == {}
    assert asked(f"{dashboard}/peta", cookies=cookies(context)).headings == ["Masuk"]
