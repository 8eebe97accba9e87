"""Trends, signals and clusters: of the simulated set at publishing, and signals of the whole country."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from analytics import spatial
from analytics.records import panel
from analytics.surveillance import records as signal_records
from analytics.surveillance.panel import evaluate
from analytics.surveillance.signals import Rules
from analytics.trends import records as trend_records
from data.editions import analyses, reading
from data.reference import methods
from data.simulation import sample
from data.store import database
from data.workflow import publishing
from tests import homes
from tests.bench import Row, best, row

UNITS, GROUPS, MONTHS = 7285, 4, 120


@row
def at_publishing() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        database.init(home, "simulasi")
        sample.fill(homes.session(home), "2026-10")
        edition = reading.open_edition(home, publishing.publish(homes.session(home), "2026-10"))
        tables, units = edition.tables(), edition.units("kecamatan")
        ikw, links = edition.scores("IKW", "kecamatan"), analyses.neighbours(edition.boundary())
        rules = edition.rules()
        edition.close()
    method, records, codes = methods.load_default().ikw, tables["records"], units["unit"].tolist()

    def work() -> None:
        areas = panel.build(records, "kecamatan", codes, until="2026-10")
        series = trend_records.series(areas, units, method, whole="32.16", seed=0)
        trend_records.table(series)
        signal_records.detect(areas, rules, scores=ikw, neighbours=links)
        spatial.clusters(ikw, links)

    wall, processor = best(work)
    whole = panel.build(records, "kecamatan", codes)
    bare, _ = best(lambda: signal_records.detect(whole, rules, scores=ikw, neighbours=links))
    return Row("trends, signals and clusters of the simulated set", "s", wall, 1, "signals alone", bare, processor)


@row
def country() -> Iterator[Row]:
    rng = np.random.default_rng(0)
    counts = rng.poisson(rng.gamma(1.0, 1.0, UNITS * GROUPS), (MONTHS, UNITS * GROUPS)).astype(float)
    ones, none = np.ones_like(counts), np.zeros_like(counts)
    wall, processor = best(lambda: evaluate(counts, ones, ones, none, Rules(), keep_baseline=False), 2)
    plain, _ = best(lambda: np.cumsum(np.sort(counts, axis=0), axis=0), 2)
    yield Row(
        f"signals, {UNITS:,} kecamatan × {GROUPS} groups × {MONTHS} months",
        "s",
        wall,
        60,
        "one sort and one sum of the counts",
        plain,
        processor,
    )
