"""The regency as one unit: what the units' estimates come to together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from analytics.indices.estimates import ABSENT, MEASURED, MISSING, UNKNOWN, Estimate
from analytics.records import fallbacks
from analytics.records.fallbacks import Flags
from analytics.records.panel import Array


def pooled(estimate_: Estimate) -> Estimate:
    """The regency as one unit from the pooled records: sums of counts over sums of exposure, draw by draw.

    The pooled value isn't shrunk: it is the quantity that the units are shrunk towards.
    """
    counted = (estimate_.status == MEASURED) & np.isfinite(estimate_.pool) & (estimate_.pool > 0)
    weight = np.where(counted, estimate_.pool, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    has = total[:, 0] > 0
    raw = np.where(has, (share * np.where(counted, estimate_.raw, 0.0)).sum(axis=1), np.nan)[:, None]
    draws = None
    if estimate_.draws is not None:
        filled = np.where(counted[..., None], estimate_.draws, np.float32(0))
        draws = np.einsum("pu,pud->pd", share.astype(np.float32), filled)[:, None, :]
        draws = np.where(has[:, None, None], draws, np.float32(np.nan))
    applicable = (estimate_.status == MEASURED).any(axis=1)
    rest = estimate_.status.min(axis=1)  # nothing measured: not applicable before absent before missing
    status = np.where(applicable & has, MEASURED, rest).astype(np.int8)[:, None]
    age = np.where(counted, estimate_.age, -np.inf).max(axis=1, keepdims=True)
    total_exposure = np.where(np.isfinite(estimate_.completeness), 1.0, np.nan)
    with np.errstate(invalid="ignore"):
        completeness = np.nansum(np.nan_to_num(estimate_.completeness), axis=1, keepdims=True) / np.nansum(
            total_exposure, axis=1, keepdims=True
        )
    return replace(
        estimate_,
        raw=raw,
        point=raw.copy(),
        draws=draws,
        status=status,
        age=np.where(np.isfinite(age), age, np.nan),
        n=np.nansum(np.where(counted, estimate_.n, 0.0), axis=1, keepdims=True),
        completeness=completeness,
        pool=total,
        fallbacks=_pooled_fallbacks(estimate_, counted),
        unknown=_sum_of_units(estimate_.unknown),
        events=_sum_of_units(estimate_.events),
    )


def _sum_of_units(events: Array | None) -> Array | None:
    return None if events is None else np.nansum(events, axis=1, keepdims=True)


def _pooled_fallbacks(units: Estimate, counted: npt.NDArray[np.bool_]) -> Flags:
    """The fall-backs taken for any of the pooled units, and whether every unit that should have a value has one."""
    lacking = np.isin(units.status, (ABSENT, MISSING, UNKNOWN)) | ((units.status == MEASURED) & ~counted)
    inherited = {
        code: (flag & counted).any(axis=1, keepdims=True)
        for code, flag in units.fallbacks.items()
        if code not in (fallbacks.ALONE, fallbacks.ONE_SIDED)  # these two come of shrinking, and the pooled value isn't shrunk
    }
    partly = (lacking.any(axis=1) & counted.any(axis=1))[:, None]
    return {**inherited, fallbacks.PART_OF_UNITS: partly}


def with_whole(units: Estimate) -> Estimate:
    """The units and, as one more unit at the end, the regency pooled from them."""
    whole = pooled(units)

    def both(name: str) -> Array:
        joined: Array = np.concatenate([getattr(units, name), getattr(whole, name)], axis=1)
        return joined

    asked = units.unknown is not None

    draws = None
    if units.draws is not None and whole.draws is not None:
        draws = np.concatenate([units.draws, whole.draws], axis=1)
    return Estimate(
        indicator=units.indicator,
        raw=both("raw"),
        point=both("point"),
        draws=draws,
        status=np.concatenate([units.status, whole.status], axis=1),
        age=both("age"),
        n=both("n"),
        completeness=both("completeness"),
        pool=both("pool"),
        fallbacks={
            code: np.concatenate(
                [part.fallbacks.get(code, np.zeros(part.raw.shape, dtype=bool)) for part in (units, whole)],
                axis=1,
            )
            for code in {**units.fallbacks, **whole.fallbacks}
        },
        unknown=both("unknown") if asked else None,
        events=both("events") if asked else None,
    )
