"""Sign-in by Caddy: Debian's own runs the very file of deploy/, with another port and other paths."""

import subprocess

import pytest

from tests.browser import proxies
from tests.browser.proxies import HEADERS, basic, caddy, safe
from tests.browser.signing_in import REFUSED, trail
from tests.browser.without_browser import asked, got


@pytest.fixture(scope="module", autouse=True)
def _caddy_there():
    proxies.needed(proxies.CADDY, "caddy")


@pytest.fixture(scope="module")
def front(proxied_home, behind, tmp_path_factory):
    with caddy(tmp_path_factory.mktemp("caddy"), behind, proxies.secret_of(proxied_home)) as address:
        yield address


def test_a_person_known_to_caddy_sees_the_pages_of_the_role(front, proxied_home):
    answer = asked(front, headers=basic("operator"))
    assert answer.headings == ["Papan hari ini"]
    assert "Masuk sebagai operator (Operator kabupaten)" in answer.text
    assert {"pengguna": "operator", "peran": "operator_kabupaten"} in trail(proxied_home, "masuk")


def test_headers_that_a_client_makes_up_are_replaced(front, proxied_home):
    made_up = {
        "X-Kondusif-User": "kaban",
        "X-Kondusif-Groups": "humas",
        "X-Kondusif-Secret": proxies.secret_of(proxied_home),
    }
    answer = asked(front, headers={**made_up, **basic("tanpa-peran")})
    assert answer.headings == [REFUSED]
    assert "Akun tanpa-peran belum diberi peran." in answer.text


@pytest.mark.parametrize("headers", [{}, basic("kaban", "salah"), basic("contoh", ""), basic("tak-dikenal")])
def test_without_a_password_caddy_answers_nothing_of_the_dashboard(front, headers):
    status, sent, body = got(f"{front}/_stcore/health", headers=headers)
    assert (status, body) == (401, "")
    assert safe(sent) == HEADERS


def test_every_answer_has_the_security_headers_and_the_interface_for_programs_is_closed(front):
    status, sent, _ = got(f"{front}/", headers=basic("operator"))
    assert (status, safe(sent)) == (200, HEADERS)
    assert "frame-ancestors 'none'" in sent["content-security-policy"]
    assert all(len(sent.get_all(name)) == 1 for name in (*HEADERS, "content-security-policy"))
    for closed in ("_stcore/agent/openapi.json", "sehat", "sehat/live"):
        assert got(f"{front}/{closed}", headers=basic("operator"))[0] == 404


def test_without_the_secret_caddy_is_not_believed(behind, tmp_path):
    with caddy(tmp_path, behind, "") as address:
        answer = asked(address, headers=basic("operator"))
    assert "Permintaan ini tidak datang lewat proksi." in answer.text


def test_no_log_of_caddy_names_a_session_a_file_or_a_sign_in(proxied_home, tmp_path):
    """Caddy notes each request that it can't pass on, with its headers."""
    with caddy(tmp_path, "http://127.0.0.1:9", proxies.secret_of(proxied_home)) as address:
        headers = basic("kaban") | {
            "Sec-WebSocket-Protocol": f"streamlit, kunci, {proxies.TELLING}",
            "Cookie": f"_streamlit_user={proxies.TELLING}",
        }
        for part in proxies.NAMING:
            assert got(f"{address}/{part}{proxies.TELLING}", headers=headers)[0] == 502
    logs = "".join(path.read_text() for path in tmp_path.glob("*.log"))
    assert logs.count('"status":502') >= len(proxies.NAMING)
    assert proxies.TELLING not in logs


def test_the_file_is_formatted_as_caddy_would():
    file = proxies.DEPLOY / "Caddyfile"
    written = subprocess.run([proxies.CADDY, "fmt", file], check=True, capture_output=True, text=True).stdout
    assert written == file.read_text(encoding="utf-8")
