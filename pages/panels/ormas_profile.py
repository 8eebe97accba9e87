"""One Ormas: its card with what was counted, and the columns of the tables that list Ormas."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from html import escape

from data.editions import levels
from data.reference.methods import IndexMethod
from data.tables import pelatihan
from data.words import Words
from pages.facts import ormas
from pages.facts.ormas import Indicator, Known, Ormas
from pages.figures import markup
from pages.panels import area_table, workbook
from pages.panels.tables import Column
from pages.wording import formats, measured, phrasing, sentences, unknowns
from pages.wording.labels import label


def columns(t: Words, names: Sequence[str], places: Mapping[str, str], edges: Sequence[float]) -> list[Column[Ormas]]:
    """Score, interval, band, activities and evidence of an Ormas."""
    return [
        Column[Ormas](t("Ormas"), lambda o: o.name),
        Column[Ormas](t("Kode"), lambda o: o.code, on_page=False),
        Column[Ormas](t("Kecamatan"), lambda o: places.get(o.kecamatan, o.kecamatan)),
        Column[Ormas](t("Ciri khusus"), lambda o: label(t, o.kind)),
        Column[Ormas](t("Skor IKO"), lambda o: o.score.score, lambda o: formats.number(t, o.score.score), numeric=True),
        Column[Ormas](
            t("Rentang {level}%", level=levels.INTERVAL),
            lambda o: "",
            lambda o: formats.span(t, o.score.low, o.score.high),
            numeric=True,
            in_csv=False,
        ),
        Column[Ormas](t("Batas bawah"), lambda o: o.score.low, on_page=False),
        Column[Ormas](t("Batas atas"), lambda o: o.score.high, on_page=False),
        Column[Ormas](t("0–100"), lambda o: "", lambda o: markup.whisker(o.score.score, o.score.low, o.score.high, edges), in_csv=False),
        Column[Ormas](t("Golongan"), lambda o: state(t, o, names)),
        Column[Ormas](phrasing.title(t, "kegiatan"), lambda o: o.activities, lambda o: formats.whole(t, o.activities), numeric=True),
        Column[Ormas](t("Bukti (0–3)"), lambda o: o.evidence, lambda o: formats.number(t, o.evidence), numeric=True),
        Column[Ormas](t("Mutu data"), lambda o: o.score.quality, lambda o: o.score.quality or formats.NOTHING),
        Column[Ormas](
            t("Bobot yang terukur"), lambda o: o.score.weight_share, functools.partial(_weight_text, t), numeric=True, form=workbook.SHARE
        ),
        Column[Ormas](t("Belum diketahui"), lambda o: unknowns.line(t, o.score), on_page=False),
    ]


def _weight_text(t: Words, one: Ormas) -> str:
    share = one.score.weight_share
    return formats.NOTHING if formats.absent(share) else f"{formats.whole(t, 100 * share)}%"


def state(t: Words, one: Ormas, names: Sequence[str]) -> str:
    """The band; or why there is none, the two reasons kept apart."""
    if not one.in_scope:
        return t("Tidak dinilai (di luar cakupan)")
    return sentences.band(t, one.score, names) if one.score.assessed else t("Belum dapat dinilai")


def hover(t: Words, one: Ormas, names: Sequence[str]) -> str:
    """The hover box of a dot."""
    lines = [f"<b>{escape(one.name)}</b>", t("Skor IKO {score}", score=formats.number(t, one.score.score))]
    lines.append(escape(sentences.interval(t, one.score.low, one.score.high)))
    lines.append(escape(sentences.band(t, one.score, names)))
    return "<br>".join(line for line in lines if line)


def card(
    t: Words,
    one: Ormas,
    method: IndexMethod,
    names: Sequence[str],
    place: str,
    language: str,
    measured: Sequence[Indicator],
    trained: Mapping[str, tuple[int, int]],
) -> str:
    """The profile: score, the core indicators by name, capacity, and the training that the weakest dimension asks for."""
    top = [markup.tag("h3", one.name)]
    if one.score.assessed:
        value = escape(formats.number(t, one.score.score)) + markup.tag("small", t("dari 100"))
        top += [
            markup.box("p", value, "k-value"),
            markup.tag("p", sentences.interval(t, one.score.low, one.score.high), "k-unit"),
        ]
    top.append(markup.tag("p", state(t, one, names), "k-finding"))
    if not one.score.assessed and one.in_scope:
        dimensions = {d.code: d.name.in_language(language) for d in method.dimensions}
        top.append(markup.tag("p", sentences.why_not_assessed(t, one.score, dimensions), "k-unit"))
    if one.without_survey:
        top.append(markup.tag("p", t("Tanpa survei kepuasan."), "k-unit"))
    lines = [(t("Dibandingkan setahun lalu"), escape(sentences.change(t, one.score)))] if one.score.assessed else []
    kinds = {indicator.code: indicator for indicator in method.indicators}
    lines += [
        (
            kinds[i.code].name.in_language(language),
            _indicator(t, i, kinds[i.code].kind, kinds[i.code].unit.in_language(language), method.band_edges),
        )
        for i in measured
    ]
    for topic in pelatihan.CAPACITY_TOPICS:
        came = trained.get(topic)
        text = t("{came} dari {total} pengurus", came=came[0], total=came[1]) if came else t("belum pernah diundang")
        lines.append((t("Pelatihan: {topic}", topic=label(t, topic).lower()), escape(text)))
    if weakest := ormas.weakest(list(measured)):
        lines.append((t("Pelatihan yang disarankan"), escape(suggestion(t, weakest, method, language))))
    lines += [
        (t("Kedudukan"), escape(place)),
        (t("Ciri khusus"), escape(label(t, one.kind))),
        (t("Bidang"), escape((one.field or formats.NOTHING).capitalize())),
        (t("Cakupan kegiatan"), escape(label(t, one.reach))),
        (t("Keadaan saat didata"), escape(label(t, one.status))),
        *_measured_weight(t, one, method, language, measured),
        *((name, escape(told)) for name, told in area_table.unknown_facts(t, one.score)),
        (t("Mutu data"), escape(sentences.quality(t, one.score.quality))),
    ]
    listed = "".join(markup.tag("dt", name) + markup.box("dd", inside) for name, inside in lines)
    return markup.box(
        "section",
        markup.box("div", "".join(top)) + markup.box("dl", listed, "k-facts-list"),
        "k-card k-area",
        aria_label=one.name,
    )


def history(t: Words, known: Sequence[Known], month: str) -> str:
    """What is known of its status, board terms and documents since when, and what of it held when a month ended; nothing is left out because
    something newer is known.
    """
    states = {"berlaku": t("berlaku"), "berakhir": t("sudah berakhir"), "digantikan": t("digantikan"), "belum": t("belum mulai")}
    lines = []
    for one in known:
        since = t("sejak {day}", day=formats.day_short(t, one.first)) if one.first else t("sejak kapan tidak diketahui")
        until = t("sampai {day}", day=formats.day_short(t, one.last)) if one.last else ""
        source = t("menurut riwayat") if one.noted is None else t("menurut daftar, {day}", day=formats.day_short(t, one.noted))
        name = label(t, one.topic) + (f": {label(t, one.status)}" if one.status else "")
        lines.append((name, "; ".join(filter(None, (states[one.state], since, until, source)))))
    listed = "".join(markup.tag("dt", name) + markup.tag("dd", text) for name, text in lines)
    title = t("Riwayat, per akhir {month}", month=month)
    inside = markup.tag("h3", title) + markup.tag("p", t("Yang baru tidak menghapus yang lama."), "k-unit")
    return markup.box("section", markup.box("div", inside) + markup.box("dl", listed, "k-facts-list"), "k-card k-area", aria_label=title)


def _measured_weight(t: Words, one: Ormas, method: IndexMethod, language: str, measured: Sequence[Indicator]) -> list[tuple[str, str]]:
    """`65 persen; belum terukur: Kepuasan, Kapasitas`; nothing under a method that doesn't ask for it."""
    if not method.good_weight or formats.absent(one.score.weight_share) or not one.in_scope:
        return []
    text = t("{percent} persen", percent=formats.whole(t, 100 * one.score.weight_share))
    lacking = {i.dimension for i in measured if i.status != "terukur"}
    if names := [d.name.in_language(language) for d in method.dimensions if d.code in lacking]:
        text = t("{share}; tidak atau belum terukur: {names}", share=text, names=", ".join(names))
    if one.lacks_weight:
        text += "; " + t("karena itu belum disebut layak diapresiasi")
    return [(t("Bobot yang terukur"), escape(text))]


def suggestion(t: Words, dimension: str, method: IndexMethod, language: str) -> str:
    """`Komunikasi efektif (terlemah: Sinergi)`."""
    name = next(d.name.in_language(language) for d in method.dimensions if d.code == dimension)
    return t(
        "{topic} (terlemah: {dimension})",
        topic=label(t, pelatihan.TOPIC_OF_DIMENSION[dimension]),
        dimension=name,
    )


def _indicator(t: Words, one: Indicator, kind: str, unit: str, edges: Sequence[float]) -> str:
    text = escape(measured.value(t, one, kind, unit))
    if formats.absent(one.score):
        return text
    score = t("skor {score}", score=formats.number(t, one.score))
    span = formats.span(t, one.low, one.high)
    small = markup.tag("small", score if span == formats.NOTHING else f"{score} ({span})")
    return f"{text}<br>{small}{markup.whisker(one.score, one.low, one.high, edges)}"
