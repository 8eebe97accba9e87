"""Checking a big file of incidents and taking it in."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from data.intake import importing, templates
from data.reference import territory
from data.store import database
from data.tables import TABLES
from tests import homes
from tests.bench import Row, peak_memory, row
from tests.reader import t

ROWS = 100_000


def incidents(rows: int, seed: int = 0) -> pd.DataFrame:
    """Made-up incidents with most columns filled, over 1,300 days and all kecamatan."""
    table, rng = TABLES["kejadian"], np.random.default_rng(seed)
    areas = rng.choice(territory.load_kecamatan()["kode"].to_numpy(dtype=object), rows)
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 1_300, rows), unit="D")
    frame = {
        "id_kejadian": [f"LP-{n:06d}" for n in range(rows)],
        "tanggal": day,
        "jam": rng.integers(0, 24, rows),
        "tanggal_lapor": day + pd.to_timedelta(rng.integers(0, 5, rows), unit="D"),
        "kecamatan": areas,
        "kode_desa": [f"{area}.{2001 + n}" for area, n in zip(areas, rng.integers(0, 6, rows), strict=True)],
        "tahap": "peristiwa",
        "luka": rng.integers(0, 9, rows),
        "tanggal_selesai": day + pd.to_timedelta(rng.integers(5, 40, rows), unit="D"),
        "penanganan": "selesai",
        "sumber": rng.choice(["polsek", "kecamatan;polsek"], rows),
    }
    for name in ("lokasi", "jenis", "ricuh", "sumber_konflik", "konflik_sosial", "fase", "dihentikan_aparat"):
        frame[name] = rng.choice(np.array(table.column(name).choices, dtype=object), rows)
    return pd.DataFrame(frame)


@row
def hundred_thousand_rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("csv", "xlsx"):
            file, home = Path(folder) / f"kejadian.{ending}", Path(folder) / ending
            _written(file)
            database.init(home, "simulasi")
            wall, busy = time.perf_counter(), _processor()
            report = importing.import_file(homes.session(home), "kejadian", file)
            wall, busy = time.perf_counter() - wall, _processor() - busy
            assert report.taken == ROWS
            size = f"{ROWS:,} incidents from {ending.upper()}, checked and in"
            yield Row(size, "s", wall, 10, "its processor time", busy, busy)
            if ending == "csv":
                yield Row(f"{size}: memory", "MiB", peak_memory(), 700)
        yield Row("the same from XLSX, its reading process aside: memory", "MiB", peak_memory(), 700)


def _written(file: Path) -> None:
    """In a process of its own: what writing needs in memory is not what is measured."""
    context = multiprocessing.get_context("spawn")
    writer = context.Process(target=_write, args=(file,))
    writer.start()
    writer.join()
    assert writer.exitcode == 0


def _write(file: Path) -> None:
    templates.write_rows(t, {"kejadian": incidents(ROWS)}, file, simulated=True)


def _processor() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
