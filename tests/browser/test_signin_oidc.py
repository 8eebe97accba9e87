"""Sign-in by OIDC: oidc-provider-mock in its own process, a real browser, real cookies; also those that somebody made up."""

import contextlib
import http.client
import json
import os
import sys
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from data.store import audit, database
from tests.browser.driving import ROOT, free_port, running, serving, settled, usual_port
from tests.browser.signing_in import REFUSED, heading, home_with, links, opened, trail
from tests.browser.without_browser import asked

COOKIE = "_streamlit_user"
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
LEFT = 20  # seconds of a session that ends while one looks
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
    return home_with(AKSES, home, tmp_path_factory.mktemp("oidc-home") / "home")


def with_secrets(folder, port, provider):
    path = folder / "masuk.toml"
    path.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{COOKIE_SECRET}"\n'
        f'client_id = "kondusif"\nclient_secret = "x"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
        '[auth.client_kwargs]\nscope = "openid email profile"\nprompt = "login"\n',  # as deploy/masuk.toml has it
        encoding="utf-8",
    )
    path.chmod(0o600)


@pytest.fixture(scope="module")
def dashboard(signed_home, provider, tmp_path_factory):
    port = usual_port()
    with_secrets(signed_home, port, provider)
    with serving(signed_home, tmp_path_factory.mktemp("log") / "server.log", port=port) as address:
        yield address


def sign_in(page, account):
    page.get_by_role("button", name="Masuk dengan akun kantor").click()
    page.get_by_role("button", name=account, exact=True).click()
    page.wait_for_selector('[data-testid="stApp"]')
    settled(page)


def cookies(context):
    """What keeps a browser signed in."""
    return {one["name"]: one["value"] for one in context.cookies() if one["name"].startswith(COOKIE)}


def cookie(dashboard, secret=COOKIE_SECRET, **claims):
    """What Streamlit would set after a sign-in with these claims, signed with the secret of the server."""
    value = {
        "origin": dashboard,
        "is_logged_in": True,
        "provider": "default",
        "email": "kaban@bekasi.example",
    }
    return create_signed_value(secret, COOKIE, json.dumps(value | claims)).decode()


@pytest.mark.parametrize("path", ["kecamatan?kecamatan=32.16.07", "peta", ""])
def test_without_sign_in_every_address_offers_it_and_sends_no_figure(dashboard, path):
    answer = asked(f"{dashboard}/{path}")
    assert answer.headings == ["Masuk"]
    assert "Masuk untuk membuka dasbor." in answer.text
    assert answer.links == []
    assert "Edisi" not in answer.text


def test_signing_in_opens_the_pages_of_the_role_and_is_noted_once(dashboard, signed_home, person):
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "kaban")
    assert heading(page) == "Ringkasan"
    assert page.get_by_text("Masuk sebagai kaban@bekasi.example (Pimpinan)").is_visible()
    opened(context, f"{dashboard}/peta")  # a second tab is no second sign-in
    noted = [row for row in trail(signed_home, "masuk") if row["pengguna"] == "kaban@bekasi.example"]
    assert noted == [{"pengguna": "kaban@bekasi.example", "peran": "pimpinan"}]
    with database.read(signed_home) as con:
        assert set(audit.entries(con, action="masuk")["oleh"]) >= {"kaban@bekasi.example"}
        assert audit.check(con).broken_at is None


def test_a_camat_sees_the_own_kecamatan_whatever_the_address_says(dashboard, person):
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "camat")
    assert links(page)[:2] == ["Papan hari ini", "Kecamatan"]
    assert not {"Ringkasan", "Peta", "Kinerja"} & set(links(page))
    answer = asked(f"{dashboard}/kecamatan?kecamatan=32.16.18&peran=pimpinan", cookies=cookies(context))
    assert "Cibitung" in answer.text
    assert "Setu" not in answer.text
    answer = asked(f"{dashboard}/peta", cookies=cookies(context))
    assert answer.headings == [REFUSED]
    assert "Halaman ini tidak tersedia untuk peran Camat." in answer.text


def test_a_group_gives_the_role(dashboard, person):
    page = opened(person(), dashboard)
    sign_in(page, "grup")
    assert page.get_by_text("Masuk sebagai baru@bekasi.example (Humas)").is_visible()


def test_an_account_without_a_role_is_refused_in_words_noted_and_can_come_back_as_another(dashboard, signed_home, person):
    page = opened(person(), f"{dashboard}/peta")
    sign_in(page, "tanpa-peran")
    assert heading(page) == REFUSED
    assert page.get_by_text("Akun orang@lain.example belum diberi peran.").is_visible()
    assert links(page) == []
    assert {"pengguna": "orang@lain.example"} in trail(signed_home, "masuk_ditolak")
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{dashboard}/**")
    settled(page)
    sign_in(page, "kaban")
    page.wait_for_url(f"{dashboard}/peta?*")  # where the link led
    settled(page)
    assert heading(page) == "Peta"


def test_an_address_that_the_provider_has_not_verified_is_not_believed(dashboard, person):
    page = opened(person(), dashboard)
    sign_in(page, "penyamar")
    assert heading(page) == REFUSED
    assert page.get_by_text("Penyedia akun tidak menyebut email yang terverifikasi").is_visible()


def led(url):
    """Where an answer leads; it is not followed."""
    parts = urlsplit(url)
    with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as wire:
        wire.request("GET", f"{parts.path}?{parts.query}")
        answer = wire.getresponse()
        assert (answer.status, answer.read()) == (302, b"")
        return answer.headers["location"]


def test_whom_the_provider_refuses_reads_so_and_can_try_again(dashboard, person):
    page = opened(person(), f"{dashboard}/peta?lang=id")
    page.get_by_role("button", name="Masuk dengan akun kantor").click()
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{dashboard}/?*")
    settled(page)
    assert heading(page) == "Masuk"
    assert page.get_by_text("Penyedia akun menolak, atau Anda membatalkannya.").is_visible()
    sign_in(page, "kaban")
    page.wait_for_url(f"{dashboard}/peta?*")  # where the link led
    settled(page)
    assert page.get_by_text("Penyedia akun menolak").count() == 0


@pytest.mark.parametrize(
    ("back", "said"),
    [
        ("error=access_denied&error_description=x", "Penyedia akun menolak, atau Anda membatalkannya."),
        ("code=basi&state=basi", "Masuk tidak selesai"),
        ("", "Masuk untuk membuka dasbor."),  # from signing out
        ("gagal_masuk=%3Cb%3E", "Masuk untuk membuka dasbor."),
    ],
)
def test_who_comes_back_without_a_sign_in_reads_why(dashboard, back, said):
    answer = asked(f"{dashboard}{led(f'{dashboard}/oauth2callback?{back}')}")
    assert answer.headings == ["Masuk"]
    assert said in answer.text


def test_that_the_provider_is_out_of_reach_is_said(home, person, tmp_path):
    port, log = usual_port(), tmp_path / "server.log"
    folder = home_with(AKSES, home, tmp_path / "home")
    with_secrets(folder, port, f"http://127.0.0.1:{free_port()}")
    command = [sys.executable, str(ROOT / "dashboard.py"), "--port", str(port)]
    address, env = f"http://127.0.0.1:{port}", {**os.environ, "KONDUSIF_HOME": str(folder)}
    with running(command, log, up=f"{address}/_stcore/health", env=env):
        page = opened(person(), address)
        page.get_by_role("button", name="Masuk dengan akun kantor").click()
        page.get_by_text("Penyedia akun tidak dapat dihubungi.").wait_for()
        assert heading(page) == "Masuk"
    assert "Error during OAuth authorization redirect" in log.read_text()  # the reason


def test_signing_out_ends_every_tab_and_the_cookie_is_worth_nothing_afterwards(dashboard, person):
    context = person()
    page = opened(context, dashboard)
    sign_in(page, "kaban")
    other = opened(context, f"{dashboard}/kecamatan")
    stolen = cookies(context)
    assert asked(dashboard, cookies=stolen).headings == ["Ringkasan"]
    page.get_by_role("button", name="Keluar").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{dashboard}/**")
    settled(page)
    assert heading(page) == "Masuk"
    other.get_by_role("link", name="Peta").click()
    other.get_by_text("Anda sudah keluar.").wait_for()
    answer = asked(dashboard, cookies=stolen)
    assert answer.headings == ["Masuk"]
    assert "Anda sudah keluar." in answer.text


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (61 * 60, "Sesi berakhir karena 60 menit tidak dipakai. Masuk lagi untuk melanjutkan."),
        (10 * 3600 + 60, "Sesi berakhir setelah 10 jam. Masuk lagi untuk melanjutkan."),
        (90 * 24 * 3600, "Sesi berakhir setelah 10 jam. Masuk lagi untuk melanjutkan."),
    ],
)
def test_an_old_sign_in_is_refused_with_the_reason(dashboard, age, said):
    old = cookie(dashboard, iat=int(time.time()) - age)
    answer = asked(f"{dashboard}/kecamatan", cookies={COOKIE: old})
    assert answer.headings == ["Masuk"]
    assert said in answer.text
    assert "Edisi" not in answer.text


def test_after_signing_in_one_is_where_the_link_led_and_it_can_lead_nowhere_else(dashboard, person):
    """Whoever signs in again because a session has ended goes the same way."""
    context = person()
    old = {"name": COOKIE, "value": cookie(dashboard, iat=int(time.time()) - 90 * 60), "url": dashboard}
    context.add_cookies([old])
    asked_for = "tren?kecamatan=32.16.18&period=2026-05&deret=kejadian&lang=en"
    page = opened(context, f"{dashboard}/{asked_for}&peran=admin&next=https://lain.example/")
    assert heading(page) == "Sign in"
    page.get_by_role("button", name="Sign in with the office account").click()
    page.get_by_role("button", name="kaban", exact=True).click()
    page.wait_for_url(f"{dashboard}/tren?*")
    settled(page)
    assert heading(page) == "Trends"
    parts = urlsplit(page.url)
    chosen = {key: one for key, (one,) in parse_qs(parts.query).items() if key != "edition"}
    assert chosen == {key: one for key, (one,) in parse_qs(urlsplit(asked_for).query).items()}
    # The address was given out: the next visit begins at the first page, in this browser too.
    assert heading(opened(context, dashboard)) == "Ringkasan"


def test_a_link_to_a_page_that_the_role_has_not_is_refused_after_signing_in(dashboard, person):
    page = opened(person(), f"{dashboard}/peta?kecamatan=32.16.18")
    sign_in(page, "camat")
    page.wait_for_url(f"{dashboard}/peta?*")
    settled(page)
    assert heading(page) == REFUSED
    assert page.get_by_text("Halaman ini tidak tersedia untuk peran Camat.").is_visible()


def test_a_page_left_open_clears_itself_when_the_session_ends(home, provider, person, tmp_path):
    """Nobody clicks: the session reaches its longest time while the page stands there."""
    port, idle = usual_port(), AKSES.replace("diam_menit = 60", "diam_menit = 900")
    folder = home_with(idle, home, tmp_path / "home")
    with_secrets(folder, port, provider)
    with serving(folder, tmp_path / "server.log", port=port) as address:
        asked(address)  # so that the page is soon there
        context = person()
        ends_soon = cookie(address, iat=int(time.time()) - 10 * 3600 + LEFT)
        context.add_cookies([{"name": COOKIE, "value": ends_soon, "url": address}])
        page = opened(context, address)
        assert heading(page) == "Ringkasan"
        page.get_by_text("Sesi berakhir setelah 10 jam.").wait_for(timeout=WATCHED)
        assert links(page) == []
        assert heading(page) == "Masuk"


def test_a_file_is_taken_from_who_signed_in(dashboard, person):
    """Its own request asks again who it is, outside of every script."""
    page = opened(person(), f"{dashboard}/siaran_pers")
    sign_in(page, "kaban")
    file = {"name": "bingkai.png", "mimeType": "image/png", "buffer": b"bukan gambar kami"}
    with page.expect_response("**/_stcore/upload_file/**") as answer:
        page.set_input_files("input[type=file]", [file])
    assert answer.value.status == 204
    page.get_by_text("Tidak membawa tanda instalasi ini").wait_for()


@pytest.mark.parametrize("what", ["signature", "secret", "garbage", "origin"])
def test_a_forged_cookie_is_refused(dashboard, what):
    now = int(time.time())
    good = cookie(dashboard, iat=now)
    forged = {
        "signature": good[:-4] + ("AAAA" if not good.endswith("AAAA") else "BBBB"),
        "secret": cookie(dashboard, secret="x" * 40, iat=now),
        "garbage": "kaban@bekasi.example",
        "origin": cookie(dashboard, iat=now, origin="https://lain.example"),
    }[what]
    assert asked(f"{dashboard}/peta", cookies={COOKIE: good}).headings == ["Peta"]
    answer = asked(f"{dashboard}/peta", cookies={COOKIE: forged})
    assert answer.headings == ["Masuk"]
    assert answer.links == []
    assert "Edisi" not in answer.text


def test_a_header_or_an_address_says_nothing_about_who_one_is(dashboard):
    made_up = {"X-Kondusif-User": "kaban@bekasi.example", "X-Kondusif-Secret": ""}
    answer = asked(f"{dashboard}/?peran=pimpinan", headers=made_up)
    assert answer.headings == ["Masuk"]
    assert "Coba sebagai" not in answer.text
