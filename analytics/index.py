"""One index for all its units and periods: scores with intervals, ranks, bands, change, contributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics import fallbacks, frames, scoring
from analytics.estimates import MEASURED, SURVEY_LIMITED, Estimate, estimate, without_unknown
from analytics.method import IndexMethod
from analytics.noise import Noise, draw_noise
from analytics.panel import Array, Panel
from analytics.pooling import with_whole
from analytics.prepared import Block, Units, answered, blocks
from analytics.quality import letters
from analytics.severe import Severe, severe
from analytics.spread import band_columns, change_columns, middle, rank_columns


@dataclass(frozen=True)
class IndexResult:
    """Frames as in docs/architecture.md; draws: period → units × draws, NaN where there is no score."""

    indicators: pd.DataFrame
    dimensions: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    draws: Mapping[str, npt.NDArray[np.float32]]


@dataclass(frozen=True)
class Prepared:
    """An index up to the weights of its dimensions, so that `score` can be asked for other weights.

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
) -> Prepared:
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
    found = [estimate(panel, method, i, rows, population, draws=draws, seed=seed) for i in method.indicators]
    grave = severe(panel, found, rows, whole=whole is not None)
    if whole is not None:
        found = [with_whole(one) for one in found]
    prepared = Prepared(
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
        return prepared
    held = list(blocks(prepared.estimates, method, prepared.noise))
    return replace(prepared, kept=(held, frames.indicators(prepared, held)))


def score(prepared: Prepared, method: IndexMethod) -> IndexResult:
    """The index with the dimension weights of `method`.

    Raises ValueError if the method differs from the prepared one in more than the weights of its dimensions.
    """
    if replace(method, dimensions=prepared.method.dimensions) != prepared.method or [
        replace(d, weight=1) for d in method.dimensions
    ] != [replace(d, weight=1) for d in prepared.method.dimensions]:
        raise ValueError(
            f"{method.id}: only the weights of the dimensions may differ from the prepared method"
        )
    noise = prepared.noise
    if method != prepared.method:
        noise = draw_noise(method, prepared.draws, prepared.seed)
    book = _Book(prepared, method, noise)
    made = prepared.kept[0] if prepared.kept else blocks(prepared.estimates, prepared.method, prepared.noise)
    held = [book.add(block) for block in made]
    return IndexResult(
        indicators=prepared.kept[1] if prepared.kept else frames.indicators(prepared, held),
        dimensions=frames.dimensions(prepared, method, held),
        scores=frames.scores(prepared, method, book.columns),
        contributions=frames.contributions(prepared, method, book.contributions),
        draws=book.draws,
    )


class _Book:
    """Scores the blocks one after another; a change looks back to earlier ones."""

    def __init__(self, prepared: Prepared, method: IndexMethod, noise: Noise) -> None:
        self.prepared, self.method, self.noise, self.units = prepared, method, noise, prepared.units
        self.weights = np.array([dimension.weight for dimension in method.dimensions])
        self.draws: dict[str, npt.NDArray[np.float32]] = {}
        self.known: dict[str, tuple[Array, npt.NDArray[np.bool_]]] = {}
        self.columns: list[dict[str, npt.NDArray[np.generic]]] = []
        self.contributions: list[frames.Contributions] = []

    def add(self, block: Block) -> Block:
        """Score a block; gives it back without its draws."""
        shape = block.status.shape[:2]
        reported = self.prepared.estimates[0].completeness[block.part].ravel()
        available = scoring.availability(
            block.status.reshape(-1, block.status.shape[2]), self.method, reported
        )
        assessed = available.assessed.reshape(shape) & self.units.in_scope
        score = np.where(assessed, scoring.index_scores(block.dimensions, self.method), np.nan)
        across = block.dimension_status == MEASURED
        draws = scoring.mixed(block.sure, across, self.weights, self.method.across, self.prepared.draws)
        draws[~assessed] = np.nan
        low, high = middle(draws)
        low_method, high_method = middle(self._noisy(block, across, assessed))
        columns = {
            **self._state(available, assessed),
            "score": score,
            "low": low,
            "high": high,
            "low_method": low_method,
            "high_method": high_method,
            **band_columns(score, draws, self.method.band_edges),
            **self._evidence(block, available, assessed),
            **self._by_period(block, score, draws, available.without_survey.reshape(shape)),
            "units_mean": self._units_mean(score),
            "fallbacks": self._fallbacks(block, available, assessed),
        }
        self.columns.append(columns)
        return replace(block, sure=(), noisy=((), ()))

    def _noisy(
        self, block: Block, across: npt.NDArray[np.bool_], assessed: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.float32]:
        count = self.noise.arithmetic
        out = np.empty((*assessed.shape, self.prepared.draws), dtype=np.float32)
        halves = (slice(count), "amean"), (slice(count, None), self.method.across)
        for parts, (half, how) in zip(block.noisy, halves, strict=True):
            weights = self.noise.weights[half]
            if len(weights):
                out[..., half] = scoring.mixed(parts, across, weights, how, len(weights))
        out[~assessed] = np.nan
        return out

    def _state(
        self, available: scoring.Availability, assessed: npt.NDArray[np.bool_]
    ) -> dict[str, npt.NDArray[np.generic]]:
        state = np.where(assessed, scoring.ASSESSED, scoring.NOT_YET).astype(object)
        state[:, ~self.units.in_scope] = scoring.OUT_OF_SCOPE
        reason = np.array(available.reason, dtype=object).reshape(assessed.shape)
        reason[state != scoring.NOT_YET] = None
        return {"status": state, "reason": reason}

    def _evidence(
        self, block: Block, available: scoring.Availability, assessed: npt.NDArray[np.bool_]
    ) -> dict[str, npt.NDArray[np.generic]]:
        """What the score rests on."""
        estimates, part, measured = self.prepared.estimates, block.part, block.status == MEASURED
        completeness = estimates[0].completeness[part]
        age, clipped = np.full(assessed.shape, np.nan), np.zeros(assessed.shape, dtype=int)
        limited, unknown = np.zeros(assessed.shape, dtype=bool), np.zeros(assessed.shape, dtype=bool)
        for i, one in enumerate(estimates):
            age = np.fmax(age, np.where(measured[..., i], one.age[part], np.nan))
            clipped += measured[..., i] & scoring.is_clipped(one.point[part], one.indicator)
            if one.indicator.kind == "mean":
                limited |= measured[..., i] & (one.n[part] < SURVEY_LIMITED)
            unknown |= one.unknown_share[part] > self.method.unknown_flag + 1e-9
        judged = assessed | (self.units.in_scope & np.bool_(self.method.original_weight))
        left_out = self.prepared.severe.left_out(part, assessed)
        flat = (completeness.ravel(), available, age.ravel(), limited.ravel(), unknown.ravel())
        letter = letters(*flat, self.method, judged.ravel(), left_out=left_out.ravel())
        return {
            "quality": letter.reshape(assessed.shape),
            "weight_share": np.where(judged, available.weight_share.reshape(assessed.shape), np.nan),
            "completeness": completeness,
            "without_survey": answered(available.without_survey.reshape(assessed.shape), assessed),
            "n_clipped": np.where(measured.any(axis=-1), clipped, np.nan),
            "max_age_months": age,
            "severe_left_out": left_out,
            "unknown": self._unknown(part, assessed.shape),
        }

    def _unknown(self, part: slice, shape: tuple[int, ...]) -> npt.NDArray[np.object_]:
        """Of how many events nothing is known: `dimension:indicator:unknown/events`, joined by `;`."""
        out = np.full(shape, "", dtype=object)
        for one in self.prepared.estimates:
            if one.unknown is None or one.events is None:
                continue
            head = f"{one.indicator.dimension}:{one.indicator.code}:"
            for cell in zip(*np.nonzero(np.nan_to_num(one.unknown[part]) > 0), strict=True):
                counts = f"{one.unknown[part][cell]:.0f}/{one.events[part][cell]:.0f}"
                out[cell] = ";".join(filter(None, (out[cell], head + counts)))
        return out

    def _by_period(
        self,
        block: Block,
        score: Array,
        draws: npt.NDArray[np.float32],
        without_survey: npt.NDArray[np.bool_],
    ) -> dict[str, npt.NDArray[np.generic]]:
        """Ranks, change and contributions, each period by itself."""
        rows = []
        for p, period in enumerate(self.prepared.periods[block.part]):
            earlier = frames.year_before(period)
            compared = None
            if earlier in self.known:
                before, mark = self.known[earlier]
                compared = (before, self.draws[earlier], mark == without_survey[p])
            self.draws[period], self.known[period] = draws[p], (score[p], without_survey[p])
            self._contribute(period, np.where(block.used[p], block.points[p], np.nan), score[p])
            reported = self.prepared.estimates[0].completeness[block.part][p]
            rows.append(
                {
                    **rank_columns(score[p], draws[p], self.units.rankable),
                    **change_columns(score[p], draws[p], compared, self.method),
                    "provisional": answered(
                        np.bool_(period == self.prepared.last) & (reported < 1), np.isfinite(reported)
                    ),
                }
            )
        return {name: np.stack([row[name] for row in rows]) for name in rows[0]}

    def _contribute(self, period: str, scores: Array, score: Array) -> None:
        """Against the whole, or against the mean of the assessed; nothing where there is no such reference."""
        chosen = np.isfinite(score)
        if self.units.whole is not None:
            if not chosen[-1]:
                return
            chosen[-1] = False
            reference = scores[-1]
        elif chosen.any():
            reference = scoring.column_means(scores[chosen])
        if not chosen.any():
            return
        points = scoring.contributions(scores[chosen], reference, self.method)
        dimensions = scoring.reference_dimensions(reference, self.method)
        total = float(scoring.index_scores(dimensions, self.method)[0])
        self.contributions.append(frames.Contributions(period, np.flatnonzero(chosen), points, total))

    def _units_mean(self, score: Array) -> Array:
        """In the column of the whole: mean of the assessed units, weighted by population; NaN in all others."""
        out = np.full(score.shape, np.nan)
        if self.units.whole is not None:
            people = self.units.population
            weight = np.where(np.isfinite(score[:, :-1]) & (people > 0), people, 0.0)
            total = weight.sum(axis=1)
            sums = (np.nan_to_num(score[:, :-1]) * weight).sum(axis=1)
            out[:, -1] = np.divide(sums, total, out=np.full(len(score), np.nan), where=total > 0)
        return out

    def _fallbacks(
        self, block: Block, available: scoring.Availability, assessed: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.object_]:
        """Every fall-back behind a score, as text."""
        flags = [
            (f"{code}:{one.indicator.code}", flag[block.part])
            for one in self.prepared.estimates
            for code, flag in one.fallbacks.items()
        ]
        for d, dimension in enumerate(self.method.dimensions):
            moved = assessed & (block.dimension_status[..., d] != MEASURED)
            flags.append((f"{fallbacks.WEIGHT_MOVED}:{dimension.code}", moved))
        periods = self.prepared.periods[block.part]
        years = np.array([float(period[:4]) for period in periods])
        flags.append((fallbacks.OTHER_YEAR, self.units.population_year < years[:, None]))
        mark = available.without_survey.reshape(assessed.shape)
        differs = np.zeros(assessed.shape, dtype=bool)
        for p, period in enumerate(periods):
            if (earlier := self.known.get(frames.year_before(period))) is not None:
                differs[p] = assessed[p] & (mark[p] != earlier[1])
        flags.append((fallbacks.NOT_COMPARABLE, differs))
        labels = [(label, flag.ravel()) for label, flag in flags]
        return fallbacks.texts(labels, assessed.size).reshape(assessed.shape)
