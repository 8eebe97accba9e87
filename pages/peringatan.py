"""Peringatan dini: signals with what was expected, what was seen and how unusual that is; follow-up; the yearly account."""

from __future__ import annotations

from html import escape

import streamlit as st

from data.editions import figures
from data.editions.reading import Edition
from data.reference.methods import Rules
from data.words import Words
from data.workflow import followup, matter_words, matters
from data.workflow.matters import Matter
from pages.facts import periods, signals, views
from pages.facts.signals import Onset, Row, Signal, Step
from pages.figures import markup
from pages.panels import agenda_panel, filters, followup_panel, pace_panel, shell, tables, workbook
from pages.panels.tables import Column, Record
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import coverage, formats, harm, phrasing, signal_sentences

WHICH, MONTH, OPEN, YEAR = "sinyal", "bulan", "terbuka", "setahun"
SHOWN = 40  # signals with their follow-up; more stand in the table


@shell.page
def render(view: Context) -> None:
    """Month, which signals, the signals with their follow-up, all of them as a table, the yearly account."""
    t = view.t
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Peringatan dini"), anchor=False)
    with month:
        shell.period_box(view)
    names = {a.code: a.name for a in context.kept(views.areas)(view.edition, view.period)}
    groups = context.kept(signals.group_names)(view.edition, view.language)
    steps = signals.steps(followup_panel.states(view))
    first = periods.back(view.period, views.YEAR - 1)
    year = [s for s in context.kept(signals.signals)(view.edition, first, view.period) if s.code in names]
    now = [signal for signal in year if signal.period == view.period]
    rows = signals.rows(year, signals.frozen_steps(year) | steps)
    waiting = [row for row in rows if row.is_waiting]
    limits = context.kept(coverage.signal_limits)(view.edition, t, view.period)
    if not rows and limits:  # where none could arise, "no signal" would not be a finding
        st.info(limits)
        agenda_panel.show(view.session, names, view.edition.meta["territory_name"])
        if coverage.knows_incidents(view.edition, view.period):
            _yearly(view)
            _rules(view)
        return
    screen.show(
        t,
        markup.tag(
            "p",
            " ".join(
                (
                    signal_sentences.waiting(t, waiting),
                    *([signal_sentences.summary(t, now, formats.month(t, view.period))] if now or not limits else []),
                )
            ),
            "k-situation",
        )
        + (markup.tag("p", limits, "k-note") if limits else "")
        + markup.tag(
            "p",
            signal_sentences.disclaimer(t)
            + " "
            + t("Sinyal berkata bahwa datanya tidak biasa; apa artinya harus diperiksa orang. Ini bukan ramalan."),
            "k-note",
        ),
    )
    agenda_panel.show(view.session, names, view.edition.meta["territory_name"])
    which = filters.switch(
        WHICH,
        t("Tampilkan"),
        {
            which: phrasing.numbered(t, figures.counted(figure_id, len(listed), last=view.period))
            for which, figure_id, listed in (
                (OPEN, "sinyal_belum_ditutup", waiting),
                (MONTH, "sinyal_bulan", now),
                (YEAR, "sinyal_setahun", rows),
            )
        },
    )
    followup_panel.say_refusal()
    chosen = {OPEN: waiting, MONTH: [row for row in rows if row.newest.period == view.period], YEAR: rows}[which]
    _list(view, chosen, names, groups)
    _table(view, year, names, groups, steps)
    pace_panel.show(view)
    _yearly(view)
    _rules(view)


def _list(
    view: Context,
    chosen: list[Row],
    names: dict[str, str],
    groups: dict[str, tuple[str, str]],
) -> None:
    t = view.t
    if not chosen:
        st.info(
            t("Tidak ada sinyal dalam pilihan ini. Bulan yang tenang adalah kabar baik, selama laporannya lengkap.")
            if not context.kept(coverage.signal_limits)(view.edition, t, view.period)
            else t("Tidak ada sinyal dalam pilihan ini.")
        )
        return
    histories = followup_panel.histories(view.session)
    clocks = _clocks(view, [one.newest for one in chosen])
    for row in range(0, min(len(chosen), SHOWN), 2):
        for column, one in zip(st.columns(2, gap="medium"), chosen[row : row + 2]):
            with column, st.container(border=True):
                matter = clocks[one.newest.id]
                screen.show(t, _card(view, one, matter, names, groups))
                with st.expander(t("Tindak lanjut dan riwayat")):
                    screen.show(t, markup.tag("p", matter_words.times(t, matter), "k-note"))
                    followup_panel.show(view, one.newest, matter, histories.get(one.newest.id, []))
    if len(chosen) > SHOWN:
        rest = len(chosen) - SHOWN
        screen.show(
            t, markup.tag("p", t.n("{n} sinyal lain ada di tabel di bawah.", "{n} sinyal lain ada di tabel di bawah.", rest), "k-note")
        )


def _clocks(view: Context, newest: list[Signal]) -> dict[str, Matter]:
    """The clock of the newest signal of each row, by id."""
    published = matters.published(view.edition)
    alerts = [matters.Alert(one.id, one.level, frozenset(one.rules), published) for one in newest]
    return {one.subject.id: one for one in matters.read(view.session, matters.of_signals(view.session, alerts))}


@context.kept
def _thresholds(edition: Edition) -> tuple[int, int, float]:
    """How many signals within how many months raise another one, and by how many points an index has to fall."""
    rules = edition.rules()
    return rules.repeats, rules.repeat_months, edition.methods()["IKW"].change_threshold


def _card(view: Context, row: Row, matter: Matter, names: dict[str, str], groups: dict[str, tuple[str, str]]) -> str:
    t = view.t
    signal = row.newest
    cells = context.kept(signals.strata)(view.edition)
    repeats, months, fall = _thresholds(view.edition)
    lines = signal_sentences.reasons(t, signal, cells, repeats=repeats, repeat_months=months, fall=fall)
    if row.peak is not signal:
        lines += [signal_sentences.sentence(t, row.peak, names[signal.code], groups)]
    head = markup.tag("span", signal_sentences.level(t, row.peak), f"k-level k-level-{row.level}")
    if signal.provisional:
        head += markup.tag("span", t("angka sementara"), "k-note")
    facts = [
        (t("Sejak"), _since(view, row, groups)),
        (t("Tetangga dengan sinyal yang sama"), signal_sentences.around(t, signal, names)),
        (t("Tindak lanjut"), followup_panel.state_line(t, row.step)),
    ]
    if row.is_waiting:
        facts.append((t("Tenggat"), matter_words.due(t, matter, names[signal.code])))
    if state := signal_sentences.state_of_row(t, signal, row.severe_only):
        facts.insert(1, (t("Keadaan"), state))
    if signal.group != signals.INDEX:
        reported = (
            t("belum ada laporan desa untuk bulan itu")
            if formats.absent(signal.completeness)
            else t("{percent} persen", percent=formats.whole(t, 100 * signal.completeness))
        )
        facts.insert(1, (t("Desa yang melapor"), reported))
    listed = "".join(markup.tag("dt", name) + markup.tag("dd", value) for name, value in facts)
    return (
        markup.box("p", head, "k-level-line")
        + markup.tag("h3", signal_sentences.sentence(t, signal, names[signal.code], groups), "k-signal")
        + markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list")
        + markup.box("dl", listed, "k-facts-list")
    )


def _since(view: Context, row: Row, groups: dict[str, tuple[str, str]]) -> str:
    """Since when, with every reason for the kecamatan, the row's own included; for a row that ended, only its own."""
    t = view.t
    own = Onset(row.newest.since, row.newest.group)
    if row.newest.row_open is False:
        return signal_sentences.since(t, [own], groups)
    others = context.kept(signals.onsets)(view.edition, view.period).get(row.newest.code, [])
    return signal_sentences.since(t, sorted({own, *(one for one in others if one.rises)}, key=lambda one: (one.month, one.reason)), groups)


def _table(
    view: Context,
    year: list[Signal],
    names: dict[str, str],
    groups: dict[str, tuple[str, str]],
    steps: dict[str, Step],
) -> None:
    t = view.t
    st.subheader(t("Sinyal menurut bulan"), anchor=False)

    def group(signal: Signal) -> str:
        return t("Indeks (IKW)") if signal.group == signals.INDEX else groups.get(signal.group, ("", signal.group))[1]

    columns = [
        Column[Signal](t("Kecamatan"), lambda s: names[s.code]),
        Column[Signal](t("Bulan"), lambda s: s.period, lambda s: formats.month(t, s.period)),
        Column[Signal](t("Tingkat"), lambda s: s.level, numeric=True),
        Column[Signal](t("Kelompok"), group, lambda s: escape(group(s))),
        Column[Signal](t("Kejadian"), lambda s: s.count, lambda s: formats.whole(t, s.count), numeric=True, form=workbook.COUNT),
        Column[Signal](t("Biasanya"), lambda s: s.expected, lambda s: formats.number(t, s.expected), numeric=True),
        Column[Signal](t("Batas wajar"), lambda s: s.bound, lambda s: formats.whole(t, s.bound), numeric=True, form=workbook.COUNT),
        Column[Signal](t("p"), lambda s: s.p, lambda s: escape(formats.probability(t, s.p)), numeric=True, form=workbook.PROBABILITY),
        Column[Signal](
            t("q (dikoreksi)"), lambda s: s.q, lambda s: escape(formats.probability(t, s.q)), numeric=True, form=workbook.PROBABILITY
        ),
        Column[Signal](t("Sejak"), lambda s: s.since, lambda s: formats.month_short(t, s.since)),
        Column[Signal](t("Tindak lanjut"), lambda s: t(followup.STATES[steps.get(s.id, Step()).state])),
    ]
    caption = t(
        "{n} baris bulan, {months}. {disclaimer}",
        n=len(year),
        months=formats.from_to(t, periods.back(view.period, views.YEAR - 1), view.period),
        disclaimer=signal_sentences.disclaimer(t),
    )
    with st.expander(t("Lihat tabel")):
        screen.show(t, tables.html_table(t, caption, columns, year))
        tables.download("sinyal", columns, year, view, caption)


def _yearly(view: Context) -> None:
    t = view.t
    st.subheader(t("Pertanggungjawaban per tahun"), anchor=False)
    rows = context.kept(signals.yearly)(view.edition, followup_panel.states(view)).to_dict("records")
    judged = context.kept(coverage.judged_from)(view.edition)
    judges = bool(judged) and judged <= view.edition.meta["period"]
    if not rows:
        screen.show(t, markup.tag("p", signal_sentences.none_ever(t, view.edition.meta["period"], judges=judges)))
        return
    rows = [_unjudged(row) if judges and str(row["year"]) < judged[:4] else row for row in rows]
    latest = rows[0]
    if latest["closed"]:
        headline = t(
            "{year}: {hits} dari {closed} sinyal yang ditutup ternyata benar, {false} keliru",
            year=latest["year"],
            hits=latest["hits"],
            closed=latest["closed"],
            false=latest["false_alarms"],
        )
    else:
        headline = t("{year}: belum ada sinyal yang ditutup, sehingga tepat atau kelirunya belum diketahui", year=latest["year"])

    def count(name: str, title: str) -> Column[Record]:
        return Column(
            title,
            lambda row: row[name],
            lambda row: formats.whole(t, row[name]),
            numeric=True,
            form=workbook.COUNT,
        )

    columns: list[Column[Record]] = [
        Column(t("Tahun"), lambda row: int(str(row["year"])), form=workbook.PLAIN),
        # until counts can be judged only severe incidents raise a signal: 0 of the others would not be a finding
        *([count("level_1", t("Sinyal 1")), count("level_2", t("Sinyal 2"))] if judges else []),
        count("level_3", t("Sinyal 3")),
        count("acknowledged", t("Diterima")),
        count("closed", t("Ditutup")),
        count("hits", t("Benar")),
        count("false_alarms", t("Keliru")),
        count("unclear", t("Tidak jelas")),
        count("severe", t("Bulan dengan kejadian berat")),
    ]
    if judges:
        columns += [
            count("preceded", t("Didahului sinyal 1 atau 2")),
            Column(
                t("Jarak waktu (bulan, median)"),
                lambda row: row["lead_months"],
                lambda row: formats.number(t, row["lead_months"]),
                numeric=True,
            ),
        ]
    caption = t.n(
        "Jarak waktu: dari sinyal pertama sampai kejadian berat di kecamatan dan kelompok yang sama, paling lama {n} bulan.",
        "Jarak waktu: dari sinyal pertama sampai kejadian berat di kecamatan dan kelompok yang sama, paling lama {n} bulan.",
        view.edition.verdict_rules().forerunner_months,
    )
    screen.show(t, markup.tag("p", headline, "k-finding") + tables.html_table(t, caption, columns, rows))
    tables.download("sinyal-per-tahun", columns, rows, view, t("Pertanggungjawaban per tahun"))


def _unjudged(row: Record) -> Record:
    """The account of a year in which no month could be judged: what only counts can tell is missing, not 0."""
    return row | dict.fromkeys(("level_1", "level_2", "preceded", "lead_months"), float("nan"))


def _row_rules(t: Words, rules: Rules) -> list[str]:
    """How long a signal stays open and how often it is false, which changed with the rules of 2026.2."""
    if not rules.anchored:
        return [
            t(
                "Dalam simulasi tanpa perubahan apa pun, aturan ini menyalakan 1 sampai 4 sinyal per bulan di seluruh kabupaten, dan paling banyak 0,6 Sinyal 2. Jadi sebagian Sinyal 1 memang kebetulan."
            )
        ]
    return [
        t(
            "Sekali menyala, sebuah sel terus dibandingkan dengan {baseline} bulan sebelum sinyalnya dimulai, sehingga keadaan buruk yang bertahan tidak menjadi biasa. Itu berakhir sesudah {n} bulan berturut-turut tanpa sinyal, bila ditutup, atau, sesudah {months} bulan, bila tarafnya ditetapkan sebagai taraf baru.",
            n=rules.quiet_months,
            baseline=rules.months,
            months=rules.new_level_months,
        ),
        t(
            "Dalam simulasi tanpa perubahan apa pun, aturan ini menyalakan 1 sampai 5 sinyal per bulan di seluruh kabupaten, paling banyak 1,1 di antaranya Sinyal 2; 1 sampai 3,5 di antaranya baru. Jadi sebagian Sinyal 1 memang kebetulan."
        ),
    ]


def _rules(view: Context) -> None:
    t = view.t
    rules = view.edition.rules()
    with st.expander(t("Kapan sinyal dinyalakan, dan seberapa sering keliru")):
        lines = [
            t(
                "Sinyal 1: sedikitnya {n} kejadian dan peluangnya di bawah {percent} persen menurut {months} bulan sebelumnya; atau kejadian menumpuk sedikit demi sedikit; atau indeks turun jelas.",
                n=rules.minimum_count_1,
                months=rules.months,
                percent=formats.whole(t, 100 * rules.alpha_1),
            ),
            t(
                "Sinyal 2: peluangnya di bawah {percent} persen, juga setelah dikoreksi untuk semua sel bulan itu; atau sedikitnya {times} sinyal dalam {n} bulan.",
                percent=formats.whole(t, 100 * rules.alpha_2),
                times=rules.repeats,
                n=rules.repeat_months,
            ),
            t("Sinyal 3: kejadian berat ({harm}), juga bila laporan bulan itu belum lengkap.", harm=harm.of_edition(t, view.edition)),
            *_row_rules(t, rules),
            t(
                "Kejadian yang melonjak dua kali lipat dari dua per bulan ditemukan dalam tiga bulan pada separuh kasus; tiga kali lipat pada sembilan dari sepuluh. Jenis yang jarang lebih sering terlewat."
            ),
            t("Aturan: {version}. Sel: satu kecamatan dan satu kelompok jenis kejadian.", version=rules.version),
        ]
        screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))
