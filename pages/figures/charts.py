"""Charts as plain dicts for plotly, and the frame in which every figure stands: headline, unit, picture, source, table.

Text and grid colours come from Streamlit's theme; what carries meaning is coloured here and reads in both themes.
Plotly takes tags in its words for markup: names are escaped here, `hover` comes as markup.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from data import words
from data.words import Words
from pages.facts.marks import Place
from pages.figures import palette

CONFIG = {"displayModeBar": False, "displaylogo": False, "showSendToCloud": False, "scrollZoom": False}
SEPARATORS: Mapping[words.Language, str] = {"id": ",.", "en": ".,"}
"""Decimal mark and thousands separator of the numbers that plotly writes itself."""
SMALL = 5
LOWEST = 130  # pixels; in a lower chart the numbers of the axis are cut off
GRID = "rgba(127,142,150,.28)"
FAINT = "rgba(127,142,150,.55)"
MARK = "rgba(127,142,150,.20)"
BAND_FILL = "rgba(42,138,155,.20)"
# Colours of categories, at most six, then "others": each reads on the white and on the dark page (3:1), and neighbours
# differ in lightness too, for greyscale and colour-blind eyes.
CATEGORIES = ("#2a8a9b", "#6f58b0", "#b08a1a", "#c25c0c", "#dd6496", "#767d83")


def layout(t: Words, height: int, **more: Any) -> dict[str, Any]:
    """What all charts share."""
    axis = {"gridcolor": GRID, "zeroline": False, "fixedrange": True, "automargin": True}
    base: dict[str, Any] = {
        "height": max(height, LOWEST),
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "font": {"family": palette.FONT, "size": 13},
        "separators": SEPARATORS[t.language],
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": dict(axis),
        "yaxis": dict(axis),
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    }
    for key, value in more.items():
        if value != []:  # what there is none of isn't said
            base[key] = {**base[key], **value} if isinstance(value, dict) and key in base else value
    return base


def trend(
    t: Words,
    labels: Sequence[str],
    values: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    hover: Sequence[str],
    *,
    edges: Sequence[float],
    marks: Sequence[Place] = (),
    height: int = 300,
) -> dict[str, Any]:
    """A score by month with its interval as a band and the edges of the bands as lines; a gap where it is missing. What is marked stands
    behind it: spans as fields, days as strokes at the bottom.
    """
    x = list(labels)
    empty = [None if value != value else value for value in values]
    data: list[dict[str, Any]] = [
        {"type": "scatter", "mode": "lines", "x": x, "y": _known(low), "line": {"width": 0}, "hoverinfo": "skip"},
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": _known(high),
            "line": {"width": 0},
            "fill": "tonexty",
            "fillcolor": BAND_FILL,
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": x,
            "y": empty,
            "line": {"color": palette.LINE, "width": 2.5},
            "marker": {"size": 5, "color": palette.LINE},
            "text": list(hover),
            "hovertemplate": "%{text}<extra></extra>",
        },
    ]
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": edge, "y1": edge, "line": {"color": FAINT, "width": 1, "dash": "dot"}}
        for edge in edges
    ]
    return {
        "data": data,
        "layout": layout(
            t,
            height,
            shapes=[*_behind(marks), *lines],
            yaxis={"range": [0, 100], "dtick": 20},
            xaxis={"nticks": 8, "type": "category"},
        ),
    }


def _behind(marks: Sequence[Place]) -> list[dict[str, Any]]:
    """Fields over the whole height, strokes at the bottom, both behind what is drawn; on an axis of categories a number is a place."""
    fields = [_field(one, y0=0, y1=1) for one in marks if one.lasts]
    return fields + [_stroke(one, y0=0, y1=0.05) for one in marks if not one.lasts]


def above(marks: Sequence[Place]) -> list[dict[str, Any]]:
    """Fields and strokes in a strip above the columns of a heat map, which covers what stands behind it."""
    strip = {"ysizemode": "pixel", "yanchor": 1}
    return [_field(one, y0=2, y1=9, fillcolor=FAINT, **strip) if one.lasts else _stroke(one, y0=2, y1=11, **strip) for one in marks]


def _field(place: Place, **more: Any) -> dict[str, Any]:
    return {
        "type": "rect",
        "yref": "paper",
        "x0": place.start,
        "x1": place.end,
        "fillcolor": MARK,
        "line": {"width": 0},
        "layer": "below",
        **more,
    }


def _stroke(place: Place, **more: Any) -> dict[str, Any]:
    line = {"color": FAINT, "width": 2}
    return {"type": "line", "yref": "paper", "x0": place.middle, "x1": place.middle, "line": line, **more}


def whiskers(
    t: Words,
    names: Sequence[str],
    values: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    hover: Sequence[str],
    codes: Sequence[str],
    *,
    edges: Sequence[float],
    chosen: str | None = None,
    labelled: bool,
    height: int,
) -> dict[str, Any]:
    """Dots with their intervals, in the order given: names on the left where there is room, else side by side.

    Clicking a dot gives its code in `customdata`.
    """
    position = list(range(len(values)))
    colours = [palette.SELECTED if code == chosen else palette.LINE for code in codes]
    reach = {
        "type": "data",
        "symmetric": False,
        "color": FAINT,
        "thickness": 2,
        "width": 0,
        "array": [h - v for h, v in zip(high, values, strict=True)],
        "arrayminus": [v - lo for lo, v in zip(low, values, strict=True)],
    }
    along, across = ("y", "x") if labelled else ("x", "y")
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        along: position,
        across: list(values),
        f"error_{across}": reach,
        "marker": {"size": 9, "color": colours},
        "customdata": list(codes),
        "text": list(hover),
        "hovertemplate": "%{text}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }
    lines = [
        {
            "type": "line",
            f"{along}ref": "paper",
            f"{along}0": 0,
            f"{along}1": 1,
            f"{across}0": edge,
            f"{across}1": edge,
            "line": {"color": FAINT, "width": 1, "dash": "dot"},
        }
        for edge in edges
    ]
    order: dict[str, Any] = {"range": [-0.7, len(values) - 0.3], "showgrid": False}
    if labelled:
        order |= {
            "tickvals": position,
            "ticktext": list(map(escape, names)),
            "range": [len(values) - 0.3, -0.7],
        }
    else:
        order |= {"showticklabels": False}
    axes = {f"{along}axis": order, f"{across}axis": {"range": [0, 100], "dtick": 20}}
    return {"data": [trace], "layout": layout(t, height, shapes=lines, clickmode="event+select", **axes)}


def whole(values: Iterable[float | None]) -> dict[str, Any]:
    """Ticks of an axis of counts: every whole number for small counts, where plotly would mark halves."""
    return {"dtick": 1} if max((value for value in values if value is not None), default=1) <= SMALL else {}


def stacked(
    t: Words,
    names: Sequence[str],
    parts: Mapping[str, Sequence[float]],
    *,
    colours: Sequence[str] = CATEGORIES,
    height: int,
) -> dict[str, Any]:
    """Horizontal bars of counts, split into named parts; the first name on top."""
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": list(map(escape, names)),
            "x": list(values),
            "name": escape(part),
            "marker": {"color": colours[i % len(colours)]},
            "hovertemplate": "%{y}, " + escape(part) + ": %{x}<extra></extra>",
        }
        for i, (part, values) in enumerate(parts.items())
    ]
    return {
        "data": data,
        "layout": layout(
            t,
            height,
            barmode="stack",
            showlegend=len(parts) > 1,
            bargap=0.35,
            margin={"l": 8, "r": 12, "t": 34 if len(parts) > 1 else 8, "b": 8},
            yaxis={"autorange": "reversed", "showgrid": False},
            xaxis={"rangemode": "tozero", **whole(map(sum, zip(*parts.values())))},
            legend={"traceorder": "normal"},  # in the order in which the bars are read; plotly reverses stacks
        ),
    }


def points(t: Words, names: Sequence[str], values: Sequence[float], texts: Sequence[str], *, height: int) -> dict[str, Any]:
    """What adds (to the right) and takes away (to the left), in points; the numbers stand at the bars."""
    colours = [palette.LINE if value >= 0 else CATEGORIES[3] for value in values]
    reach = max([abs(value) for value in values if value == value], default=1.0) * 1.6 or 1.0
    # Names in short lines: on a phone a long one leaves the bars no room for their numbers.
    broken = ["<br>".join(map(escape, textwrap.wrap(name, 24))) for name in names]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": broken,
        "x": list(values),
        "marker": {"color": colours},
        "text": list(texts),
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    axes = {
        "yaxis": {"autorange": "reversed", "showgrid": False},
        "xaxis": {"range": [-reach, reach], "zeroline": True, "zerolinecolor": FAINT},
    }
    return {"data": [trace], "layout": layout(t, height, bargap=0.4, **axes)}


def scatter(
    t: Words,
    x: Sequence[float],
    y: Sequence[float],
    hover: Sequence[str],
    codes: Sequence[str],
    *,
    x_title: str,
    y_title: str,
    chosen: str | None = None,
    height: int,
    **more: Any,
) -> dict[str, Any]:
    """Two measures against each other, one dot a unit."""
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(y),
        "customdata": list(codes),
        "marker": {
            "size": 9,
            "opacity": 0.75,
            "color": [palette.SELECTED if code == chosen else palette.LINE for code in codes],
        },
        "text": list(hover),
        "hovertemplate": "%{text}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0.75}},
    }
    axes = {"xaxis": {"title": {"text": x_title}}, "yaxis": {"title": {"text": y_title}}}
    return {"data": [trace], "layout": layout(t, height, clickmode="event+select", **{**axes, **more})}


def _known(values: Sequence[float]) -> list[float | None]:
    return [None if value != value else value for value in values]
