"""Sign-in by a reverse proxy: a real nginx runs the very files of deploy/nginx, with other ports and paths."""

import json
import os
import re
import secrets
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from data import audit, store
from pages import navigation
from tests.browser.driving import ROOT, free_port, running, serving, settled

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
DEPLOY = ROOT / "deploy" / "nginx"
PASSWORD = "sandi-uji"
AKSES = """
[masuk]
cara = "proksi"
berkas_rahasia = "rahasia-proksi"

[[akses]]
peran = "pimpinan"
pengguna = ["kaban"]

[[akses]]
peran = "camat"
pengguna = ["camat"]
kecamatan = ["32.16.07"]

[[akses]]
peran = "humas"
grup = ["humas"]
"""
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
}


@pytest.fixture(scope="module", autouse=True)
def _nginx_there():
    if not NGINX:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("sign-in by proxy is tested with nginx (sudo apt install nginx-light)")


@pytest.fixture(scope="module")
def proxied_home(home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proksi-home") / "home"
    shutil.copytree(home, folder)
    (folder / "akses.toml").write_text(AKSES, encoding="utf-8")
    (folder / "rahasia-proksi").write_text(secrets.token_hex(32), encoding="ascii")
    (folder / "rahasia-proksi").chmod(0o600)
    return folder


@pytest.fixture(scope="module")
def behind(proxied_home, tmp_path_factory):
    """The dashboard itself, on loopback, as nginx reaches it."""
    with serving(proxied_home, tmp_path_factory.mktemp("log") / "server.log") as address:
        yield address


@contextmanager
def nginx(folder, dashboard, secret, name="kondusif.conf"):
    """Run nginx on deploy/nginx/NAME as this account; gives its address."""
    plain, tls = free_port(), free_port()
    run = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    run += ["-keyout", str(folder / "dasbor.key"), "-out", str(folder / "dasbor.crt")]
    subprocess.run(run, check=True, capture_output=True)
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", PASSWORD], check=True, capture_output=True, text=True
    ).stdout.strip()
    people = ("kaban", "camat", "tanpa-peran")
    (folder / "pengguna").write_text("".join(f"{user}:{hashed}\n" for user in people))
    (folder / "kondusif-rahasia.inc").write_text(f'proxy_set_header X-Kondusif-Secret "{secret}";\n')
    for file in (name, "kondusif-bersama.inc"):
        text = (DEPLOY / file).read_text(encoding="utf-8")
        for old, new in {
            "/etc/kondusif": str(folder),
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{tls} ssl",
            "http://127.0.0.1:8501": dashboard,
        }.items():
            text = text.replace(old, new)
        (folder / file).write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    account = "user root;" if os.geteuid() == 0 else ""  # its workers must read the folder of this test
    (folder / "nginx.conf").write_text(
        f"{account} daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/{name}; }}\n"
    )
    with running(
        [NGINX, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")],
        folder / "nginx.log",
        up=("127.0.0.1", tls),
    ):
        yield f"https://127.0.0.1:{tls}"


@pytest.fixture(scope="module")
def front(proxied_home, behind, tmp_path_factory):
    secret = (proxied_home / "rahasia-proksi").read_text()
    with nginx(tmp_path_factory.mktemp("nginx"), behind, secret) as address:
        yield address


@pytest.fixture
def person(browser):
    contexts = []

    def new(user=None, **headers):
        context = browser.new_context(
            viewport={"width": 1366, "height": 900},
            ignore_https_errors=True,
            http_credentials={"username": user, "password": PASSWORD} if user else None,
            extra_http_headers=headers or None,
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


def opened(context, url):
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.answer = page.goto(url)
    settled(page)
    return page


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def text(page):
    return page.locator('[data-testid="stApp"]').inner_text()


def test_a_person_known_to_the_proxy_sees_the_pages_of_the_role(front, proxied_home, person):
    page = opened(person("kaban"), front)
    assert heading(page) == "Ringkasan"
    assert page.get_by_text("Masuk sebagai kaban (Pimpinan)").is_visible()
    assert "Coba sebagai" not in text(page)
    with store.read(proxied_home) as con:
        noted = [json.loads(one) for one in audit.entries(con, action="masuk")["rincian"]]
    assert noted.count({"pengguna": "kaban", "peran": "pimpinan"}) == 1


def test_a_camat_is_kept_to_the_own_kecamatan_and_pages(front, person):
    context = person("camat")
    assert "Setu" not in text(opened(context, f"{front}/kecamatan?kecamatan=32.16.18&peran=pimpinan"))
    assert heading(opened(context, f"{front}/peta")) == "Tidak tersedia untuk Anda"


def test_somebody_with_a_password_but_without_a_role_is_refused_in_words(front, person):
    page = opened(person("tanpa-peran"), front)
    assert heading(page) == "Tidak tersedia untuk Anda"
    assert "Akun tanpa-peran belum diberi peran." in text(page)


@pytest.mark.parametrize("user", [None, "tak-dikenal"])
def test_without_a_password_nginx_answers_nothing_of_the_dashboard(front, person, user):
    answer = person(user).request.get(f"{front}/_stcore/health", fail_on_status_code=False)
    assert answer.status == 401
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_headers_that_a_browser_makes_up_are_replaced_by_nginx(front, person):
    made_up = {"X-Kondusif-User": "kaban", "X-Kondusif-Groups": "humas"}
    assert "Masuk sebagai camat (Camat)" in text(opened(person("camat", **made_up), f"{front}/kecamatan"))
    page = opened(person("tanpa-peran", **made_up), front)
    assert "Akun tanpa-peran belum diberi peran." in text(page)


@pytest.mark.parametrize("secret", [None, "", "salah", "ganti"])
def test_past_the_proxy_the_dashboard_believes_nobody(behind, person, secret):
    headers = {"X-Kondusif-User": "kaban"} | ({} if secret is None else {"X-Kondusif-Secret": secret})
    page = opened(person(**headers), f"{behind}/ringkasan")
    assert heading(page) == "Tidak tersedia untuk Anda"
    assert "Permintaan ini tidak datang lewat proksi." in text(page)
    assert "Edisi" not in text(page)


def test_with_the_secret_but_without_a_user_nobody_is_signed_in(behind, proxied_home, person):
    secret = (proxied_home / "rahasia-proksi").read_text()
    assert "Proksi tidak menyebut pengguna." in text(opened(person(**{"X-Kondusif-Secret": secret}), behind))


def test_an_nginx_with_another_secret_is_not_believed(behind, person, tmp_path):
    with nginx(tmp_path, behind, secrets.token_hex(32)) as address:
        assert "Permintaan ini tidak datang lewat proksi." in text(opened(person("kaban"), address))


def test_every_page_works_under_the_security_headers(front, person):
    context = person("kaban")
    for _, members in navigation.GROUPS:
        for module, _ in members:
            name = navigation.name_of(module)
            page = opened(context, f"{front}/{'' if name == 'ringkasan' else name}")
            assert heading(page), name
            assert [one for one in page.complaints if "Content Security Policy" in one] == [], name
            found = page.answer.headers
            assert {key: found.get(key) for key in HEADERS} == HEADERS
            assert "frame-ancestors 'none'" in found["content-security-policy"]
            page.close()


def test_the_map_is_drawn_and_a_table_is_taken_along_under_the_headers(front, proxied_home, person):
    page = opened(person("kaban"), f"{front}/peta")
    page.wait_for_function("() => document.querySelectorAll('.choroplethlocation').length === 23")
    settled(page)
    page.get_by_text("Lihat tabel").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh CSV").first.click()
    assert download.value.path().read_text(encoding="utf-8-sig").count("\n") == 24
    settled(page)
    with store.read(proxied_home) as con:
        taken = audit.entries(con, action="unduh", who="kaban")
    assert json.loads(taken["rincian"].iloc[0])["edisi"] == "2026-10-r1"


def test_the_interface_for_programs_is_closed(front, person):
    assert person("kaban").request.get(f"{front}/_stcore/agent/openapi.json").status == 404


def test_plain_http_is_sent_to_tls(front, proxied_home):
    conf = (DEPLOY / "kondusif.conf").read_text()
    assert "return 301 https://$host$request_uri;" in conf


def test_for_oidc_nginx_passes_no_user_on(behind, person, proxied_home, tmp_path):
    secret = (proxied_home / "rahasia-proksi").read_text()
    made_up = {"X-Kondusif-User": "kaban", "X-Kondusif-Secret": secret}
    with nginx(tmp_path, behind, "", name="kondusif-oidc.conf") as address:
        page = opened(person(**made_up), address)
        assert "Permintaan ini tidak datang lewat proksi." in text(page)
        assert page.answer.headers["x-frame-options"] == "DENY"


def test_the_script_that_the_policy_lets_run_is_the_one_in_streamlits_page():
    import base64
    import hashlib

    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {"sha256-" + base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts}
    for file in (DEPLOY / "kondusif-bersama.inc", ROOT / "deploy" / "Caddyfile"):
        assert set(re.findall(r"sha256-[\w+/=]+", file.read_text())) == hashes
