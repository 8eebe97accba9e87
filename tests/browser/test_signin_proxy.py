"""Sign-in by a reverse proxy: a real nginx runs the very files of deploy/nginx, with other ports and paths."""

import base64
import hashlib
import re
import secrets
from pathlib import Path

import pytest
import streamlit

from data.access.viewers import PAGES
from pages import navigation
from tests.browser import proxies
from tests.browser.driving import ROOT, settled
from tests.browser.proxies import HEADERS, basic, nginx, safe
from tests.browser.signing_in import REFUSED, heading, opened, text, trail
from tests.browser.without_browser import asked, got, talked


@pytest.fixture(scope="module", autouse=True)
def _nginx_there():
    proxies.needed(proxies.NGINX, "nginx-light")


@pytest.fixture(scope="module")
def front(proxied_home, behind, tmp_path_factory):
    with nginx(tmp_path_factory.mktemp("nginx"), behind, proxies.secret_of(proxied_home)) as address:
        yield address


@pytest.fixture
def known(person):
    """A browser whose owner has given name and password."""

    def new(user):
        return person(
            ignore_https_errors=True,
            http_credentials={"username": user, "password": proxies.PASSWORD},
        )

    return new


def test_a_person_known_to_the_proxy_sees_the_pages_of_the_role(front, proxied_home, known):
    page = opened(known("kaban"), front)
    assert heading(page) == "Ringkasan"
    assert page.get_by_text("Masuk sebagai kaban (Pimpinan)").is_visible()
    assert "Coba sebagai" not in text(page)
    assert trail(proxied_home, "masuk").count({"pengguna": "kaban", "peran": "pimpinan"}) == 1
    with page.expect_download():
        page.get_by_role("button", name="Brief PPTX").click()
    assert trail(proxied_home, "unduh", who="kaban")[0]["brief"] == "pptx"


def test_a_camat_is_kept_to_the_own_kecamatan_and_pages(front):
    answer = asked(f"{front}/kecamatan?kecamatan=32.16.18&peran=pimpinan", headers=basic("camat"))
    assert "Cibitung" in answer.text
    assert "Setu" not in answer.text
    assert asked(f"{front}/peta", headers=basic("camat")).headings == [REFUSED]


def test_somebody_with_a_password_but_without_a_role_is_refused_in_words(front):
    answer = asked(front, headers=basic("tanpa-peran"))
    assert answer.headings == [REFUSED]
    assert "Akun tanpa-peran belum diberi peran." in answer.text


@pytest.mark.parametrize("headers", [{}, basic("tak-dikenal"), basic("kaban", "salah")])
def test_without_a_password_nginx_answers_nothing_of_the_dashboard(front, headers):
    status, sent, body = got(f"{front}/_stcore/health", headers=headers)
    assert (status, safe(sent)) == (401, HEADERS)
    assert "streamlit" not in body.lower()


def test_headers_that_a_browser_makes_up_are_replaced_by_nginx(front):
    made_up = {"X-Kondusif-User": "kaban", "X-Kondusif-Groups": "humas"}
    answer = asked(f"{front}/kecamatan", headers={**made_up, **basic("camat")})
    assert "Masuk sebagai camat (Camat)" in answer.text
    answer = asked(front, headers={**made_up, **basic("tanpa-peran")})
    assert "Akun tanpa-peran belum diberi peran." in answer.text


@pytest.mark.parametrize("secret", [None, "", "salah", "ganti"])
def test_past_the_proxy_the_dashboard_believes_nobody(behind, secret):
    headers = {"X-Kondusif-User": "kaban"} | ({} if secret is None else {"X-Kondusif-Secret": secret})
    answer = asked(f"{behind}/ringkasan", headers=headers)
    assert answer.headings == [REFUSED]
    assert "Permintaan ini tidak datang lewat proksi." in answer.text
    assert "Edisi" not in answer.text


def test_with_the_secret_but_without_a_user_nobody_is_signed_in(behind, proxied_home):
    answer = asked(behind, headers={"X-Kondusif-Secret": proxies.secret_of(proxied_home)})
    assert "Dasbor belum dapat dibuka: pengaturan masuknya keliru. Hubungi admin." in answer.text
    assert "Edisi" not in answer.text


def test_an_nginx_with_another_secret_is_not_believed(behind, tmp_path):
    with nginx(tmp_path, behind, secrets.token_hex(32)) as address:
        answer = asked(address, headers=basic("kaban"))
    assert "Permintaan ini tidak datang lewat proksi." in answer.text


def test_every_page_works_under_the_security_headers(front, known):
    """By the menu, as people go; each page as somebody who has it."""
    left = {navigation.name_of(module): title for _, group in navigation.GROUPS for module, title in group}
    for user, role in (("kaban", "pimpinan"), ("operator", "operator_kabupaten")):
        page = opened(known(user), front)
        for name in [one for one in PAGES[role] if one in left]:
            title = left.pop(name)
            if name != "ringkasan":  # where one is already
                page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
                page.wait_for_url(f"{front}/{name}?*")
                settled(page)
            assert heading(page) not in (REFUSED, ""), name
        assert [one for one in page.complaints if "Content Security Policy" in one] == []
    assert not left


@pytest.mark.parametrize("path", ["/", "/peta", "/_stcore/host-config", "/app/static/icon.svg", "/tidak/ada"])
def test_every_answer_has_the_security_headers(front, path):
    sent = got(f"{front}{path}", headers=basic("kaban"))[1]
    assert safe(sent) == HEADERS
    assert "frame-ancestors 'none'" in sent["content-security-policy"]
    assert all(len(sent.get_all(name)) == 1 for name in (*HEADERS, "content-security-policy"))


def test_the_session_of_somebody_else_is_not_resumed_past_nginx(front):
    """Whoever knows its id, from a log or a screen, gets a session of their own."""

    async def named(talk):
        await talk.open()
        return talk.session

    kaban = talked(front, named, headers=basic("kaban"))
    assert talked(front, named, headers=basic("camat"), session=kaban) != kaban
    assert talked(front, named, headers=basic("kaban"), session=kaban) == kaban


def test_no_log_of_nginx_names_a_session_a_file_or_a_sign_in(behind, proxied_home, tmp_path):
    """Neither of what goes well nor of what is refused, too large, or finds no dashboard."""
    secret, much = proxies.secret_of(proxied_home), b"x" * 52 * 2**20
    named = [f"/{part}{proxies.TELLING}" for part in proxies.NAMING]
    with nginx(tmp_path, behind, secret) as address:
        proof = got(address, headers=basic("kaban"))[1]["set-cookie"].partition(";")[0]
        known = {"Cookie": proof, **basic("kaban")}
        assert [got(f"{address}{path}", headers=known)[0] for path in (*named, "/peta")] == [
            200,
            404,
            200,
            200,
        ]
        assert got(f"{address}{named[0]}", headers=known, body=much)[0] == 413
        talked(address, lambda talk: talk.open(), headers=basic("kaban"), session=proxies.TELLING)
        for guess in (basic("kaban", "salah"), basic("kaban")):  # without the proof nothing is even compared
            assert {got(f"{address}{path}", headers=guess)[0] for path in named} == {403}
    with nginx(tmp_path, "http://127.0.0.1:9", secret) as address:
        for path in (*named, "/tren"):
            assert got(f"{address}{path}", headers=known)[0] == 502
    logs = "".join(path.read_text() for path in tmp_path.glob("*.log"))
    assert all(page in logs for page in ("kaban", "GET /peta", "GET /tren", "_stcore/stream"))
    assert proxies.TELLING not in logs


def test_for_oidc_nginx_passes_no_user_on(behind, proxied_home, tmp_path):
    made_up = {"X-Kondusif-User": "kaban", "X-Kondusif-Secret": proxies.secret_of(proxied_home)}
    with nginx(tmp_path, behind, "", name="kondusif-oidc.conf") as address:
        assert "Permintaan ini tidak datang lewat proksi." in asked(address, headers=made_up).text
        assert safe(got(address, headers=made_up)[1]) == HEADERS


def test_the_script_that_the_policy_lets_run_is_the_one_in_streamlits_page():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {"sha256-" + base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts}
    for file in ("nginx/kondusif-bersama.inc", "Caddyfile"):
        assert set(re.findall(r"sha256-[\w+/=]+", (ROOT / "deploy" / file).read_text())) == hashes
