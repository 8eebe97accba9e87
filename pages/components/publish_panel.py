"""Publishing from the page: which month, what will count, the work step by step, and what came of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from data import editions, store, verification
from data.errors import DataError
from data.words import t, tn
from pages.components import context, edition_views, formats, markup, periods

OFFERED = 12
_SAID, _REFUSED = "terbit_hasil", "terbit_ditolak"


def show(home: Path) -> None:
    """For who has the right `terbit`; the edition that came to be is opened."""
    if done := st.session_state.pop(_SAID, None):
        st.success(done)
    if refused := st.session_state.pop(_REFUSED, None):
        st.warning(refused)
    latest = editions.latest_complete_month()
    left, right = st.columns([1, 2], gap="large", vertical_alignment="bottom")
    with left:
        month = st.selectbox(t("Bulan yang diterbitkan"), [periods.back(latest, n) for n in range(OFFERED)], format_func=formats.month, key="w_bulan_terbit")  # fmt: skip
    with right:
        pressed = st.button(
            t("Terbitkan edisi {month}", month=formats.month(month)), type="primary", key="terbitkan"
        )
    markup.show(markup.box("ul", "".join(markup.tag("li", line) for line in _what_will_count(home, month)), "k-list"))  # fmt: skip
    if pressed:
        _publish(home, month)


def _what_will_count(home: Path, month: str) -> list[str]:
    with store.read(home) as con:
        waiting = verification.count(con, verification.Filter())
    n = int(waiting.loc[waiting["bulan"] <= month, "n"].sum())
    known = [one.id for one in edition_views.editions(home) if one.period == month]
    return [
        tn("{n} baris sampai bulan itu masih menunggu verifikasi dan tidak akan dihitung.", "{n} baris sampai bulan itu masih menunggu verifikasi dan tidak akan dihitung.", n)
        if n
        else t("Tidak ada baris yang menunggu verifikasi."),
        t("Sudah ada {known}; yang baru menjadi revisi berikutnya dan yang lama tetap dapat dibuka.", known=", ".join(known))
        if known
        else t("Ini edisi pertama untuk bulan itu."),
        t("Edisi yang sudah terbit tidak dapat diubah. Bila ternyata keliru: perbaiki datanya, lalu terbitkan lagi."),
    ]  # fmt: skip


def _publish(home: Path, month: str) -> None:
    with st.status(t("Menerbitkan, sekitar setengah menit …"), expanded=True) as progress:
        try:
            made = editions.publish(home, month, say=progress.write)
        except DataError as reason:
            st.session_state[_REFUSED] = str(reason)
        else:
            st.session_state[_SAID] = t("Edisi {id} terbit.", id=made)
            context.go_to_edition(made)
            edition_views.findings.clear()
    st.rerun()
