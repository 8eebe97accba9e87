"""Outlines of areas as a coverage: gaps and overlaps, closing the narrow ones, simplifying shared borders together.

All in metres, in an equal-area CRS, except where a name says degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from babel.numbers import format_decimal

from data import words
from data.words import t

Geometries = npt.NDArray[Any]
Overlap = tuple[int, int, Any]
"""Index and index of the two areas that both claim a piece, and the piece."""

MAX_GEOJSON_BYTES = 150_000
"""What a browser fetches with the first map."""
SLIVER_WIDTH_M = 50.0
"""A gap or overlap up to this width is a slip of drawing and is closed: less than one pixel of a 1,000 px map of
a kabupaten 50 km wide. A wider one is a question for whoever drew the file."""
SLIVER_AREA_SHARE = 0.005
"""More slivers than this share of the area mean that the parts come from different maps: refused."""

_TOLERANCES_M = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 75.0, 100.0, 150.0, 200.0)
_DECIMALS = 6  # of a degree: .1 m
_NEGLIGIBLE_M2 = 1.0  # rounding of coordinates


def gaps(outlines: Geometries, crs: str, known: Geometries) -> Geometries:
    """Holes in the whole, one polygon each, in metres.

    Parameters
    ----------
    outlines : array of Polygon or MultiPolygon
        One an area, in `crs`.
    crs : str
        Equal-area, metres.
    known : array of Polygon or MultiPolygon
        The shipped outlines, in degrees. A wide hole outside them is no gap: a city inside a kabupaten.
        Empty: every hole counts.
    """
    whole = shapely.union_all(outlines)
    parts = shapely.get_parts(whole)
    rings = shapely.get_rings(parts)
    is_hole = np.concatenate([np.arange(1 + n) > 0 for n in shapely.get_num_interior_rings(parts)])
    holes = shapely.difference(shapely.polygons(rings[is_hole]), whole)  # less the islands in them
    holes = holes[shapely.area(holes) > _NEGLIGIBLE_M2]
    if len(holes) and len(known):
        inside = shapely.point_on_surface(to_lonlat(holes, crs))
        holes = holes[shapely.covers(shapely.union_all(known), inside) | (width(holes) <= SLIVER_WIDTH_M)]
    return np.asarray(holes, dtype=object)


def overlaps(outlines: Geometries) -> list[Overlap]:
    """Each piece that two areas both claim."""
    first, second = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    return [
        (int(one), int(two), part)
        for one, two in zip(first, second, strict=True)
        if one < two
        for part in shapely.get_parts(shapely.intersection(outlines[one], outlines[two]))
        if shapely.area(part) > _NEGLIGIBLE_M2
    ]


def width(polygons: Geometries) -> npt.NDArray[np.float64]:
    """Diameter of the largest circle inside each, in the unit of the coordinates."""
    if not len(polygons):
        return np.zeros(0)
    return np.asarray(2 * shapely.length(shapely.maximum_inscribed_circle(polygons)), dtype=np.float64)


def find_faults(
    outlines: Geometries, names: Sequence[str], found_gaps: Geometries, found_overlaps: Sequence[Overlap]
) -> list[str]:
    """What is too wide, or too much, to be closed in silence; in words, empty where all may be closed."""
    faults = []
    for gap in found_gaps[width(found_gaps) > SLIVER_WIDTH_M]:
        around = ", ".join(names[int(index)] for index in np.flatnonzero(shapely.dwithin(outlines, gap, 1.0)))
        area = number(km2([gap]), "0.000")
        faults.append(t("celah {area} km² di antara {around}; lengkapi bagian itu", area=area, around=around))
    pieces = np.asarray([piece for _, _, piece in found_overlaps], dtype=object)
    for (one, two, piece), across in zip(found_overlaps, width(pieces), strict=True):
        if across > SLIVER_WIDTH_M:
            area = number(km2([piece]), "0.000")
            pair = {"a": names[one], "b": names[two]}
            faults.append(t("{a} dan {b} bertumpang tindih {area} km²; perbaiki batasnya", area=area, **pair))
    slivers = km2(found_gaps) + km2(pieces)
    if not faults and slivers > SLIVER_AREA_SHARE * km2(outlines):
        values = {"area": number(slivers, "0.000"), "limit": number(100 * SLIVER_AREA_SHARE, "0.0")}
        faults.append(
            t("celah dan tumpang tindih sempit {area} km², lebih dari {limit} persen luas; rapikan", **values)
        )
    return faults


def clean(outlines: Geometries, has_gaps: bool) -> Geometries:
    """Outlines of which neighbours share every vertex: narrow gaps go to the neighbour with the longest border."""
    if not has_gaps and shapely.coverage_is_valid(outlines):
        return outlines
    return np.asarray(shapely.coverage_clean(outlines, gap_width=SLIVER_WIDTH_M), dtype=object)


def simplify(
    outlines: Geometries, crs: str, to_text: Callable[[Geometries], str]
) -> tuple[str, float] | None:
    """The text of the outlines under `MAX_GEOJSON_BYTES`, and the finest tolerance (metres) that gives it.

    None where no tolerance gives a valid coverage of that size. Outlines come to `to_text` in degrees, exterior
    rings clockwise.
    """
    for tolerance in _TOLERANCES_M:
        simplified = to_lonlat(shapely.coverage_simplify(outlines, tolerance), crs)
        rounded = shapely.transform(simplified, lambda xy: np.round(xy, _DECIMALS))
        rounded = np.asarray(shapely.orient_polygons(rounded, exterior_cw=True), dtype=object)
        text = to_text(rounded)
        is_coverage = shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)
        if is_coverage and len(text.encode()) < MAX_GEOJSON_BYTES:
            return text, tolerance
    return None


def to_lonlat(geometries: Geometries, crs: str) -> Geometries:
    """From a projected CRS to degrees, WGS 84."""
    import pyproj

    transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    moved = shapely.transform(
        geometries, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )
    return np.asarray(moved, dtype=object)


def km2(geometries: Geometries | Sequence[Any]) -> float:
    """Total area of outlines in metres."""
    return float(shapely.area(geometries).sum()) / 1e6


def number(value: float, pattern: str) -> str:
    """A number as the current language writes it (`1.267,9`)."""
    return str(format_decimal(value, format=pattern, locale=words.current()))
