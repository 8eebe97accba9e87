"""What the server has to say goes out at once.

Streamlit binds its own socket without naming TCP, which is how asyncio tells the connections that mustn't wait: small messages, of which a rerun
has many, then lie until the browser has acknowledged the one before, 40 ms on Linux. On every page, for everybody.
"""

from __future__ import annotations

import asyncio
import socket


def at_once(loop: asyncio.AbstractEventLoop) -> None:
    """For the servers that this loop begins from now on: connections inherit it from the socket that listens."""
    begin = loop.create_server

    async def create_server(*args, sock: socket.socket | None = None, **named):  # type: ignore[no-untyped-def]
        if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await begin(*args, sock=sock, **named)

    loop.create_server = create_server  # type: ignore[method-assign]
