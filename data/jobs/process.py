"""The dashboard's end of its worker: a process and the pipe to it."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[2]
_PATIENCE = 5.0  # seconds for a worker to end by itself


class Channel(Protocol):
    """What goes to and fro."""

    def send(self, obj: object, /) -> None:
        """Hand over."""

    def recv(self) -> object:
        """Wait for the next. Raises EOFError when the other end is gone."""


class Worker(Protocol):
    """Whoever does the work."""

    channel: Channel

    @property
    def alive(self) -> bool:
        """Whether it can be given something to do."""

    def kill(self) -> None:
        """At once, in the midst of whatever it does."""

    def end(self) -> None:
        """It isn't needed any more."""


class Process:
    """A worker in a process of its own. What it prints goes where the dashboard's output goes."""

    def __init__(self) -> None:
        here, there = multiprocessing.Pipe()
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "data.jobs.worker", str(there.fileno())],
                cwd=ROOT,
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._pipe = here
        self.channel: Channel = here

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """As `Worker`."""
        return self._process.poll() is None

    def kill(self) -> None:
        """As `Worker`."""
        self._process.kill()

    def end(self) -> None:
        """As `Worker`."""
        self._pipe.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
