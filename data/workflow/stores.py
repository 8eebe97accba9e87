"""What pages and commands ask of a store as a whole: where it is, whether it is there, of which kind, and a new one."""

from __future__ import annotations

from pathlib import Path

from data.session import Session
from data.store import audit, database
from data.store.database import StoreKind

__all__ = ["StoreKind", "account", "exists", "home", "init", "kind", "require", "state"]

account = audit.account
exists = database.exists
home = database.resolve_home
require = database.require
state = database.state


def init(session: Session, kind: StoreKind) -> None:
    """Create a store of a kind. Raises AccessError for whoever doesn't work at the machine itself, DataError as `database.init`."""
    session.require("cadangan")
    database.init(session.home, kind)


def kind(home: Path) -> StoreKind:
    """`simulasi` or `nyata`. Raises DataError without a store."""
    with database.read(home) as con:
        return database.kind(con)
