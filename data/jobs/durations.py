"""How long work of a kind took on this machine, of late: what is said to whoever waits. Seconds and sizes, nobody's name."""

from __future__ import annotations

import contextlib
import json
import statistics
from pathlib import Path

from data.store import durable

FILE = "lama-pekerjaan.json"
KEPT = 9


def expected(home: Path, kind: str, size: float) -> float | None:
    """Seconds that work of this kind and size takes, by the median of the last times; None: never measured."""
    rates = [seconds / of for of, seconds in _read(home).get(kind, [])]
    return statistics.median(rates) * size if rates else None


def note(home: Path, kind: str, size: float, seconds: float) -> None:
    """Remember one time more. Where the home can't be written, nothing is."""
    known = _read(home)
    known[kind] = [*known.get(kind, []), (float(size), round(seconds, 2))][-KEPT:]
    with contextlib.suppress(OSError):  # an estimate is a courtesy; what needs the home says so itself
        durable.write(home / FILE, json.dumps(known, sort_keys=True).encode())


def _read(home: Path) -> dict[str, list[tuple[float, float]]]:
    """What is known; nothing where the file is gone or isn't ours."""
    try:
        found = json.loads((home / FILE).read_bytes())
        return {str(kind): [(float(size), float(seconds)) for size, seconds in times if size > 0] for kind, times in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
