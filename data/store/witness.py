"""The witness: head of the audit trail and digests of editions, kept a second time outside the store, each line signed.

The folder `saksi` of a home (or what it is a link to) holds `kepala.log`, a line for each commit that lengthened the trail,
`edisi.log`, a line for each edition, and the keys. Lines are only added. On a server the folder belongs to another
account, whose service (`witness_service`) writes the lines; a page process asks it and can neither alter a line nor read
the key. On a single-user machine this process writes them itself.

Lines follow the commit: what a crash keeps the witness from being told, it is told with the next commit.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.errors import DataError, because
from data.store import clock, moments
from data.store.signing import Keys
from data.words import Message, msg, verbatim, written

FOLDER, SOCKET = "saksi", "saksi.sock"
HEADS, EDITIONS = "kepala.log", "edisi.log"
HEAD, RESTORED, EDITION, KEY = "kepala", "pulih", "edisi", "kunci"
CHANGED, LOST = "diganti", "hilang"
WAIT = 3.0  # seconds for an answer of the service
_FORMS = {
    HEAD: r"\d{1,12} [0-9a-f]{64}",
    RESTORED: r"\d{1,12} [0-9a-f]{64}",
    EDITION: r"\d{4}-\d{2}-r\d{1,6} [0-9a-f]{64}",
    KEY: r"(diganti|hilang) [0-9a-f]{16}",
}
PUBLIC = (".log", ".pub")
"""Endings of what may be copied: all but the private key."""
START = "0" * 64
_TAIL = 4096  # bytes within which the last line surely lies


class SilentError(DataError):
    """The service of the witness doesn't answer."""


@dataclass(frozen=True)
class Line:
    """One line of a log."""

    when: str
    """UTC, ISO 8601, by the clock of whoever wrote it."""
    kind: str
    subject: str
    """Number of the audit row, id of the edition, or why the key is another one."""
    digest: str
    """Hash of that row, SHA-256 of the edition, name of the new key."""
    key: str
    signature: str

    @property
    def number(self) -> int:
        """Number of the audit row."""
        return int(self.subject)

    @property
    def message(self) -> bytes:
        """What the signature covers."""
        return f"kondusif-saksi {self.when} {self.kind} {self.subject} {self.digest}".encode()

    def __str__(self) -> str:
        return f"{self.when} {self.kind} {self.subject} {self.digest} {self.key} {self.signature}"


# --- asking


def folder_of(home: Path) -> Path:
    """Where the witness of a home lies."""
    return home / FOLDER


def tell(home: Path, kind: str, subject: str, digest: str) -> None:
    """Have a line written, unless it is there already.

    Raises DataError where it contradicts what was witnessed before, where the service doesn't answer (`SilentError`), or
    where the folder can't be written.
    """
    folder = folder_of(home)
    if _is_served(folder):
        _ask(folder, {"jenis": kind, "pokok": subject, "sidik": digest})
    else:
        record(folder, kind, subject, digest, trusted=True)


def key_name(home: Path) -> str:
    """Name of the key that signs now. Raises as `tell`."""
    folder = folder_of(home)
    return _ask(folder, {"jenis": "nama"}) if _is_served(folder) else key_here(folder)


def follow(home: Path, number: int, digest: str) -> None:
    """Tell the witness the head of the trail after a commit. The commit stands whatever becomes of that, so nothing is raised: `doctor`
    says how far the witness is behind, and why; the next commit brings a later head.
    """
    with contextlib.suppress(DataError, OSError):
        tell(home, HEAD, str(number), digest)


def begin_anew(home: Path) -> None:
    """Tell the witness that another store begins where one was witnessed before: earlier heads are no longer asked for. Raises as
    `tell`.
    """
    if last_head(folder_of(home)):
        tell(home, RESTORED, "0", START)


def knows_key(folder: Path, name: str) -> bool:
    """Whether a key is one of this witness, the present or an earlier one, by its public half."""
    return any(path.stem.endswith(f"-{name}") for path in _keys(folder).publics())


def restored(home: Path, number: int, digest: str) -> None:
    """Tell the witness that the trail goes back to an earlier row: before the swap, so that a crash in between only leaves a witness that
    knows less. Raises as `tell`.
    """
    if last_head(folder_of(home)):
        tell(home, RESTORED, str(number), digest)


def rotate(home: Path, cause: str) -> str:
    """Take a new key; the old one signs the change, unless it was lost. Returns the name of the new one. Raises as `tell`."""
    folder = folder_of(home)
    return _ask(folder, {"jenis": "putar", "pokok": cause}) if _is_served(folder) else turn_key(folder, cause)


def _is_served(folder: Path) -> bool:
    try:
        if (folder / SOCKET).exists():
            return True
        # If the folder is one's own and can't be written, the disk is read-only: no service would answer either.
        return folder.exists() and folder.stat().st_uid != os.geteuid() and not os.access(folder, os.W_OK)
    except PermissionError:  # it can't even be looked into: it is somebody else's
        return True


def _ask(folder: Path, wanted: Mapping[str, str]) -> str:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(WAIT)
            connect(line, folder)
            line.sendall(json.dumps(wanted).encode() + b"\n")
            answer = json.loads(line.makefile("rb").readline(_TAIL))
    except (OSError, ValueError):
        raise SilentError(
            msg("Saksi di {folder} tidak menjawab. Nyalakan layanannya: systemctl start kondusif-saksi", folder=folder)
        ) from None
    if "tolak" in answer:
        raise DataError(verbatim(str(answer["tolak"])))
    return str(answer["jadi"])


def connect(line: socket.socket, folder: Path) -> None:
    """Connect to the service of a folder, however long its path is: an address has room for 107 letters."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        line.connect(f"/proc/self/fd/{handle}/{SOCKET}")
    finally:
        os.close(handle)


# --- writing, by whoever owns the folder


def record(folder: Path, kind: str, subject: str, digest: str, *, trusted: bool) -> None:
    """Add a line. `trusted`: whoever asks may say that a backup was restored, which voids the lines after it.

    Raises DataError for what contradicts an earlier line: another hash of the same or an earlier row, another digest of an edition.
    """
    if kind not in (HEAD, RESTORED, EDITION) or not re.fullmatch(_FORMS[kind], f"{subject} {digest}"):
        raise DataError(msg("Saksi tidak mengenal permintaan itu."))
    _append(folder, EDITIONS if kind == EDITION else HEADS, kind, subject, digest, trusted=trusted)


def turn_key(folder: Path, cause: str) -> str:
    """As `rotate`, by whoever owns the folder. Raises DataError for another cause, or a lost key that is there."""
    keys = _keys(folder)
    if cause not in (CHANGED, LOST):
        raise DataError(msg("Saksi tidak mengenal permintaan itu."))
    if cause == LOST and keys.private.exists():
        raise DataError(msg("{path}: kuncinya ada. Ganti tanpa --lost.", path=keys.private))
    old = _keys_for_signing(folder) if cause == CHANGED else keys
    prepared = old.prepare()
    if cause == CHANGED:
        _append(folder, HEADS, KEY, cause, prepared.name, trusted=True)
        old.take(prepared)
    else:
        old.take(prepared)
        _append(folder, HEADS, KEY, cause, prepared.name, trusted=True)
    return prepared.name


def key_here(folder: Path) -> str:
    """As `key_name`, by whoever owns the folder."""
    return _keys_for_signing(folder).name()


def _append(folder: Path, log: str, kind: str, subject: str, digest: str, *, trusted: bool) -> None:
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder / log, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            known = _parsed(folder / log) if kind == EDITION else _tail(folder / log)
            if not _is_new(known, kind, subject, digest, trusted=trusted):
                return
            _drop_torn_line(handle)
            keys = _keys_for_signing(folder)
            unsigned = Line(clock.now().isoformat(), kind, subject, digest, keys.name(), "")
            signature = keys.sign(unsigned.message)
            os.write(handle, f"{unsigned}{signature}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise DataError(msg("{path}: catatan saksi tidak dapat ditulis ({reason}).", path=folder, reason=because(error))) from None


def _is_new(known: list[Line], kind: str, subject: str, digest: str, *, trusted: bool) -> bool:
    """Whether a line is to be written. Raises DataError for one that contradicts."""
    if kind == EDITION:
        same = next((one for one in known if one.subject == subject), None)
        if same is None or same.digest == digest:
            return same is None
        raise DataError(msg("Saksi mengenal edisi {id} dengan sidik lain: {digest}.", id=subject, digest=same.digest))
    if kind == KEY:
        return True
    heads = [one for one in known if one.kind != KEY]
    last = heads[-1] if heads else None
    if last is not None and (last.subject, last.digest) == (subject, digest):
        return kind != last.kind and kind == RESTORED and _may_restore(trusted=trusted)
    if kind == RESTORED:
        return _may_restore(trusted=trusted)
    if last is not None and int(subject) <= last.number:
        raise DataError(msg("Saksi mengenal baris audit {n} dengan sidik lain: {digest}.", n=last.number, digest=last.digest))
    return True


def _may_restore(*, trusted: bool) -> bool:
    if not trusted:
        raise DataError(
            msg(
                "Saksi menerima pemulihan hanya dari root. Sebagai root, jalankan dulu: .venv/bin/python -m data --home FOLDER witness accept CADANGAN"
            )
        )
    return True


def _drop_torn_line(handle: int) -> None:
    """What a crash left of a line: it was never told to anybody."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, _TAIL, max(0, size - _TAIL))
    if tail and not tail.endswith(b"\n"):
        os.ftruncate(handle, size - len(tail) + tail.rfind(b"\n") + 1)


def _keys(folder: Path) -> Keys:
    return Keys(folder, "saksi")


def _keys_for_signing(folder: Path) -> Keys:
    """The keys, where the private one is there, or may be made because there never was one."""
    keys = _keys(folder)
    if not keys.private.exists() and any(keys.publics()):
        raise DataError(
            msg(
                "{path}: kunci saksi hilang. Pulihkan dari salinannya, atau mulai kunci baru: python -m data witness rotate --lost",
                path=keys.private,
            )
        )
    folder.mkdir(exist_ok=True)
    return keys


# --- reading


def heads(folder: Path) -> list[Line]:
    """Every line on the trail, the oldest first. Raises DataError for a log that can't be read, naming a malformed line."""
    return _parsed(folder / HEADS)


def last_head(folder: Path) -> Line | None:
    """The last line on the head of the trail, without reading all; None: there is none. Raises as `heads`."""
    found = [one for one in _tail(folder / HEADS) if one.kind != KEY]
    return found[-1] if found else None


def editions(folder: Path) -> dict[str, Line]:
    """The line on each edition, by id: the first one holds. Raises as `heads`."""
    found: dict[str, Line] = {}
    for one in _parsed(folder / EDITIONS):
        found.setdefault(one.subject, one)
    return found


def is_signed(folder: Path, line: Line) -> bool:
    """Whether a key of this witness, the present or an earlier one, signed exactly this line."""
    return _keys(folder).verify(line.key, line.message, line.signature) is True


def in_force(lines: list[Line]) -> list[Line]:
    """The heads that the trail must have: a restore voids those that came after what was restored."""
    kept: list[Line] = []
    for one in lines:
        if one.kind == RESTORED:
            kept = [head for head in kept if head.number <= one.number]
        elif one.kind == HEAD:
            kept.append(one)
    return kept


def contradiction(lines: list[Line], rows: Mapping[int, str]) -> Message | None:
    """Why a trail isn't the one that was witnessed, in a sentence; None: it is, as far as the lines go.

    rows: hash of each row of the trail, by number.
    """
    heads = in_force(lines)
    if wrong := next((one for one in heads if rows.get(one.number, one.digest) != one.digest), None):
        return msg(
            "Jejak audit ditulis ulang: baris {n} bukan yang disaksikan {when}.", n=wrong.number, when=written(moments.moment, wrong.when)
        )
    if any(one.number > len(rows) for one in heads):
        return msg(
            "Akhir jejak audit terpotong: {when} disaksikan baris {n}, yang ada hanya sampai baris {rows}.",
            when=written(moments.moment, heads[-1].when),
            n=heads[-1].number,
            rows=len(rows),
        )
    return None


def _parsed(path: Path) -> list[Line]:
    content = _content(path, 0)
    return [_line(path, text) for text in content[: content.rfind("\n") + 1].splitlines()]


def _tail(path: Path) -> list[Line]:
    content = _content(path, _TAIL)
    whole = content[: content.rfind("\n") + 1].splitlines()
    return [_line(path, text) for text in (whole if len(content) < _TAIL else whole[1:])]


def _content(path: Path, last: int) -> str:
    """The last bytes of a log, as many as asked for (0: all); empty where there is none."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - last) if last else 0)
            return log.read().decode("ascii", errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise DataError(msg("{path}: catatan saksi tidak dapat dibaca ({reason}).", path=path, reason=because(error))) from None


def _line(path: Path, text: str) -> Line:
    parts = text.split(" ")
    if len(parts) != 6 or parts[1] not in _FORMS or not re.fullmatch(_FORMS[parts[1]], " ".join(parts[2:4])):
        raise DataError(msg("{path}: bukan baris catatan saksi: {text}.", path=path, text=text[:60]))
    return Line(*parts)
