"""Confirming the time of the machine, once a person has compared it; whether it is in doubt says `data/access/clock_watch.py`."""

from __future__ import annotations

from data.access import clock_watch
from data.errors import DataError
from data.session import Session
from data.store import anchor, audit, clock, database, locking
from data.words import msg
from data.workflow import free_text


def confirm(session: Session, note: str = "") -> None:
    """What the clock says now is the time; noted in the trail with what was in doubt, and who says so.

    Raises AccessError, DataError where nothing is in doubt or the note holds personal data, StoreBusyError.
    """
    session.require("jam")
    free_text.accept(session, note, msg("Catatan"))
    home = session.home
    found = clock_watch.doubt(home)
    if found is None:
        raise DataError(msg("Jam tidak diragukan; tidak ada yang perlu dipastikan."))
    with database.write(home, doing="jam", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        details: dict[str, object] = {
            "sebab": found.cause,
            "terlihat": clock.moment(found.seen).isoformat(),
            "seharusnya": clock.moment(found.expected).isoformat(),
            "catatan": note.strip(),
        }
        audit.append(con, anchor.CONFIRMED, details, by=session.by)
    try:
        anchor.settle(home, clock.reading())
    except OSError as error:
        raise DataError(locking.cannot_write(home, error)) from None
