"""The audit trail as people read it."""

from __future__ import annotations

import pandas as pd

from data.session import Session
from data.store import audit, database, ledger
from data.store.audit import ChainReport
from data.words import Words

__all__ = ["RIGHT", "account_of", "chain", "choices", "entries", "name_of", "person"]

RIGHT = "audit"
name_of = ledger.name_of
person = audit.person


def account_of(t: Words, who: str) -> str:
    """The account by which somebody stands in the trail: whoever works at the machine itself may be named as the lists do."""
    own = audit.account()
    return own if who.casefold() == t(person(own)).casefold() else who


def entries(
    session: Session,
    *,
    action: str | None = None,
    who: str | None = None,
    first: str | None = None,
    last: str | None = None,
    contains: str | None = None,
    limit: int = 500,
) -> pd.DataFrame:
    """`audit.entries`. Raises AccessError."""
    session.require(RIGHT)
    with database.read(session.home) as con:
        return audit.entries(con, action=action, who=who, first=first, last=last, contains=contains, limit=limit)


def choices(session: Session) -> tuple[list[str], list[str]]:
    """What the trail can be narrowed to: every kind of action, everybody who did something. Raises AccessError."""
    session.require(RIGHT)
    with database.read(session.home) as con:
        return audit.actions(con), audit.people(con)


def chain(session: Session) -> ChainReport:
    """The chain, walked from its first row. Raises AccessError."""
    session.require(RIGHT)
    with database.read(session.home) as con:
        return audit.check(con)
