"""What this process holds of the machine's memory, as the system tells it."""

from __future__ import annotations

import re
from pathlib import Path

NOW, MOST = "VmRSS", "VmHWM"
"""Resident at this moment; the most that it ever was since the program began (what `getrusage` calls so begins with the parent's)."""
STATUS = Path("/proc/self/status")
_KIB = 1024


def of_this_process(what: str) -> int | None:
    """Bytes; None: this system doesn't say."""
    try:
        found = re.search(rf"^{what}:\s+(\d+) kB", STATUS.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) * _KIB if found else None
