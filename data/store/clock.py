"""What time it is. Everything in `data/` and `pages/` that needs the time asks here, so that one place can judge the answer (`clock_watch`)
and tests can give another one (`use`).

Waiting, and how long something takes, is measured by `time.monotonic`, which nobody can set.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from data.reference import territory

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Reading:
    """Both clocks of the machine at one moment."""

    wall: float
    """Seconds since 1970, UTC: what the clock says, and what can be set."""
    since_boot: float
    """Seconds since the machine was started, sleep included; nobody sets it, and no time zone or leap second moves it."""
    boot: str
    """Which start of the machine that was."""


def reading() -> Reading:
    """Both clocks now."""
    return _source()


def seconds() -> float:
    """Seconds since 1970, UTC."""
    return reading().wall


def now() -> datetime:
    """UTC, to the second, without zone: how times stand in the store."""
    return moment(seconds())


def moment(wall: float) -> datetime:
    """Seconds since 1970 as a time of the store (UTC, to the second, without zone)."""
    return datetime.fromtimestamp(int(wall), UTC).replace(tzinfo=None)


def today() -> date:
    """The day in the time zone of the territory."""
    return datetime.fromtimestamp(seconds(), territory.load_territory().time_zone).date()


def use(source: Callable[[], Reading] | None) -> None:
    """For tests: ask this instead of the machine; None: the machine again."""
    global _source
    _source = source or _of_the_machine


def _of_the_machine() -> Reading:
    return Reading(time.time(), time.clock_gettime(_SINCE_BOOT), _boot())


# Only Linux has the clock that goes on during sleep; elsewhere people develop this program, they don't serve it.
_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_source: Callable[[], Reading] = _of_the_machine


@functools.cache
def _boot() -> str:
    """Where the machine doesn't say when it started, every process counts as a start of its own: then only the trail can tell."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return f"proses-{os.getpid()}"
