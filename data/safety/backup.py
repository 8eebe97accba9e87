"""Backups: a consistent copy while people work, which proves itself, and is thrown away by rule.

A backup is a folder `kondusif-20261125T220000Z` with the database, all editions, the loaded boundary, what was witnessed and
`manifest.json` (every file with SHA-256 and size, row counts, head of the audit trail). It exists once it has its name.
`recovery` brings one back.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb

from data import version
from data.editions import files as edition_files
from data.errors import DataError
from data.session import Session
from data.store import audit, clock, database_file, durable, locking, witness
from data.store import database as store
from data.words import Words, msg

FOLDER, MANIFEST, PREFIX = "backups", "manifest.json", "kondusif-"


@dataclass(frozen=True)
class Backup:
    """One complete backup."""

    path: Path
    made_at: str
    """UTC, ISO 8601."""
    kind: str
    store: str
    """Hash of the first audit row: which store it is a backup of."""
    head: str
    """Hash of the last audit row in it."""
    schema: int
    program: str
    files: dict[str, tuple[str, int]]
    """SHA-256 and size in bytes by path within the folder."""
    counts: dict[str, int]
    """Rows by table."""
    damaged: tuple[str, ...]
    """Editions that were damaged already when it was made."""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(size for _, size in self.files.values())


def create(session: Session, out: Path | None = None) -> Backup:
    """Make a backup in a folder (default: `backups` in the home folder); writers wait while the database is copied.

    Raises DataError where it can't be written or the store isn't whole; there is no new backup then.
    """
    session.require("cadangan")
    home = session.home
    store.require(home)
    folder = out or home / FOLDER
    final = _free_name(folder)
    partial = durable.temporary(final)
    with _writing(folder, partial):
        (partial / edition_files.FOLDER).mkdir(parents=True)
        _copy_editions(home, partial)  # most of the bytes, before anybody has to wait: editions don't change
        with locking.held(home, exclusive=False, wait=store.INTERACTIVE_WAIT, doing="backup"):
            _copy_editions(home, partial)
            _copy_folder(home / "boundaries", partial / "boundaries")
            _copy_folder(witness.folder_of(home), partial / witness.FOLDER, witness.PUBLIC)
            for source in (home / store.DATABASE, database_file.wal(home / store.DATABASE)):
                if source.exists():
                    durable.copy(source, partial / source.name)
        manifest = _manifest(partial, session.user)
        durable.write(partial / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        for inside in [path for path in partial.rglob("*") if path.is_dir()]:
            durable.sync(inside)
        partial.rename(final)
        durable.sync(folder)
    made = read_manifest(final)
    with store.write(home, doing="backup", wait=store.INTERACTIVE_WAIT, who=session.user) as con:
        audit.append(con, "cadangan", {"nama": final.name, "folder": str(folder), "kepala": made.head}, by=session.by)
    return made


def listing(folder: Path) -> list[Backup]:
    """The complete backups in a folder, the newest first."""
    found = []
    for path in folder.glob(f"{PREFIX}*/{MANIFEST}"):
        try:
            found.append(read_manifest(path.parent))
        except DataError:
            continue  # `doctor` and `restore` name it; here it isn't a backup
    return sorted(found, key=lambda made: (made.made_at, made.path.name), reverse=True)


def folders(home: Path) -> list[Path]:
    """Folders into which backups went, the latest first; the default folder always."""
    try:
        with (
            locking.held(home, exclusive=False, wait=store.INTERACTIVE_WAIT, doing="cadangan"),
            database_file.opened(home / store.DATABASE, read_only=True) as con,
        ):
            return folders_in(con, home)
    except (DataError, duckdb.Error):
        return [home / FOLDER]


def folders_in(con: duckdb.DuckDBPyConnection, home: Path) -> list[Path]:
    """As `folders`, of a store that is open."""
    rows = con.execute(
        "SELECT rincian->>'folder' FROM audit WHERE tindakan IN ('cadangan', 'pulih')"
        " AND rincian->>'folder' IS NOT NULL ORDER BY urutan DESC LIMIT 50"
    ).fetchall()
    return list(dict.fromkeys([*(Path(str(row[0])) for row in rows), home / FOLDER]))


def check(t: Words, path: Path) -> Backup:
    """Read a whole backup through. Raises DataError naming every file that is missing, altered or foreign."""
    made = read_manifest(path)
    faults = []
    for name, (digest, size) in made.files.items():
        file = path / name
        if not file.is_file():
            faults.append(t("{name} tidak ada", name=name))
        elif file.stat().st_size != size or durable.checksum(file) != digest:
            faults.append(t("{name} berubah atau rusak", name=name))
    present = {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}
    faults += [t("{name} bukan bagian cadangan", name=name) for name in sorted(present - {*made.files, MANIFEST})]
    if faults:
        raise DataError(
            msg(
                "Cadangan {name} tidak utuh: {faults}. Pakai cadangan lain; basis data tidak diubah.",
                name=path.name,
                faults="; ".join(faults),
            )
        )
    return made


def read_manifest(path: Path) -> Backup:
    """The manifest of a backup, files unread. Raises DataError if the folder isn't a whole backup."""
    try:
        facts: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        return Backup(
            path=path,
            made_at=str(facts["made_at"]),
            kind=str(facts["kind"]),
            store=str(facts["store"]),
            head=str(facts["head"]),
            schema=int(facts["schema"]),
            program=str(facts["program"]),
            files={_inside(name): (str(one["sha256"]), int(one["size"])) for name, one in facts["files"].items()},
            counts={str(name): int(n) for name, n in facts["counts"].items()},
            damaged=tuple(facts["damaged"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise DataError(msg("{path}: bukan cadangan yang utuh (manifest.json tidak ada atau rusak).", path=path)) from None


def identity_of(con: duckdb.DuckDBPyConnection) -> str:
    """Which store this is: the hash of its first audit row."""
    found = con.execute("SELECT hash FROM audit WHERE urutan = 1").fetchone()
    return str(found[0]) if found else ""


def counts_of(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of every table of the store, whatever migrations have added."""
    tables = con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1").fetchall()
    return {
        str(name): cast(int, con.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # type: ignore[index]  # noqa: S608
        for (name,) in tables
    }


def _inside(name: str) -> str:
    if name.startswith("/") or ".." in Path(name).parts:
        raise ValueError(f"{name!r} is not inside the backup")
    return name


def _free_name(folder: Path) -> Path:
    stamp = f"{PREFIX}{clock.now():%Y%m%dT%H%M%SZ}"
    names = (stamp, *(f"{stamp}-{n}" for n in range(2, 1000)))
    return next(folder / name for name in names if not (folder / name).exists())


@contextmanager
def _writing(folder: Path, partial: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in durable.leftovers(folder):
            shutil.rmtree(leftover, ignore_errors=True)
        yield
    except OSError as error:
        raise DataError(locking.cannot_write(folder, error)) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _copy_editions(home: Path, partial: Path) -> None:
    """Make the copies equal to the folder: new ones are added, pruned ones leave."""
    source, target = home / edition_files.FOLDER, partial / edition_files.FOLDER
    wanted = {path.name for path in source.glob("*") if path.suffix in (".duckdb", ".sha256")}
    for path in target.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name in sorted(wanted):
        if not (target / name).exists():
            try:
                durable.copy(source / name, target / name)
            except FileNotFoundError:  # pruned while we copied: the second pass, under the lock, settles it
                (target / name).unlink(missing_ok=True)


def _copy_folder(source: Path, target: Path, only: Collection[str] = ()) -> None:
    """only: files with these endings; empty: all files."""
    if not source.is_dir():
        return
    target.mkdir()
    for path in sorted(source.iterdir()):
        if path.is_file() and not path.name.startswith(".") and (not only or path.suffix in only):
            durable.copy(path, target / path.name)


def _manifest(partial: Path, who: str) -> dict[str, object]:
    """Open the copy, which merges what stood in its log, and write down what it holds."""
    database = partial / store.DATABASE
    with database_file.opened(database, read_only=False) as con:
        chain = audit.check(con)
        if chain.broken_at is not None:
            raise DataError(
                msg(
                    "Jejak audit putus di baris {n}: cadangan tidak dibuat supaya yang lama tidak tergantikan. "
                    "Jalankan: python -m data doctor",
                    n=chain.broken_at,
                )
            )
        counts, identity, kind = counts_of(con), identity_of(con), store.kind(con)
        schema = cast(int, con.execute("SELECT max(version) FROM schema_migrations").fetchone()[0])  # type: ignore[index]
        con.execute("CHECKPOINT")
    durable.sync(database)
    editions = sorted((partial / edition_files.FOLDER).glob("*.duckdb"))
    files = sorted(path for path in partial.rglob("*") if path.is_file())
    digests = {path: durable.checksum(path) for path in files}
    return {
        "made_at": clock.now().isoformat(),
        "by": who,
        "program": version.full(),
        "kind": kind,
        "store": identity,
        "head": chain.head,
        "schema": schema,
        "counts": counts,
        "damaged": [p.stem for p in editions if digests[p] != edition_files.recorded_checksum(p)],
        "files": {path.relative_to(partial).as_posix(): {"sha256": digests[path], "size": path.stat().st_size} for path in files},
    }
