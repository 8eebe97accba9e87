"""Indeks Kinerja Ormas (IKO): how each organisation performs, and where they are at work."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics import index, panel
from analytics.method import IndexMethod

# Under this many assessed Ormas a mean says more about one of them than about the kecamatan.
MEAN_MINIMUM = 3


def prepare(
    records: pd.DataFrame,
    units: pd.DataFrame,
    method: IndexMethod,
    periods: Sequence[str],
    *,
    draws: int,
    seed: int,
    keep: bool = False,
) -> index.Prepared:
    """IKO of all Ormas on the register, up to `index.score`.

    Parameters
    ----------
    records : indicator records (see `panel.build`); those of other unit types are ignored.
    units : DataFrame, one row per Ormas
        `unit` (code), `status`. Only `aktif` is assessed; the others are "tidak dinilai (di luar cakupan)".
    periods : months to score. keep: for many calls with other weights.
    """
    arranged = panel.build(records, "ormas", units["unit"].tolist(), until=max(periods))
    rows = [arranged.periods.index(period) for period in periods]
    frame = units.assign(
        in_scope=units["status"] == "aktif",
        population=float("nan"),
        population_year=float("nan"),
        population_quality=None,
    )
    return index.prepare(arranged, method, frame, rows, draws=draws, seed=seed, keep=keep)


def overlay(activity: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Ormas by kecamatan of activity, for the map.

    Parameters
    ----------
    activity : DataFrame, one row per period, kecamatan and Ormas that was active there
        `period`, `kecamatan` (missing = works in the whole regency), `unit`, `activities` (count).
    scores : the IKO scores of the same periods: `unit`, `period`, `score` (missing = not assessed).

    Returns
    -------
    DataFrame, one row per period and kecamatan
        `period`, `kecamatan`, `active_ormas`, `mean_iko` (missing under 3 assessed), `n_assessed`, `activities`.
    """
    joined = activity.merge(
        scores[["unit", "period", "score"]], on=["unit", "period"], how="left", validate="m:1"
    )
    grouped = joined.groupby(["period", "kecamatan"], dropna=False, sort=True)
    out = grouped.agg(
        active_ormas=("unit", "nunique"),
        mean_iko=("score", "mean"),
        n_assessed=("score", "count"),
        activities=("activities", "sum"),
    ).reset_index()
    out["mean_iko"] = out["mean_iko"].where(out["n_assessed"] >= MEAN_MINIMUM)
    return out
