"""Four eyes on the pages: whether they hold, who has had a hand in what would be published, who acts for whom."""

from __future__ import annotations

import functools
from dataclasses import astuple
from html import escape
from pathlib import Path

import streamlit as st

from data.access import access_file, clock_watch, delegations
from data.access.viewers import ROLES, Delegation
from data.errors import DataError
from data.session import Session
from data.workflow import four_eyes, publishing
from data.workflow.four_eyes import Content, Publishing
from pages.figures import markup
from pages.panels import tables
from pages.panels.tables import Column
from pages.session import context, screen
from pages.wording import formats

_SAID, _REFUSED = "setuju_hasil", "setuju_ditolak"


def note(session: Session) -> None:
    """Whether four eyes hold, and which of the waiting batches are the viewer's own."""
    t = session.t
    said, own = context.kept(_waiting)(session, *_switch(session.home))
    if own:
        said += " " + t.n(
            "Menunggu keputusan orang lain, karena Anda yang memasukkannya: batch {numbers}.",
            "Menunggu keputusan orang lain, karena Anda yang memasukkannya: batch {numbers}.",
            len(own),
            numbers=", ".join(map(str, own)),
        )
    screen.show(t, markup.tag("p", said, "k-note"))


def _switch(home: Path) -> tuple[str | None, bool | None]:
    """The part of `akses.toml` that decides whether four eyes hold: a key of what is cached from the store."""
    rules = access_file.load(home)
    return rules.mode, rules.four_eyes


def _waiting(session: Session, *_: object) -> tuple[str, list[int]]:
    rule, own = four_eyes.of_waiting(session)
    return session.t(rule), own


def _publishing(
    session: Session, period: str, digest: str, decisions: int, batches: int, statuses: int, *_: object
) -> tuple[Publishing, str]:
    found, rule = four_eyes.of_publishing(session, Content(period, digest, decisions, batches, statuses))
    return found, session.t(rule)


def show(session: Session, content: Content) -> Publishing:
    """Who decided what is new in an edition that would be published, who agreed to it, and the button to agree."""
    t = session.t
    if done := st.session_state.pop(_SAID, None):
        st.success(done)
    if refused := st.session_state.pop(_REFUSED, None):
        st.warning(refused)
    found, rule = context.kept(_publishing)(session, *astuple(content), *_switch(session.home))
    said = [rule]
    if found.on:
        names = ", ".join(map(functools.partial(formats.person, t), found.verifiers)) or formats.NOTHING
        said.append(
            t(
                "Yang baru di edisi ini diterima, ditolak, ditarik, atau diaktifkan kembali oleh: {names}.",
                names=names,
            )
        )
        said += [
            t("Disetujui oleh {who}, {when}.", who=formats.person(t, who), when=formats.moment(t, when)) for who, when in found.approvals
        ]
    screen.show(t, markup.tag("p", " ".join(said), "k-note"))
    needed = found.on and found.verifiers and not four_eyes.is_in(session.user, [who for who, _ in found.approvals])
    if needed and st.button(t("Setujui penerbitan {month}", month=formats.month(t, content.period)), key="setujui"):
        _approve(session, content.period)
    return found


def _approve(session: Session, period: str) -> None:
    t = session.t
    try:
        publishing.approve(session, period)
    except DataError as reason:
        st.session_state[_REFUSED] = t(reason.message)
    else:
        st.session_state[_SAID] = t(
            "Penerbitan {month} disetujui; yang memverifikasi dapat menerbitkannya selama bahannya tidak berubah.",
            month=formats.month(t, period),
        )
    st.rerun()


def acting(session: Session) -> None:
    """Every delegation that `akses.toml` names, whatever its days; nothing where there is none."""
    t = session.t
    known = access_file.load(session.home).delegations
    if not known:
        return
    day = None if clock_watch.doubt(session.home) else session.clock.today()
    columns = [
        Column[Delegation](t("Pelaksana harian"), lambda one: one.user),
        Column[Delegation](t("Menggantikan"), lambda one: one.absent),
        Column[Delegation](t("Peran"), lambda one: t(ROLES[one.role])),
        Column[Delegation](t("Dari"), lambda one: one.first, lambda one: escape(formats.day_short(t, one.first))),
        Column[Delegation](t("Sampai"), lambda one: one.last, lambda one: escape(formats.day_short(t, one.last))),
        Column[Delegation](t("Surat"), lambda one: one.letter),
        Column[Delegation](t("Keadaan"), lambda one: delegations.state(t, one, day)),
    ]
    caption = t(
        "Pelaksana harian (Plh.) dalam {file}; selama berlaku, setiap barisnya di jejak audit menyebut suratnya.", file=access_file.FILE
    )
    screen.show(t, tables.html_table(t, caption, columns, known))
