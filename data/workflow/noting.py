"""What people did that changes nothing else, noted in the trail: signed in, were refused, took a file out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.session import Session
from data.store import audit, database
from data.store.audit import Actor


def note(session: Session, action: str, details: Mapping[str, object]) -> None:
    """Write into the trail what a viewer did. Raises StoreBusyError, DataError without a store."""
    _write(session.home, action, details, session.by)


def note_refused(home: Path, user: str) -> None:
    """Note that an account without a role here tried to come in. Raises as `note`."""
    _write(home, "masuk_ditolak", {"pengguna": user}, Actor(user))


def _write(home: Path, action: str, details: Mapping[str, object], by: Actor) -> None:
    with database.write(home, doing=action, wait=database.INTERACTIVE_WAIT, who=by.name) as con:
        audit.append(con, action, dict(details), by=by)
