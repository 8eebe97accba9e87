"""The lock of a home folder: many readers or one writer, across processes, gone with the process that held it.

`kondusif.lock` is locked with flock, which the kernel releases however a process ends. A writer leaves a note in it for
whoever finds it locked, and takes the note away when it is done; a note without a lock is from a writer that was killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from data.errors import DataError, StoreBusyError, because
from data.store import audit, clock, moments
from data.words import Message, msg, written

LOCK = "kondusif.lock"
QUEUE = "kondusif.lock.antre"
# Readers take moments: a writer waits for them even where it doesn't wait for another writer.
READERS_WAIT = 5.0
_PAUSE = 0.02


@contextlib.contextmanager
def held(home: Path, *, exclusive: bool, wait: float, doing: str, who: str | None = None) -> Iterator[None]:
    """Hold the lock of a home folder. who: for whoever finds it locked; None: the account of this process.

    Raises StoreBusyError when a writer holds it for longer than `wait` seconds, saying who, what and since when;
    DataError where the folder can't be written (for reading, an existing lock file need not be writable).
    """
    handle = _open(home, exclusive)
    if handle is None:
        yield
        return
    try:
        with _turn(home, wait):
            _acquire(home, handle, exclusive=exclusive, wait=wait)
        if exclusive:
            _leave_note(handle, doing, who or audit.account())
        try:
            yield
        finally:
            if exclusive:
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def holder(home: Path) -> dict[str, str] | None:
    """The note of the writer at work (`pid`, `oleh`, `sejak`, `kerja`), or None. An unreadable note is empty."""
    handle = _open(home, exclusive=False)
    if handle is None:
        return None
    try:
        return None if _try(handle, fcntl.LOCK_SH) else _read_note(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _turn(home: Path, wait: float) -> Iterator[None]:
    """The head of the queue: whoever waits for the lock holds this one, so that no quick newcomer passes them again and again."""
    try:
        queue = os.open(home / QUEUE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:  # fairness is a courtesy; where it can't be written there is no writer to be fair to
        yield
        return
    try:
        start = time.monotonic()
        while not _try(queue, fcntl.LOCK_EX) and time.monotonic() - start < wait:
            time.sleep(_PAUSE / 4)
        yield
    finally:
        os.close(queue)


def _open(home: Path, exclusive: bool) -> int | None:
    """The lock file, or None: a folder that has none, and where none can be made, has no writer either."""
    path = home / LOCK
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        if exclusive:
            raise DataError(cannot_write(home, error)) from None
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DataError(msg("{path}: tidak boleh dibaca oleh akun ini. Perbaiki izin berkasnya.", path=path)) from error


def _acquire(home: Path, handle: int, *, exclusive: bool, wait: float) -> None:
    start = time.monotonic()
    while True:
        try:
            if _try(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH):
                return
            readers = exclusive and _try(handle, fcntl.LOCK_SH)
            if readers:
                fcntl.flock(handle, fcntl.LOCK_UN)
        except OSError as error:
            raise DataError(cannot_write(home, error)) from None
        if time.monotonic() - start >= (max(wait, READERS_WAIT) if readers else wait):
            raise StoreBusyError(_busy(handle, readers=readers))
        time.sleep(_PAUSE)


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _leave_note(handle: int, doing: str, who: str) -> None:
    note = {
        "pid": str(os.getpid()),
        "oleh": who,
        "sejak": clock.now().isoformat(),
        "kerja": doing,
    }
    # On a full disk the lock holds all the same; only the sentence for the next comer says less.
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(note).encode(), 0)


def _read_note(handle: int) -> dict[str, str]:
    try:
        note = json.loads(os.pread(handle, 4096, 0))
        return {key: str(note[key]) for key in ("pid", "oleh", "sejak", "kerja")}
    except (ValueError, KeyError, TypeError):
        return {}


def describe(note: dict[str, str]) -> dict[str, str | Message]:
    """What `holder` found, for people: who and since when in words; "?" for what isn't known."""
    said: dict[str, str | Message] = {key: note.get(key, "?") for key in ("kerja", "oleh", "pid", "sejak")}
    with contextlib.suppress(ValueError):  # of a note that was cut off, whatever can be read
        said["sejak"] = written(moments.moment, note["sejak"])
    return {**said, "oleh": audit.person(note.get("oleh", "?"))}


def _busy(handle: int, *, readers: bool) -> Message:
    if readers:
        return msg("Basis data sedang dibaca proses lain. Tidak ada yang diubah; coba lagi sebentar lagi.")
    if note := _read_note(handle):
        return msg(
            "Basis data sedang dipakai ({kerja}, oleh {oleh}, proses {pid}, sejak {sejak}). "
            "Tidak ada yang diubah; coba lagi setelah selesai.",
            **describe(note),
        )
    return msg("Basis data sedang dipakai proses lain. Tidak ada yang diubah; coba lagi setelah selesai.")


def cannot_write(home: Path, error: OSError) -> Message:
    """What to say of a folder that can't be written."""
    return msg(
        "{home}: tidak dapat ditulisi ({reason}). Periksa izin folder dan ruang disk.",
        home=home,
        reason=because(error),
    )
