"""Matters on *Papan hari ini*: what is overdue and whose turn it is, and the form with which a severe incident is taken up and acted on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from data.editions.reading import Edition
from data.session import Session
from data.words import Words
from data.workflow import followup, matter_words, matters, meetings
from data.workflow.matters import Matter
from data.workflow.meetings import Resolution
from pages.facts import signals
from pages.figures import markup
from pages.panels import followup_panel, today_incidents
from pages.session import context, screen
from pages.wording import formats, meeting
from pages.wording.labels import label

SHOWN = 8  # overdue matters one by one; of the others the number
CHOSEN = "perkara"
Groups = dict[str, tuple[str, str]]
"""Long and short name of each group of signals."""


def show(session: Session, found: Sequence[Matter], edition: Edition | None) -> None:
    """What is overdue; then the form, for severe incidents, those whose turn it is for the viewer first."""
    t, places = session.t, today_incidents.names()
    followup_panel.say_refusal()
    late = matters.late(found)
    if late:
        groups, decided = _groups(session, edition), _decided(session)
        lines = "".join(_line(t, one, places, groups, decided.get(one.subject.id)) for one in late[:SHOWN])
        screen.show(t, markup.tag("h3", t("Lewat tenggat")) + markup.box("ul", lines, "k-findings"))
        if rest := len(late[SHOWN:]):
            said = t.n("{n} perkara lain lewat tenggat.", "{n} perkara lain lewat tenggat.", rest)
            screen.show(t, markup.tag("p", said, "k-note"))
    waiting = [one for one in matters.waiting(found) if one.subject.kind == followup.INCIDENT]
    if waiting and session.may(followup.RIGHT):
        _form(session, waiting, places)


def _form(session: Session, waiting: Sequence[Matter], places: dict[str, str]) -> None:
    t = session.t
    mine = {one.subject.id for one in matters.mine(session, waiting)}
    ordered = {one.subject.id: one for one in sorted(waiting, key=lambda one: one.subject.id not in mine)}
    screen.show(t, markup.tag("h3", t("Tindak lanjut kejadian berat")))
    titles = _titles(t, list(ordered.values()), places)
    chosen = st.selectbox(t("Kejadian"), options=list(ordered), format_func=titles.__getitem__, key=CHOSEN)
    one = ordered[chosen]
    screen.show(t, followup_panel.clock(t, one, places.get(one.subject.kecamatan or "", "")))
    key = hashlib.sha256(one.subject.id.encode()).hexdigest()[:8]  # the number of an incident isn't written into the page
    followup_panel.steps(session, one, None, key, first=one.subject.happened)
    followup_panel.past(t, followup_panel.histories(session).get(one.subject.id, []))


def _titles(t: Words, found: Sequence[Matter], places: dict[str, str]) -> dict[str, str]:
    """By id; of several that would read the same each has its place among them."""
    titles: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for one in found:
        title = _title(t, one, places)
        seen[title] += 1
        titles[one.subject.id] = title if seen[title] == 1 else f"{title} – {seen[title]}"
    return titles


def _title(t: Words, one: Matter, places: dict[str, str]) -> str:
    place = places.get(one.subject.kecamatan or "", "")
    return f"{label(t, one.subject.what)}, {place}, {formats.day_short(t, one.subject.happened)}"


def _line(t: Words, one: Matter, places: dict[str, str], groups: Groups, decision: Resolution | None) -> str:
    place = places.get(one.subject.kecamatan or "", "")
    if decision:
        title = t(
            "Keputusan rapat {day}: {what}", day=formats.day_short(t, decision.held), what=meeting.subject(t, decision, places, groups)
        )
    elif one.subject.kind == followup.SIGNAL:
        group = groups[one.subject.what][1] if one.subject.what in groups else t("Indeks (IKW)")
        title = t("Sinyal {level}: {group}", level=one.subject.level, group=group) + f", {place}"
    else:
        title = f"{label(t, one.subject.what)}, {place}"
    inside = markup.tag("strong", title) + markup.tag("span", matter_words.due(t, one, place))
    mark = markup.box("span", "!", "k-mark k-perhatian", aria_hidden="true")
    return markup.box("li", mark + markup.box("div", inside))


def _groups(session: Session, edition: Edition | None) -> Groups:
    """What the groups of signals are called."""
    return context.kept(signals.group_names)(edition, session.language) if edition else {}


def _decided(session: Session) -> dict[str, Resolution]:
    """What meetings decided, by the id of the matter."""
    if not session.may(meetings.READING):
        return {}
    return {f"{followup.DECISION}/{one.number}": one for one in context.kept(meetings.listed)(session)}
