"""Tren: all kecamatan on one scale, the heat map by month, trend tests that allow for testing all at once, neighbours."""

from __future__ import annotations

import functools
import math
from html import escape

import streamlit as st

from data.editions import levels
from data.words import Words
from pages.facts import marks, periods, signals, views
from pages.facts.signals import Cluster, Point, Trend
from pages.facts.views import Area
from pages.figures import markup, trend_figures
from pages.panels import filters, framed, heat, hours, marked, shell, states, tables, weeks, without_index, workbook
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, marking, sentences, signal_sentences

MEASURE, INDEX = "deret", "ikw_12"
MONTHS_SHOWN = 24
NO_POINT = Point("", math.nan, math.nan, math.nan, math.nan)


@shell.page
def render(view: Context) -> None:
    """Month and measure, small multiples, heat map, trend tests, neighbours."""
    t = view.t
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Tren"), anchor=False)
    with month:
        shell.period_box(view)
    areas = context.kept(views.areas)(view.edition, view.period)
    names = {area.code: area.name for area in areas}
    if not view.edition.has_index:
        _counts(view, areas)
        return
    measure = filters.switch(
        MEASURE,
        t("Ukuran"),
        {
            INDEX: t("Indeks, 12 bulan"),
            signals.QUARTERS: t("Indeks per triwulan"),
            signals.INCIDENTS: t("Laju kejadian per bulan"),
        },
    )
    _multiples(view, areas, measure)
    st.subheader(t("Kejadian per kecamatan dan waktu"), anchor=False)
    heat.show(view, areas)
    weeks.show(view, areas)
    hours.show(view, areas)
    st.subheader(t("Uji tren"), anchor=False)
    _tests(view, names, signals.QUARTERS if measure == signals.QUARTERS else signals.INCIDENTS)
    with st.expander(t("Analisis lanjut: kecamatan dan tetangganya")):
        _neighbours(view, names)


def _counts(view: Context, areas: list[Area]) -> None:
    """Without an index: incidents by month, week and hour, and no test of a trend."""
    t = view.t
    known = view.edition.filled()
    if known.keys().isdisjoint(("kejadian", "kelengkapan")):
        st.info(t("Belum ada laporan kejadian dalam edisi ini, sehingga belum ada yang dapat digambar menurut waktu."))
        return
    st.subheader(t("Kejadian per kecamatan dan waktu"), anchor=False)
    if "kelengkapan" in known:
        heat.show(view, areas)
    else:
        without_index.months(view)
    weeks.show(view, areas)
    hours.show(view, areas)


def _points(view: Context, measure: str) -> dict[str, list[Point]]:
    """The last months of a measure, by kecamatan."""
    if measure == INDEX:
        whole = context.kept(signals.index_history)(view.edition)
    else:
        whole = context.kept(signals.series)(view.edition, measure)
    first = periods.back(view.period, MONTHS_SHOWN - 1) if measure == INDEX else ""
    return {code: [p for p in some if first <= p.period <= view.period] for code, some in whole.items()}


def _multiples(view: Context, areas: list[Area], measure: str) -> None:
    t = view.t
    series = _points(view, measure)
    is_index = measure != signals.INCIDENTS
    own = [point for area in areas for point in series.get(area.code, [])]
    values = [p.value for p in own if not math.isnan(p.value)]
    top = 100.0 if is_index else max(values, default=0.0) or 1.0  # in a quiet year all values are 0
    digits = 1 if is_index else 0
    ordered = sorted(areas, key=lambda a: (not a.score.assessed, a.score.score, a.name))
    periods_shown = [point.period for point in series.get(ordered[0].code, [])] or [view.period]
    # one value makes no picture
    calendar = marked.of_months(view, periods_shown, kecamatan=None) if len(periods_shown) > 1 else []
    places = {area.code: marks.by_month([one for one in calendar if one.kecamatan in ("", area.code)], periods_shown) for area in ordered}
    edges = views.band_edges(view.edition, "IKW") if is_index else ()
    panels = [
        (
            area.name,
            trend_figures.panel(series.get(area.code, []), top, edges, places[area.code]),
            _last(t, series.get(area.code, []), digits),
            area.code == view.kecamatan,
        )
        for area in ordered
    ]
    if is_index and measure == INDEX and states.is_first_month(view):
        states.first_month(view)
    screen.show(
        t,
        markup.tag("p", _headline(view, areas, measure), "k-finding")
        + markup.tag("p", _unit(t, measure, top, periods_shown[0], periods_shown[-1], has_ranges=bool(values)), "k-unit")
        + trend_figures.multiples(panels)
        + markup.tag(
            "p",
            " ".join(filter(None, (tables.source(view), marking.note(t, calendar, {area.code: area.name for area in areas})))),
            "k-note",
        ),
    )
    rows = [(area.name, area.code, point) for area in ordered for point in series.get(area.code, [])]
    tables.beside(
        f"tren-{measure}",
        t("Nilai yang digambar"),
        [
            Column(t("Kecamatan"), lambda row: row[0]),
            Column(t("Kode"), lambda row: row[1], on_page=False),
            Column(t("Periode"), lambda row: row[2].period, lambda row: formats.month(t, row[2].period)),
            Column(t("Nilai"), lambda row: row[2].value, lambda row: formats.number(t, row[2].value), numeric=True),
            Column(t("Batas bawah"), lambda row: row[2].low, lambda row: formats.number(t, row[2].low), numeric=True),
            Column(
                t("Batas atas"),
                lambda row: row[2].high,
                lambda row: formats.number(t, row[2].high),
                numeric=True,
            ),
            Column(t("Garis tren"), lambda row: row[2].trend, on_page=False),
        ],
        rows,
        view,
    )


def _last(t: Words, points: list[Point], digits: int) -> str:
    last = points[-1] if points else NO_POINT
    span = formats.span(t, last.low, last.high, digits)
    if formats.absent(last.value):
        return t("data belum memadai")
    return f"{formats.number(t, last.value, digits)} ({span})" if span != formats.NOTHING else formats.number(t, last.value, digits)


def _headline(view: Context, areas: list[Area], measure: str) -> str:
    t = view.t
    if measure != INDEX:
        tests = context.kept(signals.trends)(view.edition, measure)
        return signal_sentences.trend_finding(t, tests, {area.code: area.name for area in areas})
    up, down = (sorted(a.name for a in areas if a.score.change_class == word) for word in ("naik", "turun"))
    parts = []
    if down:
        parts.append(t("turun dalam setahun: {names}", names=", ".join(down)))
    if up:
        parts.append(t("naik dalam setahun: {names}", names=", ".join(up)))
    if not parts and all(area.score.change_class is None for area in areas):
        return sentences.no_change(t, areas)
    if not parts:
        return t("Tidak ada kecamatan yang indeksnya berubah melebihi ketidakpastiannya dalam setahun")
    text = "; ".join(parts)
    return t("Indeks {changes}", changes=text)


def _unit(t: Words, measure: str, top: float, first: str, last: str, *, has_ranges: bool) -> str:
    months = formats.from_to(t, first, last)
    if not has_ranges and measure != signals.INCIDENTS:
        return t("Skor indeks, {months}: belum ada kecamatan yang dapat dinilai.", months=months)
    if measure == signals.INCIDENTS:
        return t(
            "Kejadian per 100.000 orang-tahun, {months}, semua pada skala 0–{top}; jingga: garis tren. Urutan: skor terendah dulu. Angka perkiraan: penduduk sebagian kecamatan bukan hasil sensus.",
            top=formats.whole(t, top),
            months=months,
        )
    if measure == signals.QUARTERS:
        return t(
            "Skor indeks satu triwulan dengan rentang {level}%, {months}, semua pada skala 0–100; semakin tinggi, semakin kondusif. Urutan: skor terendah dulu.",
            months=months,
            level=levels.INTERVAL,
        )
    return t(
        "Skor indeks dua belas bulan dengan rentang {level}%, {months}, semua pada skala 0–100; semakin tinggi, semakin kondusif. Urutan: skor terendah dulu.",
        months=months,
        level=levels.INTERVAL,
    )


def _tests(view: Context, names: dict[str, str], series: str) -> None:
    t = view.t
    tests = context.kept(signals.trends)(view.edition, series)
    rows = sorted(
        (tests[code] for code in names if code in tests),
        key=lambda test: (test.direction in (None, signal_sentences.TOO_FEW), test.q, names[test.code]),
    )
    last = view.edition.meta["period"]
    unit = (
        t("poin skor per tahun; ke kanan: semakin kondusif")
        if series == signals.QUARTERS
        else t("kejadian per 100.000 orang per tahun, tiap tahun (angka perkiraan); ke kanan: semakin banyak kejadian")
    )
    known = [test for test in rows if test.direction not in (None, signal_sentences.TOO_FEW)]
    onsets = context.kept(signals.onsets)(view.edition, last)
    groups = signals.group_names(view.edition, view.language)
    columns = [
        Column[Trend](t("Kecamatan"), lambda x: names[x.code]),
        Column[Trend](t("Hasil"), lambda x: signal_sentences.direction(t, x)),
        Column[Trend](
            t("Kemiringan Sen per tahun"), lambda x: x.slope, lambda x: formats.signed(t, x.slope), numeric=True, form=workbook.SIGNED
        ),
        Column[Trend](
            t("Rentang {level}%", level=levels.SLOPE_INTERVAL),
            lambda x: "",
            lambda x: formats.NOTHING if formats.absent(x.low) else f"{formats.signed(t, x.low)} … {formats.signed(t, x.high)}",
            numeric=True,
            in_csv=False,
        ),
        Column[Trend](t("Batas bawah"), lambda x: x.low, on_page=False),
        Column[Trend](t("Batas atas"), lambda x: x.high, on_page=False),
        Column[Trend](t("p"), lambda x: x.p, lambda x: escape(formats.probability(t, x.p)), numeric=True, form=workbook.PROBABILITY),
        Column[Trend](
            t("q (dikoreksi)"), lambda x: x.q, lambda x: escape(formats.probability(t, x.q)), numeric=True, form=workbook.PROBABILITY
        ),
        Column[Trend](t("Banyaknya nilai"), lambda x: x.n, numeric=True),
        Column[Trend](
            t("Taraf berubah"), lambda x: x.change_period if x.has_changed else "", functools.partial(signal_sentences.changed, t)
        ),
        *(
            [Column[Trend](t("Sejak kapan"), lambda x: signal_sentences.since(t, signals.one_direction(onsets.get(x.code, [])), groups))]
            if "peringatan" in view.viewer.pages
            else []
        ),
        Column[Trend](
            t("q perubahan taraf"),
            lambda x: x.change_q,
            lambda x: escape(formats.probability(t, x.change_q)),
            numeric=True,
            form=workbook.PROBABILITY,
        ),
    ]
    headline = signal_sentences.trend_finding(t, tests, names)
    if not known:  # a picture without a slope explains nothing
        screen.show(t, markup.tag("p", headline, "k-finding"))
        tables.beside(f"uji-tren-{series}", headline, columns, rows, view)
        return
    figure = trend_figures.slopes(
        t,
        [names[test.code] for test in known],
        [test.slope for test in known],
        [test.low for test in known],
        [test.high for test in known],
        [test.direction != "tidak_nyata" for test in known],
        [
            f"<b>{names[test.code]}</b><br>{formats.signed(t, test.slope)} ({formats.signed(t, test.low)} … {formats.signed(t, test.high)})<br>q {escape(formats.probability(t, test.q))}"
            for test in known
        ],
    )
    framed.show(
        view,
        f"uji-tren-{series}",
        figure,
        headline=headline,
        unit=unit,
        alt=t("Kemiringan tren setiap kecamatan dengan rentangnya. Isinya ada di tabel di bawah."),
        columns=columns,
        rows=rows,
        note=t(
            "Mann–Kendall dan kemiringan Sen (rentang {level}%) atas seluruh deret sampai {month}; titik berisi: q < {q} setelah dikoreksi karena {n} kecamatan diuji sekaligus. Perubahan taraf dilihat ke belakang dan bukan peringatan.",
            level=levels.SLOPE_INTERVAL,
            q=formats.number(t, levels.SIGNIFICANT, 2),
            month=formats.month(t, last),
            n=len(known),
        ),
    )


def _neighbours(view: Context, names: dict[str, str]) -> None:
    t = view.t
    clusters, moran, p = context.kept(signals.clusters)(view.edition, view.period)
    if not clusters:
        screen.show(t, markup.tag("p", t("Batas wilayah edisi ini tidak memberi tetangga.")))
        return
    sure = [c for c in clusters if c.kind not in (None, "tidak_nyata", "tanpa_tetangga")]
    listed = ", ".join(
        t("{name} ({kind})", name=names[c.code], kind=t(signal_sentences.CLUSTERS[c.kind])) for c in sure if c.code in names and c.kind
    )
    if all(c.kind in (None, "tanpa_tetangga") for c in clusters):
        screen.show(t, markup.tag("p", t("Belum ada kecamatan yang dapat dibandingkan dengan tetangganya.")))
        return
    headline = (
        t("Kelompok bertetangga: {listed}", listed=listed)
        if sure
        else t("Tidak ada kelompok kecamatan bertetangga yang nyata pada {month}", month=formats.month(t, view.period))
    )
    screen.show(
        t,
        markup.tag("p", headline, "k-finding")
        + markup.tag(
            "p",
            t(
                "Indeks dua belas bulan, dibandingkan dengan kecamatan yang berbatasan. Moran's I {value} (p {p}); 0 berarti tidak ada pola.",
                value=formats.number(t, moran, 2),
                p=formats.probability(t, p),
            ),
            "k-unit",
        )
        + markup.tag(
            "p",
            t(
                "Hanya gambaran. Dengan {n} kecamatan, uji ini jarang menemukan pola sekalipun ada; yang tidak nyata bukan berarti tidak ada. Permutasi {times} kali, dikoreksi untuk semua kecamatan.",
                times=levels.PERMUTATIONS,
                n=len(clusters),
            ),
            "k-note",
        ),
    )
    columns = [
        Column[Cluster](t("Kecamatan"), lambda c: names[c.code]),
        Column[Cluster](t("Kelompok"), lambda c: t(signal_sentences.CLUSTERS[c.kind]) if c.kind else t("data belum memadai")),
        Column[Cluster](
            t("Moran lokal"), lambda c: c.local, lambda c: formats.signed(t, c.local, 2), numeric=True, form=workbook.SIGNED_TWO
        ),
        Column[Cluster](
            t("q (dikoreksi)"), lambda c: c.q, lambda c: escape(formats.probability(t, c.q)), numeric=True, form=workbook.PROBABILITY
        ),
        Column[Cluster](
            t("Gi*, simpangan baku"), lambda c: c.hot, lambda c: formats.signed(t, c.hot, 2), numeric=True, form=workbook.SIGNED_TWO
        ),
        Column[Cluster](
            t("q Gi*"), lambda c: c.hot_q, lambda c: escape(formats.probability(t, c.hot_q)), numeric=True, form=workbook.PROBABILITY
        ),
    ]
    rows = sorted((c for c in clusters if c.code in names), key=lambda c: (math.isnan(c.q), c.q, names[c.code]))
    caption = t("Kecamatan di antara tetangganya")
    screen.show(t, tables.html_table(t, caption, columns, rows))
    tables.download("kelompok-bertetangga", columns, rows, view, caption)
