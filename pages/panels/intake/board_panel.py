"""Sudah/belum kirim: every kecamatan and monthly table, and the reminders to copy."""

from __future__ import annotations

import functools
from dataclasses import replace

import pandas as pd
import streamlit as st

from data.access import viewers
from data.access.viewers import Viewer
from data.editions import figures
from data.reference import territory
from data.session import Session
from data.tables import TABLES
from data.words import Words
from data.workflow import submission, verification
from pages.facts import periods
from pages.figures import markup
from pages.panels import edition_views, filters, tables
from pages.panels.edition_views import Delivery
from pages.panels.tables import Column, Record
from pages.session import screen
from pages.wording import formats, phrasing, sentences

MONTH, OFFERED, SHOWN = "untuk", 24, 200


def show(session: Session) -> None:
    """The month, the board, the words of the reminders."""
    t = session.t
    this_month = f"{session.clock.today():%Y-%m}"
    offered = [periods.back(this_month, n) for n in (1, 0, *range(2, OFFERED))]  # last month is the one that is due
    left, _ = st.columns([1, 3])
    with left:
        month = filters.switch(MONTH, t("Bulan"), {m: formats.month(t, m) for m in offered}, box=True)
    board, missing = _sent(session, month)
    screen.show(t, markup.tag("p", _sentence(t, session.viewer, board, list(missing), formats.month(t, month)), "k-situation"))
    columns: list[Column[Delivery]] = [Column(t("Kecamatan"), lambda one: one.name)]
    columns += [Column(TABLES[table].label(t), functools.partial(_state, t, table)) for table in submission.MONTHLY]
    columns.append(Column(t("Terakhir dikirim"), lambda one: one.last))
    caption = t("Laporan {month} menurut kecamatan dan tabel", month=formats.month(t, month))
    screen.show(t, tables.html_table(t, caption, columns, board, marked=lambda one: one.name in missing))
    _refused(session, month)
    if missing:
        st.subheader(t("Pengingat untuk disalin"), anchor=False)
        letters = [submission.reminder(t, name, absent, formats.month(t, month)) for name, absent in missing.items()]
        st.code("\n\n".join(letters), language=None, wrap_lines=True)


def _refused(session: Session, month: str) -> None:
    """Which rows of the month were refused and why, so that whoever sent them can mend them; nothing where none was."""
    t, found = session.t, verification.refused(session, month)
    if found.empty:
        return
    st.subheader(t("Baris yang ditolak"), anchor=False)
    n = len(found)
    said = t.n("{n} baris {month} ditolak", "{n} baris {month} ditolak", n, month=formats.month(t, month))
    counts = "; ".join(f"{_why(t, str(code))} ({formats.whole(t, n)})" for code, n in found["sebab"].fillna("").value_counts().items())
    screen.show(t, markup.tag("p", f"{said}: {counts}. " + t("Baris yang dibetulkan dikirim lagi dengan nomor yang sama."), "k-note"))
    columns: list[Column[Record]] = [
        Column(t("Kecamatan"), lambda row: row["name"]),
        Column(t("Tabel"), lambda row: TABLES[str(row["tabel"])].label(t)),
        Column(t("Nomor"), lambda row: row["kunci"]),
        Column(t("Sebab"), lambda row: _why(t, str(row["sebab"] or ""))),
        Column(t("Alasan"), lambda row: row["alasan"] or "–"),
        Column(t("Diputus"), lambda row: formats.moment(t, pd.Timestamp(row["waktu"]))),
    ]
    rows = found.astype("object").where(found.notna(), None).head(SHOWN).to_dict("records")
    caption = t("Baris {month} yang ditolak, {n} yang pertama", month=formats.month(t, month), n=len(rows))
    screen.show(t, tables.html_table(t, caption, columns, rows))


def _why(t: Words, code: str) -> str:
    return t(verification.REFUSALS[code]) if code else t("Tanpa sebab berkode")


def _sent(session: Session, month: str) -> tuple[list[Delivery], dict[str, list[str]]]:
    """The board; for a role of one kecamatan only its own row."""
    board, missing = edition_views.deliveries(session.t, session.home, month)
    viewer = session.viewer
    if viewer.role not in viewers.OWN_KECAMATAN:
        return board, missing
    areas: pd.DataFrame = territory.load_kecamatan()
    own = set(areas.loc[areas["kode"].isin(viewer.kecamatan), "nama"])
    return [one for one in board if one.name in own], {n: absent for n, absent in missing.items() if n in own}


def _sentence(t: Words, viewer: Viewer, board: list[Delivery], late: list[str], month: str) -> str:
    """What has come for a month; viewers who see only their own rows read the names of these, and of no other kecamatan."""
    if viewer.role in viewers.OWN_KECAMATAN:
        if late:
            return t("Laporan {month} dari {kecamatan} belum lengkap.", month=month, kecamatan=sentences.listed(t, late))
        own = sentences.listed(t, [one.name for one in board])
        return t("Kelengkapan dan kejadian {month} sudah masuk dari {kecamatan}.", month=month, kecamatan=own)
    if not late:
        return t("Kelengkapan dan kejadian {month} sudah masuk dari semua kecamatan.", month=month)
    every = figures.counted("kecamatan_belum_kirim", len(board), last=month)
    return phrasing.sentence(t, t("{late} {month}."), late=(replace(every, n=len(late)), every), month=month)


def _state(t: Words, table: str, one: Delivery) -> str:
    word = edition_views.state_word(t, one.states[table], one.nil)
    return f"{word} ({formats.whole(t, one.rows[table])})" if one.rows[table] else word
