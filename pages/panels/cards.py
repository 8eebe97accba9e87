"""The four cards of the first page: index, incidents, handling, activity of Ormas."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import TypeGuard

from data.editions import figures, levels
from data.words import Words
from pages.facts import marks, periods, views
from pages.facts.marks import Place
from pages.facts.views import YEAR, Dimension, Score
from pages.figures import markup
from pages.panels import marked, tables
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, marking, phrasing, sentences, unknowns

HANDLING = "penanganan"
INCIDENTS, ACTIVITY = "kejadian", "kegiatan_keamanan"
MONTHS_SHOWN = 24


def show(view: Context) -> None:
    """The cards side by side, and the numbers behind their lines as a table."""
    t = view.t
    months = periods.run(periods.back(view.period, MONTHS_SHOWN - 1), view.period)
    index = context.kept(views.regency)(view.edition)
    handling = context.kept(views.dimension_history)(view.edition, HANDLING)
    activity = context.kept(figures.history)(view.edition, ACTIVITY, tuple(months))
    monthly = context.kept(views.incidents_by_month)(view.edition, view.period, MONTHS_SHOWN)
    spans = [mark for mark in marked.of_months(view, months) if mark.lasts]  # days would be lost in pictures as small as these
    places = marks.by_month(spans, months)
    inside = [
        _index(t, index[view.period], index, months, places),
        _incidents(view, monthly, months, places),
        _handling(view, index[view.period], handling, months, places),
        _activity(view, activity, months, places),
    ]
    drawn = any("k-spark" in card for card in inside)
    note = markup.tag("p", marking.fields(t, spans), "k-note") if spans and drawn else ""
    screen.show(t, markup.box("div", "".join(inside), "k-cards") + note)
    columns = [
        Column[str](t("Bulan"), lambda m: m, functools.partial(formats.month, t)),
        *_measured(t, t("Skor IKW"), index),
        *_measured(t, _handling_name(view), handling),
        _counted(t, t("Kejadian pada bulan itu"), monthly),
        _counted(t, phrasing.title(t, ACTIVITY), activity),
    ]
    title = t("{territory}: angka di balik kartu, menurut bulan", territory=view.edition.meta["territory_name"])
    tables.beside("ringkasan-kartu", title, columns, months[::-1], view)


def _card(label: str, value: str, unit: str, lines: list[str], spark: str) -> str:
    inside = [
        markup.tag("p", label, "k-label"),
        markup.box("p", escape(value) + markup.tag("small", unit), "k-value"),
        *(markup.tag("p", line, "k-unit") for line in lines if line),
        spark,
    ]
    return markup.box("section", "".join(inside), "k-card", aria_label=label)


def _index(t: Words, score: Score, history: Mapping[str, Score], months: list[str], places: Sequence[Place]) -> str:
    lines = [
        sentences.interval(t, score.low, score.high),
        t("Dibandingkan setahun lalu: {change}", change=sentences.change(t, score)),
    ]
    missing = sentences.left_out(t, score)
    return _card(
        t("Indeks Kondusivitas Wilayah"),
        formats.number(t, score.score),
        t("dari 100"),
        [*(lines if score.assessed else [unknowns.without_score(t, score)]), missing],
        _spark(history, months, places),
    )


def _incidents(view: Context, monthly: Mapping[str, int], months: list[str], places: Sequence[Place]) -> str:
    lines = [view.t("jumlah tercatat, angka per bulan pada garis")]
    return _figure(view, INCIDENTS, lines, markup.sparkline([monthly.get(month, math.nan) for month in months], marked=places))


def _has_value(one: Dimension | None) -> TypeGuard[Dimension]:
    return one is not None and not formats.absent(one.score)


def _handling(view: Context, score: Score, history: Mapping[str, Dimension], months: list[str], places: Sequence[Place]) -> str:
    t = view.t
    now = history.get(view.period)
    before = history.get(periods.back(view.period, YEAR))
    lines = [
        sentences.interval(t, now.low, now.high) if _has_value(now) else unknowns.capital(unknowns.why_none(t, now.status if now else ""))
    ]
    lines.append(unknowns.line(t, score, HANDLING))
    if _has_value(now) and _has_value(before):
        lines.append(t("setahun lalu: {value}", value=_with_span(t, before)))
    value = formats.number(t, now.score if now else None)
    return _card(_handling_name(view), value, t("dari 100"), lines, _spark(history, months, places))


def _handling_name(view: Context) -> str:
    names = views.dimension_names(view.edition, "IKW", view.language)
    return phrasing.score_of(view.t, names.get(HANDLING, HANDLING))


def _activity(view: Context, history: Mapping[str, int], months: list[str], places: Sequence[Place]) -> str:
    lines = [view.t("terverifikasi, menurut tempat kegiatan")]
    return _figure(view, ACTIVITY, lines, markup.sparkline([history.get(month, math.nan) for month in months], marked=places))


def _figure(view: Context, figure_id: str, lines: list[str], spark: str) -> str:
    """A count with what it was a year before; a dash and nothing more where it isn't known."""
    t = view.t
    read = context.kept(figures.read)
    now, before = (read(view.edition, figure_id, month) for month in (view.period, periods.back(view.period, YEAR)))
    said = (
        [phrasing.own_only(t, now), phrasing.against(t, now, before), phrasing.since(t, now), *lines]
        if now.n is not None
        else [t("belum ada data")]
    )
    return _card(phrasing.title(t, figure_id), phrasing.number(t, now), phrasing.unit(t, now), said, spark)


def _with_span(t: Words, dimension: Dimension) -> str:
    span = formats.span(t, dimension.low, dimension.high)
    points = formats.number(t, dimension.score)
    return points if span == formats.NOTHING else f"{points} ({span})"


def _spark(history: Mapping[str, Score] | Mapping[str, Dimension], months: list[str], places: Sequence[Place]) -> str:
    found = [history.get(month) for month in months]
    value, low, high = ([getattr(one, name) if one else math.nan for one in found] for name in ("score", "low", "high"))
    return markup.sparkline(value, low, high, places)


def _measured(t: Words, title: str, history: Mapping[str, Score] | Mapping[str, Dimension]) -> list[Column[str]]:
    def read(name: str, month: str) -> float:
        one = history.get(month)
        return getattr(one, name) if one else math.nan

    return [
        Column[str](title, lambda m: read("score", m), lambda m: formats.number(t, read("score", m)), numeric=True),
        Column[str](
            t("{title}, rentang {level}%", title=title, level=levels.INTERVAL),
            lambda m: "",
            lambda m: formats.span(t, read("low", m), read("high", m)),
            numeric=True,
            in_csv=False,
        ),
        Column[str](t("{title}, batas bawah", title=title), lambda m: read("low", m), on_page=False),
        Column[str](t("{title}, batas atas", title=title), lambda m: read("high", m), on_page=False),
    ]


def _counted(t: Words, title: str, history: Mapping[str, int]) -> Column[str]:
    return Column[str](title, history.get, lambda m: formats.whole(t, history.get(m)), numeric=True)
