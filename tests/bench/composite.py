"""The composite engine beside the same steps written with pandas groupby."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.composite import engine as composite
from tests.bench import Row, best, row

UNITS, INDICATORS, PERIODS = 627, 20, 120


def panel() -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(0)
    index = pd.MultiIndex.from_product(
        [[f"2020-{p:03d}" for p in range(PERIODS)], [f"U{n}" for n in range(UNITS)]],
        names=["period", "unit"],
    )
    codes = [f"I{n}" for n in range(INDICATORS)]
    x = pd.DataFrame(rng.lognormal(0, 1, (len(index), INDICATORS)), index=index, columns=codes)
    dimensions = [f"D{n // 5}" for n in range(INDICATORS)]
    framework = pd.DataFrame(
        {
            "code": [*codes, *sorted(set(dimensions)), "INDEX"],
            "parent": [*dimensions, *["INDEX"] * 4, None],
            "weight": 1.0,
            "level": [*[1] * INDICATORS, *[2] * 4, 3],
        }
    )
    direction = pd.Series([1, -1] * (INDICATORS // 2), index=codes)
    return x, framework, direction


def ours(x: pd.DataFrame, framework: pd.DataFrame, direction: pd.Series) -> pd.Series:
    scores = composite.normalise(x, "minmax", direction=direction, by="period")
    return composite.rank(composite.aggregate(scores, framework)[["INDEX"]], by="period")["INDEX"]


def naive(x: pd.DataFrame, framework: pd.DataFrame, direction: pd.Series) -> pd.Series:
    turned = x * direction
    grouped = turned.groupby("period")
    scores = grouped.transform(lambda one: (one - one.min()) / (one.max() - one.min()) * 100)
    for level in (2, 3):
        for code in framework.loc[framework["level"] == level, "code"]:
            children = framework.loc[framework["parent"] == code]
            scores[code] = (scores[children["code"]] * children["weight"].to_numpy()).sum(axis=1) / children["weight"].sum()
    return scores["INDEX"].round(9).groupby("period").rank(method="min", ascending=False)


@row
def engine() -> Row:
    data = panel()
    pd.testing.assert_series_equal(ours(*data), naive(*data))
    mine, processor = best(lambda: ours(*data), 7)
    theirs, _ = best(lambda: naive(*data), 2)
    return Row(
        f"normalise + aggregate + rank, {UNITS} × {INDICATORS} × {PERIODS}",
        "s",
        mine,
        0.15,
        "the same with pandas groupby",
        theirs,
        processor,
    )
