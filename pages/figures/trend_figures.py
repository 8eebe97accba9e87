"""Pictures of many units at once: small multiples on one scale, the heat map, slopes with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from data.words import Words
from pages.facts.marks import Place
from pages.facts.signals import Point
from pages.figures import charts, markup, palette

WIDTH, HEIGHT, PAD = 200.0, 84.0, 4.0
# Few to many: one hue over the page, denser for more, so that it is readable on the light and on the dark page.
HEAT = (
    (0.0, "rgba(42,138,155,.06)"),
    (0.15, "rgba(42,138,155,.30)"),
    (0.4, "rgba(42,138,155,.58)"),
    (0.7, "rgba(42,138,155,.80)"),
    (1.0, "rgba(42,138,155,1)"),
)


def panel(points: Sequence[Point], top: float, edges: Sequence[float] = (), marks: Sequence[Place] = ()) -> str:
    """One series as a small picture on the scale 0–`top`: interval as a band, trend line dashed, edges of bands dotted; what is marked
    behind it.
    """
    if len(points) < 2:
        return ""
    step = (WIDTH - 2 * PAD) / (len(points) - 1)

    def at(i: int, value: float) -> str:
        return f"{PAD + i * step:.1f},{HEIGHT - PAD - min(max(value, 0), top) / top * (HEIGHT - 2 * PAD):.1f}"

    band = [(i, p.low, p.high) for i, p in enumerate(points) if not math.isnan(p.low + p.high)]
    outline = [at(i, high) for i, _, high in band] + [at(i, low) for i, low, _ in reversed(band)]
    marked = markup.marks(marks, HEIGHT, lambda place: PAD + place * step)
    grid = "".join(f'<path d="M0 {HEIGHT - PAD - edge / top * (HEIGHT - 2 * PAD):.1f}H{WIDTH:g}"/>' for edge in edges)
    values = _runs([(i, p.value) for i, p in enumerate(points)], at)
    line = _runs([(i, p.trend) for i, p in enumerate(points)], at)
    known = [(i, p.value) for i, p in enumerate(points) if not math.isnan(p.value)]
    x, y = at(*known[-1]).split(",") if known else ("-9", "-9")
    has_line = any(not math.isnan(p.trend) for p in points)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none">{marked}'
        f'<g stroke="#7f8e96" stroke-opacity=".45" stroke-dasharray="2 3">{grid}</g>'
        f'<path d="M0 {HEIGHT - PAD:g}H{WIDTH:g}" stroke="#7f8e96" stroke-opacity=".7"/>'
        f'<polygon points="{" ".join(outline)}" fill="{palette.LINE}" fill-opacity=".25"/>'
        f'<g fill="none" stroke="{palette.LINE}" stroke-width="{1.2 if has_line else 2.2}" stroke-opacity="{0.7 if has_line else 1}">{values}</g>'
        f'<g fill="none" stroke="{charts.CATEGORIES[3]}" stroke-width="2.4">{line}</g>'
        f'<circle cx="{x}" cy="{y}" r="3" fill="{palette.LINE}"/></svg>'
    )
    return f'<img class="k-panel-picture" alt="" src="data:image/svg+xml,{quote(picture)}"/>'


def _runs(values: Sequence[tuple[int, float]], at: Any) -> str:
    """Lines through the known values, broken where one is missing."""
    runs: list[list[str]] = [[]]
    for i, value in values:
        if math.isnan(value):
            runs.append([])
        else:
            runs[-1].append(at(i, value))
    return "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs if len(run) > 1)


def multiples(panels: Sequence[tuple[str, str, str, bool]]) -> str:
    """A grid of panels: name, picture, a line of figures, whether it stands out."""
    inside = "".join(
        markup.box(
            "li",
            markup.tag("span", name, "k-panel-name") + picture + markup.tag("span", text, "k-panel-text"),
            "k-panel k-panel-marked" if marked else "k-panel",
        )
        for name, picture, text, marked in panels
    )
    return markup.box("ul", inside, "k-panels")


def heat_map(
    t: Words,
    names: Sequence[str],
    labels: Sequence[str],
    values: Sequence[Sequence[float | None]],
    hover: str,
    *,
    partial: Sequence[Sequence[str]] = (),
    marks: Sequence[Place] = (),
) -> dict[str, Any]:
    """Names × months; None is crossed out. `hover` is plotly's template with %{y}, %{x}, %{z}.

    partial : the months whose reports are incomplete, so that the number may still grow; they are circled. Empty for none
    marks : days and spans, as strokes and fields above the columns
    """
    known = [value for row in values for value in row if value is not None]
    trace = {
        "type": "heatmap",
        "x": list(labels),
        "y": list(names),
        "z": [list(row) for row in values],
        "zmin": 0,
        "zmax": max(known, default=1) or 1,
        "colorscale": [list(stop) for stop in HEAT],
        "xgap": 1,
        "ygap": 1,
        "hoverongaps": False,
        "hovertemplate": hover + "%{text}<extra></extra>",
        "text": [["<br>" + t("laporan belum lengkap: {months}", months=mark) if mark else "" for mark in row] for row in partial]
        or [[""] * len(labels) for _ in names],
        "colorbar": {"thickness": 12, "len": 0.6, "outlinewidth": 0, "tickformat": ",d", **charts.whole(known)},
    }
    gaps = [
        (name, label) for name, row in zip(names, values, strict=True) for label, value in zip(labels, row, strict=True) if value is None
    ]
    crosses = {
        "type": "scatter",
        "mode": "markers",
        "x": [label for _, label in gaps],
        "y": [name for name, _ in gaps],
        "hoverinfo": "skip",
        "marker": {"symbol": "x-thin", "size": 7, "line": {"width": 1.2, "color": charts.CATEGORIES[5]}},
    }
    grows = [(name, label) for name, row in zip(names, partial) for label, mark in zip(labels, row, strict=True) if mark]
    circles = {
        "type": "scatter",
        "mode": "markers",
        "x": [label for _, label in grows],
        "y": [name for name, _ in grows],
        "hoverinfo": "skip",
        "marker": {"symbol": "circle-open", "size": 11, "line": {"width": 1.6, "color": charts.CATEGORIES[5]}},
    }
    return {
        "data": [trace, crosses, circles],
        "layout": charts.layout(
            t,
            24 * len(names) + 60,
            margin={"l": 8, "r": 8, "t": 18 if marks else 8, "b": 8},
            shapes=charts.above(marks),
            # Not autorange: it leaves room for crosses at the edge.
            yaxis={"range": [len(names) - 0.5, -0.5], "showgrid": False, "dtick": 1},
            xaxis={
                "range": [-0.5, len(labels) - 0.5],
                "showgrid": False,
                "type": "category",
                "nticks": 12,
                "autotickangles": [0, 90],  # upright on a phone, where they would otherwise overlap
            },
        ),
    }


def slopes(
    t: Words,
    names: Sequence[str],
    values: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    sure: Sequence[bool],
    hover: Sequence[str],
) -> dict[str, Any]:
    """Slopes with their intervals around 0, one row a unit; filled where the test is sure."""
    reach = {
        "type": "data",
        "symmetric": False,
        "color": charts.FAINT,
        "thickness": 2,
        "width": 0,
        "array": [h - v for h, v in zip(high, values, strict=True)],
        "arrayminus": [v - lo for lo, v in zip(low, values, strict=True)],
    }
    trace = {
        "type": "scatter",
        "mode": "markers",
        "y": list(range(len(names))),
        "x": list(values),
        "error_x": reach,
        "marker": {
            "size": 10,
            "color": [palette.LINE if s else "rgba(0,0,0,0)" for s in sure],
            "line": {"color": palette.LINE, "width": 2},
        },
        "text": list(hover),
        "hovertemplate": "%{text}<extra></extra>",
    }
    zero = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": 0, "x1": 0, "line": {"color": charts.FAINT, "width": 1.5}}
    return {
        "data": [trace],
        "layout": charts.layout(
            t,
            26 * len(names) + 60,
            shapes=[zero],
            yaxis={"tickvals": list(range(len(names))), "ticktext": list(names), "range": [len(names) - 0.3, -0.7], "showgrid": False},
        ),
    }
