"""How long a sign-in holds: from its last use, and altogether. One table a process, keyed by the sign-in itself.

A cookie of Streamlit's stays valid for thirty days and knows nothing of idleness or of a sign-out elsewhere; what is kept here decides. A
sign-in that this process hasn't met counts as last used when it was made, so neither a reload nor a restart makes it younger.
"""

from __future__ import annotations

import threading
from typing import Literal

End = Literal["keluar", "diam", "lama"]
_SIGNED_OUT = float("-inf")


class Sessions:
    """Last use of each sign-in, in seconds of the caller's clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, tuple[float, float]] = {}

    def knows(self, key: str) -> bool:
        """Whether this process has met the sign-in."""
        return key in self._last

    def ended(self, key: str, since: float, now: float, *, idle: float, longest: float) -> End | None:
        """Why a sign-in made at `since` no longer holds; None if it does. `idle` and `longest` in seconds."""
        last = self._last.get(key, (since, since))[1]
        if last == _SIGNED_OUT:
            return "keluar"
        if now - since > longest:
            return "lama"
        return "diam" if now - last > idle else None

    def use(self, key: str, since: float, now: float, *, longest: float) -> None:
        """Note a use; forgets the sign-ins that are over in any case."""
        with self._lock:
            if key not in self._last:
                self._last = {k: v for k, v in self._last.items() if now - v[0] <= longest}
            self._last[key] = (since, now)

    def end(self, key: str, since: float) -> None:
        """Signed out: refused from now on, however valid its cookie."""
        with self._lock:
            self._last[key] = (since, _SIGNED_OUT)
