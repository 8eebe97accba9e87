"""Rights at the moment of acting: every callback, fragment and file asks again who it is before anything happens.

Streamlit keeps what a page hands it and calls it later, perhaps after a role was taken away, a session ended, or somebody
else came to the screen. So pages hand over nothing but what this module has wrapped: it remembers for whom the page was drawn,
and does nothing if user, role or scope have changed. The page itself then says what happened, because it is drawn again. The work closes
over the session that the page was given, which is the same viewer's.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, ParamSpec, TypeVar, cast

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from data.access import viewers
from data.access.viewers import AccessError, Viewer
from data.errors import DataError
from data.words import Words
from pages.session import signin, watch

P = ParamSpec("P")
R = TypeVar("R")

_DRAWN_FOR = "digambar_untuk"
_CHANGED = "pelihat_berganti"


def act(work: Callable[P, object]) -> Callable[P, None]:
    """For `on_click`, `on_change`, `on_select`: do the work, or nothing if whoever acts now isn't the viewer for whom it was drawn."""
    drawn_for = _drawn_for()

    @functools.wraps(work)
    def run(*args: P.args, **named: P.kwargs) -> None:
        watch.clicked()
        if not _is_still(drawn_for):
            watch.mark("refused")
            return
        try:
            work(*args, **named)
        except Exception:
            watch.failed()
            raise

    return run


def anyone(work: Callable[P, None]) -> Callable[P, None]:
    """For `on_click`: what anybody may do at any time, which is only to sign out."""
    return work


def file(make: Callable[[], R]) -> Callable[[], R]:
    """For `data` of a download: made only when it is asked for, and only if that is still allowed.

    What it returns raises AccessError if user, role or scope aren't those for whom the button was drawn.
    """
    drawn_for, session = _drawn_for(), get_script_run_ctx(suppress_warning=True)

    def made() -> R:
        if session is not None:
            add_script_run_ctx(ctx=session)
        with watch.noting("file"):
            if not _is_still(drawn_for):
                raise AccessError(viewers.changed())
            return make()

    def asked() -> R:
        # Streamlit calls this in a thread of a pool, which has no session and mustn't keep this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(made).result()

    return asked


def noticed() -> Literal["ignore", "rerun"]:
    """For `on_click` of a download: where people sign in, a click also redraws the page, so that a refusal is read there."""
    viewer = _drawn_for()
    return "ignore" if viewer is not None and viewer.local else "rerun"


def fragment(*, run_every: float | None = None, is_quiet: bool = False) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """As `st.fragment`; when it runs by itself, it first asks who it is, and redraws the whole page if that has changed.

    `is_quiet`: it draws nothing, so nobody waits for it, and it is logged only if it doesn't end well.
    """

    def make(body: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(body)
        def begin(*args: P.args, **named: P.kwargs) -> None:
            @functools.wraps(body)  # Streamlit identifies a fragment by this name
            def again() -> None:
                body(*args, **named)

            st.fragment(_asking(again, is_quiet=is_quiet), run_every=run_every)()

        return begin

    return make


def dialog(title: str, body: Callable[[], None], *, width: Literal["small", "large"] = "small") -> None:
    """Open a dialog, as `st.dialog`; it closes if the viewer has changed when something in it is used."""
    st.dialog(title, width=width)(_asking(body))()


def draws_for(viewer: Viewer | None) -> None:
    """What a page hands over from now on belongs to this viewer; None: nobody is known yet, so to whoever isn't signed in."""
    st.session_state[_DRAWN_FOR] = viewer


def begin(viewer: Viewer) -> None:
    """Make the session this viewer's. What it holds of somebody else (choices, texts, clicks) is forgotten first.

    Without sign-in one person tries the roles, and what was chosen stays.
    """
    before = st.session_state.get(signin.SHOWN_TO)
    st.session_state[signin.SHOWN_TO] = viewer
    if before not in (None, viewer) and not viewer.local:
        st.session_state.clear()
        st.session_state.update({signin.SHOWN_TO: viewer, _CHANGED: True})
        st.rerun()  # without what was pressed


def say_changed(t: Words) -> None:
    """Say once that the last click did nothing, because the viewer or the role has changed."""
    if st.session_state.pop(_CHANGED, False):
        st.warning(t(viewers.changed()))


def _drawn_for() -> Viewer | None:
    return cast("Viewer | None", st.session_state.get(_DRAWN_FOR))


def _is_still(drawn_for: Viewer | None) -> bool:
    """Whether the same person acts with the same rights."""
    try:
        who: Viewer | None = signin.look()
    except DataError:  # the page, which is drawn next, says why
        who = None
    return who == drawn_for


def _asking(body: Callable[[], None], *, is_quiet: bool = False) -> Callable[[], None]:
    drawn_for = _drawn_for()

    @functools.wraps(body)
    def asked() -> None:
        with watch.noting("part", is_quiet=is_quiet):
            if not _is_still(drawn_for):
                watch.mark("refused")
                st.rerun()
            body()

    return asked


def _no_fault(record: logging.LogRecord) -> bool:
    """Let Streamlit log a refused file as one sentence: it isn't a fault of the program."""
    reason = record.exc_info[1].__cause__ if record.exc_info and record.exc_info[1] else None
    if isinstance(reason, DataError):
        record.msg, record.args, record.exc_info = "%s", (reason.message,), None
        record.levelno, record.levelname = logging.INFO, "INFO"
    return True


logging.getLogger("streamlit.runtime.backend_operation_handler").addFilter(_no_fault)
