"""What people do about a signal: its state, the next steps as buttons, its history. The only part of the page that writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from data.errors import DataError
from data.words import Words
from data.workflow import followup, stores
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
        parts = [followup.describe(t, "ditutup", step.outcome)]
    elif step.state == followup.ASSIGNED and step.unit:
        parts = [followup.describe(t, "ditugaskan", step.unit)]
    if step.note:
        parts.append(followup.describe(t, "catatan", step.note))
    return ". ".join(parts)


def say_refusal() -> None:
    """Why the last click changed nothing, once."""
    if refused := st.session_state.pop(_REFUSED, None):
        st.warning(refused)


def states(view: Context) -> pd.DataFrame:
    """`data.workflow.followup.states` of this home."""
    return context.kept(followup.states)(view.session.home)


def histories(view: Context) -> dict[str, list[Record]]:
    """Every step that was ever taken, by signal."""
    rows = context.kept(followup.history)(view.session.home)
    return {str(signal): part.to_dict("records") for signal, part in rows.groupby("sinyal")}


def show(view: Context, signal: Signal, step: Step, history: Sequence[Record]) -> None:
    """The next steps, for those who have the right, and what was done so far."""
    if view.viewer.may(followup.RIGHT) and stores.exists(view.session.home):
        _actions(view, signal, step)
    _history(view.t, history)


def _actions(view: Context, signal: Signal, step: Step) -> None:
    t = view.t
    session, edition = view.session, view.edition.id
    key = signal.id.replace("/", "-")
    if step.state == followup.NEW:
        st.button(
            t("Terima sinyal ini"),
            key=f"terima-{key}",
            type="primary",
            on_click=guard.act(_reporting(t, lambda: followup.acknowledge(session, signal.id, edition))),
        )
        return
    if step.state in followup.ENDED:
        st.button(
            t("Buka kembali"), key=f"buka-{key}", on_click=guard.act(_reporting(t, lambda: followup.reopen(session, signal.id, edition)))
        )
        return
    for name, title, button, offered, action in (
        ("tugas", t("Tugaskan kepada"), t("Tugaskan"), followup.UNITS, followup.assign),
        ("catat", t("Catatan"), t("Simpan catatan"), followup.NOTES, followup.note),
        ("tutup", t("Hasil"), t("Tutup sinyal"), followup.OUTCOMES, followup.close),
    ):
        box, press = st.columns([2, 1], vertical_alignment="bottom")
        widget = f"{name}-{key}"
        box.selectbox(title, options=list(offered), format_func=_named(t, offered), key=widget)
        chosen = _chosen(action, view, signal, widget)
        press.button(button, key=f"tekan-{widget}", on_click=guard.act(_reporting(t, chosen)), width="stretch")
    if followup.may_set_level(signal.id, signal.since, view.edition.rules().new_level_months):
        st.button(
            t("Tetapkan sebagai taraf baru"),
            key=f"taraf-{key}",
            help=t(
                "Sinyal ini sudah berlangsung setahun atau lebih. Mulai edisi berikutnya, jumlah yang sekarang dianggap biasa dan sinyal baru hanya menyala bila naik lagi. Tercatat dalam jejak audit."
            ),
            on_click=guard.act(_reporting(t, lambda: followup.set_level(session, signal.id, edition, signal.since))),
        )


def _named(t: Words, offered: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: t(offered[code])


def _chosen(action: Callable[..., None], view: Context, signal: Signal, widget: str) -> Callable[[], None]:
    return lambda: action(view.session, signal.id, view.edition.id, st.session_state[widget])


def _reporting(t: Words, work: Callable[[], None]) -> Callable[[], None]:
    """The work of a click; a refusal is shown after the rerun."""

    def run() -> None:
        try:
            work()
        except DataError as reason:
            st.session_state[_REFUSED] = t(reason.message)

    return run


def _history(t: Words, rows: Sequence[Record]) -> None:
    if not rows:
        screen.show(t, markup.tag("p", t("Belum ada tindak lanjut."), "k-note"))
        return
    lines = [
        t(
            "{when}, {who}: {what}",
            when=formats.moment(t, row["waktu"]),
            who=formats.person(t, row["oleh"]),
            what=followup.describe(t, row["langkah"], row["kode"]),
        )
        for row in rows
    ]
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))
