"""Unggah & verifikasi: templates, files in, who has sent, what waits for a decision, what came in when."""

from __future__ import annotations

import streamlit as st

from data.session import Session
from pages.panels import filters, shell
from pages.panels.editions import eyes_panel
from pages.panels.intake import batch_panel, board_panel, move_panel, queue_panel, steps_panel, upload_panel
from pages.session import context

PART = "bagian"


@shell.work_page
def render(session: Session) -> None:
    """One part at a time; a kecamatan sees what it sends, the kabupaten also decides."""
    t = session.t
    st.title(t("Unggah & verifikasi"), anchor=False)
    parts = {"unggah": t("Unggah"), "langkah": t("Penanganan"), "kirim": t("Sudah/belum kirim")}
    if session.may("verifikasi"):
        parts |= {"verifikasi": t("Verifikasi"), "pindah": t("Pindah kecamatan"), "batch": t("Batch")}
    eyes_panel.note(session)
    part = filters.switch(PART, t("Bagian"), parts)
    context.set_breadcrumbs(parts[part])
    shows = {
        "unggah": upload_panel.show,
        "langkah": steps_panel.show,
        "kirim": board_panel.show,
        "verifikasi": queue_panel.show,
        "pindah": move_panel.show,
        "batch": batch_panel.show,
    }
    shows[part](session)
