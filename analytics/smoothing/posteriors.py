"""Draws from the hierarchical models for a whole panel at once, and seeded streams of random numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.smoothing.hierarchical import (
    STRENGTH_NODES,
    VARIANCE_NODES,
    Grid,
    VarianceGrid,
    beta_grid,
    conjugate_moments,
    gamma_grid,
    normal_grid,
    normal_moments,
)
from analytics.smoothing.observations import Floats, Observations, count_observations, mean_observations, trial_observations

Draws = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Posterior:
    """Posterior of a panel; NaN where a unit is absent in a period."""

    mean: Floats
    """(periods, units); exact over the grid, not an average of draws."""
    sd: Floats
    """(periods, units); exact over the grid."""
    shrinkage: Floats
    """(periods, units), 0-1: expected weight of the overall mean in the unit's mean."""
    draws: Draws
    """(periods, units, draws), float32. Draw j of all units of a period shares one value of the two unknowns."""


_CELLS = 1_000_000  # periods are taken together as long as (periods x nodes x units) stays below this
_WORKERS = 2  # numpy draws without the interpreter's lock; the figures don't depend on this number


def stream(seed: int, *names: str) -> np.random.Generator:
    """A random generator (PCG64) of its own for each (seed, names): a new indicator shifts no other one's draws.

    Examples
    --------
    >>> stream(7, "IKW", "kejadian").integers(100) == stream(7, "IKW", "kejadian").integers(100)
    np.True_
    """
    if seed < 0:
        raise ValueError(f"seed is {seed}; it must be 0 or a positive whole number")
    digest = hashlib.sha256("\x1f".join(names).encode()).digest()
    words = np.frombuffer(digest, dtype="<u4").tolist()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


def stratified(draws: int, rng: np.random.Generator) -> Floats:
    """Uniform numbers, one in each of `draws` equal slices of 0-1, in random order."""
    out: Floats = (rng.permutation(draws) + rng.random(draws)) / draws
    return out


def pick_nodes(weight: Floats, uniform: Floats) -> npt.NDArray[np.intp]:
    """Positions in the flattened grid of one period, by inverse distribution function."""
    cumulative = np.cumsum(weight.ravel())
    node = np.searchsorted(cumulative, uniform * cumulative[-1], side="right")
    inside: npt.NDArray[np.intp] = np.minimum(node, weight.size - 1)
    return inside


def _chunks(periods: int, units: int, nodes: int) -> list[slice]:
    size = max(1, min(12, _CELLS // max(1, units * nodes)))
    return [slice(start, min(start + size, periods)) for start in range(0, max(periods, 1), size)]


def _each(work: Callable[[int], None], periods: int) -> None:
    with ThreadPoolExecutor(_WORKERS) as pool:
        list(pool.map(work, range(periods)))


def draw_gamma(shape: Draws, rate: Draws, rng: np.random.Generator) -> Draws:
    """One Gamma(shape, rate) number a cell, float32."""
    out: Draws = rng.standard_gamma(shape, dtype=np.float32)
    out /= rate
    return out


def draw_beta(a: Draws, b: Draws, rng: np.random.Generator) -> Draws:
    """One Beta(a, b) number a cell, float32, from two gamma numbers."""
    out: Draws = rng.standard_gamma(a, dtype=np.float32)
    total = rng.standard_gamma(b, dtype=np.float32)
    total += out
    lost = total == 0  # both below the smallest float32: a and b are tiny, and the law is all at 0 and 1
    total[lost] = 1.0
    out /= total
    if lost.any():
        a_lost, b_lost = a[lost].astype(np.float64), b[lost].astype(np.float64)
        out[lost] = rng.random(len(a_lost)) * (a_lost + b_lost) < a_lost
    return out


def _check_draws(draws: int) -> None:
    if draws < 1:
        raise ValueError(f"draws is {draws}; at least 1 is needed")


def _conjugate_draws(
    observations: Observations,
    fit: Callable[[Observations], Grid],
    sample: Callable[[Draws, Draws, Observations, int, npt.NDArray[np.intp], np.random.Generator], Draws],
    draws: int,
    rng: np.random.Generator,
    *,
    proportion: bool,
) -> Posterior:
    """Fit, moments and draws of either conjugate model, a few periods at a time."""
    _check_draws(draws)
    periods, units = observations.first.shape
    out = np.full((periods, units, draws), np.nan, dtype=np.float32)
    streams = rng.spawn(periods)  # a stream a period: later periods don't shift earlier ones
    moments = []
    for part in _chunks(periods, units, STRENGTH_NODES):
        some = observations.rows(part)
        grid = fit(some)
        moments.append(conjugate_moments(grid, some, proportion=proportion))

        def one(t: int, some: Observations = some, grid: Grid = grid, start: int = part.start) -> None:
            own = streams[start + t]
            node = pick_nodes(grid.weight[t], stratified(draws, own))
            alpha = grid.alpha[t].ravel()[node].astype(np.float32)
            strength = grid.strength[t][node // grid.alpha.shape[2]].astype(np.float32)
            here = np.flatnonzero(some.present[t])
            out[start + t, here] = sample(alpha, strength, some, t, here, own)

        _each(one, len(some.first))
    mean, sd, shrinkage = (np.concatenate(tables) for tables in zip(*moments))
    return Posterior(mean, sd, shrinkage, out)


def _column(values: Floats) -> Draws:
    return values.astype(np.float32)[:, None]


def gamma_poisson_draws(
    count: npt.ArrayLike,
    exposure: npt.ArrayLike,
    *,
    draws: int,
    rng: np.random.Generator,
    prior_mean: float | None = None,
    units: Sequence[object] | None = None,
    indicator: str = "",
) -> Posterior:
    """Posterior of the units' rates, each period with its own prior (hierarchical gamma-Poisson).

    Parameters
    ----------
    count, exposure : arrays (periods, units)
        Events (>= 0) and exposure (> 0, any unit of measure: rates are events per that unit). NaN in either: the unit
        is absent in that period, enters no prior and comes back NaN.
    draws : int
        Draws per unit.
    rng : Generator
        From `stream`; the generator spawns one stream a period.
    prior_mean : float, optional
        Fixes the overall rate; otherwise it is estimated with a flat prior on its logarithm.
    units, indicator :
        Names for the messages of errors.

    Returns
    -------
    Posterior
        Rates; `draws` in float32 (periods, units, draws).

    Raises
    ------
    ValueError
        Negative or infinite count, exposure that is zero, negative or infinite: names indicator and unit.

    Notes
    -----
    Prior and its reason: `analytics.smoothing.hierarchical`. One unit alone: `hierarchical.gamma_grid`.

    Examples
    --------
    >>> post = gamma_poisson_draws([[4, 0]], [[2.0, 1.0]], draws=10, rng=stream(1, "x"))
    >>> post.draws.shape
    (1, 2, 10)
    """
    observations = count_observations(count, exposure, units, indicator)

    def sample(
        alpha: Draws,
        strength: Draws,
        some: Observations,
        t: int,
        here: npt.NDArray[np.intp],
        own: np.random.Generator,
    ) -> Draws:
        return draw_gamma(alpha + _column(some.first[t, here]), strength + _column(some.second[t, here]), own)

    return _conjugate_draws(observations, lambda some: gamma_grid(some, prior_mean), sample, draws, rng, proportion=False)


def beta_binomial_draws(
    success: npt.ArrayLike,
    trials: npt.ArrayLike,
    *,
    draws: int,
    rng: np.random.Generator,
    prior_mean: float | None = None,
    units: Sequence[object] | None = None,
    indicator: str = "",
) -> Posterior:
    """Posterior of the units' proportions, each period with its own prior (hierarchical beta-binomial).

    `success` (0 to trials) and `trials` (>= 0) are (periods, units); a unit with 0 trials gets the prior predictive, a
    unit with NaN is absent. Otherwise as `gamma_poisson_draws`; one unit alone: `beta_grid`.

    Examples
    --------
    >>> post = beta_binomial_draws([[4, 1, 0]], [[5, 2, 0]], draws=10, rng=stream(1, "x"))
    >>> bool((post.draws >= 0).all() and (post.draws <= 1).all())
    True
    """
    observations = trial_observations(success, trials, units, indicator)

    def sample(
        alpha: Draws,
        strength: Draws,
        some: Observations,
        t: int,
        here: npt.NDArray[np.intp],
        own: np.random.Generator,
    ) -> Draws:
        won, lost = some.first[t, here], some.second[t, here] - some.first[t, here]
        beta = np.maximum(strength - alpha, np.float32(0))
        return draw_beta(alpha + _column(won), beta + _column(lost), own)

    return _conjugate_draws(observations, lambda some: beta_grid(some, prior_mean), sample, draws, rng, proportion=True)


def normal_normal_draws(
    mean: npt.ArrayLike,
    variance: npt.ArrayLike,
    *,
    draws: int,
    rng: np.random.Generator,
    prior_mean: float | None = None,
    units: Sequence[object] | None = None,
    indicator: str = "",
) -> Posterior:
    """Posterior of the units' true means, each period with its own prior (hierarchical normal-normal).

    `mean` and `variance` (sampling variance of that mean, s^2/n x design effect; 0 = known exactly) are (periods,
    units). The between-unit variance has a flat prior on 0 and above (bent down beyond `VARIANCE_SPAN` times the mean
    sampling variance, so that two or three units are enough): what a moment estimator would call negative is 0. Otherwise as
    `gamma_poisson_draws`; one unit alone keeps its own mean and variance.

    Examples
    --------
    >>> post = normal_normal_draws([[60.0, 70.0]], [[4.0, 4.0]], draws=10, rng=stream(1, "x"))
    >>> bool(60 < post.mean[0, 0] < post.mean[0, 1] < 70)
    True
    """
    _check_draws(draws)
    observations = mean_observations(mean, variance, units, indicator)
    periods, n_units = observations.first.shape
    out = np.full((periods, n_units, draws), np.nan, dtype=np.float32)
    streams = rng.spawn(periods)
    moments = []
    for part in _chunks(periods, n_units, VARIANCE_NODES):
        some = observations.rows(part)
        grid = normal_grid(some, prior_mean)
        moments.append(normal_moments(grid, some))

        def one(t: int, some: Observations = some, grid: VarianceGrid = grid, start: int = part.start) -> None:
            own = streams[start + t]
            node = pick_nodes(grid.weight[t], stratified(draws, own))
            here = np.flatnonzero(some.present[t])
            shift = np.sqrt(grid.centre_variance[t][node]) * own.standard_normal(draws)
            noise = own.standard_normal((len(here), draws), dtype=np.float32)
            out[start + t, here] = _normal_unit(
                some.first[t, here][:, None],
                some.second[t, here][:, None],
                grid.between[t][node],
                grid.centre[t][node] + shift,
                noise,
            )

        _each(one, len(some.first))
    centre, sd, shrinkage = (np.concatenate(tables) for tables in zip(*moments))
    return Posterior(centre, sd, shrinkage, out)


def _normal_unit(value: Floats, variance: Floats, between: Floats, overall: Floats, noise: npt.NDArray[np.floating]) -> Floats:
    """A unit's true mean given the overall mean, the between-unit variance and standard normal noise."""
    pull = variance / (variance + between)
    out: Floats = value + pull * (overall - value) + np.sqrt(variance * (1 - pull)) * noise
    return out
