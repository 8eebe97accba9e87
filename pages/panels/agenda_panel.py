"""The next 30 days: the calendar, the agenda of the office and, for roles in charge, notified demonstrations. Of today, not of an edition.

The only place where notified demonstrations are shown: on *Sinyal* and on *Papan hari ini*. It hands over no file: what is listed here is seen and not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import streamlit as st

from data.reference import days
from data.session import Session
from data.tables.agenda import NOTIFIED, PASSING
from data.words import Words
from data.workflow import agenda
from data.workflow.agenda import Entry
from pages.facts import marks
from pages.facts.marks import Mark
from pages.figures import markup
from pages.panels import tables
from pages.panels.tables import Column
from pages.session import context, screen
from pages.wording import formats, marking
from pages.wording.labels import label

DAYS = 30


@dataclass(frozen=True)
class Line:
    """One line of the list."""

    mark: Mark
    basis: str
    size: str = formats.NOTHING


def show(session: Session, names: Mapping[str, str], whole: str) -> None:
    """The list, folded; under it what notified demonstrations are, and which days have no official date.

    names: of kecamatan, by code; whole: name of the territory.
    """
    t = session.t
    first = session.clock.today()
    last = first + timedelta(days=DAYS - 1)
    lines = list(_lines(session, first, last))
    columns = [
        Column[Line](t("Agenda"), lambda one: marking.name(t, one.mark.code)),
        Column[Line](t("Tanggal"), lambda one: formats.days(t, one.mark.first, one.mark.last)),
        Column[Line](t("Wilayah"), lambda one: "", lambda one: escape(_place(t, one.mark, names, whole))),
        Column[Line](t("Perkiraan peserta"), lambda one: one.size),
        Column[Line](t("Dasar"), lambda one: one.basis),
    ]
    with st.expander(t("Agenda {n} hari ke depan", n=DAYS)):
        caption = t("Agenda {days}, menurut hari ini dan bukan menurut edisi", days=formats.days(t, first, last))
        screen.show(
            t,
            tables.html_table(t, caption, columns, lines)
            + "".join(markup.tag("p", one, "k-note") for one in _notes(t, lines, first, last)),
        )


def _lines(session: Session, first: date, last: date) -> Iterator[Line]:
    t = session.t
    calendar = [Mark(one.first, one.last, one.code, one.is_computed) for one in days.between(first, last)]
    public = context.kept(agenda.public)(session.home)
    seen = session.bound
    own = [one for one in marks.own(public, first, last) if not one.kecamatan or seen is None or one.kecamatan in seen]
    found = [Line(mark, _basis(t, mark, calendar)) for mark in marks.together(calendar, own)]
    found += [
        Line(_mark(one), t("UU 9/1998"), label(t, one.size) if one.size else t("tidak disebut")) for one in _notified(session, first, last)
    ]
    yield from sorted(found, key=lambda one: (one.mark.first, one.mark.code, one.mark.kecamatan))


def _notified(session: Session, first: date, last: date) -> list[Entry]:
    if not session.may(agenda.RIGHT):
        return []
    return [one for one in context.kept(agenda.notified)(session) if one.first <= last and one.last >= first]


def _mark(one: Entry) -> Mark:
    return Mark(one.first, one.last, one.kind, kecamatan=one.kecamatan or "")


def _basis(t: Words, mark: Mark, calendar: list[Mark]) -> str:
    if mark not in calendar:
        return t("agenda kantor")
    return t("kalender, dihitung: belum ada tanggal resmi") if mark.is_computed else t("kalender resmi")


def _place(t: Words, mark: Mark, names: Mapping[str, str], whole: str) -> str:
    if mark.kecamatan:
        return names.get(mark.kecamatan, mark.kecamatan)
    return whole if mark.code not in days.NAMES else t("Indonesia")


def _notes(t: Words, lines: list[Line], first: date, last: date) -> Iterator[str]:
    if any(one.mark.code == NOTIFIED for one in lines):
        yield t(
            "{what} adalah hak, bukan gangguan: tercantum hanya supaya pengamanannya siap, hanya di daftar ini, dan hanya bagi peran yang bertugas. Penyelenggaranya tidak dicatat; barisnya dihapus {n} hari sesudahnya.",
            what=label(t, NOTIFIED),
            n=PASSING.days,
        )
    years = sorted({first.year, last.year})
    if lacking := [f"{marking.name(t, code)} {year}" for year in years for code in days.missing(year)]:
        yield t("Tanggal resminya belum dimuat dalam program: {listed}.", listed=", ".join(lacking))
