"""Kecamatan: one of the 23 in depth; without a choice, the way to choose one."""

from __future__ import annotations

import math

import streamlit as st

from data.editions import figures, levels
from pages.facts import areas as area_views
from pages.facts import marks, ormas, periods, signals, views
from pages.facts.areas import Contribution
from pages.facts.ormas import Ormas
from pages.facts.views import Area
from pages.figures import charts, markup
from pages.panels import (
    area_incidents,
    area_table,
    framed,
    map_panel,
    marked,
    ormas_profile,
    ormas_unnamed,
    shell,
    states,
    tables,
    without_index,
    workbook,
)
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, marking, measured, origins, phrasing, sentences, signal_sentences
from pages.wording.labels import label

MONTHS_SHOWN = 24


@shell.page
def render(view: Context) -> None:
    """Choice of kecamatan and month, card beside trend, what adds and takes away, incidents, Ormas, neighbours, data."""
    t = view.t
    title, place, month = st.columns([3, 1, 1], vertical_alignment="bottom")
    with place:
        map_panel.kecamatan_box(view)
    with month:
        shell.period_box(view)
    areas = {area.code: area for area in context.kept(views.areas)(view.edition, view.period)}
    if view.kecamatan is None:
        title.title(t("Kecamatan"), anchor=False)
        _choose(view, list(areas.values()))
        return
    area = areas[view.kecamatan]
    title.title(t("Kecamatan {name}", name=area.name), anchor=False)
    if not view.edition.has_index:
        _counted(view, area)
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        _card(view, area)
    with right:
        _trend(view, area)
        _contributions(view, area)
    left, right = st.columns([3, 2], gap="large")
    with left:
        area_incidents.by_kind(view, area)
    with right:
        area_incidents.prevented(view, area)
        _quality(view, area)
    _ormas(view, area)
    _neighbours(view, area, areas)


def _choose(view: Context, areas: list[Area]) -> None:
    t = view.t
    screen.show(t, markup.tag("p", t("Pilih satu kecamatan dari daftar di atas, atau klik pada peta."), "k-note"))
    left, right = st.columns(2, gap="medium")
    if not view.edition.has_index:
        with left:
            if known := without_index.measures(view):
                without_index.area_map(view, next(iter(known)), height=620)
        with right:
            without_index.table(view, all_columns=False)
        return
    with left:
        map_panel.show(view, height=620)
        map_panel.legend(view)
    with right:
        names = views.band_names(view.edition, "IKW", view.language)
        columns = area_table.columns(view, names)
        brief = [columns[0], columns[2], columns[3], columns[7]]
        ordered = sorted(areas, key=lambda area: (not area.score.assessed, area.score.score, area.name))
        screen.show(t, tables.html_table(t, t("Semua kecamatan, mulai dari skor terendah"), brief, ordered))


def _counted(view: Context, area: Area) -> None:
    """One kecamatan in an edition without an index: what is counted there."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        screen.show(view.t, without_index.card(view))
        area_incidents.prevented(view, area)
    with right:
        area_incidents.by_kind(view, area)
    _ormas(view, area)


def _card(view: Context, area: Area) -> None:
    t = view.t
    edition, code = view.edition, area.code
    symbols = context.kept(views.symbols)(edition, view.period)
    facts = area_table.facts(view, area, next((s for s in symbols if s.code == code), None))
    if area.score.assessed and not formats.absent(area.score.band_prob):
        sure = t("{percent} persen", percent=formats.whole(t, 100 * area.score.band_prob))
        facts.insert(0, (t("Keyakinan golongan"), sure))
    if "peringatan" in view.viewer.pages:
        onsets = context.kept(signals.onsets)(edition, view.period).get(code, [])
        if told := signal_sentences.since(t, signals.one_direction(onsets), signals.group_names(edition, view.language)):
            facts.insert(0, (t("Sejak kapan"), told))
    screen.show(
        t,
        area_table.card(
            t,
            area.name,
            area.score,
            views.band_names(edition, "IKW", view.language),
            views.dimension_names(edition, "IKW", view.language),
            context.kept(views.dimensions)(edition, "kecamatan", code, view.period),
            views.band_edges(edition, "IKW"),
            facts,
        ),
    )


def _trend(view: Context, area: Area) -> None:
    t = view.t
    history = context.kept(area_views.history)(view.edition, area.code)
    months = periods.run(periods.back(view.period, MONTHS_SHOWN - 1), view.period)
    scores = [history.get(month) for month in months]
    value, low, high = ([getattr(s, name) if s else math.nan for s in scores] for name in ("score", "low", "high"))
    hover = [
        f"<b>{formats.month(t, m)}</b><br>{formats.number(t, v)} ({formats.span(t, lo, hi)})"
        for m, v, lo, hi in zip(months, value, low, high, strict=True)
    ]
    calendar = marked.of_months(view, months, kecamatan=area.code)
    figure = charts.trend(
        t,
        [formats.month_short(t, m) for m in months],
        value,
        low,
        high,
        hover,
        edges=views.band_edges(view.edition, "IKW"),
        marks=marks.by_month(calendar, months),
    )
    columns = [
        Column[int](t("Bulan"), lambda i: months[i], lambda i: formats.month(t, months[i])),
        Column[int](t("Skor"), lambda i: value[i], lambda i: formats.number(t, value[i]), numeric=True),
        Column[int](
            t("Rentang {level}%", level=levels.INTERVAL),
            lambda i: "",
            lambda i: formats.span(t, low[i], high[i]),
            numeric=True,
            in_csv=False,
        ),
        Column[int](t("Batas bawah"), lambda i: low[i], on_page=False),
        Column[int](t("Batas atas"), lambda i: high[i], on_page=False),
    ]
    change = sentences.change(t, area.score)
    if states.is_first_month(view):
        screen.show(t, markup.tag("p", t("{name}, setahun terakhir: {change}", name=area.name, change=change), "k-finding"))
        states.first_month(view)
        return
    if all(map(math.isnan, value)):
        screen.show(
            t,
            markup.tag(
                "p", t("{name}: belum ada skor dalam 24 bulan sampai {month}.", name=area.name, month=formats.month(t, view.period))
            ),
        )
        return
    framed.show(
        view,
        f"tren-{area.code}",
        figure,
        headline=t("{name}, setahun terakhir: {change}", name=area.name, change=change),
        unit=t(
            "Skor IKW 0–100 menurut dua belas bulan terakhir, dengan rentang {level}%; semakin tinggi, semakin kondusif. Garis putus-putus: batas golongan.",
            level=levels.INTERVAL,
        ),
        alt=t("Skor IKW {name} selama 24 bulan dengan rentangnya. Isinya ada di tabel di bawah.", name=area.name),
        columns=columns,
        rows=list(range(len(months)))[::-1],
        note=marking.note(t, calendar, {area.code: area.name}),
    )


def _contributions(view: Context, area: Area) -> None:
    t = view.t
    parts = context.kept(area_views.contributions)(view.edition, area.code, view.period)
    if not parts:
        return
    names = {i.code: i.name.in_language(view.language) for i in view.edition.methods()["IKW"].indicators}
    difference = sum(part.points for part in parts)
    territory = view.edition.meta["territory_name"]
    word = t("di atas") if difference >= 0 else t("di bawah")
    figure = charts.points(
        t,
        [names[part.indicator] for part in parts],
        [part.points for part in parts],
        [formats.signed(t, part.points) for part in parts],
        height=52 * len(parts) + 40,
    )
    columns = [
        Column[Contribution](t("Indikator"), lambda part: names[part.indicator]),
        Column[Contribution](
            t("Poin"), lambda part: part.points, lambda part: formats.signed(t, part.points), numeric=True, form=workbook.SIGNED
        ),
    ]
    framed.show(
        view,
        f"penyumbang-{area.code}",
        figure,
        headline=t(
            "{points} poin {word} {territory}: yang menambah dan yang mengurangi",
            points=formats.number(t, abs(difference)),
            word=word,
            territory=territory,
        ),
        unit=t(
            "poin skor dibandingkan dengan {territory} ({score}); jumlahnya sama dengan selisih skor",
            territory=territory,
            score=formats.number(t, parts[0].reference),
        ),
        alt=t("Sumbangan setiap indikator terhadap selisih skor. Isinya ada di tabel di bawah."),
        columns=columns,
        rows=parts,
    )


def _quality(view: Context, area: Area) -> None:
    t = view.t
    st.subheader(t("Mutu data"), anchor=False)
    share = context.kept(area_views.completeness)(view.edition, area.code, view.period)
    known = context.kept(ormas.indicators)(view.edition, "IKW", "kecamatan", area.code, view.period)
    method = view.edition.methods()["IKW"]
    kinds = {i.code: i for i in method.indicators}
    unknown = area_table.unknown_facts(t, area.score)
    lines = [(t("Huruf mutu"), sentences.quality(t, area.score.quality))]
    lines.append((t("Kejadian berat yang belum termasuk dalam skor"), _left_out(view, area)))
    lines.append(
        (
            t("Laporan desa, 12 bulan"),
            t("{percent} persen", percent=formats.whole(t, 100 * share)) if not formats.absent(share) else formats.NOTHING,
        )
    )
    lines.append((t("Sumber kejadian, 12 bulan"), origins.listed(t, context.kept(origins.of)(view.edition, view.period, area.code))))
    lines += unknown
    for one in known:
        name, unit = (getattr(kinds[one.code], part).in_language(view.language) for part in ("name", "unit"))
        value = measured.value(t, one, kinds[one.code].kind, unit)
        if one.age_months and not formats.absent(one.age_months):
            months = int(one.age_months)
            value += "; " + t.n("umur {n} bulan", "umur {n} bulan", months)
        if kinds[one.code].kind == "event_rate" and area.score.estimated_population:
            value += "; " + t("angka perkiraan, penduduk bukan hasil sensus")
        lines.append((name, value))
    listed = "".join(markup.tag("dt", name) + markup.tag("dd", value) for name, value in lines)
    screen.show(t, markup.box("dl", listed, "k-facts-list"))


def _left_out(view: Context, area: Area) -> str:
    t = view.t
    if area.score.severe_left_out is None:
        return t("tidak tercatat pada edisi ini")
    left_out = context.kept(area_table.left_out)(view.edition, view.period)[area.code]
    return t("belum diketahui") if left_out is None else formats.whole(t, left_out)


def _ormas(view: Context, area: Area) -> None:
    t = view.t
    st.subheader(t("Ormas yang bekerja di sini"), anchor=False)
    count = context.kept(figures.read)(view.edition, "ormas_berkegiatan", view.period, area.code)
    if count.n is None:
        screen.show(t, markup.tag("p", t("Belum ada data kegiatan Ormas dalam edisi ini.")))
        return
    at_work = context.kept(ormas.at_work)(view.edition, view.period, area.code)
    if not view.edition.names_ormas:
        said = t("{ormas} di sini dalam dua belas bulan.", ormas=phrasing.phrase(t, count))
        screen.show(t, markup.tag("p", said) + markup.tag("p", ormas_unnamed.why(view), "k-note"))
        if not at_work:
            return
    if not at_work:
        screen.show(
            t,
            markup.tag(
                "p",
                t("Tidak ada kegiatan Ormas yang terverifikasi ({limits}).", limits=limits)
                if (limits := phrasing.since(t, count))
                else t("Tidak ada kegiatan Ormas yang terverifikasi dalam dua belas bulan ini."),
            ),
        )
        return
    everyone = {one.code: one for one in context.kept(ormas.all_ormas)(view.edition, view.period)}
    rows = [everyone[code] for code in at_work if code in everyone]
    names, edges = (
        views.band_names(view.edition, "IKO", view.language),
        views.band_edges(view.edition, "IKO"),
    )

    def here(one: Ormas) -> int:
        return sum(at_work[one.code].values())

    def kinds(one: Ormas) -> str:
        return phrasing.beside(
            t, "kegiatan", at_work[one.code], lambda kind: label(t, kind).lower(), view.period, f"{area.code}/{one.code}"
        )

    columns = [
        Column[Ormas](t("Ormas"), lambda o: o.name),
        Column[Ormas](phrasing.here(t, "kegiatan"), here, lambda o: formats.whole(t, here(o)), numeric=True),
        Column[Ormas](t("Jenis kegiatan di sini"), kinds, lambda o: markup.tag("span", kinds(o), "k-reason")),
        *(c for c in ormas_profile.columns(t, names, {}, edges)[4:10]),
    ]
    caption = t("{ormas} di sini dalam dua belas bulan. Tidak menunjukkan sebab-akibat.", ormas=phrasing.phrase(t, count))
    screen.show(t, tables.html_table(t, caption, columns, rows))
    tables.download(f"ormas-{area.code}", columns, rows, view, caption)


def _neighbours(view: Context, area: Area, areas: dict[str, Area]) -> None:
    t = view.t
    around = view.edition.neighbours().get(area.code, ())
    rows = [areas[code] for code in around if code in areas]
    if not rows:  # a role that sees its own kecamatan only
        return
    st.subheader(t("Kecamatan tetangga"), anchor=False)
    columns = area_table.columns(view, views.band_names(view.edition, "IKW", view.language))
    caption = t("{name} dan kecamatan yang berbatasan dengannya, {month}", name=area.name, month=formats.month(t, view.period))
    screen.show(t, tables.html_table(t, caption, columns, [area, *rows], marked=lambda a: a.code == area.code))
    if not view.edition.keeps_neighbours:
        screen.show(t, markup.tag("p", t("Tetangga tidak disimpan edisi ini; dihitung dari batas wilayahnya saat dibuka."), "k-note"))
