"""What every ready way to the dashboard keeps: nginx, Caddy, and haproxy behind nginx, the real ones, asked for the same things."""

import contextlib
import json
import re
import socket
import time
from urllib.parse import urlsplit

import pytest

from tests.browser import proxies
from tests.browser.proxies import basic
from tests.browser.without_browser import asked, got, talked, unchecked_tls
from tests.pages.test_guarding import HANDSHAKE

WAYS = ("nginx", "caddy", "haproxy")
MOST = 51 * 1024 * 1024


@pytest.fixture(scope="module", autouse=True)
def _proxies_there():
    proxies.needed(proxies.NGINX, "nginx-light")
    proxies.needed(proxies.CADDY, "caddy")
    proxies.needed(proxies.HAPROXY, "haproxy")


@pytest.fixture(scope="module")
def ways(proxied_home, behind, tmp_path_factory):
    """Address and folder of each way; all lead to one dashboard."""
    secret = proxies.secret_of(proxied_home)
    folders = {name: tmp_path_factory.mktemp(name) for name in WAYS}
    with (
        proxies.nginx(folders["nginx"], behind, secret) as by_nginx,
        proxies.caddy(folders["caddy"], behind, secret) as by_caddy,
        proxies.haproxy(folders["haproxy"], behind) as several,
        proxies.nginx(folders["haproxy"], several, secret) as by_both,
    ):
        wait_for_check(by_both)
        yield {name: (address, folders[name]) for name, address in zip(WAYS, (by_nginx, by_caddy, by_both), strict=True)}


def wait_for_check(address):
    """Haproxy asks every two seconds whether a dashboard is there."""
    for _ in range(50):
        if got(f"{address}/_stcore/health", headers=basic("operator"))[0] == 200:
            return
        time.sleep(0.2)
    raise AssertionError("haproxy finds no dashboard")


def words(address, *lines, body=b""):
    """Beginning of what a request gets that is written by hand; nothing where the other side hung up without a word."""
    place = urlsplit(address)
    head = [*lines, f"Host: {place.netloc}", f"Authorization: {basic('operator')['Authorization']}", "", ""]
    plain = socket.create_connection(("127.0.0.1", place.port), timeout=20)
    with unchecked_tls().wrap_socket(plain, server_hostname="localhost") as wire:
        with contextlib.suppress(OSError):  # it may answer and hang up in the middle
            wire.sendall("\r\n".join(head).encode())
            wire.sendall(body)
        try:
            first = wire.recv(4096)
        except OSError:
            return ""
    return first.decode("latin-1")


def answer(address, *lines, body=b""):
    """Status of the same; None: hung up without one."""
    told = words(address, *lines, body=body)
    return int(told.split()[1]) if told else None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kilobytes", [64, 1024])
def test_headers_without_end_are_refused_and_the_next_one_is_served(ways, way, kilobytes):
    address, _ = ways[way]
    assert answer(address, "GET / HTTP/1.1", f"X-Panjang: {'x' * kilobytes * 1024}") in (400, 413, 431, None)
    assert answer(address, f"GET /?{'x' * kilobytes * 1024} HTTP/1.1") in (400, 413, 414, 431, None)
    assert got(f"{address}/_stcore/health", headers=basic("operator"))[0] == 200


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_is_announced_too_large_ends_there(ways, way):
    assert answer(ways[way][0], "PUT /_stcore/upload_file/a/b HTTP/1.1", f"Content-Length: {MOST + 1}") == 413


@pytest.mark.parametrize("way", WAYS)
def test_a_file_of_unknown_length_is_counted(ways, way):
    """Refused at once, because the dashboard asks for the length, or where it becomes too large: never taken. To Caddy the dashboard
    hangs up in the middle, after its answer, which Caddy calls a bad gateway.
    """
    chunk = b"100000\r\n" + bytes(2**20) + b"\r\n"
    found = answer(ways[way][0], "PUT /_stcore/upload_file/a/b HTTP/1.1", "Transfer-Encoding: chunked", body=chunk * 53 + b"0\r\n\r\n")
    assert found in (403, 411, 413, *([502] if way == "caddy" else []))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["_stcore/metrics", "_stcore/metrics?families=x", "_stcore/agent/openapi.json", "sehat", "sehat/live"])
def test_what_tells_of_the_process_is_closed(ways, way, path):
    assert got(f"{ways[way][0]}/{path}", headers=basic("operator"))[0] == 404


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("place", ["_stcore/metrics", "sehat"])
def test_nor_is_it_told_under_another_spelling(ways, way, place):
    folder, _, last = place.rpartition("/")
    root = f"/{folder}/" if folder else "/"
    spelled = [
        f"{root}%{ord(last[0]):02x}{last[1:]}",
        f"{root}/{last}",
        f"{root}./{last}",
        f"/x/..{root}{last}",
        f"{root}{last}/",
        f"{root}{last};x",
    ]
    for path in spelled:
        told = words(ways[way][0], f"GET {path} HTTP/1.1")
        assert "HTTP/1." in told, path
        assert not re.search(r"(?m)^# TYPE |\"(live|ready)\"", told), path


@pytest.mark.parametrize("way", WAYS)
def test_what_the_page_is_told_of_its_host_is_nothing(ways, way):
    status, headers, text = got(f"{ways[way][0]}/_stcore/host-config", headers=basic("operator"))
    assert status == 200
    assert {name: value for name, value in json.loads(text).items() if value} == {}
    assert headers.get_all("cache-control") == ["no-store"]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_handed_over_is_kept_by_no_browser_and_named_in_no_log(ways, way):
    address, folder = ways[way]

    async def first_file(talk):
        page = await talk.open()
        return talk.session, await talk.file(next(iter(page.files)))

    proof = got(f"{address}/", headers=basic("operator"))[1]["set-cookie"].partition(";")[0]  # nginx wants it where nothing is logged
    session, url = talked(f"{address}/unggah", first_file, headers=basic("operator"))
    status, headers, _ = got(f"{address}{url}", headers=basic("operator") | {"Cookie": proof})
    assert (status, headers.get_all("cache-control")) == (200, ["no-store"])
    assert headers["content-disposition"].startswith("attachment")
    assert answer(address, f"PUT /_stcore/upload_file/{session}/b HTTP/1.1", "Content-Length: 0") in (400, 403, 404, 411)
    written = "".join(path.read_text(errors="replace") for path in folder.iterdir() if path.suffix == ".log")
    for secret in (session, url.rpartition("/")[2].partition(".")[0], proxies.basic("operator")["Authorization"].removeprefix("Basic ")):
        assert secret
        assert secret not in written


@pytest.mark.parametrize("way", WAYS)
def test_the_cookie_that_keeps_a_browser_with_its_process_and_all_others_travel_by_tls_only(ways, way):
    cookies = got(f"{ways[way][0]}/_stcore/health", headers=basic("operator"))[1].get_all("Set-Cookie")
    assert any(one.startswith("KONDUSIF=d1") for one in cookies) is (way == "haproxy")
    assert all("; secure" in one.lower() for one in cookies)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("origin", ["https://penyerang.example", "null"])
def test_a_page_of_a_stranger_opens_nothing_through_any(ways, way, origin):
    assert answer(ways[way][0], "GET /_stcore/stream HTTP/1.1", f"Origin: {origin}", *HANDSHAKE) == 403


def test_haproxy_itself_is_reached_from_this_machine_only_and_believes_nobody(ways):
    text = (ways["haproxy"][1] / "haproxy.cfg").read_text()
    assert re.findall(r"(?m)^ +bind (\S+):", text) == ["127.0.0.1"]
    port = re.search(r"bind 127\.0\.0\.1:(\d+)", text)[1]
    made_up = {"X-Kondusif-User": "kaban", "X-Kondusif-Secret": "tebakan", "Host": "127.0.0.1"}
    status, _, body = got(f"http://127.0.0.1:{port}/_stcore/health", headers=made_up)
    assert status != 200 or "ok" in body
    page = asked(f"http://127.0.0.1:{port}/", headers={"X-Kondusif-User": "kaban", "X-Kondusif-Secret": "tebakan"})
    assert "Permintaan ini tidak datang lewat proksi." in page.text
