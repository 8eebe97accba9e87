"""What a press frame says: every word and number of it, from one edition, before anything is drawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace

from data import numbers
from data.editions import figures, levels
from data.editions.reading import Edition
from data.errors import DataError
from data.words import LANGUAGES, Words, msg, written
from pages.exports.drawing.press_bodies import MapBody, NumberBody, TrendBody
from pages.exports.press import classes, counted, district, tallies, wording
from pages.exports.press.content import KIND_NAMES, Frame, NotReportedError, base, higher_is_better
from pages.exports.press.counted import COUNTED
from pages.facts import views
from pages.facts.views import Score
from pages.wording import coverage, formats, sentences, unknowns


def frame(edition: Edition, t: Words, kind: str, period: str | None = None, *, name_low_bands: bool = False) -> Frame:
    """One frame in the language of the reader.

    kind: of `KINDS`, or `district.kind(code)`. name_low_bands: PPID allows the lowest bands to be named by kecamatan.
    Raises DataError for an unknown month, `district.NotNamedError` for a kecamatan that may not be named.
    """
    month, code = month_of(edition, period), district.code_in(kind)
    if kind not in COUNTED and not edition.has_index:
        raise NotReportedError(written(coverage.without_index, edition.meta.get("index_from", "")))
    made = _district(edition, t, code, month, name_low_bands) if code is not None else KINDS[kind](edition, t, month, name_low_bands)
    silent = set(coverage.silent_months(edition, month))
    if kind in COUNTED:  # the note of its figure names these together with the months that are silent for it alone
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


def refuse_without_line(edition: Edition, t: Words, kind: str, period: str) -> None:
    """A trend of one month is no trend. Raises DataError."""
    if kind.startswith(district.TREND) and edition.periods()[0] == period:
        raise DataError(
            msg(
                "Bingkai tren memerlukan sedikitnya dua bulan; indeks edisi {id} baru dimulai pada {month}. Pilih bingkai lain atau bulan yang lebih baru.",
                id=edition.id,
                month=written(formats.month, period),
            )
        )


def offered(edition: Edition, t: Words, period: str) -> dict[str, str]:
    """Frames that the edition can fill, by code, with their names; without those of a figure that isn't known."""
    return {
        kind: t(name)
        for kind, name in KIND_NAMES.items()
        if (edition.has_index if kind not in COUNTED else figures.is_known(edition, COUNTED[kind], period))
    }


def fingerprint(edition: Edition, kind: str, period: str, *, name_low_bands: bool) -> str:
    """SHA-256 over all that a frame says, in both languages: what PPID clears is this and nothing else."""
    said = [asdict(frame(edition, Words(language), kind, period, name_low_bands=name_low_bands)) for language in LANGUAGES]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def name_of(edition: Edition, t: Words, kind: str) -> str:
    """The name of a frame, with the kecamatan that it shows."""
    code = district.code_in(kind)
    if code is None:
        return t(KIND_NAMES[kind]) if kind in KIND_NAMES else kind
    return f"{t(KIND_NAMES[district.TREND])}: {district.name(edition, t, code)}"


def _map(edition: Edition, t: Words, period: str, name_low_bands: bool) -> Frame:
    areas, spoken = views.areas(edition, period), t.language
    names, first = views.band_names(edition, "IKW", spoken), classes.lowest_class(edition, name_low_bands)
    by_area = {area.code: classes.published_class(area.score.band if area.score.assessed else None, first) for area in areas}
    legend = classes.band_legend(edition, t, spoken, first)
    counted = [
        (entry.text, sum(c == n for c in by_area.values())) for entry, n in zip(legend, [*range(first, len(names) + 1), None], strict=True)
    ]
    listed = "; ".join(f"{text}: {n}" for text, n in counted if n)
    legend = tuple(
        replace(entry, count=t.n("{n} kecamatan", "{n} kecamatan", n) if n else t("tidak ada"))
        for entry, (_, n) in zip(legend, counted, strict=True)
    )
    return Frame(
        **base(edition, t, "map", period),
        title=sentences.headline(t, areas, names, first),
        subtitle=t(
            "Indeks Kondusivitas Wilayah {territory} menurut kecamatan, dua belas bulan sampai {month}",
            territory=edition.meta["territory_name"],
            month=wording.until(edition, t, period),
        ),
        direction=higher_is_better(t),
        notes=(*_beyond(t, views.regency(edition)[period]), wording.boundary_line(edition, t)),
        alt=t("Peta {n} kecamatan menurut golongan indeks. Jumlah kecamatan: {listed}.", n=len(areas), listed=listed),
        body=MapBody(by_area, {area.code: area.name for area in areas}, legend),
    )


def _trend(edition: Edition, t: Words, period: str, _: bool) -> Frame:
    history = views.regency(edition)
    shown = [history[month] for month in district.months(period) if month in history]
    return _line(edition, t, district.TREND, edition.meta["territory_name"], shown)


def _district(edition: Edition, t: Words, code: str, period: str, name_low_bands: bool) -> Frame:
    """The trend of one kecamatan beside that of the kabupaten, where it may be named."""
    history, regency = district.history(edition, code), views.regency(edition)
    months = [month for month in district.months(period) if month in regency]
    place, territory_name = district.name(edition, t, code), edition.meta["territory_name"]
    shown, beside = [history[month] for month in months], [regency[month].score for month in months]
    if not name_low_bands:
        district.refuse_low(place, shown, edition.verdict_rules().lowest_named)
    made = _line(edition, t, district.kind(code), place, shown)
    body = made.body
    assert isinstance(body, TrendBody)  # noqa: S101 - for mypy
    told = t(
        "Sebagai pembanding, {territory}: {start} menjadi {end}.",
        territory=territory_name,
        start=_spoken(t, beside[0]),
        end=_spoken(t, beside[-1]),
    )
    return replace(
        made,
        alt=f"{made.alt} {told}",
        body=body.rounded().against(place, territory_name, beside),
    )


def _line(edition: Edition, t: Words, kind: str, place: str, shown: Sequence[Score]) -> Frame:
    months, now = [score.period for score in shown], shown[-1]
    first, last = formats.month(t, months[0]), formats.month(t, months[-1])
    title = (
        t(
            "Kondusivitas {territory} dibandingkan setahun lalu: {change}",
            territory=place,
            change=sentences.change(t, now),
        )
        if now.assessed
        else _not_assessed(t, place, now)
    )
    return Frame(
        **base(edition, t, kind, months[-1]),
        title=title,
        subtitle=t(
            "Indeks Kondusivitas Wilayah, {months}; tiap titik merangkum dua belas bulan",
            months=numbers.between(first, wording.until(edition, t, months[-1])),
        ),
        direction=higher_is_better(t) + " " + t("Pita: rentang {level}%.", level=levels.INTERVAL),
        notes=_beyond(t, now),
        alt=t(
            "Garis skor {territory} dari {first} ({start}) sampai {last} ({end}).",
            territory=place,
            first=first,
            last=last,
            start=_spoken(t, shown[0].score),
            end=_spoken(t, now.score),
        ),
        body=TrendBody(
            tuple(months),
            tuple(formats.month_short(t, m) for m in months),
            tuple(s.score for s in shown),
            tuple(s.low for s in shown),
            tuple(s.high for s in shown),
            views.band_edges(edition, "IKW"),
            tuple(views.band_names(edition, "IKW", t.language)),
        ),
    )


def _not_assessed(t: Words, place: str, score: Score) -> str:
    why = unknowns.beside(t, score, tallies.hide_small) or t("data belum memadai")
    return t("Kondusivitas {territory} belum dapat dinilai: {reason}", territory=place, reason=why)


def _beyond(t: Words, score: Score) -> tuple[str, ...]:
    return tuple(filter(None, [wording.beyond_the_score(t, score)]))


def _spoken(t: Words, score: float) -> str:
    """A score for people who listen: a dash says nothing to them."""
    return t("data belum memadai") if formats.absent(score) else formats.number(t, score)


def _number(edition: Edition, t: Words, period: str, _: bool) -> Frame:
    now, place = views.regency(edition)[period], edition.meta["territory_name"]
    names = views.band_names(edition, "IKW", t.language)
    band = sentences.band(t, now, names)
    change = t("Dibandingkan setahun lalu: {change}", change=sentences.change(t, now))
    interval = sentences.interval(t, now.low, now.high)
    return Frame(
        **base(edition, t, "number", period),
        title=t("Indeks Kondusivitas Wilayah {territory}", territory=place) if now.assessed else _not_assessed(t, place, now),
        subtitle=t("Dua belas bulan sampai {month}", month=wording.until(edition, t, period)),
        direction=higher_is_better(t),
        notes=_beyond(t, now),
        alt=t("{value} dari 100, {band}; {interval}.", value=formats.number(t, now.score), band=band, interval=interval)
        if now.assessed
        else f"{_not_assessed(t, place, now)}.",
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


KINDS: Mapping[str, Callable[[Edition, Words, str, bool], Frame]] = {
    "map": _map,
    "trend": _trend,
    "activity": counted.activity,
    "training": counted.training,
    "number": _number,
}
