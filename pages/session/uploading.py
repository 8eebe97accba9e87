"""Uploads: only from sessions whose viewer may send files, and only up to a limit. Streamlit itself takes them from any connection.

A session may upload once a page has shown it a file chooser, from the same browser, as long as its viewer keeps the right. What it sends is
kept in memory until the chooser is empty again or the session ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.access.viewers import Viewer
from data.errors import DataError
from data.intake import sheets
from data.session import Session
from data.words import Words
from pages.session import signin

LARGEST = sheets.LARGEST_MB
"""Of one file, in megabytes of 1024²; the same in config.toml and in the ready files of the proxies."""
ENVELOPE = 1024 * 1024
"""What the request around a file may need besides it."""
SESSION_BYTES = 4 * LARGEST * 1024 * 1024
ALL_BYTES = 2 * SESSION_BYTES
LEAST = 64 * 1024
"""What a file counts at least, however small: its name and place need memory too."""
WITH_RIGHT = (429, 503)
"""Refusals of sessions that may upload, only not now."""
_SEEN = "berkas_terkirim"


@dataclass(frozen=True)
class Offer:
    """A file chooser that a page has shown."""

    browser: str | None
    """What tells the browser of the session from others."""
    may: Callable[[], bool]
    """Whether its viewer still may, asked where no script runs. Raises DataError where nobody is signed in any more."""


_offers: dict[str, Offer] = {}
_coming: dict[str, int] = {}
"""Bytes on their way, by session."""
_lock = threading.Lock()


def choice(session: Session, may: Callable[[Viewer], bool], label: str, *, key: str, **options: Any) -> Any:
    """`st.file_uploader` for a viewer who may send files, and no other; files that are no longer chosen are forgotten.

    Where a key ends with the number of a round (`unggah-3`), the next number empties the chooser.
    """
    if not may(session.viewer):
        return None
    ctx = get_script_run_ctx()
    if ctx and runtime.exists():
        _offer(ctx.session_id, signin.standing(session), may)
    given = st.file_uploader(label, key=key, max_upload_size=LARGEST, **options)
    files = given if isinstance(given, list) else [given] if given is not None else []
    if ctx and isinstance(ctx.uploaded_file_mgr, MemoryUploadedFileManager):
        seen: dict[str, set[str]] = st.session_state.setdefault(_SEEN, {})
        name, chosen = key.partition("-")[0], {str(file.file_id) for file in files}
        for file in seen.get(name, set()) - chosen:  # Streamlit keeps it until the session ends
            ctx.uploaded_file_mgr.remove_file(ctx.session_id, file)
        seen[name] = chosen
    return given


def refusal(t: Words, session: str, browser: str | None, length: int | None) -> tuple[int, str] | None:
    """Why a file isn't taken, as a status of HTTP and a sentence; None if it is, and then `ended` must follow.

    `length` is that of the request; None where it doesn't say (0 when a file is removed).
    """
    if not _may(session, browser):
        return 403, t("Sesi ini tidak berhak mengunggah berkas.")
    if length is None:
        return 411, t("Panjang berkas tidak disebut, sehingga ditolak.")
    if length > LARGEST * 1024 * 1024 + ENVELOPE:
        return 413, t("Berkas lebih besar dari {n} MB, sehingga ditolak.", n=LARGEST)
    wanted = max(length, LEAST) if length else 0
    with _lock:
        own, everybody = _kept()
        if own.get(session, 0) + _coming.get(session, 0) + wanted > SESSION_BYTES:
            return 429, t("Terlalu banyak berkas sekaligus. Masukkan atau hapus dulu yang sudah dipilih.")
        if everybody + sum(_coming.values()) + wanted > ALL_BYTES:
            return 503, t("Server sedang menerima banyak berkas. Coba lagi beberapa menit lagi.")
        _coming[session] = _coming.get(session, 0) + wanted
    return None


def ended(session: str, length: int) -> None:
    """The request is over: what it sent is now kept, or was refused."""
    wanted = max(length, LEAST) if length else 0
    with _lock:
        left = _coming.get(session, 0) - wanted
        if left > 0:
            _coming[session] = left
        else:
            _coming.pop(session, None)


def _offer(session: str, standing: Callable[[], Viewer], may: Callable[[Viewer], bool]) -> None:
    with _lock:
        for gone in [one for one in _offers if not runtime.get_instance().is_active_session(one)]:
            del _offers[gone]
        _offers[session] = Offer(signin.browser(), lambda: may(standing()))


def _may(session: str, browser: str | None) -> bool:
    offer = _offers.get(session)
    if offer is None or offer.browser is None or offer.browser != browser:
        return False
    try:
        return runtime.get_instance().is_active_session(session) and offer.may()
    except DataError:
        return False


def _files() -> MemoryUploadedFileManager:
    kept = runtime.get_instance().uploaded_file_mgr
    if not isinstance(kept, MemoryUploadedFileManager):
        raise TypeError(type(kept))
    return kept


def _kept() -> tuple[dict[str, int], int]:
    """Bytes in memory by session, and altogether."""
    own = {
        session: sum(max(len(file.data), LEAST) for file in list(files.values())) for session, files in list(_files().file_storage.items())
    }
    return own, sum(own.values())
