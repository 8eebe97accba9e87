"""The names and signatures that checks from outside rely on."""

import inspect

import pandas as pd
import pytest

from analytics import composite, method, pipeline, sensitivity, signals, spatial, trends, uncertainty
from tests.analytics.by_hand import kecamatan, methods, reference

EMPTY = inspect.Parameter.empty


@pytest.mark.parametrize(
    ("function", "positional", "keywords"),
    [
        (composite.normalise, {"x": EMPTY, "how": EMPTY}, {"direction": None, "goalposts": None}),
        (composite.aggregate, {"x": EMPTY, "framework": EMPTY, "how": "amean"}, {"min_weight_share": 0.0}),
        (composite.rank, {"scores": EMPTY}, {}),
        (uncertainty.gamma_poisson, {"count": EMPTY, "exposure": EMPTY}, {"level": 0.90, "draws": 2000, "seed": 0, "prior_mean": None}),
        (uncertainty.beta_binomial, {"success": EMPTY, "trials": EMPTY}, {"level": 0.90, "draws": 2000, "seed": 0, "prior_mean": None}),
        (uncertainty.normal_normal, {"mean": EMPTY, "variance": EMPTY}, {"level": 0.90, "draws": 2000, "seed": 0, "prior_mean": None}),
        (uncertainty.wilson, {"k": EMPTY, "n": EMPTY, "level": 0.95}, {}),
        (uncertainty.marshall, {"count": EMPTY, "exposure": EMPTY}, {}),
        (uncertainty.rank_intervals, {"draws": EMPTY, "level": 0.90}, {}),
        (trends.mann_kendall, {"y": EMPTY}, {}),
        (trends.seasonal_mann_kendall, {"y": EMPTY, "period": EMPTY, "continuity": True}, {}),
        (trends.benjamini_hochberg, {"p": EMPTY}, {}),
        (signals.quasi_nb, {"history": EMPTY, "alpha": 0.01}, {}),
        (signals.poisson_cusum, {"counts": EMPTY, "mu0": EMPTY, "mu1": EMPTY}, {}),
        (spatial.contiguity, {"gdf": EMPTY, "rule": "queen"}, {}),
        (sensitivity.sobol, {"f": EMPTY, "bounds": EMPTY, "n": 2**14, "seed": 0}, {}),
        (method.load, {"iko_text": EMPTY, "ikw_text": EMPTY}, {}),
        (pipeline.run, {"records": EMPTY, "reference": EMPTY, "method": EMPTY}, {"period": None, "draws": 2000, "seed": 0}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_signatures_are_as_promised(function, positional, keywords):
    found = inspect.signature(function).parameters
    first = [p for p in found.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert {p.name: p.default for p in first} == positional
    named = {p.name: p.default for p in found.values() if p.kind is p.KEYWORD_ONLY}
    assert keywords.items() <= named.items()
    assert EMPTY not in named.values()


def test_columns_of_the_tables_are_as_promised():
    models = (uncertainty.gamma_poisson, uncertainty.beta_binomial, uncertainty.normal_normal)
    for model in models:
        assert list(model([1, 2], [4, 5], draws=10)) == ["mean", "sd", "low", "high", "shrinkage"]
    assert list(uncertainty.wilson([1], [2])) == ["low", "high"]
    assert list(uncertainty.marshall([1], [2])) == ["raw", "mean"]
    ranks = uncertainty.rank_intervals(pd.DataFrame({"A": [1.0], "B": [2.0]}))
    assert list(ranks) == ["low", "median", "high", "p_best5", "p_worst5"]
    assert list(sensitivity.sobol(lambda x: x[:, 0], [(0, 1)], n=4)) == ["s", "st"]


def test_every_score_carries_what_a_reader_needs():
    results = pipeline.run(kecamatan("K1"), reference(), methods(), draws=50)
    needed = {
        "score",
        "low",
        "high",
        "low_method",
        "high_method",
        "rank",
        "rank_low",
        "rank_high",
        "band",
        "band_prob",
        "quality",
        "weight_share",
        "n_clipped",
        "max_age_months",
        "change",
        "p_up",
        "p_down",
        "method",
        "method_version",
        "fallbacks",
    }
    assert needed <= set(results.scores)
    assert {"clipped", "age_months", "fallbacks"} <= set(results.indicators)
    assert set(results.scores["method_version"]) == {"2026.1"}
    assert {"records", "indicators", "dimensions", "scores", "contributions", "draws"} <= set(vars(results))
