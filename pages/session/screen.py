"""HTML of our own on the page: `markup` makes it, `style.css` styles it."""

from __future__ import annotations

import functools
from pathlib import Path

import streamlit as st

from data.words import Words

_STYLE = Path(__file__).with_name("style.css")


def show(t: Words, markup: str) -> None:
    """Put HTML on the page; the caller has escaped what came from data."""
    st.html(f'<div class="k" lang="{t.language}">{markup}</div>')


def style(t: Words) -> None:
    """The style sheet of every page."""
    # Streamlit says only in English how a file is chosen and that none could be made; the style sheet replaces its words by these.
    failed = t("Berkas tidak dapat dibuat. Coba lagi; bila tetap gagal, muat ulang halaman ini.")
    choose = t("Pilih berkas")
    st.html(f'<style>{_css()} :root {{ --k-failed: "{failed}"; --k-choose: "{choose}"; }}</style>')


@functools.cache
def _css() -> str:
    return _STYLE.read_text(encoding="utf-8")
