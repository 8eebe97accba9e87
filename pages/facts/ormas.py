"""What pages show of Ormas, taken from one edition as plain values: scores, indicators, activities, trainings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.editions import figures, means
from data.editions.reading import Edition
from data.tables.riwayat_ormas import TOPICS
from pages.facts import periods, views
from pages.facts.views import YEAR, Score

# What an edition says about an Ormas.
WELL, TOO_LITTLE, SUPPORT = "layak_diapresiasi", "bobot_kurang", "perlu_dukungan"


@dataclass(frozen=True)
class Ormas:
    """One organisation of the register with its score."""

    code: str
    name: str
    kecamatan: str
    """Code of the kecamatan of its seat."""
    status: str
    kind: str | None
    """Ciri khusus."""
    field: str | None
    """Bidang."""
    reach: str | None
    """Cakupan."""
    score: Score
    in_scope: bool
    """Whether it is among those that are assessed at all: the active ones."""
    without_survey: bool
    evidence: float
    """Mean level of evidence (0–3) of its activities of twelve months; NaN where it had none."""
    weak_evidence: bool
    """Whether it is assessed mainly by statements without evidence."""
    activities: int | None
    """Verified activities of twelve months; None where no activity of any Ormas was reported by then."""

    @property
    def lacks_weight(self) -> bool:
        """In a good band, but too little of the weight is measured to say that it does well."""
        return self.score.verdict == TOO_LITTLE

    @property
    def does_well(self) -> bool:
        """In a good band, by enough of the original weight."""
        return self.score.verdict == WELL

    @property
    def needs_support(self) -> bool:
        """A band in which support is due can't be ruled out."""
        return self.score.verdict == SUPPORT


@dataclass(frozen=True)
class Indicator:
    """One indicator of one unit. Scores are points of 100; NaN is missing."""

    code: str
    dimension: str
    raw: float
    score: float
    low: float
    high: float
    status: str
    """terukur | tidak_berlaku | tanpa_survei | data_belum_memadai"""
    age_months: float
    n: float
    grade: str | None = None
    """Of a survey value, by the scale of the public satisfaction survey."""


@dataclass(frozen=True)
class Tally:
    """Activities of one sort: how many, by how many Ormas, with how many participants (None: nobody counted)."""

    n: int
    ormas: int
    participants: int | None


def all_ormas(edition: Edition, period: str) -> list[Ormas]:
    """Every Ormas of the register in one month, by code."""
    rows = {row["unit"]: row for row in edition.scores("IKO", "ormas", period=period).to_dict("records")}
    unknown = views.unknowns(edition, "IKO", "ormas", period=period)
    activities, evidence = figures.split(edition, "kegiatan", period, "unit"), means.evidence(edition, period)
    out = []
    for unit in edition.units("ormas").to_dict("records"):
        code = str(unit["unit"])
        row = rows.get(code)
        level, weak = evidence.get(code, (float("nan"), False))
        out.append(
            Ormas(
                code=code,
                name=str(unit["name"]),
                kecamatan=str(unit["kecamatan"]),
                status=str(unit["status"]),
                kind=views.text(unit["ciri_khusus"]),
                field=views.text(unit["bidang"]),
                reach=views.text(unit["cakupan"]),
                score=views.score(row, unknown.get((code, period), ())) if row else views.unscored(period),
                in_scope=row is None or row["status"] != "tidak_dinilai",
                without_survey=row is not None and views.flag(row["without_survey"]),
                evidence=level,
                weak_evidence=weak,
                activities=None if activities is None else activities.get(code, 0),
            )
        )
    return out


def indicators(edition: Edition, index: str, unit_type: str, unit: str, period: str) -> list[Indicator]:
    """The indicators of one unit in one month, in the order of the method."""
    rows = {row["indicator"]: row for row in edition.indicators(index, unit_type, period=period, unit=unit).to_dict("records")}
    return [
        Indicator(
            code=code,
            dimension=str(rows[code]["dimension"]),
            raw=views.real(rows[code]["raw"]),
            score=views.real(rows[code]["score"]),
            low=views.real(rows[code]["low"]),
            high=views.real(rows[code]["high"]),
            status=str(rows[code]["status"]),
            age_months=views.real(rows[code]["age_months"]),
            n=views.real(rows[code]["n"]),
            grade=views.text(rows[code]["grade"]),
        )
        for code in (indicator.code for indicator in edition.methods()[index].indicators)
        if code in rows
    ]


def weakest(found: list[Indicator]) -> str | None:
    """Code of the dimension with the lowest indicator that was measured; None where nothing was."""
    measured = [one for one in found if one.status == "terukur"]
    return min(measured, key=lambda one: one.score).dimension if measured else None


def activities(edition: Edition, period: str, by: str, kecamatan: str | None = None) -> dict[str, Tally]:
    """Activities of the twelve months to a period by `jenis` or `mitra`, the most frequent first."""
    n, ormas, participants = (
        figures.split(edition, one, period, by, kecamatan) or {} for one in ("kegiatan", "ormas_berkegiatan", "peserta_kegiatan")
    )
    found = {code: Tally(number, ormas.get(code, 0), participants.get(code)) for code, number in n.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1].n))


def at_work(edition: Edition, period: str, kecamatan: str) -> dict[str, dict[str, int]]:
    """Ormas with an activity in a kecamatan in twelve months: code to number of activities by kind."""
    first = periods.back(period, YEAR - 1)
    out: dict[str, dict[str, int]] = {}
    for (unit, kind), n in figures.cells(edition, "kegiatan", first, period, ("unit", "jenis"), kecamatan).items():
        if unit:  # Ormas that the viewer may not see by name have no code here
            out.setdefault(unit, {})[kind] = n
    return dict(sorted(out.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def trained(edition: Edition, unit: str, period: str) -> dict[str, tuple[int, int]]:
    """Officers who came, of those there are, by topic, in the 24 months to a period."""
    came, there = figures.split(edition, "pengurus_hadir", period, "topik", unit=unit) or {}, means.officers(edition, unit, period)
    return {topic: (came.get(topic, 0), total) for topic, total in there.items()}


@dataclass(frozen=True)
class Known:
    """Something that is known of an Ormas since a day: its status, a board term, a document."""

    topic: str
    first: date | None
    """None: since when isn't known."""
    last: date | None
    """None: without an end, or not known."""
    status: str | None
    noted: date | None
    """The day on which a row of the register said so; None: it was sent as history."""
    state: str
    """On the day that was asked for: `berlaku`, `berakhir`, `digantikan`, `belum`."""


def history(edition: Edition, unit: str, period: str) -> list[Known]:
    """What is known of one Ormas, topic by topic, the newest first, with what held on the last day of a month."""
    rows = edition.register(unit).to_dict("records")
    at = date.fromisoformat(f"{periods.back(period, -1)}-01") - timedelta(days=1)
    found = [
        Known(str(row["topic"]), _day(row["first"]), _day(row["last"]), views.text(row["status"]), _day(row["noted"]), "") for row in rows
    ]
    found.sort(key=lambda one: (one.first or date.min, one.last or date.max), reverse=True)
    known = [replace(one, state=_state_on(one, found, at)) for one in found]
    return sorted(known, key=lambda one: TOPICS.index(one.topic))


def _state_on(one: Known, every: list[Known], at: date) -> str:
    if one.first is not None and one.first > at:
        return "belum"
    if one.last is not None and one.last < at:
        return "berakhir"
    later = (other for other in every if other.topic == one.topic and (other.first or date.min) > (one.first or date.min))
    return "digantikan" if any((other.first or date.min) <= at for other in later) else "berlaku"


def _day(cell: object) -> date | None:
    text = views.text(cell)
    return None if text is None else date.fromisoformat(text)
