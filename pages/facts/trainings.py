"""Trainings, their reach, their effect and the next candidates, taken from an edition as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from data.editions import figures, means
from data.editions.reading import Edition
from data.tables.pelatihan import TOPICS
from pages.facts import views

IKO, WITHOUT_CAPACITY = "iko", "iko_tanpa_kapasitas"


@dataclass(frozen=True)
class Topic:
    """Trainings of one topic in 24 months; counts of active Ormas and of officers. Test scores 0–100, NaN = not tested."""

    code: str
    invited: int
    attended: int
    officers: int
    before: float
    after: float

    @property
    def absent(self) -> int:
        """Active Ormas that were invited and never came: `ormas_tidak_hadir`."""
        return self.invited - self.attended


@dataclass(frozen=True)
class Reach:
    """Active Ormas of a kecamatan, and how many of them were trained at least once."""

    code: str
    active: int
    trained: int

    @property
    def untrained(self) -> int:
        """Active Ormas that came to no training: `ormas_belum_dilatih`."""
        return self.active - self.trained


@dataclass(frozen=True)
class Effect:
    """One row of `training_effect`: points of the index; NaN where there are too few."""

    measure: str
    topic: str | None
    effect: float
    low: float
    high: float
    n_trained: int
    n_control: int
    change_trained: float
    change_control: float

    @property
    def is_told(self) -> bool:
        """Whether there are enough Ormas for a figure."""
        return self.effect == self.effect

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves no doubt about the direction."""
        return self.is_told and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Candidate:
    """An Ormas to invite next, and why."""

    code: str
    name: str
    kecamatan: str
    dimension: str
    score: float
    topic: str
    trained_before: str | None


def topics(edition: Edition, period: str) -> list[Topic]:
    """What was held in the 24 months to a period, by topic; only those that were held."""
    invited, attended, officers = (
        figures.split(edition, one, period, "topik") or {} for one in ("ormas_diundang", "ormas_dilatih", "pengurus_dilatih")
    )
    marks = means.marks(edition, period)
    return [
        Topic(code, invited[code], attended.get(code, 0), officers.get(code, 0), *marks.get(code, (float("nan"), float("nan"))))
        for code in TOPICS
        if code in invited
    ]


def reach(edition: Edition, period: str) -> list[Reach]:
    """Active Ormas and trained ones by kecamatan of the register, the least reached first."""
    active = figures.split(edition, "ormas_aktif", period, "kecamatan") or {}
    trained = figures.split(edition, "ormas_dilatih", period, "kecamatan") or {}
    out = [Reach(code, total, trained.get(code, 0)) for code, total in active.items()]
    return sorted(out, key=lambda one: (one.trained / one.active, -one.active))


def effects(edition: Edition) -> list[Effect]:
    """Every effect that the edition holds: any training first, then the topics in their order."""
    rows = [
        Effect(
            str(r["measure"]),
            views.text(r["topic"]),
            views.real(r["effect"]),
            views.real(r["low"]),
            views.real(r["high"]),
            int(r["n_trained"]),
            int(r["n_control"]),
            views.real(r["change_trained"]),
            views.real(r["change_control"]),
        )
        for r in edition.training_effect().to_dict("records")
    ]
    order = {topic: number for number, topic in enumerate((None, *TOPICS))}
    return sorted(rows, key=lambda one: (one.measure, order.get(one.topic, len(order))))


def candidates(edition: Edition) -> list[Candidate]:
    """Ormas to invite next, lowest score first."""
    units = {row["unit"]: row for row in edition.units("ormas").to_dict("records")}
    return [
        Candidate(
            str(r["unit"]),
            str(units[r["unit"]]["name"]),
            str(units[r["unit"]]["kecamatan"]),
            str(r["dimension"]),
            float(r["score"]),
            str(r["topic"]),
            views.text(r["trained_before"]),
        )
        for r in edition.training_next().to_dict("records")
        if r["unit"] in units
    ]
