"""One thing that `doctor` looked at, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["baik", "perhatian", "rusak"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    subject: str
    text: str
    action: str = ""
    """What to do; empty where nothing is to be done."""
    command: str = ""
    """The same for who sits at the server; pages don't show it."""
