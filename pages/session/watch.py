"""What a rerun, a part of a page drawn by itself, and a file made when asked for leave in the log: how long, of which page, how it ended.

A click begins a rerun before the page does: what is done for it counts, and its lines have the number of the rerun. Interrupted ones (a newer
click, a page that asks to be drawn anew) are told as such and count for no figure.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data import logbook
from data.errors import DataError
from data.logbook import Work
from data.store import clock
from pages.session.pulse import Fault, Pulse

MOST_CONNECTIONS = 200
"""Open pages at a time; each of them keeps what it shows in memory."""
CONNECTION = "x-kondusif-connection"
"""A header that nobody can send: `guarding` puts into it which connection of a browser this is."""
What = Literal["rerun", "part", "file"]
Outcome = Literal["ok", "refused", "fault", "stopped"]
_PAGE = "halaman_dicatat"
log = logging.getLogger(__name__)
pulse = Pulse()
SINCE = clock.now()
"""When this process began to count, UTC, without zone."""
_here = threading.local()


@dataclass
class _Doing:
    work: Work
    began: float
    is_called: bool
    """A click began it; the page follows."""
    outcome: Outcome = "ok"


def clicked() -> None:
    """Something is done for a click; the rerun that follows goes on with it."""
    if _doing() is None:
        _begin(is_called=True)


@contextlib.contextmanager
def noting(what: What, *, is_quiet: bool = False) -> Iterator[None]:
    """Note what is done inside; within something that is noted already nothing. `is_quiet`: only if it doesn't end well."""
    known = _doing()
    if known is not None and not known.is_called:
        yield
        return
    one = known or _begin(is_called=False)
    one.is_called = False
    if known is None and what == "rerun":
        one.work.page = ""  # until it says which
    try:
        yield
    except DataError:
        one.outcome = "refused"
        raise
    except Exception:
        one.outcome = "fault"
        raise
    except BaseException:  # Streamlit's way to stop a script
        one.outcome = "stopped" if one.outcome == "ok" else one.outcome
        raise
    finally:
        _end(one, what, is_quiet=is_quiet)


def failed() -> None:
    """What was done for a click failed, and no page follows."""
    if (one := _doing()) is not None and one.is_called:
        one.outcome = "fault"
        _end(one, "rerun")


def mark(outcome: Outcome) -> None:
    """How what is done here ends, where no exception says so."""
    if (one := _doing()) is not None:
        one.outcome = outcome


def on_page(page: str) -> None:
    """Which page is drawn; what is pressed or drawn on it later belongs to it too."""
    st.session_state[_PAGE] = page
    if (one := _doing()) is not None:
        one.work.page = page


def number() -> str:
    """By which number the log tells of what is done here; empty: of none."""
    one = _doing()
    return one.work.request if one else ""


def _doing() -> _Doing | None:
    return getattr(_here, "doing", None)


def _begin(*, is_called: bool) -> _Doing:
    work = Work(logbook.new_id())
    if runtime.exists() and get_script_run_ctx(suppress_warning=True) is not None:
        work.session, work.page = st.context.headers.get(CONNECTION) or "", st.session_state.get(_PAGE, "")
    logbook.begin(work)  # and stays: what Streamlit says of a fault comes after
    _here.doing = one = _Doing(work, time.perf_counter(), is_called)
    return one


def _end(one: _Doing, what: What, *, is_quiet: bool = False) -> None:
    _here.doing = None
    now = time.perf_counter()
    ms = 1000 * (now - one.began)
    if is_quiet and one.outcome in ("ok", "stopped"):
        return
    if what != "file" and one.outcome in ("ok", "fault"):
        pulse.note(one.work.page, now, ms)
    log.info(what, extra={"ms": round(ms, 1), "outcome": one.outcome})


class Faults(logging.Handler):
    """Keeps the last faults of what the log is told."""

    def emit(self, record: logging.LogRecord) -> None:
        """Note it, if it is an exception, or says of which kind it is."""
        error = record.exc_info[1] if record.exc_info else None
        if kind := logbook.kind_of(error) if error else getattr(record, "kind", ""):
            work = logbook.current() or Work("")
            when = datetime.fromtimestamp(record.created, UTC).replace(tzinfo=None)
            pulse.note_fault(Fault(when, kind, work.page, work.request))
