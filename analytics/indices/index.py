"""One index for all its units and periods: scores with intervals, ranks, bands, change, contributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.indices import results, scoring
from analytics.indices.estimates import MEASURED, SURVEY_LIMITED, estimate, without_unknown
from analytics.indices.inputs import Block, IndexInputs, Units, answered, blocks
from analytics.indices.noise import Noise, draw_noise
from analytics.indices.pooling import with_whole
from analytics.indices.quality import letters
from analytics.indices.severe import severe
from analytics.indices.spread import band_columns, change_columns, middle, rank_columns
from analytics.method import IndexMethod
from analytics.records import fallbacks
from analytics.records.panel import Array, Panel, Windows

Column = npt.NDArray[np.generic]
Flags = npt.NDArray[np.bool_]
Draws = npt.NDArray[np.float32]


@dataclass(frozen=True)
class IndexResult:
    """Frames as in docs/edition.md; draws: period → units × draws, NaN where there is no score."""

    indicators: pd.DataFrame
    dimensions: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    draws: Mapping[str, Draws]


@dataclass(frozen=True)
class Period:
    """What a later period is compared with: scores and draws of the units, and which of them are without a survey."""

    score: Array
    draws: Draws
    without_survey: Flags


@dataclass(frozen=True)
class Assessed:
    """The scores of a block: periods × units, with their draws; NaN where the rules for missing data allow none."""

    available: scoring.Availability
    assessed: Flags
    score: Array
    draws: Draws

    @property
    def without_survey(self) -> Flags:
        """For every unit, those without a score included."""
        return self.available.without_survey.reshape(self.assessed.shape)


def compute(
    panel: Panel,
    method: IndexMethod,
    units: pd.DataFrame,
    rows: Sequence[int],
    *,
    draws: int,
    seed: int,
    whole: str | None = None,
) -> IndexResult:
    """Compute an index for the periods with these row numbers of the panel; `prepare` and `score` in one."""
    return score(prepare(panel, method, units, rows, draws=draws, seed=seed, whole=whole), method)


def prepare(
    panel: Panel,
    method: IndexMethod,
    units: pd.DataFrame,
    rows: Sequence[int],
    *,
    draws: int,
    seed: int,
    whole: str | None = None,
    keep: bool = False,
) -> IndexInputs:
    """Estimate the indicators of an index for the periods with these row numbers of the panel.

    Parameters
    ----------
    units : DataFrame, one row per unit of the panel and in its order
        `unit`, `population`, `population_year`, `population_quality`, `in_scope` (False = "tidak dinilai (di luar
        cakupan)").
    whole : code of the territory that all units make up; computed from the pooled records as one more unit, and the
        reference of the contributions. None: the reference is the mean of the assessed units.
    keep : hold what `score` needs in memory, for many calls with other weights.
    """
    population = units["population"].to_numpy(dtype=float)
    windows = Windows(panel, rows)
    found = [estimate(windows, method, i, population, draws=draws, seed=seed) for i in method.indicators]
    grave = severe(windows, found, whole=whole is not None)
    if whole is not None:
        found = [with_whole(one) for one in found]
    inputs = IndexInputs(
        method=method,
        units=Units.of(units, panel.units, method.unit_type, whole),
        periods=tuple(panel.periods[row] for row in rows),
        last=panel.periods[-1],
        estimates=[without_unknown(one, method) for one in found],
        severe=grave,
        noise=draw_noise(method, draws, seed),
        draws=draws,
        seed=seed,
    )
    if not keep:
        return inputs
    held = list(blocks(inputs.estimates, method, inputs.noise))
    return replace(inputs, kept=(held, results.indicators(inputs, held)))


def score(inputs: IndexInputs, method: IndexMethod) -> IndexResult:
    """The index with the dimension weights of `method`.

    Raises ValueError if the method differs from the prepared one in more than the weights of its dimensions.
    """
    if replace(method, dimensions=inputs.method.dimensions) != inputs.method or [replace(d, weight=1) for d in method.dimensions] != [
        replace(d, weight=1) for d in inputs.method.dimensions
    ]:
        raise ValueError(f"{method.id}: only the weights of the dimensions may differ from the prepared method")
    noise = inputs.noise
    if method != inputs.method:
        noise = draw_noise(method, inputs.draws, inputs.seed)
    made = inputs.kept[0] if inputs.kept else blocks(inputs.estimates, inputs.method, inputs.noise)
    past: dict[str, Period] = {}
    held: list[Block] = []
    columns: list[Mapping[str, Column]] = []
    parts: list[results.Contributions] = []
    for block in made:
        found = _assess(inputs, method, block)
        for p, period in enumerate(inputs.periods[block.part]):
            past[period] = Period(found.score[p], found.draws[p], found.without_survey[p])
        columns.append(_columns(inputs, method, noise, block, found, past))
        parts += _contributions(inputs, method, block, found)
        held.append(replace(block, sure=(), noisy=((), ())))  # the draws have done their work
    return IndexResult(
        indicators=inputs.kept[1] if inputs.kept else results.indicators(inputs, held),
        dimensions=results.dimensions(inputs, method, held),
        scores=results.scores(inputs, method, columns),
        contributions=results.contributions(inputs, method, parts),
        draws={period: one.draws for period, one in past.items()},
    )


def _assess(inputs: IndexInputs, method: IndexMethod, block: Block) -> Assessed:
    """Which units have a score, the score and its draws."""
    shape = block.status.shape[:2]
    reported = inputs.estimates[0].completeness[block.part].ravel()
    available = scoring.availability(block.status.reshape(-1, block.status.shape[2]), method, reported)
    assessed = available.assessed.reshape(shape) & inputs.units.in_scope
    weights = np.array([dimension.weight for dimension in method.dimensions])
    across = block.dimension_status == MEASURED
    draws = scoring.mixed(block.sure, across, weights, method.across, inputs.draws)
    draws[~assessed] = np.nan
    score = np.where(assessed, scoring.index_scores(block.dimensions, method), np.nan)
    return Assessed(available, assessed, score, draws.astype(np.float32, copy=False))


def _noisy(inputs: IndexInputs, method: IndexMethod, noise: Noise, block: Block, assessed: Flags) -> Draws:
    """Draws of the score under other choices of method."""
    count, across = noise.arithmetic, block.dimension_status == MEASURED
    out = np.empty((*assessed.shape, inputs.draws), dtype=np.float32)
    halves = (slice(count), "amean"), (slice(count, None), method.across)
    for parts, (half, how) in zip(block.noisy, halves, strict=True):
        weights = noise.weights[half]
        if len(weights):
            out[..., half] = scoring.mixed(parts, across, weights, how, len(weights))
    out[~assessed] = np.nan
    return out


def _columns(
    inputs: IndexInputs,
    method: IndexMethod,
    noise: Noise,
    block: Block,
    found: Assessed,
    past: Mapping[str, Period],
) -> dict[str, Column]:
    """The columns of `scores` of a block; past: every period up to the last of the block."""
    low, high = middle(found.draws)
    low_method, high_method = middle(_noisy(inputs, method, noise, block, found.assessed))
    return {
        **_state(inputs.units, found),
        "score": found.score,
        "low": low,
        "high": high,
        "low_method": low_method,
        "high_method": high_method,
        **band_columns(found.score, found.draws, method.band_edges),
        **_evidence(inputs, method, block, found),
        **_by_period(inputs, method, block, found, past),
        "units_mean": _units_mean(inputs.units, found.score),
        "fallbacks": _fallbacks(inputs, method, block, found, past),
    }


def _state(units: Units, found: Assessed) -> dict[str, Column]:
    state = np.where(found.assessed, scoring.ASSESSED, scoring.NOT_YET).astype(object)
    state[:, ~units.in_scope] = scoring.OUT_OF_SCOPE
    without = state != scoring.NOT_YET
    reason, lacking = (_objects(column, without) for column in (found.available.reason, found.available.reason_dimensions))
    return {"status": state, "reason": reason, "reason_dimensions": lacking}


def _objects(values: Sequence[object], without: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    out = np.fromiter(values, dtype=object, count=len(values)).reshape(without.shape)
    out[without] = None
    return out


def _evidence(inputs: IndexInputs, method: IndexMethod, block: Block, found: Assessed) -> dict[str, Column]:
    """What the score rests on."""
    estimates, part, measured = inputs.estimates, block.part, block.status == MEASURED
    available, assessed = found.available, found.assessed
    completeness = estimates[0].completeness[part]
    age, clipped = np.full(assessed.shape, np.nan), np.zeros(assessed.shape, dtype=int)
    limited, unknown = np.zeros(assessed.shape, dtype=bool), np.zeros(assessed.shape, dtype=bool)
    for i, one in enumerate(estimates):
        age = np.fmax(age, np.where(measured[..., i], one.age[part], np.nan))
        clipped += measured[..., i] & scoring.is_clipped(one.point[part], one.indicator)
        if one.indicator.kind == "mean":
            limited |= measured[..., i] & (one.n[part] < SURVEY_LIMITED)
        unknown |= one.unknown_share[part] > method.unknown_flag + 1e-9
    judged = assessed | (inputs.units.in_scope & np.bool_(method.original_weight))
    left_out = inputs.severe.left_out(part, assessed)
    flat = (completeness.ravel(), available, age.ravel(), limited.ravel(), unknown.ravel())
    letter = letters(*flat, method, judged.ravel(), left_out=left_out.ravel())
    return {
        "quality": letter.reshape(assessed.shape),
        "weight_share": np.where(judged, available.weight_share.reshape(assessed.shape), np.nan),
        "completeness": completeness,
        "without_survey": answered(found.without_survey, assessed),
        "n_clipped": np.where(measured.any(axis=-1), clipped, np.nan),
        "max_age_months": age,
        "severe_left_out": left_out,
    }


def _by_period(inputs: IndexInputs, method: IndexMethod, block: Block, found: Assessed, past: Mapping[str, Period]) -> dict[str, Column]:
    """Ranks and change, each period by itself."""
    rows = []
    for p, period in enumerate(inputs.periods[block.part]):
        compared = None
        if (earlier := past.get(results.year_before(period))) is not None:
            alike = earlier.without_survey == found.without_survey[p]
            compared = (earlier.score, earlier.draws, alike)
        reported = inputs.estimates[0].completeness[block.part][p]
        incomplete = np.bool_(period == inputs.last) & (reported < 1)
        rows.append(
            {
                **rank_columns(found.score[p], found.draws[p], inputs.units.rankable),
                **change_columns(found.score[p], found.draws[p], compared, method),
                "provisional": answered(incomplete, np.isfinite(reported)),
            }
        )
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def _contributions(inputs: IndexInputs, method: IndexMethod, block: Block, found: Assessed) -> list[results.Contributions]:
    """Against the whole, or against the mean of the assessed units; none for a period without such a reference."""
    out = []
    for p, period in enumerate(inputs.periods[block.part]):
        scores = np.where(block.used[p], block.points[p], np.nan)
        chosen = np.isfinite(found.score[p])
        if inputs.units.whole is not None:
            if not chosen[-1]:
                continue
            chosen[-1] = False
            reference = scores[-1]
        elif chosen.any():
            reference = scoring.column_means(scores[chosen])
        if not chosen.any():
            continue
        points = scoring.contributions(scores[chosen], reference, method)
        dimensions = scoring.reference_dimensions(reference, method)
        total = float(scoring.index_scores(dimensions, method)[0])
        out.append(results.Contributions(period, np.flatnonzero(chosen), points, total))
    return out


def _units_mean(units: Units, score: Array) -> Array:
    """In the column of the whole: mean of the assessed units, weighted by population; NaN in all others."""
    out = np.full(score.shape, np.nan)
    if units.whole is not None:
        people = units.population
        weight = np.where(np.isfinite(score[:, :-1]) & (people > 0), people, 0.0)
        total = weight.sum(axis=1)
        sums = (np.nan_to_num(score[:, :-1]) * weight).sum(axis=1)
        out[:, -1] = np.divide(sums, total, out=np.full(len(score), np.nan), where=total > 0)
    return out


def _fallbacks(
    inputs: IndexInputs, method: IndexMethod, block: Block, found: Assessed, past: Mapping[str, Period]
) -> npt.NDArray[np.object_]:
    """Every fall-back behind a score."""
    assessed, mark = found.assessed, found.without_survey
    taken = {fallbacks.WEIGHT_MOVED: assessed & (block.dimension_status != MEASURED).any(axis=-1)}
    for one in inputs.estimates:
        for code, flag in one.fallbacks.items():
            taken[code] = taken.get(code, False) | flag[block.part]
    periods = inputs.periods[block.part]
    years = np.array([float(period[:4]) for period in periods])
    taken[fallbacks.OTHER_YEAR] = inputs.units.population_year < years[:, None]
    differs = np.zeros(assessed.shape, dtype=bool)
    for p, period in enumerate(periods):
        if (earlier := past.get(results.year_before(period))) is not None:
            differs[p] = assessed[p] & (mark[p] != earlier.without_survey)
    taken[fallbacks.NOT_COMPARABLE] = differs
    return fallbacks.lists({code: flag.ravel() for code, flag in taken.items()}, assessed.size).reshape(assessed.shape)
