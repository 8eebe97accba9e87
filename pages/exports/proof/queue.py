"""One picture or brief at a time: ten people who ask at once wait in line, and memory stays small.

The line goes through a lock file in the home folder, so that several dashboards and the command line share it.
"""

from __future__ import annotations

import contextlib
import fcntl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from data.errors import DataError
from data.words import Message, msg

LOCK = "ekspor.lock"
BRIEFS = "ekspor-brief.lock"
"""Of briefs alone: the worker makes them at a low priority, and a page must not wait that long for its picture."""
PATIENCE = 180.0  # seconds: ten PDF briefs of eight seconds, and some more
_here = threading.Lock()


@contextlib.contextmanager
def turn(home: Path, patience: float = PATIENCE, line: str = LOCK) -> Iterator[None]:
    """Wait for one's turn, then hold it. Raises DataError when it doesn't come within the patience."""
    deadline = time.monotonic() + patience
    if not _here.acquire(timeout=patience):
        raise DataError(_too_long())
    try:
        with _across_processes(home / line, deadline):
            yield
    finally:
        _here.release()


@contextlib.contextmanager
def _across_processes(lock: Path, deadline: float) -> Iterator[None]:
    try:
        handle = lock.open("a")
    except OSError:  # a home that can't be written: the line of this process is all there is
        yield
        return
    with handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise DataError(_too_long()) from None
                time.sleep(0.05)
        yield


def _too_long() -> Message:
    return msg("Antrean pembuatan berkas terlalu lama. Tidak ada yang dibuat; coba lagi beberapa saat lagi.")
