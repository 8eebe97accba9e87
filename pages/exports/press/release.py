"""A draft press release of 150–200 words and a question-and-answer card, composed by rules; the quotation is left open.

Who, what, where, when, why, how: in that order, from the same published figures as the frames. Nothing is named that a
frame may not name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.editions import figures, levels
from data.editions.reading import Edition
from data.reference import territory
from data.words import Words
from pages.exports.press import press, tallies, wording
from pages.facts import periods, views
from pages.wording import coverage, formats, origins, phrasing, sentences, unknowns

SHORTEST, LONGEST = 150, 200


@dataclass(frozen=True)
class Release:
    """A draft: title and paragraphs."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole text, to paste."""
        return "\n\n".join((self.title, *self.paragraphs))

    @property
    def length(self) -> int:
        """Number of words, title included."""
        return len(self.text.split())


def draft(edition: Edition, t: Words, period: str | None = None) -> Release:
    """The draft release of an edition and month, in the language of the reader."""
    month = press.month_of(edition, period)
    score = views.regency(edition)[month]
    place, offices = edition.meta["territory_name"], territory.load_territory().offices
    simulated = edition.meta.get("store_kind") == "simulasi"
    names = views.band_names(edition, "IKW", t.language)
    if not edition.has_index:
        title = t("Laporan yang tercatat di {territory} sampai {month}", territory=place, month=formats.month(t, month))
        lead = t(
            "{office} menyampaikan apa yang tercatat di {territory} sampai {month}. {why}",
            office=offices["kesbangpol"],
            territory=place,
            month=formats.month(t, month),
            why=coverage.without_index(t, edition.meta.get("index_from", "")),
        )
    elif not score.assessed:
        title = t("Indeks Kondusivitas Wilayah {territory} {month} belum dapat dinilai", territory=place, month=formats.month(t, month))
        reason = unknowns.beside(t, score, tallies.hide_small)
        lead = t(
            "{office} menyampaikan bahwa data sampai {month} belum memadai untuk menilai {territory}.",
            office=offices["kesbangpol"],
            month=formats.month(t, month),
            territory=place,
        )
        lead += " " + t("Alasannya: {reason}.", reason=reason) if reason else ""
    else:
        title = t(
            "Kondusivitas {territory} sampai {month}: skor {score} dari 100",
            territory=place,
            month=formats.month(t, month),
            score=formats.number(t, score.score),
        )
        lead = t(
            "{office} mengumumkan hasil pemantauan kondusivitas di {territory} untuk dua belas bulan sampai {month}. Indeks Kondusivitas Wilayah bernilai {score} dari 100, dengan rentang {level} persen antara {low} dan {high}, sehingga tergolong {band}. Dibandingkan setahun lalu: {change}.",
            office=offices["kesbangpol"],
            territory=place,
            month=wording.until(edition, t, month),
            score=formats.number(t, score.score),
            low=formats.number(t, score.low),
            high=formats.number(t, score.high),
            band=sentences.band(t, score, names).lower(),
            change=sentences.change(t, score),
            level=levels.INTERVAL,
        )
        if missing := wording.beyond_the_score(t, score):
            lead += " " + missing
    said = [_incidents(edition, t, month), _activity(edition, t, month), _training(edition, t, month)]
    if not any(said):
        said = [_register(edition, t, month)]
    why = [
        t("Pemantauan ini membantu pemerintah daerah menentukan kecamatan dan Ormas yang perlu didampingi lebih dahulu.")
        if coverage.knows_ormas(edition)
        else t("Pemantauan ini membantu pemerintah daerah menentukan kecamatan yang perlu didampingi lebih dahulu."),
        *(
            (
                _made_from(edition, t, month),
                t("Indeks ini bukan status keamanan resmi, bukan angka kriminalitas, dan bukan peringkat kecamatan."),
            )
            if edition.has_index
            else (t("Jumlah laporan bukan status keamanan resmi, bukan angka kriminalitas, dan bukan peringkat kecamatan."),)
        ),
    ]
    fixed = [t(wording.SIMULATED)] if simulated else []
    fixed += [*filter(None, [coverage.silent_sentence(t, coverage.silent_months(edition, month))])]
    quotation = t('"[kutipan diisi pejabat yang berwenang]," ujar [nama dan jabatan].')
    closing = (quotation, wording.source_line(edition, t))
    return _fitted(
        title,
        (*fixed, lead),
        [one for one in said if one],
        why,
        closing,
        _explanations(edition, t, month, assessed=score.assessed),
    )


def _fitted(
    title: str, first: tuple[str, ...], figures: list[str], why: list[str], closing: tuple[str, ...], explanations: list[str]
) -> Release:
    """Bring a draft to its length: explanations added where figures are hidden or missing, last figures left out where names are long."""

    def made() -> Release:
        middle = [" ".join(part) for part in (figures, why) if part]
        return Release(title, (*first, *middle, *closing))

    for more in explanations:
        if made().length >= SHORTEST:
            break
        why.append(more)
    while made().length > LONGEST and figures:
        figures.pop()
    return made()


def _explanations(edition: Edition, t: Words, month: str, *, assessed: bool) -> list[str]:
    """Sentences that explain, the most useful first; one about the range only where a range is told.

    That no kecamatan has a score is said only where none has: the frame of the map shows those that do.
    """
    ormas = coverage.knows_ormas(edition)
    ranged = [
        t("Nilai sebenarnya diperkirakan berada di dalam rentang yang disebut; dua rentang yang bertumpang tindih tidak berbeda nyata."),
    ]
    scored = any(area.score.assessed for area in views.areas(edition, month))
    unassessed = [
        t("Selama kabupaten belum dapat dinilai, tidak ada skor dan golongan kabupaten yang diumumkan.")
        if scored
        else t("Selama belum dapat dinilai, tidak ada skor dan golongan yang diumumkan, baik untuk kabupaten maupun untuk kecamatan."),
    ]
    return [
        *(ranged if assessed else unassessed),
        t(
            "Rincian kejadian dan nama Ormas tidak diumumkan, dan angka di bawah {least} disamarkan agar orang tidak dapat dikenali.",
            least=levels.THRESHOLD,
        )
        if ormas
        else t(
            "Rincian kejadian tidak diumumkan, dan angka di bawah {least} disamarkan agar orang tidak dapat dikenali.",
            least=levels.THRESHOLD,
        ),
        t("Cara menghitung, bobot, dan keterbatasannya terbuka pada halaman Metodologi dasbor ini."),
        t("Angka diterbitkan per edisi; angka bulan terakhir dapat berubah sampai semua laporan masuk dan diverifikasi."),
        t("Pertanyaan wartawan dijawab melalui PPID, dengan kartu tanya jawab yang menyertai rancangan ini."),
    ]


def questions(edition: Edition, t: Words, period: str | None = None) -> tuple[tuple[str, str], ...]:
    """Questions that are asked about the index, with their answers, in the language of the reader."""
    method = edition.methods()["IKW"]
    month = press.month_of(edition, period)
    if not edition.has_index:
        return (
            (t("Mengapa belum ada indeks?"), coverage.without_index(t, edition.meta.get("index_from", ""))),
            (
                t("Mengapa ada angka yang disamarkan?"),
                t("Angka di bawah {least} disamarkan agar orang tidak dapat dikenali.", least=levels.THRESHOLD),
            ),
            (
                t("Dari mana dan seberapa resmi angkanya?"),
                t(
                    "Dari edisi {id}, yang hanya menghitung laporan yang terverifikasi. Jumlah laporan bukan status keamanan resmi, bukan angka kriminalitas Polri, dan bukan peringkat kecamatan.",
                    id=edition.id,
                ),
            ),
        )
    scored = views.has_scores(edition, month)
    measured = t("Seberapa kondusif sebuah wilayah dalam dua belas bulan, pada skala 0–100.")
    return (
        (t("Apa yang diukur indeks ini?"), f"{measured} {_made_from(edition, t, month)}"),
        *(
            (
                (
                    t("Apa arti rentang {level}%?", level=levels.INTERVAL),
                    t(
                        "Nilai sebenarnya diperkirakan berada di rentang itu. Bila dua rentang bertumpang tindih, keduanya tidak berbeda nyata."
                    ),
                ),
            )
            if scored
            else ()
        ),
        (
            t("Mengapa satu kecamatan tidak disebut atau tidak diberi warna?"),
            t(
                "Datanya belum memadai, atau penyebutannya belum disetujui PPID. Angka di bawah {least} disamarkan agar orang tidak dapat dikenali.",
                least=levels.THRESHOLD,
            ),
        ),
        *(
            (
                (
                    t("Apakah Ormas menyebabkan wilayah lebih kondusif?"),
                    t("Indeks ini tidak dapat menjawabnya: ia menunjukkan keadaan, bukan sebab-akibat."),
                ),
            )
            if coverage.knows_ormas(edition)
            else ()
        ),
        (
            t("Dari mana dan seberapa resmi angkanya?"),
            t(
                "Dari laporan yang terverifikasi, edisi {id}, metode versi {version} berstatus {status}.",
                id=edition.id,
                version=method.version,
                status=wording.status_name(edition, t, "IKW"),
            ),
        ),
        (t("Apa yang bukan indeks ini"), " ".join(wording.what_it_is_not(t, has_ranges=scored))),
    )


def _incidents(edition: Edition, t: Words, period: str) -> str:
    year_ago = periods.back(period, views.YEAR)
    now, before = (figures.read(edition, tallies.ALL, month) for month in (period, year_ago))
    if tallies.publishable(edition, now) is None:
        return ""
    if before.n is None or tallies.hide_small(before.n) is None:
        before = replace(before, n=None)
    told_by = origins.sentence(t, origins.of(edition, period, edition.meta["territory"]))
    return " ".join(filter(None, (sentences.incident_sentence(t, now, before), told_by)))


def _activity(edition: Edition, t: Words, period: str) -> str:
    value = figures.read(edition, tallies.ACTIVITY, period)
    if tallies.publishable(edition, value) is None:
        return ""
    if since := phrasing.since(t, value):
        return phrasing.sentence(
            t, t("Organisasi kemasyarakatan mengadakan {activities} yang terverifikasi ({since})."), activities=value, since=since
        )
    return phrasing.sentence(
        t, t("Dalam dua belas bulan terakhir organisasi kemasyarakatan mengadakan {activities} yang terverifikasi."), activities=value
    )


def _training(edition: Edition, t: Words, period: str) -> str:
    trained, everybody = (figures.read(edition, one, period) for one in (tallies.TRAINED, tallies.ACTIVE))
    if None in (tallies.publishable(edition, one) for one in (trained, everybody)):
        return ""
    if since := phrasing.since(t, trained):
        return phrasing.sentence(t, t("Sebanyak {ormas} ({since})."), ormas=(trained, everybody), since=since)
    return phrasing.sentence(t, t("Sebanyak {ormas} dalam 24 bulan terakhir."), ormas=(trained, everybody))


def _register(edition: Edition, t: Words, period: str) -> str:
    """What can be said where nothing but a register came."""
    value = figures.read(edition, tallies.REGISTERED, period)
    return "" if tallies.publishable(edition, value) is None else phrasing.sentence(t, t("Tercatat {registered}."), registered=value)


def _made_from(edition: Edition, t: Words, period: str) -> str:
    """What the index was computed from, and by which method: only what was measured, and only if there is an index."""
    method = {"method": f"IKW {edition.methods()['IKW'].version}", "status": wording.status_name(edition, t, "IKW")}
    parts = wording.measured_from(edition, t, period) if views.regency(edition)[period].assessed else []
    if not parts:
        return t("Metodenya {method}, berstatus {status}.", **method)
    if len(parts) == 1:
        return t("Indeks dihitung hanya dari {parts}, memakai metode {method} berstatus {status}.", parts=parts[0], **method)
    return t("Indeks dihitung dari {parts}, memakai metode {method} berstatus {status}.", parts=sentences.listed(t, parts), **method)
