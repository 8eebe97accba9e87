"""The files of editions: written whole under a temporary name, recorded, then given their name.

The audit row is committed and the witness told before the rename. What a crash can leave is a finished file under its
temporary name that the trail already knows: `finish_interrupted` gives it its name. A revision is never given twice, whatever became of
its file.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pandas as pd

from data.access import clock_watch
from data.editions import shape
from data.errors import DataError
from data.store import audit, database, database_file, durable, locking, witness
from data.store.audit import Actor
from data.words import msg

FOLDER = "editions"
KEPT = "edisi_dipertahankan"  # in the row of a restore, what stays (id → SHA-256); in older trails the action of a row for each
TRAIL_WAIT = 0.5  # seconds: people wait for a page
_ID = re.compile(r"(\d{4}-\d{2})-r(\d+)")


def ids(home: Path) -> list[str]:
    """Ids of the editions in a home folder, the current one first: highest period, then highest revision."""
    found = [path.stem for path in (home / FOLDER).glob("*.duckdb") if _ID.fullmatch(path.stem)]
    return sorted(found, key=split, reverse=True)


def split(edition_id: str) -> tuple[str, int]:
    """Period and revision. Raises ValueError for a text that is no id."""
    found = _ID.fullmatch(edition_id)
    if found is None:
        raise ValueError(f"{edition_id!r} is not the id of an edition")
    return found[1], int(found[2])


def path_of(home: Path, edition_id: str) -> Path:
    """Where the file of an edition lies."""
    return home / FOLDER / f"{edition_id}.duckdb"


def published(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """SHA-256 of every edition that the trail knows, by id: published, or kept when a backup was restored."""
    rows = con.execute(
        "SELECT tindakan, rincian->>'edisi', rincian->>'sha256', rincian->? FROM audit WHERE tindakan IN ('terbit', 'pulih', ?) ORDER BY urutan",
        [KEPT, KEPT],
    ).fetchall()
    found: dict[str, str] = {}
    for action, edition, digest, kept in rows:
        found |= json.loads(kept or "{}") if action == "pulih" else {str(edition): str(digest)}
    return found


def kept(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Editions that stayed when an earlier backup was restored; also as an older program recorded it, in a row for each."""
    rows = con.execute(
        "SELECT unnest(json_keys(rincian->?)) FROM audit WHERE tindakan = 'pulih' UNION SELECT rincian->>'edisi' FROM audit WHERE tindakan = ?",
        [KEPT, KEPT],
    ).fetchall()
    return {str(row[0]) for row in rows}


def told_by_trail(home: Path) -> dict[str, str] | None:
    """As `published`, read from a home; None where its trail can't be read now (no store, a damaged one, a writer at work)."""
    if not database.exists(home):
        return None
    try:
        with database.read(home, wait=TRAIL_WAIT) as con:
            return published(con)
    except (DataError, duckdb.Error):
        return None  # `doctor` says what is wrong; whoever opens an edition compares next time


def pruned(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Editions whose files were taken away by rule."""
    rows = con.execute("SELECT rincian->'edisi' FROM audit WHERE tindakan = 'pangkas'").fetchall()
    told = [json.loads(row[0]) for row in rows]
    return {str(one) for some in told for one in (some if isinstance(some, list) else [some])}  # an older program wrote a row for each


def next_id(home: Path, period: str) -> str:
    """The id of the next edition of a period; no id is given twice, even if its file is gone."""
    with database.read(home) as con:
        known = {*published(con), *ids(home), *witness.editions(witness.folder_of(home))}
    used = [revision for month, revision in map(split, known) if month == period]
    return f"{period}-r{1 + max(used, default=0)}"


def write(
    home: Path,
    edition_id: str,
    tables: Mapping[str, pd.DataFrame],
    by: Actor,
    allow: Callable[[duckdb.DuckDBPyConnection], Mapping[str, object]] = lambda _: {},
) -> str:
    """Write, record and name the file of an edition; returns its SHA-256.

    frames: every table of `data.tables.edition.TABLES` by its name, with the columns of its definition.
    by: who publishes. allow: called in the transaction that records it; raises DataError to refuse, otherwise returns what else the trail
    is to say.

    Raises DataError where it can't be written, the id was taken meanwhile, or the witness can't sign it; then there is no edition.
    """
    final = path_of(home, edition_id)
    partial = durable.temporary(final)
    key = witness.key_name(home)
    try:
        final.parent.mkdir(exist_ok=True)
        partial.touch()  # fails here, with the reason, where the folder can't be written
        partial.unlink()
        _fill(partial, tables)
        partial.chmod(0o444)
        durable.sync(partial)
        digest = durable.checksum(partial)
        with database.exclusive(home, doing=f"terbit {edition_id}", wait=database.INTERACTIVE_WAIT, who=by.name):
            with database.transaction(home) as con:
                clock_watch.refuse(home)
                if final.exists() or edition_id in published(con):
                    raise DataError(
                        msg(
                            "Edisi {id} baru saja diterbitkan proses lain; ulangi bila perlu revisi baru.",
                            id=edition_id,
                        )
                    )
                details = {"edisi": edition_id, "sha256": digest, "kunci": key}
                audit.append(con, "terbit", {**details, **allow(con)}, by=by)
                _write_checksum(final, digest)
            with contextlib.suppress(DataError):  # it is published; `have_witnessed` tells it next time
                witness.tell(home, witness.EDITION, edition_id, digest)
            partial.rename(final)
            durable.sync(final.parent)
    except OSError as error:
        raise DataError(locking.cannot_write(final.parent, error)) from None
    finally:
        for leftover in (partial, database_file.wal(partial)):
            durable.remove(leftover)
    return digest


def have_witnessed(home: Path) -> None:
    """Tell the witness of editions that it doesn't know: older than the witness, or published when it was interrupted.

    Raises DataError for one that it knows by another digest, and where it doesn't answer: before anything is computed.
    """
    witness.key_name(home)
    with database.read(home) as con:
        known = published(con)
    signed = witness.editions(witness.folder_of(home))
    for edition_id, digest in known.items():
        if edition_id not in signed or signed[edition_id].digest != digest:
            witness.tell(home, witness.EDITION, edition_id, digest)


def finish_interrupted(home: Path) -> list[str]:
    """Name the files of editions that were recorded just before a crash; returns their ids. Clears other leftovers."""
    if not durable.leftovers(home / FOLDER):
        return []
    finished = []
    with database.exclusive(home, doing="publish", wait=database.INTERACTIVE_WAIT):
        with database.transaction(home) as con:
            known = published(con)
        for partial in durable.leftovers(home / FOLDER):
            edition_id = partial.name[1:].partition(".")[0]
            final = path_of(home, edition_id)
            if edition_id in known and not final.exists() and partial.suffix == ".tmp" and durable.checksum(partial) == known[edition_id]:
                _write_checksum(final, known[edition_id])
                with contextlib.suppress(DataError):
                    witness.tell(home, witness.EDITION, edition_id, known[edition_id])
                partial.rename(final)
                durable.sync(final.parent)
                finished.append(edition_id)
            else:
                partial.unlink(missing_ok=True)
    return finished


def _fill(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    with database_file.opened(path, read_only=False) as con:
        shape.fill(con, tables)
        con.execute("CHECKPOINT")
    if database_file.wal(path).exists():
        raise OSError(28, "No space left on device")


def _write_checksum(final: Path, digest: str) -> None:
    durable.write(final.with_suffix(".sha256"), f"{digest}  {final.name}\n".encode())


def recorded_checksum(path: Path) -> str | None:
    """What the file beside an edition says; None where there is none or it can't be read."""
    try:
        return path.with_suffix(".sha256").read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError, UnicodeDecodeError):
        return None
