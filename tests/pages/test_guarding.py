"""What the dashboard answers, and to whom: a real server, asked as a stranger's page or a careless proxy would ask."""

import itertools
import json
import secrets
import socket
import sys
import time
from urllib.parse import urlsplit

import pytest

from data.access.access_file import FILE
from data.safety import doctor
from pages import guarding
from pages.session import listening, signin
from tests.browser.driving import ROOT, free_port, running, serving
from tests.browser.without_browser import asked, ran
from tests.reader import t

PROXY = """[masuk]
cara = "proksi"
nama = "Dasbor.Example"
berkas_rahasia = "rahasia-proksi"
[[akses]]
peran = "admin"
pengguna = ["admin"]
"""
# Written beside the server's modules: notes each name that is looked up and each address that is connected to.
WATCH = """
import sys
def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        said = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        said = arguments[1][0] if isinstance(arguments[1], tuple) else "berkas"
    else:
        return
    with open(LOG, "a") as log:
        print(event, said, file=log)
sys.addaudithook(watch)
"""
ROUTES = (
    ("GET", "/"),
    ("GET", "/ringkasan"),
    ("GET", "/peta"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/metrics"),
    ("GET", "/media/0123456789abcdef.png"),
    ("GET", "/app/static/icon.svg"),
    ("GET", "/oauth2callback"),
    ("GET", "/auth/login"),
    ("HEAD", "/"),
    ("OPTIONS", "/_stcore/upload_file/sesi/berkas"),
    ("PUT", "/_stcore/upload_file/sesi/berkas"),
    ("DELETE", "/_stcore/upload_file/sesi/berkas"),
    ("POST", "/_stcore/agent/run"),
    ("GET", "/_stcore/stream"),
    ("WEBSOCKET", "/_stcore/stream"),
)
HANDSHAKE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
    "Sec-WebSocket-Protocol: streamlit",
)
MISTAKEN = "Dasbor belum dapat dibuka: pengaturan masuknya keliru. Hubungi admin."
FOREIGN = "Permintaan ini tidak dikirim oleh halaman dasbor, sehingga ditolak.\n"


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """A server without sign-in, and the file with its look-ups and connections."""
    folder, home = tmp_path_factory.mktemp("kait"), tmp_path_factory.mktemp("rumah") / "home"
    home.mkdir()
    log = folder / "keluar.log"
    log.touch()
    (folder / "sitecustomize.py").write_text(f"LOG = {str(log)!r}\n{WATCH}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        with serving(home, folder / "server.log") as address:
            yield address, log


@pytest.fixture(scope="module")
def local(watched):
    return watched[0]


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """A server behind a proxy, and its home."""
    home = tmp_path_factory.mktemp("proksi") / "home"
    home.mkdir()
    (home / "rahasia-proksi").write_text(secrets.token_hex(32))
    (home / FILE).write_text(PROXY)
    for path in home.iterdir():
        path.chmod(0o600)
    with serving(home, home.parent / "server.log") as address:
        yield address, home


def sent(address, method, path, *headers, body=b""):
    """Status, headers (names in lower case; several of one are a list) and text of what a request of these very bytes gets."""
    if method == "WEBSOCKET":
        method, headers = "GET", (*headers, *HANDSHAKE)
    else:
        headers = (*headers, "Connection: close", *([f"Content-Length: {len(body)}"] if body else []))
    head = "\r\n".join([f"{method} {path} HTTP/1.1", *headers, "", ""])
    with socket.create_connection(("127.0.0.1", urlsplit(address).port), timeout=20) as wire:
        wire.sendall(head.encode() + body)
        received = b""
        while part := wire.recv(65536):
            received += part
            if received.startswith(b"HTTP/1.1 101"):
                break
    top, _, text = received.partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    found = {}
    for line in lines:
        name, _, value = line.partition(":")
        found.setdefault(name.lower(), []).append(value.strip())
    return int(first.split()[1]), found, text.decode("utf-8", errors="replace")


def host_of(address):
    return urlsplit(address).netloc


def from_us(address):
    return f"Host: {host_of(address)}", f"Origin: {address}"


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_name_of_a_stranger_that_leads_here_is_answered_on_no_route(local, method, path):
    rebound = f"penyerang.example:{urlsplit(local).port}"
    status, _, text = sent(local, method, path, f"Host: {rebound}", f"Origin: http://{rebound}")
    assert status == 421
    if method != "HEAD":
        assert text == f"Ini bukan alamat dasbor. Buka http://localhost:{urlsplit(local).port}\n"


@pytest.mark.parametrize(
    "host",
    [
        "penyerang.example",
        "dasbor.example",
        "127.0.0.1.penyerang.example:PORT",
        "localhost.penyerang.example:PORT",
        "localhost.:PORT",
        "localhost",
        "127.0.0.1",
        "127.0.0.1:1",
        "192.0.2.7:PORT",
        "0.0.0.0:PORT",
        "[::]:PORT",
        "[2001:db8::7]:PORT",
        "2130706433:PORT",
        "localhost:PORT@penyerang.example",
        "localhost:PORT,penyerang.example",
        "",
    ],
)
def test_without_sign_in_only_this_machine_with_the_port_served_is_answered(local, host):
    host = host.replace("PORT", str(urlsplit(local).port))
    assert sent(local, "GET", "/", f"Host: {host}")[0] == 421
    assert sent(local, "WEBSOCKET", "/_stcore/stream", f"Host: {host}", f"Origin: http://{host}")[0] == 421


def test_without_a_host_or_with_two_nothing_is_answered(local):
    assert sent(local, "GET", "/")[0] in (400, 421)
    two = (f"Host: {host_of(local)}", "Host: penyerang.example")
    assert sent(local, "GET", "/", *two)[0] in (400, 421)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
def test_the_names_of_this_machine_are_answered(local, name):
    host = f"{name}:{urlsplit(local).port}"
    assert sent(local, "GET", "/", f"Host: {host}")[0] == 200
    assert sent(local, "WEBSOCKET", "/_stcore/stream", f"Host: {host}", f"Origin: http://{host}")[0] == 101


@pytest.mark.parametrize(
    "origin",
    [
        "http://penyerang.example",
        "http://127.0.0.1:1",
        "http://HOST.penyerang.example",
        "http://penyerang.example/HOST",
        "file://HOST",
        "null",
        "",
    ],
)
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_page_of_a_stranger_is_answered_on_no_route(local, method, path, origin):
    origin = origin.replace("HOST", host_of(local))
    status, _, text = sent(local, method, path, f"Host: {host_of(local)}", f"Origin: {origin}")
    assert status == 403
    assert method == "HEAD" or text == FOREIGN


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route[0] not in ("GET", "HEAD")])
def test_what_is_no_reading_must_name_the_page_that_sends_it(local, method, path):
    """Browsers do. A proxy that drops the Origin and puts its own Host would serve everybody as the owner."""
    assert sent(local, method, path, f"Host: {host_of(local)}")[0] == 403


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_what_a_proxy_passed_on_is_refused_on_every_route_where_no_sign_in_is_set_up(local, method, path):
    """Whether or not the proxy also sends our own name as Host, and our page as Origin."""
    for name in listening.FORWARDED:
        status, _, text = sent(local, method, path, *from_us(local), f"{name}: 198.51.100.7")
        assert status == 403
        assert method == "HEAD" or text == f"{MISTAKEN}\n"


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_answer_has_the_headers_once(local, method, path):
    if method == "WEBSOCKET":
        status, found, _ = sent(local, method, path, f"Host: {host_of(local)}")
    else:
        status, found, _ = sent(local, method, path, *from_us(local))
        assert status not in (421, 403) or path.startswith("/_stcore/")
    assert {name: found.get(name) for name in guarding.HEADERS} == {name: [value] for name, value in guarding.HEADERS.items()}
    if path.startswith(("/media/", "/_stcore/")) or status in (421, 403):
        assert found["cache-control"] == ["no-store"]


@pytest.mark.parametrize("path", ["/", "/peta", "/media/x.png", "/_stcore/health"])
def test_what_is_no_upload_may_bring_little(local, path):
    much = b"x" * (guarding.MOST_BYTES + 1)
    status, _, text = sent(local, "POST", path, *from_us(local), body=much)
    assert (status, text) == (413, "Permintaan ini terlalu besar, sehingga ditolak.\n")
    assert sent(local, "POST", path, *from_us(local), body=much[:-1])[0] == 405


def test_a_body_that_does_not_say_how_long_it_is_is_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path))
    monkeypatch.setattr(signin, "_at_start", signin._UNSET)
    part = {"type": "http.request", "body": b"x" * 40_000, "more_body": True}
    parts, said = itertools.chain([part, part], itertools.repeat({"type": "http.disconnect"})), []

    async def reading(scope, receive, send):
        while (await receive())["type"] == "http.request":
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive():
        return next(parts)

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/",
        "server": ("127.0.0.1", 8501),
        "headers": [(b"host", b"localhost:8501"), (b"origin", b"http://localhost:8501")],
    }
    ran(guarding.Guard(reading)(scope, receive, send))
    assert said[0]["status"] == 413


def test_nothing_leaves_the_machine_through_a_session_or_twenty_foreign_handshakes(watched):
    local, log = watched
    assert asked(local).headings
    begun = time.monotonic()
    for number in range(20):
        origin = f"Origin: http://penyerang-{number}.example"
        assert sent(local, "WEBSOCKET", "/_stcore/stream", f"Host: {host_of(local)}", origin)[0] == 403
    assert time.monotonic() - begun < 2
    path = "/_stcore/upload_file/sesi/berkas"
    sent(local, "PUT", path, *from_us(local), body=b"kecamatan;kejadian\n")
    assert asked(local).headings
    seen = {line.split()[1] for line in log.read_text().splitlines()}
    assert "127.0.0.1" in seen  # the watch itself works: the port was tried
    assert seen <= {"127.0.0.1", "localhost", "::1", "berkas"}


def test_behind_a_proxy_the_official_name_is_answered_and_no_other(signed):
    address, _ = signed
    for name in ("dasbor.example", "Dasbor.Example", "dasbor.example:8443"):
        assert sent(address, "GET", "/", f"Host: {name}")[0] == 200
        page = f"Origin: https://{name}"
        assert sent(address, "WEBSOCKET", "/_stcore/stream", f"Host: {name}", page)[0] == 101
    for name in ("penyerang.example", "dasbor.example.penyerang.example", "xdasbor.example", "192.0.2.7"):
        status, _, text = sent(address, "GET", "/", f"Host: {name}")
        assert (status, text) == (421, "Ini bukan alamat dasbor. Buka https://dasbor.example\n")
        page = f"Origin: https://{name}"
        assert sent(address, "WEBSOCKET", "/_stcore/stream", f"Host: {name}", page)[0] == 421
        assert sent(address, "WEBSOCKET", "/_stcore/stream", "Host: dasbor.example", page)[0] == 403


def test_the_health_check_of_the_ready_haproxy_file_is_answered(signed):
    """Also without store and edition: what all processes share must not take all of them away, and the page says what is the matter."""
    check = next(line for line in (ROOT / "deploy" / "haproxy.cfg").read_text().splitlines() if "http-check" in line)
    assert "meth GET uri /sehat/live ver HTTP/1.1 hdr Host localhost" in check
    status, _, text = sent(signed[0], "GET", "/sehat/live", "Host: localhost")
    assert (status, text) == (200, '{"live":true}')


def test_what_is_not_ready_is_named_by_a_code_and_the_status(signed):
    status, headers, text = sent(signed[0], "GET", "/sehat", "Host: localhost")
    assert (status, headers["cache-control"], headers["content-type"]) == (503, ["no-store"], ["application/json"])
    assert json.loads(text) == {
        "live": True,
        "ready": False,
        "faults": ["no_store", "no_edition"],
        "edition": None,
        "backup_age_hours": None,
    }


@pytest.mark.parametrize("path", ["/sehat", "/sehat/live"])
def test_health_is_told_to_this_machine_only(signed, path):
    """Not under the name that people open, and not to whom a proxy asks for; to a stranger's page not at all."""
    address, _ = signed
    for headers in (
        ["Host: dasbor.example"],
        ["Host: localhost", "X-Forwarded-For: 198.51.100.23"],
        ["Host: localhost", "Via: 1.1 proksi"],
    ):
        status, _, text = sent(address, "GET", path, *headers)
        assert (status, text) == (404, "Alamat ini tidak ada.\n")
    assert sent(address, "GET", path, "Host: penyerang.example")[0] == 421
    assert sent(address, "GET", path, "Host: localhost", "Origin: https://penyerang.example")[0] == 403


def test_a_mistake_in_the_access_file_is_told_the_admin_and_not_the_visitors(signed):
    """Wherever it is; `doctor` and the start of the dashboard say the same as the log."""
    address, home = signed
    for wrong, told in {
        PROXY + "[[akses]]\nperan = 'raja'\npengguna = ['ani']\n": "raja",
        PROXY.replace("[masuk]", "[masuk]\nkunci_keliru = 1"): "kunci_keliru",
        "bukan toml": "tidak dapat dibaca sebagai TOML",
    }.items():
        (home / FILE).write_text(wrong)
        answer = asked(address)
        assert MISTAKEN in answer.text
        assert not any(word in answer.text for word in (told, FILE, str(home)))
        log = (home.parent / "server.log").read_text()
        assert told in log
        assert any(told in finding.text for finding in doctor._access(t, home))
    (home / FILE).write_text(PROXY)
    asked(address)
    asked(address)
    assert (home.parent / "server.log").read_text() == log  # once, and no more when it is mended


def test_deleting_the_access_file_while_running_opens_nothing(signed):
    """Last of those on this server. Nobody has asked before, so that nothing is remembered of the file."""
    address, home = signed
    (home / FILE).unlink()
    answer = asked(address)
    assert answer.headings == ["Tidak tersedia untuk Anda"]
    assert MISTAKEN in answer.text
    assert "akses.toml" not in answer.text
    told = "akses.toml dihapus, dibuat, atau diganti cara masuknya sejak dasbor dijalankan."
    assert told in (home.parent / "server.log").read_text()
    assert "Coba sebagai" not in answer.text


@pytest.mark.parametrize("rules", [None, PROXY], ids=["ready", "wrong"])
def test_streamlit_run_is_guarded_alike(tmp_path, monkeypatch, rules):
    """With a mistake in akses.toml nobody is answered: the file of the secret isn't there."""
    home, port = tmp_path / "home", free_port()
    home.mkdir()
    monkeypatch.setenv("KONDUSIF_HOME", str(home))
    if rules:
        (home / FILE).write_text(rules)
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    log, address = tmp_path / "server.log", f"http://127.0.0.1:{port}"
    with running(command, log, up=("127.0.0.1", port), cwd=ROOT):
        status, _, text = sent(address, "GET", "/peta", f"Host: {host_of(address)}")
        stranger = sent(address, "GET", "/peta", "Host: penyerang.example")[0]
    assert "Traceback" not in log.read_text()
    if rules:
        assert (status, stranger) == (503, 503)
        assert text == f"{MISTAKEN}\n"
        assert "berkas_rahasia harus menunjuk berkas yang ada" in log.read_text()
    else:
        assert (status, stranger) == (200, 421)
