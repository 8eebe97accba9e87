"""What pages show of one kecamatan besides its score: history, contributions, incidents by type and handling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data import figures
from data.reading import Edition
from pages.components import periods, views
from pages.components.views import INCIDENT, YEAR, Score

UNKNOWN, CLOSED = "", "selesai"


@dataclass(frozen=True)
class Kind:
    """Incidents of one type in twelve months."""

    code: str
    n: int
    before: int | None
    """In the twelve months before; None where the edition doesn't reach back that far."""
    by_handling: Mapping[str, int]
    """Code of the handling to number; `UNKNOWN` where it isn't recorded."""
    severe: int | None
    """Of severity 3; None where that none was isn't known."""


@dataclass(frozen=True)
class Contribution:
    """Points that an indicator adds to (or takes from) the score against a reference."""

    indicator: str
    dimension: str
    points: float
    reference: float


def history(edition: Edition, code: str) -> dict[str, Score]:
    """Scores of one kecamatan by month, oldest first."""
    rows = edition.scores("IKW", "kecamatan", unit=code).sort_values("period")
    return {row["period"]: views.score(row) for row in rows.to_dict("records")}


def contributions(edition: Edition, code: str, period: str) -> list[Contribution]:
    """By indicator, the largest first; they add up to score − reference (the regency)."""
    rows = edition.contributions("IKW", "kecamatan", period=period, unit=code)
    found = [
        Contribution(r["indicator"], r["dimension"], views.real(r["points"]), views.real(r["reference"]))
        for r in rows.to_dict("records")
    ]
    return sorted(found, key=lambda one: -abs(one.points))


def kinds(edition: Edition, period: str, code: str | None) -> list[Kind]:
    """Incidents of the twelve months to a period by type, the most frequent first."""
    first = periods.back(period, YEAR - 1)
    rows = edition.counts(first=first, last=period, kecamatan=code)
    rows = rows[rows["kelas"] == INCIDENT]
    earlier_first = periods.back(period, 2 * YEAR - 1)
    earlier = edition.counts(first=earlier_first, last=periods.back(period, YEAR), kecamatan=code)
    before = earlier[earlier["kelas"] == INCIDENT].groupby("jenis")["n"].sum()
    reaches = views.reaches(edition, earlier_first)
    severe = figures.split(edition, "kejadian_berat", period, "jenis", code) or {}
    found = [
        Kind(
            code=str(kind),
            n=int(part["n"].sum()),
            before=int(before.get(kind, 0)) if reaches else None,
            by_handling=_by_handling(part),
            severe=severe.get(str(kind)),
        )
        for kind, part in rows.groupby("jenis")
    ]
    return sorted(found, key=lambda one: (-one.n, one.code))


def _by_handling(rows: pd.DataFrame) -> dict[str, int]:
    """Number by state of handling; what has a date of closing is closed, as in the figure of closed incidents."""
    still = (rows["n"] - rows["resolved"]).groupby(rows["penanganan"].fillna(UNKNOWN)).sum()
    found = {str(handling): int(n) for handling, n in still.items() if n and handling != CLOSED}
    closed = int(rows["resolved"].sum())
    return {CLOSED: closed, **found} if closed else found


def prevented(edition: Edition, period: str, code: str | None) -> dict[str, int]:
    """Potentials that were prevented in the twelve months to a period, by type, the most frequent first."""
    rows = edition.counts(first=periods.back(period, YEAR - 1), last=period, kecamatan=code)
    found = (
        rows[rows["kelas"] == "dicegah"]
        .groupby("jenis")["n"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    return {str(kind): int(n) for kind, n in found.items()}


def completeness(edition: Edition, code: str, period: str) -> float:
    """Share of desa that reported in twelve months, 0–1; NaN where it isn't known."""
    rows = edition.scores("IKW", "kecamatan", period=period, unit=code)
    return views.real(rows["completeness"].iloc[0]) if len(rows) else float("nan")
