"""Measure how many people at once are served, and print the tables; with --against, two programs in one run."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.browser.driving import ROOT
from tests.load import clients, machine, serving
from tests.load.clients import Times, share
from tests.load.serving import Served

GOALS = {10: 200, 25: 300, 50: 600, 80: 1000}
"""Milliseconds that a change of month or filter may take, 95 of 100 times, by how many people are there."""
ALONE, MEDIAN, TURNS = 60, 40, 12
"""Milliseconds for one session: on every page, on the median one; how often each page is drawn."""
FIRST, GROWTH = 100, 0.10
HEAD = (
    f"{'program':<10} {'people':>6} {'caches':<6} | {'first p50':>9} {'p95':>7} | {'change p50':>10} {'p95':>7} {'goal':>6} | "
    f"{'page p95':>8} {'file p95':>8} | {'reruns/s':>8} {'CPU':>5} {'MiB':>11} | {'faults':>6} {'lost':>4}"
)


def main() -> int:
    """0 if every goal is met and nothing went wrong, else 1."""
    options = _options()
    print(f"{_machine()}; milliseconds where nothing else is said")
    met = True
    with tempfile.TemporaryDirectory() as folder:
        home = serving.simulated(Path(folder) / "simulated")
        trees = {"this": ROOT} | ({"against": options.against.resolve()} if options.against else {})
        if options.alone:
            for name, tree in trees.items():
                met &= _alone(name, tree, home, Path(folder))
        if options.people:
            print("\n" + HEAD, "-" * len(HEAD), sep="\n", flush=True)
        for people in options.people:
            for name, tree in trees.items():
                with serving.one_process(tree, home, Path(folder)) as served:
                    for caches in ("cold", "warm", "work") if options.work else ("cold", "warm"):
                        met &= _row(name, people, caches, served, options)
            if options.two:
                with serving.two_processes(ROOT, home, Path(folder)) as served:
                    for caches in ("cold", "warm"):
                        _row("two", people, caches, served, options)
        if options.soak:
            with serving.one_process(ROOT, home, Path(folder)) as served:
                met &= _soak(served, options.soak)
    return 0 if met else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument(
        "--people",
        type=lambda text: [int(one) for one in text.split(",") if int(one)],
        default=list(GOALS),
        help="how many at once; 0: none",
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=5)
    parser.add_argument("--against", type=Path, help="the folder of another version of the program, measured in turns")
    parser.add_argument("--alone", action=argparse.BooleanOptionalAction, default=True, help="also the pages for one session alone")
    parser.add_argument("--two", action="store_true", help="also two processes on one home behind haproxy")
    parser.add_argument("--work", action="store_true", help="also warm with the worker kept at work: briefs, one after the other")
    parser.add_argument("--soak", type=int, default=0, help="so many reruns over all pages and months as fast as they go, for the memory")
    return parser.parse_args()


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"numpy loop {machine.numpy_ms():.0f} ms, plain Python loop {machine.python_ms():.0f} ms"
    )


def _row(name: str, people: int, caches: str, served: Served, options: argparse.Namespace) -> bool:
    memory, processor = served.memory, served.processor
    times = clients.crowd(served.place, people, seconds=options.seconds, think=options.think, seed=people, working=caches == "work")
    busy = 100 * (served.processor - processor) / times.seconds
    goal, took = GOALS.get(people), share(times.changes, 0.95)
    print(
        f"{name:<10} {people:>6} {caches:<6} | {_ms(times.first, 0.5):>9} {_ms(times.first, 0.95):>7} | "
        f"{_ms(times.changes, 0.5):>10} {_ms(times.changes, 0.95):>7} {goal or '':>6} | "
        f"{_ms(times.pages, 0.95):>8} {_ms(times.files, 0.95):>8} | {times.reruns / times.seconds:>8.1f} {busy:>4.0f}% "
        f"{memory:>5.0f}→{served.memory:>5.0f} | {len(times.errors):>6} {times.lost:>4}",
        flush=True,
    )
    if times.worked:
        print(f"  beside {times.worked} briefs of the worker")
    for one in times.errors[:3]:
        print(f"  {one}")
    return _is_met(times, goal if caches != "cold" else None, took)


def _is_met(times: Times, goal: float | None, took: float) -> bool:
    return not times.errors and not times.lost and (goal is None or took <= goal)


def _ms(took: list[float], part: float) -> str:
    return f"{share(took, part):,.0f}" if took else "–"


def _soak(served: Served, reruns: int) -> bool:
    """Memory after the first hundred reruns of each page, and after all."""
    settled, shown = served.memory, 0
    for page, done in clients.walk(served.place, reruns):
        if done <= FIRST * len(clients.EVERY_PAGE):
            settled = served.memory
        if page == clients.EVERY_PAGE[-1] and done >= shown:
            shown = done + reruns // 10
            print(f"  {done:>6} reruns: {served.memory:.0f} MiB", flush=True)
    growth = served.memory / settled - 1
    print(f"  from {FIRST} a page on: {settled:.0f} → {served.memory:.0f} MiB, {growth:+.1%} (goal +{GROWTH:.0%} at most)")
    return growth <= GROWTH


def _alone(name: str, tree: Path, home: Path, folder: Path) -> bool:
    """One session on warm caches: what a person waits for, and what the processor spends, page by page."""
    with serving.one_process(tree, home, folder) as served:
        waits, spent = asyncio.run(page_by_page(served))
    print(f"\n{name}: one session alone, a page drawn again, median of {TURNS} (goal {ALONE} on every page, {MEDIAN} on the median one)")
    for page in clients.EVERY_PAGE:
        print(f"  {page or 'ringkasan':<12} {waits[page]:>6.0f} ms, processor {spent[page]:>5.0f} ms")
    middle = statistics.median(waits.values())
    print(f"  {'median page':<12} {middle:>6.0f} ms", flush=True)
    return max(waits.values()) <= ALONE and middle <= MEDIAN


async def page_by_page(served: Served) -> tuple[dict[str, float], dict[str, float]]:
    """Of each page: median wait of one session on warm caches, and processor time of a rerun, in milliseconds."""
    waits, spent = {}, {}
    async with clients.visiting(served.place) as visit:
        for page in clients.EVERY_PAGE:
            for _ in range(2):
                await visit.go(page)
            before, took = served.processor, []
            for _ in range(TURNS):
                took.append(1000 * await visit.go(page))
            waits[page], spent[page] = statistics.median(took), 1000 * (served.processor - before) / TURNS
    return waits, spent


if __name__ == "__main__":
    sys.exit(main())
