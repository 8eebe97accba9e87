"""Choices that narrow a page. Each stands in the URL, so that a link shows exactly this view."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import streamlit as st

from data.words import Words
from pages.session import context, guard

ALL = ""
_ON = "ya"


def select(t: Words, key: str, title: str, options: Mapping[str, str], everything: str | None = None) -> str | None:
    """A select box over `options` (code to name); None = all. `key` is the name in the URL."""
    chosen = context.asked_for(key, title, options, everything or t("Semua"))
    context.choose(key, chosen)
    widget = f"w_{key}"
    st.session_state[widget] = chosen or ALL
    st.selectbox(
        title,
        options=[ALL, *options],
        format_func=lambda code: options[code] if code else everything or t("Semua"),
        key=widget,
        on_change=guard.act(context.choose_from_widget),
        args=(key, widget),
    )
    return chosen


def switch(key: str, title: str, options: Mapping[str, str], *, box: bool = False, quiet: bool = False) -> str:
    """A choice of which exactly one always holds; the first is not written into the URL.

    `box`: a list instead of a row; `quiet`: its title is for screen readers only.
    """
    first = next(iter(options))
    chosen = context.asked_for(key, title, options, options[first]) or first
    context.choose(key, None if chosen == first else chosen)
    widget = f"w_{key}"
    st.session_state[widget] = chosen
    offer = st.selectbox if box else functools.partial(st.segmented_control, required=True)
    offer(
        title,
        options=list(options),
        format_func=options.__getitem__,
        key=widget,
        on_change=guard.act(context.choose_from_widget),
        args=(key, widget),
        label_visibility="collapsed" if quiet else "visible",
    )
    return chosen


def toggle(t: Words, key: str, title: str) -> bool:
    """On or off; off is not written into the URL."""
    chosen = context.asked_for(key, title, (_ON,), t("tidak")) == _ON
    context.choose(key, _ON if chosen else None)
    widget = f"w_{key}"
    st.session_state[widget] = chosen
    st.toggle(title, key=widget, on_change=guard.act(_take_toggle), args=(key, widget))
    return chosen


def _take_toggle(key: str, widget: str) -> None:
    context.choose(key, _ON if st.session_state[widget] else None)
