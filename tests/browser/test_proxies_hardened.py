"""What the ready proxy files refuse: real nginx, Caddy and haproxy, asked as one who looks for a way in."""

import re
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from data.intake import sheets
from pages.session.proof import Prover
from tests.browser import proxies
from tests.browser.driving import free_port, running
from tests.browser.proxies import DEPLOY, basic
from tests.browser.without_browser import got, unchecked_tls
from tests.pages.test_guarding import HANDSHAKE
from tests.test_deploy import program

STRONG = ("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305")
WEAK = (
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA384",
    "AES128-GCM-SHA256",
    "eNULL",
    "aNULL",
    "3DES",
    "RC4",
)
GUESSES = 40
MOST = (sheets.LARGEST_MB + 1) * 1024 * 1024


@pytest.fixture(scope="module", autouse=True)
def _proxies_there():
    proxies.needed(proxies.NGINX, "nginx-light")
    proxies.needed(proxies.CADDY, "caddy")


@pytest.fixture(scope="module")
def plain():
    """Ports of HTTP, by proxy."""
    return {"nginx": free_port(), "caddy": free_port()}


@pytest.fixture(scope="module")
def front(proxied_home, behind, tmp_path_factory, plain):
    """Both proxies before one dashboard: address and folder by name."""
    secret = proxies.secret_of(proxied_home)
    folders = {name: tmp_path_factory.mktemp(name) for name in plain}
    with (
        proxies.nginx(folders["nginx"], behind, secret, guesses=None, plain=plain["nginx"]) as by_nginx,
        proxies.caddy(folders["caddy"], behind, secret, plain=plain["caddy"]) as by_caddy,
    ):
        yield {"nginx": (by_nginx, folders["nginx"]), "caddy": (by_caddy, folders["caddy"])}


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
@pytest.mark.parametrize("closed", ["sehat", "sehat/live", "_stcore/metrics", "_stcore/agent/openapi.json"])
def test_what_tells_of_the_server_is_closed_from_outside(front, proxy, closed):
    address, _ = front[proxy]
    assert got(f"{address}/{closed}", headers=basic("camat"))[0] == 404


def handshake(address, *options):
    """Whether a TLS handshake with these options of openssl comes about."""
    place = urlsplit(address)
    command = [
        "openssl",
        "s_client",
        "-connect",
        f"127.0.0.1:{place.port}",
        "-servername",
        place.hostname,
        *options,
    ]
    made = subprocess.run(command, input="", capture_output=True, text=True, check=False, timeout=20)
    return "Cipher is (NONE)" not in made.stdout and "Cipher is" in made.stdout


def answered(port, host, path="/peta?bulan=2026-10", *, tls=False, name="localhost"):
    """Status and Location of what a request with this Host gets."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        if tls:
            wire = unchecked_tls().wrap_socket(wire, server_hostname=name)
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head and (part := wire.recv(4096)):
            head += part
        wire.close()
    text = head.decode("latin-1")
    place = re.search(r"(?im)^location: (\S+)", text)
    return int(text.split()[1]), place and place[1]


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_old_tls_and_weak_ciphers_are_refused(front, proxy):
    address, _ = front[proxy]
    anything = ("-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    assert handshake(address, "-tls1_3")
    assert not any(handshake(address, version, *anything) for version in ("-tls1", "-tls1_1"))
    assert all(handshake(address, "-tls1_2", "-cipher", one) for one in STRONG)
    assert not any(handshake(address, "-tls1_2", "-cipher", f"{one}:@SECLEVEL=0") for one in WEAK)


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
@pytest.mark.parametrize("host", ["penyerang.example", "dasbor.example", "192.0.2.7", ""])
def test_who_comes_by_another_name_is_sent_to_the_configured_one(front, plain, proxy, host):
    """By HTTP; by TLS Caddy has no certificate for another name, and a Host that isn't the certificate's is no page."""
    address, _ = front[proxy]
    official = {"nginx": "https://127.0.0.1", "caddy": address}[proxy]
    status, place = answered(plain[proxy], host)
    assert status in (301, 308) or (host == "" and status == 400)
    assert status == 400 or place == f"{official}/peta?bulan=2026-10"
    status, place = answered(urlsplit(address).port, host or "penyerang.example", tls=True)
    if proxy == "nginx":
        assert (status, place) == (301, f"{official}/peta?bulan=2026-10")
    else:
        assert (status, place) == (200, None) or status in (301, 421)


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_no_cookie_travels_without_tls(front, proxy):
    """Streamlit sets `Secure` only where it speaks TLS itself; the one against forged requests comes with the first page."""
    address, _ = front[proxy]
    _, headers, _ = got(f"{address}/_stcore/health", headers=basic("operator"))
    cookies = headers.get_all("Set-Cookie")
    assert cookies
    assert all("; secure" in one.lower() for one in cookies)


@pytest.mark.parametrize("name", ["kondusif.conf", "kondusif-oidc.conf", "kondusif-sertifikat.conf"])
def test_no_ready_file_sends_to_a_name_that_the_client_says(name):
    text = (DEPLOY / "nginx" / name).read_text() + (DEPLOY / "nginx" / "kondusif-bersama.inc").read_text()
    assert not re.search(r"return 30\d [^;]*\$(host|http_host)\b", text)
    assert text.count("return 301 https://$server_name$request_uri;") == 2


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
@pytest.mark.parametrize("path", ["metrics", "metrics?families=x", "agent/openapi.json"])
def test_what_tells_of_the_process_is_closed(front, proxy, path):
    assert got(f"{front[proxy][0]}/_stcore/{path}", headers=basic("operator"))[0] == 404


class Sink(BaseHTTPRequestHandler):
    """A dashboard that takes whatever comes."""

    def do_PUT(self):
        left = int(self.headers["Content-Length"])
        while left > 0 and (part := self.rfile.read(min(left, 65536))):
            left -= len(part)
        self.send_response(204 if left == 0 else 400)
        self.end_headers()

    def log_message(self, *_):
        pass


def put(address, length):
    """Status of a file of so many bytes, sent by somebody who was let in; one that is too large is only announced."""
    place = urlsplit(address)
    head = f"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {length}\r\n"
    with socket.create_connection(("127.0.0.1", place.port), timeout=20) as wire:
        safe = unchecked_tls().wrap_socket(wire, server_hostname="localhost")
        made = Prover("rahasia", "S", "U").cookie({"S": "rahasia", "U": "operator"}, {})
        head += f"Cookie: {made.partition(';')[0]}\r\n"
        safe.sendall(f"{head}Authorization: {basic('operator')['Authorization']}\r\n\r\n".encode())
        for _ in range(0, length if length <= MOST else 0, 2**20):
            safe.sendall(bytes(2**20))
        status = int(safe.recv(4096).split()[1])
        safe.close()
    return status


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_a_file_that_is_too_large_ends_at_the_proxy(proxy, tmp_path):
    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        run = {"nginx": proxies.nginx, "caddy": proxies.caddy}[proxy]
        with run(tmp_path, f"http://127.0.0.1:{sink.server_port}", "rahasia") as address:
            assert put(address, MOST) == 204
            assert put(address, MOST + 1) == 413
        sink.shutdown()


def test_haproxy_ends_what_is_too_large(tmp_path):
    port = free_port()
    text = (DEPLOY / "haproxy.cfg").read_text().replace("127.0.0.1:8500", f"127.0.0.1:{port}")
    text = re.sub(r"(?m)^ +(user|group) haproxy\n", "", text)
    (tmp_path / "haproxy.cfg").write_text(text)
    command = [program("haproxy", "haproxy"), "-db", "-f", str(tmp_path / "haproxy.cfg")]
    with running(command, tmp_path / "log", up=("127.0.0.1", port)):
        for length, status in ((54 * 1024 * 1024, 413), (10, 503)):  # 503: no dashboard stands behind
            with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
                wire.sendall(f"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n".encode())
                wire.sendall(b"x" * 10)
                assert int(wire.recv(4096).split()[1]) == status


def test_haproxy_sends_browsers_to_the_process_that_answers(behind, tmp_path):
    """By the check of the ready file; the other process isn't there."""
    port, ours, gone = free_port(), urlsplit(behind).port, free_port()
    text = (DEPLOY / "haproxy.cfg").read_text()
    for old, new in {"8500": port, "8501 check": f"{gone} check inter 200 fall 1", "8502 check": f"{ours} check inter 200"}.items():
        text = text.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
    (tmp_path / "haproxy.cfg").write_text(re.sub(r"(?m)^ +(user|group) haproxy\n", "", text))
    command = [program("haproxy", "haproxy"), "-db", "-f", str(tmp_path / "haproxy.cfg")]
    with running(command, tmp_path / "log", up=("127.0.0.1", port)):
        time.sleep(1)
        told = [got(f"http://127.0.0.1:{port}/_stcore/health", headers={"Host": "dasbor.example.go.id"})[0] for _ in range(6)]
    assert told == [200] * 6
    assert re.search(r"d1 is DOWN", (tmp_path / "log").read_text())
    assert not re.search(r"d2 is DOWN", (tmp_path / "log").read_text())


def statuses(address, users, *, cookie=""):
    """What forty wrong passwords get, all at once."""

    def guess(number):
        headers = basic(users[number % len(users)], f"salah-{number}") | ({"Cookie": cookie} if cookie else {})
        return got(f"{address}/_stcore/health", headers=headers)[0]

    with ThreadPoolExecutor(GUESSES) as pool:
        return Counter(pool.map(guess, range(GUESSES)))


def test_guesses_are_slowed_limited_and_noted(proxied_home, behind, tmp_path):
    """Forty were answered in 2.7 seconds. Somebody whom nginx let in before works on meanwhile, in that browser."""
    secret = proxies.secret_of(proxied_home)
    slower = {"rate=6r/m": "rate=1r/m"}  # for a machine that is busy while it is tested
    with proxies.nginx(tmp_path, behind, secret, guesses=None, changes=slower) as address:
        status, headers, _ = got(f"{address}/", headers=basic("kaban"))
        cookie = headers["set-cookie"].partition(";")[0]
        assert (status, cookie.partition("=")[0]) == (200, "kondusif_bukti")
        begun = time.monotonic()
        seen = statuses(address, ["kaban", "operator"])
        assert time.monotonic() - begun > 1.9  # a wrong one waits
        assert seen[401] <= 4
        assert seen[401] + seen[429] == GUESSES
        assert got(f"{address}/", headers=basic("operator"))[0] == 429  # nor is a right one tried
        proven = basic("kaban") | {"Cookie": cookie}
        assert [got(f"{address}/_stcore/health", headers=proven)[0] for _ in range(20)] == [200] * 20
        assert got(f"{address}/", headers=basic("operator") | {"Cookie": cookie})[0] == 429
        made_up = re.sub(r"\.\d+$", ".9999999999", cookie)
        assert got(f"{address}/", headers=basic("kaban") | {"Cookie": made_up})[0] == 429
        assert got(f"{address}/")[0] == 401  # asking for the password is no guess
    log = (tmp_path / "nginx.log").read_text()
    assert re.search(r'user "(kaban|operator)": password mismatch, client: 127\.0\.0\.1', log)
    assert "limiting requests, excess: " in log


def test_one_address_opens_no_more_pages_than_its_share(front, proxied_home):
    """Sixty at a time, of two hundred for everybody."""
    address, _ = front["nginx"]
    cookie = got(f"{address}/", headers=basic("camat"))[1]["set-cookie"].partition(";")[0]
    place, opened, statuses = urlsplit(address), [], []
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {place.netloc}",
        f"Origin: {address}",
        f"Cookie: {cookie}",
        f"Authorization: {basic('camat')['Authorization']}",
        *HANDSHAKE,
        "",
        "",
    ]
    for _ in range(61):
        wire = unchecked_tls().wrap_socket(socket.create_connection(("127.0.0.1", place.port), timeout=20))
        wire.sendall("\r\n".join(lines).encode())
        statuses.append(int(wire.recv(4096).split()[1]))
        opened.append(wire)
    for wire in opened:
        wire.close()
    assert statuses == [101] * 60 + [429]


def test_caddy_writes_down_who_guesses_and_no_session(front):
    """Fail2ban closes the server to such an address; each guess costs Caddy a second of work."""
    address, folder = front["caddy"]
    assert got(f"{address}/?rahasia=1", headers=basic("kaban", "salah"))[0] == 401
    assert got(f"{address}/", headers={})[0] == 401
    assert got(f"{address}/_stcore/health", headers=basic("kaban"))[0] == 200
    log = (folder / "kondusif.log").read_text()
    pattern = re.search(r"(?m)^failregex = (.*)$", (DEPLOY / "fail2ban" / "kondusif-caddy.conf").read_text())[1]
    lines = [line for line in log.splitlines() if re.search(pattern.replace("<HOST>", r"127\.0\.0\.1"), line)]
    assert len(lines) == 1  # the wrong password; not who had none yet, nor who was let in
    told = basic("kaban", "salah")["Authorization"].removeprefix("Basic ")
    for secret in (told, "rahasia=1", "_streamlit_xsrf", "Sec-Websocket-Protocol", "upload_file"):
        assert secret not in log
    assert shutil.which("fail2ban-regex") is None or _fail2ban_finds(folder)


def _fail2ban_finds(folder):
    command = [
        "fail2ban-regex",
        str(folder / "kondusif.log"),
        str(DEPLOY / "fail2ban" / "kondusif-caddy.conf"),
    ]
    return "1 matched" in subprocess.run(command, capture_output=True, text=True, check=False).stdout
