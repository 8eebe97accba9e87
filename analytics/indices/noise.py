"""The uncertainty of the method itself: other weights, other goalposts, another aggregation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.composite.sensitivity import dirichlet_weights
from analytics.method import IndexMethod
from analytics.records.panel import Array, Floats
from analytics.smoothing import uncertainty

# Uncertainty of the method (method.md, step 5): weights, goalposts, and half of the draws by the arithmetic mean.
WEIGHT_CONCENTRATION, GOALPOST_SPREAD = 50.0, 0.10


@dataclass(frozen=True)
class Noise:
    """One draw of the method per draw of the data, the same for all units and periods.

    weights: draws × dimensions. low, high: draws × indicators. arithmetic: so many draws, the first ones, by the
    arithmetic mean (draws of the data are in random order).
    """

    weights: Array
    low: Floats
    high: Floats
    arithmetic: int


def draw_noise(method: IndexMethod, draws: int, seed: int) -> Noise:
    """Draw weights (Dirichlet), goalposts (uniform, independently at both ends) and the aggregation (half each)."""
    rng = uncertainty.stream(seed, method.index, "method")
    posts_rng = uncertainty.stream(seed, method.index, "goalposts")  # apart: other weights leave them alone
    weights = dirichlet_weights(
        np.array([d.weight for d in method.dimensions]),
        concentration=WEIGHT_CONCENTRATION,
        draws=draws,
        rng=rng,
    )
    posts = np.array([i.goalposts for i in method.indicators])
    spread = GOALPOST_SPREAD * (posts[:, 1] - posts[:, 0])
    shift = posts_rng.uniform(-1, 1, (draws, 2, len(posts))) * spread
    return Noise(
        weights=np.asarray(weights),
        low=np.maximum(posts[:, 0] + shift[:, 0], np.minimum(posts[:, 0], 0)).astype(np.float32),
        high=(posts[:, 1] + shift[:, 1]).astype(np.float32),
        arithmetic=draws // 2,
    )
