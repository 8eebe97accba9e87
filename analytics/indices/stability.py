"""Indeks Kondusivitas Wilayah (IKW): how calm each kecamatan is, and the regency from its pooled records."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.indices import index
from analytics.indices.inputs import IndexInputs
from analytics.method import IndexMethod
from analytics.records.panel import Panel


def prepare(
    arranged: Panel,
    units: pd.DataFrame,
    method: IndexMethod,
    periods: Sequence[str],
    *,
    whole: str,
    draws: int,
    seed: int,
    keep: bool = False,
) -> IndexInputs:
    """IKW of all kecamatan and of the regency, up to `index.score`.

    Parameters
    ----------
    arranged : indicator records of the kecamatan up to the last of the periods, in the order of `units`.
    units : DataFrame, one row per kecamatan
        `unit` (code), `population` (people, NaN = not known), `population_quality`, and, if known,
        `population_year`, the year that the population is of.
    periods : months to score; each looks back by the windows of the method. keep: for many calls with other
        weights.
    whole : code of the regency. It is computed as one unit from the pooled records, draw by draw.

    Notes
    -----
    Kecamatan whose population is a rough estimate are scored but get no rank.
    """
    rows = [arranged.periods.index(period) for period in periods]
    frame = units.assign(in_scope=True)
    if "population_year" not in frame:
        frame["population_year"] = float("nan")
    return index.prepare(arranged, method, frame, rows, draws=draws, seed=seed, whole=whole, keep=keep)
