"""Files that survive a crash: whole under their name, or not there at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, content: bytes) -> None:
    """Write a file under a temporary name, then give it its name. Raises OSError; the old content stands then."""
    partial = temporary(path)
    try:
        partial.write_bytes(content)
        sync(partial)
        partial.replace(path)
        sync(path.parent)
    finally:
        remove(partial)


def remove(path: Path) -> None:
    """Remove a temporary file; where nothing can be written there is none."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def copy(source: Path, target: Path) -> str:
    """Copy a file and force it onto the disk; returns the SHA-256 of what was read. Raises OSError."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("xb") as writing:
        while block := reading.read(1 << 20):
            digest.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def temporary(path: Path) -> Path:
    """The name under which this process writes what will be `path`: hidden, and with the number of the process in it."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def leftovers(folder: Path) -> list[Path]:
    """Temporary files and folders of processes that are gone (`temporary` names the process)."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob(".*.tmp*") if not _is_alive(path))


def _is_alive(path: Path) -> bool:
    owner = path.name.split(".tmp")[0].rpartition(".")[2]
    return owner.isdecimal() and Path("/proc", owner).exists()
