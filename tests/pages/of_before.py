"""An edition as 0.3.0 published it: the simulated one of October 2026, cut to three kecamatan and 22 Ormas."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb

from data.store import audit, database, durable
from tests import homes

FILES = Path(__file__).parents[1] / "files"
ID = "2026-10-r1"


def said() -> dict[str, Any]:
    """What the pages of 0.3.0 said of it by rule: written down by them, not by the program under test."""
    found: dict[str, Any] = json.loads((FILES / "edition-0.3.0.json").read_text(encoding="utf-8"))
    return found


def write(folder: Path) -> Path:
    """The file of the edition, made anew from its tables; returns its path."""
    path = folder / f"{ID}.duckdb"
    with zipfile.ZipFile(FILES / "edition-0.3.0.zip") as tables, duckdb.connect(str(path)) as con:
        for name in tables.namelist():
            part = folder / name
            part.write_bytes(tables.read(name))
            con.execute(f"CREATE TABLE \"{part.stem}\" AS FROM '{part}'")
            part.unlink()
    return path


def publish(home: Path) -> Path:
    """Put it into a store as if it had been published there."""
    (home / "editions").mkdir(exist_ok=True)
    path = write(home / "editions")
    digest = durable.checksum(path)
    path.with_suffix(".sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    with database.write(home, doing="uji") as con:
        audit.append(con, "terbit", {"edisi": ID, "sha256": digest}, by=homes.BY)
    return home
