"""Every kecamatan of the country: time, and the memory of a process that does nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from analytics import pipeline
from tests.bench import Row, best, made_up, peak_memory, row

UNITS, MONTHS, DRAWS = 7285, 12, 200


@row
def country() -> Iterator[Row]:
    method = made_up.shipped()
    province = made_up.kecamatan(627, 11 + MONTHS)
    small, _ = best(lambda: pipeline.run(*province, method, draws=DRAWS), 2)
    records, reference = made_up.kecamatan(UNITS, 11 + MONTHS)
    before = peak_memory()
    wall, processor = best(lambda: pipeline.run(records, reference, method, draws=DRAWS), 1)
    yield Row(
        f"pipeline, {UNITS:,} kecamatan × {MONTHS} months, {DRAWS} draws",
        "s",
        wall,
        60,
        "627 kecamatan, scaled up",
        small * UNITS / 627,
        processor,
    )
    yield Row("  its peak memory", "MiB", peak_memory(), 4096, "before the run", before)
