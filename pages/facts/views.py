"""What pages show, taken from one edition as plain values: nothing is computed here but sums of counts."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, SupportsFloat, SupportsInt

import pandas as pd

from data.editions import figures
from data.editions.reading import Edition
from data.tables.figures import FIGURES
from pages.facts import periods

INCIDENT = "gangguan"
YEAR = 12


@dataclass(frozen=True)
class Unknown:
    """About how many incidents or activities behind an indicator nothing is known."""

    dimension: str
    indicator: str
    n: int
    events: int


@dataclass(frozen=True)
class Score:
    """One unit in one month. Numbers are points of 100; NaN or None is missing, never 0."""

    period: str
    assessed: bool
    lacking: tuple[str, ...]
    """Codes of the dimensions without which there is no score."""
    score: float
    low: float
    high: float
    band: int | None
    band_prob: float
    band_2: int | None
    quality: str | None
    change: float
    change_class: str | None
    provisional: bool
    estimated_population: bool
    severe_left_out: int | None = None
    """Severe incidents that stand in no score; None in an edition that doesn't say."""
    unknown: tuple[Unknown, ...] = ()
    """What isn't known of its incidents or activities; empty too in an edition that doesn't say."""
    needs: tuple[str, ...] = ()
    """Codes of the dimensions of which one more would have to be measured for a score."""
    weight_share: float = math.nan
    """Share of the weights that is measured, 0–1."""
    likely: tuple[int, ...] = ()
    """The bands that it is likely to be in, lower first; one where that is sure enough."""
    named: bool = True
    """Whether a press frame may tell its bands of a kecamatan without leave."""
    verdict: str | None = None
    """What is said of an Ormas: `layak_diapresiasi`, `bobot_kurang` (a good band, too little measured) or `perlu_dukungan`."""


@dataclass(frozen=True)
class Area:
    """A kecamatan with its score."""

    code: str
    name: str
    polsek: str | None
    polsek_unconfirmed: bool
    """Whether nobody confirmed that sector; an older edition doesn't say, and False."""
    population: int | None
    population_year: int | None
    population_is_census: bool
    score: Score


@dataclass(frozen=True)
class Dimension:
    """One dimension of a score; `score` is NaN where there is none, and `status` says why; `low` and `high` may be NaN."""

    code: str
    score: float
    low: float
    high: float
    status: str = "terukur"
    """terukur | tidak_berlaku | tanpa_survei | data_belum_memadai"""


@dataclass(frozen=True)
class Symbol:
    """What a circle on the map shows of a kecamatan; `code` None = the regency-wide Ormas, which aren't drawn."""

    code: str | None
    active: int
    """What the size of the circle counts."""
    mean_iko: float = math.nan
    level: int | None = None
    """Highest level of a signal, on that layer only."""


@dataclass(frozen=True)
class MethodFacts:
    """What the header says about the method of the index."""

    version: str
    status: str


def method_facts(edition: Edition) -> MethodFacts:
    """Version and status (usulan, disahkan) of the method of the IKW."""
    method = edition.methods()["IKW"]
    return MethodFacts(method.version, edition.meta["status_ikw"])


def regency(edition: Edition) -> dict[str, Score]:
    """Scores of the whole kabupaten by month, oldest first."""
    return {period: one for (_, period), one in scores(edition, "IKW", "kabupaten").items()}


def areas(edition: Edition, period: str) -> list[Area]:
    """Every kecamatan of the edition in one month, by code; one without a row is not assessed."""
    known = scores(edition, "IKW", "kecamatan", period=period)
    return [
        Area(
            code=unit["unit"],
            name=unit["name"],
            polsek=text(unit["polsek"]),
            polsek_unconfirmed=not pd.isna(unit["polsek_confirmed"]) and not unit["polsek_confirmed"],
            population=_int(unit["population"]),
            population_year=_int(unit["population_year"]),
            population_is_census=unit["population_quality"] == "sensus",
            score=known.get((unit["unit"], period)) or unscored(period),
        )
        for unit in edition.units("kecamatan").to_dict("records")
    ]


def has_scores(edition: Edition, period: str) -> bool:
    """Whether the kabupaten or any kecamatan has a score in one month: without one there is no range to explain."""
    return regency(edition)[period].assessed or any(area.score.assessed for area in areas(edition, period))


def dimensions(edition: Edition, unit_type: str, unit: str, period: str) -> dict[str, Dimension]:
    """Dimensions of one unit in one month by code."""
    rows = edition.dimensions("IKW", unit_type, period=period, unit=unit)
    return {row["dimension"]: _dimension(row) for row in rows.to_dict("records")}


def dimension_history(edition: Edition, code: str) -> dict[str, Dimension]:
    """One dimension of the whole kabupaten by month, oldest first."""
    rows = edition.dimensions("IKW", "kabupaten")
    rows = rows[rows["dimension"] == code].sort_values("period")
    return {row["period"]: _dimension(row) for row in rows.to_dict("records")}


def _dimension(row: Mapping[Hashable, Any]) -> Dimension:
    return Dimension(row["dimension"], real(row["score"]), real(row["low"]), real(row["high"]), row["status"])


def symbols(edition: Edition, period: str) -> list[Symbol]:
    """Ormas at work by kecamatan of activity; the mean IKO leaves regency-wide Ormas out."""
    at_work = figures.split(edition, "ormas_berkegiatan", period, "kecamatan") or {}
    means = {text(row["kecamatan"]): real(row["mean_iko"]) for row in edition.overlay(period).to_dict("records")}
    return [Symbol(code, n, means.get(code, math.nan)) for code, n in sorted(at_work.items())]


def regency_wide(edition: Edition, period: str) -> Symbol | None:
    """Ormas that work in the whole kabupaten, with their mean IKO; None where none did anything in the twelve months."""
    for row in edition.overlay(period).to_dict("records"):
        if text(row["kecamatan"]) is None:
            return Symbol(None, int(row["active_ormas"]), real(row["mean_iko"]))
    return None


def incidents_by_month(edition: Edition, last: str, months: int) -> dict[str, int]:
    """Incidents of each of the last months that was reported: a quiet month is 0, a silent one is absent."""
    wanted = periods.run(periods.back(last, months - 1), last)
    found = figures.cells(edition, "kejadian_bulan", wanted[0], last, ("period",))
    known = [period for period in wanted if figures.is_known(edition, "kejadian_bulan", period)]
    return {period: found.get((period,), 0) for period in known}


def first_reported(edition: Edition) -> str | None:
    """The first month of which incidents, or that there were none, were reported; None: no month was."""
    return figures.since(edition, FIGURES["kejadian"])


def band_names(edition: Edition, index: str, language: str) -> list[str]:
    """Names of the bands of an index, lowest first."""
    return [name.in_language(language) for name in edition.methods()[index].band_names]


def band_edges(edition: Edition, index: str) -> tuple[float, ...]:
    """Where the bands of an index meet."""
    return edition.methods()[index].band_edges


def dimension_names(edition: Edition, index: str, language: str) -> dict[str, str]:
    """Names of the dimensions of an index by code, in the order of the method."""
    return {d.code: d.name.in_language(language) for d in edition.methods()[index].dimensions}


def scores(
    edition: Edition, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None
) -> dict[tuple[str, str], Score]:
    """Scores by unit and month, in the order of units and months."""
    rows = edition.scores(index, unit_type, period=period, unit=unit).sort_values(["unit", "period"])
    unknown = unknowns(edition, index, unit_type, period=period, unit=unit)
    return {(row["unit"], row["period"]): score(row, unknown.get((row["unit"], row["period"]), ())) for row in rows.to_dict("records")}


def unknowns(
    edition: Edition, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None
) -> dict[tuple[str, str], tuple[Unknown, ...]]:
    """By unit and month what isn't known behind a score, in the order of the method; indicators without unknowns are left out."""
    order = [one.code for one in edition.methods()[index].indicators]
    out: dict[tuple[str, str], tuple[Unknown, ...]] = {}
    rows = edition.unknowns(index, unit_type)
    rows = rows[rows["period"] == period] if period else rows
    rows = rows[rows["unit"] == unit] if unit else rows
    for row in sorted(rows.to_dict("records"), key=lambda one: order.index(one["indicator"])):
        one = Unknown(row["dimension"], row["indicator"], int(row["unknown"]), int(row["events"]))
        out[row["unit"], row["period"]] = (*out.get((row["unit"], row["period"]), ()), one)
    return out


def score(row: Mapping[Any, Any], unknown: tuple[Unknown, ...] = ()) -> Score:
    """One row of an edition's scores, with what isn't known behind it."""
    dimensions: tuple[str, ...] = row["reason_dimensions"] or ()
    return Score(
        period=row["period"],
        assessed=row["status"] == "dinilai",
        lacking=dimensions if row["reason"] == "kurang" else (),
        score=real(row["score"]),
        low=real(row["low"]),
        high=real(row["high"]),
        band=_int(row["band"]),
        band_prob=real(row["band_prob"]),
        band_2=_int(row["band_2"]),
        quality=text(row["quality"]),
        change=real(row["change"]),
        change_class=text(row["change_class"]),
        provisional=flag(row["provisional"]),
        estimated_population=flag(row["estimated_population"]),
        severe_left_out=_int(row["severe_left_out"]),
        unknown=unknown,
        needs=dimensions if row["reason"] == "perlu" else (),
        weight_share=real(row["weight_share"]),
        likely=tuple(sorted({n for side in ("low", "high") if (n := _int(row[f"likely_{side}"])) is not None})),
        named=_missing(row["named"]) or bool(row["named"]),
        verdict=text(row["verdict"]),
    )


def unscored(period: str) -> Score:
    """The score of a unit without a row in a month: it was not assessed."""
    return Score(
        period=period,
        assessed=False,
        lacking=(),
        score=math.nan,
        low=math.nan,
        high=math.nan,
        band=None,
        band_prob=math.nan,
        band_2=None,
        quality=None,
        change=math.nan,
        change_class=None,
        provisional=False,
        estimated_population=False,
    )


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def real(value: SupportsFloat | str | None) -> float:
    """A number; NaN where there is none."""
    return math.nan if value is None or _missing(value) else float(value)


def flag(value: object) -> bool:
    """Whether a value is known to be true; what nobody asked isn't."""
    return not _missing(value) and bool(value)


def _int(value: SupportsInt | str | None) -> int | None:
    return None if value is None or _missing(value) else int(value)


def text(value: object) -> str | None:
    """A text; None where there is none."""
    return None if _missing(value) else str(value)
