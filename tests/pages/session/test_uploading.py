"""Memory and caches are nobody's to spend: a real server, and what it takes from whom."""

import ast
import asyncio
import json
import secrets
import socket
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.asyncio.client import connect

from data.access.access_file import FILE
from data.errors import DataError
from data.intake import sheets
from pages import guarding
from pages.session import messages, uploading, watch
from tests import homes
from tests.browser.driving import ROOT, serving
from tests.browser.without_browser import ran
from tests.pages.test_guarding import from_us, host_of, sent
from tests.reader import t

ACCESS = """[masuk]
cara = "proksi"
nama = "dasbor.example"
berkas_rahasia = "rahasia-proksi"
[[akses]]
peran = "admin"
pengguna = ["admin"]
[[akses]]
peran = "pimpinan"
pengguna = ["kaban"]
[[akses]]
peran = "operator_kabupaten"
pengguna = ["operator"]
"""
BODY = (
    b"--batas\r\nContent-Disposition: form-data; name=berkas; filename=a.csv\r\n"
    b"Content-Type: text/csv\r\n\r\nkecamatan;kejadian\n\r\n--batas--\r\n"
)
NO_RIGHT = "Sesi ini tidak berhak mengunggah berkas.\n"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """A server behind a proxy over an empty store, and the headers that the proxy would send for somebody."""
    home, secret = tmp_path_factory.mktemp("unggah") / "home", secrets.token_hex(32)
    homes.new(home, "simulasi")
    (home / "rahasia-proksi").write_text(secret)
    (home / FILE).write_text(ACCESS)
    for name in ("rahasia-proksi", FILE):
        (home / name).chmod(0o600)

    def known(user):
        return {"X-Kondusif-User": user, "X-Kondusif-Secret": secret} if user else {}

    with serving(home, home.parent / "server.log") as address:
        yield address, known


@asynccontextmanager
async def session(address, page, headers, token, query=""):
    """A connection on which a page was asked for; gives it and the id of its session."""
    async with asyncio.timeout(60):
        link = await connect(
            f"{address.replace('http', 'ws')}/_stcore/stream",
            origin=address,
            subprotocols=["streamlit", token],
            additional_headers={"Cookie": f"_streamlit_xsrf={token}", **headers},
            max_size=None,
            proxy=None,
        )
        try:
            yield link, await rerun(link, page, query)
        finally:
            await link.close()


async def rerun(link, page, query=""):
    """Id of the session, after its script has run."""
    start, found = BackMsg(), None
    start.rerun_script.page_name, start.rerun_script.query_string = page, query
    await link.send(start.SerializeToString())
    async for received in link:
        message = ForwardMsg.FromString(received)
        if message.WhichOneof("type") == "new_session":
            found = message.new_session.initialize.session_id
        elif message.WhichOneof("type") == "script_finished":
            return found
    raise AssertionError("the dashboard hung up")


def put(address, session_id, token, *more, method="PUT", body=BODY):
    """Status and text of a file that a browser sends."""
    cookie = (f"Cookie: _streamlit_xsrf={token}", f"X-Xsrftoken: {token}")
    kind = "Content-Type: multipart/form-data; boundary=batas"
    path = f"/_stcore/upload_file/{session_id}/berkas"
    status, _, text = sent(address, method, path, *from_us(address), *cookie, kind, *more, body=body)
    return status, text


def upload(front, user, page, **options):
    """What a file gets that is sent by the session of somebody who has opened a page."""
    address, known = front
    token = generate_xsrf_token_string()

    async def run():
        async with session(address, page, known(user), token) as (_, found):
            other = options.pop("as_browser", token)
            return await asyncio.to_thread(put, address, found, other, **options)

    return ran(run())


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("user", "page"),
    [
        (None, "unggah"),
        ("tak-dikenal", "unggah"),
        ("admin", "unggah"),
        ("kaban", "unggah"),
        ("operator", "edisi"),
    ],
)
def test_who_was_offered_no_choice_of_files_sends_none(front, user, page, method):
    body = BODY if method == "PUT" else b""
    assert upload(front, user, page, method=method, body=body) == (403, NO_RIGHT)


def test_who_may_send_files_does(front):
    assert upload(front, "operator", "unggah") == (204, "")
    assert upload(front, "operator", "unggah", method="DELETE", body=b"") == (204, "")


def test_the_session_of_somebody_else_takes_no_file(front):
    assert upload(front, "operator", "unggah", as_browser=generate_xsrf_token_string()) == (403, NO_RIGHT)
    assert upload(front, "operator", "unggah", as_browser="") == (403, NO_RIGHT)


def test_a_session_that_is_unknown_or_over_takes_no_file(front):
    address, known = front
    token = generate_xsrf_token_string()

    async def over():
        async with session(address, "unggah", known("operator"), token) as (_, found):
            return found

    for gone in ("tidak-ada", "%2e%2e", ran(over())):
        assert put(address, gone, token) == (403, NO_RIGHT)


@pytest.mark.parametrize(
    ("says", "status"),
    [
        ("Transfer-Encoding: chunked", 411),
        (f"Content-Length: {(sheets.LARGEST_MB + 1) * 1024 * 1024 + 1}", 413),
    ],
)
def test_a_file_says_how_long_it_is_and_no_longer_than_it_may_be(front, says, status):
    address, known = front
    token = generate_xsrf_token_string()

    def asked(session_id):
        lines = (*from_us(address), f"Cookie: _streamlit_xsrf={token}", f"X-Xsrftoken: {token}", says)
        head = "\r\n".join([f"PUT /_stcore/upload_file/{session_id}/berkas HTTP/1.1", *lines, "", ""])
        with socket.create_connection(("127.0.0.1", urlsplit(address).port), timeout=20) as wire:
            wire.sendall(head.encode())
            return int(wire.recv(4096).split()[1])

    async def run():
        async with session(address, "unggah", known("operator"), token) as (_, found):
            return await asyncio.to_thread(asked, found)

    assert ran(run()) == status


class _Files(uploading.MemoryUploadedFileManager):
    """What the server keeps, for the rules of how much."""

    uploaded_file_mgr = property(lambda self: self)

    def is_active_session(self, session_id):
        return session_id != "lewat"


@pytest.fixture
def kept(monkeypatch):
    """Two sessions that may upload, in a process without a server."""
    files, rights = _Files("/_stcore/upload_file"), {"satu": True, "dua": True}
    monkeypatch.setattr(uploading.runtime, "get_instance", lambda: files)
    monkeypatch.setattr(uploading, "_coming", {})
    offers = {one: uploading.Offer("peramban", lambda one=one: rights[one]) for one in rights}
    monkeypatch.setattr(uploading, "_offers", offers | {"lewat": uploading.Offer("peramban", lambda: True)})
    return files, rights


def _add(files, session_id, name, size):
    files.add_file(session_id, UploadedFileRec(name, f"{name}.csv", "text/csv", bytes(size)))


def test_the_right_is_asked_for_when_the_file_comes(kept):
    _, rights = kept
    assert uploading.refusal(t, "satu", "peramban", 10) is None
    rights["satu"] = False
    assert uploading.refusal(t, "satu", "peramban", 10)[0] == 403

    def gone():
        raise DataError("keluar")

    uploading._offers["satu"] = uploading.Offer("peramban", gone)
    assert uploading.refusal(t, "satu", "peramban", 10)[0] == 403
    assert uploading.refusal(t, "lewat", "peramban", 10)[0] == 403


def test_one_session_has_its_share_and_all_of_them_theirs(kept, monkeypatch):
    files, _ = kept
    mega = 1024 * 1024
    monkeypatch.setattr(uploading, "SESSION_BYTES", 4 * mega)
    monkeypatch.setattr(uploading, "ALL_BYTES", 6 * mega)
    assert uploading.refusal(t, "satu", "peramban", 3 * mega) is None
    status, said = uploading.refusal(t, "satu", "peramban", 2 * mega)  # what is on its way counts
    assert (status, said.startswith("Terlalu banyak berkas sekaligus.")) == (429, True)
    _add(files, "satu", "a", 3 * mega)
    uploading.ended("satu", 3 * mega)
    assert uploading.refusal(t, "satu", "peramban", 2 * mega)[0] == 429  # and what is kept
    assert uploading.refusal(t, "dua", "peramban", 4 * mega)[0] == 503
    files.remove_file("satu", "a")
    assert uploading.refusal(t, "dua", "peramban", 4 * mega) is None


def test_many_small_files_count_too(kept, monkeypatch):
    files, _ = kept
    monkeypatch.setattr(uploading, "SESSION_BYTES", 10 * uploading.LEAST)
    for number in range(10):
        _add(files, "satu", str(number), 0)
    assert uploading.refusal(t, "satu", "peramban", 1)[0] == 429
    assert uploading.refusal(t, "satu", "peramban", 0) is None  # what takes one away


def test_files_are_chosen_in_one_way_only():
    """Any other part of Streamlit that takes files would take them unseen."""
    takes = {"file_uploader", "camera_input", "audio_input", "chat_input", "data_editor"}
    found = {
        (path.relative_to(ROOT).as_posix(), node.attr)
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in takes
    }
    assert found == {("pages/session/uploading.py", "file_uploader")}


def test_every_message_that_streamlit_hears_has_been_judged():
    """A new one of a new version is ignored until somebody has."""
    kinds = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    assert kinds == messages.HEARD | messages.IGNORED | {"backend_operation_request"}
    operations = {one.name for one in BackendOperationRequest.DESCRIPTOR.oneofs_by_name["payload"].fields}
    assert operations == messages.OPERATIONS | messages.IGNORED_OPERATIONS


@pytest.mark.parametrize("kind", sorted(messages.IGNORED))
def test_a_message_that_is_nobodys_to_send_is_not_heard(kind):
    message = BackMsg(**{kind: True})
    assert not messages.is_heard(message.SerializeToString())


def test_operations_that_write_on_the_server_are_not_heard():
    for name in sorted(messages.IGNORED_OPERATIONS | messages.OPERATIONS):
        message = BackMsg()
        getattr(message.backend_operation_request, name).SetInParent()
        assert messages.is_heard(message.SerializeToString()) == (name in messages.OPERATIONS)
    assert not messages.is_heard(BackMsg(backend_operation_request={}).SerializeToString())
    assert not messages.is_heard(b"")


def test_addresses_for_files_are_not_made_by_the_thousand():
    message = BackMsg()
    message.file_urls_request.file_names.extend(["a"] * messages.MOST_FILES)
    assert messages.is_heard(message.SerializeToString())
    message.file_urls_request.file_names.append("a")
    assert not messages.is_heard(message.SerializeToString())


def test_nobody_empties_the_caches_or_the_session(tmp_path):
    """`clear_cache` forgets the role that was chosen, too: it is still there afterwards."""
    home = tmp_path / "home"
    homes.new(home, "simulasi")

    async def run(address):
        async with session(address, "", {}, generate_xsrf_token_string(), "peran=camat") as (link, _):
            for kind in sorted(messages.IGNORED):
                await link.send(BackMsg(**{kind: True}).SerializeToString())
            start, texts = BackMsg(), []
            start.rerun_script.page_name = ""
            await link.send(start.SerializeToString())
            async for received in link:
                message = ForwardMsg.FromString(received)
                assert message.WhichOneof("type") != "git_info_changed"
                texts.append(str(message))
                if message.WhichOneof("type") == "script_finished":
                    return "\n".join(texts)
        raise AssertionError("the dashboard hung up")

    with serving(home, tmp_path / "server.log") as address:
        text = ran(run(address))
    assert "Kecamatan peran" in text
    assert "not in development mode" not in (tmp_path / "server.log").read_text()


def test_more_pages_than_there_is_room_for_are_told_so(tmp_path, monkeypatch):
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path))
    open_now, release = [], asyncio.Event()

    async def streamlit(scope, receive, send):
        open_now.append(scope)
        await release.wait()

    async def run():
        guard, said = guarding.Guard(streamlit), []

        async def send(message):
            said.append(message)

        async def receive():
            return {"type": "websocket.connect"}

        scope = {
            "type": "websocket",
            "scheme": "ws",
            "path": "/_stcore/stream",
            "server": ("127.0.0.1", 8501),
            "headers": [(b"host", b"localhost:8501"), (b"origin", b"http://localhost:8501")],
            "extensions": {"websocket.http.response": {}},
        }
        tasks = [asyncio.create_task(guard(scope, receive, send)) for _ in range(watch.MOST_CONNECTIONS)]
        await asyncio.sleep(0)
        await guard(scope, receive, send)
        assert said[0]["status"] == 503
        release.set()
        await asyncio.gather(*tasks)
        before = len(open_now)
        await guard(scope, receive, send)
        assert len(open_now) == before + 1

    ran(run())


def test_what_a_page_hands_over_is_kept_by_no_browser(front):
    """A template, made when it is asked for."""
    address, known = front

    async def template():
        async with session(address, "unggah", known("operator"), generate_xsrf_token_string()) as (
            link,
            found,
        ):
            start, asked = BackMsg(), BackMsg()
            start.rerun_script.page_name = "unggah"
            await link.send(start.SerializeToString())
            async for received in link:
                message = ForwardMsg.FromString(received)
                if file := message.delta.new_element.download_button.deferred_file_id:
                    asked.backend_operation_request.session_id = found
                    asked.backend_operation_request.deferred_file.file_id = file
                elif message.WhichOneof("type") == "script_finished":
                    await link.send(asked.SerializeToString())
                elif url := message.backend_operation_response.deferred_file.url:
                    return await asyncio.to_thread(sent, address, "GET", url, f"Host: {host_of(address)}")
        raise AssertionError("the dashboard hung up")

    status, headers, text = ran(template())
    assert (status, headers["cache-control"], text[:2]) == (200, ["no-store"], "PK")
    assert headers["content-disposition"][0].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "metrics",
        "metrics?families=session_events_total",
        "agent/run",
        "agent/openapi.json",
        "script-health-check",
        "allowed-message-origins",
        "message",
        "",
    ],
)
def test_what_tells_of_the_process_is_closed(front, path):
    address, _ = front
    status, _, text = sent(address, "GET", f"/_stcore/{path}", f"Host: {host_of(address)}")
    assert (status, text) == (404, "Alamat ini tidak ada.\n")


def test_what_the_page_is_told_of_its_host_is_nothing(front):
    """The page doesn't begin without it. Streamlit's own answer lets pages of others speak to ours."""
    address, _ = front
    status, _, text = sent(address, "GET", "/_stcore/host-config", f"Host: {host_of(address)}")
    assert status == 200
    assert {name: value for name, value in json.loads(text).items() if value} == {}
