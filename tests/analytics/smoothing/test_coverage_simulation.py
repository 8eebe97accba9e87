"""How often the 90 % interval of a simulated unit holds its true value: between .85 and .99, with few data too."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.smoothing import uncertainty as u
from analytics.smoothing.observations import Floats

UNITS = 23


def coverage(truth: Floats, post: u.Posterior) -> float:
    low, high = np.quantile(post.draws, [0.05, 0.95], axis=2)
    return float(((low <= truth) & (truth <= high)).mean())


def gamma_poisson_coverage(events: float, variation: float, replications: int, seed: int = 1) -> float:
    """Replications are the periods of one panel; `variation` is the coefficient of variation of the true rates."""
    rng = u.stream(seed, "simulation")
    exposure = rng.lognormal(0, 0.5, (replications, UNITS))
    truth = rng.gamma(variation**-2, events * variation**2, (replications, UNITS))
    count = rng.poisson(truth * exposure)
    return coverage(truth, u.gamma_poisson_draws(count, exposure, draws=1000, rng=rng))


def beta_binomial_coverage(trials: float, share: float, strength: float, replications: int) -> float:
    rng = u.stream(2, "simulation")
    size = rng.poisson(trials, (replications, UNITS))
    truth = rng.beta(share * strength, (1 - share) * strength, (replications, UNITS))
    return coverage(truth, u.beta_binomial_draws(rng.binomial(size, truth), size, draws=1000, rng=rng))


def normal_normal_coverage(between: float, units: int, replications: int) -> float:
    rng = u.stream(3, "simulation")
    variance = rng.gamma(4, 0.25, (replications, units))
    truth = 70 + np.sqrt(between) * rng.standard_normal((replications, units))
    value = truth + np.sqrt(variance) * rng.standard_normal((replications, units))
    return coverage(truth, u.normal_normal_draws(value, variance, draws=1000, rng=rng))


def test_few_replications_at_two_events_a_unit() -> None:
    assert 0.85 < gamma_poisson_coverage(2, 0.7, replications=40) < 0.99
    assert 0.85 < beta_binomial_coverage(8, 0.8, 4, replications=40) < 0.99
    assert 0.85 < normal_normal_coverage(1, UNITS, replications=40) < 0.99


@pytest.mark.slow
@pytest.mark.parametrize("variation", [0.2, 0.7, 1.2])
@pytest.mark.parametrize("events", [0.1, 0.5, 2, 10])
def test_counts(events: float, variation: float) -> None:
    assert 0.85 < gamma_poisson_coverage(events, variation, replications=400) < 0.99


@pytest.mark.slow
@pytest.mark.parametrize("strength", [2, 5, 20])
@pytest.mark.parametrize(("trials", "share"), [(2, 0.5), (2, 0.8), (8, 0.8), (8, 0.95), (30, 0.6)])
def test_proportions(trials: float, share: float, strength: float) -> None:
    assert 0.85 < beta_binomial_coverage(trials, share, strength, replications=400) < 0.99


@pytest.mark.slow
@pytest.mark.parametrize("units", [4, UNITS])
@pytest.mark.parametrize("between", [0.05, 0.5, 2, 20])
def test_means(between: float, units: int) -> None:
    assert 0.85 < normal_normal_coverage(between, units, replications=800) < 0.99
