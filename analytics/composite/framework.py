"""The framework of a composite: a tree of codes, checked, as branches with their weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.records.panel import Array

WEIGHT_SLACK = 1e-9


@dataclass(frozen=True)
class Branch:
    """An aggregate, its level, and its children with their weights."""

    code: str
    level: int
    children: tuple[str, ...]
    weights: Array


def branches(framework: pd.DataFrame, columns: pd.Index) -> list[Branch]:
    """The aggregates of a framework, children before parents."""
    absent = [name for name in ("code", "parent", "weight", "level") if name not in framework.columns]
    if absent:
        raise ValueError(f"framework: column {', '.join(absent)} is missing")
    if framework["code"].isna().any():
        raise ValueError(f"framework: row {int(framework['code'].isna().argmax()) + 1} has no code")
    repeated = framework["code"][framework["code"].duplicated()]
    if len(repeated):
        raise ValueError(f"framework: code {repeated.iloc[0]} occurs more than once")
    levels = dict(zip(framework["code"], _whole_levels(framework), strict=True))
    top = max(levels.values())
    parents = {
        code: parent for code, parent in zip(framework["code"], framework["parent"], strict=True) if not (pd.isna(parent) or parent == "")
    }
    _refuse_broken_tree(levels, parents, top)
    indicators = {code for code, level in levels.items() if level == 1}
    unknown = [str(code) for code in indicators if code not in columns]
    if unknown:
        raise ValueError(f"framework: unknown code {', '.join(sorted(unknown))}, it is no indicator of the data")
    for column in columns:
        if column not in indicators:
            raise ValueError(f"indicator {column}: it is not at level 1 of the framework")
    weights = dict(zip(framework["code"], pd.to_numeric(framework["weight"], errors="coerce"), strict=True))
    made = []
    for code in sorted((c for c in levels if levels[c] > 1), key=lambda c: levels[c]):
        children = tuple(child for child, parent in parents.items() if parent == code)
        if not children:
            raise ValueError(f"framework: {code} at level {levels[code]} has no children")
        made.append(Branch(code, levels[code], children, _sibling_weights(code, children, weights)))
    return made


def _sibling_weights(parent: str, children: tuple[str, ...], weights: Mapping[str, float]) -> Array:
    """Weights inside a parent: positive; relative (1, 1, 2), or shares, which then have to sum to 1."""
    for child in children:
        if not (np.isfinite(weights[child]) and weights[child] > 0):
            raise ValueError(f"framework: the weight of {child} is {weights[child]}; it must be positive")
    own = np.array([weights[child] for child in children], dtype=np.float64)
    if (own < 1).all() and abs(own.sum() - 1) > WEIGHT_SLACK:
        raise ValueError(
            f"framework: the weights inside {parent} are shares ({', '.join(f'{w:g}' for w in own)}) and sum to {own.sum():g}, not 1"
        )
    return own


def _whole_levels(framework: pd.DataFrame) -> list[int]:
    levels = []
    for code, level in zip(framework["code"], pd.to_numeric(framework["level"], errors="coerce"), strict=True):
        if not (np.isfinite(level) and level >= 1 and level == int(level)):
            raise ValueError(f"framework: the level of {code} is {level}; whole numbers from 1 are needed")
        levels.append(int(level))
    if not levels or max(levels) < 2:
        raise ValueError("framework: there is nothing above level 1")
    return levels


def _refuse_broken_tree(levels: Mapping[str, int], parents: Mapping[str, str], top: int) -> None:
    for code, level in levels.items():
        parent = parents.get(code)
        if parent is None:
            if level < top:
                raise ValueError(f"framework: {code} at level {level} has no parent")
            continue
        if parent not in levels:
            raise ValueError(f"framework: unknown code {parent}, the parent of {code}")
        chain = [code]
        while chain[-1] in parents:
            chain.append(parents[chain[-1]])
            if chain[-1] in chain[:-1]:
                raise ValueError(f"framework: a cycle, {' → '.join(map(str, chain))}")
        if levels[parent] <= level:
            raise ValueError(f"framework: {code} at level {level} must lie below its parent {parent} at level {levels[parent]}")


def how_by_level(how: str | Mapping[int, str], levels: set[int]) -> dict[int, str]:
    """How each level of aggregates is made. Raises ValueError where a level is missing or too many are given."""
    names = dict.fromkeys(levels, how) if isinstance(how, str) else dict(how)
    if set(names) != levels:
        raise ValueError(f"how is given for the levels {sorted(names)}; the aggregates are at the levels {sorted(levels)}")
    return names
