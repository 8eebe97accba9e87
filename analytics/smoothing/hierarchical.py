"""Hierarchical models for a whole panel at once: many periods, each with its own prior over the units.

All three models have a between-unit distribution with two unknowns, a mean and a strength (how many units of
exposure the prior is worth). Both are integrated over a grid and their uncertainty is carried into every draw; the
plug-in (empirical Bayes) interval, which forgets it, covers far too little at two events a unit.

Notes
-----
Conditional on the strength r and the mean mu the unit's posterior is conjugate: Gamma(r mu + count, r + exposure) or
Beta(r mu + success, r (1 - mu) + failure). The mean has a flat prior on its log (or logit) scale. The strength has the
density 1/(r + r0)^2, which is the usual 1/r^2 (flat on the between-unit variance) wherever r is well above r0.
The rounding below r0 is needed: with a flat log mu the plain 1/r^2 gives an improper posterior whatever the data, and
with few events it drags r to the edge of the grid, where units without events get an interval of zero width (simulated
coverage .5 to .7 at 0.1 events a unit). r0 is the strength at which the prior is worth `PRIOR_EVENTS` events, at most
the mean exposure, where the prior becomes the uniform shrinkage prior of Christiansen and Morris.

References
----------
Christiansen & Morris (1997), JASA 92, 618-632. Tak, Kelly & Morris (2017), Journal of Statistical Software 78(5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, gammaln, logit, logsumexp

from analytics.smoothing.observations import Floats, Observations

LogPosterior = Callable[[Floats, Floats], Floats]

# at r0 the true rates have a coefficient of variation of 1/sqrt(.2) = 2.2, beyond any plausible one
PRIOR_EVENTS = 0.2
VARIANCE_SPAN = 10.0  # between-unit variances up to 10 times the mean sampling variance have a flat prior
STRENGTH_NODES = 40
VARIANCE_NODES = 60
_COARSE, _FINE, _FINE_KNOWN_MEAN = (20, 12), (STRENGTH_NODES, 30), (3 * STRENGTH_NODES, 1)
_ZOOMS_Y, _ZOOMS_Z = 4, 3
_REACH = (-8.0, 20.0)  # limits of log(r / r0) at first: the prior leaves e^-8 below, the top is pure Poisson
_DROPPED = 12.0  # nodes this far below the highest log posterior (6e-6) are outside the fine grid


@dataclass(frozen=True)
class Grid:
    """Posterior of the two unknowns, per period: strength (periods, r), alpha = r mu and weight (periods, r, mu)."""

    strength: Floats
    alpha: Floats
    weight: Floats


# ---------------------------------------------------------------- the grid of the two unknowns


def _log_rising(base: Floats, values: Floats) -> Floats:
    """Sum over a period's units of log(Gamma(base + value) / Gamma(base)); base (periods, ...), values (periods, units).

    Each step between two neighbouring values is worked out once and counted for all units at or above it.
    """
    ones = (1,) * (base.ndim - 1)
    total, done = np.zeros_like(base), 0.0
    for value in np.unique(values[values > 0]):
        units_above = (values >= value).sum(axis=1).reshape(-1, *ones)
        gap = value - done
        if gap <= 16 and gap == int(gap):  # a short product is 20 times faster than two log-gammas
            product = base + done
            for step in range(1, int(gap)):
                product = product * (base + (done + step))
            total += units_above * np.log(product)
        else:
            total += units_above * (gammaln(base + value) - gammaln(base + done))
        done = float(value)
    return total


def _log_logistic(z: Floats) -> Floats:
    """Density 1/(r + r0)^2 of r, on the scale z = log(r / r0)."""
    out: Floats = -np.abs(z) - 2 * np.log1p(np.exp(-np.abs(z)))
    return out


def _axis(limits: Floats, nodes: int) -> Floats:
    """Equally spaced nodes between the two limits on the last axis."""
    out: Floats = limits[..., :1] + (limits[..., 1:] - limits[..., :1]) * np.linspace(0.0, 1.0, nodes)
    return out


def _closer(axis: Floats, height: Floats) -> Floats:
    """New limits: the nodes that matter and one more on each side (which may lie outside the present limits)."""
    keep = height > height.max(axis=-1, keepdims=True) - _DROPPED
    first, last = keep.argmax(axis=-1), keep.shape[-1] - 1 - keep[..., ::-1].argmax(axis=-1)
    step = axis[..., 1] - axis[..., 0]
    ends = np.take_along_axis(axis, np.stack([first, last], axis=-1), axis=-1)
    return ends + np.stack([-step, step], axis=-1)


def _carry(limits: Floats, z: Floats, new_z: Floats) -> Floats:
    """Limits of y at `new_z`, between those of the two neighbouring values of `z`."""
    place = np.clip((new_z - z[:, :1]) / (z[:, 1:2] - z[:, :1]), 0, z.shape[1] - 1)
    below = np.minimum(place.astype(int), z.shape[1] - 2)
    part = (place - below)[..., None]
    rows = np.arange(len(z))[:, None]
    out: Floats = limits[rows, below] * (1 - part) + limits[rows, below + 1] * part
    return out


def _integrate(log_posterior: LogPosterior, centre: Floats, known_mean: bool) -> tuple[Floats, Floats, Floats]:
    """A fine grid placed by coarse ones: z = log(r / r0) (periods, r), y = the mean on its own scale, weight.

    y has limits of its own at each z: it is known far better where r is large, and a common coarse axis would pass
    that peak by.
    """
    z = np.tile(np.linspace(*_REACH, _COARSE[0]), (len(centre), 1))
    limits = np.broadcast_to(centre[:, None, None] + np.array([-10.0, 10.0]), (*z.shape, 2))

    def heights(nodes: int) -> tuple[Floats, Floats]:
        y = np.broadcast_to(centre[:, None, None], (*z.shape, 1)) if known_mean else _axis(limits, nodes)
        height = log_posterior(z, y)
        if not known_mean:
            height += np.log(y[..., 1] - y[..., 0])[..., None]  # nodes stand closer in some rows
        return y, height

    y, height = heights(_COARSE[1])
    for _ in range(0 if known_mean else _ZOOMS_Y - 1):
        limits = _closer(y, height)
        y, height = heights(_COARSE[1])
    for size in [_COARSE] * (_ZOOMS_Z - 1) + [_FINE_KNOWN_MEAN if known_mean else _FINE]:
        limits = limits if known_mean else _closer(y, height)
        new_z = _axis(_closer(z, logsumexp(height, axis=2)), size[0])
        limits, z = _carry(limits, z, new_z), new_z
        y, height = heights(size[1])
    weight = np.exp(height - height.max(axis=(1, 2), keepdims=True))
    return z, y, weight / weight.sum(axis=(1, 2), keepdims=True)


def _alone(grid: Grid, rows: npt.NDArray[np.bool_], alpha: Floats, strength: Floats) -> Grid:
    """Put all weight of these periods on one node (`alpha`, `strength`, each one value a period)."""
    new_strength, new_alpha, weight = grid.strength.copy(), grid.alpha.copy(), grid.weight.copy()
    new_strength[rows], new_alpha[rows], weight[rows] = 0.0, 0.0, 0.0
    new_strength[rows, 0], new_alpha[rows, 0, 0], weight[rows, 0, 0] = strength[rows], alpha[rows], 1.0
    return Grid(new_strength, new_alpha, weight)


def gamma_grid(observations: Observations, prior_mean: float | None) -> Grid:
    """Posterior of strength and mean of the gamma-Poisson model.

    No event at all in a period: the flat prior on log mu would be improper, so mu has Jeffreys' prior there. A single
    unit without `prior_mean` keeps its own posterior Gamma(count, exposure), with half an event in place of none.
    """
    if prior_mean is not None and not (np.isfinite(prior_mean) and prior_mean > 0):
        raise ValueError(f"prior_mean is {prior_mean}; a rate must be above 0")
    count, exposure, present = observations.first, observations.second, observations.present
    events, total, units = count.sum(1), exposure.sum(1), present.sum(1)
    total = np.where(units > 0, total, 1.0)
    silent = events == 0
    rate = np.where(silent, 0.5, events) / total if prior_mean is None else np.full(len(events), prior_mean)
    r0 = np.minimum(total / np.maximum(units, 1), PRIOR_EVENTS / rate)

    def log_posterior(z: Floats, y: Floats) -> Floats:
        r = r0[:, None] * np.exp(z)
        alpha = r[:, :, None] * np.exp(y)
        spread = np.log1p(exposure[:, None, :] / r[:, :, None])  # log((r + exposure) / r)
        own = events[:, None] * np.log(r) + np.einsum("tru,tu->tr", spread, count)
        prior = _log_logistic(z)[:, :, None] + np.where(silent, 0.5, 0.0)[:, None, None] * y
        out: Floats = _log_rising(alpha, count) - alpha * spread.sum(2)[:, :, None] - own[:, :, None] + prior
        return out

    z, y, weight = _integrate(log_posterior, np.log(rate), prior_mean is not None)
    strength = r0[:, None] * np.exp(z)
    grid = Grid(strength, strength[:, :, None] * np.exp(y), weight)
    if prior_mean is None:
        return _alone(grid, units <= 1, np.where(silent, 0.5, 0.0), np.zeros(len(units)))
    return grid


def beta_grid(observations: Observations, prior_mean: float | None) -> Grid:
    """Posterior of strength and mean of the beta-binomial model.

    All successes, all failures or no trial in a period: mu has Jeffreys' prior there. A single unit without
    `prior_mean` keeps Beta(success, failure), with half a success and half a failure more where one of them is 0.
    """
    if prior_mean is not None and not 0 < prior_mean < 1:
        raise ValueError(f"prior_mean is {prior_mean}; a proportion must lie between 0 and 1")
    success, failure = observations.first, observations.second - observations.first
    won, lost, units = success.sum(1), failure.sum(1), observations.present.sum(1)
    tried = (observations.second > 0).sum(1)
    one_sided = (won == 0) | (lost == 0)
    mu = (won + 0.5) / (won + lost + 1.0) if prior_mean is None else np.full(len(won), prior_mean)
    mean_trials = np.where(tried > 0, (won + lost) / np.maximum(tried, 1), 1.0)
    r0 = np.minimum(mean_trials, PRIOR_EVENTS / np.minimum(mu, 1 - mu))

    def log_posterior(z: Floats, y: Floats) -> Floats:
        r = r0[:, None] * np.exp(z)
        alpha, beta = r[:, :, None] * expit(y), r[:, :, None] * expit(-y)
        jeffreys = np.where(one_sided, 0.5, 0.0)[:, None, None] * (np.log(expit(y)) + np.log(expit(-y)))
        prior = _log_logistic(z)[:, :, None] + (jeffreys if prior_mean is None else 0.0)
        both = _log_rising(alpha, success) + _log_rising(beta, failure)
        out: Floats = both - _log_rising(r, observations.second)[:, :, None] + prior
        return out

    z, y, weight = _integrate(log_posterior, logit(mu), prior_mean is not None)
    strength = r0[:, None] * np.exp(z)
    grid = Grid(strength, strength[:, :, None] * expit(y), weight)
    if prior_mean is None:
        half = np.where(one_sided, 0.5, 0.0)
        return _alone(grid, units <= 1, half, 2 * half)
    return grid


@dataclass(frozen=True)
class VarianceGrid:
    """Normal-normal model, per period and node: between-unit variance, overall mean and its variance, weight."""

    between: Floats
    centre: Floats
    centre_variance: Floats
    weight: Floats


def normal_grid(observations: Observations, prior_mean: float | None) -> VarianceGrid:
    """Posterior of the between-unit variance (never below 0), the overall mean integrated out."""
    if prior_mean is not None and not np.isfinite(prior_mean):
        raise ValueError(f"prior_mean is {prior_mean}; it must be a finite number")
    value, variance, present = observations.first, observations.second, observations.present
    typical = variance.sum(1) / np.maximum(present.sum(1), 1)
    typical = np.where(typical > 0, typical, 1.0)  # all values known exactly: any scale does
    known = prior_mean is not None

    def at(z: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        between = typical[:, None] * np.exp(z)
        precision = present[:, None, :] / (variance[:, None, :] + between[:, :, None])
        total = precision.sum(2)
        safe = np.where(total > 0, total, 1.0)
        weighted = np.einsum("tru,tu->tr", precision, value) / safe
        centre = np.full_like(total, prior_mean) if known else weighted
        misfit = np.einsum("tru,tru->tr", precision, (value[:, None, :] - centre[:, :, None]) ** 2)
        logs = np.log(np.where(present[:, None, :], precision, 1.0)).sum(2)
        height = 0.5 * (logs - misfit) - (0.0 if known else 0.5 * np.log(safe))
        height += z - 2 * np.log1p(np.exp(z) / VARIANCE_SPAN)
        return between, centre, np.zeros_like(safe) if known else 1 / safe, height

    z = np.tile(np.linspace(-16.0, 30.0, VARIANCE_NODES), (len(typical), 1))  # log(between / typical)
    for _ in range(_ZOOMS_Z):
        z = _axis(_closer(z, at(z)[3]), VARIANCE_NODES)
    between, centre, centre_variance, height = at(z)
    weight = np.exp(height - height.max(axis=1, keepdims=True))
    return VarianceGrid(between, centre, centre_variance, weight / weight.sum(axis=1, keepdims=True))


# ---------------------------------------------------------------- moments, exact over the grid


def conjugate_moments(grid: Grid, observations: Observations, *, proportion: bool) -> tuple[Floats, Floats, Floats]:
    """Mean, sd and shrinkage (periods, units) of the gamma-Poisson or (`proportion`) the beta-binomial model."""
    weight = grid.weight.sum(2)
    alpha, alpha_2 = (grid.weight * grid.alpha).sum(2), (grid.weight * grid.alpha**2).sum(2)
    size = grid.strength[:, :, None] + observations.second[:, None, :]
    size = np.where(size > 0, size, 1.0)  # absent units, and nodes without weight
    own = observations.first
    mean = np.einsum("tr,tru->tu", alpha, 1 / size) + own * np.einsum("tr,tru->tu", weight, 1 / size)
    # E[(alpha + own)(alpha + own + 1) / (size (size + 1))], without the last + 1 for rates
    per = 1 / (size * (size + 1)) if proportion else 1 / size**2
    square = np.einsum("tr,tru->tu", alpha_2 + alpha, per)
    square += (2 * own) * np.einsum("tr,tru->tu", alpha, per)
    square += own * (own + 1) * np.einsum("tr,tru->tu", weight, per)
    shrinkage = np.einsum("tr,tru->tu", weight * grid.strength, 1 / size)
    return _absent(observations, mean, np.sqrt(np.maximum(square - mean**2, 0.0)), np.clip(shrinkage, 0.0, 1.0))


def normal_moments(grid: VarianceGrid, observations: Observations) -> tuple[Floats, Floats, Floats]:
    """Mean, sd and shrinkage (periods, units) of the normal-normal model."""
    pull = observations.second[:, None, :] / (observations.second[:, None, :] + grid.between[:, :, None])
    offset = pull * (grid.centre[:, :, None] - observations.first[:, None, :])
    shift = np.einsum("tr,tru->tu", grid.weight, offset)
    spread = grid.weight[:, :, None] * (observations.second[:, None, :] * (1 - pull) + pull**2 * grid.centre_variance[:, :, None])
    variance = spread.sum(1) + np.einsum("tr,tru->tu", grid.weight, (offset - shift[:, None, :]) ** 2)
    shrinkage = np.einsum("tr,tru->tu", grid.weight, pull)
    return _absent(observations, observations.first + shift, np.sqrt(variance), np.clip(shrinkage, 0.0, 1.0))


def _absent(observations: Observations, *tables: Floats) -> tuple[Floats, Floats, Floats]:
    mean, sd, shrinkage = (np.where(observations.present, table, np.nan) for table in tables)
    return mean, sd, shrinkage
