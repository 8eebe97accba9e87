"""What meetings decided, on *Ringkasan*: the last meeting's decisions first, the form for a new one, the next step of an old one, the minutes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from data.errors import DataError
from data.jobs.task import Task
from data.words import Words, msg
from data.workflow import meetings, stores
from data.workflow.meetings import Resolution
from pages.exports.proof import making
from pages.figures import markup
from pages.panels import acting
from pages.session import context, guard, screen, work
from pages.session.context import Context
from pages.wording import formats, meeting
from pages.wording.decisions import Decision

SHOWN, PROJECTED = 6, 2
"""Decisions that are told one by one: on the page, and on a projector."""
_KEY = "rapat"


def listed(view: Context) -> list[Resolution]:
    """Every decision that the viewer may read; none for other roles."""
    if not view.viewer.may(meetings.READING) or not stores.exists(view.session.home):
        return []
    return context.kept(meetings.listed)(view.session)


def show(view: Context, found: Sequence[Resolution], groups: Mapping[str, tuple[str, str]], most: int = SHOWN) -> None:
    """What comes first at a meeting: open decisions, then the closed ones of the last meeting; nothing where nothing was ever decided."""
    t, today = view.t, view.session.clock.today()
    acting.say()
    standing = meetings.standing(found, today)
    if not standing:
        return
    names = context.area_names(view.edition)
    st.subheader(t("Keputusan rapat sebelumnya"), anchor=False)
    cards = "".join(_card(t, one, names, groups, today) for one in standing[:most])
    rest = len(standing) - most
    more = t.n("{n} keputusan lain ada di notulen.", "{n} keputusan lain ada di notulen.", rest) if rest > 0 else ""
    screen.show(t, markup.box("div", cards, "k-decisions") + (markup.tag("p", more, "k-note") if more else ""))


def _card(t: Words, one: Resolution, names: Mapping[str, str], groups: Mapping[str, tuple[str, str]], today: date) -> str:
    charge = t("Penanggung jawab: {unit}. Paling lambat {date}.", unit=meeting.office(t, one, names), date=formats.day(t, one.due))
    inside = [
        markup.tag("p", f"{one.number}. {meeting.subject(t, one, names, groups)}", "k-decision"),
        markup.tag("p", one.text),
        markup.tag("p", f"{meeting.decided(t, one)} {charge}", "k-note"),
        markup.tag("p", meeting.state(t, one, today)),
    ]
    return markup.box("section", "".join(inside), "k-card")


def act(view: Context, found: Sequence[Resolution], matters: Sequence[Decision], groups: Mapping[str, tuple[str, str]]) -> None:
    """Note a decision, note what became of one, take the minutes along: each for the roles that may, drawn once it is unfolded."""
    if view.viewer.may(meetings.RIGHT) and stores.exists(view.session.home):
        if matters:
            _note(view, matters)
        if open_ := [one for one in found if one.is_open]:
            _follow(view, open_, groups)
    if found:
        _minutes(view, found)


def _note(view: Context, matters: Sequence[Decision]) -> None:
    t, today = view.t, view.session.clock.today()
    by_subject = {one.subject: one for one in matters}
    fold = st.expander(t("Catat keputusan rapat"), key=f"{_KEY}-lipat-catat", on_change="rerun")
    if not fold.open:
        return
    with fold:
        subject = st.selectbox(
            t("Hal yang diputuskan"), list(by_subject), format_func=lambda one: by_subject[one].matter, key=f"{_KEY}-pokok"
        )
        chosen = by_subject[subject]
        own = f"{_KEY}-{subject.replace('/', '-')}"
        st.text_area(
            t("Apa yang diputuskan"),
            value=chosen.action[: meetings.LONGEST],
            max_chars=meetings.LONGEST,
            height=68,
            key=f"{own}-putusan",
            help=t("Tanpa nama orang atau Ormas; dibaca semua peran yang melihat sinyal."),
        )
        a, b, c, d = st.columns(4)
        a.selectbox(t("Diputuskan oleh"), list(meetings.DECIDERS), format_func=_named(t, meetings.DECIDERS), key=f"{_KEY}-pemutus")
        offices = list(meetings.OFFICES)
        b.selectbox(
            t("Penanggung jawab"),
            offices,
            index=offices.index(chosen.office) if chosen.office in offices else 0,
            format_func=_named(t, meetings.OFFICES),
            key=f"{own}-unit",
        )
        c.date_input(t("Hari rapat"), value=today, max_value=today, format="DD/MM/YYYY", key=f"{_KEY}-hari")
        d.date_input(t("Paling lambat"), value=max(chosen.due, today), format="DD/MM/YYYY", key=f"{own}-batas")
        work_ = functools.partial(_decide, view, subject, own)
        st.button(t("Catat keputusan"), type="primary", key=f"{_KEY}-catat", on_click=guard.act(acting.reporting(t, work_)))


def _decide(view: Context, subject: str, own: str) -> str:
    state, t = st.session_state, view.t
    number = meetings.decide(
        view.session,
        view.edition.id,
        subject,
        held=_day(state[f"{_KEY}-hari"]),
        by=state[f"{_KEY}-pemutus"],
        office=state[f"{own}-unit"],
        due=_day(state[f"{own}-batas"]),
        text=str(state[f"{own}-putusan"]),
    )
    return t("Keputusan nomor {number} dicatat.", number=number)


def _follow(view: Context, open_: Sequence[Resolution], groups: Mapping[str, tuple[str, str]]) -> None:
    t, today = view.t, view.session.clock.today()
    names = context.area_names(view.edition)
    titles = {one.number: f"{one.number}. {meeting.subject(t, one, names, groups)}" for one in open_}
    fold = st.expander(t("Perbarui keputusan"), key=f"{_KEY}-lipat-langkah", on_change="rerun")
    if not fold.open:
        return
    with fold:
        a, b, c, d = st.columns([3, 2, 1, 1])
        number = a.selectbox(t("Keputusan"), list(titles), format_func=titles.__getitem__, key=f"{_KEY}-nomor")
        step = b.selectbox(t("Perkembangannya"), list(meetings.STEPS), format_func=_named(t, meetings.STEPS), key=f"{_KEY}-langkah")
        c.date_input(t("Pada tanggal"), value=today, max_value=today, format="DD/MM/YYYY", key=f"{_KEY}-tanggal")
        if step == meetings.POSTPONED:
            d.date_input(t("Tenggat baru"), value=None, format="DD/MM/YYYY", key=f"{_KEY}-tenggat")
        if step != meetings.DONE:
            st.text_input(t("Alasan"), max_chars=meetings.LONGEST_REASON, key=f"{_KEY}-alasan", help=t("Tanpa nama orang atau Ormas."))
        work_ = functools.partial(_take_step, view, int(number), str(step))
        st.button(t("Simpan"), key=f"{_KEY}-simpan", on_click=guard.act(acting.reporting(t, work_)))


def _take_step(view: Context, number: int, step: str) -> str:
    state, t, session = st.session_state, view.t, view.session
    day, reason = _day(state[f"{_KEY}-tanggal"]), str(state.get(f"{_KEY}-alasan") or "")
    if step == meetings.DONE:
        meetings.finish(session, number, day)
    elif step == meetings.POSTPONED:
        meetings.postpone(session, number, day, _day(state.get(f"{_KEY}-tenggat")), reason)
    else:
        meetings.cancel(session, number, day, reason)
    return t("Keputusan nomor {number} diperbarui.", number=number)


def _minutes(view: Context, found: Sequence[Resolution]) -> None:
    """One page of one meeting, as DOCX and PDF, made by the worker; in words what is missing where it can't be made."""
    t = view.t
    if not view.viewer.may(making.TAKING):
        return
    fold = st.expander(t("Notulen rapat"), key=f"{_KEY}-lipat-notulen", on_change="rerun")
    if not fold.open:
        return
    with fold, st.container(horizontal=True, vertical_alignment="bottom"):
        held = st.selectbox(
            t("Hari rapat"), meetings.days(found), format_func=functools.partial(formats.day, t), key=f"{_KEY}-notulen", width=240
        )
        simulated = "-simulasi" if view.is_simulated else ""
        lacking = []
        for form, mime in making.MINUTES_FORMATS.items():
            missing = making.what_is_missing(form)
            name = f"notulen-{held}-{t.language}{simulated}.{form}"
            task = Task(
                f"{work.MINUTES}-{form}",
                making.minutes_of,
                msg("Notulen {form}", form=form.upper()),
                (held.isoformat(), form),
                key=name,
                about=work.File(name, mime),
            )
            st.download_button(
                t("Notulen {form}", form=form.upper()),
                data=guard.file(functools.partial(work.fetch, view.session, task)),
                file_name=name,
                mime=mime,
                key=f"unduh-notulen-{form}",
                on_click=guard.act(work.expect),
                disabled=missing is not None,
                help=t(missing) if missing else t("Untuk kalangan internal; bukan bahan siaran pers."),
            )
            lacking += [missing] if missing and missing not in lacking else []
    for one in lacking:
        st.warning(t(one))


def _day(chosen: object) -> date:
    if not isinstance(chosen, date):
        raise DataError(msg("Pilih tanggalnya dulu. Tidak ada yang diubah."))
    return chosen


def _named(t: Words, offered: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: t(offered[code])
