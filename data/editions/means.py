"""What pages say about Ormas and trainings that is no count: mean levels, marks, and officers as they were reported."""

from __future__ import annotations

from data.editions.figures import first_month
from data.editions.reading import Edition
from data.tables.figures import FIGURES


def evidence(edition: Edition, period: str) -> dict[str, tuple[float, bool]]:
    """Mean level of evidence (0–3) of the activities of twelve months and whether that is weak, by Ormas; one without activities isn't there."""
    rows = edition.evidence(period)
    return {str(unit): (float(level), bool(weak)) for unit, level, weak in rows[["unit", "level", "weak"]].itertuples(index=False)}


def marks(edition: Edition, period: str) -> dict[str, tuple[float, float]]:
    """Mean marks (0–100) of the tests before and after the trainings of active Ormas in 24 months, by topic; NaN: no test."""
    units = edition.counting.units("ormas")
    rows = edition.counting.trainings(first=first_month(FIGURES["ormas_dilatih"], period), last=period)
    rows = rows[rows["unit"].isin(units.loc[units["status"] == "aktif", "unit"])]
    tested = rows.dropna(subset=["nilai_pre", "nilai_post"]).groupby("topik")[["nilai_pre", "nilai_post"]].mean()
    return {str(topic): (float(before), float(after)) for topic, before, after in tested.itertuples()}


def officers(edition: Edition, unit: str, period: str) -> dict[str, int]:
    """How many officers an Ormas had at the last training of 24 months, by topic, as it was reported."""
    rows = edition.trainings(first=first_month(FIGURES["ormas_dilatih"], period), last=period, unit=unit)
    return {str(topic): int(part["total"].iloc[-1]) for topic, part in rows.groupby("topik")}
