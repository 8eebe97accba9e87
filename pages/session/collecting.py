"""Memory is given back in quiet moments, outside of anybody's rerun.

Streamlit would look through all objects of the program after every rerun; with many people that was more than half of the
server's time (docs/capacity.md). `.streamlit/config.toml` switches that off (`runner.postScriptGC`), and this does it seldom. What
outlived one look is set aside: the next ones pass it by, or they would hold everybody up for half a second once the caches are full. What of
that has become garbage in rings waits for a look through everything, which is rarer still; all other garbage goes at once, as ever.

What Python frees, the C library keeps: each thread allocates from a heap of its own, of which glibc makes eight a core, and Streamlit
draws every page in a new thread. After three thousand pages 170 MiB lay free in heaps that nobody used. So there are two, and what is
free in them goes back to the system after each look.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import threading
import time
from types import TracebackType

QUIET, DUE, OVERDUE = 0.2, 20.0, 90.0
"""Seconds: nobody's page has been drawn for so long; between two collections at least; without a quiet moment at most."""
WHOLE, GROWN = 900.0, 1.2
"""Everything is looked through after so many seconds in a quiet moment, twice as many without one, and when so much more is set aside."""
YOUNG = (10_000, 20, 1_000_000)
"""When Python looks by itself: at the new objects only, and not after every 700 of them, of which a page makes tens of thousands."""
HEAPS = 2
"""Of the C library; one interpreter draws one page at a time, whatever the number of threads."""
_LOOK = 0.1
_M_ARENA_MAX = -8  # malloc.h of glibc


class Reruns:
    """How many pages are being drawn, and when the last one was done; `with` it, a page counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.running, self.ended, self.done = 0, 0.0, 0

    def __enter__(self) -> None:
        with self._lock:
            self.running += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        with self._lock:
            self.running -= 1
            self.done += 1
            self.ended = time.monotonic()


reruns = Reruns()


class Collector:
    """Decides when to collect: in a quiet moment if it is due, in any if it is overdue, never where nothing was done since."""

    def __init__(self, seen: Reruns, now: float) -> None:
        self._seen, self._last, self._whole, self._done = seen, now, now, seen.done
        self._aside = gc.get_freeze_count()

    def is_time(self, now: float) -> bool:
        """Whether to collect now."""
        return self._seen.done != self._done and self._may(now, self._last, DUE, OVERDUE)

    def _may(self, now: float, last: float, due: float, overdue: float) -> bool:
        is_quiet = self._seen.running == 0 and now - self._seen.ended >= QUIET
        return (now - last >= due and is_quiet) or now - last >= overdue

    def collect(self, now: float) -> None:
        """Give memory back, and set aside what stays."""
        self._last, self._done = now, self._seen.done
        is_whole = self._may(now, self._whole, WHOLE, 2 * WHOLE) or gc.get_freeze_count() > GROWN * self._aside
        if is_whole:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        give_back()
        if is_whole:
            self._whole, self._aside = now, gc.get_freeze_count()


def few_heaps() -> None:
    """No more than `HEAPS`, of those that aren't there yet: before anything that begins threads. Nothing where the library isn't glibc."""
    if (libc := _glibc()) is not None:
        libc.mallopt(_M_ARENA_MAX, HEAPS)


def settle() -> None:
    """Once, before the first page: what the program consists of is set aside."""
    gc.set_threshold(*YOUNG)
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Hand what is free in the heaps of the C library back to the system; nothing where that isn't glibc."""
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


@functools.cache
def _glibc() -> ctypes.CDLL | None:
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def keep_collecting(stop: threading.Event) -> None:
    """Collect until `stop` is set."""
    collector = Collector(reruns, time.monotonic())
    while not stop.wait(_LOOK):
        if collector.is_time(time.monotonic()):
            collector.collect(time.monotonic())
