"""Publishing from the page: which month, what will count and change, the work step by step, and where to go next."""

from __future__ import annotations

import functools
from collections.abc import Hashable
from html import escape

import streamlit as st

from data.access import clock_watch
from data.errors import DataError
from data.jobs.task import Job, Task
from data.safety import first_steps
from data.session import Session
from data.words import Words, msg, written
from data.workflow import four_eyes, publishing, stores, verification
from data.workflow.publishing import Standing
from pages.facts import periods
from pages.figures import markup
from pages.panels import edition_views, work_panel
from pages.panels.editions import eyes_panel
from pages.session import context, screen, work
from pages.wording import coverage, formats

OFFERED = 12
_AWAITED, _REFUSED, _BUTTON = "terbit_ditunggu", "terbit_ditolak", "terbitkan"


def show(session: Session) -> None:
    """For those with the right `terbit`; the new edition is opened, and the button stays disabled until something changes."""
    t = session.t
    home = session.home
    _open_what_was_awaited(session)
    refused = st.empty()
    latest = publishing.latest_complete_month(session.clock.today())
    offered = [periods.back(latest, n) for n in range(OFFERED)]
    if (last := context.kept(first_steps.state)(home).month) not in offered:  # rows from years ago and no later ones
        offered.append(last)
    left, right = st.columns([1, 2], gap="large", vertical_alignment="bottom")
    with left:
        month = st.selectbox(t("Bulan yang diterbitkan"), offered, format_func=functools.partial(formats.month, t), key="w_bulan_terbit")
    found, why = None, ""
    try:
        found = context.kept(publishing.standing)(session, month)
    except DataError as reason:
        why = t(reason.message)
    if found is not None:
        if not st.session_state.get(_BUTTON):  # before anything is said that is said once
            _begin_preview(session, month, found)
        if found.unchanged:
            why = t(publishing.nothing_changed(found))
        elif eyes_panel.show(session, found.content).lacks(session.user):
            why = t(four_eyes.alone())
    if said := st.session_state.pop(_REFUSED, None):
        refused.warning(said)
    if clock_watch.doubt(home):  # the top of the page says what is wrong
        why = t("Penerbitan menunggu sampai jam komputer dipastikan.")
    if work.is_open(session, work.PUBLISH):
        why = t("Penerbitan yang Anda minta sedang dikerjakan; lihat bagian atas halaman ini.")
    elif waits := work_panel.others(session):
        screen.show(t, markup.tag("p", waits, "k-note"))
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
            key=_BUTTON,
            disabled=bool(why) or not wanted,
        )
    if why:
        st.info(why)
    if found is None:
        return
    if found.unchanged:
        screen.show(t, work_panel.ways(t, str(found.newest)))
        return
    if pressed:
        _publish(session, month)
    _list(t, _what_will_count(session, month, found))
    if found.newest is not None and not work.is_open(session, work.PUBLISH):
        _preview(session, month, found.newest)


def _list(t: Words, lines: list[str]) -> None:
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))


def _begin_preview(session: Session, month: str, found: Standing) -> None:
    """Let the worker compute what publishing would change, for the store as it is; the page is drawn again, to follow it."""
    if found.newest is None or found.unchanged or work.is_open(session, work.PUBLISH):
        return
    key = _preview_key(session, month, found.newest)
    for old in work.own(session, work.PREVIEW):
        if old.task.key != key:
            work.drop(session, old.number)
    if _previewed(session, month, found.newest) is not None:
        return
    title = msg("Menghitung apa yang akan berubah")
    try:
        work.begin(session, Task(work.PREVIEW, publishing.preview, title, (month, found.newest), key=key))
    except DataError as reason:
        st.info(session.t(reason.message))
        return
    st.rerun()


def _preview_key(session: Session, month: str, newest: str) -> Hashable:
    return month, newest, session.t.language, stores.state(session.home)


def _previewed(session: Session, month: str, newest: str) -> Job | None:
    key = _preview_key(session, month, newest)
    return next((one for one in work.own(session, work.PREVIEW) if one.task.key == key), None)


def _preview(session: Session, month: str, newest: str) -> None:
    """What publishing would change, as far as the worker is."""
    t = session.t
    job = _previewed(session, month, newest)
    if job is None:
        return
    if job.is_open:
        screen.show(t, markup.box("p", escape(t("Menghitung apa yang akan berubah …")), role="status"))
        screen.show(t, markup.tag("p", work_panel.state(t, job), "k-note"))
    elif isinstance(job.result, list):
        first, *lines = job.result
        screen.show(t, markup.tag("p", first))
        _list(t, lines)
    else:
        st.info(t(job.reason))
        if job.state == "terputus":  # computed anew when the page is drawn next
            work.drop(session, job.number)


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
    """Hand it to the worker; what it would change is of no use any more."""
    t = session.t
    asked = bool(st.session_state.get("w_tanpa_laporan"))
    title = msg("Menerbitkan edisi {month}", month=written(formats.month, month))
    for preview in work.own(session, work.PREVIEW):
        work.drop(session, preview.number)
    try:
        job = work.begin(
            session, Task(work.PUBLISH, publishing.publish, title, (month,), {"without_reports": asked}, key=("terbit", month))
        )
    except DataError as reason:
        st.session_state[_REFUSED] = t(reason.message)
    else:
        st.session_state[_AWAITED] = job.number
    st.rerun()


def _open_what_was_awaited(session: Session) -> None:
    """Where it was asked for, the edition that came to be is opened, once."""
    awaited = st.session_state.get(_AWAITED)
    for job in work.own(session, work.PUBLISH):
        if job.number == awaited and not job.is_open:
            del st.session_state[_AWAITED]
            edition_views.findings.clear()
            if job.state == "selesai":
                context.go_to_edition(str(job.result))
                st.rerun()
