"""The agenda of the store: what everybody may know and pictures mark, and notified demonstrations, for roles in charge only.

Nothing of it enters an edition: a mark is a date and no figure, and what nothing is published from can't go out with a file. Demonstrations
that were notified (UU 9/1998) are read by `notified` and by nothing else; no other module may name their view
(tests/data/workflow/test_agenda.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.session import Session
from data.store import database

RIGHT = "unjuk_rasa"
PATIENCE = 1.0  # seconds for which a picture waits for its marks while somebody writes


@dataclass(frozen=True)
class Entry:
    """One row of the agenda; both days are included."""

    first: date
    last: date
    kind: str
    """Of `data.tables.agenda.KINDS`."""
    kecamatan: str | None
    """Kemendagri code; None: the whole kabupaten."""
    size: str | None = None
    """Of `data.tables.agenda.SIZES`, for a demonstration; None: not stated."""


def public(home: Path) -> list[Entry]:
    """Everything but notified demonstrations, by date. Empty without a store. Raises DataError where it can't be read, or not now."""
    if not database.exists(home):
        return []
    with database.read(home, wait=PATIENCE) as con:
        return [Entry(*row) for row in con.execute("SELECT * FROM agenda_umum ORDER BY mulai, jenis, kecamatan").fetchall()]


def notified(session: Session) -> list[Entry]:
    """Demonstrations that were notified, by date, in the kecamatan that the viewer sees. Empty without a store.

    Raises AccessError for every role that isn't in charge.
    """
    session.require(RIGHT)
    if not database.exists(session.home):
        return []
    with database.read(session.home) as con:
        rows = con.execute("SELECT * FROM agenda_diberitahukan ORDER BY mulai, kecamatan, ukuran").fetchall()
    return [one for one in (Entry(*row) for row in rows) if session.bound is None or one.kecamatan in session.bound]
