"""What an edition says of its scores by rule: the bands that a unit is likely to be in, whether an Ormas does well or needs support."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.verdict_rules import VerdictRules

WELL, SUPPORT, TOO_LITTLE = "layak_diapresiasi", "perlu_dukungan", "bobot_kurang"
KEY = ["index", "unit_type", "unit", "period"]


def of_scores(scores: pd.DataFrame, rules: VerdictRules, good_weight: float) -> pd.DataFrame:
    """What is said of each score.

    Parameters
    ----------
    scores : rows of the table `scores`; an edition of before may lack `band_2`, `band_prob` and `weight_share`
    rules : those of the edition
    good_weight : share of the original weight that must be measured before an Ormas is said to do well (method of the IKO)

    Returns
    -------
    DataFrame, one row a score, with its index
        index, unit_type, unit, period; likely_low, likely_high: the bands that the unit is likely to be in, one where the first
        is sure enough or nobody knows how sure (missing without a score); verdict, of Ormas: `layak_diapresiasi` (every likely
        band is good, by enough of the weight), `bobot_kurang` (good, by too little), `perlu_dukungan` (a band in which support is
        due can't be ruled out), else missing.
    """
    band, band_2, sure, share = (
        _numbers(scores, name) for name in ("band", "band_2", "band_prob", "weight_share")
    )
    second = np.where(sure < rules.sure_of_band, band_2, np.nan)
    low, high = np.fmin(band, second), np.fmax(band, second)
    of_ormas = (
        scores["unit_type"].to_numpy() == "ormas"
        if "unit_type" in scores
        else np.zeros(len(scores), dtype=bool)
    )
    good, needs = of_ormas & (low >= rules.good_band), of_ormas & (low <= rules.support_band)
    lacks = good & (share < good_weight - 1e-9)  # an unknown share lacks nothing
    said = np.select([lacks, good, needs], [TOO_LITTLE, WELL, SUPPORT], None)  # type: ignore[call-overload]
    columns = {"likely_low": low, "likely_high": high, "verdict": said}
    return pd.DataFrame(
        {**{name: scores[name] for name in KEY if name in scores}, **columns}, index=scores.index
    )


def _numbers(scores: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    if name not in scores:
        return np.full(len(scores), np.nan)
    return scores[name].to_numpy(dtype="float64", na_value=np.nan)
