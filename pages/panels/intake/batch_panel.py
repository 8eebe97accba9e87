"""Batches: what came in when, withdrawing one and bringing it in again."""

from __future__ import annotations

import functools

import pandas as pd
import streamlit as st

from data.session import Session
from data.tables import TABLES
from data.words import Words
from data.workflow import batches, verification
from pages.figures import markup
from pages.panels import acting, tables
from pages.panels.tables import Column, Record
from pages.session import guard, screen
from pages.wording import formats

SHOWN = 100
_REASON, _WHICH = "alasan_batch", "nomor_batch"


def show(session: Session) -> None:
    """The newest batches, and the two buttons."""
    t = session.t
    acting.say()
    known = verification.deliveries(session).iloc[::-1]
    rows = known.head(SHOWN).to_dict("records")
    screen.show(t, tables.html_table(t, t("Batch yang masuk, yang terbaru dulu"), _columns(t), rows))
    _change(session, known)


def _columns(t: Words) -> list[Column[Record]]:
    def when(row: Record) -> str:
        return formats.moment(t, pd.Timestamp(row["waktu"]))

    return [
        Column(t("Nomor batch"), lambda row: row["kiriman"], numeric=True),
        Column(t("Tabel"), lambda row: ", ".join(TABLES[str(one)].label(t) for one in row["tabel"])),
        Column(t("Berkas"), lambda row: row["berkas"]),
        Column(t("Waktu"), when),
        Column(t("Oleh"), lambda row: formats.person(t, str(row["oleh"]))),
        Column(t("Baris"), lambda row: row["baris_masuk"], numeric=True),
        Column(t("Menunggu"), lambda row: row["menunggu"], numeric=True),
        Column(
            t("Keadaan"),
            lambda row: t("aktif") if row["utuh"] else t("sebagian ditarik") if row["aktif"] else t("ditarik"),
        ),
    ]


def _change(session: Session, known: pd.DataFrame) -> None:
    t = session.t
    active = dict(zip(known["kiriman"], known["aktif"], strict=True))
    files = dict(zip(known["kiriman"], known["berkas"], strict=True))
    which, reason, press = st.columns([3, 4, 1], vertical_alignment="bottom")
    chosen = which.selectbox(t("Batch"), options=list(active), format_func=lambda one: f"{one} · {files[one]}", key=_WHICH)
    with reason:
        acting.reason_box(t, _REASON)
    if chosen is None:
        return
    withdraw = bool(active[chosen])
    press.button(
        t("Tarik") if withdraw else t("Aktifkan lagi"),
        on_click=guard.act(acting.reporting(t, functools.partial(_work, session, int(chosen), withdraw=withdraw))),
        key="ubah-batch",
        width="stretch",
    )
    screen.show(
        t,
        markup.tag(
            "p",
            t("Batch yang ditarik tidak lagi dihitung mulai edisi berikutnya; barisnya tetap tersimpan dan dapat diaktifkan lagi."),
            "k-note",
        ),
    )


def _work(session: Session, batch: int, *, withdraw: bool) -> str:
    t = session.t
    reason = str(st.session_state.get(_REASON) or "")
    change = batches.withdraw if withdraw else batches.restore
    n = change(session, batch, reason)
    st.session_state[_REASON] = ""
    if withdraw:
        return t.n("Batch {batch} ditarik ({n} baris).", "Batch {batch} ditarik ({n} baris).", n, batch=batch)
    return t.n("Batch {batch} aktif lagi ({n} baris).", "Batch {batch} aktif lagi ({n} baris).", n, batch=batch)
