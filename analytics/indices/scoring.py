"""From estimates to scores: goalposts, dimensions, index, what is missing and what doesn't apply.

One function for point values and draws alike: arrays end in (…, indicators), leading axes are anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.composite.engine import inner, outer, weighted_mean
from analytics.indices.estimates import ABSENT, MEASURED, MISSING, NOT_APPLICABLE, UNKNOWN
from analytics.method import IndexMethod, Indicator
from analytics.records.panel import Array, Floats

ASSESSED, NOT_YET, OUT_OF_SCOPE = "dinilai", "belum_dapat_dinilai", "tidak_dinilai"
# Why a unit has no score: required dimensions lack data, or none does but too few are measured and one more is needed.
LACKING, NEEDED = "kurang", "perlu"


@dataclass(frozen=True)
class Availability:
    """What can be scored: units × …; it depends on the data, not on the draws.

    dimension_status: units × dimensions, codes of `estimates`. weight_share: weight measured, of the weight that applies
    or, as the method says, of the whole index. lacking: weight that applies isn't measured. assessed: whether the rules
    for missing data allow a score. reason: why not, `LACKING` or `NEEDED`; reason_dimensions: codes of those it speaks of.
    """

    dimension_status: npt.NDArray[np.int8]
    weight_share: Array
    lacking: npt.NDArray[np.bool_]
    assessed: npt.NDArray[np.bool_]
    reason: tuple[str | None, ...]
    reason_dimensions: tuple[tuple[str, ...] | None, ...]
    without_survey: npt.NDArray[np.bool_]


def to_score(x: Floats, indicator: Indicator, low: object = None, high: object = None) -> Floats:
    """Put values in the indicator's own unit on 0–100 by its goalposts, clipped, reversed where low is good.

    low, high: other goalposts (scalars or arrays that broadcast), for the uncertainty of the method.
    """
    bottom = np.asarray(indicator.goalposts[0] if low is None else low, dtype=x.dtype)
    top = np.asarray(indicator.goalposts[1] if high is None else high, dtype=x.dtype)
    if indicator.transform == "log1p":
        x, bottom, top = np.log1p(x), np.log1p(bottom), np.log1p(top)
    if indicator.direction < 0:
        bottom, top = top, bottom
    score: Floats = x - bottom
    score /= top - bottom
    np.clip(score, 0, 1, out=score)
    score *= 100
    return score


def is_clipped(x: Array, indicator: Indicator) -> npt.NDArray[np.bool_]:
    """Whether a value lies beyond its goalposts; a missing one doesn't."""
    low, high = indicator.goalposts
    return (x < low) | (x > high)


def availability(status: npt.NDArray[np.int8], method: IndexMethod, reported: Array | None = None) -> Availability:
    """Apply the rules for missing and not applicable to units × indicators of statuses.

    "Tidak berlaku" and an absent `bila_ada` leave numerator and denominator of the share that decides; what is missing
    stays in the denominator. A method may ask for a number of measured dimensions besides: there, what doesn't apply
    counts where the unit reported enough for that to be known.

    reported: share of reports in the window of each unit, NaN or None = not known.
    """
    units = len(status)
    dimension_status = dimension_states(status, method)
    applies, measured_weight = np.zeros(units), np.zeros(units)
    for d, (dimension, columns) in enumerate(zip(method.dimensions, by_dimension(method), strict=True)):
        due, have, weight = _weights_of(status[:, columns], method, columns)
        # weight of an indicator in the index = dimension weight × its share of the dimension
        applies += dimension.weight * due / weight
        counted = np.where(dimension_status[:, d] == MEASURED, have, 0.0)
        measured_weight += dimension.weight * counted / weight
    dimension_weights = np.array([d.weight for d in method.dimensions])
    due = (dimension_weights * np.isin(dimension_status, (MEASURED, MISSING))).sum(axis=1)
    have = (dimension_weights * (dimension_status == MEASURED)).sum(axis=1)
    across = np.divide(have, due, out=np.zeros(units), where=due > 0)
    codes = [d.code for d in method.dimensions]
    required = [codes.index(code) for code in method.required]
    has_required = (dimension_status[:, required] == MEASURED).all(axis=1)
    enough = across >= method.across_dimensions - 1e-9
    # events of which too little is known can't be made up for by other dimensions: a blank would lift the score
    enough &= ~(status == UNKNOWN).any(axis=1)
    quiet = _quiet(dimension_status, method, reported)
    enough &= ((dimension_status == MEASURED) | quiet).sum(axis=1) >= method.dimensions_minimum
    share = np.divide(measured_weight, applies, out=np.zeros(units), where=applies > 0)
    original = measured_weight + (dimension_weights * quiet).sum(axis=1)
    optional = [c for c, indicator in enumerate(method.indicators) if indicator.optional]
    assessed = has_required & enough
    why = [
        (None, None) if scored else _reason(codes, method, states, calm)
        for scored, states, calm in zip(assessed, dimension_status, quiet, strict=True)
    ]
    return Availability(
        dimension_status=dimension_status,
        weight_share=original if method.original_weight else share,
        lacking=share < 1 - 1e-9,
        assessed=assessed,
        reason=tuple(reason for reason, _ in why),
        reason_dimensions=tuple(dimensions for _, dimensions in why),
        without_survey=(status[:, optional] == ABSENT).any(axis=1) if optional else np.zeros(units, dtype=bool),
    )


def _quiet(dimension_status: npt.NDArray[np.int8], method: IndexMethod, reported: Array | None) -> npt.NDArray[np.bool_]:
    """Dimensions that don't apply and count as measured: the unit reported enough for it to be known that nothing happened."""
    if reported is None:
        return np.zeros(dimension_status.shape, dtype=bool)
    complete = np.nan_to_num(reported) >= method.quiet_completeness - 1e-9
    found: npt.NDArray[np.bool_] = (dimension_status == NOT_APPLICABLE) & complete[:, None]
    return found


def dimension_states(status: npt.NDArray[np.int8], method: IndexMethod) -> npt.NDArray[np.int8]:
    """Rows × indicators of statuses to rows × dimensions; the weights of the dimensions play no part."""
    out = np.full((len(status), len(method.dimensions)), MISSING, dtype=np.int8)
    for d, (dimension, columns) in enumerate(zip(method.dimensions, by_dimension(method), strict=True)):
        part = status[:, columns]
        due, have, _ = _weights_of(part, method, columns)
        share = np.divide(have, due, out=np.zeros(len(status)), where=due > 0)
        measured = (share >= method.within_dimension - 1e-9) & (have > 0)
        absent = (due == 0) & (part == ABSENT).any(axis=1)
        lacking = ABSENT if dimension.optional else MISSING
        out[:, d] = np.select([measured, absent, due == 0], [MEASURED, ABSENT, NOT_APPLICABLE], default=lacking)
    return out


def _weights_of(part: npt.NDArray[np.int8], method: IndexMethod, columns: Sequence[int]) -> tuple[Array, Array, float]:
    """Weight that applies and weight that is measured inside a dimension, by row, and its whole weight."""
    weights = np.array([method.indicators[c].weight for c in columns])
    due = (weights * np.isin(part, (MEASURED, MISSING, UNKNOWN))).sum(axis=1)
    have = (weights * (part == MEASURED)).sum(axis=1)
    return due, have, float(weights.sum())


def mixed(parts: Sequence[Floats], measured: npt.NDArray[np.bool_], weights: Array, how: str, draws: int) -> Floats:
    """Weighted mean over parts that are already `engine.inner`; for draws, where speed counts.

    parts: one array (periods, units, draws or 1) each, 0 where not measured. measured: (periods, units, parts).
    weights: (parts) or (draws, parts). Returns (periods, units, draws), float32; meaningless where nothing is measured.
    """
    total = np.zeros((*measured.shape[:2], draws), dtype=np.float32)
    buffer = np.empty_like(total)
    for part, weight in zip(parts, np.ascontiguousarray(weights.T, dtype=np.float32), strict=True):
        total += np.multiply(part, weight, out=buffer)
    available = measured.astype(np.float32) @ weights.T.astype(np.float32)
    available[available == 0] = 1
    total /= available if weights.ndim > 1 else available[..., None]
    return outer(total, how)


def draws_by_dimension(scores: Sequence[Floats], used: npt.NDArray[np.bool_], method: IndexMethod) -> list[Floats]:
    """Draws of each dimension from those of its indicators: (periods, units, draws or 1) each, finite everywhere.

    used: (periods, units, indicators), what is measured and belongs to a measured dimension.
    """
    out = []
    for columns in by_dimension(method):
        if len(columns) == 1:
            out.append(filled(scores[columns[0]], used[..., columns[0]], 50))
            continue
        weights = np.array([method.indicators[c].weight for c in columns])
        parts = [filled(inner(filled(scores[c], used[..., c], 50), method.within), used[..., c], 0) for c in columns]
        draws = max(part.shape[-1] for part in parts)
        out.append(mixed(parts, used[..., columns], weights, method.within, draws))
    return out


def filled(draws: Floats, known: npt.NDArray[np.bool_], value: float) -> Floats:
    """The same array with this value in all draws of the units that aren't known."""
    draws[~known] = value
    return draws


def dimension_scores(scores: Floats, dimension_status: npt.NDArray[np.int8], method: IndexMethod) -> Floats:
    """Mean of the measured indicators inside each dimension, weights rescaled; NaN where it isn't measured.

    scores: units × … × indicators, NaN = not measured.
    """
    out = np.full((*scores.shape[:-1], len(method.dimensions)), np.nan, dtype=scores.dtype)
    for d, columns in enumerate(by_dimension(method)):
        part = scores[..., columns]
        weights = np.array([method.indicators[c].weight for c in columns])
        value = part[..., 0] if len(columns) == 1 else weighted_mean(part, weights, how=method.within)[0]
        measured = (dimension_status[:, d] == MEASURED).reshape(-1, *([1] * (scores.ndim - 2)))
        out[..., d] = np.where(measured, value, np.nan)
    return out


def index_scores(
    dimensions: Floats,
    method: IndexMethod,
    weights: Array | None = None,
    how: str | None = None,
) -> Floats:
    """The index from units × … × dimensions; weights of missing dimensions go to the others in proportion."""
    chosen = np.array([d.weight for d in method.dimensions]) if weights is None else weights
    score: Floats = weighted_mean(dimensions, chosen, how=how or method.across)[0]
    return score


def by_dimension(method: IndexMethod) -> list[list[int]]:
    """For each dimension, the positions of its indicators."""
    return [[c for c, i in enumerate(method.indicators) if i.dimension == d.code] for d in method.dimensions]


def band_of(score: Floats, edges: Sequence[float]) -> Array:
    """Band number, 1 = lowest; the lower bound belongs to the band; NaN stays NaN."""
    return np.where(np.isnan(score), np.nan, np.searchsorted(np.asarray(edges), score, side="right") + 1.0)


def contributions(scores: Array, reference: Array, method: IndexMethod) -> Array:
    """Points that each indicator adds to or takes from a unit's score against a reference; they add up exactly.

    scores: units × indicators (NaN = not measured), reference: indicators. A dimension or indicator that wasn't
    measured on either side stands at that side's own mean, so it contributes only what re-weighting does.

    Only for the arithmetic and the rescaled geometric mean. The geometric part is split by logarithmic means
    (Ang 2004, Energy Policy 32(9): "LMDI"), which leaves no residual.
    """
    if method.across not in ("rgmean", "amean") or method.within != "amean":
        raise ValueError(f"{method.id}: contributions are defined for amean inside and rgmean or amean across dimensions")
    units = len(scores)
    both = np.vstack([scores, reference[None, :]])
    dims, filled = _filled(both, method)
    weights = np.array([d.weight for d in method.dimensions])
    if method.across == "rgmean":
        f = 10 + 0.9 * dims
        total = np.exp((weights * np.log(f)).sum(axis=1))
        slope = _log_mean(total[:units, None], total[units]) / _log_mean(f[:units], f[units][None, :])
    else:
        slope = np.ones((units, len(weights)))
    out = np.zeros_like(scores)
    for d, columns in enumerate(by_dimension(method)):
        inner = np.array([method.indicators[c].weight for c in columns])
        inner = inner / inner.sum()
        difference = filled[:units][:, columns] - filled[units][columns]
        out[:, columns] = weights[d] * slope[:, [d]] * inner * difference
    return out


def column_means(scores: Array) -> Array:
    """Mean of what is there in each column; NaN where nothing is."""
    known = np.isfinite(scores)
    total, count = np.where(known, scores, 0).sum(axis=0), known.sum(axis=0)
    mean: Array = np.divide(total, count, out=np.full(scores.shape[1], np.nan), where=count > 0)
    return mean


def reference_dimensions(reference: Array, method: IndexMethod) -> Floats:
    """Dimension scores (1 × dimensions) of one row of indicator scores."""
    status = np.array([[MEASURED if np.isfinite(reference[c]).any() else MISSING for c in by_dimension(method)]])
    return dimension_scores(reference[None, :], status.astype(np.int8), method)


def _filled(scores: Array, method: IndexMethod) -> tuple[Floats, Floats]:
    """Dimension and indicator scores with what is missing put at the unit's own mean of the level above."""
    status = np.where(np.isnan(scores), MISSING, MEASURED).astype(np.int8)
    some = np.column_stack([(status[:, columns] == MEASURED).any(axis=1) for columns in by_dimension(method)])
    dims = dimension_scores(scores, np.where(some, MEASURED, MISSING).astype(np.int8), method)
    index = index_scores(dims, method)
    dims = np.where(np.isnan(dims), index[:, None], dims)
    filled = scores.copy()
    for d, columns in enumerate(by_dimension(method)):
        filled[:, columns] = np.where(np.isnan(filled[:, columns]), dims[:, [d]], filled[:, columns])
    return dims, filled


def _log_mean(a: Floats, b: Floats) -> Floats:
    """Logarithmic mean (a − b)/(ln a − ln b); a where they are equal."""
    a, b = np.broadcast_arrays(a, b)
    close = np.isclose(a, b, rtol=1e-9, atol=0)
    ratio = np.divide(a - b, np.log(np.where(close, 2.0, a)) - np.log(np.where(close, 1.0, b)), where=~close, out=a.copy())
    return np.where(close, (a + b) / 2, ratio)


def _reason(
    codes: Sequence[str],
    method: IndexMethod,
    status: npt.NDArray[np.int8],
    quiet: npt.NDArray[np.bool_],
) -> tuple[str, tuple[str, ...]]:
    """Which dimensions are missing; if none is, those of which one more is needed."""
    lacking = tuple(code for code, state in zip(codes, status, strict=True) if state == MISSING)
    if not lacking and method.dimensions_minimum:
        counted = (status == MEASURED) | quiet
        return NEEDED, tuple(code for code, has in zip(codes, counted, strict=True) if not has)
    return LACKING, lacking or tuple(method.required)
