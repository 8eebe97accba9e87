"""That each rerun is timed, noted and written into the log as JSON."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from data import logbook
from pages.session import watch
from tests.bench import Row, best, row

RERUNS, GOAL = 2000, 0.5


@row
def noting() -> Row:
    with Path(os.devnull).open("w") as nowhere:
        handler = logging.StreamHandler(nowhere)
        handler.setFormatter(logbook.JsonLines())
        watch.log.handlers, watch.log.propagate = [handler], False
        watch.log.setLevel(logging.INFO)

        def run() -> None:
            for _ in range(RERUNS):
                with watch.noting("rerun"):
                    pass

        wall, processor = best(run)
    return Row("noting one rerun", "ms", 1000 * wall / RERUNS, GOAL, "a page at its goal", 60.0, processor / RERUNS)
