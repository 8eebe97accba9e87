"""The pages in their groups, and one rerun of the dashboard."""

from __future__ import annotations

import logging

import streamlit as st
from streamlit.navigation.page import Page

from data import territory
from data.words import t
from pages import kecamatan, ormas, peta, ringkasan
from pages.components import context, markup
from pages.components.outline import STATIC

SIDEBAR_WIDTH = 220  # pixels

log = logging.getLogger(__name__)


def groups() -> dict[str, list[Page]]:
    """Every page in its group, in the language of the rerun; the first one lives at `/` only."""
    return {
        t("Situasi"): [
            st.Page(ringkasan.render, title=t("Ringkasan"), url_path="ringkasan", default=True),
            st.Page(peta.render, title=t("Peta"), url_path="peta"),
            st.Page(kecamatan.render, title=t("Kecamatan"), url_path="kecamatan"),
        ],
        t("Ormas"): [st.Page(ormas.render, title=t("Kinerja"), url_path="ormas")],
    }


def _menu(offered: dict[str, list[Page]]) -> None:
    """Links of our own: those of `st.navigation` are a list that screen readers can't walk."""
    for group, pages in offered.items():
        with st.sidebar:
            markup.show(markup.tag("p", group, "k-group"))
            for page in pages:
                st.page_link(page)


def run() -> None:
    """One rerun: language, page config, navigation, page. A fault of ours is logged and said, not shown."""
    context.language()
    st.set_page_config(
        page_title=territory.load_territory().screen_name,
        page_icon=str(STATIC / "icon.svg"),
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
    )
    offered = groups()
    page = st.navigation(offered, position="hidden")
    _menu(offered)
    try:
        page.run()
    except Exception:
        log.exception("page %r failed", page.url_path)
        st.error(
            t("Halaman ini tidak dapat ditampilkan karena kesalahan program. Rinciannya di catatan server.")
        )
    context.settle()
