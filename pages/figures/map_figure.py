"""The map as a plain dict for plotly, and what a click on it means. No Streamlit, no edition: values in, figure out."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pages.facts.views import Area, Symbol
from pages.figures import label_layout, palette
from pages.figures.outline import STATIC_URL, Line, Outline

# plotly.js fetches a world map from a CDN unless told otherwise; `world_110m.json` in this folder is an empty one.
CONFIG = {
    "topojsonURL": STATIC_URL,
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
}
# Beyond the uncertainty: fell, unclear, rose. Dark and light, so that they differ in greyscale print.
CHANGE_COLOURS = {"turun": "#b0500a", "tetap": "#eef1f2", "naik": "#3f9aa8"}
LARGEST_SYMBOL = 34  # pixels across, for the most active Ormas


def figure(
    areas: Sequence[Area],
    outline: Outline,
    hover: Mapping[str, str],
    *,
    symbols: Sequence[Symbol] = (),
    colours: Sequence[str] = (),
    lines: Sequence[Line] = (),
    lowest: int = 1,
    height: int,
) -> dict[str, Any]:
    """Kecamatan by band with their names, the lowest bands outlined; those without a score grey and hatched; circles on top.

    hover: lines shown over a kecamatan, by code. symbols: area of a circle grows with `active`; colours: one each.
    lines: borders of larger areas. lowest: bands below it are outlined (`lowest_named` of the edition). Labels and lines come before the
    areas, otherwise hover and click are dead; circles come after them, so that the part of a circle that reaches over a border belongs to
    its own kecamatan.
    """
    assessed = [area for area in areas if area.score.assessed and area.score.band]
    grey = [area for area in areas if area not in assessed]
    ink = {area.code: palette.ink_on(palette.BANDS[(area.score.band or 1) - 1]) for area in assessed}
    data = [
        *(_strokes(outline.hatches[area.code]) for area in grey if area.code in outline.hatches),
        *_low_bands(assessed, outline, lowest),
        *(_path(*line, palette.DARK_INK, 2) for line in lines),
        _labels(areas, outline, ink, diameters(symbols)),
        _areas(assessed, [area.score.band for area in assessed], outline, hover, _steps()),
        _areas(grey, [0] * len(grey), outline, hover, [[0, palette.NO_DATA], [1, palette.NO_DATA]]),
        *_symbols(areas, outline, symbols, colours, hover),
    ]
    west, south, east, north = outline.bounds
    return {
        "data": [trace for trace in data if trace],
        "layout": {
            "height": height,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
            "dragmode": False,
            "clickmode": "event+select",
            "hovermode": "closest",
            "hoverdistance": 1,  # pixels: beside a circle, the area below the pointer counts
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": palette.FONT, "size": 13},
            "hoverlabel": {
                "bgcolor": "#ffffff",
                "bordercolor": palette.BORDER,
                "align": "left",
                "font": {"family": palette.FONT, "size": 13, "color": palette.DARK_INK},
            },
            "geo": {
                # Not fitbounds, which leaves a quarter of the height empty.
                "lonaxis": {"range": [west, east]},
                "lataxis": {"range": [south, north]},
                "visible": False,
                "projection": {"type": "mercator"},
                "bgcolor": "rgba(0,0,0,0)",
            },
        },
    }


def with_selection(drawn: Mapping[str, Any], outline: Outline, code: str | None) -> dict[str, Any]:
    """The same figure with the border of the selected kecamatan on top."""
    if code is None or code not in outline.rings:
        return dict(drawn)
    lon, lat = outline.rings[code]
    ring = _path(lon, lat, palette.SELECTED, 3)
    traces = drawn["data"]
    lines = next((i for i, trace in enumerate(traces) if trace.get("mode") != "lines"), len(traces))
    return {**drawn, "data": [*traces[:lines], ring, *traces[lines:]]}


def selected_code(event: Mapping[str, Any] | None, known: Collection[str]) -> str | None:
    """The kecamatan that was clicked, by its area or its circle: the first code that we know; None for anything else.

    The code counts, never the position of a point. A click beside the map selects nothing.

    >>> selected_code({"selection": {"points": [{"location": "32.16.07", "point_index": 0}]}}, {"32.16.07"})
    '32.16.07'
    >>> selected_code({"selection": {"points": [{"customdata": "32.16.07"}]}}, {"32.16.07"})
    '32.16.07'
    >>> selected_code({"selection": {"points": []}}, {"32.16.07"})
    """
    points = ((event or {}).get("selection") or {}).get("points") or []
    codes = (str(point.get("location") or point.get("customdata")) for point in points)
    return next((code for code in codes if code in known), None)


def _low_bands(areas: Sequence[Area], outline: Outline, lowest: int) -> list[dict[str, Any]]:
    """The borders of the kecamatan in the lowest bands, as one line with gaps."""
    low = [area.code for area in areas if area.score.band is not None and area.score.band < lowest and area.code in outline.rings]
    if not low:
        return []
    lon = [x for code in low for x in outline.rings[code][0]]
    lat = [y for code in low for y in outline.rings[code][1]]
    return [_path(lon, lat, palette.LOW_LINE, 2)]


def _steps() -> list[list[Any]]:
    """A colour scale with five flat steps."""
    share = 1 / len(palette.BANDS)
    return [[edge * share, colour] for i, colour in enumerate(palette.BANDS) for edge in (i, i + 1)]


def _areas(
    areas: Sequence[Area],
    z: Sequence[int | None],
    outline: Outline,
    hover: Mapping[str, str],
    scale: list[list[Any]],
) -> dict[str, Any]:
    if not areas:
        return {}
    flat = {"marker": {"opacity": 1}}
    return {
        "type": "choropleth",
        "geojson": outline.geojson,
        "featureidkey": "properties.kode",
        "locations": [area.code for area in areas],
        "z": list(z),
        "zmin": 0.5,
        "zmax": len(palette.BANDS) + 0.5,
        "colorscale": scale,
        "showscale": False,
        "marker": {"line": {"color": palette.BORDER, "width": 0.8}},
        "selected": flat,
        "unselected": flat,
        "text": [hover.get(area.code, html.escape(area.name)) for area in areas],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _labels(areas: Sequence[Area], outline: Outline, ink: Mapping[str, str], diameters: Mapping[str, float]) -> dict[str, Any]:
    """Names, below a circle where there is one (the invisible marker keeps the distance)."""
    placed = [area for area in areas if area.code in outline.labels]
    colours = [ink.get(area.code, palette.DARK_INK) for area in placed]
    return {
        "type": "scattergeo",
        "mode": "markers+text",
        "lon": [outline.labels[area.code][0] for area in placed],
        "lat": [outline.labels[area.code][1] for area in placed],
        "text": ["<br>".join(map(html.escape, label_layout.lines(area.name))) for area in placed],
        "textposition": ["bottom center" if area.code in diameters else "middle center" for area in placed],
        "textfont": {
            "family": palette.FONT,
            "size": label_layout.FONT_SIZE,
            "color": colours,
            "shadow": [_halo(c) for c in colours],
        },
        "marker": {"size": [diameters.get(area.code, 0) for area in placed], "opacity": 0},
        "hoverinfo": "skip",
    }


def _halo(ink: str) -> str:
    """A soft rim that keeps a long name readable where it runs into a neighbour's colour."""
    rim = palette.LIGHT_INK if ink == palette.DARK_INK else palette.DARK_INK
    return ", ".join(f"{x}px {y}px 1px {rim}c0" for x in (-1, 1) for y in (-1, 1))


def _symbols(
    areas: Sequence[Area],
    outline: Outline,
    symbols: Sequence[Symbol],
    colours: Sequence[str],
    hover: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Circles, the largest at the bottom; hover and click on each are those of its own kecamatan."""
    known = {area.code for area in areas} & set(outline.labels)
    drawn = [(s, c) for s, c in zip(symbols, colours, strict=True) if s.code in known and s.active > 0]
    if not drawn:
        return []
    drawn.sort(key=lambda one: -one[0].active)
    flat = {"marker": {"opacity": 1}}
    placed = [symbol for symbol, _ in drawn]
    points = [outline.labels[symbol.code or ""] for symbol in placed]
    return [
        {
            "type": "scattergeo",
            "mode": "markers",
            "lon": [point[0] for point in points],
            "lat": [point[1] for point in points],
            "marker": {
                "size": [_diameter(symbol, symbols) for symbol in placed],
                "color": [colour for _, colour in drawn],
                "opacity": 1,
                "line": {"color": palette.SYMBOL_LINE, "width": 1},
            },
            "text": [hover.get(symbol.code or "", "") for symbol in placed],
            "hovertemplate": "%{text}<extra></extra>",
            "customdata": [symbol.code for symbol in placed],
            "selected": flat,
            "unselected": flat,
        }
    ]


def _diameter(symbol: Symbol, symbols: Sequence[Symbol]) -> float:
    return diameter(symbol.active, max((s.active for s in symbols if s.code), default=0))


def diameters(symbols: Sequence[Symbol]) -> dict[str, float]:
    """Pixels across of the circle of each kecamatan that has one."""
    return {symbol.code: _diameter(symbol, symbols) for symbol in symbols if symbol.code}


def diameter(active: int, largest: int) -> float:
    """Pixels across, so that the area of the circle is proportional to the number."""
    return LARGEST_SYMBOL * (active / largest) ** 0.5 if largest else 0.0


def _strokes(line: Line) -> dict[str, Any]:
    return _path(*line, palette.HATCH, 1)


def _path(lon: list[float | None], lat: list[float | None], colour: str, width: float) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": lon,
        "lat": lat,
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def change_figure(areas: Sequence[Area], outline: Outline, hover: Mapping[str, str], *, height: int) -> dict[str, Any]:
    """Kecamatan by the class of their change; only one beyond its uncertainty has a colour that says rise or fall."""
    known = [area for area in areas if area.score.change_class in CHANGE_COLOURS]
    grey = [area for area in areas if area not in known]
    order = list(CHANGE_COLOURS)
    ink = {area.code: palette.ink_on(CHANGE_COLOURS[area.score.change_class or ""]) for area in known}
    step = 1 / len(order)
    scale = [[edge * step, CHANGE_COLOURS[code]] for i, code in enumerate(order) for edge in (i, i + 1)]
    places = [order.index(area.score.change_class or "") for area in known]
    coloured = _areas(known, places, outline, hover, scale)
    if coloured:
        coloured |= {"zmin": -0.5, "zmax": len(order) - 0.5}
    base = figure([], outline, hover, height=height)
    data = [
        *(_strokes(outline.hatches[area.code]) for area in grey if area.code in outline.hatches),
        _labels(areas, outline, ink, {}),
        coloured,
        _areas(grey, [0] * len(grey), outline, hover, [[0, palette.NO_DATA], [1, palette.NO_DATA]]),
    ]
    return {**base, "data": [trace for trace in data if trace]}
