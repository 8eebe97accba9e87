"""The last page of a brief: how good the data are, how the index is made, and what it is not; and what its trend marks."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from data import numbers
from data.editions import figures, levels
from data.editions.reading import Edition
from data.reference.methods import IndexMethod
from data.words import Message, Words
from data.workflow.agenda import Entry
from pages.exports.brief.brief_parts import Passage
from pages.exports.press import tallies, wording
from pages.facts import marks, views
from pages.facts.marks import Mark
from pages.facts.views import Area
from pages.wording import coverage, marking, origins, phrasing, sentences


def quality(edition: Edition, t: Words, period: str, areas: list[Area]) -> tuple[Passage, ...]:
    """How good the data are, who could not be assessed and why, and what else has to be known about the figures."""
    if not edition.has_index:
        lines = (
            coverage.contents(edition, t, period),
            _told_by(edition, t, period),
            wording.boundary_line(edition, t),
        )
        return (Passage(t("Catatan"), tuple(filter(None, lines))),)
    dimensions = views.dimension_names(edition, "IKW", t.language)
    by_letter = {letter: sum(a.score.quality == letter for a in areas) for letter in "ABC"}
    letters = phrasing.parts(t, "kecamatan_mutu", by_letter, functools.partial(sentences.quality, t), last=period)
    lacking: dict[str, list[str]] = {}
    for area in areas:
        if not area.score.assessed:
            why = sentences.why_not_assessed(t, area.score, dimensions, tallies.hide_small)
            lacking.setdefault(why, []).append(area.name)
    rows = edition.scores("IKW", "kecamatan", period=period)
    notes = list(filter(None, [_told_by(edition, t, period)]))
    if "without_survey" in rows and (n := int((rows["without_survey"].fillna(False)).sum())):
        notes.append(phrasing.phrase(t, figures.counted("kecamatan_tanpa_survei", n, last=period)) + ".")
    if any(a.score.provisional for a in areas):
        notes.append(t("Angka bulan terakhir sementara sampai semua laporan masuk."))
    if any(a.score.estimated_population for a in areas):
        notes.append(t("Jumlah penduduk kecamatan adalah angka perkiraan."))
    notes.append(wording.boundary_line(edition, t))
    return (
        Passage(t("Kecamatan menurut mutu data"), tuple(letters)),
        Passage(t("Belum dapat dinilai"), by_reason(t, lacking, len(areas))),
        Passage(t("Catatan"), tuple(notes)),
    )


def by_reason(t: Words, lacking: dict[str, list[str]], everybody: int) -> tuple[str, ...]:
    """One line for each reason, not for each kecamatan: in a first month all share one."""
    lines = [
        t(
            "{name}: {why}",
            name=t("Semua kecamatan") if len(names) == everybody else ", ".join(names),
            why=why,
        )
        for why, names in lacking.items()
    ]
    return tuple(lines) or (t("Tidak ada."),)


def method(edition: Edition, t: Words, period: str) -> tuple[Passage, ...]:
    """How the index is made, and what it is not; without an index, only what the counts are not."""
    if not edition.has_index:
        return (Passage(t("Apa yang bukan hitungan ini"), wording.what_it_is_not(t, has_index=False, has_ranges=False)),)
    has_ranges = views.has_scores(edition, period)
    used, spoken = edition.methods()["IKW"], t.language
    weights = ", ".join(
        t("{name} {weight}%", name=d.name.in_language(spoken), weight=numbers.plain(t, 100 * d.weight)) for d in used.dimensions
    )
    edges = (0.0, *used.band_edges, 100.0)
    bands = "; ".join(
        t(
            "{name} {low}–{high}",
            name=name.in_language(spoken),
            low=numbers.plain(t, edges[i]),
            high=numbers.plain(t, edges[i + 1]),
        )
        for i, name in enumerate(used.band_names)
    )
    return (
        Passage(
            t("Metode {index} {version}", index="IKW", version=used.version),
            (
                t(
                    "Skor 0–100 dari catatan dua belas bulan yang terverifikasi; bobot dimensi: {weights}. {lacking}",
                    weights=weights,
                    lacking=_lacking(t, used),
                ),
                t(
                    "Di dalam dimensi dipakai rata-rata biasa, antardimensi rata-rata geometrik: satu dimensi yang buruk tidak tertutup oleh yang baik."
                ),
                " ".join(
                    (
                        t("Angka kecil ditarik ke rata-rata kabupaten sesuai banyaknya data."),
                        *(
                            (t("Rentang {level}%: nilai sebenarnya diperkirakan berada di rentang ini.", level=levels.INTERVAL),)
                            if has_ranges
                            else ()
                        ),
                    )
                ),
                t(
                    "Naik atau turun hanya disebut bila peluangnya sekurang-kurangnya {p}% untuk lebih dari {points} poin dibandingkan setahun sebelumnya.",
                    p=numbers.plain(t, 100 * used.change_probability),
                    points=numbers.plain(t, used.change_threshold),
                ),
                t("Golongan: {bands}.", bands=bands),
            ),
        ),
        Passage(t("Apa yang bukan indeks ini"), wording.what_it_is_not(t, has_ranges=has_ranges)),
    )


def proof(edition: Edition, t: Words) -> tuple[str, ...]:
    """Digest of the edition, and the head that the audit trail had when it was computed; nothing for one that isn't a file."""
    if not edition.digest:
        return ()
    return (
        t("Sidik edisi (SHA-256): {digest}", digest=edition.digest),
        t(
            "Kepala jejak audit saat dihitung: {head}. Keduanya dapat dicocokkan kapan saja: python -m data doctor --kepala SIDIK (cukup 12 angka pertama).",
            head=edition.audit_head(),
        ),
    )


def marked(months: Sequence[str], agenda: Sequence[Entry]) -> list[Mark]:
    """What the calendar and the public agenda of the whole kabupaten mark in these months, by date."""
    if not months:
        return []
    first, last = marks.edges(months[0], months[-1])
    own = [one for one in marks.own(agenda, first, last) if not one.kecamatan]
    return marks.together(marks.official(first, last), own)


def of_marks(t: Words, found: Sequence[Mark], without: Message) -> str:
    """The same in words, and why the agenda of the office is not among them, where it couldn't be read."""
    lacking = t("Tanpa penanda agenda kantor: {reason}", reason=without) if without else ""
    return " ".join(filter(None, (marking.note(t, found), lacking)))


def _lacking(t: Words, used: IndexMethod) -> str:
    """What becomes of a dimension without data under the method; those before 2026.2 ask for no number of dimensions."""
    if not used.dimensions_minimum:
        return t("Bila sebuah dimensi tidak ada datanya, bobotnya dibagi ke yang lain.")
    names = ", ".join(d.name.in_language(t.language) for d in used.dimensions if d.optional)
    needed = t("Skor memerlukan sedikitnya {n} dimensi terukur dari susunan aslinya.", n=used.dimensions_minimum)
    if not names:
        return needed
    return " ".join((t("Hanya {names} boleh tanpa data; bobotnya lalu dibagi ke yang lain.", names=names), needed))


def _told_by(edition: Edition, t: Words, period: str) -> str:
    return origins.sentence(t, origins.of(edition, period, edition.meta["territory"]))
