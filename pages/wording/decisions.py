"""What needs a decision: at most three, by rules from the figures, each with an action, a unit in charge and a date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.editions import figures
from data.editions.figures import Value
from data.editions.reading import Edition
from data.words import Words
from data.workflow import acts, followup, meetings
from pages.facts import views
from pages.facts.signals import Row
from pages.facts.trainings import Candidate
from pages.wording import formats, phrasing, signal_sentences
from pages.wording.labels import label


@dataclass(frozen=True)
class Decision:
    """One thing to decide: what has happened, what is suggested, who is in charge, by when.

    subject: what a decision on it is noted under (`data.workflow.meetings`); office: code of the office that is suggested.
    """

    matter: str
    action: str
    unit: str
    due: date
    subject: str
    office: str


@dataclass(frozen=True)
class Due:
    """Until when something is to be done, and by whom, as the edition has it. Offices are codes of `acts.UNITS`."""

    day: date
    office: str
    beside: str | None


@dataclass(frozen=True)
class Frozen:
    """What is due in a month, by the edition. signals: by id. quiet: kecamatan from which (nearly) nothing came, by code.

    month: that month. unheard: set where incidents came, but never a report of how complete they are. training: until when those who are
    due for training are to be invited. most: how many decisions are shown.
    """

    signals: Mapping[str, Due]
    quiet: Mapping[str, Due]
    unheard: Due | None
    training: Due | None
    most: int
    month: str = ""


def of(edition: Edition, period: str) -> Frozen:
    """What is due for a decision in a month of an edition, to whoever looks at it."""
    rows = edition.decisions().to_dict("records")
    found = [(row, Due(date.fromisoformat(row["due"]), row["office"], views.text(row["beside"]))) for row in rows]
    reports = [(row, one) for row, one in found if row["kind"] == "laporan" and row["period"] == period]
    return Frozen(
        signals={row["signal"]: one for row, one in found if row["kind"] == "sinyal"},
        quiet={row["unit"]: one for row, one in reports if row["unit_type"] == "kecamatan"},
        unheard=next((one for row, one in reports if row["unit_type"] != "kecamatan"), None),
        training=next((one for row, one in found if row["kind"] == "pelatihan"), None),
        most=edition.verdict_rules().decisions_shown,
        month=period,
    )


def decisions(
    t: Words,
    waiting: Sequence[Row],
    candidates: Sequence[Candidate],
    names: Mapping[str, str],
    groups: Mapping[str, tuple[str, str]],
    frozen: Frozen,
    settled: Collection[str] = (),
) -> list[Decision]:
    """The most urgent first: signals that wait, kecamatan that didn't report, Ormas that are due for training.

    settled: subjects on which a meeting has decided (`meetings.settled`), which are left out.
    """
    reports = meetings.subject_of(meetings.REPORT, frozen.month)
    quiet, unheard = ([], None) if reports in settled else (sorted(frozen.quiet), frozen.unheard)
    waiting = [row for row in waiting if meetings.subject_of_signal(row.peak.id) not in settled]
    candidates = [one for one in candidates if meetings.subject_of(meetings.TRAINING, one.topic) not in settled]
    room = frozen.most - bool(quiet or unheard) - bool(candidates)
    found = [
        Decision(
            signal_sentences.heading(t, row, _name(row, names), groups),
            _next_step(t, row),
            _offices(t, due, _name(row, names)),
            due.day,
            meetings.subject_of_signal(row.peak.id),
            due.office,
        )
        for row in waiting[: max(room, 0)]
        for due in [frozen.signals[row.peak.id]]
    ]
    if quiet:
        late = figures.counted("kecamatan_belum_melapor", len(quiet), last=frozen.month)
        if len(quiet) == len(names) > 1:  # naming them all says less than that it is all of them
            matter = phrasing.sentence(t, t("Seluruh {late} untuk {month}."), late=late, month=formats.month(t, frozen.month))
        else:
            listed = ", ".join(names.get(code, code) for code in quiet)
            matter = phrasing.sentence(t, t("{late}: {names}."), late=late, names=listed)
        action = t(
            "Minta laporan susulan, juga bila nihil, dan verifikasi yang sudah masuk; bulan tanpa laporan itu tidak masuk hitungan skor."
        )
        found.append(_decided(t, matter, action, frozen.quiet[quiet[0]], reports))
    elif unheard:
        matter = t("Belum ada laporan kelengkapan dari satu kecamatan pun.")
        action = t("Minta laporan kelengkapan setiap bulan, juga bila nihil; tanpa itu skor tidak dapat dihitung.")
        found.append(_decided(t, matter, action, unheard, reports))
    if candidates and frozen.training:
        topic = max(sorted({c.topic for c in candidates}), key=lambda one: sum(c.topic == one for c in candidates))
        n = sum(c.topic == topic for c in candidates)
        due = figures.counted("calon_pelatihan", n, part=topic)
        matter = phrasing.sentence(t, t("{due} {topic}."), due=due, topic=label(t, topic).lower())
        action = t("Jadwalkan pelatihan dan undang Ormas di daftar calon peserta (halaman Pembinaan).")
        found.append(_decided(t, matter, action, frozen.training, meetings.subject_of(meetings.TRAINING, topic)))
    return found[: frozen.most]


def _decided(t: Words, matter: str, action: str, due: Due, subject: str) -> Decision:
    return Decision(matter, action, _offices(t, due), due.day, subject, due.office)


def _offices(t: Words, due: Due, place: str = "") -> str:
    """`Camat Cibitung dengan Bakesbangpol`."""
    first, *others = [_office(t, code, place) for code in (due.office, due.beside) if code]
    return t("{office} dengan {other}", office=first, other=others[0]) if others else first


def _office(t: Words, code: str, place: str) -> str:
    if code == "camat" and place:
        return t("Camat {name}", name=place)
    return t(acts.UNITS[code]) if code in acts.UNITS else code


def _name(row: Row, names: Mapping[str, str]) -> str:
    return names.get(row.newest.code, row.newest.code)


def _next_step(t: Words, row: Row) -> str:
    if row.step.state == followup.NEW:
        return t("Terima sinyal ini dan tugaskan pemeriksaan lapangan.")
    if row.step.state == followup.ACKNOWLEDGED:
        return t("Tugaskan pemeriksaan lapangan.")
    unit = t(acts.UNITS[row.step.unit]) if row.step.unit else t("Yang ditugaskan")
    return t("Minta hasil pemeriksaan dari {unit}, lalu tutup sinyal ini.", unit=unit)


def prevented_sentence(t: Words, now: Value, before: Value, unknown: Value) -> str:
    """`58 potensi dicegah dalam dua belas bulan (setahun sebelumnya 43).` unknown: how many nobody filled in."""
    open_ = f"{phrasing.phrase(t, unknown)}." if unknown.n else ""
    if now.n is None:
        return open_ or t("Belum ada laporan tentang potensi.")
    return " ".join(filter(None, (_prevented(t, now, before), open_)))


def part_unknown(t: Words, helped: Value, unsaid: Value, *, narrowed: bool = False) -> str:
    """Beside what Ormas prevented or mediated: of how many incidents and potentials nobody stated their part; else nothing.

    narrowed: the reader sees only some kecamatan and isn't told the number, which is kept only for the whole.
    """
    if narrowed:
        return t("Yang dihitung hanya yang peran Ormasnya dicatat dalam laporan.") if helped.n else ""
    if helped.n is None or not unsaid.n:
        return ""
    return phrasing.sentence(t, t("{unsaid} di seluruh kabupaten; jumlah dengan peran Ormas dapat lebih besar."), unsaid=unsaid)


def _prevented(t: Words, now: Value, before: Value) -> str:
    if now.is_whole and before.is_whole:
        return phrasing.sentence(
            t, t("{prevented} dalam dua belas bulan (setahun sebelumnya {before})."), prevented=now, before=phrasing.number(t, before)
        )
    if note := phrasing.since(t, now):
        return phrasing.sentence(t, t("{prevented} ({since})."), prevented=now, since=note)
    return phrasing.sentence(t, t("{prevented} dalam dua belas bulan."), prevented=now)
