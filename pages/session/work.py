"""Long work that pages hand on: to one worker beside the server, which goes on when the page is closed.

Whoever asked finds it again on every page and in every tab, as long as it is the same person in the same role (`data/jobs/line.py`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.errors import DataError
from data.jobs.line import Line
from data.jobs.task import Job, Task
from data.session import Session
from data.words import msg
from pages.session import signin

PUBLISH, PREVIEW, CHECK, TAKE_IN, BRIEF, MINUTES, PACKAGE, MARKED = (
    "terbit",
    "pratinjau",
    "periksa",
    "impor",
    "brief",
    "notulen",
    "paket",
    "tandai",
)
"""Kinds of work, by which it is known how long they take."""
PATIENCE = 900.0
"""Seconds that a browser waits for a file; it is made all the same, and then offered on the page."""
_COMING = 6.0
"""Seconds after a click within which the work that it asks for is looked for."""
_EXPECTED = "pekerjaan_ditunggu"

line = Line()
"""Of this server."""


@dataclass(frozen=True)
class File:
    """What a file that is made is called."""

    name: str
    mime: str


def begin(session: Session, task: Task) -> Job:
    """Ask for it, as who looks now; when its turn comes, and when it writes, it is asked again who that is. Raises DataError."""
    return line.submit(session, task, signin.standing(session))


def fetch(session: Session, task: Task) -> bytes:
    """The file that a task makes, for `guard.file`: waits for it. Raises DataError: refused, interrupted, or still not there."""
    made = (one for one in own(session) if one.task.key == task.key and isinstance(one.result, bytes))
    job = next(made, None) or begin(session, task)
    ctx = get_script_run_ctx(suppress_warning=True)
    over = line.wait(job.number, PATIENCE)
    if over is None or over.is_open:
        raise DataError(msg("Berkas ini masih dikerjakan. Setelah selesai, berkas ditawarkan di bagian atas halaman."))
    if not isinstance(over.result, bytes):
        raise DataError(over.reason)
    if ctx is None or not runtime.exists() or runtime.get_instance().is_active_session(ctx.session_id):
        line.drop(session.viewer, over.number)  # handed over; a closed tab has got nothing, and finds it on the page
    return over.result


def expect() -> None:
    """For `on_click` of a file: look on the page for the work that the click asks for."""
    st.session_state[_EXPECTED] = time.monotonic()


def coming() -> bool:
    """Whether a click of a moment ago asked for work that may not be in line yet."""
    clicked: float | None = st.session_state.get(_EXPECTED)
    return clicked is not None and time.monotonic() - clicked < _COMING


def own(session: Session, *kinds: str) -> list[Job]:
    """What this viewer asked for, of some kinds or of all."""
    return [job for job in line.of(session.viewer) if not kinds or job.task.kind in kinds]


def is_open(session: Session, kind: str) -> bool:
    """Whether some work of a kind that this viewer asked for isn't done yet."""
    return any(job.is_open for job in own(session, kind))


def drop(session: Session, number: int) -> None:
    """Take back, or forget."""
    line.drop(session.viewer, number)
