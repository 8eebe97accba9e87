"""Publishing an edition and opening it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analytics import pipeline
from data.editions import reading
from data.reference import methods
from data.simulation import sample
from data.store import database
from data.workflow import publishing, snapshots
from tests import homes
from tests.bench import Row, best, row


@row
def publishing_and_opening() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        database.init(home, "simulasi")
        sample.fill(homes.session(home), "2026-10")
        # A home each time: where nothing changed since, nothing is published.
        unpublished = [home, *(Path(shutil.copytree(home, Path(folder) / f"home{n}")) for n in (2, 3))]
        each = iter(unpublished)
        wall, processor = best(lambda: publishing.publish(homes.session(next(each)), "2026-10"), len(unpublished))
        snapshot = snapshots.read_snapshot(home, "2026-10")
        reference = pipeline.Reference(units=snapshot.units, whole="32.16")
        method = methods.load_default()
        alone, _ = best(lambda: pipeline.run(snapshot.records, reference, method), 2)
        yield Row("publishing the simulated set", "s", wall, 8, "the pipeline alone", alone, processor)
        path = home / "editions" / f"{reading.list_editions(home)[0]}.duckdb"
        opened, processor = best(lambda: reading.open_edition(home).close(), 9)
        digest, _ = best(lambda: hashlib.sha256(path.read_bytes()).digest(), 9)
        yield Row(
            "opening an edition, checksum and all",
            "ms",
            1000 * opened,
            150,
            "its SHA-256 alone",
            1000 * digest,
            processor,
        )
        shutil.rmtree(home)
