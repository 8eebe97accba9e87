"""The audit trail: who did what, when, each row naming the hash of the row before it.

Rows are only added. A row that was altered or removed breaks the chain; rows cut off at the end are noticed because every edition keeps the
hash that was the last one when it was published (`doctor` looks for it).
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import duckdb
import pandas as pd

from data.store import clock, moments
from data.words import Message, msg, verbatim

START = "0" * 64


@dataclass(frozen=True)
class ChainReport:
    """What a check of the trail found."""

    rows: int
    head: str
    """Hash of the last row; `START` where there is none."""
    broken_at: int | None
    """Number of the first row that doesn't follow from the one before it; None: the chain is whole."""
    clock_back_at: int | None
    """Number of the first row that says an earlier time than the row before it; None: no such row."""


@dataclass(frozen=True)
class Actor:
    """Who did something, for batches and the audit trail."""

    name: str
    under: Mapping[str, object] = field(default_factory=dict)
    """What each row of the trail says besides: for whom, and by which letter (a delegation)."""


def account() -> str:
    """The account of the process; not what its environment says, where anybody may write another name."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without a name, as in a bare container
        return f"uid-{os.getuid()}"


def person(name: str) -> Message:
    """Who acted, in words for people: whoever worked without signing in stands in the trail under the account of the machine."""
    return msg("pengguna mesin ini") if name == account() else verbatim(name)


def append(con: duckdb.DuckDBPyConnection, action: str, details: dict[str, object], *, by: Actor) -> str:
    """Add a row to the audit trail; its hash covers the row and the hash before it. Returns the hash."""
    found = con.execute("SELECT urutan, hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
    number, before = (cast(int, found[0]) + 1, str(found[1])) if found else (1, START)
    when, who = clock.now(), by.name
    text = json.dumps({**details, **by.under}, ensure_ascii=False, sort_keys=True, default=str)
    digest = row_hash(number, when, who, action, text, before)
    con.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", [number, when, who, action, text, before, digest])
    return digest


def row_hash(number: int, when: datetime, who: str, action: str, details: str, before: str) -> str:
    """SHA-256 of one audit row, chained to the row before."""
    parts = [str(number), when.isoformat(), who, action, details, before]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def check(con: duckdb.DuckDBPyConnection) -> ChainReport:
    """Walk the whole trail from its first row."""
    rows = con.execute("SELECT urutan, waktu, oleh, tindakan, rincian, hash_sebelum, hash FROM audit ORDER BY urutan").fetchall()
    before, last, broken, clock = START, datetime.min, None, None
    for expected, (number, when, who, action, details, previous, digest) in enumerate(rows, start=1):
        is_whole = number == expected and previous == before and digest == row_hash(number, when, who, action, details, previous)
        if not is_whole and broken is None:
            broken = expected
        if when < last and clock is None:
            clock = number
        before, last = digest, when
    return ChainReport(len(rows), before, broken, clock)


def entries(
    con: duckdb.DuckDBPyConnection,
    *,
    action: str | None = None,
    who: str | None = None,
    first: str | None = None,
    last: str | None = None,
    contains: str | None = None,
    limit: int = 500,
) -> pd.DataFrame:
    """Rows of the trail, the newest first: `urutan`, `waktu` (UTC), `oleh`, `tindakan`, `rincian` (JSON text).

    first, last: days here (`2026-10-03`), both included. contains: text in the details. At most `limit` rows.
    """
    return con.execute(
        "SELECT urutan, waktu, oleh, tindakan, rincian FROM audit"
        " WHERE ($action IS NULL OR tindakan = $action) AND ($who IS NULL OR oleh = $who)"
        " AND ($first IS NULL OR waktu >= $first)"
        " AND ($last IS NULL OR waktu < CAST($last AS TIMESTAMP) + INTERVAL 1 DAY)"
        " AND ($contains IS NULL OR contains(lower(rincian), lower($contains)))"
        " ORDER BY urutan DESC LIMIT $limit",
        {
            "action": action,
            "who": who,
            "first": moments.begins(first) if first else None,
            "last": moments.begins(last) if last else None,
            "contains": contains,
            "limit": limit,
        },
    ).df()


def actions(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every kind of action that the trail holds, in alphabetical order."""
    return [str(row[0]) for row in con.execute("SELECT DISTINCT tindakan FROM audit ORDER BY 1").fetchall()]


def people(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Everybody who did something, in alphabetical order."""
    return [str(row[0]) for row in con.execute("SELECT DISTINCT oleh FROM audit ORDER BY 1").fetchall()]
