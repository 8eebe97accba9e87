"""Does a method use its scale? Where the base period falls in the bands, and how far up and down an index can reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.indices import scoring
from analytics.method import IndexMethod
from analytics.records.panel import Array

# A method that puts more of the base period than this into one band doesn't tell units apart (method.md, section 1).
CROWDED = 0.70


@dataclass(frozen=True)
class Calibration:
    """How a method spreads the base period.

    months_in_band: unit-months by band, lowest first. lowest, highest: index with every indicator at its worst and best
    goalpost. lowest_seen, highest_seen: among the scores of the base period. calm: highest score seen among the
    unit-months without an incident in their window, NaN if there are none.
    reasons: why the method can't be `disahkan`; empty if it can. `lowest_band`, `highest_band`: can't be reached (the
    highest one also if the calmest of the unit-months without an incident stays below it); `crowded`: more than
    `CROWDED` of the base period in one band.
    """

    index: str
    method: str
    first: str
    last: str
    months_in_band: tuple[int, ...]
    lowest: float
    highest: float
    lowest_seen: float
    highest_seen: float
    calm: float
    reasons: tuple[str, ...]

    @property
    def share_in_band(self) -> tuple[float, ...]:
        """Share of the unit-months in each band."""
        total = sum(self.months_in_band)
        return tuple(count / total for count in self.months_in_band)


def calibrate(scores: pd.DataFrame, indicators: pd.DataFrame, method: IndexMethod) -> Calibration:
    """Judge a method by the scores that it gives.

    Parameters
    ----------
    scores, indicators : the results of the base period
        Rows of the method's own unit type (kecamatan, Ormas) and of its index; all months count.

    Raises
    ------
    ValueError
        If nothing was assessed: there is no base period to judge by.
    """
    own = scores[(scores["index"] == method.index) & (scores["unit_type"] == method.unit_type)]
    assessed = own[own["status"] == scoring.ASSESSED]
    if assessed.empty:
        raise ValueError(f"{method.id}: no {method.unit_type} was assessed, there is nothing to calibrate by")
    band = scoring.band_of(assessed["score"].to_numpy(dtype=float), method.band_edges)
    counts = tuple(int((band == number).sum()) for number in range(1, len(method.band_edges) + 2))
    lowest, highest = _reach(method, 0.0), _reach(method, 100.0)
    calm = _calm(assessed, indicators, method)
    return Calibration(
        index=method.index,
        method=method.id,
        first=str(assessed["period"].min()),
        last=str(assessed["period"].max()),
        months_in_band=counts,
        lowest=lowest,
        highest=highest,
        lowest_seen=float(assessed["score"].min()),
        highest_seen=float(assessed["score"].max()),
        calm=calm,
        reasons=tuple(_reasons(counts, lowest, highest, calm, method)),
    )


def _reach(method: IndexMethod, at: float) -> float:
    every: Array = np.full((1, len(method.dimensions)), at)
    return float(scoring.index_scores(every, method)[0])


def _calm(assessed: pd.DataFrame, indicators: pd.DataFrame, method: IndexMethod) -> float:
    events = [i.code for i in method.indicators if i.kind == "event_rate"]
    own = indicators[indicators["indicator"].isin(events) & (indicators["n"] == 0)]
    joined = assessed.merge(own[["unit", "period"]].drop_duplicates(), on=["unit", "period"], how="inner")
    return float(joined["score"].max()) if len(joined) else float("nan")


def _reasons(counts: tuple[int, ...], lowest: float, highest: float, calm: float, method: IndexMethod) -> list[str]:
    out = []
    if lowest >= method.band_edges[0]:
        out.append("lowest_band")
    if highest < method.band_edges[-1] or calm < method.band_edges[-1]:
        out.append("highest_band")
    if max(counts) / sum(counts) > CROWDED:
        out.append("crowded")
    return out
