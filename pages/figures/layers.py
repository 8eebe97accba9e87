"""What the map can show: the measure that colours the kecamatan, and the layer of circles over it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data import numbers
from data.editions import figures
from data.editions.reading import Edition
from data.tables.kegiatan import OFFICIAL_PARTNERS, SECURITY_KINDS
from data.words import Words
from pages.facts import ormas, periods, views
from pages.facts.views import YEAR, Area, Score, Symbol
from pages.figures import palette
from pages.wording import coverage, formats, measured, phrasing, signal_sentences
from pages.wording.labels import label

INDEX = "ikw"
NONE, ORMAS, TRAINING, SIGNALS = "tanpa", "ormas", "pelatihan", "sinyal"
_KIND, _PARTNER = "giat-", "mitra-"
LEVEL_COLOURS = {1: "#f4d35e", 2: "#ee8434", 3: "#b3261e"}


@dataclass(frozen=True)
class Layer:
    """Circles over the map. `unit` says what their size counts; `coloured`: the colour is the class of the mean IKO.

    `reported`: the kecamatan that reported enough for a signal, only on the layer of signals, whose circles tell a level; `judged`: those
    whose counts can be judged, because enough complete months lie before.
    """

    title: str
    unit: str
    symbols: list[Symbol]
    coloured: bool = False
    reported: frozenset[str] | None = None
    judged: frozenset[str] = frozenset()

    def by_code(self) -> dict[str, Symbol]:
        """Symbols of the kecamatan, by code."""
        return {symbol.code: symbol for symbol in self.symbols if symbol.code}

    def heading(self, t: Words) -> str:
        """The header of the layer's column in a table."""
        return self.title if self.reported is None else t("Tingkat sinyal tertinggi bulan ini")

    def value(self, code: str) -> int | None:
        """The count or the level of one kecamatan; None where no report says that there is no signal."""
        symbol = self.by_code().get(code)
        if symbol:
            return symbol.active
        return 0 if self.reported is None else None

    def cell(self, t: Words, code: str) -> str:
        """The same in a table: a count, a level, `tidak ada` where a signal could have arisen, or a dash where nobody reported."""
        if self.reported is not None and self.value(code) is None and code in self.reported:
            return t("tidak ada") if code in self.judged else t("belum dapat dinilai")
        return formats.whole(t, self.value(code))

    def line(self, t: Words, code: str) -> str:
        """What the layer says of one kecamatan: `12 kegiatan`, or its signal by name."""
        if self.reported is None:
            return t("{n} {unit}", n=formats.whole(t, self.value(code)), unit=self.unit)
        if level := self.value(code):
            return f"{t(signal_sentences.LEVELS[level])}. {signal_sentences.disclaimer(t)}"
        if code not in self.reported:
            return t("sinyal belum dapat dihitung: laporan bulan itu belum memadai")
        return (
            t("tidak ada sinyal")
            if code in self.judged
            else t("sinyal belum dapat dinilai: laporan bulan-bulan sebelumnya belum cukup; hanya kejadian berat yang dapat memberi sinyal")
        )


def measures(edition: Edition, t: Words, language: str) -> dict[str, str]:
    """What can colour the map: the index, and each indicator of its method, by code."""
    method = edition.methods()["IKW"]
    found = {INDEX: t("Indeks Kondusivitas Wilayah")}
    return found | {i.code: i.name.in_language(language) for i in method.indicators}


def measure_unit(edition: Edition, t: Words, measure: str, language: str, month: str) -> str:
    """The line under the title of the map: what the numbers are and which direction is good."""
    if measure == INDEX:
        return t("Skor IKW 0–100, dua belas bulan sampai {month}; semakin tinggi, semakin kondusif.", month=month)
    one = next(i for i in edition.methods()["IKW"].indicators if i.code == measure)
    return t(
        "Skor 0–100 dari {name} ({unit}), sampai {month}; semakin tinggi, semakin kondusif.",
        name=one.name.in_language(language).lower(),
        unit=one.unit.in_language(language),
        month=month,
    )


def areas(edition: Edition, period: str, measure: str) -> list[Area]:
    """The kecamatan with the score of a measure in place of the index; one without it is not assessed."""
    found = views.areas(edition, period)
    if measure == INDEX:
        return found
    edges = views.band_edges(edition, "IKW")
    rows = edition.indicators("IKW", "kecamatan", period=period)
    by_code = {row["unit"]: row for row in rows[rows["indicator"] == measure].to_dict("records")}
    return [replace(area, score=_score(by_code.get(area.code), area.score, edges)) for area in found]


def raw_value(edition: Edition, t: Words, period: str, measure: str, language: str) -> dict[str, str]:
    """What was measured in each kecamatan, in its own unit; nothing for the index."""
    if measure == INDEX:
        return {}
    one = next(i for i in edition.methods()["IKW"].indicators if i.code == measure)
    rows = edition.indicators("IKW", "kecamatan", period=period)
    out = {}
    for row in rows[rows["indicator"] == measure].to_dict("records"):
        found = ormas.Indicator(
            measure,
            one.dimension,
            views.real(row["raw"]),
            views.real(row["score"]),
            views.real(row["low"]),
            views.real(row["high"]),
            str(row["status"]),
            views.real(row["age_months"]),
            views.real(row["n"]),
            views.text(row["grade"]),
        )
        out[str(row["unit"])] = measured.value(t, found, one.kind, one.unit.in_language(language))
    return out


def class_names(edition: Edition, t: Words, measure: str, language: str) -> list[str]:
    """Names of the five classes: the bands of the index; plain spans of points for anything else."""
    if measure == INDEX:
        return views.band_names(edition, "IKW", language)
    ends = (0.0, *views.band_edges(edition, "IKW"), 100.0)
    return [t("{low}–{high} poin", low=numbers.plain(t, ends[i]), high=numbers.plain(t, ends[i + 1])) for i in range(len(ends) - 1)]


def options(edition: Edition, t: Words, period: str) -> dict[str, str]:
    """The layers that can be chosen in a month, by code: those whose figure is known then."""
    found = {NONE: t("Tanpa lapisan")}
    if not edition.sees_ormas:
        return found
    if figures.is_known(edition, "ormas_berkegiatan", period):
        found[ORMAS] = t("Ormas yang berkegiatan dan rata-rata IKO")
    if figures.is_known(edition, "kegiatan", period):
        found |= _activity_layers(t)
    if figures.is_known(edition, "ormas_dilatih", period):
        found[TRAINING] = t("Jangkauan pelatihan")
    if figures.is_known(edition, "kejadian_bulan", period):
        found[SIGNALS] = t("Sinyal bulan ini")
    return found


def _activity_layers(t: Words) -> dict[str, str]:
    found = {_KIND + kind: t("Kegiatan: {kind}", kind=label(t, kind).lower()) for kind in SECURITY_KINDS}
    return found | {_PARTNER + one: t("Kegiatan bersama: {partner}", partner=label(t, one)) for one in OFFICIAL_PARTNERS}


def layer(edition: Edition, t: Words, code: str, period: str) -> Layer | None:
    """The circles of a layer in a month; None for no layer, and for one about which nothing is known then."""
    title = options(edition, t, period).get(code)
    if title is None:
        return None
    if code == ORMAS:
        return Layer(title, phrasing.title(t, "ormas_berkegiatan"), views.symbols(edition, period), coloured=True)
    if code.startswith(_KIND):
        return Layer(title, t("kegiatan (12 bulan)"), _activities(edition, period, "jenis", code.removeprefix(_KIND)))
    if code.startswith(_PARTNER):
        return Layer(title, t("kegiatan (12 bulan)"), _activities(edition, period, "mitra", code.removeprefix(_PARTNER)))
    if code == TRAINING:
        return Layer(title, phrasing.title(t, "ormas_dilatih"), _trained(edition, period))
    if code == SIGNALS:
        return Layer(
            title,
            "",
            _signals(edition, period),
            reported=_reported(edition, period),
            judged=coverage.judged(edition, period),
        )
    return None


def colour_of(symbol: Symbol, edges: tuple[float, ...], found: Layer) -> str:
    """The colour of a circle: class of the mean IKO, level of the signal, or plain."""
    if found.coloured:
        return palette.UNCOLOURED if formats.absent(symbol.mean_iko) else palette.ORMAS[palette.class_of(symbol.mean_iko, edges) - 1]
    return LEVEL_COLOURS.get(symbol.level or 0, palette.ORMAS[1])


def _score(row: Mapping[Hashable, Any] | None, index: Score, edges: tuple[float, ...]) -> Score:
    value = views.real(row["score"]) if row else float("nan")
    assessed = not formats.absent(value)
    band = palette.class_of(value, edges) if assessed else None
    return replace(
        index,
        assessed=assessed,
        lacking=(),
        score=value,
        low=views.real(row["low"]) if row else float("nan"),
        high=views.real(row["high"]) if row else float("nan"),
        band=band,
        likely=(band,) if band else (),
        band_prob=float("nan"),  # nobody worked out how sure the class of one indicator is
        band_2=None,
        change=float("nan"),
        change_class=None,
    )


def _activities(edition: Edition, period: str, by: str, code: str) -> list[Symbol]:
    first = periods.back(period, YEAR - 1)
    sums = figures.cells(edition, "kegiatan", first, period, ("kecamatan",), None, (by, code))
    return [Symbol(place, n) for (place,), n in sums.items()]


def _trained(edition: Edition, period: str) -> list[Symbol]:
    counts = figures.split(edition, "ormas_dilatih", period, "kecamatan") or {}
    return [Symbol(place, n) for place, n in counts.items()]


def _signals(edition: Edition, period: str) -> list[Symbol]:
    rows = edition.signals(first=period, last=period)
    top = rows[rows["unit_type"] == "kecamatan"].groupby("unit")["level"].max()
    return [Symbol(str(place), int(level), level=int(level)) for place, level in top.items()]


def _reported(edition: Edition, period: str) -> frozenset[str]:
    rows = edition.reports()
    return frozenset(rows[rows["sufficient"].astype(bool) & (rows["period"] == period)]["unit"])
