"""What a press frame says: every word and number of it, from one edition, before anything is drawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import asdict, dataclass, field, replace
from typing import TypedDict

from data import numbers, words
from data.editions import figures
from data.editions.figures import Value
from data.editions.reading import Edition
from data.errors import DataError
from data.tables.kegiatan import SECURITY_KINDS
from data.words import N_, msg, t, tn, written
from pages.exports.drawing.press_bodies import Bar, BarsBody, Body, MapBody, NumberBody, TrendBody
from pages.exports.press import classes, district, tallies, wording
from pages.facts import views
from pages.facts.views import Score
from pages.wording import coverage, formats, labels, sentences, told, unknowns


@dataclass(frozen=True)
class Frame:
    """One press frame in one language."""

    kind: str
    edition: str
    period: str
    language: str
    method: str
    simulated: bool
    title: str
    subtitle: str
    direction: str
    source: str
    notes: tuple[str, ...]
    alt: str
    body: Body = field(repr=False)

    @property
    def caption(self) -> str:
        """The text to paste under the picture."""
        lead = f"{t(wording.SIMULATED)}. " if self.simulated else ""
        parts = [f"{self.title}.", f"{self.subtitle}.", self.direction, *self.notes, self.source]
        return lead + " ".join(part for part in parts if part)


def frame(edition: Edition, kind: str, period: str | None = None, *, name_low_bands: bool = False) -> Frame:
    """One frame in the language of the context.

    kind: of `KINDS`, or `district.kind(code)`. name_low_bands: PPID allows the two lowest bands to be told by kecamatan.
    Raises DataError for an unknown month, `district.NotNamedError` for a kecamatan that may not be named.
    """
    month, code = month_of(edition, period), district.code_in(kind)
    if kind not in COUNTED and not edition.has_index:
        raise NotReportedError(written(coverage.without_index, edition.meta.get("index_from", "")))
    made = _district(edition, code, month, name_low_bands) if code is not None else KINDS[kind](edition, month, name_low_bands)
    silent = set(coverage.silent_months(edition, month))
    if kind in COUNTED:  # the note of its figure names them beside the months that are silent of it alone
        silent -= set(figures.read(edition, COUNTED[kind], month).silent)
    sentence = coverage.silent_sentence(t, sorted(silent))
    return replace(made, notes=(sentence, *made.notes)) if sentence else made


def month_of(edition: Edition, period: str | None) -> str:
    """A month of the edition, None for its last one. Raises DataError for a month that it lacks."""
    months = edition.periods()
    if period is not None and period not in months:
        raise DataError(
            msg(
                "Edisi {id} tidak memuat bulan {period}. Yang ada: {months}.",
                id=edition.id,
                period=period,
                months=numbers.between(months[0], months[-1]),
            )
        )
    return period or months[-1]


def refuse_without_line(edition: Edition, kind: str, period: str) -> None:
    """A trend of one month is no trend. Raises DataError."""
    if kind.startswith(district.TREND) and edition.periods()[0] == period:
        raise DataError(
            msg(
                "Bingkai tren memerlukan sedikitnya dua bulan; indeks edisi {id} baru dimulai pada {month}. Pilih bingkai lain atau bulan yang lebih baru.",
                id=edition.id,
                month=written(formats.month, period),
            )
        )


class NotReportedError(DataError):
    """Nothing was ever reported of what a frame would count."""


def offered(edition: Edition, period: str) -> dict[str, str]:
    """Frames that the edition can fill, by code, with their names: one of a figure that isn't known tells nothing."""
    return {
        kind: t(name)
        for kind, name in KIND_NAMES.items()
        if (edition.has_index if kind not in COUNTED else figures.is_known(edition, COUNTED[kind], period))
    }


def fingerprint(edition: Edition, kind: str, period: str, *, name_low_bands: bool) -> str:
    """SHA-256 over all that a frame says, in both languages: what PPID clears is this and nothing else."""

    def say(language: str) -> dict[str, object]:
        words.use(language)
        return asdict(frame(edition, kind, period, name_low_bands=name_low_bands))

    said = [copy_context().run(say, language) for language in words.LANGUAGES]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def name_of(edition: Edition, kind: str) -> str:
    """The name of a frame, with the kecamatan that it shows."""
    code = district.code_in(kind)
    if code is None:
        return t(KIND_NAMES[kind]) if kind in KIND_NAMES else kind
    return f"{t(KIND_NAMES[district.TREND])}: {district.name(edition, code)}"


KIND_NAMES = {
    "map": N_("Peta indeks"),
    "trend": N_("Tren indeks"),
    "activity": N_("Kegiatan Ormas"),
    "training": N_("Jangkauan pembinaan"),
    "number": N_("Kartu satu angka"),
}
"""Frames by code."""


class _Base(TypedDict):
    """What a frame says of where it is from."""

    kind: str
    edition: str
    period: str
    language: str
    method: str
    simulated: bool
    source: str


def _base(edition: Edition, kind: str, period: str, index: str = "IKW") -> _Base:
    method = edition.methods()[index]
    return {
        "kind": kind,
        "edition": edition.id,
        "period": period,
        "language": words.current(),
        "method": f"{index} {method.version}" if edition.has_index else "",
        "simulated": edition.meta.get("store_kind") == "simulasi",
        "source": wording.source_line(edition, index),
    }


def _higher_is_better() -> str:
    return t("Skor 0–100; semakin tinggi, semakin kondusif.")


def _map(edition: Edition, period: str, name_low_bands: bool) -> Frame:
    areas, spoken = views.areas(edition, period), words.current()
    names, first = views.band_names(edition, "IKW", spoken), classes.lowest_class(edition, name_low_bands)
    by_area = {area.code: classes.published_class(area.score.band if area.score.assessed else None, first) for area in areas}
    legend = classes.band_legend(edition, spoken, first)
    counted = [
        (entry.text, sum(c == n for c in by_area.values())) for entry, n in zip(legend, [*range(first, len(names) + 1), None], strict=True)
    ]
    listed = "; ".join(f"{text}: {n}" for text, n in counted if n)
    legend = tuple(
        replace(entry, count=tn("{n} kecamatan", "{n} kecamatan", n) if n else t("tidak ada"))
        for entry, (_, n) in zip(legend, counted, strict=True)
    )
    return Frame(
        **_base(edition, "map", period),
        title=sentences.finding(t, areas, names, first),
        subtitle=t(
            "Indeks Kondusivitas Wilayah {territory} menurut kecamatan, dua belas bulan sampai {month}",
            territory=edition.meta["territory_name"],
            month=wording.until(edition, period),
        ),
        direction=_higher_is_better(),
        notes=(wording.boundary_line(edition),),
        alt=t("Peta {n} kecamatan menurut golongan indeks. Jumlah kecamatan: {listed}.", n=len(areas), listed=listed),
        body=MapBody(by_area, {area.code: area.name for area in areas}, legend),
    )


def _trend(edition: Edition, period: str, _: bool) -> Frame:
    history = views.regency(edition)
    shown = [history[month] for month in district.months(period) if month in history]
    return _line(edition, district.TREND, edition.meta["territory_name"], shown)


def _district(edition: Edition, code: str, period: str, name_low_bands: bool) -> Frame:
    """The trend of one kecamatan beside that of the kabupaten, where it may be named."""
    history, regency = district.history(edition, code), views.regency(edition)
    months = [month for month in district.months(period) if month in regency]
    place, territory_name = district.name(edition, code), edition.meta["territory_name"]
    shown, beside = [history[month] for month in months], [regency[month].score for month in months]
    if not name_low_bands:
        district.refuse_low(place, shown)
    made = _line(edition, district.kind(code), place, shown)
    body = made.body
    assert isinstance(body, TrendBody)  # noqa: S101 - for mypy
    told = t(
        "Sebagai pembanding, {territory}: {start} menjadi {end}.", territory=territory_name, start=_told(beside[0]), end=_told(beside[-1])
    )
    return replace(
        made,
        alt=f"{made.alt} {told}",
        body=body.rounded().against(place, territory_name, beside),
    )


def _line(edition: Edition, kind: str, place: str, shown: Sequence[Score]) -> Frame:
    months, now = [score.period for score in shown], shown[-1]
    first, last = formats.month(t, months[0]), formats.month(t, months[-1])
    title = (
        t(
            "Kondusivitas {territory} dibandingkan setahun lalu: {change}",
            territory=place,
            change=sentences.change(t, now),
        )
        if now.assessed
        else _not_assessed(place, now)
    )
    return Frame(
        **_base(edition, kind, months[-1]),
        title=title,
        subtitle=t(
            "Indeks Kondusivitas Wilayah, {months}; tiap titik merangkum dua belas bulan",
            months=numbers.between(first, wording.until(edition, months[-1])),
        ),
        direction=_higher_is_better() + " " + t("Pita: rentang 90%."),
        notes=(),
        alt=t(
            "Garis skor {territory} dari {first} ({start}) sampai {last} ({end}).",
            territory=place,
            first=first,
            last=last,
            start=_told(shown[0].score),
            end=_told(now.score),
        ),
        body=TrendBody(
            tuple(months),
            tuple(formats.month_short(t, m) for m in months),
            tuple(s.score for s in shown),
            tuple(s.low for s in shown),
            tuple(s.high for s in shown),
            views.band_edges(edition, "IKW"),
            tuple(views.band_names(edition, "IKW", words.current())),
        ),
    )


def _not_assessed(place: str, score: Score) -> str:
    why = unknowns.beside(t, score, tallies.hide_small) or t("data belum memadai")
    return t("Kondusivitas {territory} belum dapat dinilai: {reason}", territory=place, reason=why)


def _told(score: float) -> str:
    """A score for somebody who only listens: a dash says nothing."""
    return t("data belum memadai") if formats.absent(score) else formats.number(t, score)


def _activity(edition: Edition, period: str, _: bool) -> Frame:
    value, tally = _counted(edition, "activity", period), tallies.activities(edition, period)
    names = {area.code: area.name for area in views.areas(edition, period)}
    bars = [_bar(names[row], tally.get(row, "kegiatan")) for row in tally.rows]
    top = ", ".join(f"{bar.label} {bar.text}" for bar in sorted((bar for bar in bars if bar.value), key=_by_value)[:3])
    alt = t("Diagram batang kegiatan keamanan dan ketertiban menurut kecamatan.")
    kinds = ", ".join(labels.label(t, kind).lower() for kind in SECURITY_KINDS)
    return Frame(
        **_base(edition, "activity", period, "IKO"),
        title=told.hidden(t, value)
        if tally.get(tallies.TOTAL, "kegiatan") is None
        else t("Ormas mengadakan {activities} dalam 12 bulan", activities=told.phrase(t, value)),
        subtitle=t(
            "Kegiatan terverifikasi menurut kecamatan tempat kegiatan, {territory}, sampai {month}",
            territory=edition.meta["territory_name"],
            month=wording.until(edition, period),
        ),
        direction=t("Jenis: {kinds}. Bukan ukuran mutu dan bukan peringkat.", kinds=kinds),
        notes=_notes(value, tally),
        alt=t("{picture} Batang teratas: {listed}.", picture=alt, listed=top) if top else alt,
        body=BarsBody(told.title(t, COUNTED["activity"]), tuple(sorted(bars, key=_by_value))),
    )


def _training(edition: Edition, period: str, _: bool) -> Frame:
    value, tally = _counted(edition, "training", period), tallies.training(edition, period)
    bars = [
        _bar(
            labels.label(t, None if row == tallies.UNKNOWN else row),
            tally.get(row, "dilatih"),
            tally.get(row, tallies.TOTAL),
        )
        for row in tally.rows
    ]
    hidden = None in (tally.get(tallies.TOTAL, "dilatih"), tally.get(tallies.TOTAL, tallies.TOTAL))
    active = figures.read(edition, tallies.ACTIVE, period)
    return Frame(
        **_base(edition, "training", period, "IKO"),
        title=told.hidden(t, value) if hidden else t("{ormas} dalam 24 bulan", ormas=told.phrase(t, value, of=active)),
        subtitle=t(
            "Ormas aktif yang pengurusnya hadir, menurut ciri khusus, {territory}, sampai {month}",
            territory=edition.meta["territory_name"],
            month=wording.until(edition, period),
        ),
        direction=t("Topik: manajemen organisasi, kepemimpinan, penyelesaian konflik, komunikasi efektif."),
        notes=_notes(value, tally),
        alt=t(
            "Diagram batang Ormas aktif yang dilatih dalam sedikitnya satu dari empat topik, menurut ciri khusus: {listed}.",
            listed="; ".join(f"{bar.label} {bar.text}" for bar in bars),
        ),
        body=BarsBody(told.title(t, COUNTED["training"]), tuple(sorted(bars, key=_by_value))),
    )


def _number(edition: Edition, period: str, _: bool) -> Frame:
    now, place = views.regency(edition)[period], edition.meta["territory_name"]
    names = views.band_names(edition, "IKW", words.current())
    band = sentences.band(t, now, names)
    change = t("Dibandingkan setahun lalu: {change}", change=sentences.change(t, now))
    interval = sentences.interval(t, now.low, now.high)
    return Frame(
        **_base(edition, "number", period),
        title=t("Indeks Kondusivitas Wilayah {territory}", territory=place) if now.assessed else _not_assessed(place, now),
        subtitle=t("Dua belas bulan sampai {month}", month=wording.until(edition, period)),
        direction=_higher_is_better(),
        notes=(),
        alt=t("{value} dari 100, {band}; {interval}.", value=formats.number(t, now.score), band=band, interval=interval)
        if now.assessed
        else f"{_not_assessed(place, now)}.",
        body=NumberBody(
            formats.number(t, now.score) if now.assessed else t("belum dinilai"),
            t("dari 100") if now.assessed else "",
            now.score,
            now.low,
            now.high,
            views.band_edges(edition, "IKW"),
            tuple(names),
            tuple(line for line in (band, interval and interval[0].upper() + interval[1:], change) if line),
        ),
    )


COUNTED: Mapping[str, str] = {"activity": tallies.ACTIVITY, "training": tallies.TRAINED}
"""The figure that a frame counts."""

KINDS: Mapping[str, Callable[[Edition, str, bool], Frame]] = {
    "map": _map,
    "trend": _trend,
    "activity": _activity,
    "training": _training,
    "number": _number,
}


def _counted(edition: Edition, kind: str, period: str) -> Value:
    """The figure of a frame. Raises NotReportedError where it isn't known."""
    value = figures.read(edition, COUNTED[kind], period)
    if value.n is None:
        raise NotReportedError(
            msg(
                "Bingkai {frame} tidak dapat dibuat: belum ada data yang terverifikasi untuk {figure} sampai {month}.",
                frame=msg(KIND_NAMES[kind]),
                figure=written(told.title, value.figure.id),
                month=written(formats.month, period),
            )
        )
    return value


def _notes(value: Value, tally: tallies.Tally) -> tuple[str, ...]:
    """That counts are hidden, and since when there are reports where the window begins before them."""
    return tuple(note for note in (told.note(t, value), wording.hidden_note() if tally.hides else "") if note)


def _bar(label: str, value: int | None, whole: int | None = None) -> Bar:
    if value is None:
        return Bar(label, None, t("disamarkan"), whole)
    if whole is None:
        return Bar(label, value, formats.whole(t, value))
    return Bar(label, value, t("{n} dari {total}", n=formats.whole(t, value), total=formats.whole(t, whole)), whole)


def _by_value(bar: Bar) -> tuple[bool, int, str]:
    return bar.value is None, -(bar.value or 0), bar.label
