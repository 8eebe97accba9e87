"""A figure in its frame: headline, unit, picture, source, table; and what a click on it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages.figures import markup
from pages.figures.charts import CONFIG
from pages.figures.drawn import Drawn
from pages.panels import tables
from pages.panels.tables import Column, Row
from pages.session import guard, screen
from pages.session.context import Context


def selected(event: Mapping[str, Any] | None, known: Sequence[str]) -> str | None:
    """The code of the dot that was clicked; None for anything else.

    >>> selected({"selection": {"points": [{"customdata": "ORM-017"}]}}, ["ORM-017"])
    'ORM-017'
    """
    found = ((event or {}).get("selection") or {}).get("points") or []
    return next((str(point["customdata"]) for point in found if point.get("customdata") in known), None)


def show(
    view: Context,
    name: str,
    figure: dict[str, Any],
    *,
    headline: str,
    unit: str,
    alt: str,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    note: str = "",
    clicked: Callable[[], None] | None = None,
    key: str | None = None,
) -> None:
    """A figure in its frame: the headline as title, unit and direction, the picture, its source, `Lihat tabel`.

    name: of the download and, unless `key` says otherwise, of the widget. clicked: called after a click on a dot.
    """
    t = view.t
    screen.show(t, markup.tag("p", headline, "k-finding") + markup.tag("p", unit, "k-unit"))
    if clicked is None:
        st.plotly_chart(Drawn(figure), config=CONFIG, key=key or f"g-{name}", alt=alt)
    else:
        st.plotly_chart(
            Drawn(figure),
            config=CONFIG,
            key=key or f"g-{name}",
            alt=alt,
            on_select=guard.act(clicked),
            selection_mode="points",
        )
    screen.show(t, markup.tag("p", tables.source(view) + (" " + note if note else ""), "k-note"))
    tables.beside(name, headline, columns, rows, view)
