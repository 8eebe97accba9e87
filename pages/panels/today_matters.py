"""Matters on *Papan hari ini*: what is overdue and whose turn it is, and the form with which a severe incident is taken up and acted on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from data.editions.reading import Edition
from data.session import Session
from data.words import Words
from data.workflow import followup, matter_words, matters
from data.workflow.matters import Matter
from pages.facts import signals
from pages.figures import markup
from pages.panels import followup_panel, today_incidents
from pages.session import context, screen
from pages.wording import formats
from pages.wording.labels import label

SHOWN = 8  # overdue matters one by one; of the others the number
CHOSEN = "perkara"


def show(session: Session, found: Sequence[Matter], edition: Edition | None) -> None:
    """What is overdue; then the form, for severe incidents, those whose turn it is for the viewer first."""
    t, places = session.t, today_incidents.names()
    followup_panel.say_refusal()
    late = matters.late(found)
    if late:
        lines = "".join(_line(t, one, places, _groups(session, edition)) for one in late[:SHOWN])
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


def _line(t: Words, one: Matter, places: dict[str, str], groups: dict[str, str]) -> str:
    place = places.get(one.subject.kecamatan or "", "")
    if one.subject.kind == followup.SIGNAL:
        what = t("Sinyal {level}: {group}", level=one.subject.level, group=groups.get(one.subject.what, one.subject.what))
    else:
        what = label(t, one.subject.what)
    inside = markup.tag("strong", f"{what}, {place}") + markup.tag("span", matter_words.due(t, one, place))
    mark = markup.box("span", "!", "k-mark k-perhatian", aria_hidden="true")
    return markup.box("li", mark + markup.box("div", inside))


def _groups(session: Session, edition: Edition | None) -> dict[str, str]:
    """What the groups of signals are called."""
    if edition is None:
        return {}
    names = context.kept(signals.group_names)(edition, session.language)
    return {**{code: long for code, (_, long) in names.items()}, signals.INDEX: session.t("Indeks (IKW)")}
