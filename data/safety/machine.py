"""What the machine has left for a home and what this process takes of it, for who answers for the server."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from data.session import Session

_STATUS = Path("/proc/self/status")
_KIB = 1024


@dataclass(frozen=True)
class Machine:
    """At this moment, in bytes."""

    process: int
    """Its number."""
    memory: int | None
    """Of this process, resident; None: this system doesn't say."""
    most: int | None
    """The most that it ever was."""
    free: int
    """Room on the disk of the home that the account may fill."""
    disk: int
    """All of that disk."""


def look(session: Session) -> Machine:
    """Ask the system. Raises AccessError."""
    session.require("server")
    room = shutil.disk_usage(session.home)
    return Machine(os.getpid(), _memory("VmRSS"), _memory("VmHWM"), room.free, room.total)


def _memory(name: str) -> int | None:
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) * _KIB if found else None
