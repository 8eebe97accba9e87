"""What pages show of Ormas, taken from one edition as plain values: scores, indicators, deeds, trainings."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data import figures, verdicts
from data.reading import Edition
from pages.components import periods, sentences, views
from pages.components.views import YEAR, Score


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
    activities: int | None
    """Verified activities of twelve months; None where no activity of any Ormas was reported by then."""
    good_weight: float = 0.0
    """Share of the original weight that must be measured before it is said to do well (of the method)."""

    @property
    def in_good_band(self) -> bool:
        """Every band that it is likely to be in is a good one."""
        return verdicts.in_good_band(sentences.likely_bands(self.score))

    @property
    def lacks_weight(self) -> bool:
        """Whether too little of it is measured to say that it does well."""
        return verdicts.lacks_weight(self.score.weight_share, self.good_weight)

    @property
    def verdict(self) -> str | None:
        """As the figures that count the verdicts have it."""
        return verdicts.of(sentences.likely_bands(self.score), self.score.weight_share, self.good_weight)

    @property
    def does_well(self) -> bool:
        """In a good band, by enough of the original weight."""
        return self.verdict == verdicts.WELL

    @property
    def needs_support(self) -> bool:
        """A band in which support is due can't be ruled out."""
        return self.verdict == verdicts.SUPPORT


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


@dataclass(frozen=True)
class Deeds:
    """Activities of one sort: how many, by how many Ormas, with how many participants (None: nobody counted)."""

    n: int
    ormas: int
    participants: int | None


def all_ormas(edition: Edition, period: str) -> list[Ormas]:
    """Every Ormas of the register in one month, by code."""
    scores = {row["unit"]: row for row in edition.scores("IKO", "ormas", period=period).to_dict("records")}
    done = _year(edition, period).assign(weighted=lambda f: f["tingkat_bukti"] * f["n"])
    sums = done.groupby("unit")[["n", "weighted"]].sum().to_dict("index")
    good_weight = edition.methods()["IKO"].good_weight
    reported = figures.is_known(edition, "kegiatan", period)
    out = []
    for unit in edition.units("ormas").to_dict("records"):
        code = str(unit["unit"])
        row = scores.get(code, {"period": period})
        sum_ = sums.get(code, {"n": 0, "weighted": 0.0})
        n = int(sum_["n"])
        out.append(
            Ormas(
                code=code,
                name=str(unit["name"]),
                kecamatan=str(unit["kecamatan"]),
                status=str(unit["status"]),
                kind=views.text(unit.get("ciri_khusus")),
                field=views.text(unit.get("bidang")),
                reach=views.text(unit.get("cakupan")),
                score=views.score(row),
                in_scope=row.get("status") != "tidak_dinilai",
                without_survey=bool(row.get("without_survey", False)),
                evidence=float(sum_["weighted"]) / n if n else float("nan"),
                activities=n if reported else None,
                good_weight=good_weight,
            )
        )
    return out


def indicators(edition: Edition, index: str, unit_type: str, unit: str, period: str) -> list[Indicator]:
    """The indicators of one unit in one month, in the order of the method."""
    rows = {
        row["indicator"]: row
        for row in edition.indicators(index, unit_type, period=period, unit=unit).to_dict("records")
    }
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
        )
        for code in (indicator.code for indicator in edition.methods()[index].indicators)
        if code in rows
    ]


def weakest(found: list[Indicator]) -> str | None:
    """Code of the dimension with the lowest indicator that was measured; None where nothing was."""
    measured = [one for one in found if one.status == "terukur"]
    return min(measured, key=lambda one: one.score).dimension if measured else None


def deeds(
    edition: Edition, period: str, by: str, kecamatan: str | None = None, unit: str | None = None
) -> dict[str, Deeds]:
    """Activities of the twelve months to a period by `jenis` or `mitra`, the most frequent first."""
    rows = _year(edition, period, kecamatan, unit)
    found = {str(code): _deeds(part) for code, part in rows.groupby(by)}
    return dict(sorted(found.items(), key=lambda item: -item[1].n))


def at_work(edition: Edition, period: str, kecamatan: str) -> dict[str, dict[str, int]]:
    """Ormas with an activity in a kecamatan in twelve months: code to number of activities by kind."""
    rows = _year(edition, period, kecamatan)
    out: dict[str, dict[str, int]] = {}
    for (unit, kind), n in rows.groupby(["unit", "jenis"])["n"].sum().items():  # type: ignore[misc]
        out.setdefault(str(unit), {})[str(kind)] = int(n)
    return dict(sorted(out.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def trained(edition: Edition, unit: str, period: str) -> dict[str, tuple[int, int]]:
    """Officers who came, of those there are, by topic, in the 24 months to a period."""
    rows = edition.trainings(first=periods.back(period, 2 * YEAR - 1), last=period, unit=unit)
    return {
        str(topic): (int(part["hadir"].sum()), int(part["total"].iloc[-1]))
        for topic, part in rows.groupby("topik")
    }


def _year(
    edition: Edition, period: str, kecamatan: str | None = None, unit: str | None = None
) -> pd.DataFrame:
    first = periods.back(period, YEAR - 1)
    return edition.deeds(first=first, last=period, kecamatan=kecamatan, unit=unit)


def _deeds(rows: pd.DataFrame) -> Deeds:
    counted = int(rows["n_peserta"].sum())
    return Deeds(
        int(rows["n"].sum()),
        int(rows["unit"].nunique()),
        int(rows["peserta"].sum()) if counted else None,
    )
