"""An index up to its dimensions: everything that doesn't depend on their weights, a few periods at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.engine import inner
from analytics.indices import scoring
from analytics.indices.estimates import MEASURED, Estimate
from analytics.indices.noise import Noise
from analytics.indices.severe import Severe
from analytics.indices.spread import middle
from analytics.method import IndexMethod
from analytics.records.panel import Array, Floats

# The intervals of single indicators and dimensions are read off this many draws; those of the index off all of them.
PART_DRAWS = 500
# Cells (periods × units × draws) that are worked on together: they should fit the processor's cache.
CELLS = 400_000


def answered(answer: npt.NDArray[np.bool_], asked: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """Yes or no where it was asked, None elsewhere: no is an answer too.

    >>> answered(np.array([True, False, False]), np.array([True, True, False])).tolist()
    [True, False, None]
    """
    out = answer.astype(object)
    out[~asked] = None
    return out


@dataclass(frozen=True)
class Units:
    """Facts of the units, in the order of the arrays; the whole (regency), if there is one, comes last.

    rankable: has a rank (not the whole, no rough population). estimated: population is no census (None: no population).
    population: of the units without the whole. population_year: for the whole, the year of its oldest figure.
    """

    codes: tuple[str, ...]
    unit_types: tuple[str, ...]
    whole: str | None
    in_scope: npt.NDArray[np.bool_]
    rankable: npt.NDArray[np.bool_]
    estimated: npt.NDArray[np.object_]
    population: Array
    population_year: Array

    @classmethod
    def of(cls, units: pd.DataFrame, codes: Sequence[str], unit_type: str, whole: str | None) -> Units:
        """From the frame that `index.compute` takes."""
        rough = (units["population_quality"] == "estimasi_kasar").to_numpy()
        quality = units["population_quality"]
        estimated = answered((quality != "sensus").to_numpy(dtype=bool), quality.notna().to_numpy(dtype=bool))
        year = units["population_year"].to_numpy(dtype=float)
        last = [] if whole is None else [whole]
        return cls(
            codes=(*codes, *last),
            unit_types=(*[unit_type] * len(codes), *["kabupaten" for _ in last]),
            whole=whole,
            in_scope=np.array([*units["in_scope"].astype(bool), *[True for _ in last]]),
            rankable=np.array([*~rough, *[False for _ in last]]),
            estimated=np.array([*estimated, *[any(one for one in estimated if one) for _ in last]], dtype=object),
            population=units["population"].to_numpy(dtype=float),
            population_year=np.array([*year, *[np.fmin.reduce(year, initial=np.nan) for _ in last]]),
        )


@dataclass(frozen=True)
class Block:
    """A few periods. Arrays are periods × units × (indicators | dimensions).

    status, dimension_status: codes of `estimates`. used: measured, and in a measured dimension. points: scores of the
    indicators; dimensions: scores of the dimensions; low, high and their ends of the 90 % intervals.
    sure: draws of each dimension (periods × units × draws or 1), as `engine.inner` of the mean across dimensions
    wants them, 0 where not measured. noisy: the same with other goalposts, first the draws that are averaged
    arithmetically, then the rest.
    """

    part: slice
    status: npt.NDArray[np.int8]
    dimension_status: npt.NDArray[np.int8]
    used: npt.NDArray[np.bool_]
    points: Array
    low: Array
    high: Array
    dimensions: Array
    dimension_low: Array
    dimension_high: Array
    sure: Sequence[Floats]
    noisy: tuple[Sequence[Floats], Sequence[Floats]]


@dataclass(frozen=True)
class IndexInputs:
    """An index up to the weights of its dimensions, so that `index.score` can be asked for other weights.

    kept: the blocks, and the frame of the indicators, if they are to be used more than once (None: made as needed).
    """

    method: IndexMethod
    units: Units
    periods: tuple[str, ...]
    last: str
    estimates: Sequence[Estimate]
    severe: Severe
    noise: Noise
    draws: int
    seed: int
    kept: tuple[Sequence[Block], pd.DataFrame] | None = None


def blocks(estimates: Sequence[Estimate], method: IndexMethod, noise: Noise) -> Iterator[Block]:
    """The periods of the estimates, block by block."""
    periods, units = estimates[0].raw.shape
    size = max(1, CELLS // (units * len(noise.weights)))
    for start in range(0, periods, size):
        yield _block(estimates, method, noise, slice(start, min(start + size, periods)))


def _block(estimates: Sequence[Estimate], method: IndexMethod, noise: Noise, part: slice) -> Block:
    status = np.stack([e.status[part] for e in estimates], axis=-1)
    rows = status.reshape(-1, status.shape[-1])
    dimension_status = scoring.dimension_states(rows, method).reshape(*status.shape[:2], -1)
    used = status == MEASURED
    for d, columns in enumerate(scoring.by_dimension(method)):
        used[..., columns] &= dimension_status[..., [d]] == MEASURED
    points: Array = np.stack([scoring.to_score(e.point[part], e.indicator) for e in estimates], axis=-1).astype(float)
    values = [_values(e, part) for e in estimates]
    scores = [scoring.to_score(v, e.indicator) for v, e in zip(values, estimates, strict=True)]
    low, high = np.full(points.shape, np.nan), np.full(points.shape, np.nan)
    for i, one in enumerate(estimates):
        if one.draws is not None:
            shown = np.where(used[..., [i]], scores[i][..., :PART_DRAWS], np.float32(np.nan))
            low[..., i], high[..., i] = middle(shown)
    across = np.stack([dimension_status[..., d] == MEASURED for d in range(len(method.dimensions))], axis=-1)
    draws = scoring.draws_by_dimension(scores, used, method)
    dimensions: Array = np.empty(across.shape)
    dimensions.reshape(len(rows), -1)[:] = scoring.dimension_scores(
        np.where(used, points, np.nan).reshape(rows.shape), dimension_status.reshape(len(rows), -1), method
    )
    ends = [middle(one[..., :PART_DRAWS]) for one in draws]
    # for full counts alone no uncertainty is known: no interval, rather than one of zero width
    sampled = [[c for c in columns if estimates[c].draws is not None] for columns in scoring.by_dimension(method)]
    spread = np.stack([used[..., columns].any(axis=-1) for columns in sampled], axis=-1)
    missing = np.where(across & spread, 0.0, np.nan)
    return Block(
        part=part,
        status=status,
        dimension_status=dimension_status,
        used=used,
        points=points,
        low=low,
        high=high,
        dimensions=dimensions,
        dimension_low=np.stack([low for low, _ in ends], axis=-1) + missing,
        dimension_high=np.stack([high for _, high in ends], axis=-1) + missing,
        sure=_ready(draws, across, method.across),
        noisy=_noisy(values, estimates, method, noise, used, across),
    )


def _values(one: Estimate, part: slice) -> Floats:
    """Draws in the indicator's own unit; a full count is the same in every draw and has one."""
    if one.draws is None:
        return one.point[part][..., None].astype(np.float32)
    return one.draws[part]


def _noisy(
    values: Sequence[Floats],
    estimates: Sequence[Estimate],
    method: IndexMethod,
    noise: Noise,
    used: npt.NDArray[np.bool_],
    across: npt.NDArray[np.bool_],
) -> tuple[Sequence[Floats], Sequence[Floats]]:
    halves = []
    for half, how in ((slice(noise.arithmetic), "amean"), (slice(noise.arithmetic, None), method.across)):
        scores = [
            scoring.to_score(v if v.shape[-1] == 1 else v[..., half], e.indicator, noise.low[half, i], noise.high[half, i])
            for i, (v, e) in enumerate(zip(values, estimates, strict=True))
        ]
        halves.append(_ready(scoring.draws_by_dimension(scores, used, method), across, how))
    return halves[0], halves[1]


def _ready(draws: Sequence[Floats], across: npt.NDArray[np.bool_], how: str) -> list[Floats]:
    return [scoring.filled(inner(one, how), across[..., d], 0) for d, one in enumerate(draws)]
