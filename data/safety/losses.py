"""What a restore takes away: rows, batches, decisions and editions that came after the backup, counted before anybody says yes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.editions import files
from data.errors import DataError
from data.safety import backup
from data.safety.backup import Backup
from data.store import audit, database_file, ledger, locking, witness
from data.store import database as store
from data.tables import TABLES
from data.words import Words

SENT = ("batches", "kiriman")


@dataclass(frozen=True)
class Losses:
    """What stands in the store and not in a backup of it."""

    head: str | None
    """Hash of the last audit row of the store; None: there is no store, or it can't be read."""
    damaged: bool = False
    """There is a store that can't be read: nobody knows what is lost."""
    related: bool = True
    """The backup is an earlier state of this store; else all that is in it goes."""
    rows: int = 0
    batches: int = 0
    decisions: int = 0
    """Of verification, withdrawal, follow-up and clearance."""
    entries: int = 0
    """Rows of the audit trail."""
    editions: tuple[str, ...] = ()
    """Published after the backup; their files stay."""
    common: tuple[int, str] = (0, witness.START)
    """Number and hash of the last audit row that store and backup share."""

    @property
    def any(self) -> bool:
        """Whether there is something to ask about."""
        return bool(self.damaged or self.entries)

    def noted(self) -> dict[str, object]:
        """For the audit row of the restore."""
        return {"baris": self.rows, "batch": self.batches, "putusan": self.decisions, "edisi": list(self.editions)}


def of(home: Path, made: Backup) -> Losses:
    """What restoring a backup would take away. Raises StoreBusyError while somebody writes."""
    database = home / store.DATABASE
    if not database.exists():
        return Losses(None)
    with locking.held(home, exclusive=False, wait=store.INTERACTIVE_WAIT, doing="restore"):
        try:
            with database_file.opened(database, read_only=True) as con:
                return read(con, made)
        except (DataError, duckdb.Error):
            return Losses(None, damaged=True)


def read(con: duckdb.DuckDBPyConnection, made: Backup) -> Losses:
    """As `of`, from an open store."""
    chain, here = audit.check(con), backup.counts_of(con)
    number = made.counts.get("audit", 0)
    found = con.execute("SELECT hash FROM audit WHERE urutan = ?", [number]).fetchone()
    related = found is not None and found[0] == made.head
    before = made.counts if related else {}
    later = {table: max(0, n - before.get(table, 0)) for table, n in here.items()}
    decisions = [table for table in ledger.KEYS if table not in TABLES and table not in SENT]
    editions = [
        str(edition)
        for (edition,) in con.execute(
            "SELECT rincian->>'edisi' FROM audit WHERE tindakan = 'terbit' AND urutan > ? ORDER BY urutan",
            [number if related else 0],
        ).fetchall()
        if f"{files.FOLDER}/{edition}.duckdb" not in made.files
    ]
    return Losses(
        head=chain.head,
        related=related,
        rows=sum(later.get(table, 0) for table in TABLES),
        batches=later.get("batches", 0),
        decisions=sum(later.get(table, 0) for table in decisions),
        entries=later["audit"],
        editions=tuple(editions),
        common=(number, made.head) if related else (0, witness.START),
    )


def describe(t: Words, found: Losses, made: Backup) -> list[str]:
    """What will no longer be in force, in sentences; empty where nothing is lost."""
    if found.damaged:
        return [t("Basis data sekarang tidak dapat dibaca: tidak diketahui apa yang masuk sesudah cadangan {name}.", name=made.path.name)]
    if not found.any:
        return []
    first = (
        t("Sesudah cadangan {name} masuk, dan tidak akan berlaku lagi:", name=made.path.name)
        if found.related
        else t("Cadangan {name} bukan keadaan lama dari basis data ini. Yang tidak akan berlaku lagi adalah semuanya:", name=made.path.name)
    )
    lines = [
        t("- {n} baris dalam {batches} batch", n=found.rows, batches=found.batches),
        t("- {n} putusan (verifikasi, penarikan, tindak lanjut, rapat, izin)", n=found.decisions),
        t("- {n} baris jejak audit", n=found.entries),
    ]
    if found.editions:
        lines.append(
            t(
                "- {n} edisi: {ids}; berkasnya tetap ada dan dapat dibuka, tetapi dasarnya tidak ada lagi di basis data",
                n=len(found.editions),
                ids=", ".join(found.editions),
            )
        )
    return [first, *lines, t("Basis data yang sekarang disimpan di samping.")]
