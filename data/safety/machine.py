"""What the machine has left for a home and what this process takes of it, for who answers for the server."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from data.session import Session
from data.store import memory


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
    return Machine(os.getpid(), memory.of_this_process(memory.NOW), memory.of_this_process(memory.MOST), room.free, room.total)
