"""What the server has to say goes out at once.

Streamlit binds its own socket without naming TCP, which is how asyncio tells the connections that mustn't wait: small messages, of which a rerun
has many, then lie until the browser has acknowledged the one before, 40 ms on Linux. On every page, for everybody.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any


def at_once(loop: asyncio.AbstractEventLoop) -> None:
    """For every connection of the servers that this loop begins from now on."""
    begin = loop.create_server

    def create_server(factory: Callable[[], asyncio.Protocol], *args: Any, **named: Any) -> Any:
        return begin(lambda: _told(factory()), *args, **named)

    loop.create_server = create_server  # type: ignore[method-assign,assignment]


def _told(protocol: asyncio.Protocol) -> asyncio.Protocol:
    """A protocol that tells the socket of its connection, also one that came while the program was still loading."""
    made = protocol.connection_made

    def connection_made(transport: asyncio.BaseTransport) -> None:
        own = transport.get_extra_info("socket")
        if own is not None and own.family in (socket.AF_INET, socket.AF_INET6):
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made(transport)

    protocol.connection_made = connection_made  # type: ignore[method-assign]
    return protocol
