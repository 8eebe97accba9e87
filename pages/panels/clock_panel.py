"""What a page says while the time is in doubt, and the form for whoever may confirm it."""

from __future__ import annotations

import streamlit as st

from data.access import clock_watch
from data.errors import DataError
from data.session import Session
from data.store import clock
from data.workflow import timekeeping
from pages.panels import edition_views
from pages.wording import formats

_NOTE = "w_catatan_jam"


def notice(session: Session) -> None:
    """On the pages that can still be read without sign-in: one sentence; nothing while the time can be believed."""
    if clock_watch.doubt(session.home):
        st.warning(
            session.t("Jam komputer diragukan: embargo tidak terbuka dan edisi tidak terbit sampai jamnya dipastikan di Edisi & audit.")
        )


def show(session: Session) -> None:
    """What is wrong, and the question; nothing while the time can be believed."""
    t = session.t
    found = clock_watch.doubt(session.home)
    if found is None:
        return
    st.warning(f"{t(clock_watch.describe(found))} {t(clock_watch.waits())}")
    if not session.may("jam"):
        return
    with st.form("jam", border=False):
        words, press = st.columns([3, 2], vertical_alignment="bottom")
        note = words.text_input(
            t("Dari mana waktunya diketahui (boleh kosong, tercatat di jejak audit)"),
            key=_NOTE,
            max_chars=200,
        )
        title = t("Jam benar: sekarang {now}", now=formats.moment(t, clock.now()))
        pressed = press.form_submit_button(title, type="primary", width="stretch")
    st.caption(t("Bila keliru, betulkan dulu jam komputernya (timedatectl), lalu muat ulang halaman ini."))
    if pressed:
        _confirm(session, note)


def _confirm(session: Session, note: str) -> None:
    try:
        timekeeping.confirm(session, note)
    except DataError as reason:
        st.error(session.t(reason.message))
        return
    edition_views.findings.clear()
    st.rerun()
