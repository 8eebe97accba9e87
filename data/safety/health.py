"""Whether a home can be shown from at this moment, for whoever watches the server: quick, changes nothing, names no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from data.access import access_file
from data.editions import check, files, reading
from data.errors import DataError, StoreBusyError
from data.safety import backup
from data.store import database as store
from data.store import database_file, locking

ACCESS, NO_STORE, STORE, NO_EDITION, EDITION = "access", "no_store", "store_unreadable", "no_edition", "edition_damaged"
# Of the file of each edition that was opened: what it was then, and whether it could be.
_opened: dict[Path, tuple[check.State, bool]] = {}
# Where backups of each home went, as the store said when it could be asked last.
_folders: dict[Path, list[Path]] = {}


@dataclass(frozen=True)
class Health:
    """What was found."""

    faults: tuple[str, ...]
    """Codes of what is wrong; none: pages can be shown."""
    edition: str | None
    """The current edition, intact or not; None: there is none."""
    backup_made_at: datetime | None
    """When the newest backup was made, UTC, without zone; None: none was found."""


def examine(home: Path) -> Health:
    """Look at access file, store, current edition and backups."""
    known = reading.list_editions(home)
    found = [_access(home), _store(home), _edition(home, known[0]) if known else NO_EDITION]
    return Health(tuple(one for one in found if one), known[0] if known else None, _newest_backup(home))


def _access(home: Path) -> str:
    try:
        access_file.latest(home)
    except DataError:
        return ACCESS
    return ""


def _store(home: Path) -> str:
    """As it lies: one of an older program is brought up to date by whoever uses it, not by who looks whether it is there."""
    if not (home / store.DATABASE).exists():
        return NO_STORE
    try:
        with (
            locking.held(home, exclusive=False, wait=0, doing="baca"),
            database_file.opened(home / store.DATABASE, read_only=True) as con,
        ):
            _folders[home] = backup.folders_in(con, home)
    except StoreBusyError:  # somebody writes, so it is there
        return ""
    except (DataError, duckdb.Error):
        return STORE
    return ""


def _edition(home: Path, edition_id: str) -> str:
    """By its checksum, the trail and the witness as `check` knows them, and opened once for each state of its file."""
    path = files.path_of(home, edition_id)
    state = check.identity(path)
    if check.fault_of(home, edition_id) is not None:
        return EDITION
    if path not in _opened or _opened[path][0] != state:
        try:
            reading.open_edition(home, edition_id).close()
        except DataError:
            _opened[path] = state, False
        else:
            _opened[path] = state, True
    return "" if _opened[path][1] else EDITION


def _newest_backup(home: Path) -> datetime | None:
    folders = _folders.get(home, [home / backup.FOLDER])
    made = [one.made_at for folder in folders for one in backup.listing(folder)]
    return datetime.fromisoformat(max(made)) if made else None
