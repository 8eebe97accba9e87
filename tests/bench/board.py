"""Papan hari ini over a large store: read after a commit, and drawn again while nothing changed."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from data import shelf
from data.store import database
from data.tables import TABLES
from data.workflow import board
from data.workflow.board import Since
from tests import homes
from tests.bench import Row, best, row
from tests.bench.intake import ROWS, incidents

WAITING = "id_baris % 50 = 0"


@row
def of_many_incidents() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        database.init(home, "simulasi")
        since = _filled(home)
        session = homes.session(home)

        def anew() -> None:
            shelf.forget()
            board.read(session, since)

        wall, busy = best(anew)
        size = f"{ROWS:,} incidents"
        yield Row(f"Papan hari ini of {size}, read from the store", "ms", 1000 * wall, 300, "its processor time", 1000 * busy, busy)
        os.environ["KONDUSIF_HOME"] = str(home)
        at = AppTest.from_string("from pages import hari_ini\nhari_ini.render()", default_timeout=120).run()
        first, again = [], []
        for _ in range(7):
            shelf.forget()
            first.append(_run(at))
            again.append(_run(at))
        yield Row(f"the page after a commit, without an edition, {size}", "ms", statistics.median(first), 300)
        yield Row("the same while the store is as it was", "ms", statistics.median(again), 60)


def _run(at: AppTest) -> float:
    start = time.perf_counter()
    at.run()
    assert not at.exception
    return 1000 * (time.perf_counter() - start)


def _filled(home: Path) -> Since:
    """Nearly all of the incidents verified, a fiftieth waiting, and what an edition before the last three months would know."""
    frame = incidents(ROWS).reindex(columns=TABLES["kejadian"].column_names).assign(baris=range(2, ROWS + 2))
    with database.write(home, doing="uji") as con:
        batch = homes.add_batch(con, "kejadian", frame)
        homes.verify(con, "kejadian", batch, where=f"NOT ({WAITING})")
        (head,) = con.execute("SELECT hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchall()[0]
    return Since("2026-04-r1", date(2026, 4, 30), batch, head)
