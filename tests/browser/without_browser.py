"""Ask the dashboard for a page as a program does, without a browser: quicker, and freer to make things up.

What comes back is all that was sent, drawn or not. Streamlit speaks protobuf over one WebSocket.
"""

import asyncio
import ssl
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.asyncio.client import connect

SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What one run of the script sent."""

    headings: list[str] = field(default_factory=list)
    """Of the first level."""
    links: list[str] = field(default_factory=list)
    """The menu."""
    text: str = ""
    """Every word, the names and values of parts among them."""
    buttons: dict[str, str] = field(default_factory=dict)
    """Label by id; those of downloads too."""
    files: dict[str, str] = field(default_factory=dict)
    """Downloads that are made when asked for: label by id."""
    watches: dict[str, float] = field(default_factory=dict)
    """Parts that the browser asks for again by itself: seconds by id."""


def unchecked_tls(certificate=None):
    """TLS that believes every server, and shows a certificate (file, key) of its own."""
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    if certificate:
        tls.load_cert_chain(*certificate)
    return tls


def got(url, *, headers=None, tls=None, body=None):
    """Status, headers and text of one plain request; with a body it is a PUT."""
    request = urllib.request.Request(url, headers=headers or {}, data=body, method="PUT" if body else "GET")
    try:
        answer = urllib.request.urlopen(request, timeout=SECONDS, context=tls or unchecked_tls())
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, answer.headers, answer.read().decode("utf-8", errors="replace")


def asked(url, *, headers=None, cookies=None, tls=None):
    """The page at a URL as a browser would ask for it, whose first script run has come to an end."""
    # Not the client of websockets that needs no loop: its two threads use one TLS connection, and now and then its first
    # words get lost.
    return ran(_asked(url, headers or {}, cookies or {}, tls))


def ran(work):
    """What a coroutine returns, in a thread of its own: Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _asked(url, headers, cookies, tls):
    async with talking(url, headers, cookies, tls) as talk:
        return await talk.open()


def talked(url, conversation, *, headers=None, cookies=None, session=""):
    """What `conversation`, given a `Talk` with the dashboard, returns. `session`: an id of Streamlit to go on with."""

    async def all_of_it():
        async with talking(url, headers or {}, cookies or {}, session=session) as talk:
            return await conversation(talk)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, all_of_it()).result()


@asynccontextmanager
async def talking(url, headers, cookies, tls=None, session=""):
    """A connection as the browser opens it for a page."""
    parts, token = urlsplit(url), generate_xsrf_token_string()
    is_tls = parts.scheme == "https"
    cookies = {"_streamlit_xsrf": token, **cookies}
    async with (
        asyncio.timeout(SECONDS),
        connect(
            f"{'wss' if is_tls else 'ws'}://{parts.netloc}/_stcore/stream",
            origin=f"{parts.scheme}://{parts.netloc}",
            subprotocols=["streamlit", token, *([session] if session else [])],
            additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()), **headers},
            ssl=(tls or unchecked_tls()) if is_tls else None,
            open_timeout=SECONDS,
            max_size=None,
            proxy=None,
        ) as socket,
    ):
        yield Talk(socket, parts)


class Talk:
    """A page that is open, and what can be done on it."""

    def __init__(self, socket, parts):
        self._socket, self._parts, self._page = socket, parts, ""
        self.session = ""
        """The id that Streamlit knows this page by."""

    async def open(self):
        """The page at the URL."""
        return await self._run()

    async def press(self, *buttons):
        """Press buttons, by id, all in one message."""
        return await self._run(pressed=buttons)

    async def again(self, fragment):
        """Ask for a part again, as the browser does by itself."""
        return await self._run(fragment=fragment)

    async def file(self, which):
        """Ask for a download; the address of what was made, or None where it is refused."""
        message = BackMsg()
        message.backend_operation_request.request_id = which
        message.backend_operation_request.session_id = self.session
        message.backend_operation_request.deferred_file.file_id = which
        await self._socket.send(message.SerializeToString())
        async for received in self._socket:
            answer = ForwardMsg.FromString(received).backend_operation_response
            if answer.request_id == which:
                assert bool(answer.error_msg) != bool(answer.deferred_file.url)
                return answer.deferred_file.url or None
        raise AssertionError("the dashboard hung up")

    async def _run(self, pressed=(), fragment=""):
        message = BackMsg()
        message.rerun_script.query_string = self._parts.query
        message.rerun_script.page_name = self._parts.path.strip("/")
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.fragment_id, message.rerun_script.is_auto_rerun = fragment, bool(fragment)
        for one in pressed:
            message.rerun_script.widget_states.widgets.add(id=one, trigger_value=True)
        await self._socket.send(message.SerializeToString())
        return await self._collected(is_part=bool(fragment))

    async def _collected(self, is_part):
        found, texts = Answer(), []
        async for received in self._socket:
            message = ForwardMsg.FromString(received)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._page = message.navigation.page_script_hash
            elif kind == "new_session":
                self.session = message.new_session.initialize.session_id or self.session
            elif kind == "auto_rerun":
                found.watches[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            elif kind == "delta":
                _note(message.delta.new_element, found)
                texts.append(message.delta.SerializeToString().decode("utf-8", errors="ignore"))
            elif kind == "script_finished" and message.script_finished in _ENDS[is_part]:
                return replace(found, text="\n".join(texts))
        raise AssertionError("the dashboard hung up")


_ENDS = {
    False: (ForwardMsg.FINISHED_SUCCESSFULLY,),
    True: (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY),
}


def _note(element, found):
    kind = element.WhichOneof("type")
    if kind == "page_link":
        found.links.append(element.page_link.label)
    elif kind in ("button", "download_button"):
        button = getattr(element, kind)
        found.buttons[button.id] = button.label
        if kind == "download_button" and button.deferred_file_id:
            found.files[button.deferred_file_id] = button.label
    if element.heading.tag == "h1":
        found.headings.append(element.heading.body.removeprefix("# "))
