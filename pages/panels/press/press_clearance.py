"""The clearance of a frame on Siaran pers: ask, clear with or without embargo, refuse, withdraw, and what was decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape

import streamlit as st

from data.access import clock_watch
from data.access.viewers import LOCAL
from data.errors import DataError
from data.reference import territory
from data.session import Session
from data.store import moments
from data.words import Words
from data.workflow import clearance, stores
from data.workflow.clearance import Clearance
from pages.exports.press import district, press
from pages.exports.proof import checking, making
from pages.exports.proof.making import Made
from pages.figures import markup
from pages.panels import tables
from pages.panels.press import press_desk
from pages.panels.press.press_desk import Choice
from pages.panels.tables import Column
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import formats


def waiting(view: Context) -> None:
    """For those who decide: every frame that waits, of whatever edition and month, each with a button to it; opens on the oldest."""
    t = view.t
    if not view.viewer.may("izin"):
        return
    listed = _listed(view)
    if not listed:
        if decides(view):
            screen.show(t, markup.tag("p", t("Tidak ada bingkai yang menunggu keputusan PPID."), "k-note"))
        return
    if context.wanted(press_desk.KIND) is None:
        _open(listed[0])
        st.rerun()
    screen.show(t, markup.tag("p", _number(t, len(listed)), "k-situation"))
    with st.container(horizontal=True):
        for one in listed:
            title = t(
                "{frame}, {month}, edisi {edition}; diminta {when} oleh {who}",
                frame=checking.kind_name(t, one.kind),
                month=formats.month(t, one.period),
                edition=one.edition,
                when=formats.moment(t, one.asked),
                who=formats.person(t, one.asked_by),
            )
            st.button(title, key=f"buka-{one.id}", on_click=guard.act(_open), args=(one,))


def decides(view: Context) -> bool:
    """Whether somebody came to decide: who tries every role at this machine didn't."""
    return view.viewer.may("izin") and view.viewer.role != LOCAL


def beckon(view: Context) -> None:
    """On the page that opens first: that frames wait for who decides, with the way there."""
    if not decides(view) or not (listed := _listed(view)):
        return
    way = markup.box("a", escape(view.t("Lihat dan putuskan")), href="siaran_pers", target="_self")
    screen.show(view.t, markup.box("p", f"{escape(_number(view.t, len(listed)))} {way}", "k-note"))


def _listed(view: Context) -> list[Clearance]:
    """What waits, of editions that are there."""
    return [one for one in context.kept(clearance.waiting)(view.session) if one.edition in view.editions]


def _number(t: Words, n: int) -> str:
    return t.n("{n} bingkai menunggu keputusan PPID.", "{n} bingkai menunggu keputusan PPID.", n)


def _open(one: Clearance) -> None:
    """Choose exactly what was asked for."""
    place = district.code_in(one.kind)
    context.choose(context.EDITION, one.edition)
    context.choose(context.PERIOD, one.period)
    context.choose(press_desk.KIND, district.TREND if place else one.kind)
    if place:
        context.choose(context.KECAMATAN, place)
    st.session_state["w_golongan"] = one.name_low_bands


def show(view: Context, choice: Choice, made: Made) -> None:
    """State of the clearance of the chosen frame, and what the viewer may do about it."""
    t = view.t
    screen.show(t, markup.tag("h3", t("Izin siar")))
    if not stores.exists(view.session.home):
        screen.show(t, markup.tag("p", t("Edisi ini dibuka tanpa basis data; izin tidak dapat diminta di sini."), "k-note"))
        return
    one = _current(view, choice, made)
    if one is None:
        screen.show(t, markup.tag("p", t("Belum diminta untuk isi bingkai ini."), "k-note"))
    else:
        (st.success if one.in_force(clock_watch.reached(view.session.home)) else st.info)(checking.state_line(t, view.session.home, one))
        if one.state == "diminta" and one.note:
            screen.show(t, markup.tag("p", t("Catatan peminta: {note}", note=one.note), "k-note"))
    if (one is None or not one.told or one.state in ("ditolak", "ditarik")) and view.viewer.may("ekspor_pers"):
        _ask(view, choice)
    if one and view.viewer.may("izin"):
        if one.told and one.state == "diminta":
            for warning in press_desk.warnings(view, choice.kind):
                st.warning(warning)
            _decide(view.session, one)
        if one.state == "disetujui":
            _withdraw(view.session, one)


def _current(view: Context, choice: Choice, made: Made) -> Clearance | None:
    """The clearance in force, else the last one that was asked for exactly what the frame says now."""
    if made.cleared:
        return made.cleared
    wanted = press_desk.said(view, choice.kind, choice.named)
    asked = press_desk.asked(view)
    same = [one for one in asked if (one.kind, one.period, one.fingerprint) == (choice.kind, view.period, wanted)]
    return same[-1] if same else None


def _ask(view: Context, choice: Choice) -> None:
    t = view.t
    with st.form("minta-izin", border=False):
        note = st.text_input(t("Catatan untuk PPID (boleh kosong)"), key="w_catatan")
        if st.form_submit_button(t("Minta izin PPID")):
            edition = press_desk.whole(view)
            _do(t, lambda: making.ask(t, view.session, edition, choice.kind, view.period, name_low_bands=choice.named, note=note))


def _decide(session: Session, one: Clearance) -> None:
    t = session.t
    zone = territory.load_territory().time_zone
    with st.form("putus-izin"):
        screen.show(
            t,
            markup.tag("p", t("Yang disetujui adalah bingkai seperti terlihat di samping, dalam kedua bahasa dan semua ukuran."), "k-note"),
        )
        held = st.checkbox(t("Ditahan (embargo) sampai"), key="w_embargo")
        day, hour = st.columns(2)
        tomorrow = moments.local(session.clock.now()) + timedelta(days=1)
        date = day.date_input(t("Tanggal"), value=tomorrow.date(), format="DD/MM/YYYY", key="w_tanggal")
        time = hour.time_input(t("Jam"), value=tomorrow.replace(hour=9, minute=0).time(), key="w_jam")
        reason = st.text_input(t("Alasan (wajib bila ditolak)"), key="w_alasan")
        yes, no = st.columns(2)
        if yes.form_submit_button(t("Setujui"), type="primary", width="stretch"):
            until = datetime.combine(date, time, zone).astimezone(UTC).replace(tzinfo=None) if held else None
            _do(t, lambda: clearance.clear(session, one.id, reason=reason, embargo=until))
        if no.form_submit_button(t("Tolak"), width="stretch"):
            _do(t, lambda: clearance.refuse(session, one.id, reason=reason))


def _withdraw(session: Session, one: Clearance) -> None:
    t = session.t
    with st.form("tarik-izin", border=False):
        reason = st.text_input(t("Alasan penarikan"), key="w_alasan_tarik")
        if st.form_submit_button(t("Tarik izin")):
            _do(t, lambda: clearance.withdraw(session, one.id, reason=reason))


def _do(t: Words, act: Callable[[], Clearance]) -> None:
    """Carry it out and draw again; a refusal is shown and changes nothing."""
    try:
        act()
    except DataError as reason:
        st.error(t(reason.message))
        return
    st.rerun()


def table(view: Context) -> None:
    """Every clearance of the edition."""
    t = view.t
    asked = press_desk.asked(view)[::-1]
    if not asked:
        screen.show(t, markup.tag("p", t("Belum ada izin yang diminta untuk edisi ini."), "k-note"))
        return
    edition = press_desk.whole(view)
    columns = [
        Column[Clearance](t("Izin"), lambda c: c.id),
        Column[Clearance](t("Bingkai"), lambda c: press.name_of(edition, t, c.kind)),
        Column[Clearance](t("Bulan"), lambda c: formats.month(t, c.period)),
        Column[Clearance](t("Diminta"), lambda c: f"{formats.moment(t, c.asked)}, {formats.person(t, c.asked_by)}"),
        Column[Clearance](t("Keadaan"), lambda c: t(clearance.state_name(c.state))),
        Column[Clearance](t("Ditahan sampai"), lambda c: formats.moment(t, c.embargo) if c.embargo else formats.NOTHING),
        Column[Clearance](
            t("Diputus"), lambda c: f"{formats.moment(t, c.decided)}, {formats.person(t, c.decided_by)}" if c.decided else formats.NOTHING
        ),
        Column[Clearance](t("Alasan"), lambda c: c.reason or formats.NOTHING),
    ]
    screen.show(t, tables.html_table(t, t("Izin siar edisi {id}", id=view.edition.id), columns, asked))
