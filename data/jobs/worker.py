"""The process that does long work: `python -m data.jobs.worker FD`, started by a dashboard and ended with it.

It is told what to do over a pipe, an order at a time, and says over the same pipe what it is doing, who it must know, and what came of
it. A lock file in the home keeps it to one at a time, however many dashboards serve that home. Its priority is low, so that who looks
at pages doesn't wait for who publishes.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from data import logbook
from data.access.viewers import AccessError, Viewer
from data.errors import DataError
from data.jobs.task import Asked, Done, Failed, Order, Refused, Said
from data.session import Session
from data.store import memory
from data.words import Message, Words

LOCK = "pekerja.lock"
NICE = 10
"""Beside a page of the ordinary priority it gets a tenth of a processor; alone, all of it. Lower still, and the moment in which an
import holds the store would take minutes on a busy machine."""
_LOOK = 1.0  # seconds between two looks for the dashboard

log = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Do what the dashboard at the other end of a pipe orders, until it closes the pipe or is gone."""
    logbook.set_up(os.environ.get(logbook.SETTING) or logbook.TEXT)  # to standard error, which is that of the dashboard
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the dashboard, which then closes the pipe
    try:
        os.nice(NICE)
    except PermissionError:  # a unit that doesn't let it (deploy/systemd does)
        log.warning("worker: no leave to lower its priority (setpriority)")
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    serve(Connection(int(arguments[0])))
    return 0


def serve(connection: Connection) -> None:
    """Order after order, until the other end is closed."""
    with connection:
        while True:
            try:
                order = connection.recv()
            except EOFError:
                return
            except Exception:  # an order that names what isn't there (an installation that isn't whole)
                log.exception("worker: an order that can't be read")
                connection.send(Failed())
                continue
            connection.send(_outcome(connection, order))


def _outcome(connection: Connection, order: Order) -> Done | Refused | Failed:
    def say(step: str) -> None:
        connection.send(Said(step))

    def ask() -> Viewer:
        connection.send(Asked())
        answer: Viewer | Message = connection.recv()
        if isinstance(answer, Viewer):
            return answer
        raise AccessError(answer)

    session = Session(order.home, order.viewer, order.language, ask=ask)
    try:
        with _alone(order.home, Words(order.language), connection):
            result = order.work(session, *order.args, **order.named, say=say)
    except DataError as reason:
        return Refused(reason.message)
    except Exception:
        log.exception("worker: a job failed")
        return Failed()
    return Done(result, (memory.of_this_process(memory.MOST) or 0) / 2**20)


@contextlib.contextmanager
def _alone(home: Path, t: Words, connection: Connection) -> Iterator[None]:
    """While no worker of another dashboard is at work on the same home."""
    try:
        handle = (home / LOCK).open("a")
    except OSError:  # a home that can't be written: what wants to write refuses by itself
        yield
        return
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            connection.send(Said(t("Menunggu pekerjaan dari dasbor lain …")))
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _end_with(dashboard: int) -> None:
    """End at once when the dashboard is gone, as if killed: nobody is left to ask who it is, and the store bears it."""
    while os.getppid() == dashboard:
        time.sleep(_LOOK)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
