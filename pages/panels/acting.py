"""The work of a click on the store, as the viewer; what came of it is shown after the rerun."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from data import faults
from data.errors import DataError
from data.intake import candidates
from data.words import Words

_SAID, _REFUSED = "masuk_hasil", "masuk_ditolak"


def say() -> None:
    """What the last click did, or why it did nothing; once."""
    if done := st.session_state.pop(_SAID, None):
        st.success(done)
    if refused := st.session_state.pop(_REFUSED, None):
        st.warning(refused)


def reporting(t: Words, work: Callable[[], str]) -> Callable[[], None]:
    """The work of a click, which returns what to say; a refusal is shown in its place."""

    def run() -> None:
        try:
            st.session_state[_SAID] = work()
        except DataError as reason:
            st.session_state[_REFUSED] = t(reason.message)

    return run


def reason_box(t: Words, key: str) -> str:
    """A reason, which goes into the audit trail."""
    return st.text_input(t("Alasan (tercatat di jejak audit)"), key=key, max_chars=200)


def taken_in(t: Words, reports: Sequence[candidates.Report]) -> str:
    """What came in: how many rows, in which batches, and that they wait where they do."""
    said = t(
        "{n} baris masuk: batch {batches}.",
        n=faults.number(sum(report.taken for report in reports)),
        batches=", ".join(dict.fromkeys(str(report.delivery) for report in reports)),
    )
    return " ".join((said, t("Sekarang menunggu verifikasi."))) if any(report.waits for report in reports) else said
