"""A line of work (`data/jobs`) whose worker is a thread of the test: no process has to start, all else is as it is."""

import contextlib
import multiprocessing
import os
import socket
import threading

from data.jobs import worker
from data.jobs.line import Line


class Thread:
    """What stands in for `data.jobs.process.Process`."""

    def __init__(self):
        self.channel, self._there = multiprocessing.Pipe()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        with contextlib.suppress(OSError, EOFError):  # killed
            worker.serve(self._there)

    @property
    def alive(self):
        return self._thread.is_alive()

    def kill(self):
        """A thread can't be: nothing is heard of it any more."""
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self._there.fileno())) as same:
            same.shutdown(socket.SHUT_RDWR)

    def end(self):
        self.channel.close()


class Waiting(Line):
    """Whoever asks gets the job when it is over."""

    def submit(self, session, wanted, ask):
        return self.wait(super().submit(session, wanted, ask).number, 120)


@contextlib.contextmanager
def line(kind=Waiting):
    """A line for one test, closed after it."""
    made = kind(Thread)
    try:
        yield made
    finally:
        made.close()
