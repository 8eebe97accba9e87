"""Agreement with other programs (R spdep, Rgbp, binom) and with brute-force integration written apart from the code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.smoothing import uncertainty as u
from analytics.smoothing.hierarchical import PRIOR_EVENTS, VARIANCE_SPAN

ORACLES = Path(__file__).resolve().parents[4] / "shared" / "oracles"


def oracle(name: str) -> pd.DataFrame:
    path = ORACLES / name
    if not path.exists():
        pytest.skip(f"{name}: the tables of expected values are not beside this checkout")
    return pd.read_csv(path)


def test_marshall_agrees_with_spdep_on_the_counties_of_north_carolina() -> None:
    table = oracle("oracle_EBest_ncsids.csv")
    ours = u.marshall(table["SID74"], table["BIR74"])
    np.testing.assert_allclose(ours["raw"], table["raw"], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(ours["mean"], table["est"], rtol=1e-9)


def test_marshall_with_a_negative_variance_gives_the_overall_rate() -> None:
    np.testing.assert_allclose(u.marshall([5, 11, 20], [1000, 2000, 4000])["mean"], [0.00514285714] * 3, atol=5e-12)


def test_gamma_poisson_agrees_with_rgbp_on_31_hospitals() -> None:
    """Rgbp approximates the same posterior (1/r^2, known mean .03): means within 4 %, shrinkage within .07."""
    table = oracle("oracle_Rgbp_hospital.csv")
    ours = u.gamma_poisson(table["d"], table["n"], level=0.95, draws=4000, prior_mean=0.03)
    np.testing.assert_allclose(ours["mean"], table["mean"], rtol=0.04)
    np.testing.assert_allclose(ours["shrinkage"], table["shrink"], atol=0.07)
    np.testing.assert_allclose(ours["sd"], table["sd"], rtol=0.10)
    np.testing.assert_allclose(ours["low"], table["lo"], rtol=0.15)
    np.testing.assert_allclose(ours["high"], table["hi"], rtol=0.15)


def test_gamma_poisson_is_near_the_plug_in_fit_of_dcluster() -> None:
    """Orientation only: the plug-in has one value of the prior, ours integrates over it."""
    table = oracle("oracle_empbaysmooth_ncsids.csv")
    ours = u.gamma_poisson(table["O"], table["E"], draws=10)["mean"]
    np.testing.assert_allclose(ours, table["rr"], rtol=0.10)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2552885, 0.3662096), (15, 148, 0.0623864, 0.1604872), (0, 20, 0, 0.1611252)],
)
def test_wilson_agrees_with_r_binom(k: int, n: int, low: float, high: float) -> None:
    assert u.wilson([k], [n]).iloc[0].tolist() == pytest.approx([low, high], abs=5e-8)


def test_known_priors_give_the_quantiles_of_r() -> None:
    """Prior Gamma(8, .7), 14 events in 1.08: Gamma(22, 1.78). Prior Beta(6, 4), 7 of 9: Beta(13, 6)."""
    rate = u.gamma_known_prior([14, np.nan], [1.08, 1], 8, 0.7)
    assert rate.iloc[0].tolist() == pytest.approx([22 / 1.78, np.sqrt(22) / 1.78, 8.36726884, 16.98901308, 0.7 / 1.78], abs=5e-9)
    assert rate.iloc[1].isna().all()
    share = u.beta_known_prior([7], [9], 6, 4).iloc[0]
    assert share.tolist() == pytest.approx([13 / 19, np.sqrt(13 / 19 * 6 / 19 / 20), 0.502171751, 0.843656361, 10 / 19], abs=5e-10)


# ------------------------------------------------------------------ brute force


def brute_force(log_likelihood, r0: float, mu: np.ndarray, log_prior_mu: np.ndarray):
    """All pairs of 1,501 strengths and the given means, weight = prior x likelihood."""
    r = r0 * np.exp(np.linspace(-14, 24, 1501))[:, None]
    height = np.log(r) - 2 * np.log(r + r0) + log_prior_mu + log_likelihood(r, mu)
    weight = np.exp(height - height.max())
    return r, weight / weight.sum()


@pytest.mark.parametrize(
    "count",
    [
        [2, 0, 5, 1, 3, 0, 4],
        [0, 0, 0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0, 0, 0],
        [60, 75, 20, 110, 90, 300, 12],
        [505, 296, 708, 446, 1003, 252, 541],
    ],
    ids=["two events a unit", "one event", "no event", "many events", "rates alike"],
)
def test_gamma_poisson_agrees_with_brute_force(count: list[int]) -> None:
    exposure = np.array([1.0, 0.6, 1.4, 0.9, 2.0, 0.5, 1.1])
    k = np.array(count)
    pooled = max(k.sum(), 0.5) / exposure.sum()
    r0 = min(exposure.mean(), PRIOR_EVENTS / pooled)
    reach = (-30, 8) if k.sum() < 2 else (-5, 5) if k.sum() < 1000 else (-0.5, 0.5)
    y = np.log(pooled) + np.linspace(*reach, 1201)
    mu = np.exp(y)[None, :]

    def log_likelihood(r: np.ndarray, mu: np.ndarray) -> np.ndarray:
        return sum(stats.nbinom.logpmf(c, r * mu, r / (r + e)) for c, e in zip(k, exposure))

    r, weight = brute_force(log_likelihood, r0, mu, y / 2 if k.sum() == 0 else 0 * y)
    ours = u.gamma_poisson(k, exposure, draws=4000)
    for i in (0, 1, 6):
        rate = (r * mu + k[i]) / (r + exposure[i])
        mean = (weight * rate).sum()
        variance = (weight * (rate / (r + exposure[i]) + (rate - mean) ** 2)).sum()
        assert ours["mean"][i] == pytest.approx(mean, rel=2e-3)
        assert ours["sd"][i] == pytest.approx(np.sqrt(variance), rel=5e-3)
        assert ours["shrinkage"][i] == pytest.approx((weight * r / (r + exposure[i])).sum(), abs=1e-3)
        some = weight > 1e-9
        alpha, rates = (r * mu)[some] + k[i], np.broadcast_to(r, weight.shape)[some] + exposure[i]
        below = np.average(stats.gamma.cdf(ours["high"][i], alpha, scale=1 / rates), weights=weight[some])
        assert below == pytest.approx(0.95, abs=0.003)


@pytest.mark.parametrize(
    ("success", "trials"),
    [([7, 0, 3, 2, 5], [9, 3, 4, 8, 5]), ([4, 2, 3, 1, 0], [4, 2, 3, 1, 0]), ([90, 40, 75, 66, 12], [100, 80, 90, 70, 60])],
    ids=["few", "all successes, one without trials", "many"],
)
def test_beta_binomial_agrees_with_brute_force(success: list[int], trials: list[int]) -> None:
    k, n = np.array(success), np.array(trials)
    pooled = (k.sum() + 0.5) / (n.sum() + 1)
    r0 = min(n[n > 0].mean(), PRIOR_EVENTS / min(pooled, 1 - pooled))
    y = np.linspace(-12, 26, 1201)
    mu = (1 / (1 + np.exp(-y)))[None, :]
    other = (1 / (1 + np.exp(y)))[None, :]
    jeffreys = (np.log(mu) + np.log(other)) / 2 if (k == n).all() else 0 * mu

    def log_likelihood(r: np.ndarray, mu: np.ndarray) -> np.ndarray:
        return sum(stats.betabinom.logpmf(c, m, r * mu, r * other) for c, m in zip(k, n))

    r, weight = brute_force(log_likelihood, r0, mu, jeffreys)
    ours = u.beta_binomial(k, n, draws=4000)
    for i in (0, 1, 4):
        share = (r * mu + k[i]) / (r + n[i])
        mean = (weight * share).sum()
        variance = (weight * (share * (1 - share) / (r + n[i] + 1) + (share - mean) ** 2)).sum()
        assert ours["mean"][i] == pytest.approx(mean, rel=2e-3)
        assert ours["sd"][i] == pytest.approx(np.sqrt(variance), rel=5e-3)
        assert ours["shrinkage"][i] == pytest.approx((weight * r / (r + n[i])).sum(), abs=1e-3)


def test_normal_normal_agrees_with_brute_force() -> None:
    value, variance = np.array([62.0, 70, 75, 81, 66]), np.array([16.0, 9, 30, 12, 20])
    between = (variance.mean() * np.exp(np.linspace(-16, 16, 4001)))[:, None]
    overall = np.linspace(-50, 200, 1501)[None, :]
    height = np.log(between) - 2 * np.log(1 + between / (VARIANCE_SPAN * variance.mean()))
    height = height + sum(stats.norm.logpdf(x, overall, np.sqrt(v + between)) for x, v in zip(value, variance))
    weight = np.exp(height - height.max())
    weight /= weight.sum()
    ours = u.normal_normal(value, variance, draws=4000)
    for i, (x, v) in enumerate(zip(value, variance)):
        pull = v / (v + between)
        centre = x + pull * (overall - x)
        mean = (weight * centre).sum()
        sd = np.sqrt((weight * (v * (1 - pull) + (centre - mean) ** 2)).sum())
        assert ours["mean"][i] == pytest.approx(mean, abs=2e-3 * np.sqrt(v))
        assert ours["sd"][i] == pytest.approx(sd, rel=2e-3)
        assert ours["shrinkage"][i] == pytest.approx((weight * pull).sum(), abs=1e-3)
        below = (weight * stats.norm.cdf(ours["low"][i], centre, np.sqrt(v * (1 - pull)))).sum()
        assert below == pytest.approx(0.05, abs=0.003)
