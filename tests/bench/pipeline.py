"""The whole measurement: the simulated set, the country, growth, and what-if."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from analytics import pipeline
from data.simulation import sample
from data.store import database
from data.workflow import snapshots
from tests import homes
from tests.bench import Row, best, made_up, row

METHOD = made_up.shipped()


@row
def simulated() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        database.init(home, "simulasi")
        sample.fill(homes.session(home), "2026-10")
        snapshot = snapshots.read_snapshot(home, "2026-10")
    reference = pipeline.Reference(units=snapshot.units, whole="32.16")
    results = pipeline.run(snapshot.records, reference, METHOD)
    wall, processor = best(lambda: pipeline.run(snapshot.records, reference, METHOD), 3)
    cells = [len(draws) for of_index in results.draws.values() for draws in of_index.values()]
    rng = np.random.default_rng(0)

    def plain() -> None:
        for units in cells:
            for _ in range(6):  # a period of an index draws some six gamma numbers a unit and draw
                rng.standard_gamma(2.0, (units, 2000))

    floor, _ = best(plain, 3)
    yield Row(
        "pipeline, simulated set: 23 kecamatan, 200 Ormas, 2,000 draws",
        "s",
        wall,
        5,
        "as many random numbers in plain numpy",
        floor,
        processor,
    )


@row
def what_if() -> Row:
    records, reference = made_up.kecamatan(23, 47)  # 36 months that can be scored
    prepared = pipeline.prepare(records, reference, METHOD, draws=500)
    turns = iter(range(1000))

    def answer(kept: pipeline.Rerunnable | None) -> None:
        weight = 0.3 + 0.0001 * next(turns)
        other = replace(METHOD, ikw=METHOD.ikw.with_weights({"kejadian": weight}))
        if kept is None:
            pipeline.run(records, reference, other, draws=500)
        else:
            pipeline.rerun(kept, other)

    wall, processor = best(lambda: answer(prepared), 9)
    afresh, _ = best(lambda: answer(None), 2)
    return Row(
        "what-if: other weights, 23 kecamatan × 36 months, 500 draws",
        "ms",
        1000 * wall,
        200,
        "a run from the records",
        1000 * afresh,
        processor,
    )


@row
def growth() -> Iterator[Row]:
    def seconds(units: int, months: int, draws: int) -> float:
        records, reference = made_up.kecamatan(units, 11 + months)
        return best(lambda: pipeline.run(records, reference, METHOD, draws=draws), 3)[1]

    for name, sizes in (
        ("units (250 to 1,000)", [(250, 12, 500), (500, 12, 500), (1000, 12, 500)]),
        ("periods (12 to 48)", [(200, 12, 500), (200, 24, 500), (200, 48, 500)]),
        ("draws (500 to 2,000)", [(200, 24, 500), (200, 24, 1000), (200, 24, 2000)]),
    ):
        taken = [seconds(*size) for size in sizes]
        exponent = float(np.polyfit(np.log([1, 2, 4]), np.log(taken), 1)[0])
        yield Row(f"growth of processor time with {name}, exponent", "", exponent, 1.15, "linear", 1.0)
