"""The table "Checked against" of docs/method.md: every figure in it is measured again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.composite import engine, sensitivity
from analytics.smoothing import uncertainty
from tests.analytics.composite import test_composite_parity as coinr
from tests.analytics.smoothing.test_uncertainty_parity import oracle

DOC = Path(__file__).parents[3] / "docs" / "method.md"
# Rounding differs between processors: figures below this are "equal to the last digits".
ROUNDING = 1e-12


def table(name: str) -> pd.DataFrame:
    return coinr.table(name)


def gap(ours: pd.DataFrame, theirs: pd.DataFrame) -> float:
    ours = ours.loc[theirs.index, theirs.columns]
    assert (ours.isna().to_numpy() == theirs.isna().to_numpy()).all()
    return float(np.nanmax(np.abs(ours.to_numpy(float) - theirs.to_numpy(float))))


def relative(ours: pd.Series, theirs: pd.Series) -> float:
    return float((ours / theirs - 1).abs().max())


def normalisation() -> float:
    treated, direction = table("example_Treated"), coinr.direction()
    hows: list[tuple[str, str, dict[str, object]]] = [
        ("norm_minmax", "minmax", {}),
        ("norm_minmax1", "minmax", {"lower": 1, "upper": 100}),
        ("norm_zscore", "zscore", {}),
        ("norm_prank", "prank", {}),
        ("norm_goalposts", "goalposts", {"goalposts": table("goalposts_used")}),
    ]
    return max(gap(engine.normalise(treated, how, direction=direction, **options), table(file)) for file, how, options in hows)


def aggregation() -> float:
    scores = table("norm_minmax1")
    return max(gap(engine.aggregate(scores, coinr.meta(), how), table(f"agg_minmax1_a_{how}")) for how in ("amean", "gmean"))


def missing() -> float:
    raw = engine.normalise(table("example_Raw"), "minmax", direction=coinr.direction())
    return gap(engine.aggregate(raw, coinr.meta()), table("agg_raw_noimpute"))


def chain() -> pd.DataFrame:
    treated, _ = engine.winsorise(table("example_Imputed"))
    return engine.aggregate(engine.normalise(treated, "minmax", direction=coinr.direction()), coinr.meta())


def ranks() -> float:
    return gap(engine.rank(chain()[["Index"]]), table("results_Summ_ranks"))


def marshall() -> float:
    found = oracle("oracle_EBest_ncsids.csv")
    ours = uncertainty.marshall(found["SID74"], found["BIR74"])
    return max(float((ours[a] - found[b]).abs().max()) for a, b in (("mean", "est"), ("raw", "raw")))


def rgbp(column: str, theirs: str, *, absolute: bool = False) -> float:
    found = oracle("oracle_Rgbp_hospital.csv")
    ours = uncertainty.gamma_poisson(found["d"], found["n"], level=0.95, draws=4000, prior_mean=0.03)
    if absolute:
        return float((ours[column] - found[theirs]).abs().max())
    return relative(ours[column], found[theirs])


def plug_in() -> float:
    found = oracle("oracle_empbaysmooth_ncsids.csv")
    return relative(uncertainty.gamma_poisson(found["O"], found["E"], draws=10)["mean"], found["rr"])


def wilson() -> float:
    cases = [
        (81, 263, 0.2552885, 0.3662096),
        (15, 148, 0.0623864, 0.1604872),
        (0, 20, 0, 0.1611252),
    ]
    return max(
        abs(value - expected)
        for k, n, low, high in cases
        for value, expected in zip(uncertainty.wilson([k], [n]).iloc[0], (low, high), strict=True)
    )


def quantiles() -> float:
    rate = uncertainty.gamma_known_prior([14], [1.08], 8, 0.7).iloc[0]
    share = uncertainty.beta_known_prior([7], [9], 6, 4).iloc[0]
    return max(
        abs(rate["low"] - 8.36726884),
        abs(rate["high"] - 16.98901308),
        abs(share["low"] - 0.502171751),
        abs(share["high"] - 0.843656361),
    )


def rescaled() -> float:
    cases = {(20, 80): 42.1295491, (0, 100): 24.0253073, (50, 50): 50.0, (0, 0): 0.0}
    return max(abs(float(engine.weighted_mean(pair, [1, 1], how="rgmean")[0]) - expected) for pair, expected in cases.items())


def ishigami() -> float:
    def f(x: np.ndarray) -> np.ndarray:
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    ours = sensitivity.sobol(f, [(-np.pi, np.pi)] * 3)
    expected = np.array([[0.31390515, 0.55758886], [0.44241114, 0.44241114], [0.0, 0.24368366]])
    return float(np.abs(ours.to_numpy() - expected).max())


FIGURES: dict[str, Callable[[], float]] = {
    "normalisation, five ways": normalisation,
    "aggregation, arithmetic and geometric": aggregation,
    "aggregation with 63 values missing": missing,
    "treat, normalise, aggregate: four levels": lambda: gap(chain(), table("example_Aggregated")),
    "ranks of the whole chain": ranks,
    "global empirical Bayes": marshall,
    "hierarchical means (relative)": lambda: rgbp("mean", "mean"),
    "hierarchical shrinkage": lambda: rgbp("shrinkage", "shrink", absolute=True),
    "hierarchical 95 % interval, ends (relative)": lambda: max(rgbp("low", "lo"), rgbp("high", "hi")),
    "hierarchical means against the plug-in fit (relative)": plug_in,
    "interval of a proportion": wilson,
    "quantiles of posteriors with a known prior": quantiles,
    "rescaled geometric mean": rescaled,
    "Sobol indices, Ishigami function": ishigami,
}


def rows() -> dict[str, float]:
    """Quantity → figure of the table in the docs."""
    found = re.findall(r"^\| ([^|]+?) \| [^|]+ \| ([0-9.e-]+) \|$", DOC.read_text(encoding="utf-8"), re.M)
    return {quantity: float(figure) for quantity, figure in found}


@pytest.mark.parametrize("quantity", FIGURES)
def test_the_table_says_what_is_measured(quantity: str) -> None:
    measured, written = FIGURES[quantity](), rows()[quantity]
    assert measured <= max(written * 1.05, ROUNDING)
    assert written <= max(measured * 1.05 + 1e-9, ROUNDING)
