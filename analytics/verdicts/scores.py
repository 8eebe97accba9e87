"""What an edition says by rule: likely bands, whether an Ormas does well or needs support, whether a report is sufficient, grades."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.records.panel import month_number, month_text
from analytics.verdicts.rules import VerdictRules

WELL, SUPPORT, TOO_LITTLE = "layak_diapresiasi", "perlu_dukungan", "bobot_kurang"
WINDOW = 12  # months, as for the activities behind an IKO
KEY = ["index", "unit_type", "unit", "period"]


def of_scores(scores: pd.DataFrame, rules: VerdictRules, good_weight: float) -> pd.DataFrame:
    """What is said of each score.

    Parameters
    ----------
    scores : rows of the table `scores`; an older edition may lack `band_2`, `band_prob` and `weight_share`
    rules : those of the edition
    good_weight : share of the original weight that must be measured before an Ormas is said to do well (method of the IKO)

    Returns
    -------
    DataFrame, one row a score, with its index
        index, unit_type, unit, period; likely_low, likely_high: the bands that the unit is likely to be in, one where the first
        is sure enough or nobody knows how sure (missing without a score); verdict, of Ormas: `layak_diapresiasi` (every likely
        band is good, by enough of the weight), `bobot_kurang` (good, by too little), `perlu_dukungan` (a band in which support is
        due can't be ruled out), else missing; named: whether a press frame may tell the likely bands without
        leave (missing for Ormas, and without a score).
    """
    band, band_2, sure, share = (_numbers(scores, name) for name in ("band", "band_2", "band_prob", "weight_share"))
    second = np.where(sure < rules.sure_of_band, band_2, np.nan)
    low, high = np.fmin(band, second), np.fmax(band, second)
    of_ormas = scores["unit_type"].to_numpy() == "ormas" if "unit_type" in scores else np.zeros(len(scores), dtype=bool)
    good, needs = of_ormas & (low >= rules.good_band), of_ormas & (low <= rules.support_band)
    lacks = good & (share < good_weight - 1e-9)  # an unknown share lacks nothing
    said = np.select([lacks, good, needs], [TOO_LITTLE, WELL, SUPPORT], None)  # type: ignore[call-overload]
    named = np.where(of_ormas | np.isnan(low), None, low >= rules.lowest_named)  # type: ignore[call-overload]
    columns = {"likely_low": low, "likely_high": high, "verdict": said, "named": named}
    return pd.DataFrame({**{name: scores[name] for name in KEY if name in scores}, **columns}, index=scores.index)


def of_evidence(activities: pd.DataFrame, periods: Sequence[str], rules: VerdictRules) -> pd.DataFrame:
    """How well the activities of each Ormas in twelve months are documented.

    activities: rows of the table `deeds` (`period`, `unit`, `tingkat_bukti`, `n`). periods: the months that are asked about.

    Returns one row an Ormas and month: unit_type, unit, period; level: mean level of evidence (0–3); weak: whether that is too little. An
    Ormas without activities in the twelve months has no row.
    """
    rows = activities.assign(weighted=activities["tingkat_bukti"] * activities["n"])
    rows = rows.groupby(["period", "unit"], as_index=False)[["n", "weighted"]].sum()
    parts = []
    for period in periods:
        first = month_text(month_number(period) - WINDOW + 1)
        sums = rows[rows["period"].between(first, period)].groupby("unit")[["n", "weighted"]].sum()
        sums = sums[sums["n"] > 0]
        level = (sums["weighted"] / sums["n"]).to_numpy(dtype="float64")
        parts.append(pd.DataFrame({"unit_type": "ormas", "unit": sums.index, "period": period, "level": level}))
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["unit_type", "unit", "period", "level"])
    return found.assign(weak=found["level"].astype("float64") < rules.weak_evidence)


def of_reports(reports: pd.DataFrame, rules: VerdictRules, sufficient: float, complete: float) -> pd.DataFrame:
    """What each report of completeness is enough for.

    reports: `unit_type`, `unit`, `period`, `completeness` 0–1. sufficient: least completeness of the method of the IKW;
    complete: of the signal rules.

    Returns the same with: sufficient (the month is a measurement), complete (signals count it among the months before),
    silent (so little that the kecamatan is asked for its report).
    """
    share = reports["completeness"]
    return reports.assign(
        sufficient=share >= sufficient,
        complete=share >= complete,
        silent=~(share >= rules.minimum_of_reports),
    )


def of_surveys(indicators: pd.DataFrame, surveys: Collection[str], rules: VerdictRules) -> pd.DataFrame:
    """The grade of each survey value (25–100), one row a value: index, unit_type, unit, period, indicator, grade.

    surveys: codes of the indicators that are means of a survey.
    """
    rows = indicators[indicators["indicator"].isin(surveys) & indicators["raw"].notna()]
    number = np.searchsorted(rules.ikm_edges, rows["raw"].to_numpy(dtype="float64"), side="right")
    return rows[[*KEY, "indicator"]].assign(grade=np.asarray(rules.ikm_grades, dtype="object")[number])


def of_trends(trends: pd.DataFrame, rules: VerdictRules) -> pd.DataFrame:
    """Whether a level has changed, corrected for all: series, unit_type, unit, changed (missing where nothing was tested)."""
    q = trends["change_q"].to_numpy(dtype="float64", na_value=np.nan)
    changed = np.where(np.isnan(q), None, q < rules.level_changed)  # type: ignore[call-overload]
    return trends[["series", "unit_type", "unit"]].assign(changed=changed)


def _numbers(scores: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    if name not in scores:
        return np.full(len(scores), np.nan)
    return scores[name].to_numpy(dtype="float64", na_value=np.nan)
