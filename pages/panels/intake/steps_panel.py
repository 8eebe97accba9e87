"""Penanganan: the cases that are open, what is known of one, and one step more."""

from __future__ import annotations

import functools
from datetime import date

import pandas as pd
import streamlit as st

from data.access import owners
from data.labels import of_choice
from data.session import Session
from data.tables.kejadian import HANDLING
from data.tables.langkah_penanganan import OFFICES
from data.words import Words
from data.workflow import handling
from pages.figures import markup
from pages.panels import acting, tables
from pages.panels.tables import Column, Record
from pages.session import guard, screen
from pages.wording import formats

_AREA, _CASE, _STATE, _DAY, _OFFICE = (f"langkah_{what}" for what in ("kecamatan", "kasus", "keadaan", "tanggal", "kantor"))


def show(session: Session) -> None:
    """Choose a case, read its steps, write the next one."""
    t = session.t
    acting.say()
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Tulis setiap perubahan keadaan penanganan pada harinya. Langkah tidak pernah diubah: yang keliru ditolak saat verifikasi, lalu ditulis lagi. Banyak langkah sekaligus dikirim sebagai tabel Langkah penanganan."
            ),
            "k-note",
        ),
    )
    cases, named = handling.open_cases(session), owners.names()
    if cases.empty:
        screen.show(t, markup.tag("p", t("Tidak ada kasus yang masih terbuka.")))
        return
    left, right = st.columns([1, 2])
    areas = sorted(cases["kecamatan"].unique())
    area = left.selectbox(t("Kecamatan"), options=areas, format_func=named.__getitem__, key=_AREA)
    own = cases[cases["kecamatan"] == area].set_index("id_kejadian")
    number = right.selectbox(
        t("Kasus yang masih terbuka"), options=own.index.tolist(), format_func=lambda one: _case(t, one, own.loc[one]), key=_CASE
    )
    if number is not None:
        _one(session, str(area), str(number), pd.Timestamp(own.loc[number, "tanggal"]).date())


def _case(t: Words, number: str, row: pd.Series) -> str:
    parts = [number, formats.day_short(t, pd.Timestamp(row["tanggal"]).date()), of_choice(t, "jenis", str(row["jenis"]))]
    return " · ".join([*parts, _state(t, row["keadaan"])])


def _one(session: Session, area: str, number: str, happened: date) -> None:
    t = session.t
    known = handling.steps(session, area, number)
    if known.empty:
        screen.show(t, markup.tag("p", t("Belum ada langkah yang tercatat.")))
    else:
        screen.show(t, tables.html_table(t, t("Langkah yang tercatat"), _columns(t), known.to_dict("records")))
    a, b, c, press = st.columns([2, 2, 2, 1], vertical_alignment="bottom")
    state = a.selectbox(
        t("Keadaan"), options=HANDLING, format_func=lambda one: _state(t, one), index=None, placeholder=t("Pilih"), key=_STATE
    )
    today = session.clock.today()
    on = b.date_input(t("Sejak tanggal"), value=max(happened, today), min_value=happened, max_value=max(happened, today), key=_DAY)
    office = c.selectbox(
        t("Kantor"),
        options=OFFICES,
        format_func=lambda one: of_choice(t, "kantor", one),
        index=None,
        placeholder=t("Tidak diketahui"),
        key=_OFFICE,
    )
    work = functools.partial(_work, session, area, number, on, state, office)
    press.button(
        t("Catat"),
        type="primary",
        disabled=state is None,
        on_click=guard.act(acting.reporting(t, work)),
        key="catat_langkah",
        width="stretch",
    )


def _columns(t: Words) -> list[Column[Record]]:
    return [
        Column(t("Sejak tanggal"), lambda row: formats.day_short(t, pd.Timestamp(row["tanggal"]).date())),
        Column(t("Keadaan"), lambda row: _state(t, row["keadaan"])),
        Column(t("Kantor"), lambda row: formats.NOTHING if pd.isna(row["kantor"]) else of_choice(t, "kantor", row["kantor"])),
        Column(t("Dari"), lambda row: t("baris kejadiannya") if row["kolom"] else t("langkah")),
        Column(t("Verifikasi"), lambda row: t("menunggu") if row["status"] == "masuk" else t("terverifikasi")),
    ]


def _state(t: Words, code: object) -> str:
    return t("penanganan belum dinyatakan") if pd.isna(code) else of_choice(t, "keadaan", str(code))  # type: ignore[call-overload]


def _work(session: Session, area: str, number: str, on: date, state: str | None, office: str | None) -> str:
    delivery = handling.add(session, area, number, on, str(state), office)
    for key in (_STATE, _OFFICE):
        st.session_state[key] = None
    return session.t("Langkah tercatat sebagai batch {batch}. Sekarang menunggu verifikasi.", batch=delivery)
