"""Several people at a real server, over the protocol that a browser speaks (`tests/load`): nobody meets a fault, nobody's file is gone."""

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor

from tests.load import clients
from tests.load.clients import Place


def apart(work, *args):
    """In a thread of its own: the browser of other tests has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *args).result()


def test_a_file_is_there_though_others_draw_pages_before_it_is_fetched(server):
    async def fetch():
        place = Place(server)
        async with clients.visiting(place) as one, clients.visiting(place) as other:
            await one.go("tren")
            await other.go("peta")
            address = await one.ask(next(key for key, is_deferred in one.files.items() if is_deferred))
            for page in ("kecamatan", "peta", "tren", "peta"):
                await other.go(page)
            await asyncio.to_thread(one.get, address)
            return one.received

    before_the_file = 100_000  # what a page weighs
    assert apart(asyncio.run, fetch()) > before_the_file


def test_people_who_do_much_at_once_meet_no_fault(server):
    times = apart(functools.partial(clients.crowd, seconds=4, think=0.3), Place(server), 4)
    assert times.errors == []
    assert times.lost == 0
    assert times.reruns > 12
