"""One index for all its units and periods: scores with intervals, ranks, bands, change, contributions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics import fallbacks, scoring, uncertainty
from analytics.composite import rank
from analytics.estimates import MEASURED, STATUS_WORDS, SURVEY_LIMITED, Estimate, estimate, with_whole
from analytics.method import IndexMethod
from analytics.noise import Noise, draw_noise
from analytics.panel import Array, Floats, Panel
from analytics.quality import letters

LEVEL = 0.90
# The intervals of single indicators are read off this many draws; those of the index off all of them.
INDICATOR_DRAWS = 500


@dataclass(frozen=True)
class IndexResult:
    """Frames as in docs/architecture.md; draws: period → units × draws, NaN where there is no score."""

    indicators: pd.DataFrame
    dimensions: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    draws: Mapping[str, npt.NDArray[np.float32]]


def compute(
    panel: Panel,
    method: IndexMethod,
    units: pd.DataFrame,
    rows: Sequence[int],
    *,
    draws: int,
    seed: int,
    whole: str | None = None,
    estimates: Sequence[Estimate] | None = None,
) -> IndexResult:
    """Compute an index for the periods with these row numbers of the panel.

    Parameters
    ----------
    units : DataFrame, one row per unit of the panel and in its order
        `unit`, `population`, `population_year`, `population_quality`, `in_scope` (False = "tidak dinilai (di luar cakupan)").
    whole : code of the territory that all units make up; computed from the pooled records as one more unit, and the
        reference of the contributions. None: the reference is the mean of the assessed units.
    estimates : estimates of the method's indicators, if they are already known (what-if with other weights).
    """
    population = units["population"].to_numpy(dtype=float)
    found = (
        list(estimates)
        if estimates is not None
        else estimate_all(panel, method, rows, population, draws=draws, seed=seed)
    )
    if whole is not None:
        found = [with_whole(one) for one in found]
    book = _Book(panel, method, units, whole, found, draw_noise(method, draws, seed))
    for position, row in enumerate(rows):
        book.add(position, panel.periods[row])
    return book.result()


def estimate_all(
    panel: Panel, method: IndexMethod, rows: Sequence[int], population: Array, *, draws: int, seed: int
) -> list[Estimate]:
    """The estimates of all indicators of a method; they don't depend on its weights."""
    return [estimate(panel, method, i, rows, population, draws=draws, seed=seed) for i in method.indicators]


class _Book:
    """Collects the rows of the result frames period by period."""

    def __init__(
        self,
        panel: Panel,
        method: IndexMethod,
        units: pd.DataFrame,
        whole: str | None,
        estimates: Sequence[Estimate],
        noise: Noise,
    ) -> None:
        self.method, self.whole, self.estimates, self.noise = method, whole, estimates, noise
        self.last = panel.periods[-1]
        self.codes = [*panel.units, *([whole] if whole is not None else [])]
        self.unit_types = [method.unit_type] * len(panel.units) + (["kabupaten"] if whole is not None else [])
        extra = [whole is not None] * (len(self.codes) - len(units))
        self.in_scope = np.array([*units["in_scope"].astype(bool), *extra])
        rough = (units["population_quality"] == "estimasi_kasar").to_numpy()
        estimated = (units["population_quality"].fillna("sensus") != "sensus").to_numpy()
        self.rankable = np.array([*~rough, *([False] if whole is not None else [])])
        self.population = units["population"].to_numpy(dtype=float)
        year = units["population_year"].to_numpy(dtype=float)
        oldest = np.fmin.reduce(year, initial=np.nan)
        self.population_year = np.array([*year, *([oldest] if whole is not None else [])])
        self.estimated = np.array([*estimated, *([bool(estimated.any())] if whole is not None else [])])
        self.draws: dict[str, npt.NDArray[np.float32]] = {}
        self.survey_mark: dict[str, npt.NDArray[np.bool_]] = {}
        self.points: dict[str, Array] = {}
        self.frames: dict[str, list[pd.DataFrame]] = {
            "indicators": [],
            "dimensions": [],
            "scores": [],
            "contributions": [],
        }

    def add(self, p: int, period: str) -> None:
        """Score all units of one period and keep the rows."""
        method = self.method
        status = np.column_stack([e.status[p] for e in self.estimates])
        available = scoring.availability(status, method)
        in_measured_dimension = np.zeros(status.shape, dtype=bool)
        for d, columns in enumerate(scoring.by_dimension(method)):
            in_measured_dimension[:, columns] = available.dimension_status[:, [d]] == MEASURED
        used = (status == MEASURED) & in_measured_dimension
        assessed = available.assessed & self.in_scope
        point = np.column_stack([scoring.to_score(e.point[p], e.indicator) for e in self.estimates])
        used_point = np.where(used, point, np.nan)
        dims = scoring.dimension_scores(used_point, available.dimension_status, method)
        score = np.where(assessed, scoring.index_scores(dims, method), np.nan)
        values = self._draw_values(p, used)
        dim_draws = scoring.dimension_scores(
            np.stack(
                [scoring.to_score(v, e.indicator) for v, e in zip(values, self.estimates, strict=True)],
                axis=-1,
            ),
            available.dimension_status,
            method,
        )
        draws = scoring.index_scores(dim_draws, method).astype(np.float32)
        draws[~assessed] = np.nan
        noisy = self._noisy(values, available.dimension_status)
        noisy[~assessed] = np.nan
        self.draws[period], self.survey_mark[period], self.points[period] = (
            draws,
            available.without_survey,
            score,
        )
        self._add_indicators(p, period, status, point, values)
        self._add_dimensions(period, dims, dim_draws, available)
        self._add_contributions(period, used_point, assessed)
        self._add_scores(p, period, score, draws, noisy, available, assessed, status)

    def _draw_values(self, p: int, used: npt.NDArray[np.bool_]) -> list[Floats]:
        """Draws of each indicator in its own unit: units × draws; a full count is the same in every draw."""
        out: list[Floats] = []
        n_draws = len(self.noise.arithmetic)
        for i, one in enumerate(self.estimates):
            value: Floats = (
                np.broadcast_to(one.point[p][:, None], (len(self.codes), n_draws)).astype(np.float32)
                if one.draws is None
                else one.draws[p]
            )
            out.append(np.where(used[:, [i]], value, np.float32(np.nan)))
        return out

    def _noisy(
        self, values: Sequence[Floats], dimension_status: npt.NDArray[np.int8]
    ) -> npt.NDArray[np.float32]:
        noise = self.noise
        scores = np.stack(
            [
                scoring.to_score(v, e.indicator, noise.low[:, i], noise.high[:, i])
                for i, (v, e) in enumerate(zip(values, self.estimates, strict=True))
            ],
            axis=-1,
        )
        dims = scoring.dimension_scores(scores, dimension_status, self.method)
        half = noise.arithmetic
        out = np.empty(dims.shape[:2], dtype=np.float32)
        for how, chosen in (("amean", half), (self.method.across, ~half)):
            out[:, chosen] = scoring.index_scores(dims[:, chosen], self.method, noise.weights[chosen], how)
        return out

    def _base(self, period: str) -> dict[str, object]:
        return {
            "index": self.method.index,
            "unit_type": self.unit_types,
            "unit": self.codes,
            "period": period,
        }

    def _add_indicators(
        self,
        p: int,
        period: str,
        status: npt.NDArray[np.int8],
        point: Floats,
        values: Sequence[Floats],
    ) -> None:
        for i, one in enumerate(self.estimates):
            measured = status[:, i] == MEASURED
            low, high = np.full(len(measured), np.nan), np.full(len(measured), np.nan)
            if one.draws is not None:
                low, high = _interval(scoring.to_score(values[i][:, :INDICATOR_DRAWS], one.indicator))
            frame = pd.DataFrame(
                {
                    **self._base(period),
                    "indicator": one.indicator.code,
                    "dimension": one.indicator.dimension,
                    "raw": one.raw[p],
                    "estimate": np.where(measured, one.point[p], np.nan),
                    "score": np.where(measured, point[:, i], np.nan),
                    "low": low,
                    "high": high,
                    "status": np.array(STATUS_WORDS)[status[:, i]],
                    "clipped": measured & scoring.is_clipped(one.point[p], one.indicator),
                    "age_months": one.age[p],
                    "n": one.n[p],
                    "fallbacks": fallbacks.texts(
                        ((code, flag[p]) for code, flag in one.fallbacks.items()), len(measured)
                    ),
                }
            )
            self.frames["indicators"].append(frame)

    def _add_dimensions(
        self, period: str, dims: Floats, draws: Floats, available: scoring.Availability
    ) -> None:
        for d, dimension in enumerate(self.method.dimensions):
            low, high = _interval(draws[:, :INDICATOR_DRAWS, d])
            frame = pd.DataFrame(
                {
                    **self._base(period),
                    "dimension": dimension.code,
                    "score": dims[:, d],
                    "low": low,
                    "high": high,
                    "weight": dimension.weight,
                    "status": np.array(STATUS_WORDS)[available.dimension_status[:, d]],
                }
            )
            self.frames["dimensions"].append(frame)

    def _add_contributions(self, period: str, scores: Array, assessed: npt.NDArray[np.bool_]) -> None:
        if self.whole is not None:
            reference, chosen = scores[-1], assessed.copy()
            chosen[-1] = False
            if not assessed[-1]:
                return
        else:
            chosen = assessed
            if not chosen.any():
                return
            reference = scoring.column_means(scores[chosen])
        if not chosen.any():
            return
        points = scoring.contributions(scores[chosen], reference, self.method)
        total = float(
            scoring.index_scores(scoring.reference_dimensions(reference, self.method), self.method)[0]
        )
        kept = np.flatnonzero(chosen)
        for i, indicator in enumerate(self.method.indicators):
            frame = pd.DataFrame(
                {
                    "index": self.method.index,
                    "unit_type": [self.unit_types[u] for u in kept],
                    "unit": [self.codes[u] for u in kept],
                    "period": period,
                    "indicator": indicator.code,
                    "dimension": indicator.dimension,
                    "points": points[:, i],
                    "reference": total,
                }
            )
            self.frames["contributions"].append(frame)

    def _add_scores(
        self,
        p: int,
        period: str,
        score: Array,
        draws: npt.NDArray[np.float32],
        noisy: npt.NDArray[np.float32],
        available: scoring.Availability,
        assessed: npt.NDArray[np.bool_],
        status: npt.NDArray[np.int8],
    ) -> None:
        low, high = _interval(draws)
        low_method, high_method = _interval(noisy)
        completeness = self.estimates[0].completeness[p]
        age = np.nanmax(np.column_stack([np.zeros(len(score)), *[e.age[p] for e in self.estimates]]), axis=1)
        clipped = sum(
            ((status[:, i] == MEASURED) & scoring.is_clipped(e.point[p], e.indicator)).astype(int)
            for i, e in enumerate(self.estimates)
        )
        limited = np.zeros(len(score), dtype=bool)
        for i, e in enumerate(self.estimates):
            if e.indicator.kind == "mean":
                limited |= (status[:, i] == MEASURED) & (e.n[p] < SURVEY_LIMITED)
        state = np.where(
            ~self.in_scope, scoring.OUT_OF_SCOPE, np.where(assessed, scoring.ASSESSED, scoring.NOT_YET)
        )
        frame = pd.DataFrame(
            {
                **self._base(period),
                "method": self.method.id,
                "method_version": self.method.version,
                "status": state,
                "reason": [
                    r if s == scoring.NOT_YET else None for r, s in zip(available.reason, state, strict=True)
                ],
                "score": score,
                "low": low,
                "high": high,
                "low_method": low_method,
                "high_method": high_method,
                **self._ranks(score, draws),
                **self._bands(score, draws),
                "quality": letters(completeness, available, age, limited, self.method, assessed),
                "weight_share": np.where(assessed, available.weight_share, np.nan),
                "completeness": completeness,
                "without_survey": available.without_survey & assessed,
                "n_clipped": clipped,
                "max_age_months": age,
                **self._change(period, score, draws),
                "provisional": (period == self.last) & (completeness < 1),
                "estimated_population": self.estimated,
                "units_mean": self._units_mean(score),
                "fallbacks": self._fallbacks(p, period, available, assessed),
            }
        )
        self.frames["scores"].append(frame)

    def _units_mean(self, score: Array) -> Array:
        """On the row of the whole: mean of the assessed units, weighted by population; NaN on all other rows."""
        out = np.full(len(score), np.nan)
        if self.whole is not None:
            weight = np.where(np.isfinite(score[:-1]) & (self.population > 0), self.population, 0.0)
            if weight.sum() > 0:
                out[-1] = np.nan_to_num(score[:-1]) @ weight / weight.sum()
        return out

    def _fallbacks(
        self, p: int, period: str, available: scoring.Availability, assessed: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.object_]:
        """Every fall-back behind a score, as text."""
        flags = [
            (f"{code}:{one.indicator.code}", flag[p])
            for one in self.estimates
            for code, flag in one.fallbacks.items()
        ]
        for d, dimension in enumerate(self.method.dimensions):
            moved = assessed & (available.dimension_status[:, d] != MEASURED)
            flags.append((f"{fallbacks.WEIGHT_MOVED}:{dimension.code}", moved))
        flags.append((fallbacks.OTHER_YEAR, self.population_year < float(period[:4])))
        earlier = self.survey_mark.get(f"{int(period[:4]) - 1}{period[4:]}")
        if earlier is not None:
            flags.append((fallbacks.NOT_COMPARABLE, assessed & (earlier != available.without_survey)))
        return fallbacks.texts(flags, len(assessed))

    def _ranks(self, score: Array, draws: npt.NDArray[np.float32]) -> dict[str, Array]:
        names = ("rank", "rank_low", "rank_high", "p_worst5", "p_best5")
        out = {name: np.full(len(score), np.nan) for name in names}
        chosen = np.flatnonzero(np.isfinite(score) & self.rankable)
        if len(chosen):
            out["rank"][chosen] = rank(pd.DataFrame({"score": score[chosen]}))["score"].to_numpy()
            spread = uncertainty.rank_intervals(pd.DataFrame(draws[chosen].T), level=LEVEL)
            for name, source in zip(names[1:], ("low", "high", "p_worst5", "p_best5"), strict=True):
                out[name][chosen] = spread[source].to_numpy()
        return out

    def _bands(self, score: Array, draws: npt.NDArray[np.float32]) -> dict[str, Array]:
        count = len(self.method.band_edges) + 1
        of_draws = scoring.band_of(draws, self.method.band_edges)
        share = np.stack([(of_draws == b).mean(axis=1) for b in range(1, count + 1)], axis=1)
        order = np.argsort(-share, axis=1, kind="stable")
        has = np.isfinite(score)
        first, second = order[:, 0], order[:, 1]
        rows = np.arange(len(score))
        second_share = share[rows, second]
        return {
            "band": scoring.band_of(score, self.method.band_edges),
            "band_prob": np.where(has, share[rows, _band_position(score, self.method)], np.nan),
            "band_2": np.where(
                has & (second_share > 0), _other(first, second, score, self.method) + 1.0, np.nan
            ),
            "band_2_prob": np.where(
                has & (second_share > 0), share[rows, _other(first, second, score, self.method)], np.nan
            ),
        }

    def _change(self, period: str, score: Array, draws: npt.NDArray[np.float32]) -> dict[str, object]:
        """Against twelve months earlier, never against an overlapping window, and only with the same make-up."""
        nothing = np.full(len(score), np.nan)
        earlier = f"{int(period[:4]) - 1}{period[4:]}"
        if earlier not in self.draws:
            empty = np.full(len(score), None, dtype=object)
            return {"change": nothing, "change_class": empty, "p_up": nothing, "p_down": nothing}
        alike = self.survey_mark[period] == self.survey_mark[earlier]
        change = np.where(alike, score - self.points[earlier], np.nan)
        difference = draws - self.draws[earlier]
        has = np.isfinite(change)
        up = np.where(has, (difference > self.method.change_threshold).mean(axis=1), np.nan)
        down = np.where(has, (difference < -self.method.change_threshold).mean(axis=1), np.nan)
        sure = self.method.change_probability
        word = np.where(up >= sure, "naik", np.where(down >= sure, "turun", "tetap")).astype(object)
        word[~has] = None
        return {"change": change, "change_class": word, "p_up": up, "p_down": down}

    def result(self) -> IndexResult:
        """All rows, in the order in which they were added."""
        frames = {
            name: pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
            for name, parts in self.frames.items()
        }
        return IndexResult(**frames, draws=self.draws)


def _interval(draws: Floats) -> tuple[Array, Array]:
    """Middle 90 % of units × draws; NaN where there are none."""
    tail = (1 - LEVEL) / 2
    out = np.full((2, len(draws)), np.nan)
    has = ~np.isnan(draws).any(axis=1)
    if has.any():
        out[:, has] = np.quantile(draws[has], (tail, 1 - tail), axis=1)
    return out[0], out[1]


def _band_position(score: Array, method: IndexMethod) -> npt.NDArray[np.int_]:
    return np.nan_to_num(scoring.band_of(score, method.band_edges), nan=1.0).astype(int) - 1


def _other(
    first: npt.NDArray[np.int_], second: npt.NDArray[np.int_], score: Array, method: IndexMethod
) -> npt.NDArray[np.int_]:
    """The most probable band besides the one that the score lies in."""
    return np.where(first == _band_position(score, method), second, first)
