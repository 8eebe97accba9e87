"""Records and a method in, results out: the one place where the steps are put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics import ormas, signal_records, spatial, stability, trend_records
from analytics.method import Method
from analytics.panel import month_number, month_text
from analytics.signals import Rules

# IKW-12 and IKO look back over twelve months: the first month that can be scored is the twelfth.
LEVEL_WINDOW = 12


@dataclass(frozen=True)
class Reference:
    """The units that records may speak of.

    units: DataFrame `unit_type` (kecamatan | ormas), `unit`, `population` (people, kecamatan only),
    `population_quality`, `status` (Ormas only). whole: code of the regency.
    """

    units: pd.DataFrame
    whole: str

    def of(self, unit_type: str) -> pd.DataFrame:
        """The units of one type."""
        return self.units[self.units["unit_type"] == unit_type].reset_index(drop=True)


@dataclass(frozen=True)
class Results:
    """Everything that an edition publishes, as frames (columns: docs/architecture.md).

    series, trends: what was tested for a trend, and the tests. signals: early warnings. clusters: neighbours alike.
    draws: index → period → units × draws, in the order of the reference (IKW: the regency last).
    """

    records: pd.DataFrame
    indicators: pd.DataFrame
    dimensions: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    series: pd.DataFrame
    trends: pd.DataFrame
    signals: pd.DataFrame
    clusters: pd.DataFrame
    draws: Mapping[str, Mapping[str, npt.NDArray[np.float32]]]


def scored_periods(records: pd.DataFrame, period: str | None = None) -> list[str]:
    """Months that have a whole window behind them, oldest first; with `period`, that one and a year before it.

    Raises ValueError if the records don't reach far enough.
    """
    months = [month_number(text) for text in records["period"].unique()]
    if not months:
        raise ValueError("there are no records to compute from")
    first, last = min(months) + LEVEL_WINDOW - 1, max(months)
    if period is not None:
        wanted = month_number(period)
        if not first <= wanted:
            raise ValueError(
                f"period {period} needs {LEVEL_WINDOW} months of records; the first that can be scored is {month_text(first)}"
            )
        return [month_text(m) for m in (wanted - 12, wanted) if m >= first]
    if last < first:
        raise ValueError(f"{LEVEL_WINDOW} months of records are needed, there are {last - min(months) + 1}")
    return [month_text(m) for m in range(first, last + 1)]


def run(
    records: pd.DataFrame,
    reference: Reference,
    method: Method,
    *,
    period: str | None = None,
    draws: int = 2000,
    seed: int = 0,
    rules: Rules | None = None,
    neighbours: Mapping[str, Sequence[str]] | None = None,
) -> Results:
    """Compute both indices, and from them and the records the trends, signals and clusters.

    Parameters
    ----------
    records : DataFrame
        `unit_type, unit, indicator, period, value, numerator, denominator, n, completeness`; one row = one unit, one
        indicator, one month. No row = not reported; numerator 0 = reported, nil.
    period : only this month (with the year before it, for the change); None = every month that can be scored.
    draws, seed : posterior draws, carried through the whole index; the same seed gives the same figures everywhere.
    rules : when a signal is raised; None = those of method.md.
    neighbours : kecamatan → those that it borders; None = no clusters, and signals without neighbours.

    Raises
    ------
    ValueError
        Naming unit and indicator for what can't be used (see `panel.build`).
    """
    periods = scored_periods(records, period)
    kecamatan = reference.of("kecamatan")
    parts = [
        stability.compute(
            records, kecamatan, method.ikw, periods, whole=reference.whole, draws=draws, seed=seed
        )
    ]
    if not (units := reference.of("ormas")).empty:
        parts.append(ormas.compute(records, units, method.iko, periods, draws=draws, seed=seed))
    ikw = parts[0].scores[parts[0].scores["unit_type"] == "kecamatan"]
    series = trend_records.series(
        records, kecamatan, method.ikw, whole=reference.whole, until=periods[-1], seed=seed
    )
    return Results(
        records=records,
        indicators=pd.concat([part.indicators for part in parts], ignore_index=True),
        dimensions=pd.concat([part.dimensions for part in parts], ignore_index=True),
        scores=pd.concat([part.scores for part in parts], ignore_index=True),
        contributions=pd.concat([part.contributions for part in parts], ignore_index=True),
        series=series,
        trends=trend_records.table(series),
        signals=signal_records.detect(
            records,
            kecamatan["unit"].tolist(),
            rules or Rules(),
            scores=ikw,
            neighbours=neighbours,
            until=periods[-1],
        ),
        clusters=spatial.clusters(ikw if neighbours else ikw.iloc[:0], neighbours or {}, seed=seed),
        draws={part.scores["index"].iloc[0]: part.draws for part in parts},
    )
