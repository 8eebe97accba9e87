"""Early warning on incident counts: what is usual, what is out of bounds, and the rules of the three levels.

A signal says that the data are unusual; it is no official security status. The rules for a whole panel of strata stand
in `analytics.surveillance.panel`, the records of an edition in `analytics.surveillance.records`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.surveillance.baseline import robust_baseline
from analytics.surveillance.predictive import Array, Bound, quasi_nb

__all__ = ["Bound", "quasi_nb", "robust_baseline"]

# Bound of the CUSUM for a doubling, by usual count a month: in control it is passed once in about 100 months.
# By a Markov chain over 200 states (tests/analytics/surveillance/test_signals.py computes it anew).
CUSUM_LIMITS = (
    (0.02, 0.972),
    (0.03, 0.962),
    (0.04, 1.412),
    (0.05, 1.580),
    (0.07, 1.799),
    (0.1, 2.026),
    (0.14, 2.382),
    (0.2, 2.564),
    (0.3, 2.916),
    (0.4, 3.117),
    (0.6, 3.412),
    (0.8, 3.567),
    (1.0, 3.686),
    (1.4, 3.961),
    (2.0, 4.224),
    (3.0, 4.343),
    (4.0, 4.230),
    (5.0, 4.354),
    (6.0, 4.344),
    (8.0, 3.919),
    (10.0, 3.574),
    (12.0, 3.688),
    (16.0, 2.917),
    (20.0, 2.147),
    (25.0, 0.933),
)
CUSUM_RATIO = 2.0
BASELINE_MONTHS = 12


@dataclass(frozen=True)
class Group:
    """Incident types that are watched together; names in both languages."""

    code: str
    types: tuple[str, ...]
    name: Mapping[str, str]
    short: Mapping[str, str]


@dataclass(frozen=True)
class Rules:
    """When a signal is raised; what each number means stands in data/reference/signals/*.toml.

    anchored: an open row of signals is judged by the months before it began; rules without a table `[row]` (2026.1)
    know none, and judge each month by the twelve before it.
    """

    version: str = "sinyal-2026"
    months: int = BASELINE_MONTHS
    reach: int = 24
    completeness_minimum: float = 0.5
    alpha_1: float = 0.05
    minimum_count_1: int = 3
    fall_probability: float = 0.9
    alpha_2: float = 0.01
    minimum_count_2: int = 3
    q: float = 0.10
    repeats: int = 2
    repeat_months: int = 3
    severe_count: int = 1
    anchored: bool = False
    last_months: int = 3
    quiet_months: int = 2
    new_level_months: int = 12
    groups: tuple[Group, ...] = ()


def parse_rules(text: str) -> Rules:
    """Rules from TOML text.

    Raises ValueError naming the key that is missing, unknown or out of range, or a type that stands in two groups.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"signal rules: not TOML ({error})") from None
    tables = {name: raw.get(name, {}) for name in ("baseline", "level_1", "level_2", "level_3")}
    given: dict[str, Any] = {**tables["baseline"], **tables["level_3"]}
    for level in (1, 2):
        for key, value in tables[f"level_{level}"].items():
            given[f"{key}_{level}" if key in ("alpha", "minimum_count") else key] = value
    given |= raw.get("row", {})
    known = {field.name for field in fields(Rules)} - {"version", "groups", "anchored"}
    known -= set() if "row" in raw else {"last_months", "quiet_months", "new_level_months"}
    if stray := sorted(set(given) ^ known):
        raise ValueError(f"signal rules: {', '.join(stray)} unknown or missing")
    for key in ("alpha_1", "alpha_2", "q", "fall_probability", "completeness_minimum"):
        if not 0 < given[key] < 1:
            raise ValueError(f"signal rules: {key} is {given[key]}, must lie between 0 and 1")
    groups = tuple(_group(one) for one in raw.get("group", ()))
    seen: set[str] = set()
    for group in groups:
        if twice := seen & set(group.types):
            raise ValueError(f"signal rules: {', '.join(sorted(twice))} stands in two groups")
        seen |= set(group.types)
    return Rules(version=str(raw["id"]), anchored="row" in raw, groups=groups, **given)


def poisson_cusum(counts: npt.ArrayLike, mu0: float, mu1: float) -> Array:
    """Cumulative sum that grows when counts come from μ1 rather than from μ0, and never falls below 0.

    S_t = max(0, S_{t−1} + x_t − k), k = (μ1 − μ0)/ln(μ1/μ0). A missing count leaves the sum as it is. Not restarted.

    Raises ValueError unless 0 < mu0 < mu1.

    References
    ----------
    Lucas (1985), Technometrics 27, 129-144.

    Examples
    --------
    >>> poisson_cusum([3, 5, 9], 3, 6).round(3).tolist()
    [0.0, 0.672, 5.344]
    """
    reference = cusum_reference(mu0, mu1)
    values = np.asarray(counts, dtype=np.float64)
    if (values < 0).any() or np.isinf(values).any():
        raise ValueError("counts must be whole and not negative")
    out, level = np.empty_like(values), 0.0
    for at, value in enumerate(values):
        level = level if np.isnan(value) else max(0.0, level + value - reference)
        out[at] = level
    return out


def cusum_reference(mu0: float, mu1: float) -> float:
    """What a month takes off the CUSUM: the count that speaks equally for μ0 and μ1."""
    if not (0 < mu0 < mu1 and np.isfinite(mu1)):
        raise ValueError(f"the usual level {mu0} must be above 0 and below the raised one {mu1}")
    return float((mu1 - mu0) / np.log(mu1 / mu0))


def cusum_limit(mu0: npt.ArrayLike) -> Array:
    """Bound h of the CUSUM for a doubling of μ0, for an in-control run length of about 100 months.

    Over 25 a month any count above the reference is a signal, and false ones are rarer than that.
    """
    level = np.asarray(mu0, dtype=np.float64)
    usual, limit = np.array(CUSUM_LIMITS).T
    found: Array = np.interp(np.log(np.where(level > 0, level, usual[0])), np.log(usual), limit)
    return np.where(level > usual[-1], 0.0, found)


def _group(raw: Mapping[str, Any]) -> Group:
    if missing := {"code", "types", "name", "short"} - set(raw):
        raise ValueError(f"signal rules: a group lacks {', '.join(sorted(missing))}")
    for key in ("name", "short"):
        if set(raw[key]) != {"id", "en"}:
            raise ValueError(f"signal rules: group {raw['code']} needs its {key} as id and en")
    return Group(
        str(raw["code"]),
        tuple(str(name) for name in raw["types"]),
        MappingProxyType(dict(raw["name"])),
        MappingProxyType(dict(raw["short"])),
    )
