"""Whether the time can be believed, and what waits while it can't; who says that it can does so in `data/workflow/timekeeping.py`.

A clock that is ahead opens embargoes before their time and ends sessions; one that is behind keeps them open. While the time is in doubt,
nothing opens because of it: embargoes stand as they stood, nothing is published, people who signed in wait (whoever may confirm the time
gets in), and what is dated (a delegation) isn't in force. What was published can still be read where nobody signs in.
"""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

import duckdb

from data.errors import DataError
from data.store import anchor, clock, database, database_file, locking, moments
from data.store.anchor import Doubt
from data.words import Message, joined, msg, written


class TimeInDoubtError(DataError):
    """Nothing was done, because it isn't certain what time it is."""


def doubt(home: Path, *, remember: bool = True) -> Doubt | None:
    """Why the time of the machine isn't believed; None if it is.

    The store is opened only after a restart of the machine, or when its files are of a later time than now.
    """
    if not database.exists(home):
        return None
    now, known = clock.reading(), anchor.read(home)
    if known is not None and known.doubt is not None:
        return known.doubt
    last = None
    written = max(modified for _, _, modified, _ in database.state(home)) / 1e9
    if known is None or known.boot != now.boot or written - now.wall > anchor.BEHIND_BY.total_seconds():
        try:
            last = _last_entry(home)
        except (DataError, duckdb.Error):  # busy or broken: whoever needs the store says so; the clock is judged again at the next look
            return anchor.judge(known, now, None)
    return anchor.look(home, now, last) if remember else anchor.judge(known, now, last)


def reached(home: Path) -> datetime:
    """The time that has surely come, written as in the store: now, or the time at which the doubt began.

    Whatever is allowed from a time on (an embargo that ends) asks this, never the clock itself.
    """
    found = doubt(home)
    return clock.moment(found.reached) if found else clock.now()


def refuse(home: Path) -> None:
    """Refuse what needs the right time. Raises TimeInDoubtError, saying what to do."""
    if found := doubt(home):
        raise TimeInDoubtError(joined(" ", [describe(found), to_do()]))


def describe(found: Doubt) -> Message:
    """What is wrong with the clock, in a sentence."""
    seen, expected = (written(moments.moment, clock.moment(one)) for one in (found.seen, found.expected))
    if found.cause == anchor.MOVED:
        return msg(
            "Jam komputer bergeser: menunjukkan {seen}, padahal menurut waktu sejak mesin dinyalakan seharusnya {expected}.",
            seen=seen,
            expected=expected,
        )
    if found.cause == anchor.RESTART:
        return msg(
            "Mesin dinyalakan ulang dan jam komputer menunjukkan {seen}, lebih dari tiga hari sesudah catatan terakhir di jejak audit ({expected}).",
            seen=seen,
            expected=expected,
        )
    return msg(
        "Jam komputer menunjukkan {seen}, lebih awal daripada catatan terakhir di jejak audit ({expected}).", seen=seen, expected=expected
    )


def waits() -> Message:
    """What waits meanwhile, in a sentence."""
    return msg(
        "Sampai admin memastikan jamnya, embargo tidak terbuka, edisi tidak terbit, dan sesi pengguna yang masuk dengan akun berhenti; edisi yang sudah terbit tidak berubah."
    )


def to_do() -> Message:
    """What the admin does about it, in a sentence."""
    return msg("Betulkan jam bila keliru (timedatectl), lalu pastikan di halaman Edisi & audit atau dengan: python -m data clock confirm")


def _last_entry(home: Path) -> float | None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(locking.held(home, exclusive=False, wait=0, doing="jam"))
        return anchor.last_entry(stack.enter_context(database_file.opened(home / database.DATABASE, read_only=True)))
