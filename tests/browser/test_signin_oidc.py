"""Sign-in by OIDC: a real provider process, a real browser, real cookies; also those that somebody made up."""

import json
import os
import re
import shutil
import sys
import time
from urllib.parse import urlsplit

import pytest

from data import audit, store
from tests.browser.driving import free_port, running, serving, settled

COOKIE_SECRET = "kue-rahasia-yang-cukup-panjang-0123456789"
ACCOUNTS = (
    {"sub": "kaban", "email": "kaban@bekasi.example", "email_verified": True},
    {"sub": "camat", "email": "camat.cibitung@bekasi.example"},
    {"sub": "grup", "email": "baru@bekasi.example", "groups": ["humas-kabupaten"]},
    {"sub": "tanpa-peran", "email": "orang@lain.example"},
    {"sub": "penyamar", "email": "kaban@bekasi.example", "email_verified": False},
)
AKSES = """
[masuk]
cara = "oidc"
diam_menit = 60
paling_lama_jam = 10

[[akses]]
peran = "pimpinan"
pengguna = ["kaban@bekasi.example"]

[[akses]]
peran = "camat"
pengguna = ["camat.cibitung@bekasi.example"]
kecamatan = ["32.16.07"]

[[akses]]
peran = "humas"
grup = ["humas-kabupaten"]
"""
WATCHED = 60_000  # ms; longer than signin.WATCH_SECONDS on a busy machine


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    port = free_port()
    claims = [part for account in ACCOUNTS for part in ("--user-claims", json.dumps(account))]
    with running(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims],
        tmp_path_factory.mktemp("oidc") / "provider.log",
        up=f"http://127.0.0.1:{port}/.well-known/openid-configuration",
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def signed_home(home, tmp_path_factory):
    """A home of its own: signing in writes into the audit trail."""
    folder = tmp_path_factory.mktemp("oidc-home") / "home"
    shutil.copytree(home, folder)
    (folder / "akses.toml").write_text(AKSES, encoding="utf-8")
    return folder


def with_secrets(folder, port, provider):
    path = folder / "masuk.toml"
    path.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{COOKIE_SECRET}"\n'
        f'client_id = "kondusif"\nclient_secret = "x"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n',
        encoding="utf-8",
    )
    path.chmod(0o600)


@pytest.fixture(scope="module")
def dashboard(signed_home, provider, tmp_path_factory):
    port = free_port()
    with_secrets(signed_home, port, provider)
    with serving(signed_home, tmp_path_factory.mktemp("log") / "server.log", port=port) as address:
        yield address


@pytest.fixture
def person(browser):
    """A browser profile of one person; the provider's page may not fetch its style from elsewhere."""
    contexts = []

    def new():
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        context.set_default_timeout(60_000)
        context.route(
            lambda url: urlsplit(url).hostname not in ("127.0.0.1", "localhost"), lambda route: route.abort()
        )
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


def opened(context, url):
    page = context.new_page()
    page.goto(url)
    settled(page)
    return page


def sign_in(page, account):
    page.get_by_role("button", name="Masuk dengan akun kantor").click()
    page.get_by_role("button", name=account, exact=True).click()
    page.wait_for_selector('[data-testid="stApp"]')
    settled(page)


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def links(page):
    return page.locator('[data-testid="stSidebar"] [data-testid="stPageLink"]').all_inner_texts()


def trail(home, action):
    with store.read(home) as con:
        return [json.loads(text) for text in audit.entries(con, action=action)["rincian"]]


def cookie(dashboard, **claims):
    """What Streamlit would set after a sign-in with these claims, signed with the secret of the server."""
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    value = json.dumps(
        {
            "origin": dashboard,
            "is_logged_in": True,
            "provider": "default",
            "email": "kaban@bekasi.example",
            **claims,
        }
    )
    return {
        "name": "_streamlit_user",
        "value": create_signed_value(COOKIE_SECRET, "_streamlit_user", value).decode(),
        "url": dashboard,
    }


def test_without_sign_in_every_address_offers_it_and_shows_no_figure(dashboard, person):
    for path in ("/kecamatan?kecamatan=32.16.07", "/peta", "/"):
        page = opened(person(), f"{dashboard}{path}")
        assert heading(page) == "Masuk"
        assert page.get_by_text("Masuk untuk membuka dasbor.").is_visible()
        assert links(page) == []
        assert "Edisi" not in page.locator('[data-testid="stApp"]').inner_text()


def test_signing_in_opens_the_pages_of_the_role_and_is_noted_once(dashboard, signed_home, person):
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "kaban")
    assert heading(page) == "Ringkasan"
    assert page.get_by_text("Masuk sebagai kaban@bekasi.example (Pimpinan)").is_visible()
    opened(context, f"{dashboard}/peta")  # a second tab is no second sign-in
    noted = [row for row in trail(signed_home, "masuk") if row["pengguna"] == "kaban@bekasi.example"]
    assert noted == [{"pengguna": "kaban@bekasi.example", "peran": "pimpinan"}]
    with store.read(signed_home) as con:
        assert set(audit.entries(con, action="masuk")["oleh"]) >= {"kaban@bekasi.example"}
        assert audit.check(con).broken_at is None


def test_a_camat_sees_the_own_kecamatan_whatever_the_address_says(dashboard, person):
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "camat")
    assert links(page)[0] == "Kecamatan"
    assert not {"Ringkasan", "Peta", "Kinerja"} & set(links(page))
    page = opened(context, f"{dashboard}/kecamatan?kecamatan=32.16.18&peran=pimpinan")
    body = page.locator('[data-testid="stMain"]').inner_text()
    assert "Cibitung" in body
    assert "Setu" not in body
    page = opened(context, f"{dashboard}/peta")
    assert heading(page) == "Tidak tersedia untuk Anda"
    assert page.get_by_text("Halaman ini tidak tersedia untuk peran Camat.").is_visible()


def test_a_group_gives_the_role(dashboard, person):
    page = opened(person(), dashboard)
    sign_in(page, "grup")
    assert page.get_by_text("Masuk sebagai baru@bekasi.example (Humas)").is_visible()


def test_an_account_without_a_role_is_refused_in_words_noted_and_can_leave(dashboard, signed_home, person):
    page = opened(person(), dashboard)
    sign_in(page, "tanpa-peran")
    assert heading(page) == "Tidak tersedia untuk Anda"
    assert page.get_by_text("Akun orang@lain.example belum diberi peran.").is_visible()
    assert links(page) == []
    assert {"pengguna": "orang@lain.example"} in trail(signed_home, "masuk_ditolak")
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="End session").wait_for()


def test_an_address_that_the_provider_has_not_verified_is_not_believed(dashboard, person):
    page = opened(person(), dashboard)
    sign_in(page, "penyamar")
    assert heading(page) == "Tidak tersedia untuk Anda"
    assert page.get_by_text("Penyedia akun tidak menyebut email yang terverifikasi").is_visible()


def test_signing_out_ends_every_tab_and_the_cookie_is_worth_nothing_afterwards(dashboard, person):
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "kaban")
    other = opened(context, f"{dashboard}/kecamatan")
    stolen = [one for one in context.cookies() if one["name"].startswith("_streamlit_user")]
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{dashboard}/**")
    settled(page)
    assert heading(page) == "Masuk"
    other.get_by_role("link", name="Peta").click()
    other.get_by_text("Anda sudah keluar.").wait_for()
    thief = person()
    thief.add_cookies(stolen)
    assert opened(thief, dashboard).get_by_text("Anda sudah keluar.").is_visible()


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (61 * 60, "Sesi berakhir karena 60 menit tidak dipakai. Masuk lagi untuk melanjutkan."),
        (10 * 3600 + 60, "Sesi berakhir setelah 10 jam. Masuk lagi untuk melanjutkan."),
        (90 * 24 * 3600, "Sesi berakhir setelah 10 jam. Masuk lagi untuk melanjutkan."),
    ],
)
def test_an_old_sign_in_is_refused_with_the_reason(dashboard, person, age, said):
    context = person()
    context.add_cookies([cookie(dashboard, iat=int(time.time()) - age)])
    page = opened(context, f"{dashboard}/kecamatan")
    assert heading(page) == "Masuk"
    assert page.get_by_text(said).is_visible()
    sign_in(page, "kaban")
    assert heading(page) == "Ringkasan"


def test_a_page_left_open_clears_itself_when_the_session_ends(signed_home, person, tmp_path):
    """Nobody clicks: the session reaches its longest time while the page stands there."""
    folder, port = tmp_path / "home", free_port()
    shutil.copytree(signed_home, folder)
    (folder / "akses.toml").write_text(AKSES.replace("diam_menit = 60", "diam_menit = 900"), encoding="utf-8")
    with_secrets(folder, port, "http://127.0.0.1:9")
    with serving(folder, tmp_path / "server.log", port=port) as address:
        context = person()
        context.add_cookies([cookie(address, iat=int(time.time()) - 10 * 3600 + 25)])
        page = opened(context, address)
        assert heading(page) == "Ringkasan"
        page.get_by_text("Sesi berakhir setelah 10 jam.").wait_for(timeout=WATCHED)
        assert links(page) == []
        assert heading(page) == "Masuk"


@pytest.mark.parametrize("what", ["signature", "secret", "garbage", "origin"])
def test_a_forged_cookie_is_refused(dashboard, person, what):
    made = cookie(dashboard, iat=int(time.time()))
    if what == "signature":
        made["value"] = made["value"][:-4] + ("AAAA" if not made["value"].endswith("AAAA") else "BBBB")
    elif what == "secret":
        from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

        value = json.dumps({"origin": dashboard, "is_logged_in": True, "email": "kaban@bekasi.example"})
        made["value"] = create_signed_value("x" * 40, "_streamlit_user", value).decode()
    elif what == "garbage":
        made["value"] = "kaban@bekasi.example"
    else:
        made = cookie(dashboard, iat=int(time.time()), origin="https://lain.example")
    context = person()
    context.add_cookies([made])
    page = opened(context, f"{dashboard}/peta")
    assert heading(page) == "Masuk"
    assert links(page) == []


def test_a_header_or_an_address_says_nothing_about_who_one_is(dashboard, person):
    context = person()
    context.set_extra_http_headers({"X-Kondusif-User": "kaban@bekasi.example", "X-Kondusif-Secret": ""})
    page = opened(context, f"{dashboard}/?peran=pimpinan")
    assert heading(page) == "Masuk"
    assert not re.search("Coba sebagai", page.locator('[data-testid="stApp"]').inner_text())
