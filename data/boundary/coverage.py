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

from data.words import Message, Words, msg, written

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
_MANY = 5  # faults of one kind; more are told in one sentence
_DECIMALS = 6  # of a degree: .1 m
_NEGLIGIBLE_M2 = 1.0  # rounding of coordinates
_SNAP_M = 0.5  # corners nearer than this become one: a thinner tongue would cross itself when rounded


def gaps(outlines: Geometries, known: Geometries) -> Geometries:
    """Holes in the whole, one polygon each.

    Parameters
    ----------
    outlines : array of Polygon or MultiPolygon
        One an area.
    known : array of Polygon or MultiPolygon
        The outlines of the reference. A wide hole outside them is no gap: a city inside a kabupaten.
        Empty: every hole counts.
    """
    whole = shapely.union_all(outlines)
    parts = shapely.get_parts(whole)
    rings = shapely.get_rings(parts)
    is_hole = np.concatenate([np.arange(1 + n) > 0 for n in shapely.get_num_interior_rings(parts)])
    holes = shapely.difference(shapely.polygons(rings[is_hole]), whole)  # less the islands in them
    holes = holes[shapely.area(holes) > _NEGLIGIBLE_M2]
    if len(holes) and len(known):
        inside = shapely.point_on_surface(holes)
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


def find_faults(outlines: Geometries, names: Sequence[str], found_gaps: Geometries, found_overlaps: Sequence[Overlap]) -> list[Message]:
    """Gaps and overlaps that are too wide, or too many, to be closed in silence; in words, empty where all may be closed."""
    wide = found_gaps[width(found_gaps) > SLIVER_WIDTH_M]
    faults = [_gap_fault(gap, outlines, names) for gap in wide]
    if len(faults) > _MANY:
        faults = [msg("{n} celah tertutup, terlebar {m} m, seluruhnya {area} km²; {advice}", **_size(wide))]
    pieces = np.asarray([piece for _, _, piece in found_overlaps], dtype=object)
    is_wide = width(pieces) > SLIVER_WIDTH_M
    doubled = [_overlap_fault(*one, names) for one, it_is in zip(found_overlaps, is_wide, strict=True) if it_is]
    if len(doubled) > _MANY:
        doubled = [msg("{n} tumpang tindih, terlebar {m} m, seluruhnya {area} km²; {advice}", **_size(pieces[is_wide]))]
    faults += doubled
    slivers = km2(found_gaps) + km2(pieces)
    if not faults and slivers > SLIVER_AREA_SHARE * km2(outlines):
        values = {"area": number(slivers, "0.000"), "limit": number(100 * SLIVER_AREA_SHARE, "0.0")}
        faults.append(
            msg("celah dan tumpang tindih sempit {area} km², lebih dari {limit} persen luas; {advice}", advice=advice(), **values)
        )
    return faults


def _gap_fault(gap: Any, outlines: Geometries, names: Sequence[str]) -> Message:
    around = ", ".join(names[int(index)] for index in np.flatnonzero(shapely.dwithin(outlines, gap, 1.0)))
    area = number(km2([gap]), "0.000")
    return msg("celah {area} km² di antara {around}; lengkapi bagian itu", area=area, around=around)


def _overlap_fault(one: int, two: int, piece: Any, names: Sequence[str]) -> Message:
    area, pair = number(km2([piece]), "0.000"), {"a": names[one], "b": names[two]}
    return msg("{a} dan {b} bertumpang tindih {area} km²; perbaiki batasnya", area=area, **pair)


def _size(pieces: Geometries) -> dict[str, object]:
    """How many and how wide, where there are more than anybody mends one by one; for one sentence."""
    widest = number(float(width(pieces).max()), "#,##0")
    return {"n": len(pieces), "m": widest, "area": number(km2(pieces), "#,##0.000"), "advice": advice()}


def advice() -> Message:
    """What to do about outlines with more faults than can be mended one by one."""
    return msg("muat lapisan desa/kelurahan dari sumber yang sama, atau rapatkan batasnya di QGIS")


def clean(outlines: Geometries, has_gaps: bool) -> Geometries:
    """Outlines in which neighbours share every vertex: narrow gaps go to the neighbour with the longest border."""
    if not has_gaps and shapely.coverage_is_valid(outlines):
        return outlines
    cleaned = shapely.coverage_clean(outlines, gap_width=SLIVER_WIDTH_M, snapping_distance=_SNAP_M)
    return np.asarray(cleaned, dtype=object)


def simplify(outlines: Geometries, crs: str, to_text: Callable[[Geometries], str]) -> tuple[str, float] | None:
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
    return _moved(geometries, crs, "EPSG:4326")


def from_lonlat(geometries: Geometries, crs: str) -> Geometries:
    """From degrees, WGS 84, to a projected CRS."""
    return _moved(geometries, "EPSG:4326", crs)


def _moved(geometries: Geometries, start: str, end: str) -> Geometries:
    import pyproj

    transformer = pyproj.Transformer.from_crs(start, end, always_xy=True)
    moved = shapely.transform(geometries, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    return np.asarray(moved, dtype=object)


def km2(geometries: Geometries | Sequence[Any]) -> float:
    """Total area of outlines in metres."""
    return float(shapely.area(geometries).sum()) / 1e6


def number(value: float, pattern: str) -> Message:
    """A number as the language of the reader writes it (`1.267,9`)."""
    return written(_number, value, pattern)


def _number(t: Words, value: float, pattern: str) -> str:
    return str(format_decimal(value, format=pattern, locale=t.language))
