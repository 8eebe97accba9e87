"""The method in words: how an index is made up, what each indicator is, what isn't measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from data.editions import levels
from data.reference.legal import Law
from data.reference.methods import Dimension, IndexMethod, Indicator, Names
from data.words import Words
from pages.figures import markup
from pages.panels import tables
from pages.panels.tables import Column
from pages.wording import formats


@dataclass(frozen=True)
class Official:
    """An official yearly value; NaN where it isn't entered."""

    index: str
    year: int
    value: float
    target: float
    source: str


@dataclass(frozen=True)
class Influence:
    """What a dimension (or the way of aggregating them) does to the ranks; NaN where it isn't defined.

    weight, importance, sobol: shares. shift: places that a unit moves on average without the dimension.
    """

    name: str
    weight: float
    importance: float
    shift: float
    sobol: float


def head(t: Words, method: IndexMethod, language: str) -> str:
    """Name, version and state of a method, and what that state means."""
    status = {
        "usulan": t("Usulan: bobot, batas, dan golongan belum disahkan dan masih dapat berubah."),
        "disahkan": t("Disahkan: perubahan hanya lewat versi baru, yang menghitung ulang seluruh riwayat."),
    }[method.status]
    facts = t(
        "{id}, versi {version}, {date}, {author}",
        id=method.id,
        version=method.version,
        date=formats.month(t, f"{method.date:%Y-%m}"),
        author=method.author,
    )
    own = {
        "IKO": t("Skor kami sendiri, bukan IKO resmi Kementerian Dalam Negeri."),
        "IKW": t("Skor kami sendiri; tidak ada indeks resmi untuk kecamatan."),
    }[method.index]
    return markup.box(
        "div",
        markup.tag("p", method.name.in_language(language), "k-finding")
        + markup.tag("p", facts, "k-note")
        + markup.tag("p", f"{status} {own}"),
        "k-method-head",
    )


def make_up(t: Words, method: IndexMethod, language: str) -> str:
    """The table of dimensions with weights and indicators, and how they are aggregated."""

    def of(dimension: Dimension) -> str:
        names = [i.name.in_language(language) for i in method.indicators if i.dimension == dimension.code]
        return escape("; ".join(names))

    columns = [
        Column[Dimension](t("Dimensi"), lambda d: d.name.in_language(language)),
        Column[Dimension](t("Bobot"), lambda d: percent(t, d.weight), numeric=True),
        Column[Dimension](t("Indikator"), of, of),
        Column[Dimension](t("Boleh tanpa data"), lambda d: t("ya") if d.optional else t("tidak")),
    ]
    return wrapped(tables.html_table(t, t("Susunan indeks"), columns, method.dimensions))


def rules(t: Words, method: IndexMethod, draws: int) -> list[str]:
    """How an index is computed, in sentences."""
    across = {
        "rgmean": t(
            "Antardimensi dipakai rata-rata geometrik yang diskalakan: nilai tinggi di satu dimensi tidak sepenuhnya menutup nilai rendah di dimensi lain."
        ),
        "amean": t("Antardimensi dipakai rata-rata aritmetik: nilai tinggi di satu dimensi menutup nilai rendah di dimensi lain."),
    }.get(method.across, t("Antardimensi dipakai rata-rata {how}.", how=method.across))
    return [
        t(
            "Setiap indikator diskalakan ke 0–100 menurut batas bawah dan batas atas yang tetap; semakin tinggi, semakin baik. Nilai di luar batas dipotong di batas dan ditandai."
        ),
        across,
        t(
            "Yang tidak berlaku (misalnya tidak ada kejadian untuk diselesaikan) tidak dihitung. Bila data yang ada kurang dari {within} bobot dimensi atau {across} bobot indeks, hasilnya “Belum dapat dinilai”, bukan 0.",
            within=percent(t, method.within_dimension),
            across=percent(t, method.across_dimensions),
        ),
        *_unknown_rules(t, method),
        t(
            "Setiap skor dihitung {n} kali dengan ketidakpastian datanya; rentang {level}% adalah bagian tengahnya.",
            n=formats.whole(t, draws),
            level=levels.INTERVAL,
        ),
        t(
            "“Naik” atau “turun” hanya disebut bila perubahan lebih dari {points} poin dari setahun lalu hampir pasti (peluang sedikitnya {probability}).",
            points=formats.number(t, method.change_threshold, 0),
            probability=percent(t, method.change_probability),
        ),
    ]


def _unknown_rules(t: Words, method: IndexMethod) -> list[str]:
    """What a method does about what isn't known; nothing for one that doesn't ask."""
    out = []
    if any(one.unknown for one in method.indicators):
        out.append(
            t(
                "Yang tidak diketahui tidak dianggap nol, tidak berlaku, atau baik: bila lebih dari {maximum} kejadian atau kegiatan di balik satu indikator tidak diketahui keterangannya, indikator itu tidak dinilai dan skornya tidak ada; di atas {flag} huruf mutu datanya turun.",
                maximum=percent(t, method.unknown_maximum),
                flag=percent(t, method.unknown_flag),
            )
        )
    if method.dimensions_minimum:
        out.append(
            t(
                "Skor memerlukan sedikitnya {n} dimensi terukur dari susunan aslinya. Dimensi yang tidak berlaku hanya terhitung bila {share} laporan setahun masuk.",
                n=method.dimensions_minimum,
                share=t("seluruh")
                if method.quiet_completeness >= 1
                else t("sedikitnya {percent}", percent=percent(t, method.quiet_completeness)),
            )
        )
    return [*out, *good_weight(t, method)]


def good_weight(t: Words, method: IndexMethod) -> list[str]:
    """How much must be measured before a unit is said to do well; nothing for a method that doesn't ask."""
    if not method.good_weight:
        return []
    return [t("“Layak diapresiasi” hanya dikatakan bila sedikitnya {share} bobot asli terukur.", share=percent(t, method.good_weight))]


def bands(t: Words, method: IndexMethod, language: str) -> str:
    """The table of bands."""
    edges = (0.0, *method.band_edges, 100.0)
    rows = [(number, name, edges[number - 1], edges[number]) for number, name in enumerate(method.band_names, 1)]
    columns = [
        Column[tuple[int, Names, float, float]](t("Golongan"), lambda r: r[1].in_language(language)),
        Column[tuple[int, Names, float, float]](t("Nomor"), lambda r: r[0], numeric=True),
        Column[tuple[int, Names, float, float]](
            t("Skor"),
            lambda r: (
                formats.span(t, r[2], r[3], 0)
                if r[0] == len(rows)
                else t("{low} sampai di bawah {high}", low=formats.number(t, r[2], 0), high=formats.number(t, r[3], 0))
            ),
            numeric=True,
        ),
    ]
    return wrapped(tables.html_table(t, t("Golongan; batas bawah termasuk di dalamnya"), columns, rows[::-1]))


def indicator(t: Words, one: Indicator, method: IndexMethod, language: str) -> str:
    """One indicator in the terms of Satu Data, as a card."""
    siblings = [i for i in method.indicators if i.dimension == one.dimension]
    dimension = next(d for d in method.dimensions if d.code == one.dimension)
    inside = one.weight / sum(i.weight for i in siblings)
    low, high = (formats.number(t, value, 0 if float(value).is_integer() else 1) for value in one.goalposts)
    worst, best = (low, high) if one.direction > 0 else (high, low)
    facts = [
        (t("Konsep"), _words(one.concept, language)),
        (t("Definisi"), _words(one.definition, language)),
        (t("Rumus"), _words(one.formula, language)),
        (t("Satuan"), one.unit.in_language(language)),
        (t("Cara membaca"), _words(one.interpretation, language)),
        (t("Batas"), t("{worst} bernilai 0, {best} bernilai 100", worst=worst, best=best)),
        (t("Bobot dalam indeks"), _weight(t, inside, dimension, language)),
        (t("Masa"), t("umur survei kurang dari {n} bulan", n=one.window_months) if one.kind == "mean" else _window(t, one)),
    ]
    listed = "".join(markup.tag("dt", name) + markup.tag("dd", text) for name, text in facts)
    title = one.name.in_language(language)
    return markup.box(
        "section",
        markup.tag("h3", title) + markup.box("dl", listed, "k-facts-list"),
        "k-card k-area",
        aria_label=title,
    )


def influences(t: Words, rows: Sequence[Influence]) -> str:
    """The table of what moves the ranks."""
    columns = [
        Column[Influence](t("Dimensi"), lambda r: r.name),
        Column[Influence](t("Bobot"), lambda r: _share(t, r.weight), numeric=True),
        Column[Influence](t("Pengaruh nyata"), lambda r: _share(t, r.importance), numeric=True),
        Column[Influence](t("Pergeseran peringkat tanpa dimensi ini"), lambda r: formats.number(t, r.shift), numeric=True),
        Column[Influence](t("Peka terhadap pilihan bobot (Sobol)"), lambda r: _share(t, r.sobol), numeric=True),
    ]
    return wrapped(tables.html_table(t, t("Yang menggerakkan peringkat pada bulan edisi ini"), columns, rows))


def _share(t: Words, value: float) -> str:
    return formats.NOTHING if formats.absent(value) else percent(t, round(max(value, 0.0), 2))


def substitutes(t: Words, counts: Mapping[str, int], unit_type: str) -> str:
    """The table of fall-backs behind the scores of a month: code → number of units."""
    words = {
        "catatan_tidak_ada": t("Tidak ada catatan sama sekali untuk satu indikator"),
        "jendela_sebagian": t("Sebagian bulan tidak dilaporkan; bulan yang ada mewakilinya, dengan rentang lebih lebar"),
        "survei_dibawa": t("Survei bulan sebelumnya masih dipakai, dengan rentang lebih lebar"),
        "survei_terlalu_kecil": t("Survei di bawah {n} responden tidak dipakai", n=levels.SURVEY_MINIMUM),
        "ragam_dipinjam": t("Sebaran jawaban survei tidak dicatat; dipakai rata-rata putaran lain"),
        "ragam_terbesar": t("Sebaran jawaban survei tidak dicatat sama sekali; dipakai yang terbesar"),
        "prior_jeffreys": t("Tidak ada satu pun kejadian sejenis di semua unit; tingkat umumnya dianggap hampir nol"),
        "satu_unit": t("Hanya satu unit terukur; nilainya tidak ditarik ke mana pun"),
        "gabungan_sebagian": t("Nilai gabungan hanya dari sebagian unit"),
        "penduduk_tahun_lain": t("Penduduk tahun sebelumnya dipakai"),
        "bobot_dialihkan": t("Bobot dimensi tanpa nilai dialihkan ke dimensi lain"),
        "perubahan_tidak_sebanding": t("Setahun lalu susunan skornya lain; perubahan tidak disebut"),
    }
    columns = [
        Column[tuple[str, int]](t("Yang ditempuh"), lambda r: words.get(r[0], r[0])),
        Column[tuple[str, int]](t("Ormas") if unit_type == "ormas" else t("Kecamatan"), lambda r: r[1], numeric=True),
    ]
    rows = sorted(counts.items(), key=lambda r: (-r[1], r[0]))
    return tables.html_table(t, t("Jalan pengganti di balik skor bulan ini: tidak ada yang diam-diam"), columns, rows)


def laws(t: Words, found: Sequence[Law], language: str) -> str:
    """The table of the legal basis."""

    def title(law: Law) -> str:
        note = markup.tag("p", law.note.in_language(language), "k-note") if law.note else ""
        return markup.tag("span", law.title.in_language(language)) + note

    columns = [
        Column[Law](t("Peraturan"), lambda law: law.number),
        Column[Law](t("Tentang"), lambda law: law.title.in_language(language), title),
        Column[Law](t("Yang diminta dari data"), lambda law: law.asks.in_language(language)),
    ]
    return tables.html_table(t, t("Dasar hukum dan yang diminta masing-masing dari data"), columns, found)


def officials(t: Words, rows: Sequence[Official]) -> str:
    """The table of official values and targets."""
    columns = [
        Column[Official](t("Indeks resmi"), lambda o: o.index),
        Column[Official](t("Tahun"), lambda o: o.year, numeric=True),
        Column[Official](t("Nilai"), lambda o: o.value, lambda o: formats.number(t, o.value), numeric=True),
        Column[Official](t("Target"), lambda o: o.target, lambda o: formats.number(t, o.target), numeric=True),
        Column[Official](t("Sumber"), lambda o: o.source),
    ]
    return tables.html_table(t, t("Nilai resmi tahunan, bukan hasil hitungan dasbor ini"), columns, rows)


def percent(t: Words, share: float) -> str:
    """A share as `22,5%`."""
    value = 100 * share
    return f"{formats.number(t, value, 0 if abs(value - round(value)) < 0.05 else 1)}%"


def bullets(lines: Sequence[str]) -> str:
    """A list of sentences."""
    return markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list")


def wrapped(table: str) -> str:
    """A table whose row names and cells may wrap, for a narrow column."""
    return markup.box("div", table, "k-wrap")


def _weight(t: Words, inside: float, dimension: Dimension, language: str) -> str:
    if inside == 1:
        return percent(t, dimension.weight)
    name = dimension.name.in_language(language)
    return t(
        "{share} ({inside} dari dimensi {dimension})",
        share=percent(t, inside * dimension.weight),
        inside=percent(t, inside),
        dimension=name,
    )


def _window(t: Words, one: Indicator) -> str:
    if one.window_months == 1:
        return t("keadaan akhir bulan")
    return t("{n} bulan terakhir, bergerak tiap bulan", n=one.window_months)


def _words(names: Names | None, language: str) -> str:
    return formats.NOTHING if names is None else names.in_language(language)
