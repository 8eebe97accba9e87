"""What a home remembers of the clock, and when it is in doubt.

`jam.json` keeps what both clocks of the machine said when this start of it was first met, so that every process and the
command line compare with the same moment. A doubt stands in it too and stays, whatever the clock says later, until
somebody confirms the time (`clock_watch`). Where the file can't be written the process remembers by itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from data.store import durable
from data.store.clock import Reading

FILE = "jam.json"
# By how much the clock may move against the one since boot; stand behind the last entry (NTP corrects that much without anybody noticing);
# and be ahead of the last entry after the machine was off.
MOVED_BY, BEHIND_BY, AHEAD_BY = timedelta(hours=1), timedelta(minutes=5), timedelta(days=3)
MOVED, BEHIND, RESTART = "bergeser", "mundur", "dinyalakan"
CONFIRMED = "jam_dipastikan"
"""The action of the trail by which somebody answers for the time."""


@dataclass(frozen=True)
class Doubt:
    """Why the time isn't believed."""

    cause: str
    """`bergeser` (it moved against the clock since boot), `mundur` (it stands behind the trail), `dinyalakan` (after a
    restart it is far ahead of the trail)."""
    seen: float
    """What the clock said when it was noticed, in seconds since 1970."""
    expected: float
    """What it should have said (`bergeser`), or the last entry of the trail."""

    @property
    def reached(self) -> float:
        """The time that has surely come, at which time stands while there is a doubt."""
        return min(self.seen, self.expected)


@dataclass(frozen=True)
class Anchor:
    """Both clocks at the moment to compare with, and the doubt, if there is one."""

    wall: float
    since_boot: float
    boot: str
    doubt: Doubt | None = None


_remembered: dict[Path, Anchor] = {}


def judge(known: Anchor | None, now: Reading, last: float | None) -> Doubt | None:
    """Whether the time can be believed. known: what is remembered; last: time of the last entry of the trail, None: not known."""
    if known is not None and known.doubt is not None:
        return known.doubt
    if known is not None and known.boot == now.boot:
        expected = known.wall + now.since_boot - known.since_boot
        if abs(now.wall - expected) > MOVED_BY.total_seconds():
            return Doubt(MOVED, now.wall, expected)
    elif last is not None and now.wall - last > AHEAD_BY.total_seconds():
        return Doubt(RESTART, now.wall, last)
    if last is not None and last - now.wall > BEHIND_BY.total_seconds():
        return Doubt(BEHIND, now.wall, last)
    return None


def look(home: Path, now: Reading, last: float | None) -> Doubt | None:
    """Judge the time and remember what is new: another start of the machine, or a doubt."""
    known = read(home)
    found = judge(known, now, last)
    if known is not None and known.boot == now.boot and known.doubt == found:
        return found
    with contextlib.suppress(OSError), _alone(home):  # a folder that can't be written: this process remembers
        known = read(home)  # another process may have been faster
        found = judge(known, now, last)
        same = known if known is not None and known.boot == now.boot else None
        _write(home, replace(same or Anchor(now.wall, now.since_boot, now.boot), doubt=found))
    return found


def settle(home: Path, now: Reading) -> None:
    """Take what the clock says as the time: the doubt is over. Raises OSError where that can't be written down."""
    with _alone(home):
        _write(home, Anchor(now.wall, now.since_boot, now.boot))


def read(home: Path) -> Anchor | None:
    """What is remembered of a home; None: nothing, or nothing that can be read."""
    try:
        found = json.loads((home / FILE).read_text(encoding="utf-8"))
        doubt = Doubt(**found.pop("doubt")) if found.get("doubt") else None
        _remembered[home] = Anchor(**{**found, "doubt": doubt})
    except (OSError, ValueError, TypeError, AttributeError):
        pass  # removed or damaged: what this process has seen stands
    return _remembered.get(home)


def last_entry(con: duckdb.DuckDBPyConnection) -> float | None:
    """The latest time in the trail, in seconds since 1970: since somebody confirmed the time, where somebody did."""
    found = con.execute(
        "SELECT max(waktu) FROM audit WHERE urutan >= (SELECT coalesce(max(urutan), 0) FROM audit WHERE tindakan = ?)",
        [CONFIRMED],
    ).fetchone()
    when = found[0] if found else None
    return when.replace(tzinfo=UTC).timestamp() if isinstance(when, datetime) else None


def _write(home: Path, anchor: Anchor) -> None:
    _remembered[home] = anchor
    durable.write(home / FILE, json.dumps(asdict(anchor)).encode())


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One at a time, across processes and threads; the folder itself is the lock."""
    handle = os.open(home, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
