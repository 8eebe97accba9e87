"""Taking old revisions away, by a rule that is announced first: never the last of a month, never one that somebody acted on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.editions import files
from data.errors import DataError
from data.session import Session
from data.store import audit, database, durable, locking
from data.words import Words, msg

# Rows of the trail that name editions although nobody relies on them. All others (clearances, exports of frames and
# briefs …) mean that somebody outside may hold a figure of it.
PASSING = ("terbit", "pangkas", "ekspor_edisi", files.KEPT)


@dataclass(frozen=True)
class Plan:
    """What a rule would take away."""

    removed: list[str]
    kept: dict[str, str]
    """Every other edition that is not the last of its month, with the reason why it stays."""


def plan(t: Words, home: Path, keep: int) -> Plan:
    """The rule: of every month the last `keep` revisions stay, and every edition that the trail relies on.

    Raises DataError for a `keep` under 1.
    """
    with database.read(home) as con:
        return _plan(t, con, home, keep)


def prune(session: Session, keep: int) -> Plan:
    """Take the files away, with one audit row; returns what was done. Raises AccessError, and DataError as `plan`."""
    session.require("cadangan")
    home = session.home
    with database.exclusive(home, doing="editions prune", who=session.user):
        with database.transaction(home) as con:
            found = _plan(session.t, con, home, keep)
            if found.removed:
                audit.append(con, "pangkas", {"edisi": found.removed, "aturan": f"keep {keep}"}, by=session.by)
        try:
            for edition_id in found.removed:
                path = files.path_of(home, edition_id)
                path.unlink(missing_ok=True)
                path.with_suffix(".sha256").unlink(missing_ok=True)
            if found.removed:
                durable.sync(home / files.FOLDER)
        except OSError as error:
            raise DataError(locking.cannot_write(home / files.FOLDER, error)) from None
    return found


def _plan(t: Words, con: duckdb.DuckDBPyConnection, home: Path, keep: int) -> Plan:
    if keep < 1:
        raise DataError(msg("Sedikitnya satu revisi per bulan harus tinggal: --keep 1 atau lebih."))
    relied = _relied_on(con)
    removed, kept = [], {}
    seen: dict[str, int] = {}
    for edition_id in files.ids(home):  # newest revision of a month first
        month, _ = files.split(edition_id)
        seen[month] = seen.get(month, 0) + 1
        if seen[month] == 1:
            continue
        if seen[month] <= keep:
            kept[edition_id] = t("termasuk {n} revisi terakhir bulannya", n=keep)
        elif edition_id in relied:
            kept[edition_id] = t("disebut di jejak audit ({action})", action=relied[edition_id])
        else:
            removed.append(edition_id)
    return Plan(removed, kept)


def _relied_on(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = con.execute(
        "SELECT coalesce(rincian->>'edisi', rincian->>'edition'), max(tindakan) FROM audit"
        " WHERE NOT list_contains(?, tindakan) AND coalesce(rincian->>'edisi', rincian->>'edition') IS NOT NULL"
        " GROUP BY 1",
        [list(PASSING)],
    ).fetchall()
    return {str(edition): str(action) for edition, action in rows}
