"""What people do about a signal or a severe incident: its times, the next steps as buttons, its history. The part of a page that writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from data.errors import DataError
from data.session import Session
from data.words import Words
from data.workflow import acts, followup, matter_words, stores
from data.workflow.acts import Act
from data.workflow.matters import Matter
from pages.facts.signals import Signal, Step
from pages.figures import markup
from pages.panels.tables import Record
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import formats

_REFUSED = "tindak_lanjut_ditolak"


def state_line(t: Words, step: Step) -> str:
    """`Ditugaskan kepada Polsek; mediasi dimulai` in words."""
    parts = [t(followup.STATES[step.state])]
    if step.state == followup.CLOSED and step.outcome:
        parts = [followup.describe(t, {"langkah": "ditutup", "kode": step.outcome})]
    elif step.state == followup.ASSIGNED and step.unit:
        parts = [followup.describe(t, {"langkah": "ditugaskan", "kode": step.unit})]
    if step.note:
        parts.append(followup.describe(t, {"langkah": "catatan", "kode": step.note}))
    return ". ".join(parts)


def say_refusal() -> None:
    """Why the last click changed nothing, once."""
    if refused := st.session_state.pop(_REFUSED, None):
        st.warning(refused)


def states(view: Context) -> pd.DataFrame:
    """`data.workflow.followup.states` of this home."""
    return context.kept(followup.states)(view.session.home)


def histories(session: Session) -> dict[str, list[Record]]:
    """Every step that was ever taken, by matter."""
    rows = context.kept(followup.history)(session.home)
    return {str(matter): part.to_dict("records") for matter, part in rows.groupby("perkara")}


def show(view: Context, signal: Signal, matter: Matter, history: Sequence[Record]) -> None:
    """The next steps on a signal, for those who have the right, and what was done so far."""
    if view.viewer.may(followup.RIGHT) and stores.exists(view.session.home):
        key = signal.id.replace("/", "-")
        steps(view.session, matter, view.edition.id, key, first=date.fromisoformat(f"{signal.period}-01"))
        lasts = followup.may_set_level(signal.id, signal.since, view.edition.rules().new_level_months)
        if matter.state not in (followup.NEW, *followup.ENDED) and lasts and view.viewer.may(followup.CLOSING):
            _new_level(view, signal, key)
    past(view.t, history)


def steps(session: Session, matter: Matter, edition: str | None, key: str, *, first: date) -> None:
    """The steps that may follow, as far as the viewer may take them. first: the day before which nothing can have been done."""
    t, name, closes = session.t, matter.subject.id, session.may(followup.CLOSING)
    if matter.state == followup.NEW:
        said = t("Terima sinyal ini") if matter.subject.kind == followup.SIGNAL else t("Terima perkara ini")
        work = _reporting(t, lambda: followup.acknowledge(session, name, edition))
        st.button(said, key=f"terima-{key}", type="primary", on_click=guard.act(work))
        return
    if matter.state in followup.ENDED:
        if closes:
            work = _reporting(t, lambda: followup.reopen(session, name, edition))
            st.button(t("Buka kembali"), key=f"buka-{key}", on_click=guard.act(work))
        return
    _act(session, name, edition, key, first)
    chosen: list[tuple[str, str, str, Mapping[str, str], Callable[..., None]]] = [
        ("catat", t("Catatan"), t("Simpan catatan"), followup.OFFERED, followup.note)
    ]
    if closes:
        close = t("Tutup sinyal") if matter.subject.kind == followup.SIGNAL else t("Tutup perkara")
        chosen += [
            ("tugas", t("Tugaskan kepada"), t("Tugaskan"), acts.UNITS, followup.assign),
            ("tutup", t("Hasil"), close, acts.OUTCOMES, followup.close),
        ]
    for kind, title, button, offered, work_of in chosen:
        box, press = st.columns([2, 1], vertical_alignment="bottom")
        widget = f"{kind}-{key}"
        box.selectbox(title, options=list(offered), format_func=_named(t, offered), key=widget)
        work = _reporting(t, _chosen(work_of, session, name, edition, widget))
        press.button(button, key=f"tekan-{widget}", on_click=guard.act(work), width="stretch")


def _act(session: Session, matter: str, edition: str | None, key: str, first: date) -> None:
    """One act: what, by whom, when, with what outcome; why, where nothing needs to be done."""
    t, today = session.t, session.clock.today()
    what, who = st.columns(2)
    what.selectbox(t("Tindakan"), options=list(acts.ACTS), format_func=_named(t, acts.ACTS), key=f"apa-{key}")
    who.selectbox(t("Lembaga"), options=acts.offices(session.viewer), format_func=_named(t, acts.UNITS), key=f"siapa-{key}")
    st.date_input(t("Tanggal tindakan"), value=today, min_value=min(first, today), max_value=today, format="DD/MM/YYYY", key=f"kapan-{key}")
    st.selectbox(t("Hasil tindakan"), options=list(acts.OUTCOMES), format_func=_named(t, acts.OUTCOMES), key=f"hasil-{key}")
    if st.session_state.get(f"apa-{key}") == acts.NOT_NEEDED:
        st.selectbox(
            t("Mengapa tidak perlu"),
            options=list(acts.REASONS),
            index=None,
            placeholder=t("pilih alasannya"),
            format_func=_named(t, acts.REASONS),
            key=f"sebab-{key}",
        )

    def told() -> None:
        state = st.session_state
        code = state[f"apa-{key}"]
        reason = state.get(f"sebab-{key}") if code == acts.NOT_NEEDED else None
        done = Act(code, state[f"siapa-{key}"], state[f"hasil-{key}"], state[f"kapan-{key}"], reason)
        followup.act(session, matter, edition, done)

    st.button(t("Catat tindakan"), key=f"tekan-apa-{key}", type="primary", on_click=guard.act(_reporting(t, told)))


def _new_level(view: Context, signal: Signal, key: str) -> None:
    t, session = view.t, view.session
    work = _reporting(t, lambda: followup.set_level(session, signal.id, view.edition.id, signal.since))
    st.button(
        t("Tetapkan sebagai taraf baru"),
        key=f"taraf-{key}",
        help=t(
            "Sinyal ini sudah berlangsung setahun atau lebih. Mulai edisi berikutnya, jumlah yang sekarang dianggap biasa dan sinyal baru hanya menyala bila naik lagi. Tercatat dalam jejak audit."
        ),
        on_click=guard.act(work),
    )


def _named(t: Words, offered: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: t(offered[code])


def _chosen(action: Callable[..., None], session: Session, matter: str, edition: str | None, widget: str) -> Callable[[], None]:
    return lambda: action(session, matter, edition, st.session_state[widget])


def _reporting(t: Words, work: Callable[[], None]) -> Callable[[], None]:
    """The work of a click; a refusal is shown after the rerun."""

    def run() -> None:
        try:
            work()
        except DataError as reason:
            st.session_state[_REFUSED] = t(reason.message)

    return run


def clock(t: Words, matter: Matter, place: str) -> str:
    """The five times of a matter, and what is due next, as two lines of a page."""
    late = "k-note k-perhatian" if matter.is_late else "k-note"
    return markup.tag("p", matter_words.times(t, matter), "k-note") + markup.tag("p", matter_words.due(t, matter, place), late)


def past(t: Words, rows: Sequence[Record]) -> None:
    """What was done so far, step by step."""
    if not rows:
        screen.show(t, markup.tag("p", t("Belum ada tindak lanjut."), "k-note"))
        return
    lines = [
        t(
            "{when}, {who}: {what}",
            when=formats.moment(t, row["waktu"]),
            who=formats.person(t, row["oleh"]),
            what=followup.describe(t, row),
        )
        for row in rows
    ]
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))
