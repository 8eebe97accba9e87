"""Mode paparan: three screens in large type for a briefing room. No side bar, no names of weak Ormas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from data.words import Words
from pages.figures import markup
from pages.session import context, guard, screen
from pages.session.context import Context

MODE, SCREEN = "paparan", "layar"
_ON = "ya"
# Large type and nothing but the content, while the mode is on.
_LOOK = """
.stSidebar, [data-testid="stExpandSidebarButton"], .stDownloadButton, .stExpander { display: none !important; }
body .stMainBlockContainer { max-width: 1880px; }
body .stMain h1 { font-size: 2.4rem; }
body .stMain h3, body .stMain h2 { font-size: 1.7rem; }
body .k .k-situation { font-size: 2rem; max-width: none; line-height: 1.45; }
body .k .k-card .k-label { font-size: 1.25rem; }
body .k .k-card .k-value { font-size: 3.2rem; }
body .k .k-card .k-value small, body .k .k-card .k-unit { font-size: 1.15rem; }
body .k .k-finding { font-size: 1.6rem; }
body .k .k-unit { font-size: 1.15rem; }
body .k p, body .k ul.k-list { font-size: 1.5rem; line-height: 1.5; }
body .k .k-note { font-size: 1.1rem; max-width: none; }
body .k .k-decisions p { font-size: 1.25rem; }
body .k .k-decisions p.k-note { font-size: 1.1rem; }
body .k ul.k-legend, body .k .k-legend li { font-size: 1.15rem; }
body .k .k-head p, body .k p.k-group { font-size: 1rem; }
"""


def is_on(t: Words) -> bool:
    """Whether the URL asks for the mode."""
    return context.asked_for(MODE, t("Mode paparan"), (_ON,), t("tidak")) == _ON


def button(t: Words) -> None:
    """The button that starts the mode."""
    st.button(t("Mode paparan"), key="w_paparan", on_click=guard.act(_enter))


def show(view: Context, screens: Sequence[tuple[str, Callable[[], None]]]) -> None:
    """One of the screens with its title, and the way to the next one, back, and out; also by arrow keys and Escape."""
    t = view.t
    screen.show(t, f"<style>{_LOOK}</style>")
    numbers = [str(number) for number in range(1, len(screens) + 1)]
    number = int(context.asked_for(SCREEN, t("Layar"), numbers, "1") or 1)
    context.choose(MODE, _ON)
    context.choose(SCREEN, str(number))
    title, body = screens[number - 1]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.title(title, anchor=False)
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.button(t("Sebelumnya"), key="w_layar_kiri", shortcut="Left", disabled=number == 1, on_click=guard.act(_go), args=(number - 1,))
        st.button(
            t("Berikutnya"),
            key="w_layar_kanan",
            shortcut="Right",
            disabled=number == len(screens),
            on_click=guard.act(_go),
            args=(number + 1,),
        )
        st.button(t("Tutup paparan"), key="w_layar_tutup", shortcut="Esc", on_click=guard.act(_leave))
    screen.show(t, markup.tag("p", t("Layar {number} dari {total}", number=number, total=len(screens)), "k-note"))
    body()


def _enter() -> None:
    context.choose(MODE, _ON)
    context.choose(SCREEN, "1")


def _leave() -> None:
    context.choose(MODE, None)
    context.choose(SCREEN, None)


def _go(number: int) -> None:
    context.choose(SCREEN, str(number))
