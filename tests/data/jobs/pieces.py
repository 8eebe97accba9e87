"""Work for tests of the line: functions of a module, so that a worker in a process of its own finds them."""

import os
import time
from pathlib import Path

from data.errors import DataError
from data.store import database
from data.words import msg


def begin_and_end(session, name, *, say):
    """Writes down when it begins and ends."""
    say(f"mengerjakan {name}")
    with (session.home / "catatan.txt").open("a") as notes:
        notes.write(f"+{name}\n")
        notes.flush()
        time.sleep(0.02)
        notes.write(f"-{name}\n")
    return f"{name} untuk {session.user}"


def wait_for(session, path, *, say):
    """Goes on when a file is there."""
    say("menunggu berkas")
    while not Path(path).exists():
        time.sleep(0.005)
    return "ada"


def write_after(session, path, *, say):
    """Long work that asks again, as publishing does, before it writes a row."""
    wait_for(session, path, say=say)
    with database.write(session.home, doing="uji"):
        session.require_still("terbit")
        (session.home / "ditulis").touch()
    return "ditulis"


def about_itself(session, *, say):
    """Which process this is, at which priority."""
    return os.getpid(), os.nice(0)


def refuse(session, *, say):
    raise DataError(msg("Tidak ada yang dapat diterbitkan."))


def stumble(session, *, say):
    raise ZeroDivisionError("kesalahan program")


def a_file(session, *, say):
    say("menyusun berkas")
    return b"berkas"
