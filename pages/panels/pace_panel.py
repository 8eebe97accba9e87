"""From the warning to the act: medians and shares in time by quarter, for the whole regency; no area is put before another."""

from __future__ import annotations

import streamlit as st

from data.reference import methods
from data.words import Words
from data.workflow import matters, pace, stores
from data.workflow.acts import OUTCOMES
from data.workflow.pace import Quarter
from pages.figures import markup
from pages.panels import tables, workbook
from pages.panels.tables import Column
from pages.session import screen
from pages.session.context import Context
from pages.wording import formats

SHOWN = 12  # rows: the newest quarters, each kind by itself


def show(view: Context) -> None:
    """A table, for those who see the whole regency; nothing without a store."""
    t, session = view.t, view.session
    if session.bound is not None or not session.may(matters.RIGHT) or not stores.exists(session.home):
        return
    st.subheader(t("Dari peringatan sampai tindakan"), anchor=False)
    rules = methods.parse_stored_verdict_rules(methods.verdict_rules_text())
    rows = pace.quarterly(matters.of_regency(session, view.edition), rules, session.clock.today())[:SHOWN]
    if not rows:
        screen.show(t, markup.tag("p", t("Belum ada kejadian berat atau sinyal yang waktunya dapat dihitung.")))
        return
    columns = [
        Column[Quarter](t("Kuartal"), lambda one: one.quarter, lambda one: quarter(t, one.quarter)),
        Column[Quarter](t("Perkara"), lambda one: kind(t, one.kind)),
        Column[Quarter](t("Jumlah"), lambda one: one.n, lambda one: formats.whole(t, one.n), numeric=True, form=workbook.COUNT),
        _median(t, t("Median hari sampai diterima"), "received"),
        _median(t, t("Median hari sampai diperiksa"), "checked"),
        _median(t, t("Median hari sampai ditindaklanjuti"), "acted"),
        _share(t, t("Diterima tepat waktu"), "received"),
        _share(t, t("Diperiksa tepat waktu"), "checked"),
        _share(t, t("Ditindaklanjuti tepat waktu"), "acted"),
        *(_outcome(t, title, code) for title, code in zip((t("Benar"), t("Keliru"), t("Belum jelas")), OUTCOMES, strict=True)),
    ]
    caption = t(
        "Seluruh kabupaten, menurut hari dilaporkan. Median hari sejak dilaporkan dan bagian yang tepat waktu dihitung dari perkara yang tenggatnya sudah lewat; yang belum ditindaklanjuti dihitung paling lama. Di bawah {n} perkara tidak dikatakan. Kecamatan tidak dibandingkan menurut kecepatan: yang banyak melapor akan tampak lambat.",
        n=rules.timely_minimum,
    )
    screen.show(t, tables.html_table(t, caption, columns, rows))
    tables.download("waktu-per-kuartal", columns, rows, view, t("Dari peringatan sampai tindakan"))


def quarter(t: Words, code: str) -> str:
    """`Kuartal 4 2026` of `2026-Q4`."""
    if code == pace.LAST_YEAR:
        return t("12 bulan terakhir")
    return t("Kuartal {n} {year}", n=code[-1], year=code[:4])


def kind(t: Words, code: str) -> str:
    """What a kind of matter is called in the table."""
    return {"kejadian": t("Kejadian berat"), "sinyal": t("Sinyal"), "keputusan": t("Keputusan")}[code]


def _median(t: Words, title: str, step: str) -> Column[Quarter]:
    def said(one: Quarter) -> str:
        found = one.paces[step]
        if not found.is_told:
            return t("belum cukup")
        return t("sebagian besar belum") if found.median is None else formats.number(t, found.median)

    return Column(title, lambda one: one.paces[step].median, said, numeric=True)


def _share(t: Words, title: str, step: str) -> Column[Quarter]:
    def said(one: Quarter) -> str:
        found = one.paces[step]
        if found.in_time is None:
            return t("belum cukup")
        return t("{part} dari {n}", part=formats.whole(t, found.in_time), n=formats.whole(t, found.n))

    return Column(title, said, said, numeric=True)


def _outcome(t: Words, title: str, code: str) -> Column[Quarter]:
    return Column(
        title, lambda one: one.outcomes[code], lambda one: formats.whole(t, one.outcomes[code]), numeric=True, form=workbook.COUNT
    )
