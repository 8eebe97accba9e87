"""Files that are made when asked for: they stay until they have been fetched, and are known by everything that is in them.

Streamlit drops a file that no page refers to at the end of anybody's rerun but one; one that was made a moment ago is such a file, and with
eighty people it was gone before its browser asked for it. It also knows a file above 1 MiB by its length and three pieces: of two that differ
elsewhere, whoever came second got the first. No option changes either; the tests fail when the library does.
"""

from __future__ import annotations

import sys
import threading

from streamlit.runtime import memory_media_file_storage
from streamlit.runtime.media_file_manager import MediaFileManager

SECONDS = 20.0
"""Between two times of putting away: a file goes with the second one after it was made."""


class PuttingAway:
    """Does what Streamlit asks for after each rerun, but seldom."""

    def __init__(self, files: MediaFileManager) -> None:
        self._put_away, self._asked = files.remove_orphaned_files, threading.Event()
        files.remove_orphaned_files = self._asked.set  # type: ignore[method-assign]

    def once(self) -> None:
        """What nobody refers to is marked, or goes if it was marked before; where nobody drew a page or left, nothing is looked at."""
        if self._asked.is_set():
            self._asked.clear()
            self._put_away()

    def go_on(self, stop: threading.Event) -> None:
        """Now and then, until `stop` is set."""
        while not stop.wait(SECONDS):
            self.once()


def keep(files: MediaFileManager, stop: threading.Event) -> None:
    """From now on, until `stop` is set."""
    memory_media_file_storage._PARTIAL_HASH_THRESHOLD = sys.maxsize  # type: ignore[misc]
    threading.Thread(target=PuttingAway(files).go_on, args=(stop,), name="files", daemon=True).start()
