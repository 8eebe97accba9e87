"""How much the choices behind an index matter: weights, goalposts, indicators left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import qmc

from analytics.composite.ranks import rank_draws
from analytics.composite.tables import Floats

_ROWS_AT_ONCE = 2**16


def sobol(
    f: Callable[[Floats], npt.ArrayLike],
    bounds: Mapping[str, tuple[float, float]] | Sequence[tuple[float, float]],
    n: int = 2**14,
    seed: int = 0,
) -> pd.DataFrame:
    """First-order and total-order Sobol indices of `f` under independent uniform inputs.

    Parameters
    ----------
    f : function
        Takes an array (rows, inputs) and gives one finite number a row.
    bounds : mapping name -> (low, high), or a sequence of pairs
        Range of each input; `low` below `high`.
    n : int
        Base sample, a power of 2; `f` sees n x (inputs + 2) rows, in blocks.
    seed : int
        Of the scrambled Sobol sequence.

    Returns
    -------
    DataFrame, one row an input
        `s`: share of the variance that the input explains alone. `st`: with all its interactions. NaN where `f` is
        constant (no variance to share out).

    References
    ----------
    Saltelli et al. (2010), Computer Physics Communications 181, 259-270 (first order); Jansen (1999), ibid. 117,
    35-43 (total order).

    Examples
    --------
    >>> sobol(lambda x: x[:, 0] + 2 * x[:, 1], {"a": (0, 1), "b": (0, 1)}).round(2).to_numpy().tolist()
    [[0.2, 0.2], [0.8, 0.8]]
    """
    if n < 2 or n & (n - 1):
        raise ValueError(f"n is {n}; a Sobol sequence needs a power of 2, such as {2**14}")
    pairs = np.array(list(bounds.values()) if isinstance(bounds, Mapping) else list(bounds), dtype=np.float64)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ValueError("bounds must hold at least one pair (low, high)")
    names = pd.Index(list(bounds) if isinstance(bounds, Mapping) else range(len(pairs)))
    low, high = pairs.T
    for name, lo, hi in zip(names, low, high):
        if not (np.isfinite(lo) and np.isfinite(hi) and lo < hi):
            raise ValueError(f"bounds of input {name!s}: {lo} to {hi}; a lower and a higher finite number are needed")
    size = len(pairs)
    unit = qmc.Sobol(2 * size, rng=np.random.default_rng(seed)).random(n)
    a, b = low + unit[:, :size] * (high - low), low + unit[:, size:] * (high - low)
    f_a, f_b = _evaluate(f, a), _evaluate(f, b)
    both = np.concatenate([f_a, f_b])
    middle, variance = both.mean(), both.var()
    if np.ptp(both) == 0:
        return pd.DataFrame({"s": np.nan, "st": np.nan}, index=names)
    first, total = np.empty(size), np.empty(size)
    for i in range(size):
        mixed = a.copy()
        mixed[:, i] = b[:, i]
        f_mixed = _evaluate(f, mixed)
        first[i] = ((f_b - middle) * (f_mixed - f_a)).mean() / variance
        total[i] = ((f_a - f_mixed) ** 2).mean() / (2 * variance)
    return pd.DataFrame({"s": first, "st": total}, index=names)


def _evaluate(f: Callable[[Floats], npt.ArrayLike], rows: Floats) -> Floats:
    """`f` over all rows, in blocks, checked."""
    blocks = []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        values = np.asarray(f(part), dtype=np.float64)
        if values.shape != (len(part),):
            raise ValueError(f"f gave shape {values.shape} for {len(part)} rows; one number a row is needed")
        bad = np.flatnonzero(~np.isfinite(values))
        if len(bad):
            raise ValueError(f"f gave {values[bad[0]]} at input {part[bad[0]].tolist()}; it must be finite")
        blocks.append(values)
    return np.concatenate(blocks)


def mean_absolute_rank_shift(a: npt.ArrayLike, b: npt.ArrayLike) -> Floats:
    """How far units move on average, in ranks, between the scores `a` and the scores `b`.

    Parameters
    ----------
    a, b : arrays (..., units)
        Scores, high = good; leading axes broadcast, so `a` may be one set of scores and `b` one a draw.

    Returns
    -------
    Array of the leading shape (0-dimensional for two vectors)
        Mean of |rank in b - rank in a| over the units that have both; they alone are ranked. NaN if there are none.

    References
    ----------
    Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168, 307-323.

    Examples
    --------
    >>> float(mean_absolute_rank_shift([90, 80, 70], [70, 80, 90]).round(4))
    1.3333
    """
    left, right = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
    if left.ndim == 0:
        raise ValueError("a and b must have an axis of units")
    missing = np.isnan(left) | np.isnan(right)
    shift = np.abs(rank_draws(np.where(missing, np.nan, right)) - rank_draws(np.where(missing, np.nan, left)))
    known = (~missing).sum(axis=-1)
    total = np.where(missing, 0.0, shift).sum(axis=-1)
    out: Floats = np.asarray(total / np.where(known > 0, known, np.nan))
    return out


def drop_one(scores: pd.DataFrame, index_of: Callable[[pd.DataFrame], npt.ArrayLike]) -> pd.DataFrame:
    """How far the ranks move when one indicator is left out.

    Parameters
    ----------
    scores : DataFrame (units, indicators)
        Normalised scores.
    index_of : function
        Gives the index (one number a unit, NaN = not assessed) from a table like `scores`; it is called once with all
        columns and once without each, and has to re-weight what is left.

    Returns
    -------
    DataFrame, one row an indicator
        `mean_shift`, `max_shift`: mean and largest absolute change of rank; `unit`: who moves most. NaN and None where
        no unit keeps an index without it (a single indicator too).

    Examples
    --------
    >>> x = pd.DataFrame({"a": [90.0, 50.0, 20.0], "b": [10.0, 50.0, 80.0], "c": [90.0, 50.0, 20.0]}, index=[*"PQR"])
    >>> drop_one(x, lambda part: part.mean(axis=1))["mean_shift"].round(2).to_dict()
    {'a': 1.0, 'b': 0.0, 'c': 1.0}
    """
    base = _index_values(index_of, scores)
    rows = []
    for indicator in scores.columns:
        rest = scores.drop(columns=indicator)
        other = _index_values(index_of, rest) if len(rest.columns) else np.full(len(scores), np.nan)
        common = ~(np.isnan(base) | np.isnan(other))
        if not common.any():
            rows.append((np.nan, np.nan, None))
            continue
        moved = np.abs(rank_draws(other[common]) - rank_draws(base[common]))
        rows.append((moved.mean(), moved.max(), scores.index[common][int(moved.argmax())]))
    return pd.DataFrame(rows, index=scores.columns, columns=["mean_shift", "max_shift", "unit"])


def _index_values(index_of: Callable[[pd.DataFrame], npt.ArrayLike], scores: pd.DataFrame) -> Floats:
    values = np.asarray(index_of(scores), dtype=np.float64)
    if values.shape != (len(scores),):
        raise ValueError(f"index_of gave shape {values.shape} for {len(scores)} units; one number a unit is needed")
    return values


def effective_importance(parts: pd.DataFrame, index: pd.Series) -> pd.DataFrame:
    """How much each indicator or dimension really matters in the index, to set beside its nominal weight.

    Parameters
    ----------
    parts : DataFrame (units, parts)
        Scores of the indicators or dimensions.
    index : Series, same units
        The index; a unit counts for a part where it has both.

    Returns
    -------
    DataFrame, one row a part
        `correlation` (Pearson) with the index; `importance`, its square: the variance of the index that goes with the
        part; `share`, the importances scaled to sum 1. NaN for a part (or index) that doesn't vary, or with fewer than
        three units.

    References
    ----------
    Paruolo, Saisana & Saltelli (2013), Journal of the Royal Statistical Society A 176, 609-634.

    Examples
    --------
    >>> x = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [1.0, 1.0, 1.0]})
    >>> effective_importance(x, x.mean(axis=1))["importance"].tolist()
    [1.0, nan]
    """
    if not parts.index.equals(index.index):
        raise ValueError("parts and index name different units, or the same ones in another order")
    correlation = pd.Series(
        [_correlation(parts[name].to_numpy(float), index.to_numpy(float)) for name in parts.columns],
        index=parts.columns,
        dtype=float,
    )
    importance = correlation**2
    total = importance.sum()
    return pd.DataFrame(
        {
            "correlation": correlation,
            "importance": importance,
            "share": importance / total if total > 0 else importance * np.nan,
        }
    )


def _correlation(x: Floats, y: Floats) -> float:
    common = ~(np.isnan(x) | np.isnan(y))
    x, y = x[common], y[common]
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return np.nan
    x, y = x - x.mean(), y - y.mean()
    return float(np.clip((x @ y) / np.sqrt((x @ x) * (y @ y)), -1.0, 1.0))


def dirichlet_weights(weights: npt.ArrayLike, concentration: float = 50, *, draws: int, rng: np.random.Generator) -> Floats:
    """Weights with noise: Dirichlet(concentration x weights), mean = `weights`.

    Parameters
    ----------
    weights : array (parts,)
        Not negative, sum 1; a weight of 0 stays 0.
    concentration : float
        The noise: each weight w varies with sd sqrt(w (1 - w) / (concentration + 1)).
    draws, rng :
        Rows wanted, and the generator they come from (`uncertainty.stream`).

    Returns
    -------
    Array (draws, parts), each row summing to 1.

    Examples
    --------
    >>> dirichlet_weights([0.5, 0.5, 0.0], draws=2, rng=np.random.default_rng(0)).sum(axis=1).round(9).tolist()
    [1.0, 1.0]
    """
    centre = np.asarray(weights, dtype=np.float64)
    if centre.ndim != 1 or not np.isfinite(centre).all() or (centre < 0).any():
        raise ValueError(f"weights must be finite and not negative; got {centre.tolist()}")
    if abs(centre.sum() - 1) > 1e-9:
        raise ValueError(f"weights sum to {centre.sum():.9g}; they must sum to 1")
    if not (np.isfinite(concentration) and concentration > 0):
        raise ValueError(f"concentration is {concentration}; it must be above 0")
    if draws < 1:
        raise ValueError(f"draws is {draws}; at least 1 is needed")
    noise = rng.standard_gamma(concentration * centre, size=(draws, len(centre)))
    out: Floats = noise / noise.sum(axis=1, keepdims=True)
    return out
