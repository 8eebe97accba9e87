"""Ringkasan: in ten seconds, is the regency calmer than a year ago, where not, why, and what to decide."""

from __future__ import annotations

import streamlit as st

from data.editions import figures, levels
from data.words import Words
from data.workflow import meetings
from data.workflow.meetings import Resolution
from pages.facts import areas as area_views
from pages.facts import periods, signals, trainings, views
from pages.facts.signals import Row
from pages.facts.views import Area
from pages.figures import markup
from pages.panels import area_table, cards, followup_panel, map_panel, meeting_panel, paparan, shell, tables, today_incidents, without_index
from pages.panels.press import press_clearance, press_desk
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import coverage, decisions, formats, origins, phrasing, sentences, signal_sentences
from pages.wording.decisions import Decision
from pages.wording.labels import label


@shell.page
def render(view: Context) -> None:
    """Sentence, cards, map, changes, signals, what was prevented, what to decide, table; or the three screens."""
    t = view.t
    areas = context.kept(views.areas)(view.edition, view.period)
    waiting = _waiting(view)
    if paparan.is_on(t):
        paparan.show(
            view,
            (
                (t("Situasi"), lambda: _situation_screen(view)),
                (t("Di mana, dan yang berubah"), lambda: _map_screen(view, areas)),
                (t("Peringatan dan keputusan"), lambda: _decision_screen(view, waiting, areas)),
            ),
        )
        return
    title, ways, month = st.columns([2, 3, 1], vertical_alignment="bottom")
    title.title(t("Ringkasan"), anchor=False)
    with ways, st.container(horizontal=True, horizontal_alignment="right"):
        paparan.button(t)
        press_desk.brief_buttons(view)
    with month:
        shell.period_box(view)
    press_clearance.beckon(view)
    today_incidents.beckon(view)
    _say_situation(view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _cards(view)
        _changes(view, areas)
        _signals(view, waiting, areas)
    with right:
        _map(view, 560)
        _prevented(view)
        _needs(view)
    _decisions(view, waiting, areas)
    _table(view, areas)


def _cards(view: Context) -> None:
    if view.edition.has_index:
        cards.show(view)
    else:
        without_index.cards(view)


def _map(view: Context, height: int) -> None:
    """The index; without one, the first figure that is known."""
    if view.edition.has_index:
        map_panel.show(view, height=height)
        map_panel.legend(view)
    elif known := without_index.measures(view):
        without_index.area_map(view, next(iter(known)), height=height)


def _situation(view: Context) -> str:
    t = view.t
    if not view.edition.has_index:
        return context.kept(coverage.situation)(view.edition, t, view.period)
    edition, names = view.edition, views.band_names(view.edition, "IKW", view.language)
    year_ago = periods.back(view.period, views.YEAR)
    now, before = (context.kept(figures.read)(edition, "kejadian", month) for month in (view.period, year_ago))
    return sentences.situation(
        t,
        edition.meta["territory_name"],
        context.kept(views.regency)(edition)[view.period],
        names,
        now,
        before,
    )


def _say_situation(view: Context) -> None:
    """The sentence on top and, where it is so, that its incidents come from only some sources."""
    t = view.t
    screen.show(t, markup.tag("p", _situation(view), "k-situation"))
    whole = view.edition.meta["territory"]
    if said := origins.sentence(t, context.kept(origins.of)(view.edition, view.period, whole)):
        screen.show(t, markup.tag("p", said, "k-note"))


def _situation_screen(view: Context) -> None:
    _say_situation(view)
    _cards(view)


def _map_screen(view: Context, areas: list[Area]) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        _map(view, 600)  # low enough for a projector to show its legend without scrolling
    with right:
        _changes(view, areas)


def _decision_screen(view: Context, waiting: list[Row], areas: list[Area]) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        _signals(view, waiting, areas)
    with right:  # signals are the long column: what is below them would be scrolled to, with the other column empty beside it
        _decisions(view, waiting, areas)
        _prevented(view)
        _needs(view)


def _sees_signals(view: Context) -> bool:
    return "peringatan" in view.viewer.pages


def _waiting(view: Context) -> list[Row]:
    """Rows of signals of twelve months that nobody has closed; none for roles that don't see signals."""
    if not _sees_signals(view):
        return []
    first = periods.back(view.period, views.YEAR - 1)
    year = context.kept(signals.signals)(view.edition, first, view.period)
    known = signals.frozen_steps(year) | signals.steps(followup_panel.states(view))
    return signals.waiting(year, known)


def _changes(view: Context, areas: list[Area]) -> None:
    t = view.t
    if not view.edition.has_index:
        return
    st.subheader(t("Naik atau turun melebihi ketidakpastiannya"), anchor=False)
    if changed := sentences.changed(areas):
        lines = "".join(markup.tag("li", f"{sentences.one_change(t, area)} {_since(view, area)}") for area in changed)
        screen.show(t, markup.box("ul", lines, "k-list"))
    else:
        screen.show(t, markup.tag("p", sentences.no_change(t, areas)))
    if not sentences.comparable(areas):
        return
    before = formats.month(t, periods.back(view.period, views.YEAR))
    screen.show(t, markup.tag("p", t("Dibandingkan dengan dua belas bulan sampai {month}.", month=before), "k-note"))


def _since(view: Context, area: Area) -> str:
    t = view.t
    if not _sees_signals(view):
        return ""
    onsets = context.kept(signals.onsets)(view.edition, view.period).get(area.code, [])
    worse = area.score.change_class == "turun"
    same = [one for one in onsets if one.rises == worse]
    told = signal_sentences.since(t, same, signals.group_names(view.edition, view.language))
    return t("Sejak {told}.", told=told) if told else ""


def _signals(view: Context, waiting: list[Row], areas: list[Area]) -> None:
    t = view.t
    if not _sees_signals(view):
        return
    st.subheader(t("Sinyal yang belum ditutup, 12 bulan"), anchor=False)
    names = {area.code: area.name for area in areas}
    groups = signals.group_names(view.edition, view.language)
    limits = context.kept(coverage.signal_limits)(view.edition, t, view.period)
    if waiting or not limits:  # where none could arise, that there is none would be no finding
        screen.show(t, markup.tag("p", signal_sentences.waiting(t, waiting)))
    if limits:
        screen.show(t, markup.tag("p", limits, "k-note"))
    if waiting:
        lines = [
            f"{t(signal_sentences.LEVELS[row.level])}: {signal_sentences.of_row(t, row, names.get(row.newest.code, row.newest.code), groups)}"
            for row in signal_sentences.shown(waiting)
        ]
        lines.append(signal_sentences.rest(t, waiting))
        screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines if line), "k-list"))
    if coverage.knows_incidents(view.edition, view.period):
        screen.show(t, markup.tag("p", signal_sentences.disclaimer(t), "k-note"))


def _prevented(view: Context) -> None:
    t = view.t
    st.subheader(t("Potensi yang dicegah"), anchor=False)
    read = context.kept(figures.read)
    year_ago = periods.back(view.period, views.YEAR)
    now, before = (read(view.edition, "potensi_dicegah", month) for month in (view.period, year_ago))
    unknown = read(view.edition, "potensi_tanpa_penanganan", view.period)
    lines = [decisions.prevented_sentence(t, now, before, unknown)]
    kinds = dict(list(context.kept(area_views.prevented)(view.edition, view.period, None).items())[:3])
    if kinds:
        listed = phrasing.beside(
            t, "potensi_dicegah", kinds, lambda kind: label(t, kind).lower(), view.period, view.edition.meta["territory"]
        )
        lines.append(t("{figure}, terbanyak menurut jenis: {kinds}.", figure=phrasing.title(t, "potensi_dicegah"), kinds=listed))
    if "ormas" in view.viewer.pages:
        helped, settled, unsaid = (
            read(view.edition, one, view.period) for one in ("dibantu_ormas", "teratasi_dengan_ormas", "tanpa_peran_ormas")
        )
        lines.append(
            phrasing.sentence(t, t("{helped} ({limits}); {settled}."), helped=helped, limits=limits, settled=settled)
            if (limits := phrasing.since(t, helped))
            else phrasing.sentence(t, t("{helped} dalam dua belas bulan; {settled}."), helped=helped, settled=settled)
        )
        lines.append(decisions.part_unknown(t, helped, unsaid))
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines if line), "k-list"))


def _needs(view: Context) -> None:
    """How many Ormas do well and how many need support: numbers only; the names are on their own page."""
    t = view.t
    if "ormas" not in view.viewer.pages:
        return
    st.subheader(t("Kinerja Ormas"), anchor=False)
    rated = context.kept(figures.read)(view.edition, "ormas_dinilai", view.period)
    if not figures.is_known(view.edition, "ormas_terdaftar", view.period):
        screen.show(t, markup.tag("p", t("Belum ada data Ormas dalam edisi ini.")))
        return
    if not rated.n:
        screen.show(t, markup.tag("p", t("Belum ada Ormas yang dapat dinilai.")))
        return
    read = context.kept(figures.read)
    good, needy = (read(view.edition, one, view.period) for one in ("ormas_layak_diapresiasi", "ormas_perlu_dukungan"))
    line = phrasing.sentence(t, t("{rated}: {good}, {needy}."), rated=rated, good=good, needy=needy)
    screen.show(t, markup.tag("p", line))


def _decisions(view: Context, waiting: list[Row], areas: list[Area]) -> None:
    t = view.t
    if not _sees_signals(view):
        return
    groups, found = signals.group_names(view.edition, view.language), meeting_panel.listed(view)
    projected = paparan.is_on(t)
    meeting_panel.show(view, found, groups, meeting_panel.PROJECTED if projected else meeting_panel.SHOWN)
    st.subheader(t("Perlu keputusan"), anchor=False)
    listed = decisions.decisions(
        t,
        waiting,
        context.kept(trainings.candidates)(view.edition) if "pembinaan" in view.viewer.pages and view.edition.names_ormas else [],
        {area.code: area.name for area in areas},
        groups,
        context.kept(decisions.of)(view.edition, view.period),
        meetings.settled(found, view.edition.id),
    )
    if listed:
        screen.show(t, markup.box("div", "".join(_decision(t, n, one) for n, one in enumerate(listed, start=1)), "k-decisions"))
    else:
        _nothing_to_decide(view, found)
    if not projected:
        meeting_panel.act(view, found, listed, groups)


def _nothing_to_decide(view: Context, found: list[Resolution]) -> None:
    t = view.t
    limits = context.kept(coverage.signal_limits)(view.edition, t, view.period)
    if not coverage.knows_incidents(view.edition, view.period):
        nothing = t("Belum ada laporan kejadian yang menjadi dasar keputusan.")
    elif limits:
        nothing = t("Belum dapat dikatakan apakah ada yang menunggu keputusan.")
    elif any(one.is_open for one in found):
        nothing = t("Tidak ada hal lain yang menunggu keputusan menurut aturan.")
    else:
        nothing = t("Tidak ada yang menunggu keputusan menurut aturan.")
    screen.show(t, markup.tag("p", nothing) + (markup.tag("p", limits, "k-note") if limits else ""))


def _decision(t: Words, number: int, one: Decision) -> str:
    inside = [
        markup.tag("p", f"{number}. {one.matter}", "k-decision"),
        markup.tag("p", t("Saran: {action}", action=one.action)),
        markup.tag("p", t("Penanggung jawab: {unit}. Paling lambat {date}.", unit=one.unit, date=formats.day(t, one.due)), "k-note"),
    ]
    return markup.box("section", "".join(inside), "k-card")


def _table(view: Context, areas: list[Area]) -> None:
    t = view.t
    if not view.edition.has_index:
        st.subheader(t("Semua kecamatan"), anchor=False)
        without_index.table(view)
        return
    st.subheader(t("Semua kecamatan, mulai dari skor terendah"), anchor=False)
    columns = area_table.columns(view, views.band_names(view.edition, "IKW", view.language))
    ordered = sorted(areas, key=lambda area: (not area.score.assessed, area.score.score, area.name))
    caption = (
        t("Rentang {level}%: nilai sebenarnya diperkirakan berada di rentang ini.", level=levels.INTERVAL)
        + " "
        + t("Bila dua rentang bertumpang tindih, urutannya belum pasti.")
        if any(area.score.assessed for area in areas)
        else t("Belum ada kecamatan yang dapat dinilai.")
    )
    screen.show(t, tables.html_table(t, caption, columns, ordered, marked=lambda area: area.code == view.kecamatan))
    tables.download("ringkasan-kecamatan", columns, ordered, view, t("Semua kecamatan, mulai dari skor terendah"))
