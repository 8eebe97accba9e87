"""Publishing from the page: which month, what will count and change, the work step by step, and where to go next."""

from __future__ import annotations

import functools
from html import escape
from urllib.parse import urlencode

import streamlit as st

from data.access import clock_watch
from data.editions import comparing
from data.errors import DataError
from data.safety import first_steps
from data.session import Session
from data.words import N_, Words
from data.workflow import four_eyes, publishing, verification
from data.workflow.publishing import Standing
from pages.facts import periods
from pages.figures import markup
from pages.panels.editions import edition_views, eyes_panel
from pages.session import context, screen
from pages.wording import coverage, formats

OFFERED = 12
_SAID, _REFUSED = "terbit_hasil", "terbit_ditolak"
# Where one goes from a new edition: pages by their address.
WAYS = {"ringkasan": N_("Ringkasan dan brief"), "peta": N_("Peta"), "siaran_pers": N_("Siaran pers")}


def show(session: Session) -> None:
    """For those with the right `terbit`; the new edition is opened, and the button stays disabled until something changes."""
    t = session.t
    home = session.home
    if done := st.session_state.pop(_SAID, None):
        st.success(t("Edisi {id} terbit.", id=done))
        screen.show(t, _ways(t, done))
    if refused := st.session_state.pop(_REFUSED, None):
        st.warning(refused)
    latest = publishing.latest_complete_month(session.clock.today())
    offered = [periods.back(latest, n) for n in range(OFFERED)]
    if (last := context.of_store(first_steps.state)(home).month) not in offered:  # rows from years ago and no later ones
        offered.append(last)
    left, right = st.columns([1, 2], gap="large", vertical_alignment="bottom")
    with left:
        month = st.selectbox(t("Bulan yang diterbitkan"), offered, format_func=functools.partial(formats.month, t), key="w_bulan_terbit")
    found, why = None, ""
    try:
        found = context.of_session(publishing.standing)(session, month)
    except DataError as reason:
        why = t(reason.message)
    if found is not None:
        if found.unchanged:
            why = t(publishing.nothing_changed(found))
        elif eyes_panel.show(session, found.content).lacks(session.user):
            why = t(four_eyes.alone())
    if clock_watch.doubt(home):  # the top of the page says what is wrong
        why = t("Penerbitan menunggu sampai jam komputer dipastikan.")
    wanted = True
    if found is not None and found.silent and not why:
        st.warning(coverage.silent_sentence(t, [month]))
        wanted = st.checkbox(
            t("Terbitkan juga, walaupun tidak ada laporan apa pun; setiap halaman, brief, dan bingkai akan mengatakannya."),
            key="w_tanpa_laporan",
        )
    with right:
        pressed = st.button(
            t("Terbitkan edisi {month}", month=formats.month(t, month)),
            type="primary",
            key="terbitkan",
            disabled=bool(why) or not wanted,
        )
    if why:
        st.info(why)
    if found is None:
        return
    if found.unchanged:
        screen.show(t, _ways(t, str(found.newest)))
        return
    if pressed:
        _publish(session, month)
    _list(t, _what_will_count(session, month, found))
    if found.newest is not None:
        with st.spinner(t("Menghitung apa yang akan berubah …"), show_time=True):
            first, *lines = context.of_session(_what_will_change)(session, month, found.newest)
        screen.show(t, markup.tag("p", first))
        _list(t, lines)


def _list(t: Words, lines: list[str]) -> None:
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))


def _ways(t: Words, edition_id: str) -> str:
    """Links to where a new edition is looked at and taken out."""
    links = []
    for page, title in WAYS.items():
        query = urlencode({context.EDITION: edition_id, context.LANGUAGE: t.language})
        links.append(markup.box("a", escape(t(title)), href=f"{page}?{query}", target="_self"))
    return markup.box("p", escape(t("Lanjut ke edisi {id}:", id=edition_id)) + " " + " · ".join(links))


def _what_will_change(session: Session, month: str, newest: str) -> list[str]:
    try:
        return comparing.before_publishing(session.t, session.home, newest, publishing.draft(session, month))
    except DataError as reason:
        return [session.t(reason.message)]


def _what_will_count(session: Session, month: str, found: Standing) -> list[str]:
    t = session.t
    waiting = verification.counted(session, verification.Filter())
    n = int(waiting.loc[waiting["bulan"] <= month, "n"].sum())
    known = [one.id for one in edition_views.editions(session.home) if one.period == month]
    lines = [
        t.n(
            "{n} baris sampai bulan itu masih menunggu verifikasi dan tidak akan dihitung.",
            "{n} baris sampai bulan itu masih menunggu verifikasi dan tidak akan dihitung.",
            n,
        )
        if n
        else t("Tidak ada baris yang menunggu verifikasi."),
        t("Sudah ada {known}; yang baru menjadi revisi berikutnya dan yang lama tetap dapat dibuka.", known=", ".join(known))
        if known
        else t("Ini edisi pertama untuk bulan itu."),
        t("Edisi yang sudah terbit tidak dapat diubah. Bila ternyata keliru: perbaiki datanya, lalu terbitkan lagi."),
    ]
    return lines if found.has_index else [coverage.without_index(t, found.index_from), *lines]


def _publish(session: Session, month: str) -> None:
    t = session.t
    asked = bool(st.session_state.get("w_tanpa_laporan"))
    with st.status(t("Menerbitkan, sekitar setengah menit …"), expanded=True) as progress:
        try:
            made = publishing.publish(session, month, say=progress.write, without_reports=asked)
        except DataError as reason:
            st.session_state[_REFUSED] = t(reason.message)
        else:
            st.session_state[_SAID] = made
            context.go_to_edition(made)
            edition_views.findings.clear()
    st.rerun()
