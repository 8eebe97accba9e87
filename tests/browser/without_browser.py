"""Ask the dashboard for a page as a program does, without a browser: quicker, and freer to make things up.

What comes back is all that was sent, drawn or not. Streamlit speaks protobuf over one WebSocket.
"""

import asyncio
import ssl
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.asyncio.client import connect

SECONDS = 60


@dataclass(frozen=True)
class Answer:
    headings: list[str]
    """Of the first level."""
    links: list[str]
    """The menu."""
    text: str
    """Every word, the names and values of parts among them."""


def unchecked_tls(certificate=None):
    """TLS that believes every server, and shows a certificate (file, key) of its own."""
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    if certificate:
        tls.load_cert_chain(*certificate)
    return tls


def got(url, *, headers=None, tls=None):
    """Status, headers and text of one plain request."""
    request = urllib.request.Request(url, headers=headers or {})
    try:
        answer = urllib.request.urlopen(request, timeout=SECONDS, context=tls or unchecked_tls())
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, answer.headers, answer.read().decode("utf-8", errors="replace")


def asked(url, *, headers=None, cookies=None, tls=None):
    """The page at a URL as a browser would ask for it, whose first script run has come to an end."""
    # In a thread of its own, for Playwright's loop runs in this one. Not the client of websockets that needs no loop:
    # its two threads use one TLS connection, and now and then its first words get lost.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _asked(url, headers or {}, cookies or {}, tls)).result()


async def _asked(url, headers, cookies, tls):
    parts, token = urlsplit(url), generate_xsrf_token_string()
    is_tls = parts.scheme == "https"
    cookies = {"_streamlit_xsrf": token, **cookies}
    start = BackMsg()
    start.rerun_script.query_string = parts.query
    start.rerun_script.page_name = parts.path.strip("/")
    async with (
        asyncio.timeout(SECONDS),
        connect(
            f"{'wss' if is_tls else 'ws'}://{parts.netloc}/_stcore/stream",
            origin=f"{parts.scheme}://{parts.netloc}",
            subprotocols=["streamlit", token],
            additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()), **headers},
            ssl=(tls or unchecked_tls()) if is_tls else None,
            open_timeout=SECONDS,
            max_size=None,
            proxy=None,
        ) as socket,
    ):
        await socket.send(start.SerializeToString())
        return await _collected(socket)


async def _collected(socket):
    headings, links, texts = [], [], []
    async for received in socket:
        message = ForwardMsg.FromString(received)
        kind = message.WhichOneof("type")
        if kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "page_link":
                links.append(element.page_link.label)
            if element.heading.tag == "h1":
                headings.append(element.heading.body.removeprefix("# "))
            texts.append(message.delta.SerializeToString().decode("utf-8", errors="ignore"))
        elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return Answer(headings, links, "\n".join(texts))
    raise AssertionError("the dashboard hung up")
