"""Which institution may see which Ormas by name: the list, and for the admin the form and the way to end one."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from html import escape

import streamlit as st

from data.access import grants, viewers
from data.access.grants import Grant
from data.access.viewers import INSTITUTIONS
from data.errors import DataError
from data.session import Session
from data.store import moments
from data.words import Words, msg
from data.workflow import granting
from pages.figures import markup
from pages.panels import acting, tables
from pages.panels.tables import Column
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import formats

_ROLE, _CODES, _PURPOSE, _LETTER, _UNTIL = (f"izin_{part}" for part in ("peran", "kode", "tujuan", "surat", "sampai"))
_NUMBER, _REASON = "izin_nomor", "izin_alasan"
USUAL = timedelta(days=90)


def show(session: Session, view: Context | None) -> None:
    """Every grant that was ever given; the form for those who may give one."""
    t = session.t
    acting.say()
    today = session.clock.today()
    rows = context.kept(grants.of_home)(session.home)
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Petugas penghubung melihat Ormas tanpa nama. Satu izin menampilkan nama dan skor IKO satu Ormas kepada satu instansi, sampai harinya; saat membaca diperiksa lagi apakah izin itu masih berlaku."
            ),
            "k-note",
        ),
    )
    if rows:
        _list(t, rows, today, view)
    else:
        st.info(t("Belum ada izin instansi."))
    if session.may(granting.RIGHT):
        _form(session, today)
        _end(session, [one for one in rows if one.state(today) == "berlaku"])


def _list(t: Words, rows: list[Grant], today: date, view: Context | None) -> None:
    columns = [
        Column[Grant](t("No."), lambda one: one.number, numeric=True),
        Column[Grant](t("Instansi"), lambda one: INSTITUTIONS[one.role]),
        Column[Grant](t("Ormas"), lambda one: one.code),
        Column[Grant](t("Tujuan"), lambda one: one.purpose),
        Column[Grant](t("Nomor surat"), lambda one: one.letter),
        Column[Grant](t("Sampai"), lambda one: one.until, lambda one: escape(moments.day(t, one.until))),
        Column[Grant](t("Keadaan"), lambda one: t(grants.STATES[one.state(today)])),
        Column[Grant](t("Dicatat"), lambda one: moments.local(one.given_at), lambda one: escape(formats.moment(t, one.given_at))),
        Column[Grant](t("Oleh"), lambda one: formats.person(t, one.given_by)),
    ]
    caption = t("Izin instansi melihat IKO Ormas tertentu, yang terbaru dulu.")
    screen.show(t, markup.box("div", tables.html_table(t, caption, columns, rows), "k-close"))
    if view is not None:
        tables.download("izin-instansi", columns, rows, view, caption)


def _form(session: Session, today: date) -> None:
    t = session.t
    st.subheader(t("Catat izin"), anchor=False)
    a, b, c = st.columns(3)
    a.selectbox(t("Instansi"), list(INSTITUTIONS), format_func=INSTITUTIONS.__getitem__, key=_ROLE)
    b.text_input(t("Kode Ormas"), key=_CODES, help=t("Boleh lebih dari satu, pisahkan dengan koma."))
    c.date_input(
        t("Berlaku sampai"), value=today + USUAL, min_value=today, max_value=today + granting.LONGEST, format="DD/MM/YYYY", key=_UNTIL
    )
    a, b = st.columns([2, 1])
    a.text_input(t("Tujuan"), key=_PURPOSE, max_chars=200)
    b.text_input(t("Nomor surat"), key=_LETTER, max_chars=80)
    st.button(
        t("Catat izin"), type="primary", key="w_izin_beri", on_click=guard.act(acting.reporting(t, functools.partial(_give, session)))
    )


def _give(session: Session) -> str:
    state = st.session_state
    until = state[_UNTIL]
    if not isinstance(until, date):
        raise DataError(msg("Pilih tanggal berakhir izin."))
    made = granting.give(
        session, state[_ROLE], str(state[_CODES]).split(","), purpose=str(state[_PURPOSE]), letter=str(state[_LETTER]), until=until
    )
    for key in (_CODES, _PURPOSE, _LETTER):
        state[key] = ""
    return session.t(
        "Izin {numbers} untuk {institution} dicatat.", numbers=", ".join(map(str, made)), institution=viewers.INSTITUTIONS[state[_ROLE]]
    )


def _end(session: Session, rows: list[Grant]) -> None:
    t = session.t
    if not rows:
        return
    st.subheader(t("Cabut izin"), anchor=False)
    titles = {one.number: f"{one.number} · {INSTITUTIONS[one.role]} · {one.code}" for one in rows}
    a, b, c = st.columns([2, 3, 1], vertical_alignment="bottom")
    a.selectbox(t("Izin instansi"), list(titles), format_func=titles.__getitem__, key=_NUMBER)
    with b:
        acting.reason_box(t, _REASON)
    c.button(
        t("Cabut"), key="w_izin_cabut", width="stretch", on_click=guard.act(acting.reporting(t, functools.partial(_withdraw, session)))
    )


def _withdraw(session: Session) -> str:
    state = st.session_state
    one = granting.withdraw(session, int(state[_NUMBER]), str(state[_REASON] or ""))
    state[_REASON] = ""
    return session.t("Izin {number} ({institution}, {code}) dicabut.", number=one.number, institution=INSTITUTIONS[one.role], code=one.code)
