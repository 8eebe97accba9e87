"""What a request has to pass before Streamlit sees it: which host it names, which page sends it, how much it brings.

A stranger's page can reach this machine through a name of its own that it points here (DNS rebinding); Streamlit itself believes every
Host, and for each foreign Origin asks an outside service for its own address. So only our own names are answered, and only our own pages
may open a connection or write.
"""

from __future__ import annotations

import hmac
import logging
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME, XSRF_COOKIE_NAME

from data import logbook
from data.access import access_file, clock_watch, viewers
from data.errors import DataError
from data.words import house as t
from data.workflow import stores
from pages.session import listening, messages, mistakes, signin, uploading, watch
from pages.session.proof import Prover

MOST_BYTES = 64 * 1024
"""Of a request that is no upload; nothing else of ours has a body."""
CORE = ("health", "host-config", "stream", "upload_file", "bidi-components")
"""What is answered of Streamlit's `/_stcore/`: not its counts of memory and sessions, nor its interface for programs."""
HEADERS = {
    "content-security-policy": "base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
}
"""Of every answer; a proxy of deploy/ puts its own in their place."""
UPLOADS = "/_stcore/upload_file/"
LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?")
_READING = ("GET", "HEAD")
_FAULTY, _OUR_FAULT = 400, 500
_SIGNED_IN = re.compile(rf'{USER_COOKIE_NAME}="?[^";]'.encode())
_OF_A_BODY = (b"location", b"content-length", b"content-type", b"content-encoding")
_DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_ROUTES = frozenset({*viewers.ALL_PAGES, *(f"_stcore/{name}" for name in CORE), "media", "static", "app", "auth", "sehat"})
"""Beginnings of paths that a line of the log may say; what follows names sessions and files."""
log = logging.getLogger(__name__)


def middleware() -> list[Middleware]:
    """What `st.App` is to put before Streamlit."""
    return [Middleware(Guard)]


@dataclass(frozen=True)
class Refusal:
    """A status of HTTP and a sentence for whoever reads it."""

    status: int
    text: str


class _TooMuchError(Exception):
    """While it was read, a body grew beyond what it announced or what is allowed."""


class Guard:
    """ASGI middleware, made once when the server starts: the way of signing in is what `akses.toml` says at that moment."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = str(st.get_option("server.baseUrlPath") or "").strip("/")
        self._base = f"/{base}" if base else ""
        self._closed: Refusal | None = None
        self._prover: Prover | None = None
        self._name: str | None = None
        self._access = access_file.Access()
        try:
            home = stores.home()
            self._access = access = access_file.load(home)
            if access.mode == access_file.PROXY:
                # Streamlit lets a session be resumed by its owner; here it learns who that is.
                config.set_option("server.trustedUserHeaders", {access.user_header: "pengguna"})
            self._name = access_file.official_name(home, access)
            signin.latch(access.mode)
            if access.mode == access_file.PROXY:
                self._prover = Prover(access.secret, access.secret_header, access.user_header)
            clock_watch.doubt(home)  # from here on this start of the machine is recorded, whoever comes first
            if reason := listening.refuses_address(st.get_option("server.address"), access):
                self._closed = Refusal(503, t(mistakes.describe(reason)))
        except DataError as mistake:  # under `streamlit run`; `python dashboard.py` ends before
            self._closed = Refusal(503, t(mistakes.describe(mistake.message)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0
        logbook.begin_request()

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"].endswith("http.response.start"):
                status = message["status"]
            await send(message)

        await self._answer(scope, receive, seen)
        # A browser looks for Streamlit below the address of each page first, and finds it at the root.
        is_search = "/_stcore/" in str(scope["path"]).removeprefix(self._base)[1:]
        if (status >= _FAULTY and not is_search) or scope.get("method") == "PUT":
            facts = {"route": self._route(scope), "status": status, "ms": round(1000 * (time.perf_counter() - began), 1)}
            log.log(logging.INFO if status < _OUR_FAULT else logging.WARNING, "request", extra=facts)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if refusal := self._refusal(scope):
            await _refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(self._resuming(scope), receive, send)
        elif self._is_upload(scope) and scope["method"] in ("PUT", "DELETE"):
            await self._upload(scope, receive, send)
        else:
            await self._pass(scope, receive, send, MOST_BYTES)

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Why a request isn't answered, None if it is."""
        if self._closed:
            return self._closed
        hosts, origins = _values(scope, b"host"), _values(scope, b"origin")
        if len(hosts) != 1 or not self._is_ours(hosts[0], scope):
            return Refusal(421, t("Ini bukan alamat dasbor. Buka {address}", address=self._address(scope)))
        names = {name.decode("latin-1") for name, _ in scope["headers"]}
        if reason := listening.refuses_forwarded(names, self._access):
            return Refusal(403, t(mistakes.describe(reason)))
        # Letter by letter: about an Origin that Streamlit doesn't take for its own, it asks an outside address.
        if any(origin not in (f"http://{hosts[0]}", f"https://{hosts[0]}") for origin in origins):
            return _foreign()
        # Browsers name the page in every request that isn't just a read.
        if not origins and (scope["type"] == "websocket" or scope["method"] not in _READING):
            return _foreign()
        core = str(scope["path"]).removeprefix(f"{self._base}/_stcore/")
        if core != scope["path"] and core.partition("/")[0] not in CORE:
            return Refusal(404, t("Alamat ini tidak ada."))
        if not self._is_upload(scope) and not (0 <= (_length(scope) or 0) <= MOST_BYTES):
            return _too_large()
        if scope["type"] == "websocket" and watch.pulse.open_pages >= watch.MOST_CONNECTIONS:
            return Refusal(503, t("Dasbor sedang penuh. Coba lagi beberapa menit lagi."))
        return None

    def _resuming(self, scope: Scope) -> Scope:
        """A connection that bypasses the proxy resumes no session: of what it names (protocol, token, session), the third is dropped."""
        if self._access.mode != access_file.PROXY:
            return scope
        shown = next(iter(_values(scope, self._access.secret_header.lower().encode())), "")
        if hmac.compare_digest(shown.encode("latin-1"), self._access.secret.encode()):
            return scope
        named = b"sec-websocket-protocol"
        headers = [(key, b",".join(value.split(b",")[:2]) if key == named else value) for key, value in scope["headers"]]
        return {**scope, "headers": headers}

    def _is_ours(self, host: str, scope: Scope) -> bool:
        """Whether a Host is a name of ours. Loopback needs the port that is served, unless a proxy has one of its own."""
        if not (found := _HOST.fullmatch(host.lower())):
            return False
        name, port = found[1], int(found[2] or _DEFAULT_PORTS[scope["scheme"]])
        if listening.is_loopback(name.strip("[]")):
            return self._name is not None or port == _port(scope)
        return name == self._name

    def _address(self, scope: Scope) -> str:
        """Our own address, to go to instead."""
        return f"https://{self._name}" if self._name else f"http://localhost:{_port(scope)}"

    def _is_upload(self, scope: Scope) -> bool:
        """These have limits of their own: `pages/session/uploading.py`."""
        return str(scope["path"]).startswith(f"{self._base}{UPLOADS}")

    def _route(self, scope: Scope) -> str:
        """What kind of address a request asks for, with nothing of what it names."""
        parts = str(scope["path"]).removeprefix(f"{self._base}/").split("/")
        named = "/".join(parts[: 2 if parts[0] == "_stcore" else 1])
        return named if named in _ROUTES else "other" if named else "ringkasan"

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A WebSocket, on which Streamlit hears only what pages of ours say."""

        async def heard() -> Message:
            while True:
                message = await receive()
                if not (frame := message.get("bytes")) or messages.is_heard(frame):
                    return message

        name, began = logbook.new_id(), time.perf_counter()
        key = watch.CONNECTION.encode()
        scope = {**scope, "headers": [*(one for one in scope["headers"] if one[0] != key), (key, name.encode())]}
        watch.pulse.open_pages += 1
        log.info("opened", extra={"session": name})
        try:
            await self._app(scope, heard, send)
        finally:
            watch.pulse.open_pages -= 1
            log.info("closed", extra={"session": name, "ms": round(1000 * (time.perf_counter() - began))})

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file that is sent or removed, by a session that may do so."""
        session = str(scope["path"]).removeprefix(f"{self._base}{UPLOADS}").partition("/")[0]
        length = _length(scope) if scope["method"] == "PUT" else 0
        cookie = HTTPConnection(scope).cookies.get(XSRF_COOKIE_NAME)
        if refused := uploading.refusal(t, session, signin.browser_of(cookie), length):
            if refused[0] in uploading.WITH_RIGHT:
                await _drain(receive)
            await _refuse(Refusal(*refused), scope, receive, send)
            return
        try:
            await self._pass(scope, receive, send, length or 0)
        finally:
            uploading.ended(session, length or 0)

    async def _pass(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        """On to Streamlit, counting what it reads; its answer gets our headers."""
        path, read, has_begun, failed = str(scope["path"]), 0, False, ""
        is_private = path.startswith((f"{self._base}/media/", f"{self._base}/_stcore/"))

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise _TooMuchError
            return message

        async def dressed(message: Message) -> None:
            nonlocal has_begun, failed
            if message["type"] == "http.response.start":
                has_begun = True
                headers = _with_ours(message.get("headers", ()), is_private)
                if why := _not_in(scope, path.removeprefix(self._base), message):
                    failed = f"{self._base}/?{signin.FAILED}={why}"
                message = {**message, "headers": headers + self._proof(scope)}
            if not failed:
                await send(message)
            elif message["type"] == "http.response.start":
                kept = [(key, value) for key, value in message["headers"] if key.lower() not in _OF_A_BODY]
                await send({**message, "status": 302, "headers": [*kept, (b"location", failed.encode()), (b"content-length", b"0")]})
            elif not message.get("more_body"):
                await send({**message, "body": b""})

        try:
            await self._app(scope, counted, dressed)
        except _TooMuchError:
            if has_begun:
                raise
            await _refuse(_too_large(), scope, receive, send)

    def _proof(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """The cookie for a browser from which the proxy let a name in, where one is due."""
        asked = HTTPConnection(scope)
        made = self._prover.cookie(asked.headers, asked.cookies) if self._prover else None
        return [(b"set-cookie", made.encode())] if made else []


async def _drain(receive: Receive) -> None:
    """Let a browser of ours send its file to the end, unread, so that it hears why it isn't taken."""
    left = uploading.LARGEST * 1024 * 1024 + uploading.ENVELOPE
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _foreign() -> Refusal:
    return Refusal(403, t("Permintaan ini tidak dikirim oleh halaman dasbor, sehingga ditolak."))


def _too_large() -> Refusal:
    return Refusal(413, t("Permintaan ini terlalu besar, sehingga ditolak."))


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _length(scope: Scope) -> int | None:
    """How long a request says that its body is; -1 if that isn't a number, None where it doesn't say."""
    said = next(iter(_values(scope, b"content-length")), None)
    if said is None:
        return None
    return int(said) if said.isdecimal() else -1


def _port(scope: Scope) -> int | None:
    """The port of the connection itself, whatever the request says."""
    server = scope.get("server")
    return server[1] if server else None


def _not_in(scope: Scope, path: str, answer: Message) -> str | None:
    """Why nobody is signed in by the answer to somebody who goes to the provider or comes back from it: a key of `signin.FAILURES`; None
    for any other answer.

    Streamlit writes the reason into its log and leads to `/` whatever it was. Signing out comes back too, and brings nothing.
    """
    if path == LOGIN:
        return signin.OUT_OF_REACH if answer["status"] >= _FAULTY else None
    said = parse_qs(scope["query_string"].decode("latin-1"))
    if path != CALLBACK or not said.keys() & {"error", "code"}:
        return None
    if "error" in said:
        return signin.REFUSED_THERE
    cookies = [value for key, value in answer.get("headers", ()) if key.lower() == b"set-cookie"]
    return None if any(_SIGNED_IN.match(one) for one in cookies) else signin.UNFINISHED


def _with_ours(headers: Iterable[tuple[bytes, bytes]], is_private: bool) -> list[tuple[bytes, bytes]]:
    ours = HEADERS | ({"cache-control": "no-store"} if is_private else {})
    others = [(key, value) for key, value in headers if key.lower().decode("latin-1") not in ours]
    return others + [(key.encode(), value.encode()) for key, value in ours.items()]


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the sentence; a handshake of a WebSocket too, where the server can."""
    kind = "http.response"
    if scope["type"] == "websocket":
        await receive()  # the handshake itself, before which nothing may be sent
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1008})
            return
        kind = "websocket.http.response"
    body = f"{refusal.text}\n".encode()
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    if kind == "http.response":
        plain.append((b"connection", b"close"))  # the rest of what it sends isn't read
    headers = _with_ours(plain, is_private=True)
    await send({"type": f"{kind}.start", "status": refusal.status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
