"""Pindah kecamatan: what was entered for one kecamatan and belongs to another, found by its number."""

from __future__ import annotations

import functools

import pandas as pd
import streamlit as st

from data.access import owners
from data.labels import of_choice
from data.session import Session
from data.tables import TABLES
from data.words import Words
from data.workflow import moving
from pages.figures import markup
from pages.panels import acting, tables
from pages.panels.tables import Column, Record
from pages.session import guard, screen
from pages.wording import formats

_TABLE, _NUMBER, _FROM, _TO, _DESA, _REASON = (f"pindah_{what}" for what in ("tabel", "nomor", "dari", "ke", "desa", "alasan"))


def show(session: Session) -> None:
    """The number, what stands under it, where it belongs, and the button."""
    t = session.t
    acting.say()
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Nomor kejadian dan kegiatan berlaku di kecamatannya: nomor yang sama di kecamatan lain adalah kejadian lain. Yang tercatat di kecamatan yang keliru dipindahkan di sini."
            ),
            "k-note",
        ),
    )
    left, right = st.columns([1, 2])
    table = left.selectbox(
        t("Tabel"),
        options=moving.MOVABLE,
        index=moving.MOVABLE.index("kejadian"),
        format_func=lambda name: TABLES[name].label(t),
        key=_TABLE,
    )
    number = right.text_input(t("Nomor (id)"), key=_NUMBER, max_chars=40).strip()
    if not number:
        return
    found = moving.find(session, table, None, number)
    if found.empty:
        screen.show(t, markup.tag("p", t("Nomor {number} tidak ada di tabel ini, ditolak, atau sudah dipindahkan.", number=number)))
        return
    named = owners.names()
    screen.show(t, tables.html_table(t, t("Yang tercatat dengan nomor itu"), _columns(t, named), found.to_dict("records")))
    _choose(session, table, number, found, named)


def _columns(t: Words, named: dict[str, str]) -> list[Column[Record]]:
    states = {"masuk": t("menunggu"), "terverifikasi": t("terverifikasi")}
    return [
        Column(t("Kecamatan"), lambda row: named[str(row["kecamatan"])]),
        Column(t("Tanggal"), lambda row: formats.day_short(t, pd.Timestamp(row["tanggal"]).date())),
        Column(t("Jenis"), lambda row: of_choice(t, "jenis", str(row["jenis"]))),
        Column(t("Nomor batch"), lambda row: row["batch"], numeric=True),
        Column(t("Keadaan"), lambda row: states[str(row["status_verifikasi"])]),
    ]


def _choose(session: Session, table: str, number: str, found: pd.DataFrame, named: dict[str, str]) -> None:
    t = session.t
    a, b, c = st.columns(3)
    origin = a.selectbox(t("Dari kecamatan"), options=found["kecamatan"].tolist(), format_func=named.__getitem__, key=_FROM)
    others = [code for code in named if code != origin]
    to = b.selectbox(t("Ke kecamatan"), options=others, format_func=named.__getitem__, index=None, placeholder=t("Pilih"), key=_TO)
    desa = c.text_input(t("Kode desa di sana (boleh kosong)"), key=_DESA, max_chars=13).strip()
    words, press = st.columns([4, 1], vertical_alignment="bottom")
    with words:
        acting.reason_box(t, _REASON)
    work = functools.partial(_work, session, table, number, str(origin), str(to), desa)
    press.button(
        t("Pindahkan"), type="primary", disabled=to is None, on_click=guard.act(acting.reporting(t, work)), key="pindahkan", width="stretch"
    )


def _work(session: Session, table: str, number: str, origin: str, to: str, desa: str) -> str:
    reason = str(st.session_state.get(_REASON) or "")
    moved = moving.move(session, table, number, origin=origin, to=to, desa=desa, reason=reason)
    for key in (_NUMBER, _DESA, _REASON):
        st.session_state[key] = ""
    return moving.describe(session.t, moved, owners.names()[to])
