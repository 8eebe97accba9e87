"""Indeks Kinerja Ormas (IKO): how each organisation performs, and where they are at work."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.indices import index
from analytics.indices.inputs import IndexInputs
from analytics.method import IndexMethod
from analytics.records import panel

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
) -> IndexInputs:
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
        `period`, `kecamatan`, `unit`, `regency_wide` (bool: it works in the whole regency), `activities` (count).
    scores : the IKO scores of the same periods: `unit`, `period`, `score` (missing = not assessed).

    Returns
    -------
    DataFrame, one row per period and kecamatan
        `period`, `kecamatan`, `active_ormas`, `mean_iko` (missing under 3 assessed), `n_assessed`, `activities`. Activities are counted
        where they were held, whoever held them; `mean_iko` and `n_assessed` leave regency-wide Ormas out. Those have a further row of their
        own (missing kecamatan), which is no part of any sum.

    Examples
    --------
    >>> rows = [("2026-10", "A", "o1", False, 4), ("2026-10", "A", "o9", True, 2), ("2026-10", "B", "o9", True, 1)]
    >>> activity = pd.DataFrame(rows, columns=["period", "kecamatan", "unit", "regency_wide", "activities"])
    >>> scores = pd.DataFrame({"unit": ["o1", "o9"], "period": "2026-10", "score": [60.0, 80.0]})
    >>> overlay(activity, scores)[["kecamatan", "active_ormas", "n_assessed", "activities"]].values.tolist()
    [['A', 2, 1, 6], ['B', 1, 0, 1], [None, 1, 1, 3]]
    """
    joined = activity.merge(scores[["unit", "period", "score"]], on=["unit", "period"], how="left", validate="m:1")
    wide = joined[joined["regency_wide"]]
    wide = wide.groupby(["period", "unit"], as_index=False).agg(activities=("activities", "sum"), score=("score", "first"))
    local = joined.assign(score=joined["score"].mask(joined["regency_wide"]))
    both = pd.concat([local, wide.assign(kecamatan=None)]) if len(wide) else local
    out = (
        both.groupby(["period", "kecamatan"], dropna=False, sort=True)
        .agg(
            active_ormas=("unit", "nunique"),
            mean_iko=("score", "mean"),
            n_assessed=("score", "count"),
            activities=("activities", "sum"),
        )
        .reset_index()
    )
    out["kecamatan"] = out["kecamatan"].astype("object").where(out["kecamatan"].notna(), None)
    out["mean_iko"] = out["mean_iko"].where(out["n_assessed"] >= MEAN_MINIMUM)
    return out
