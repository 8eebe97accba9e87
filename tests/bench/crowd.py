"""The short form of `make load`: ten people for twenty seconds, cold and then warm, and one of them alone."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import Row, row
from tests.browser.driving import ROOT
from tests.load import __main__ as load
from tests.load import clients, machine, serving
from tests.load.clients import share

PEOPLE, SECONDS = 10, 20.0


@row
def a_crowd() -> Iterator[Row]:
    yield Row(
        "the machine: eight products of 400 × 400 numbers", "ms", machine.numpy_ms(), None, "400,000 turns of Python", machine.python_ms()
    )
    with tempfile.TemporaryDirectory() as folder:
        home = serving.simulated(Path(folder) / "simulated")
        with serving.one_process(ROOT, home, Path(folder)) as served:
            cold = clients.crowd(served.place, PEOPLE, seconds=SECONDS, seed=PEOPLE)
            yield Row(f"first page, {PEOPLE} people who come together, p95", "ms", share(cold.first, 0.95))
            warm = clients.crowd(served.place, PEOPLE, seconds=SECONDS, seed=PEOPLE)
            yield Row(f"a filter changed, {PEOPLE} people, warm, p95", "ms", share(warm.changes, 0.95), load.GOALS[PEOPLE])
            waits, _ = asyncio.run(load.page_by_page(served))
            slowest = max(waits, key=waits.__getitem__)
            yield Row(f"one person alone, the slowest page ({slowest or 'ringkasan'})", "ms", waits[slowest], load.ALONE)
            yield Row("one person alone, the median page", "ms", statistics.median(waits.values()), load.MEDIAN)
            yield Row("faults and lost sessions", "", len(cold.errors) + len(warm.errors) + cold.lost + warm.lost, 0)
