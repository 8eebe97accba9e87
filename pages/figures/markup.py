"""HTML of our own: every text escaped, every block in its language, looks in `style.css`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

from pages.facts.marks import Place
from pages.figures import palette


def tag(name: str, text: str, css: str = "") -> str:
    """One element with escaped text.

    >>> tag("p", "A < B", "k-note")
    '<p class="k-note">A &lt; B</p>'
    """
    return f"<{name}{_class(css)}>{unbroken(escape(text))}</{name}>"


def plain(text: str) -> str:
    """Text from data made safe for a place that takes markup, such as plotly's hover."""
    return escape(text)


def unbroken(text: str) -> str:
    """The text with `67,7–71,1` and `B08 2025` each kept on one line, by word joiners and a hard space."""
    text = re.sub(r"(?<=\w)–(?=\w)", "\u2060–\u2060", text)
    return re.sub(r"\b(B\d\d) (?=\d{4})", "\\1\u00a0", text)


def box(name: str, inside: str, css: str = "", **attributes: str) -> str:
    """One element around markup; attribute values are escaped, `_` in their names becomes `-`."""
    extra = "".join(f' {key.replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{_class(css)}{extra}>{inside}</{name}>"


def marks(places: Sequence[Place], height: float, at: Callable[[float], float]) -> str:
    """Spans as grey fields, days as short strokes from the bottom of a picture, to be drawn first; `at` gives the place across."""
    fields = "".join(f'<rect x="{at(p.start):.1f}" width="{at(p.end) - at(p.start):.1f}" height="{height:g}"/>' for p in places if p.lasts)
    strokes = "".join(f'<path d="M{at(p.middle):.1f} {height:g}v-9"/>' for p in places if not p.lasts)
    return f'<g fill="#7f8e96" fill-opacity=".22">{fields}</g><g stroke="#7f8e96" stroke-width="1.6">{strokes}</g>' if places else ""


def sparkline(values: Sequence[float], low: Sequence[float] = (), high: Sequence[float] = (), marked: Sequence[Place] = ()) -> str:
    """A small line with its last point, and its interval as a band; a gap where a value is missing. What is marked stands behind it.

    Only a picture: the numbers stand beside it and in the table. An image, because Streamlit drops SVG elements.
    """
    seen = [v for v in (*values, *low, *high) if not math.isnan(v)]
    if len([v for v in values if not math.isnan(v)]) < 2:
        return ""
    width, height, pad = 240.0, 48.0, 5.0
    bottom, top = min(seen), max(seen)
    scale = (height - 2 * pad) / ((top - bottom) or 1)
    step = (width - 2 * pad) / (len(values) - 1)

    def at(i: int, value: float) -> str:
        return f"{pad + i * step:.1f},{height - pad - (value - bottom) * scale:.1f}"

    edges = [(i, lo, hi) for i, (lo, hi) in enumerate(zip(low, high)) if not math.isnan(lo + hi)]
    outline = [at(i, hi) for i, _, hi in edges] + [at(i, lo) for i, lo, _ in reversed(edges)]
    runs: list[list[str]] = [[]]
    for i, value in enumerate(values):
        if math.isnan(value):
            runs.append([])
        else:
            runs[-1].append(at(i, value))
    lines = "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs if len(run) > 1)
    x, y = [run for run in runs if run][-1][-1].split(",")
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="xMinYMid">'
        f"{marks(marked, height, lambda place: pad + place * step)}"
        f'<polygon points="{" ".join(outline)}" fill="{palette.LINE}" fill-opacity=".22"/>'
        f'<g fill="none" stroke="{palette.LINE}" stroke-width="2" stroke-linejoin="round">{lines}</g>'
        f'<circle cx="{x}" cy="{y}" r="3.5" fill="{palette.LINE}"/></svg>'
    )
    return f'<img class="k-spark" alt="" src="data:image/svg+xml,{quote(picture)}"/>'


def whisker(score: float, low: float, high: float, edges: Sequence[float]) -> str:
    """A score on the line 0–100 with its interval and the edges of the bands; a picture beside the numbers."""
    if math.isnan(score):
        return ""
    ticks = "".join(f'<i class="k-tick" style="left:{edge:g}%"></i>' for edge in edges)
    reach = ""
    if not math.isnan(low + high):
        reach = f'<i class="k-reach" style="left:{low:.1f}%;width:{high - low:.1f}%"></i>'
    dot = f'<i class="k-dot" style="left:{score:.1f}%"></i>'
    return f'<span class="k-whisker" aria-hidden="true">{ticks}{reach}{dot}</span>'


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""
