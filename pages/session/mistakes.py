"""A mistake in how the dashboard is set up: the admin reads it in the log (and from `doctor`), visitors read only that there is one."""

from __future__ import annotations

import logging
import time

from data.words import Message, msg

AGAIN_SECONDS = 600
"""A mistake that stays is written down once in so long, however many ask meanwhile."""
_MOST = 100
_log = logging.getLogger(__name__)
_written: dict[Message, float] = {}


def describe(reason: Message) -> Message:
    """What visitors read instead of the reason, which goes into the log."""
    now = time.monotonic()
    if now - _written.get(reason, -AGAIN_SECONDS) >= AGAIN_SECONDS:
        if len(_written) >= _MOST:
            _written.clear()
        _written[reason] = now
        _log.error("%s", reason)
    return msg("Dasbor belum dapat dibuka: pengaturan masuknya keliru. Hubungi admin.")
