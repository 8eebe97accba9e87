"""What minutes say: what became of earlier decisions, and what this meeting decided, before DOCX or PDF is made of it.

No figure stands in them; what was decided rests on an edition, which is named. Offices sign, not persons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.editions.reading import Edition
from data.errors import DataError
from data.reference import territory
from data.words import Words, joined, msg, written
from data.workflow import meetings
from data.workflow.meetings import Resolution
from pages.exports.brief import brief_notes
from pages.facts import signals
from pages.wording import formats, meeting

MOST_BEFORE = 6
"""Earlier decisions that are told one by one: the page holds them beside those of the meeting."""


@dataclass(frozen=True)
class Line:
    """One decision: its number and subject, what was decided, who is in charge, until when, and who decided or where it stands."""

    subject: str
    text: str
    office: str
    due: str
    beside: str


@dataclass(frozen=True)
class Part:
    """A heading, a table under headers, and what is said where there is none, or beside it."""

    title: str
    headers: tuple[str, str, str, str]
    lines: tuple[Line, ...]
    note: str


@dataclass(frozen=True)
class Minutes:
    """The minutes of one meeting in one language."""

    language: str
    edition: str
    period: str
    simulated: bool
    office: str
    title: str
    subtitle: str
    basis: str
    before: Part
    decided: Part
    signing: tuple[str, str]
    restriction: str
    proof: tuple[str, ...]


def minutes(edition: Edition, t: Words, found: Sequence[Resolution], held: date) -> Minutes:
    """The minutes of the meeting of a day, as things stood at its end. found: every decision; edition: the one on which it decided.

    Raises DataError for a day on which no meeting decided anything.
    """
    areas = edition.units("kecamatan")
    names = dict(zip(areas["unit"], areas["name"], strict=True))
    groups = signals.group_names(edition, t.language)
    then = [one.as_of(held) for one in found]
    own = [one for one in then if one.held == held and one.state != meetings.CANCELLED]
    if not own:
        listed = joined(", ", [written(formats.day, one) for one in meetings.days(found)[:6]]) or formats.NOTHING
        raise DataError(msg("Tidak ada keputusan dari rapat {day}. Rapat yang ada: {known}.", day=written(formats.day, held), known=listed))
    before = meetings.standing([one for one in then if one.held < held], held)
    rest = len(before) - MOST_BEFORE
    place = edition.meta["territory_name"]
    return Minutes(
        language=t.language,
        edition=edition.id,
        period=edition.meta["period"],
        simulated=edition.meta.get("store_kind") == "simulasi",
        office=territory.load_territory().offices["kesbangpol"],
        title=t("Notulen rapat kondusivitas {territory}", territory=place),
        subtitle=formats.day(t, held),
        basis=t(
            "Dasar: edisi {id}, angka sampai {month}. Hal yang perlu keputusan disusun menurut aturan edisi itu.",
            id=edition.id,
            month=formats.month(t, edition.meta["period"]),
        ),
        before=Part(
            t("Keputusan rapat sebelumnya"),
            (t("Hal dan putusan"), t("Penanggung jawab"), t("Paling lambat"), t("Keadaan")),
            tuple(_line(t, one, names, groups, meeting.state(t, one, held)) for one in before[:MOST_BEFORE]),
            t.n("{n} keputusan lain masih ada di dasbor.", "{n} keputusan lain masih ada di dasbor.", rest)
            if rest > 0
            else ("" if before else t("Tidak ada keputusan yang masih menunggu.")),
        ),
        decided=Part(
            t("Keputusan rapat ini"),
            (t("Hal dan putusan"), t("Penanggung jawab"), t("Paling lambat"), t("Diputuskan oleh")),
            tuple(_line(t, one, names, groups, t(meetings.DECIDERS[one.by])) for one in own),
            "",
        ),
        signing=(t("Pimpinan rapat"), t("Penyusun notulen")),
        restriction=t("Untuk kalangan internal; bukan bahan siaran pers."),
        proof=brief_notes.proof(edition, t),
    )


def _line(t: Words, one: Resolution, names: Mapping[str, str], groups: Mapping[str, tuple[str, str]], beside: str) -> Line:
    return Line(
        f"{one.number}. {meeting.subject(t, one, names, groups)}",
        one.text,
        meeting.office(t, one, names),
        formats.day_short(t, one.due),
        beside,
    )
