"""What pages show of one kecamatan besides its score: history, contributions, incidents by type and handling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.editions import figures
from data.editions.reading import Edition
from pages.facts import periods, views
from pages.facts.views import YEAR, Score

UNKNOWN, CLOSED = "", "selesai"


@dataclass(frozen=True)
class Kind:
    """Incidents of one type in twelve months."""

    code: str
    n: int
    before: int | None
    """In the twelve months before; None where a month of either year wasn't reported."""
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
    return {period: one for (_, period), one in views.scores(edition, "IKW", "kecamatan", unit=code).items()}


def contributions(edition: Edition, code: str, period: str) -> list[Contribution]:
    """By indicator, the largest first; they add up to score − reference (the regency)."""
    rows = edition.contributions("IKW", "kecamatan", period=period, unit=code)
    found = [
        Contribution(r["indicator"], r["dimension"], views.real(r["points"]), views.real(r["reference"])) for r in rows.to_dict("records")
    ]
    return sorted(found, key=lambda one: -abs(one.points))


def kinds(edition: Edition, period: str, code: str | None) -> list[Kind]:
    """Incidents of the twelve months to a period by type, the most frequent first."""
    first = periods.back(period, YEAR - 1)
    now, closed, severe = (
        figures.split(edition, one, period, "jenis", code) or {} for one in ("kejadian", "kejadian_selesai", "kejadian_berat")
    )
    still = figures.cells(edition, "kejadian_terbuka", first, period, ("jenis", "penanganan"), code)
    year_ago = periods.back(period, YEAR)
    alike = all(figures.read(edition, "kejadian", one, code).is_whole for one in (period, year_ago))
    before = figures.split(edition, "kejadian", year_ago, "jenis", code) or {}

    def by_handling(kind: str) -> dict[str, int]:
        """An incident with a date of closing counts as closed, as in the figure of closed incidents."""
        unsettled = {state: n for (of, state), n in still.items() if of == kind and n and state != CLOSED}
        return {CLOSED: closed[kind], **unsettled} if closed.get(kind) else unsettled

    found = [Kind(kind, n, before.get(kind, 0) if alike else None, by_handling(kind), severe.get(kind)) for kind, n in now.items()]
    return sorted(found, key=lambda one: (-one.n, one.code))


def prevented(edition: Edition, period: str, code: str | None) -> dict[str, int]:
    """Potentials that were prevented in the twelve months to a period, by type, the most frequent first."""
    found = figures.split(edition, "potensi_dicegah", period, "jenis", code) or {}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def completeness(edition: Edition, code: str, period: str) -> float:
    """Share of desa that reported in twelve months, 0–1; NaN where it isn't known."""
    rows = edition.scores("IKW", "kecamatan", period=period, unit=code)
    return views.real(rows["completeness"].iloc[0]) if len(rows) else float("nan")
