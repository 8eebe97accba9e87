"""Records and a method in, results out: the one place where the steps are put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics import spatial
from analytics.indices import index, ormas, scoring, severe, stability
from analytics.indices.inputs import IndexInputs
from analytics.method import Method
from analytics.records.panel import Panel, build, month_number, month_text
from analytics.surveillance import records as signal_records
from analytics.surveillance.signals import Rules
from analytics.trends import records as trend_records

# IKW-12 and IKO look back over twelve months: the first month that can be scored is the twelfth.
LEVEL_WINDOW = 12
# Why a unit has no score in an edition without an index.
NO_INDEX_YET = "belum_ada_indeks"
UNSCORED_DRAWS = 20


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
class Indices:
    """Both indices as frames (columns: docs/edition.md).

    draws: index → period → units × draws, in the order of the reference (IKW: the regency last).
    """

    indicators: pd.DataFrame
    dimensions: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    draws: Mapping[str, Mapping[str, npt.NDArray[np.float32]]]


@dataclass(frozen=True)
class Results(Indices):
    """Everything that an edition publishes: the indices, and what else is said about the kecamatan.

    series, trends: what was tested for a trend, and the tests. signals: early warnings. baselines: the months by which signals of counts
    were judged. clusters: where neighbours have like scores.
    """

    records: pd.DataFrame
    series: pd.DataFrame
    trends: pd.DataFrame
    signals: pd.DataFrame
    baselines: pd.DataFrame
    clusters: pd.DataFrame


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
            raise ValueError(f"period {period} needs {LEVEL_WINDOW} months of records; the first that can be scored is {month_text(first)}")
        return [month_text(m) for m in (wanted - 12, wanted) if m >= first]
    if last < first:
        raise ValueError(f"{LEVEL_WINDOW} months of records are needed, there are {last - min(months) + 1}")
    return [month_text(m) for m in range(first, last + 1)]


def has_scored_month(records: pd.DataFrame) -> bool:
    """Whether any month of the records has a whole window behind it."""
    months = [month_number(text) for text in records["period"].unique()]
    return bool(months) and max(months) - min(months) + 1 >= LEVEL_WINDOW


@dataclass(frozen=True)
class Rerunnable:
    """Everything in a run that doesn't depend on the weights of the dimensions, for `rerun`.

    parts, results: each index, and its results under the method that it was prepared with.
    """

    parts: tuple[IndexInputs, ...]
    results: tuple[index.IndexResult, ...]


def prepare(
    records: pd.DataFrame,
    reference: Reference,
    method: Method,
    *,
    period: str | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> Rerunnable:
    """Prepare for many runs on the same records with other dimension weights (what-if); arguments as for `run`."""
    periods = scored_periods(records, period)
    areas = _areas(records, reference, periods[-1])
    parts = _prepare(areas, records, reference, method, periods, draws, seed, keep=True)
    return Rerunnable(parts, tuple(index.score(part, part.method) for part in parts))


def rerun(inputs: Rerunnable, method: Method) -> Indices:
    """The indices with other dimension weights: the figures of a `run` from the records, to the last digit.

    Raises ValueError if the method differs from the prepared one in more than the weights of its dimensions.
    """
    found = []
    for part, known in zip(inputs.parts, inputs.results, strict=True):
        own = method.ikw if part.method.index == "IKW" else method.iko
        found.append(known if own == part.method else index.score(part, own))
    return Indices(**_joined(found, inputs.parts))


def run(
    records: pd.DataFrame,
    reference: Reference,
    method: Method,
    *,
    period: str | None = None,
    months: Sequence[str] | None = None,
    draws: int = 2000,
    seed: int = 0,
    rules: Rules | None = None,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    closed: Collection[str] = (),
) -> Results:
    """Compute both indices, and from them and the records the trends, signals and clusters.

    Parameters
    ----------
    records : DataFrame
        `unit_type, unit, indicator, period, value, numerator, denominator, n, completeness`; one row = one unit, one
        indicator, one month. No row = not reported; numerator 0 = reported, nil.
    period : only this month (with the year before it, for the change); None = every month that can be scored.
    months : given where there can be no index yet: each of these months, oldest first, has all units without a score, and neither
    indicators nor dimensions; None = every month that can be scored.
    draws, seed : posterior draws, carried through the whole index; the same seed gives the same figures everywhere.
    rules : when a signal is raised; None = those of method.md.
    neighbours : kecamatan → those that it borders; None = no clusters, and signals without neighbours.
    closed : ids of the signals that people closed, or whose level they took as the new usual one.

    Raises
    ------
    ValueError
        Naming unit and indicator for what can't be used (see `panel.build`).
    """
    if months is not None:
        return _unscored(records, reference, method, months, rules, neighbours, closed, seed)
    periods = scored_periods(records, period)
    areas = _areas(records, reference, periods[-1])
    parts = _prepare(areas, records, reference, method, periods, draws, seed)
    indices = _joined([index.score(part, part.method) for part in parts], parts)
    told = _described(areas, reference, method, indices["scores"], rules, neighbours, closed, seed)
    return Results(records=records, **indices, **told)


def _joined(found: Sequence[index.IndexResult], parts: Sequence[IndexInputs]) -> dict[str, Any]:
    """The frames of both indices under one another, and their draws."""
    names = ("indicators", "dimensions", "scores", "contributions")
    frames = {name: pd.concat([getattr(one, name) for one in found], ignore_index=True) for name in names}
    return {**frames, "draws": {part.method.index: one.draws for part, one in zip(parts, found, strict=True)}}


def _areas(records: pd.DataFrame, reference: Reference, until: str) -> Panel:
    """The records of the kecamatan up to a month: made once, for index, series and trends alike."""
    return build(records, "kecamatan", reference.of("kecamatan")["unit"].tolist(), until=until)


def _unscored(
    records: pd.DataFrame,
    reference: Reference,
    method: Method,
    months: Sequence[str],
    rules: Rules | None,
    neighbours: Mapping[str, Sequence[str]] | None,
    closed: Collection[str],
    seed: int,
) -> Results:
    """Every unit of every month without a score, in frames of the same shape as those of an index.

    The shape is that of an index over the last months, too few of them for a window.
    """
    too_few = [month_text(month_number(months[-1]) - n) for n in range(LEVEL_WINDOW - 1)]
    few = records[records["period"].isin(too_few)]
    areas = _areas(few, reference, months[-1])
    shaped = [index.score(part, part.method) for part in _prepare(areas, few, reference, method, months[-1:], UNSCORED_DRAWS, seed)]
    units = _without_score(pd.concat([one.scores for one in shaped], ignore_index=True))
    scores = pd.concat([units.assign(period=month) for month in months], ignore_index=True)
    scores["severe_left_out"] = severe.recorded(records, scores, LEVEL_WINDOW)
    return Results(
        records=records,
        indicators=shaped[0].indicators.iloc[:0],
        dimensions=shaped[0].dimensions.iloc[:0],
        scores=scores,
        contributions=shaped[0].contributions.iloc[:0],
        **_described(
            _areas(records, reference, months[-1]),
            reference,
            method,
            scores,
            rules,
            neighbours,
            closed,
            seed,
        )
        | {"clusters": spatial.clusters(scores.iloc[:0], {})},
        draws={},
    )


def _without_score(scores: pd.DataFrame) -> pd.DataFrame:
    """The same units with nothing known of them but who they are and whether they are in scope."""
    out = scores.copy()
    keys = ["index", "unit_type", "unit", "period", "method", "method_version", "status"]
    for name in out.columns.difference([*keys, "estimated_population"]):
        out[name] = pd.Series(None, index=out.index, dtype=out[name].dtype)
    out["status"] = out["status"].where(out["status"] == scoring.OUT_OF_SCOPE, scoring.NOT_YET)
    out["reason"] = out["status"].map({scoring.NOT_YET: NO_INDEX_YET})
    out["reason_dimensions"] = out["status"].map({scoring.NOT_YET: ()})
    out["fallbacks"] = out["status"].map(lambda _: ())
    return out


def _described(
    areas: Panel,
    reference: Reference,
    method: Method,
    scores: pd.DataFrame,
    rules: Rules | None,
    neighbours: Mapping[str, Sequence[str]] | None,
    closed: Collection[str],
    seed: int,
) -> dict[str, Any]:
    """What is said about the kecamatan besides their scores: series, trends, signals, clusters."""
    kecamatan = reference.of("kecamatan")
    ikw = scores[scores["unit_type"] == "kecamatan"]
    series = trend_records.series(areas, kecamatan, method.ikw, whole=reference.whole, seed=seed)
    found = signal_records.detect(areas, rules or Rules(), scores=ikw, neighbours=neighbours, closed=closed)
    return {
        "series": series,
        "trends": trend_records.table(
            series,
            trend_records.events(areas, method.ikw, whole=reference.whole),
            method.ikw.trend_events,
        ),
        "signals": found.rows,
        "baselines": found.baselines,
        "clusters": spatial.clusters(ikw if neighbours else ikw.iloc[:0], neighbours or {}, seed=seed),
    }


def _prepare(
    areas: Panel,
    records: pd.DataFrame,
    reference: Reference,
    method: Method,
    periods: Sequence[str],
    draws: int,
    seed: int,
    *,
    keep: bool = False,
) -> tuple[IndexInputs, ...]:
    places, whole = reference.of("kecamatan"), reference.whole
    parts = [stability.prepare(areas, places, method.ikw, periods, whole=whole, draws=draws, seed=seed, keep=keep)]
    if not (units := reference.of("ormas")).empty:
        parts.append(ormas.prepare(records, units, method.iko, periods, draws=draws, seed=seed, keep=keep))
    return tuple(parts)
