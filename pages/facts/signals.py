"""Signals, trends and clusters of an edition as plain values, and the steps that people took from the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from data.editions import figures
from data.editions.reading import Edition
from data.workflow import followup, hindsight
from pages.facts import periods, views

INDEX = "ikw"
INCIDENTS, QUARTERS = "kejadian", "ikw_3"
LEVEL = "taraf"


@dataclass(frozen=True)
class Signal:
    """One early warning; numbers that its rules don't use are NaN."""

    id: str
    period: str
    code: str
    group: str
    level: int
    rules: tuple[str, ...]
    count: float
    severe: float
    expected: float
    bound: float
    p: float
    q: float
    run_count: float
    run_expected: float
    run_months: float
    index_now: float
    index_before: float
    p_fall: float
    completeness: float
    provisional: bool
    since: str
    neighbours: tuple[str, ...]
    row_count: float = float("nan")
    row_expected: float = float("nan")
    row_bound: float = float("nan")
    row_months: float = float("nan")
    row_open: bool | None = None
    """Whether its row hadn't ended by the last month of the edition; None in an edition that doesn't say."""
    closed: bool | None = None
    """Whether people had closed it when the edition was published; None in an edition that doesn't say."""


@dataclass(frozen=True)
class Step:
    """Where the follow-up of a signal stands; see `data.workflow.followup`."""

    state: str = followup.NEW
    unit: str | None = None
    note: str | None = None
    outcome: str | None = None
    by: str | None = None


@dataclass(frozen=True)
class Row:
    """An unbroken row of signals of one cell: its newest signal, the one of the highest level, where follow-up stands."""

    newest: Signal
    peak: Signal
    """Of several as high the newest; only those after the last one that people closed."""
    step: Step
    severe_only: bool = False
    """Whether severe incidents alone raised it, from its beginning on: it never left the bounds of counts."""

    @property
    def level(self) -> int:
        """The highest level in the row."""
        return self.peak.level

    @property
    def is_waiting(self) -> bool:
        """Whether nobody closed it yet."""
        return self.step.state not in followup.ENDED


@dataclass(frozen=True)
class Onset:
    """One reason to say since when a kecamatan has been as it is.

    reason: `LEVEL` (the level of incidents changed), `INDEX` (signal of the index), else the group of a signal.
    """

    month: str
    reason: str
    rises: bool = True


@dataclass(frozen=True)
class Trend:
    """One trend test; see the table `trends` of an edition."""

    code: str
    n: int
    p: float
    q: float
    slope: float
    low: float
    high: float
    p_seasonal: float
    correlation: float
    direction: str | None
    change_period: str | None
    change_q: float
    has_changed: bool
    """Whether the level changed, corrected for all kecamatan."""
    before: float
    after: float


@dataclass(frozen=True)
class Point:
    """One value of a series."""

    period: str
    value: float
    low: float
    high: float
    trend: float


@dataclass(frozen=True)
class Cluster:
    """A kecamatan among its neighbours."""

    code: str
    local: float
    q: float
    kind: str | None
    hot: float
    hot_q: float


def signals(edition: Edition, first: str | None = None, last: str | None = None) -> list[Signal]:
    """Signals of some months, the newest and highest first."""
    return [
        Signal(
            id=row["signal"],
            period=row["period"],
            code=row["unit"],
            group=row["group"],
            level=int(row["level"]),
            rules=row["rules"],
            since=row["since"],
            provisional=bool(row["provisional"]),
            neighbours=row["neighbours"],
            count=float(row["count"]),
            severe=float(row["severe"]),
            expected=float(row["expected"]),
            bound=float(row["bound"]),
            p=float(row["p"]),
            q=float(row["q"]),
            run_count=float(row["run_count"]),
            run_expected=float(row["run_expected"]),
            run_months=float(row["run_months"]),
            index_now=float(row["index_now"]),
            index_before=float(row["index_before"]),
            p_fall=float(row["p_fall"]),
            completeness=float(row["completeness"]),
            row_count=float(row["row_count"]),
            row_expected=float(row["row_expected"]),
            row_bound=float(row["row_bound"]),
            row_months=float(row["row_months"]),
            row_open=_said(row["row_open"]),
            closed=_said(row["closed"]),
        )
        for row in edition.signals(first=first, last=last).to_dict("records")
    ]


def _said(value: object) -> bool | None:
    return None if pd.isna(value) else bool(value)  # type: ignore[call-overload]  # a cell, never a column


def rows(found: Sequence[Signal], steps: Mapping[str, Step]) -> list[Row]:
    """The unbroken rows of some signals, each with where its newest stands; the highest level first, then the oldest."""
    cells: dict[tuple[str, str, str], list[Signal]] = {}
    for one in sorted(found, key=lambda signal: signal.period, reverse=True):
        cells.setdefault((one.code, one.group, one.since), []).append(one)
    out = []
    for newest, *older in cells.values():
        waiting = [newest]
        for one in older:
            if steps.get(one.id, Step()).state in followup.ENDED:
                break
            waiting.append(one)
        whole = (older or [newest])[-1].period <= newest.since
        severe_only = whole and all(one.rules == ("berat",) for one in (newest, *older))
        peak = max(waiting, key=lambda signal: signal.level)
        out.append(Row(newest, peak, steps.get(newest.id, Step()), severe_only))
    return sorted(out, key=lambda row: (-row.level, row.newest.since, row.newest.code, row.newest.group))


def waiting(found: Sequence[Signal], steps: Mapping[str, Step]) -> list[Row]:
    """The rows that nobody closed."""
    return [row for row in rows(found, steps) if row.is_waiting]


def onsets(edition: Edition, period: str) -> dict[str, list[Onset]]:
    """Since when, by kecamatan: every reason that holds in a month, the oldest first. One answer for all pages."""
    out: dict[str, list[Onset]] = {}
    for code, test in trends(edition, INCIDENTS).items():
        if test.has_changed and test.change_period and test.change_period <= period:
            out.setdefault(code, []).append(Onset(test.change_period, LEVEL, test.after > test.before))
    first = periods.back(period, edition.verdict_rules().row_goes_on - 1)
    for row in rows(signals(edition, first, period), {}):
        if not row.newest.closed:
            out.setdefault(row.newest.code, []).append(Onset(row.newest.since, row.newest.group))
    return {code: sorted(found, key=lambda one: (one.month, one.reason)) for code, found in out.items()}


def one_direction(found: Sequence[Onset]) -> list[Onset]:
    """Reasons that speak of one thing: those of a worsening where there are any, else those of an improvement."""
    return [one for one in found if one.rises] or list(found)


def frozen_steps(found: Sequence[Signal]) -> dict[str, Step]:
    """What the edition itself knows of follow-up: which signals had been closed when it was published."""
    return {one.id: Step(followup.CLOSED) for one in found if one.closed}


def group_names(edition: Edition, language: str) -> dict[str, tuple[str, str]]:
    """Long and short name of each watched group."""
    return {group.code: (group.name[language], group.short[language]) for group in edition.rules().groups}


def strata(edition: Edition) -> int:
    """How many cells are watched each month; of the whole territory, also for a viewer who sees one kecamatan only."""
    return len(edition.rules().groups) * len(edition.neighbours())


def steps(states: pd.DataFrame) -> dict[str, Step]:
    """Signals on which somebody has acted, by id; from `data.workflow.followup.states`."""
    rows = states.to_dict("records")
    return {
        row["perkara"]: Step(
            row["keadaan"],
            views.text(row["ditugaskan_ke"]),
            views.text(row["catatan"]),
            views.text(row["hasil"]),
            row["oleh_akhir"],
        )
        for row in rows
    }


def trends(edition: Edition, series: str) -> dict[str, Trend]:
    """Trend tests by unit, the regency among them."""
    return {
        row["unit"]: Trend(
            code=row["unit"],
            n=int(row["n"]),
            p=row["p"],
            q=row["q"],
            slope=row["slope"],
            low=row["slope_low"],
            high=row["slope_high"],
            p_seasonal=row["p_seasonal"],
            correlation=row["correlation"],
            direction=views.text(row["direction"]),
            change_period=views.text(row["change_period"]),
            change_q=row["change_q"],
            has_changed=views.flag(row["changed"]),
            before=row["before"],
            after=row["after"],
        )
        for row in edition.trends(series).to_dict("records")
    }


def series(edition: Edition, name: str) -> dict[str, list[Point]]:
    """A series by unit, oldest value first."""
    out: dict[str, list[Point]] = {}
    for row in edition.series(name).to_dict("records"):
        out.setdefault(row["unit"], []).append(Point(row["period"], row["value"], row["low"], row["high"], row["trend"]))
    return out


def index_history(edition: Edition) -> dict[str, list[Point]]:
    """The IKW-12 of every kecamatan by month."""
    out: dict[str, list[Point]] = {}
    for row in edition.scores("IKW", "kecamatan").sort_values("period").to_dict("records"):
        point = Point(
            row["period"],
            views.real(row["score"]),
            views.real(row["low"]),
            views.real(row["high"]),
            float("nan"),
        )
        out.setdefault(row["unit"], []).append(point)
    return out


def incidents_by_month(edition: Edition, first: str, last: str, kind: str | None = None) -> dict[str, dict[str, int]]:
    """Incidents (of one type) by kecamatan and month; a month without any isn't there."""
    part = ("jenis", kind) if kind else None
    found = figures.cells(edition, "kejadian_bulan", first, last, ("kecamatan", "period"), None, part)
    out: dict[str, dict[str, int]] = {}
    for (code, period), n in found.items():
        out.setdefault(code, {})[period] = n
    return out


def clusters(edition: Edition, period: str) -> tuple[list[Cluster], float, float]:
    """Kecamatan among their neighbours, and Moran's I of the whole with its p; an empty list where there are none."""
    rows = edition.clusters(period).to_dict("records")
    found = [Cluster(row["unit"], row["I"], row["q"], views.text(row["cluster"]), row["gi_z"], row["gi_q"]) for row in rows]
    return found, *((rows[0]["moran_i"], rows[0]["moran_p"]) if rows else (float("nan"), float("nan")))


def by_level(found: list[Signal]) -> Counter[int]:
    """How many signals of each level."""
    return Counter(signal.level for signal in found)


def yearly(edition: Edition, states: pd.DataFrame) -> pd.DataFrame:
    """Hits, false alarms and lead time by year, from `data.workflow.followup.states`; see `data.workflow.hindsight.yearly`."""
    ahead = edition.verdict_rules().forerunner_months
    return hindsight.yearly(edition.signals(last=edition.meta["period"]), states, ahead)
