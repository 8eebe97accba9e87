"""What needs a decision: at most three, by rules from the figures, each with an action, a unit in charge and a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data import figures, followup
from data.figures import Value
from data.reading import Edition
from data.words import t
from pages.components import signal_sentences, told
from pages.components.labels import label
from pages.components.signal_views import Row
from pages.components.training_views import Candidate

MOST = 3
# Days from the publication of the edition until it should be done, by level of the signal, and for the others.
DAYS = {3: 1, 2: 3, 1: 7}
REPORT_DAYS, TRAINING_DAYS = 5, 30
# Below this share of desa in the month a kecamatan counts as not having reported.
ENOUGH_REPORTS = 0.5


@dataclass(frozen=True)
class Decision:
    """One thing to decide: what is the matter, what is suggested, who is in charge, by when."""

    matter: str
    action: str
    unit: str
    due: date


def silent(edition: Edition, period: str) -> list[str]:
    """Codes of the kecamatan from which (nearly) nothing came in a month; none where nobody ever reported how complete it is."""
    if "kelengkapan" not in edition.filled():
        return []
    share = dict(edition.reported(period).itertuples(index=False))
    return [
        str(code) for code in edition.units("kecamatan")["unit"] if not share.get(code, 0.0) >= ENOUGH_REPORTS
    ]


def without_reports(edition: Edition, period: str) -> bool:
    """Whether incidents came and never a report of how complete they are."""
    return "kelengkapan" not in edition.filled() and figures.is_known(edition, "kejadian", period)


def published_on(edition: Edition) -> date:
    """The day of the edition, from which dates are counted."""
    return date.fromisoformat(edition.meta["published_at"][:10])


def decisions(
    waiting: Sequence[Row],
    quiet: Sequence[str],
    candidates: Sequence[Candidate],
    names: Mapping[str, str],
    groups: Mapping[str, tuple[str, str]],
    today: date,
    *,
    without_reports: bool = False,
) -> list[Decision]:
    """The most urgent first: signals that wait, kecamatan that didn't report, Ormas that are due for training."""
    found = [
        Decision(
            signal_sentences.heading(row, _name(row, names), groups),
            _next_step(row),
            t("Camat {name} dengan Bakesbangpol", name=_name(row, names)),
            today + timedelta(days=DAYS[row.level]),
        )
        for row in waiting[: MOST - bool(quiet or without_reports) - bool(candidates)]
    ]
    if quiet:
        listed = ", ".join(names.get(code, code) for code in quiet)
        late = figures.counted("kecamatan_belum_melapor", len(quiet))
        matter = told.sentence(t("{late}: {names}."), late=late, names=listed)
        action = t("Minta laporan susulan, juga bila nihil; tanpa itu skornya tidak dapat dihitung.")
        found.append(Decision(matter, action, t("Bakesbangpol"), today + timedelta(days=REPORT_DAYS)))
    elif without_reports:
        matter = t("Belum ada laporan kelengkapan dari satu kecamatan pun.")
        action = t("Minta laporan kelengkapan setiap bulan, juga bila nihil; tanpa itu skor tidak dapat dihitung.")  # fmt: skip
        found.append(Decision(matter, action, t("Bakesbangpol"), today + timedelta(days=REPORT_DAYS)))
    if candidates:
        topic = max(
            sorted({c.topic for c in candidates}), key=lambda one: sum(c.topic == one for c in candidates)
        )
        n = sum(c.topic == topic for c in candidates)
        due = figures.counted("calon_pelatihan", n, part=topic)
        matter = told.sentence(t("{due} {topic}."), due=due, topic=label(topic).lower())
        action = t("Jadwalkan pelatihan dan undang Ormas di daftar calon peserta (halaman Pembinaan).")
        found.append(Decision(matter, action, t("Bakesbangpol"), today + timedelta(days=TRAINING_DAYS)))
    return found[:MOST]


def _name(row: Row, names: Mapping[str, str]) -> str:
    return names.get(row.newest.code, row.newest.code)


def _next_step(row: Row) -> str:
    if row.step.state == followup.NEW:
        return t("Terima sinyal ini dan tugaskan pemeriksaan lapangan.")
    if row.step.state == followup.ACKNOWLEDGED:
        return t("Tugaskan pemeriksaan lapangan.")
    unit = t(followup.UNITS[row.step.unit]) if row.step.unit else t("Yang ditugaskan")
    return t("Minta hasil pemeriksaan dari {unit}, lalu tutup sinyal ini.", unit=unit)


def prevented_sentence(now: Value, before: Value) -> str:
    """`58 potensi dicegah dalam dua belas bulan (setahun sebelumnya 43).`"""
    if now.n is None:
        return t("Belum ada laporan tentang potensi.")
    if now.is_whole and before.is_whole:
        return told.sentence(t("{prevented} dalam dua belas bulan (setahun sebelumnya {before})."), prevented=now, before=told.number(before))  # fmt: skip
    if note := told.since(now):
        return told.sentence(t("{prevented} ({since})."), prevented=now, since=note)
    return told.sentence(t("{prevented} dalam dua belas bulan."), prevented=now)
