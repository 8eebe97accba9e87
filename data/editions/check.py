"""Whether the file of an edition is what was published: by its checksum, the audit trail, and the witness outside the store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.editions import files
from data.errors import DataError
from data.store import durable, witness
from data.words import Message, msg

State = tuple[int, ...]
# What this process has checked: a file is read through once, and again when size, times or inode say that it is another.
_checked: dict[Path, tuple[State, bool]] = {}
_compared: dict[Path, tuple[State, Message | None]] = {}


def is_intact(path: Path) -> bool:
    """Whether the file of an edition is what its checksum says; reads it through once in the life of the process."""
    state = identity(path)
    if not state:
        return False
    if path not in _checked or _checked[path][0] != state:
        try:
            _checked[path] = (state, durable.checksum(path) == files.recorded_checksum(path))
        except OSError:
            return False
    return _checked[path][1]


def identity(path: Path) -> State:
    """What changes with the file of an edition or its checksum, without reading them: times, size, inode. Empty: no file."""
    return _stat(path) + _stat(path.with_suffix(".sha256"))


def identity_of(home: Path, edition_id: str) -> State:
    """As `identity`, of an edition of a home."""
    return identity(files.path_of(home, edition_id))


def fault_of(home: Path, edition_id: str) -> Message | None:
    """Why the file of an edition isn't what was published, in a sentence; None where it is.

    Compared are the file, the checksum beside it, what the audit trail says of it, and the signed line of the witness.
    A trail that can't be read at this moment (somebody is writing, or there is no store) is no reason to show nothing;
    it is asked again next time.
    """
    path = files.path_of(home, edition_id)
    if not is_intact(path):
        return msg("Edisi {id} rusak atau diubah: jumlah periksanya tidak cocok.", id=edition_id)
    folder = witness.folder_of(home)
    state = identity(path) + _stat(folder / witness.EDITIONS)
    if path not in _compared or _compared[path][0] != state:
        recorded = files.told_by_trail(home)
        fault = _against_trail(path, recorded) if recorded is not None else None
        fault = fault or _against_witness(folder, path)
        if recorded is None:
            return fault
        _compared[path] = (state, fault)
    return _compared[path][1]


def _against_trail(path: Path, recorded: Mapping[str, str]) -> Message | None:
    if path.stem not in recorded:
        return msg("Edisi {id} tidak tercatat di jejak audit: bukan dari penerbitan di sini.", id=path.stem)
    if recorded[path.stem] != files.recorded_checksum(path):
        return msg("Edisi {id} diubah bersama jumlah periksanya: sidiknya bukan yang tercatat di jejak audit saat terbit.", id=path.stem)
    return None


def _against_witness(folder: Path, path: Path) -> Message | None:
    """An edition that the witness doesn't know is older than the witness, or was published a moment ago; `doctor` reports a damaged log."""
    try:
        line = witness.editions(folder).get(path.stem)
    except DataError:
        return None
    if line is None:
        return None
    if line.digest != files.recorded_checksum(path):
        return msg("Edisi {id} diubah: sidiknya bukan yang ditandatangani saksi saat terbit.", id=path.stem)
    if not witness.is_signed(folder, line):
        return msg("Edisi {id}: tanda tangan saksi tidak cocok.", id=path.stem)
    return None


def _stat(path: Path) -> State:
    try:
        facts = path.stat()
    except FileNotFoundError:
        return ()
    except OSError:
        return (0,)  # not for this account
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino
