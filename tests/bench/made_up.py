"""Records of any number of kecamatan and months, made up at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics import method, pipeline
from analytics.records.panel import month_number, month_text
from data.reference import methods

FIRST = "2020-01"


def kecamatan(units: int, months: int, seed: int = 0) -> tuple[pd.DataFrame, pipeline.Reference]:
    """Incidents of three classes, resolved ones, and a survey every sixth month."""
    rng = np.random.default_rng(seed)
    codes = np.array([f"{n:07d}" for n in range(units)], dtype=object)
    periods = np.array([month_text(month_number(FIRST) + m) for m in range(months)], dtype=object)
    population = rng.lognormal(11, 0.5, units)
    shape = (months, units)
    person_years = np.broadcast_to(population / 12, shape)
    parts = []

    def add(indicator: str, rows: np.ndarray | slice = slice(None), **columns: object) -> None:
        frame = {
            "unit_type": "kecamatan",
            "unit": np.tile(codes, months),
            "indicator": indicator,
            "period": np.repeat(periods, units),
        }
        for name in ("value", "numerator", "denominator", "n", "completeness"):
            value = np.asarray(columns.get(name, np.nan), dtype=float)
            frame[name] = np.broadcast_to(value, shape).ravel()
        parts.append(pd.DataFrame(frame)[rows])

    rate = rng.gamma(2, 1, units)
    for severity, per in ((1, 10e-5), (2, 3e-5), (3, 0.3e-5)):
        count = rng.poisson(person_years * rate * per)
        add(f"kejadian_{severity}", numerator=count, denominator=person_years, n=count, completeness=1.0)
    known = rng.poisson(1.2, shape)
    add("selesai_30_hari", numerator=rng.binomial(known, 0.7), denominator=known, n=known, completeness=1.0)
    asked = np.repeat(np.arange(months) % 6 == 5, units)
    add("rasa_aman", asked, value=rng.normal(75, 5, shape), numerator=400.0, n=60.0)
    reference = pd.DataFrame(
        {
            "unit_type": "kecamatan",
            "unit": codes,
            "population": population,
            "population_year": 2020,
            "population_quality": "sensus",
            "status": None,
        }
    )
    return pd.concat(parts, ignore_index=True), pipeline.Reference(units=reference, whole="00")


def shipped() -> method.Method:
    """The method in force."""
    return methods.load_default()
