"""`/sehat`: whether this process answers and the home can be shown from, for whoever watches the server on this machine.

Nobody signs in for it, so it says nothing of persons and counts nothing; and it is answered to this machine only, whatever a proxy hands on.
"""

from __future__ import annotations

import asyncio
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from data.errors import DataError
from data.safety import health
from data.store import clock
from data.words import house as t
from data.workflow import stores
from pages.session import listening, signin

FRESH = 5.0
"""Seconds that an answer is given again, however many ask."""
PATH, LIVE = "/sehat", "/sehat/live"
_HOUR = 3600


class _Looker:
    """Looks at the home in a thread, one look at a time."""

    def __init__(self) -> None:
        self._asked = asyncio.Lock()
        self._found: tuple[float, dict[str, object]] | None = None

    async def look(self) -> dict[str, object]:
        """What `/sehat` says, `FRESH` seconds old at most."""
        async with self._asked:
            if self._found is None or time.monotonic() - self._found[0] > FRESH:
                facts = await run_in_threadpool(_facts)
                self._found = time.monotonic(), facts
            return self._found[1]


def routes() -> list[Route]:
    """`/sehat`, and `/sehat/live` for who hands requests to one of several processes: what all of them share mustn't take all of them away."""
    looker = _Looker()

    async def ready(request: Request) -> Response:
        if not _is_from_here(request):
            return _closed()
        facts = await looker.look()
        return _said(facts, 200 if facts["ready"] else 503)

    async def live(request: Request) -> Response:
        return _said({"live": True}, 200) if _is_from_here(request) else _closed()

    return [Route(PATH, ready), Route(LIVE, live)]


def _facts() -> dict[str, object]:
    home = stores.home()
    found = health.examine(home)
    faults = [*found.faults]
    try:
        signin.mode(home)
    except DataError:  # wrong, or another way of signing in than the server began with
        faults = [health.ACCESS, *(one for one in faults if one != health.ACCESS)]
    age = (clock.now() - found.backup_made_at).total_seconds() if found.backup_made_at else None
    return {
        "live": True,
        "ready": not faults,
        "faults": faults,
        "edition": found.edition,
        "backup_age_hours": None if age is None else round(age / _HOUR, 1),
    }


def _is_from_here(request: Request) -> bool:
    """Whether this very machine asks, and not for somebody else: a proxy hands on the name that people open, and says for whom it asks."""
    client = request.client.host if request.client else None
    is_handed_on = any(name in request.headers for name in listening.FORWARDED)
    return listening.is_loopback(client) and listening.is_loopback(request.url.hostname) and not is_handed_on


def _closed() -> Response:
    return PlainTextResponse(t("Alamat ini tidak ada.") + "\n", 404)


def _said(facts: dict[str, object], status: int) -> Response:
    return JSONResponse(facts, status, headers={"Cache-Control": "no-store"})
