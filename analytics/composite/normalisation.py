"""Put indicators of different units of measure on a common scale: units × indicators in, the same shape out.

Definitions after OECD/JRC (2008), "Handbook on Constructing Composite Indicators", step 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from analytics.composite.tables import Groups, checked_values, place, refuse_empty_columns
from analytics.records.panel import Array

Goalposts = pd.DataFrame | Mapping[str, tuple[float, float]]


def normalise(
    x: pd.DataFrame,
    how: str,
    *,
    direction: pd.Series | Mapping[str, int] | None = None,
    goalposts: Goalposts | None = None,
    by: str | int | None = None,
    **options: object,
) -> pd.DataFrame:
    """Put every indicator on a common scale on which high is good.

    Parameters
    ----------
    x : DataFrame, units (or (unit, period)) × indicators
        Values in each indicator's own unit of measure; NaN = missing, stays NaN and isn't counted.
    how : str
        `goalposts` 100·clip((x − lower)/(upper − lower)), reversed for direction −1;
        the others after multiplying with the direction:
        `minmax` onto `lower`–`upper` (options; 0–100); `zscore` (x − mean)/sd with ddof 1; `rank` 1 = lowest, ties
        take the smallest; `borda` rank − 1; `prank` (rank − 1)/(n − 1); `dist2max` 1 − (max − x)/(max − min);
        `dist2ref` the same with the value of the row `reference` for max; `dist2targ` the same with `target` (one an
        indicator or one for all, in raw units); both exceed 1 beyond it unless `cap=True`; `fracmax` x/max;
        `scaled` (x − a)/b, with `a` and `b` as for `target`.
    direction : Series or mapping indicator → +1 (high is good) or −1; None: all +1.
    goalposts : DataFrame with columns `lower`, `upper`, one row an indicator, or mapping → (lower, upper); raw units.
    by : level of the row index within which minima, means and ranks are taken, such as "period"; None: all rows.
        An indicator without any value in one period stays missing in it.

    Raises
    ------
    ValueError, naming unit and indicator, for an infinite value, a repeated unit, an indicator without any value,
    one without spread where the method divides by it, reversed goalposts, an unknown option.
    """
    if how not in _METHODS:
        raise ValueError(f"how is {how!r}; one of {', '.join(_METHODS)} is needed")
    method = _METHODS[how]
    if goalposts is not None:
        options["goalposts"] = goalposts
    unknown = sorted(set(options) - set(method.options))
    if unknown:
        raise ValueError(f"{how} has no option {', '.join(unknown)}; it has {', '.join(method.options) or 'none'}")
    values = checked_values(x)
    refuse_empty_columns(x, values)
    groups = Groups.of(x.index, by)
    sign = _direction(x.columns, direction)
    task = _Task(how, x, groups, sign, groups.cube(values * sign), options)
    with np.errstate(over="ignore", invalid="ignore"):
        scores = groups.rows(method.apply(task))
    lost = np.argwhere(~np.isfinite(scores) & ~np.isnan(values))
    if len(lost):
        raise ValueError(f"{place(x, *lost[0])}: {how} can't be computed, the values are too large")
    return pd.DataFrame(scores, index=x.index, columns=x.columns)


def beyond_goalposts(x: pd.DataFrame, goalposts: Goalposts) -> pd.DataFrame:
    """Which values lie outside their goalposts and are clipped by `normalise`; False where missing."""
    lower, upper = _goalposts(x.columns, goalposts)
    values = checked_values(x)
    return pd.DataFrame((values < lower) | (values > upper), index=x.index, columns=x.columns)


# ------------------------------------------------------------------ the methods


@dataclass(frozen=True)
class _Task:
    """What a method works on: `cube` is groups × members × indicators, direction applied, NaN = missing."""

    how: str
    x: pd.DataFrame
    groups: Groups
    sign: Array
    cube: Array
    options: Mapping[str, object]

    def given(self, name: str) -> Any:
        """An option that has no default."""
        if name not in self.options:
            raise ValueError(f"{self.how} needs {name}")
        return self.options[name]

    def flag(self, name: str) -> bool:
        value = self.options.get(name, False)
        if value is not True and value is not False:
            raise ValueError(f"{self.how}: option {name} is {value!r}; True or False is needed")
        return bool(value)

    def number(self, name: str, default: float) -> float:
        value = self.options.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not np.isfinite(value):
            raise ValueError(f"{self.how}: option {name} is {value!r}; a finite number is needed")
        return float(value)

    def per_indicator(self, name: str) -> Array:
        """An option that is one number, or one an indicator."""
        value = self.given(name)
        if isinstance(value, pd.Series | Mapping):
            return aligned(value, self.x.columns, name)
        return np.full(len(self.x.columns), self.number(name, np.nan))

    def lowest(self) -> Array:
        lowest: Array = np.fmin.reduce(self.cube, axis=1, keepdims=True)
        return lowest

    def highest(self) -> Array:
        highest: Array = np.fmax.reduce(self.cube, axis=1, keepdims=True)
        return highest

    def count(self) -> Array:
        """Values of each group and indicator."""
        count: Array = (~np.isnan(self.cube)).sum(axis=1, keepdims=True).astype(np.float64)
        return count

    def refuse(self, bad: npt.NDArray[np.bool_], complaint: str) -> None:
        """ValueError for groups × 1 × indicators where the method is undefined; groups without any value are passed over."""
        bad = np.broadcast_to(bad & (self.count() > 0), (len(self.cube), 1, self.cube.shape[2]))
        if not bad.any():
            return
        group, _, column = np.argwhere(bad)[0]
        rows = np.flatnonzero(self.groups.group == group)
        rows = rows[~np.isnan(self.cube[group, self.groups.member[rows], column])]
        where = "" if len(self.groups.names) == 1 else f" within {self.groups.names[group]}"
        raise ValueError(f"{place(self.x, rows[0], column)}: {self.how} is undefined{where}, {complaint} ({len(rows)} values)")


def _spread(task: _Task) -> tuple[Array, Array]:
    low, high = task.lowest(), task.highest()
    task.refuse(low == high, "all values are equal")
    return low, high


def _by_goalposts(task: _Task) -> Array:
    """The two goalposts trade places where low is good, because the signs of all values have been reversed."""
    lower, upper = _goalposts(task.x.columns, task.given("goalposts"))
    worst, best = (
        np.minimum(task.sign * lower, task.sign * upper),
        np.maximum(task.sign * lower, task.sign * upper),
    )
    scores: Array = task.cube - worst
    scores /= best - worst
    np.clip(scores, 0, 1, out=scores)
    scores *= 100
    return scores


def _minmax(task: _Task) -> Array:
    bottom, top = task.number("lower", 0.0), task.number("upper", 100.0)
    if not bottom < top:
        raise ValueError(f"minmax: lower {bottom:g} must be below upper {top:g}")
    low, high = _spread(task)
    scores: Array = (task.cube - low) / (high - low) * (top - bottom) + bottom
    return np.clip(scores, bottom, top)


def _zscore(task: _Task) -> Array:
    _spread(task)
    n = task.count()
    deviation = task.cube - np.nansum(task.cube, axis=1, keepdims=True) / np.maximum(n, 1)
    deviation /= np.fmax.reduce(np.abs(deviation), axis=1, keepdims=True)  # else squares of tiny values are 0
    squares = np.nansum(deviation**2, axis=1, keepdims=True)
    scores: Array = deviation / np.sqrt(squares / np.maximum(n - 1, 1))
    return scores


def _rank(task: _Task) -> Array:
    ranks: Array = rankdata(np.where(np.isnan(task.cube), np.inf, task.cube), method="min", axis=1).astype(float)
    ranks[np.isnan(task.cube)] = np.nan
    return ranks


def _borda(task: _Task) -> Array:
    return _rank(task) - 1


def _prank(task: _Task) -> Array:
    n = task.count()
    task.refuse(n == 1, "there is a single unit")
    return (_rank(task) - 1) / np.maximum(n - 1, 1)


def _dist2max(task: _Task) -> Array:
    low, high = _spread(task)
    return 1 - (high - task.cube) / (high - low)


def _distance(task: _Task, aim: Array, name: str) -> Array:
    low = task.lowest()
    task.refuse(~(aim > low), f"the {name} isn't better than the worst value")
    scores: Array = 1 - (aim - task.cube) / (aim - low)
    return np.minimum(scores, 1.0) if task.flag("cap") else scores


def _dist2targ(task: _Task) -> Array:
    return _distance(task, task.per_indicator("target") * task.sign, "target")


def _dist2ref(task: _Task) -> Array:
    wanted, groups = task.given("reference"), task.groups
    found = np.flatnonzero([unit == wanted for unit in groups.units])
    aim = np.full((len(task.cube), 1, task.cube.shape[2]), np.nan)
    aim[groups.group[found], 0] = task.cube[groups.group[found], groups.member[found]]
    if not len(found):
        raise ValueError(f"reference unit {wanted}: no such unit")
    missing = np.argwhere(np.isnan(aim) & (task.count() > 0))
    if len(missing):
        group, _, column = missing[0]
        raise ValueError(f"reference unit {wanted}, indicator {task.x.columns[column]}: no value in {groups.names[group]}")
    return _distance(task, aim, "reference")


def _fracmax(task: _Task) -> Array:
    high = task.highest()
    task.refuse(high <= 0, "the largest value after applying the direction isn't positive")
    return task.cube / high


def _scaled(task: _Task) -> Array:
    a, b = task.per_indicator("a"), task.per_indicator("b")
    zero = np.flatnonzero(b == 0)
    if len(zero):
        raise ValueError(f"indicator {task.x.columns[zero[0]]}: scaled divides by b = 0")
    return (task.cube - a) / b


@dataclass(frozen=True)
class _Method:
    apply: Callable[[_Task], Array]
    options: tuple[str, ...] = field(default=())


_METHODS: Mapping[str, _Method] = {
    "goalposts": _Method(_by_goalposts, ("goalposts",)),
    "minmax": _Method(_minmax, ("lower", "upper")),
    "zscore": _Method(_zscore),
    "rank": _Method(_rank),
    "prank": _Method(_prank),
    "borda": _Method(_borda),
    "dist2max": _Method(_dist2max),
    "dist2ref": _Method(_dist2ref, ("reference", "cap")),
    "dist2targ": _Method(_dist2targ, ("target", "cap")),
    "fracmax": _Method(_fracmax),
    "scaled": _Method(_scaled, ("a", "b")),
}


# ------------------------------------------------------------------ what is given per indicator


def aligned(given: pd.Series | Mapping[str, float], columns: pd.Index, name: str) -> Array:
    """Numbers in the order of the columns; ValueError for an indicator that has none."""
    table = pd.to_numeric(pd.Series(dict(given.items()), dtype=object), errors="coerce")
    labels = given.index if isinstance(given, pd.Series) else table.index
    if not labels.is_unique:
        raise ValueError(f"indicator {labels[labels.duplicated()][0]}: its {name} is given more than once")
    for column in columns:
        if column not in table.index:
            raise ValueError(f"indicator {column}: no {name} is given")
        if not np.isfinite(table[column]):
            raise ValueError(f"indicator {column}: its {name} is {given[column]}, not a finite number")
    return table[columns].to_numpy(dtype=np.float64)


def _direction(columns: pd.Index, direction: pd.Series | Mapping[str, int] | None) -> Array:
    if direction is None:
        return np.ones(len(columns))
    sign = aligned(direction, columns, "direction")
    wrong = np.flatnonzero(np.abs(sign) != 1)
    if len(wrong):
        raise ValueError(f"indicator {columns[wrong[0]]}: direction is {sign[wrong[0]]:g}; it must be 1 or -1")
    return sign


def _goalposts(columns: pd.Index, goalposts: Goalposts) -> tuple[Array, Array]:
    if isinstance(goalposts, pd.DataFrame):
        absent = {"lower", "upper"} - set(goalposts.columns)
        if absent:
            raise ValueError(f"goalposts: column {', '.join(sorted(absent))} is missing")
        lower = aligned(goalposts["lower"], columns, "lower goalpost")
        upper = aligned(goalposts["upper"], columns, "upper goalpost")
    else:
        lower = aligned({code: posts[0] for code, posts in goalposts.items()}, columns, "lower goalpost")
        upper = aligned({code: posts[1] for code, posts in goalposts.items()}, columns, "upper goalpost")
    wrong = np.flatnonzero(lower >= upper)
    if len(wrong):
        i = wrong[0]
        raise ValueError(f"indicator {columns[i]}: the lower goalpost {lower[i]:g} must be below the upper one {upper[i]:g}")
    return lower, upper
