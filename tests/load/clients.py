"""People at the dashboard: each opens a page, changes its month or filter, goes to another page, fetches a file.

They speak Streamlit's own protocol over one WebSocket each, as a browser does, and draw nothing. What is timed is what a
person waits for at least: from the message to the end of the script.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import Queue
from urllib.parse import urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

EVERY_PAGE = (
    "",
    "hari_ini",
    "peta",
    "kecamatan",
    "tren",
    "ormas",
    "pembinaan",
    "peringatan",
    "siaran_pers",
    "unggah",
    "edisi",
    "metodologi",
)
PAGES = ("", "peta", "kecamatan", "tren", "ormas", "peringatan")
PATIENCE = 120  # seconds
ARRIVE_WITHIN = 0.15  # seconds for each of them
TO_ANOTHER_PAGE, FETCH = 0.2, 0.04  # of what people do; the rest are changes of month or filter
CHANGES_A_PAGE = 9
WORK = "Brief PDF"
"""A file that the worker makes, some seconds each."""
MANY = 6
"""A choice with more than this many options is one of month, kecamatan or layer."""


@dataclass(frozen=True)
class Place:
    """Where people go."""

    address: str
    """What is connected to."""
    name: str = ""
    """What it is called in front of a proxy; empty: by its address."""
    headers: dict[str, str] = field(default_factory=dict)
    """What a proxy adds to each request."""

    @property
    def origin(self) -> str:
        """Of the page in a browser."""
        return f"https://{self.name}" if self.name else self.address

    @property
    def host(self) -> str:
        """Name, or address with port."""
        return self.name or urlsplit(self.address).netloc


@dataclass
class Times:
    """What the clients waited for (seconds), and what went wrong."""

    first: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """Pages that showed a fault, or files that didn't come."""
    lost: int = 0
    """Sessions that the server dropped."""
    worked: int = 0
    """Files that the worker made meanwhile."""
    seconds: float = 0.0

    @property
    def reruns(self) -> int:
        """How many scripts ran to their end."""
        return len(self.first) + len(self.changes) + len(self.pages)


def share(took: list[float], part: float) -> float:
    """A quantile in milliseconds; not a number where nothing was timed."""
    return 1000 * sorted(took)[min(len(took) - 1, int(part * len(took)))] if took else float("nan")


def crowd(place: Place, sessions: int, *, seconds: float, think: float = 5.0, seed: int = 0, working: bool = False) -> Times:
    """So many people for so long, each acting every `think` seconds on average. They all begin within a few seconds.

    `working`: one more keeps the worker at work all the time.
    """
    return asyncio.run(_crowd(place, sessions, seconds, think, seed, working))


async def _crowd(place, sessions, seconds, think, seed, working):
    times, start = Times(), time.perf_counter()
    people = [_person(place, _chance(seed, n), start + seconds, think, sessions, times) for n in range(sessions)]
    if working:
        people.append(_keep_at_work(place, _chance(seed, sessions), start + seconds, times))
    await asyncio.gather(*people)
    times.seconds = time.perf_counter() - start
    return times


async def _keep_at_work(place, chance, stop, times):
    async with visiting(place) as visit:
        await visit.go("")
        while time.perf_counter() < stop:
            await visit.change(chance)  # another month: nothing of it was made before
            if WORK in visit.made:
                await visit.fetch(visit.made[WORK])
                times.worked += 1
        times.errors.extend(visit.faults)


def walk(place: Place, reruns: int, seed: int = 0) -> Iterator[tuple[str, int]]:
    """One person who draws pages as fast as they come, every page in turn and any month of it: (page, how many so far)."""
    steps: Queue[tuple[str, int] | None] = Queue()

    async def go() -> None:
        try:
            async with visiting(place) as visit:
                chance, done = _chance(seed, 0), 0
                while done < reruns:
                    for page in EVERY_PAGE:
                        await visit.go(page)
                        for _ in range(CHANGES_A_PAGE):
                            if visit.choices:
                                await visit.change(chance)
                                done += 1
                        done += 1
                        steps.put((page, done))
        finally:
            steps.put(None)

    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(asyncio.run, go())
        yield from iter(steps.get, None)
        work.result()


def _chance(seed: int, person: int) -> random.Random:
    return random.Random(f"{seed}/{person}")  # noqa: S311 - the same walk each time


async def _person(place, chance, stop, think, sessions, times):
    await asyncio.sleep(chance.random() * min(2 * think, sessions * ARRIVE_WITHIN))
    try:
        async with visiting(place) as visit:
            times.first.append(await visit.go(chance.choice(PAGES)))
            while time.perf_counter() < stop:
                await asyncio.sleep(chance.expovariate(1 / think))
                await _act(visit, chance, times)
            times.errors.extend(visit.faults)
    except (ConnectionClosed, TimeoutError, OSError) as reason:
        times.lost += 1
        times.errors.append(f"{type(reason).__name__}: {reason}"[:200])


async def _act(visit, chance, times):
    dice = chance.random()
    if dice < FETCH and visit.files:
        times.files.append(await visit.fetch(chance.choice(sorted(visit.files))))
    elif dice < FETCH + TO_ANOTHER_PAGE or not visit.choices:
        times.pages.append(await visit.go(chance.choice(PAGES)))
    else:
        times.changes.append(await visit.change(chance))


@contextlib.asynccontextmanager
async def visiting(place: Place) -> AsyncIterator[Visit]:
    """One tab."""
    token, parts = generate_xsrf_token_string(), urlsplit(place.address)
    cookies = f"_streamlit_xsrf={token}"
    async with connect(
        f"ws://{place.host}/_stcore/stream",
        host=parts.hostname,
        port=parts.port,
        origin=Origin(place.origin),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": cookies, **place.headers},
        open_timeout=PATIENCE,
        max_size=None,
        proxy=None,
    ) as socket:
        # By its cookie haproxy knows to which process a browser belongs: files are fetched there.
        bound = socket.response.headers.get_all("Set-Cookie") if socket.response else []
        cookies = "; ".join([cookies, *(one.partition(";")[0] for one in bound)])
        yield Visit(socket, place.address, {"Cookie": cookies, "Host": place.host, **place.headers})


class Visit:
    """A tab of the dashboard: what it shows that can be chosen or fetched."""

    def __init__(self, socket, address, headers):
        self._socket, self._address, self._headers, self._page, self._session = socket, address, headers, "", ""
        self.choices: dict[str, tuple[str, list[str]]] = {}
        """Boxes and sliders with many options, by id: which of the two, and the options."""
        self.files: dict[str, bool] = {}
        """Downloads: id or address → whether it is made when asked for."""
        self.made: dict[str, str] = {}
        """Those made when asked for, by the title of their button."""
        self.faults: list[str] = []
        self.received = 0
        """Bytes."""

    async def go(self, page: str) -> float:
        """Open a page; seconds until its script has ended."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = ""
        return await self._timed(message)

    async def change(self, chance: random.Random) -> float:
        """Choose another month, kecamatan or layer, whatever the page offers; seconds."""
        widget = chance.choice(sorted(self.choices))
        kind, options = self.choices[widget]
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page
        state = message.rerun_script.widget_states.widgets.add(id=widget)
        if kind == "slider":
            state.string_array_value.data.append(chance.choice(options))
        else:
            state.string_value = chance.choice(options)
        return await self._timed(message)

    async def fetch(self, which: str) -> float:
        """Fetch a file; seconds until it is whole."""
        start = time.perf_counter()
        url = await self.ask(which) if self.files[which] else which
        if not url:
            self.faults.append("a file was refused")
            return time.perf_counter() - start
        try:
            await asyncio.to_thread(self.get, url)
        except urllib.error.HTTPError as reason:
            self.faults.append(f"a file: {reason.code}")
        return time.perf_counter() - start

    def get(self, url: str) -> None:
        """Fetch what lies at an address."""
        request = urllib.request.Request(f"{self._address}{url}", headers=self._headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            self.received += len(answer.read())

    async def ask(self, which: str) -> str:
        """Have a file made; its address, empty where it was refused."""
        message = BackMsg()
        wanted = message.backend_operation_request
        wanted.request_id, wanted.session_id, wanted.deferred_file.file_id = which, self._session, which
        await self._socket.send(message.SerializeToString())
        while True:
            answer = (await self._next()).backend_operation_response
            if answer.request_id == which:
                return answer.deferred_file.url

    async def _timed(self, message):
        self.choices, self.files, self.made = {}, {}, {}
        start = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            heard = await self._next()
            kind = heard.WhichOneof("type")
            if kind == "delta":
                self._note(heard.delta.new_element)
            elif kind == "navigation":
                self._page = heard.navigation.page_script_hash
            elif kind == "new_session":
                self._session = heard.new_session.initialize.session_id or self._session
            elif kind == "script_finished" and heard.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - start

    async def _next(self):
        raw = await asyncio.wait_for(self._socket.recv(), PATIENCE)
        self.received += len(raw)
        return ForwardMsg.FromString(raw)

    def _note(self, element):
        kind = element.WhichOneof("type")
        if kind in ("selectbox", "slider") and len((widget := getattr(element, kind)).options) > MANY:
            self.choices[widget.id] = kind, list(widget.options)
        elif kind == "download_button" and not element.download_button.disabled:
            button = element.download_button
            self.files[button.deferred_file_id or button.url] = bool(button.deferred_file_id)
            self.made[button.label] = button.deferred_file_id
        elif kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR):
            self.faults.append((element.exception.message or element.alert.body)[:200])
