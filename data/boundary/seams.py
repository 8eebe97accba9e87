"""Borders between areas that ought to touch: where they do, and where a strip that nobody claims lies between them.

A gap that is enclosed is a hole in the whole (`coverage.gaps`). One that is open to the outside isn't, and areas that are all a little too
small leave no hole at all; but they have no neighbour either. All in metres, in an equal-area CRS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from data.boundary.coverage import SLIVER_WIDTH_M, Geometries, advice, km2, number
from data.words import Message, joined, msg, msg_n

TOUCH_M = 0.1
"""Outlines as near as this touch: what is left of rounding a degree to six decimals."""
REACH_M = 1_000.0
"""What faces an area over no more than this is its neighbour, unless something lies between."""
STRAIT_M = 500.0
"""Where no reference says who borders on whom, wider water may be a strait."""
BORDER_M = 500.0
"""A shorter border is a corner: it says nothing about a pair, and the outer edge has bays of that length."""
MISSING_SHARE = 0.10
"""More of the reference boundary than this left out: not the same territory. Public outlines of one kabupaten differ by
2 % (BPS 2020 and Kepmendagri 2025 in Bekasi)."""
TOLD_SHARE = 0.02
"""From here on the share is told, with other faults or as a warning."""

_STEP_M = 50.0
_MUTUAL = 0.7  # cosine of 45 degrees: two sides that lie askew face each other still
_NAMED = 3


@dataclass(frozen=True)
class Seam:
    """How much of the border between two areas is one."""

    one: int
    two: int
    """Indices; `one` < `two`."""
    touching_m: float
    """Along which they touch."""
    narrow_m: float
    """Along which a strip lies between them, no wider than a sliver."""
    open_m: float
    """Along which a wider strip lies between them that nobody claims."""
    width_m: float
    """Median width of the wide strip; 0 without one."""

    @property
    def is_apart(self) -> bool:
        """More of it is a wide strip than a border."""
        return self.open_m >= BORDER_M and self.open_m > self.touching_m + self.narrow_m

    @property
    def is_loose(self) -> bool:
        """More of it is a narrow strip than a border."""
        return self.narrow_m >= BORDER_M and self.narrow_m > self.touching_m


def seams(outlines: Geometries, between: Geometries) -> list[Seam]:
    """The borders of all pairs that touch or face each other within `REACH_M`, measured every 50 m along the outlines.

    between: polygons that are known to lie between areas (enclosed gaps): a side that faces one of them faces no neighbour.
    """
    everything = np.concatenate([outlines, between]) if len(between) else outlines
    near = shapely.STRtree(everything).query(outlines, predicate="dwithin", distance=REACH_M)
    sides: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    for index in range(len(outlines)):
        others = [int(other) for other in near[1][near[0] == index] if other != index]
        if not others:
            continue
        points = _along(outlines[index])
        distances = np.array([shapely.distance(points, everything[other]) for other in others])
        nearest, distance = distances.argmin(axis=0), distances.min(axis=0)
        for place, other in enumerate(others):
            if other < len(outlines):
                mine = (nearest == place) & (distance <= REACH_M)
                side = _side(outlines[index], outlines[other], points[mine], distance[mine])
                sides.setdefault((min(index, other), max(index, other)), []).append(side)
    # Seen from both sides; a bend or a corner shows less of a strip to one of them.
    return [Seam(one, two, *np.max(seen, axis=0).tolist()) for (one, two), seen in sorted(sides.items())]


def _along(outline: shapely.Geometry) -> Geometries:
    """Points every `_STEP_M` along all rings of an outline."""
    rings = [ring for part in shapely.get_parts(outline) for ring in shapely.get_parts(shapely.boundary(part))]
    steps = [np.arange(_STEP_M / 2, shapely.length(ring), _STEP_M) for ring in rings]
    return np.concatenate([shapely.line_interpolate_point(r, s) for r, s in zip(rings, steps, strict=True)])


def _side(
    outline: shapely.Geometry, other: shapely.Geometry, points: Geometries, distance: npt.NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """Touching, narrow and open metres of one side, and the median width of what is open."""
    touching = distance <= TOUCH_M
    apart = points[~touching]
    facing = shapely.get_point(shapely.shortest_line(apart, other), -1)
    # Seen from there this outline must be as far, or it is a corner of the outer edge that is looked at from the side.
    widths = distance[~touching]
    widths = widths[shapely.distance(facing, outline) > _MUTUAL * widths]
    wide = widths[widths > SLIVER_WIDTH_M]
    touching_m, narrow_m, open_m = (_STEP_M * n for n in (int(touching.sum()), len(widths) - len(wide), len(wide)))
    return touching_m, narrow_m, open_m, float(np.median(wide)) if len(wide) else 0.0


def find_faults(found: Sequence[Seam], names: Sequence[str], outlines: Geometries, known: Geometries) -> list[Message]:
    """Wide strips between neighbours, areas without any, and how much is missing; in words, empty where all is well.

    known: the outlines of the reference, in the same CRS and order; what is apart or alone there too is no fault. Empty: the outlines are
    compared among themselves, and one that has nothing near it may be an island.
    """
    due = seams(known, np.empty(0, dtype=object)) if len(known) else []
    apart_there = {(seam.one, seam.two) for seam in due if seam.is_apart}
    apart = [seam for seam in found if seam.is_apart and (seam.one, seam.two) not in apart_there]
    if not len(known):
        apart = [seam for seam in apart if seam.width_m <= STRAIT_M]
    expected = bordered(due) if len(known) else {i for seam in apart for i in (seam.one, seam.two)}
    faults = [_apart(apart, names)] if apart else []
    if alone := sorted(expected - bordered(found)):
        faults.append(
            msg_n(
                "{n} kecamatan tanpa tetangga: {listed}", "{n} kecamatan tanpa tetangga: {listed}", len(alone), listed=_some(alone, names)
            )
        )
    missing = missing_share(outlines, known)
    if missing > (TOLD_SHARE if faults else MISSING_SHARE):
        faults.append(missing_text(missing, known))
    return faults


def find_warnings(found: Sequence[Seam], names: Sequence[str], outlines: Geometries, known: Geometries) -> list[Message]:
    """What somebody should look at though the outlines are taken."""
    warnings = []
    missing = missing_share(outlines, known)
    if missing > TOLD_SHARE:
        warnings.append(missing_text(missing, known))
    if alone := sorted(set(range(len(names))) - bordered(found)):
        warnings.append(msg("tidak berbatasan dengan kecamatan lain: {listed}; periksa bila bukan pulau", listed=_some(alone, names)))
    return warnings


def _some(indices: Sequence[int], names: Sequence[str]) -> str:
    return ", ".join(names[index] for index in indices[:_NAMED]) + (", …" if len(indices) > _NAMED else "")


def bordered(found: Sequence[Seam]) -> set[int]:
    """Indices of the areas that touch another one, or would but for a sliver."""
    return {i for seam in found if seam.touching_m + seam.narrow_m > 0 for i in (seam.one, seam.two)}


def missing_share(outlines: Geometries, known: Geometries) -> float:
    """Share of the area of the reference that the outlines leave out; 0 without a reference."""
    if not len(known):
        return 0.0
    whole = shapely.union_all(known)
    return float(shapely.area(shapely.difference(whole, shapely.union_all(outlines))) / shapely.area(whole))


def missing_text(share: float, known: Geometries) -> Message:
    """`4,5 persen luas menurut batas rujukan (57,2 km²) tidak tercakup`."""
    area = number(share * km2(known), "#,##0.0")
    return msg("{share} persen luas menurut batas rujukan ({area} km²) tidak tercakup", share=number(100 * share, "0.0"), area=area)


def _apart(apart: Sequence[Seam], names: Sequence[str]) -> Message:
    longest = sorted(apart, key=lambda seam: -seam.open_m)
    pairs = [msg("{a} dan {b} ({m} m)", a=names[seam.one], b=names[seam.two], m=number(seam.width_m, "0")) for seam in longest[:_NAMED]]
    return msg_n(
        "celah di antara {n} pasang kecamatan yang bertetangga, selebar sekitar {m} m: {pairs}; {advice}",
        "celah di antara {n} pasang kecamatan yang bertetangga, selebar sekitar {m} m: {pairs}; {advice}",
        len(apart),
        m=number(float(np.median([seam.width_m for seam in apart])), "0"),
        pairs=joined("; ", [*pairs, "…"] if len(apart) > _NAMED else pairs),
        advice=advice(),
    )


def fill(outlines: Geometries) -> tuple[Geometries, Geometries]:
    """Outlines grown over the narrow strips between them, from both sides; and the strips.

    A strip as wide as `SLIVER_WIDTH_M` at the most that lies between two areas. The outer edge stays.
    """
    half = SLIVER_WIDTH_M / 2
    whole = shapely.union_all(outlines)
    closed = shapely.buffer(shapely.buffer(whole, half), -half)
    parts = shapely.get_parts(shapely.difference(closed, whole))
    tree = shapely.STRtree(outlines)
    owners = tree.query(parts, predicate="dwithin", distance=TOUCH_M)[0]
    strips = parts[np.bincount(owners, minlength=len(parts)) > 1]
    left = shapely.union_all(strips)
    grown = []
    for outline in outlines:
        mine = _area(shapely.intersection(left, shapely.buffer(outline, half + TOUCH_M, join_style="mitre")))
        left = shapely.difference(left, mine)
        grown.append(shapely.union_all([outline, mine]))
    return np.asarray(grown, dtype=object), strips


def _area(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a collection: where outlines only touch, an intersection also leaves lines and points."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
