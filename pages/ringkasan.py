"""Ringkasan: in ten seconds, is the regency calmer than a year ago, where not, why, and what to decide."""

from __future__ import annotations

import streamlit as st

from data.editions import figures
from data.words import Words
from pages.facts import areas as area_views
from pages.facts import periods, signals, trainings, views
from pages.facts.signals import Row
from pages.facts.views import Area
from pages.figures import markup
from pages.panels import area_table, cards, followup_panel, map_panel, paparan, shell, tables, without_index
from pages.panels.press import press_desk
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import coverage, decisions, formats, origins, sentences, signal_sentences, told
from pages.wording.decisions import Decision
from pages.wording.labels import label


@shell.page
def render(found: Context) -> None:
    """Sentence, cards, map, changes, signals, what was prevented, what to decide, table; or the three screens."""
    t = found.t
    areas = context.of_edition(views.areas)(found.edition, found.period)
    waiting = _waiting(found)
    if paparan.is_on(t):
        paparan.show(
            found,
            (
                (t("Situasi"), lambda: _situation_screen(found)),
                (t("Di mana, dan yang berubah"), lambda: _map_screen(found, areas)),
                (t("Peringatan dan keputusan"), lambda: _decision_screen(found, waiting, areas)),
            ),
        )
        return
    title, ways, month = st.columns([2, 3, 1], vertical_alignment="bottom")
    title.title(t("Ringkasan"), anchor=False)
    with ways, st.container(horizontal=True, horizontal_alignment="right"):
        paparan.button(t)
        press_desk.brief_buttons(found)
    with month:
        shell.period_box(found)
    _say_situation(found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _cards(found)
        _changes(found, areas)
        _signals(found, waiting, areas)
    with right:
        _map(found, 560)
        _prevented(found)
        _needs(found)
    _decisions(found, waiting, areas)
    _table(found, areas)


def _cards(found: Context) -> None:
    if found.edition.has_index:
        cards.show(found)
    else:
        without_index.cards(found)


def _map(found: Context, height: int) -> None:
    """The index; without one, the first figure that is known."""
    if found.edition.has_index:
        map_panel.show(found, height=height)
        map_panel.legend(found)
    elif known := without_index.measures(found):
        without_index.area_map(found, next(iter(known)), height=height)


def _situation(found: Context) -> str:
    t = found.t
    if not found.edition.has_index:
        return context.of_edition(coverage.situation)(found.edition, t, found.period)
    edition, names = found.edition, views.band_names(found.edition, "IKW", found.language)
    year_ago = periods.back(found.period, views.YEAR)
    now, before = (context.of_edition(figures.read)(edition, "kejadian", month) for month in (found.period, year_ago))
    return sentences.situation(
        t,
        edition.meta["territory_name"],
        context.of_edition(views.regency)(edition)[found.period],
        names,
        now,
        before,
    )


def _say_situation(found: Context) -> None:
    """The sentence on top and, where it holds, that its incidents come from some sources only."""
    t = found.t
    screen.show(t, markup.tag("p", _situation(found), "k-situation"))
    whole = found.edition.meta["territory"]
    if said := origins.sentence(t, context.of_edition(origins.of)(found.edition, found.period, whole)):
        screen.show(t, markup.tag("p", said, "k-note"))


def _situation_screen(found: Context) -> None:
    _say_situation(found)
    _cards(found)


def _map_screen(found: Context, areas: list[Area]) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        _map(found, 600)  # its legend too is to be seen on a projector without scrolling
    with right:
        _changes(found, areas)


def _decision_screen(found: Context, waiting: list[Row], areas: list[Area]) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        _signals(found, waiting, areas)
        _prevented(found)
        _needs(found)
    with right:
        _decisions(found, waiting, areas)


def _sees_signals(found: Context) -> bool:
    return "peringatan" in found.viewer.pages


def _waiting(found: Context) -> list[Row]:
    """Rows of signals of twelve months that nobody has closed; none for roles that don't see signals."""
    if not _sees_signals(found):
        return []
    first = periods.back(found.period, views.YEAR - 1)
    year = context.of_edition(signals.signals)(found.edition, first, found.period)
    known = signals.frozen_steps(year) | signals.steps(followup_panel.states(found))
    return signals.waiting(year, known)


def _changes(found: Context, areas: list[Area]) -> None:
    t = found.t
    if not found.edition.has_index:
        return
    st.subheader(t("Naik atau turun melebihi ketidakpastiannya"), anchor=False)
    if changed := sentences.changed(areas):
        lines = "".join(markup.tag("li", f"{sentences.one_change(t, area)} {_since(found, area)}") for area in changed)
        screen.show(t, markup.box("ul", lines, "k-list"))
    else:
        screen.show(t, markup.tag("p", sentences.no_change(t, areas)))
    if not sentences.comparable(areas):
        return
    before = formats.month(t, periods.back(found.period, views.YEAR))
    screen.show(t, markup.tag("p", t("Dibandingkan dengan dua belas bulan sampai {month}.", month=before), "k-note"))


def _since(found: Context, area: Area) -> str:
    t = found.t
    if not _sees_signals(found):
        return ""
    onsets = context.of_edition(signals.onsets)(found.edition, found.period).get(area.code, [])
    worse = area.score.change_class == "turun"
    same = [one for one in onsets if one.rises == worse]
    told = signal_sentences.since(t, same, signals.group_names(found.edition, found.language))
    return t("Sejak {told}.", told=told) if told else ""


def _signals(found: Context, waiting: list[Row], areas: list[Area]) -> None:
    t = found.t
    if not _sees_signals(found):
        return
    st.subheader(t("Sinyal yang belum ditutup, 12 bulan"), anchor=False)
    names = {area.code: area.name for area in areas}
    groups = signals.group_names(found.edition, found.language)
    limits = context.of_edition(coverage.signal_limits)(found.edition, t, found.period)
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
    screen.show(t, markup.tag("p", signal_sentences.disclaimer(t), "k-note"))


def _prevented(found: Context) -> None:
    t = found.t
    st.subheader(t("Potensi yang dicegah"), anchor=False)
    read = context.of_edition(figures.read)
    year_ago = periods.back(found.period, views.YEAR)
    now, before = (read(found.edition, "potensi_dicegah", month) for month in (found.period, year_ago))
    unknown = read(found.edition, "potensi_tanpa_penanganan", found.period)
    lines = [decisions.prevented_sentence(t, now, before, unknown)]
    kinds = dict(list(context.of_edition(area_views.prevented)(found.edition, found.period, None).items())[:3])
    if kinds:
        listed = told.beside(
            t, "potensi_dicegah", kinds, lambda kind: label(t, kind).lower(), found.period, found.edition.meta["territory"]
        )
        lines.append(t("{figure}, terbanyak menurut jenis: {kinds}.", figure=told.title(t, "potensi_dicegah"), kinds=listed))
    if "ormas" in found.viewer.pages:
        helped, settled, unsaid = (
            read(found.edition, one, found.period) for one in ("dibantu_ormas", "teratasi_dengan_ormas", "tanpa_peran_ormas")
        )
        lines.append(
            told.sentence(t, t("{helped} ({limits}); {settled}."), helped=helped, limits=limits, settled=settled)
            if (limits := told.since(t, helped))
            else told.sentence(t, t("{helped} dalam dua belas bulan; {settled}."), helped=helped, settled=settled)
        )
        lines.append(decisions.part_unknown(t, helped, unsaid))
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines if line), "k-list"))


def _needs(found: Context) -> None:
    """How many Ormas do well and how many need support: numbers only; the names are on their own page."""
    t = found.t
    if "ormas" not in found.viewer.pages:
        return
    st.subheader(t("Kinerja Ormas"), anchor=False)
    rated = context.of_edition(figures.read)(found.edition, "ormas_dinilai", found.period)
    if not figures.is_known(found.edition, "ormas_terdaftar", found.period):
        screen.show(t, markup.tag("p", t("Belum ada data Ormas dalam edisi ini.")))
        return
    if not rated.n:
        screen.show(t, markup.tag("p", t("Belum ada Ormas yang dapat dinilai.")))
        return
    read = context.of_edition(figures.read)
    good, needy = (read(found.edition, one, found.period) for one in ("ormas_layak_diapresiasi", "ormas_perlu_dukungan"))
    line = told.sentence(t, t("{rated}: {good}, {needy}."), rated=rated, good=good, needy=needy)
    screen.show(t, markup.tag("p", line))


def _decisions(found: Context, waiting: list[Row], areas: list[Area]) -> None:
    t = found.t
    if not _sees_signals(found):
        return
    st.subheader(t("Perlu keputusan"), anchor=False)
    listed = decisions.decisions(
        t,
        waiting,
        context.of_edition(trainings.candidates)(found.edition) if "pembinaan" in found.viewer.pages and found.edition.names_ormas else [],
        {area.code: area.name for area in areas},
        signals.group_names(found.edition, found.language),
        context.of_edition(decisions.of)(found.edition, found.period),
    )
    if not listed:
        limits = context.of_edition(coverage.signal_limits)(found.edition, t, found.period)
        if not coverage.knows_incidents(found.edition, found.period):
            nothing = t("Belum ada laporan kejadian yang menjadi dasar keputusan.")
        elif limits:
            nothing = t("Belum dapat dikatakan apakah ada yang menunggu keputusan.")
        else:
            nothing = t("Tidak ada yang menunggu keputusan menurut aturan.")
        screen.show(t, markup.tag("p", nothing) + (markup.tag("p", limits, "k-note") if limits else ""))
        return
    screen.show(t, markup.box("div", "".join(_decision(t, n, one) for n, one in enumerate(listed, start=1)), "k-decisions"))


def _decision(t: Words, number: int, one: Decision) -> str:
    inside = [
        markup.tag("p", f"{number}. {one.matter}", "k-decision"),
        markup.tag("p", t("Saran: {action}", action=one.action)),
        markup.tag("p", t("Penanggung jawab: {unit}. Paling lambat {date}.", unit=one.unit, date=formats.day(t, one.due)), "k-note"),
    ]
    return markup.box("section", "".join(inside), "k-card")


def _table(found: Context, areas: list[Area]) -> None:
    t = found.t
    if not found.edition.has_index:
        st.subheader(t("Semua kecamatan"), anchor=False)
        without_index.table(found)
        return
    st.subheader(t("Semua kecamatan, mulai dari skor terendah"), anchor=False)
    columns = area_table.columns(found, views.band_names(found.edition, "IKW", found.language))
    ordered = sorted(areas, key=lambda area: (not area.score.assessed, area.score.score, area.name))
    caption = t(
        "Rentang 90%: nilai sebenarnya diperkirakan berada di rentang ini. Bila dua rentang bertumpang tindih, urutannya belum pasti."
    )
    screen.show(t, tables.html_table(t, caption, columns, ordered, marked=lambda area: area.code == found.kecamatan))
    tables.download("ringkasan-kecamatan", columns, ordered, found, t("Semua kecamatan, mulai dari skor terendah"))
