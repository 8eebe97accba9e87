"""The outline of the kecamatan as the map needs it: where it is served, where labels go, the hatching of a gap in the data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shapely

from data.boundary import loading
from data.editions.reading import Edition
from pages.figures import label_layout

STATIC = Path(__file__).parents[2] / "static"
# Relative, so that it also works behind a proxy with a path of its own.
STATIC_URL = "app/static/"
HATCH_SPACING = 0.006  # degrees, some 650 m: four pixels on a map of ordinary size
MARGIN = 0.015

Line = tuple[list[float | None], list[float | None]]


@dataclass(frozen=True)
class Outline:
    """Everything that the map draws of a boundary; longitudes and latitudes in degrees."""

    geojson: str | dict[str, Any]
    """URL below the page, or the GeoJSON itself where the static folder can't be written."""
    bounds: tuple[float, float, float, float]
    """West, south, east, north."""
    labels: dict[str, tuple[float, float]]
    """Code to the point where its name stands, or its circle with the name below."""
    rings: dict[str, Line]
    """Code to its border, as one line with gaps (None)."""
    hatches: dict[str, Line]
    """Code to diagonal strokes across it, as one line with gaps (None)."""


def of(edition: Edition, static: Path = STATIC) -> Outline:
    """The outline of an edition, names laid out for the smallest map; its GeoJSON goes into the static folder, named by its content."""
    text = edition.boundary()
    published = loading.publish_static(text, static)
    shapes = _shapes(edition)
    bounds = _with_margin(*shapely.total_bounds(list(shapes.values())).tolist())
    return Outline(
        geojson=STATIC_URL + published if published else json.loads(text),
        bounds=bounds,
        labels=_labels(edition, bounds),
        rings={code: _line(shapely.boundary(shape)) for code, shape in shapes.items()},
        hatches={code: _line(_strokes(shape)) for code, shape in shapes.items()},
    )


def laid_out(drawn: Outline, edition: Edition, height: int, circles: Mapping[str, float] | None = None) -> Outline:
    """The same outline with the names laid out for a map of a height, below circles where there are any (code to pixels across)."""
    return replace(drawn, labels=_labels(edition, drawn.bounds, height, circles))


def _labels(
    edition: Edition,
    bounds: tuple[float, float, float, float],
    height: int = label_layout.SMALLEST_HEIGHT,
    circles: Mapping[str, float] | None = None,
) -> dict[str, tuple[float, float]]:
    units = edition.units("kecamatan")
    names = {str(code): str(name) for code, name in zip(units["unit"], units["name"], strict=True)}
    middles = loading.label_points(edition.boundary())
    return label_layout.place(_shapes(edition), names, middles, bounds, circles, height)


def _with_margin(west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    """Room for the border itself and for a circle on the edge."""
    room = MARGIN * max(east - west, north - south)
    return west - room, south - room, east + room, north + room


def _strokes(shape: shapely.Geometry) -> shapely.Geometry:
    """Parallel diagonals across a shape."""
    west, south, east, north = shape.bounds
    height = north - south
    count = math.ceil((east - west + height) / HATCH_SPACING)
    starts = [west - height + step * HATCH_SPACING for step in range(1, count)]
    diagonals = shapely.multilinestrings([[(x, south), (x + height, north)] for x in starts])
    return shapely.intersection(diagonals, shape)


def _line(shape: shapely.Geometry) -> Line:
    lon: list[float | None] = []
    lat: list[float | None] = []
    for part in shapely.get_parts(shape):
        for x, y in shapely.get_coordinates(part).round(5).tolist():
            lon.append(x)
            lat.append(y)
        lon.append(None)
        lat.append(None)
    return lon, lat


def polsek_lines(edition: Edition) -> list[Line]:
    """The borders of the areas that the police sectors cover, one line each."""
    units = edition.units("kecamatan")
    shapes = _shapes(edition)
    groups: dict[str, list[shapely.Geometry]] = {}
    for code, polsek in zip(units["unit"], units["polsek"], strict=True):
        if isinstance(polsek, str) and code in shapes:
            groups.setdefault(polsek, []).append(shapes[code])
    return [_line(shapely.boundary(shapely.union_all(members))) for _, members in sorted(groups.items())]


def _shapes(edition: Edition) -> dict[str, shapely.Geometry]:
    return {
        str(feature["properties"]["kode"]): shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(edition.boundary())["features"]
    }
