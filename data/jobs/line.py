"""Who waits for the worker, in the order in which they asked. One line a dashboard; one piece of work at a time.

When the turn of a job comes, it is asked anew who the person is: who has no longer the role for which the page was drawn, or isn't signed
in any more, is refused in words. The worker asks again, through here, in the transaction of what it writes. Nothing is written down but
how long it took: files that wait and results stay in memory, and go with the dashboard.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from data.access import viewers
from data.access.viewers import Viewer
from data.errors import DataError
from data.jobs import durations, task
from data.jobs.process import Process, Worker
from data.jobs.task import Asked, Done, Failed, Job, Order, Refused, Said, Task
from data.session import Session
from data.words import NOTHING, Message, msg

EACH, ALL = 12, 48
"""How many may wait: of one person, of everybody."""
HELD = 200 * 1024 * 1024
"""Bytes of files that wait, and of results that nobody has taken yet, each."""
KEPT = 3600.0
"""Seconds after which what became of a job is forgotten."""
REST = 60.0
"""Seconds without work after which the worker ends; its memory goes back."""
GROWN = 512.0
"""MiB that a worker may have held and go on; beyond, the next job gets a new one."""

log = logging.getLogger(__name__)


@dataclass
class _Entry:
    job: Job
    ask: Callable[[], Viewer]
    cancelled: bool = False

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to be done."""
        return self.job.is_open and not self.cancelled


class Line:
    """The jobs of one dashboard."""

    def __init__(self, start: Callable[[], Worker] = Process) -> None:
        self._start = start
        self._changed = threading.Condition()
        self._entries: dict[int, _Entry] = {}
        self._last = 0
        self._runner: threading.Thread | None = None
        self._worker: Worker | None = None
        self._closed = False

    def submit(self, session: Session, wanted: Task, ask: Callable[[], Viewer]) -> Job:
        """Stand in line; the job that is there already, if the same viewer asked for the same. `ask` says who it is at any later moment.

        Raises DataError when too many wait.
        """
        expected = durations.expected(session.home, wanted.kind, wanted.size)
        with self._changed:
            self._forget_old()
            for one in self._entries.values():
                if wanted.key is not None and (one.job.viewer, one.job.task.key) == (session.viewer, wanted.key) and one.is_wanted:
                    return one.job
            waiting = [one.job for one in self._entries.values() if one.job.is_open]
            own = sum(one.viewer == session.viewer for one in waiting)
            held = sum(one.task.weight for one in waiting)
            if own >= EACH or len(waiting) >= ALL or (held and held + wanted.weight > HELD):
                raise DataError(msg("Terlalu banyak pekerjaan menunggu. Tidak ada yang dimulai; coba lagi setelah sebagian selesai."))
            self._last += 1
            job = Job(self._last, wanted, session.viewer, session.language, session.home, expected=expected)
            self._entries[job.number] = _Entry(job, ask)
            if self._runner is None:
                self._runner = threading.Thread(target=self._run, name="pekerjaan", daemon=True)
                self._runner.start()
            self._changed.notify_all()
            return job

    def of(self, viewer: Viewer) -> list[Job]:
        """The jobs of one viewer, in the order in which they asked: of the same person in the same role, and of nobody else."""
        with self._changed:
            self._forget_old()
            return [one.job for one in self._entries.values() if one.job.viewer == viewer and not one.cancelled]

    def open(self) -> int:
        """How many wait or are at work, of everybody."""
        with self._changed:
            return sum(one.job.is_open for one in self._entries.values())

    def ahead(self, job: Job) -> tuple[int, float | None]:
        """How many come before a job that waits, and for about how many seconds; None: nobody knows of one of them."""
        now = time.monotonic()
        with self._changed:
            before = [one.job for number, one in self._entries.items() if one.job.is_open and number < job.number]
        left = [None if one.expected is None else max(one.expected - (now - one.began if one.began else 0.0), 0.0) for one in before]
        known = [one for one in left if one is not None]
        return len(before), sum(known) if len(known) == len(left) else None

    def wait(self, number: int, patience: float) -> Job | None:
        """The job when it is over, or as it stands when the patience (seconds) is; None: it was taken back."""

        def over() -> bool:
            return number not in self._entries or not self._entries[number].job.is_open

        with self._changed:
            self._changed.wait_for(over, patience)
            entry = self._entries.get(number)
            return entry.job if entry else None

    def drop(self, viewer: Viewer, number: int) -> None:
        """Take back what waits or is at work (it is killed, and nothing is half), forget what is over. Only one's own."""
        with self._changed:
            entry = self._entries.get(number)
            if entry is None or entry.job.viewer != viewer:
                return
            entry.cancelled = True
            if entry.job.state != "berjalan":
                del self._entries[number]
            elif self._worker is not None:
                self._worker.kill()
            self._changed.notify_all()

    def close(self) -> None:
        """End the worker, and with it whatever it does; nothing begins any more."""
        with self._changed:
            self._closed = True
            self._entries = {number: one for number, one in self._entries.items() if one.job.state == "berjalan"}
            if self._worker is not None:
                self._worker.kill()
            self._changed.notify_all()
        if self._runner is not None:
            self._runner.join()

    def _forget_old(self) -> None:
        """What is long over, and the oldest results beyond what is held."""
        now, held = time.monotonic(), 0
        for number, one in reversed(list(self._entries.items())):
            if one.job.is_open:
                continue
            held += len(one.job.result) if isinstance(one.job.result, bytes) else getattr(one.job.result, "weight", 0)
            if now - one.job.ended > KEPT or held > HELD:
                del self._entries[number]

    def _run(self) -> None:
        """The thread of the line, as long as the dashboard lives."""
        while (entry := self._next()) is not None:
            try:
                self._do(entry)
            except Exception:  # the line goes on, whatever befell one job
                log.exception("job %s", entry.job.task.kind)
                self._rest()
                self._over(entry, state="gagal", reason=task.broken())
            if entry.cancelled:  # it may have been killed at the very end
                self._rest()
        self._rest()

    def _next(self) -> _Entry | None:
        """The next in line, at work from now on; the worker ends when none comes for a while. None: the line is closed."""

        def first() -> _Entry | None:
            return next((one for one in self._entries.values() if one.job.state == "menunggu"), None)

        while True:
            with self._changed:
                timeout = REST if self._worker else None
                came = self._changed.wait_for(lambda: self._closed or first() is not None, timeout)
                if self._closed:
                    return None
                entry = first()
                if entry is not None:
                    entry.job = replace(entry.job, state="berjalan", began=time.monotonic())
                    self._changed.notify_all()
                    return entry
            if not came:
                self._rest()

    def _do(self, entry: _Entry) -> None:
        job = entry.job
        answer = _asked(entry)
        if isinstance(answer, Message):
            self._over(entry, state="ditolak", reason=answer)
            return
        order = Order(job.home, answer, job.language, job.task.work, job.task.args, job.task.named)
        try:
            outcome = self._ordered(entry, order)
        except (EOFError, ConnectionError):
            self._rest()
            self._over(entry, state="terputus", reason=task.interrupted())
            return
        if isinstance(outcome, Refused):
            self._over(entry, state="ditolak", reason=outcome.reason)
        elif isinstance(outcome, Failed):
            log.error("a job failed in the worker, which says how above", extra={"kind": f"worker: {job.task.kind}"})
            self._over(entry, state="gagal", reason=task.broken())
        else:
            self._over(entry, state="selesai", result=outcome.result)
            durations.note(job.home, job.task.kind, job.task.size, entry.job.ended - entry.job.began)
            if outcome.peak > GROWN:
                self._rest()

    def _ordered(self, entry: _Entry, order: Order) -> Done | Refused | Failed:
        """Let the worker do it, and answer it. Raises EOFError or ConnectionError when the worker is gone."""
        with self._changed:
            if self._worker is None or not self._worker.alive:
                self._worker = self._start()
            worker = self._worker
        worker.channel.send(order)
        while True:
            found = worker.channel.recv()
            if isinstance(found, Asked):
                worker.channel.send(_asked(entry))
            elif isinstance(found, Said):
                with self._changed:
                    entry.job = replace(entry.job, step=found.step)
            elif isinstance(found, (Done, Refused, Failed)):
                return found
            else:
                raise TypeError(type(found))

    def _over(self, entry: _Entry, *, state: task.State, result: object = None, reason: Message = NOTHING) -> None:
        """What became of it; the bytes that it was handed go."""
        with self._changed:
            job = entry.job
            light = replace(job.task, args=(), named={}, weight=0)
            entry.job = replace(job, task=light, state=state, step="", ended=time.monotonic(), result=result, reason=reason)
            if entry.cancelled:
                self._entries.pop(job.number, None)
            self._changed.notify_all()

    def _rest(self) -> None:
        with self._changed:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def _asked(entry: _Entry) -> Viewer | Message:
    """Who it is now: the same as when it was asked for, or why it isn't done."""
    if entry.cancelled:
        return msg("Pekerjaan ini dibatalkan. Tidak ada yang diubah.")
    try:
        now = entry.ask()
    except DataError as reason:
        return reason.message
    return now if now == entry.job.viewer else viewers.changed()
