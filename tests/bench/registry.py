"""Rows of the table, and how to measure them."""

from __future__ import annotations

import importlib
import pkgutil
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One line of the table.

    quantity: what, with its size. unit: s, ms, MiB, or "" for a bare number. value: of this run, lower is better.
    goal: at most this; None: only to be seen. compared, compared_value: something else measured in the same run.
    processor: seconds of processor time, which other programs on the machine disturb less.
    """

    quantity: str
    unit: str
    value: float
    goal: float | None = None
    compared: str = ""
    compared_value: float | None = None
    processor: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as much the other takes."""
        return None if self.compared_value is None else self.compared_value / self.value

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        return None if self.goal is None else self.value <= self.goal


Benchmark = Callable[[], "Row | Iterable[Row]"]
_BENCHMARKS: list[Benchmark] = []


def row(function: Benchmark) -> Benchmark:
    """Mark a function of a file in this folder as a benchmark."""
    _BENCHMARKS.append(function)
    return function


def subjects() -> list[str]:
    """The files of this folder that hold rows."""
    found = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    return sorted(name for name in found if name not in ("registry", "__main__", "made_up"))


def measure(subject: str) -> Iterator[Row]:
    """Run the benchmarks of one file."""
    importlib.import_module(f"tests.bench.{subject}")
    for function in [one for one in _BENCHMARKS if one.__module__ == f"tests.bench.{subject}"]:
        found = function()
        yield from [found] if isinstance(found, Row) else found


def best(function: Callable[[], object], repeat: int = 5) -> tuple[float, float]:
    """Shortest wall time and shortest processor time of some runs, seconds."""
    wall, processor = [], []
    for _ in range(repeat):
        start, busy = time.perf_counter(), time.process_time()
        function()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    return min(wall), min(processor)


def peak_memory() -> float:
    """Most memory that this process has held so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
