"""What moves the ranks of an index in one month: how much each dimension really matters, and what the choice of weights does."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite import sensitivity
from analytics.composite.engine import weighted_mean
from analytics.method import IndexMethod
from analytics.smoothing.observations import Floats

# Weights are varied by half up and down, one aggregation against the other; base sample of the Sobol sequence.
SPREAD, SAMPLE = 0.5, 256
AGGREGATION = "agregasi"
COLUMNS = [
    "index",
    "period",
    "factor",
    "weight",
    "importance",
    "drop_mean_shift",
    "drop_max_shift",
    "drop_unit",
    "sobol_total",
]


def table(scores: pd.DataFrame, dimensions: pd.DataFrame, method: IndexMethod, period: str, *, seed: int = 0) -> pd.DataFrame:
    """Influence of the dimensions, and of the way that they are put together.

    Parameters
    ----------
    scores, dimensions : result frames
        Rows of other indices, periods, unit types and of units without a score are left out.

    Returns
    -------
    DataFrame, one row a dimension and one for the aggregation (`factor` = `agregasi`)
        `weight`: nominal. `importance`: share of the squared correlations with the index. `drop_mean_shift`,
        `drop_max_shift`, `drop_unit`: ranks that units move without the dimension, and who moves most.
        `sobol_total`: share of the variance of the mean rank shift that goes with the factor and its interactions,
        when all weights vary by half and the aggregation is the method's or arithmetic. NaN where it isn't defined.
    """
    own = (scores["index"] == method.index) & (scores["unit_type"] == method.unit_type)
    index = scores[own & (scores["period"] == period) & scores["score"].notna()].set_index("unit")["score"]
    parts = dimensions[(dimensions["index"] == method.index) & (dimensions["period"] == period) & dimensions["unit"].isin(index.index)]
    codes = [dimension.code for dimension in method.dimensions]
    table = parts.pivot_table(index="unit", columns="dimension", values="score", dropna=False)
    x = table.reindex(index=index.index, columns=codes)
    weights = pd.Series(method.weights())

    def index_of(some: pd.DataFrame) -> Floats:
        mean = weighted_mean(some.to_numpy(float), weights[some.columns].to_numpy(float), how=method.across)
        return np.asarray(mean[0], dtype=np.float64)

    out = pd.DataFrame({"factor": [*codes, AGGREGATION], "weight": [*weights[codes], np.nan]})
    for name in COLUMNS[4:]:
        out[name] = pd.Series([None] * len(out), dtype=object) if name == "drop_unit" else np.nan
    if len(x):
        out.loc[: len(codes) - 1, "importance"] = sensitivity.effective_importance(x, index)["share"].to_numpy()
        dropped = sensitivity.drop_one(x, index_of)
        for name, source in (("drop_mean_shift", "mean_shift"), ("drop_max_shift", "max_shift"), ("drop_unit", "unit")):
            out.loc[: len(codes) - 1, name] = dropped[source].to_numpy()
        out["sobol_total"] = _sobol(x.to_numpy(float), index_of(x), method, seed)
    return out.assign(index=method.index, period=period)[COLUMNS]


def _sobol(x: Floats, base: Floats, method: IndexMethod, seed: int) -> npt.NDArray[np.float64]:
    weights = np.array(list(method.weights().values()))

    def shift(choices: Floats) -> Floats:
        varied = (weights * choices[:, :-1])[:, None, :]
        means = [weighted_mean(x[None], varied, how=how)[0] for how in (method.across, "amean")]
        return sensitivity.mean_absolute_rank_shift(base, np.where(choices[:, -1:] < 0.5, *means))

    bounds = [(1 - SPREAD, 1 + SPREAD)] * len(weights) + [(0.0, 1.0)]
    found: npt.NDArray[np.float64] = sensitivity.sobol(shift, bounds, n=SAMPLE, seed=seed)["st"].to_numpy()
    return found
