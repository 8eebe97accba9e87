"""The law that the dashboard stands on, from `reference/dasar_hukum.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from data.reference.methods import Names

FILE = Path(__file__).parent / "dasar_hukum.toml"


@dataclass(frozen=True)
class Law:
    """One law: number, title, what it asks of the data, and a note where it is often misquoted."""

    number: str
    title: Names
    asks: Names
    note: Names | None


def load() -> list[Law]:
    """In the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["hukum"]
    return [
        Law(
            number=row["nomor"],
            title=Names(**row["judul"]),
            asks=Names(**row["meminta"]),
            note=Names(**row["catatan"]) if "catatan" in row else None,
        )
        for row in rows
    ]
