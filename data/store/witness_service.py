"""The service of the witness: run by an account of its own, it owns folder and key, and writes what page processes ask for.

One request a connection, a line of JSON; one at a time. Whoever may connect may have new heads and new editions written; only root and the
account itself are believed when they say that a backup was restored or that the key changes.
A service has no reader: it answers in the language of the house, whoever asks.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
from pathlib import Path

from data.errors import DataError, because
from data.store import witness
from data.words import house as t
from data.words import msg

LONGEST, PATIENCE = 1024, 2.0  # bytes of a request, seconds until it is there


def listen(folder: Path) -> socket.socket:
    """The socket of a folder, open to the group of this account. Raises DataError where it can't be made."""
    try:
        folder.mkdir(exist_ok=True)
        (folder / witness.SOCKET).unlink(missing_ok=True)
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            made.bind(f"/proc/self/fd/{handle}/{witness.SOCKET}")
        finally:
            os.close(handle)
        (folder / witness.SOCKET).chmod(0o660)
        made.listen(16)
    except OSError as error:
        raise DataError(msg("{path}: catatan saksi tidak dapat ditulis ({reason}).", path=folder, reason=because(error))) from None
    return made


def serve(folder: Path) -> None:
    """Answer until the process is stopped. Raises DataError where the folder can't be used."""
    with listen(folder) as door:
        while True:
            answer_one(folder, door)


def answer_one(folder: Path, door: socket.socket) -> None:
    """Wait for one request and answer it; whoever sends none in time, or leaves, gets no answer."""
    visitor, _ = door.accept()
    with visitor, contextlib.suppress(OSError):
        visitor.settimeout(PATIENCE)
        said = visitor.makefile("rb").readline(LONGEST)
        visitor.sendall(json.dumps(_answer(folder, said, _uid(visitor))).encode() + b"\n")


def _answer(folder: Path, said: bytes, uid: int) -> dict[str, str]:
    trusted = uid in (0, os.geteuid())
    try:
        wanted = json.loads(said)
        kind, subject, digest = (str(wanted.get(key, "")) for key in ("jenis", "pokok", "sidik"))
        if kind == "nama":
            return {"jadi": witness.key_here(folder)}
        if kind == "putar":
            if not trusted:
                return {"tolak": t("Kunci saksi diganti hanya oleh root.")}
            return {"jadi": witness.turn_key(folder, subject)}
        witness.record(folder, kind, subject, digest, trusted=trusted)
    except (ValueError, AttributeError):
        return {"tolak": t("Saksi tidak mengenal permintaan itu.")}
    except DataError as error:
        return {"tolak": str(error)}
    return {"jadi": ""}


def _uid(visitor: socket.socket) -> int:
    """Which account asks: the kernel says it."""
    told = visitor.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", told)[1])
