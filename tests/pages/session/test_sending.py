"""No message waits for the browser to acknowledge the one before."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from streamlit.web.server.starlette.starlette_server import _bind_socket

from pages.session import sending


def waits(prepare, *, early=False):
    """Whether the server's end of a connection holds small messages back, on a socket as Streamlit binds it.

    `early`: the connection is there before the server begins, as somebody's who comes while the program loads.
    """

    async def ask():
        loop, found = asyncio.get_running_loop(), asyncio.Event()
        prepare(loop)
        held = []

        class Connection(asyncio.Protocol):
            def connection_made(self, transport):
                held.append(not transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                found.set()
                transport.close()

        with _bind_socket("127.0.0.1", 0, 10) as bound, socket.socket() as visitor:
            if early:
                visitor.connect(bound.getsockname())
            async with await loop.create_server(Connection, sock=bound):
                if not early:
                    await loop.run_in_executor(None, visitor.connect, bound.getsockname())
                await asyncio.wait_for(found.wait(), 10)
        return held

    with ThreadPoolExecutor(1) as thread:  # a browser of other tests may have a loop in this one
        return thread.submit(asyncio.run, ask()).result()


def test_streamlit_lets_them_wait():
    """Should it no longer, `pages/session/sending.py` can go."""
    assert waits(lambda _: None) == [True]


def test_ours_go_out_at_once():
    assert waits(sending.at_once) == [False]
    assert waits(sending.at_once, early=True) == [False]
