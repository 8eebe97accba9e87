"""The result frames (docs/edition.md) from arrays over periods × units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.indices import scoring
from analytics.indices.estimates import MEASURED, NOT_APPLICABLE, STATUS_WORDS
from analytics.indices.inputs import Block, IndexInputs, answered
from analytics.method import IndexMethod
from analytics.records import fallbacks
from analytics.records.panel import Array

Column = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Contributions:
    """Points of the indicators in one period: units (their positions) × indicators, against a reference score."""

    period: str
    units: npt.NDArray[np.intp]
    points: Array
    reference: float


def year_before(period: str) -> str:
    """The same month a year ago."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def indicators(inputs: IndexInputs, held: Sequence[Block]) -> pd.DataFrame:
    """One row = one period, indicator, unit."""
    method, estimates = inputs.method, inputs.estimates
    status = np.concatenate([block.status for block in held])
    points = np.concatenate([block.points for block in held])
    measured = status == MEASURED
    columns: dict[str, list[Column]] = {}
    for i, one in enumerate(estimates):
        here = measured[..., i]
        taken = {code: flag.ravel() for code, flag in one.fallbacks.items()}
        asked = here | (status[..., i] == NOT_APPLICABLE) | (one.n > 0)  # of a record that never came, nothing is counted
        for name, values in {
            "raw": one.raw,
            "estimate": np.where(here, one.point, np.nan),
            "score": np.where(here, points[..., i], np.nan),
            "low": np.concatenate([block.low[..., i] for block in held]),
            "high": np.concatenate([block.high[..., i] for block in held]),
            "status": np.array(STATUS_WORDS, dtype=object)[status[..., i]],
            "clipped": answered(here & scoring.is_clipped(one.point, one.indicator), here),
            "age_months": np.where(here, one.age, np.nan),
            "n": np.where(asked, one.n, np.nan),
            "unknown": _or_missing(one.unknown, one.raw),
            "events": _or_missing(one.events, one.raw),
            "fallbacks": fallbacks.lists(taken, here.size).reshape(here.shape),
        }.items():
            columns.setdefault(name, []).append(values)
    parts = {
        "indicator": [indicator.code for indicator in method.indicators],
        "dimension": [indicator.dimension for indicator in method.indicators],
    }
    return _by_part(inputs, parts, columns)


def _or_missing(events: Array | None, like: Array) -> Array:
    return np.full_like(like, np.nan) if events is None else events


def dimensions(inputs: IndexInputs, method: IndexMethod, held: Sequence[Block]) -> pd.DataFrame:
    """One row = one period, dimension, unit."""
    columns: dict[str, list[Column]] = {}
    for d, dimension in enumerate(method.dimensions):
        status = np.concatenate([block.dimension_status[..., d] for block in held])
        for name, values in {
            "score": np.concatenate([block.dimensions[..., d] for block in held]),
            "low": np.concatenate([block.dimension_low[..., d] for block in held]),
            "high": np.concatenate([block.dimension_high[..., d] for block in held]),
            "weight": np.full(status.shape, dimension.weight),
            "status": np.array(STATUS_WORDS, dtype=object)[status],
        }.items():
            columns.setdefault(name, []).append(values)
    return _by_part(inputs, {"dimension": [d.code for d in method.dimensions]}, columns)


def scores(inputs: IndexInputs, method: IndexMethod, columns: Sequence[Mapping[str, Column]]) -> pd.DataFrame:
    """One row = one period, unit."""
    periods, units = len(inputs.periods), len(inputs.units.codes)
    joined = {name: np.concatenate([part[name] for part in columns]).ravel() for name in columns[0]}
    return pd.DataFrame(
        {
            "index": method.index,
            "unit_type": np.tile(_texts(inputs.units.unit_types), periods),
            "unit": np.tile(_texts(inputs.units.codes), periods),
            "period": np.repeat(_texts(inputs.periods), units),
            "method": method.id,
            "method_version": method.version,
            **joined,
            "estimated_population": np.tile(inputs.units.estimated, periods),
        }
    ).astype({name: kind for name, kind in _ANSWERS.items() if name in joined} | {"estimated_population": "boolean"})


def contributions(inputs: IndexInputs, method: IndexMethod, parts: Sequence[Contributions]) -> pd.DataFrame:
    """One row = one period, unit, indicator."""
    columns = ["index", "unit_type", "unit", "period", "indicator", "dimension", "points", "reference"]
    if not parts:
        return pd.DataFrame(columns=columns)
    codes, types = _texts(inputs.units.codes), _texts(inputs.units.unit_types)
    count = len(method.indicators)
    units = np.repeat(np.concatenate([part.units for part in parts]), count)
    sizes = np.array([len(part.units) * count for part in parts])
    found = {
        "index": method.index,
        "unit_type": types[units],
        "unit": codes[units],
        "period": np.repeat(_texts([part.period for part in parts]), sizes),
        "indicator": np.tile(_texts([i.code for i in method.indicators]), len(units) // count),
        "dimension": np.tile(_texts([i.dimension for i in method.indicators]), len(units) // count),
        "points": np.concatenate([part.points.ravel() for part in parts]),
        "reference": np.repeat([part.reference for part in parts], sizes),
    }
    return pd.DataFrame(found, columns=columns)


# Yes, no, or nobody asked.
_ANSWERS = {"clipped": "boolean", "without_survey": "boolean", "provisional": "boolean"}


def _by_part(inputs: IndexInputs, parts: Mapping[str, Sequence[str]], columns: Mapping[str, Sequence[Column]]) -> pd.DataFrame:
    """Rows in the order period, part (indicator or dimension), unit; columns: one array periods × units a part."""
    periods, units = len(inputs.periods), len(inputs.units.codes)
    count = len(next(iter(parts.values())))
    return pd.DataFrame(
        {
            "index": inputs.method.index,
            "unit_type": np.tile(_texts(inputs.units.unit_types), periods * count),
            "unit": np.tile(_texts(inputs.units.codes), periods * count),
            "period": np.repeat(_texts(inputs.periods), units * count),
            **{name: np.tile(np.repeat(_texts(codes), units), periods) for name, codes in parts.items()},
            **{name: np.stack(values, axis=1).ravel() for name, values in columns.items()},
        }
    ).astype({name: kind for name, kind in _ANSWERS.items() if name in columns})


def _texts(values: Sequence[str]) -> npt.NDArray[np.object_]:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out
