"""Rates, proportions and means of small samples with their whole uncertainty, one row a unit; intervals of ranks.

The functions here take one period and give a table; `analytics.smoothing.hierarchical` has the models and their prior,
`analytics.smoothing.posteriors` the array functions for a whole panel (offered here too: `gamma_poisson_draws`, `beta_binomial_draws`,
`normal_normal_draws`, `stream`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaincinv, gammaincinv, ndtri

from analytics.composite.ranks import rank_draws, rank_intervals, tail_of
from analytics.method import LEVEL
from analytics.smoothing.hierarchical import (
    Grid,
    VarianceGrid,
    beta_grid,
    conjugate_moments,
    gamma_grid,
    normal_grid,
    normal_moments,
)
from analytics.smoothing.observations import Floats, Observations, count_observations, mean_observations, trial_observations
from analytics.smoothing.posteriors import (
    Posterior,
    beta_binomial_draws,
    gamma_poisson_draws,
    normal_normal_draws,
    pick_nodes,
    stream,
)

__all__ = [
    "Posterior",
    "beta_binomial",
    "beta_binomial_draws",
    "beta_known_prior",
    "gamma_known_prior",
    "gamma_poisson",
    "gamma_poisson_draws",
    "marshall",
    "normal_normal",
    "normal_normal_draws",
    "rank_draws",
    "rank_intervals",
    "stream",
    "wilson",
]

Column: TypeAlias = pd.Series | npt.NDArray[np.floating] | Sequence[float]
G = TypeVar("G")

GOLDEN = (5**0.5 - 1) / 2
COLUMNS = ["mean", "sd", "low", "high", "shrinkage"]


def gamma_poisson(
    count: Column,
    exposure: Column,
    *,
    level: float = LEVEL,
    draws: int = 2000,
    seed: int = 0,
    prior_mean: float | None = None,
) -> pd.DataFrame:
    """Rates of the units of one period, pulled towards their overall rate, with the uncertainty of that pull.

    Parameters
    ----------
    count, exposure : Series or sequence, one value a unit
        Events (>= 0) and exposure (> 0); rates are events per unit of exposure. NaN in either: the unit is missing,
        enters no prior and comes back NaN. Two Series must have the same index; it names the units.
    level : float
        Probability content of the interval.
    draws, seed : int
        `low` and `high` are quantiles of this many seeded draws; the other columns don't depend on draws.
    prior_mean : float, optional
        Fixes the overall rate; otherwise it is estimated, with a flat prior on its logarithm.

    Returns
    -------
    DataFrame, same units in the same order
        `mean` and `sd` of the posterior (exact), `low` and `high` (equal tails), `shrinkage` (0-1, expected weight of
        the overall rate).

    Raises
    ------
    ValueError
        Negative or infinite count, exposure that is zero, negative or infinite; names indicator (the name of the
        `count` Series) and unit.

    Notes
    -----
    Prior and its reason: `analytics.smoothing.hierarchical`. No event anywhere: Jeffreys' prior for the overall rate, so rates
    are small but not 0. One unit and no `prior_mean`: Gamma(count, exposure), shrinkage 0 (half an event for none).
    Equal units get equal rows and the order of the units doesn't matter, because all use the same uniform numbers.

    References
    ----------
    Christiansen & Morris (1997), JASA 92, 618-632.

    Examples
    --------
    >>> gamma_poisson([2, 0, 5], [1.0, 1.0, 1.0])["mean"].round(2).tolist()
    [2.15, 0.56, 4.53]
    """
    observations, index, name = _one_period(count_observations, count, exposure)

    def quantiles(grid: Grid, pairs: Observations, uniform: Floats, inner: Floats) -> Floats:
        alpha, strength = _picked(grid, uniform)
        out: Floats = gammaincinv(alpha + pairs.first.T, inner) / (strength + pairs.second.T)
        return out

    return _frame(
        observations,
        index,
        lambda some: gamma_grid(some, prior_mean),
        lambda grid, pairs: conjugate_moments(grid, pairs, proportion=False),
        quantiles,
        (level, draws, seed, name),
    )


def beta_binomial(
    success: Column,
    trials: Column,
    *,
    level: float = LEVEL,
    draws: int = 2000,
    seed: int = 0,
    prior_mean: float | None = None,
) -> pd.DataFrame:
    """Proportions of the units of one period, pulled towards their overall proportion; as `gamma_poisson`.

    `success` lies between 0 and `trials`. A unit with 0 trials gets the prior predictive: what the others say about
    it. One unit and no `prior_mean`: Beta(success, failure), half a case more on each side where one of them is 0.

    Examples
    --------
    >>> beta_binomial([9, 1, 0], [10, 2, 0])["mean"].round(1).tolist()
    [0.9, 0.6, 0.7]
    """
    observations, index, name = _one_period(trial_observations, success, trials)

    def quantiles(grid: Grid, pairs: Observations, uniform: Floats, inner: Floats) -> Floats:
        alpha, strength = _picked(grid, uniform)
        lost = np.maximum(strength - alpha, 1e-12) + (pairs.second - pairs.first).T
        out: Floats = betaincinv(alpha + pairs.first.T, lost, inner)
        return out

    return _frame(
        observations,
        index,
        lambda some: beta_grid(some, prior_mean),
        lambda grid, pairs: conjugate_moments(grid, pairs, proportion=True),
        quantiles,
        (level, draws, seed, name),
    )


def normal_normal(
    mean: Column,
    variance: Column,
    *,
    level: float = LEVEL,
    draws: int = 2000,
    seed: int = 0,
    prior_mean: float | None = None,
) -> pd.DataFrame:
    """True means of the units of one period (survey means), pulled towards their overall mean; as `gamma_poisson`.

    `variance` (>= 0) is the sampling variance of each mean: s^2/n x design effect. The between-unit variance is 0 or
    more. One unit and no `prior_mean`: Normal(mean, variance).

    Examples
    --------
    >>> normal_normal([60.0, 75.0], [25.0, 25.0])["mean"].round(0).tolist()
    [61.0, 74.0]
    """
    observations, index, name = _one_period(mean_observations, mean, variance)

    def quantiles(grid: VarianceGrid, pairs: Observations, uniform: Floats, inner: Floats) -> Floats:
        node = pick_nodes(grid.weight[0], uniform)
        value, variance = pairs.first.T, pairs.second.T
        pull = variance / (variance + grid.between[0][node])
        sd = np.sqrt(variance * (1 - pull) + pull**2 * grid.centre_variance[0][node])
        out: Floats = value + pull * (grid.centre[0][node] - value) + sd * ndtri(inner)
        return out

    return _frame(
        observations,
        index,
        lambda some: normal_grid(some, prior_mean),
        normal_moments,
        quantiles,
        (level, draws, seed, name),
    )


def gamma_known_prior(count: Column, exposure: Column, shape: float, rate: float, *, level: float = LEVEL) -> pd.DataFrame:
    """Rates under a prior that is given, Gamma(shape, rate): exact, same columns as `gamma_poisson`.

    Examples
    --------
    >>> gamma_known_prior([14], [1.08], 8, 0.7)["mean"].round(6).tolist()
    [12.359551]
    """
    _check_prior(shape, rate)
    observations, index, _ = _one_period(count_observations, count, exposure)
    a, b = shape + observations.first[0], rate + observations.second[0]
    tail = tail_of(level)
    table = np.stack([a / b, np.sqrt(a) / b, gammaincinv(a, tail) / b, gammaincinv(a, 1 - tail) / b, rate / b], axis=1)
    table[~observations.present[0]] = np.nan
    return pd.DataFrame(table, index=index, columns=COLUMNS)


def beta_known_prior(success: Column, trials: Column, a: float, b: float, *, level: float = LEVEL) -> pd.DataFrame:
    """Proportions under a prior that is given, Beta(a, b): exact, same columns as `beta_binomial`.

    Examples
    --------
    >>> beta_known_prior([7], [9], 6, 4)["mean"].round(6).tolist()
    [0.684211]
    """
    _check_prior(a, b)
    observations, index, _ = _one_period(trial_observations, success, trials)
    won, size = a + observations.first[0], a + b + observations.second[0]
    tail = tail_of(level)
    mean = won / size
    low, high = betaincinv(won, size - won, tail), betaincinv(won, size - won, 1 - tail)
    table = np.stack([mean, np.sqrt(mean * (1 - mean) / (size + 1)), low, high, (a + b) / size], axis=1)
    table[~observations.present[0]] = np.nan
    return pd.DataFrame(table, index=index, columns=COLUMNS)


def wilson(k: Column, n: Column, level: float = 0.95) -> pd.DataFrame:
    """Score interval of a raw proportion `k` of `n`, columns `low` and `high`; NaN where `n` is 0 or missing.

    References
    ----------
    Wilson (1927), JASA 22, 209-212.

    Examples
    --------
    >>> wilson([0], [20]).round(7).to_numpy().tolist()
    [[0.0, 0.1611252]]
    """
    observations, index, _ = _one_period(trial_observations, k, n)
    z = float(ndtri(1 - tail_of(level)))
    known = observations.present[0] & (observations.second[0] > 0)
    trials = np.where(known, observations.second[0], np.nan)
    share = observations.first[0] / trials
    centre = share + z**2 / (2 * trials)
    half = z * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    low = np.where(share == 0, 0.0, (centre - half) / (1 + z**2 / trials))
    high = np.where(share == 1, 1.0, (centre + half) / (1 + z**2 / trials))
    return pd.DataFrame({"low": low, "high": high}, index=index)


def marshall(count: Column, exposure: Column) -> pd.DataFrame:
    """Raw rates and Marshall's global empirical Bayes means: columns `raw`, `mean`. For comparison; no interval.

    A negative between-unit variance counts as 0: all units get the overall rate. NaN units stay NaN and are left out.

    References
    ----------
    Marshall (1991), Applied Statistics 40(2), 283-294.

    Examples
    --------
    >>> marshall([5, 11, 20], [1000, 2000, 4000])["mean"].round(11).tolist()
    [0.00514285714, 0.00514285714, 0.00514285714]
    """
    observations, index, _ = _one_period(count_observations, count, exposure)
    here = observations.present[0]
    table = np.full((len(here), 2), np.nan)
    if here.any():
        events, size = observations.first[0][here], observations.second[0][here]
        raw = events / size
        overall = events.sum() / size.sum()
        spread = (size * (raw - overall) ** 2).sum() / size.sum()
        between = spread - overall / size.mean()
        own_weight = between / (between + overall / size) if between > 0 else np.zeros_like(size)
        table[here] = np.stack([raw, overall + own_weight * (raw - overall)], axis=1)
    return pd.DataFrame(table, index=index, columns=["raw", "mean"])


# ---------------------------------------------------------------- one period as a table


def _check_prior(*parameters: float) -> None:
    if not all(np.isfinite(p) and p > 0 for p in parameters):
        raise ValueError(f"the parameters of a prior must be above 0; got {parameters}")


def _one_period(
    check: Callable[[npt.ArrayLike, npt.ArrayLike, Sequence[object], str], Observations],
    first: Column,
    second: Column,
) -> tuple[Observations, pd.Index, str]:
    """Two columns as checked `Observations` of one period, the index of the units, the name of the indicator."""
    a, b = pd.Series(first), pd.Series(second)
    if isinstance(first, pd.Series) and isinstance(second, pd.Series) and not a.index.equals(b.index):
        raise ValueError("the two columns name different units, or the same ones in another order")
    index = a.index if isinstance(first, pd.Series) or not isinstance(second, pd.Series) else b.index
    name = "" if a.name is None else str(a.name)
    rows = [column.to_numpy(dtype=np.float64, na_value=np.nan)[None, :] for column in (a, b)]
    return check(rows[0], rows[1], list(index), name), index, name


def _picked(grid: Grid, uniform: Floats) -> tuple[Floats, Floats]:
    """One value of alpha and of the strength for each uniform number."""
    node = pick_nodes(grid.weight[0], uniform)
    return grid.alpha[0].ravel()[node], grid.strength[0][node // grid.alpha.shape[2]]


def _frame(
    observations: Observations,
    index: pd.Index,
    fit: Callable[[Observations], G],
    moments: Callable[[G, Observations], tuple[Floats, Floats, Floats]],
    quantiles: Callable[[G, Observations, Floats, Floats], Floats],
    options: tuple[float, int, int, str],
) -> pd.DataFrame:
    """Fit one period and summarise each unit. Works on the sorted distinct units, so the order can't matter."""
    level, draws, seed, name = options
    tail = tail_of(level)
    if draws < 1:
        raise ValueError(f"draws is {draws}; at least 1 is needed")
    table = np.full((len(index), len(COLUMNS)), np.nan)
    here = observations.present[0]
    if here.any():
        both = np.stack([observations.first[0][here], observations.second[0][here]], axis=1)
        distinct, which = np.unique(both, axis=0, return_inverse=True)
        pairs = _as_cells(distinct)
        grid = fit(_as_cells(distinct[np.sort(which)]))
        mean, sd, shrinkage = moments(grid, pairs)
        # a shifted lattice fills the square of (grid, unit) far more evenly than independent numbers
        shift, steps = stream(seed, name).random(2), np.arange(draws)
        uniform, inner = (steps + shift[0]) / draws, (steps * GOLDEN + shift[1]) % 1.0
        ends = np.empty((len(distinct), 2))
        for start in range(0, len(distinct), 500):
            some = _as_cells(distinct[start : start + 500])
            values = quantiles(grid, some, uniform, inner)
            ends[start : start + 500] = np.quantile(values, [tail, 1 - tail], axis=1).T
        table[here] = np.column_stack([mean[0], sd[0], ends, shrinkage[0]])[which]
    return pd.DataFrame(table, index=index, columns=COLUMNS)


def _as_cells(pairs: Floats) -> Observations:
    return Observations(pairs[None, :, 0], pairs[None, :, 1], np.ones((1, len(pairs)), dtype=bool))
