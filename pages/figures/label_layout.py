"""Where the names on the map stand: each inside its kecamatan as far as it fits, none over another.

A name is hung on a point that lies in its kecamatan, always: the middle of its circle where it has one, else its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

FONT_SIZE = 11
LETTER, LINE = 6.6, 14.5  # pixels of Noto Sans at that size: an average letter (on the wide side), a line
GAP = 2.0
# The smallest map that we draw, and its width on a phone of 360 pixels, where the width decides. Names that are apart at one size are apart
# on every larger map, since letters don't grow with it.
SMALLEST_HEIGHT = 480
NARROWEST_WIDTH = 328
STEP = 3.0  # pixels between the places that are tried
ROUNDS = 12
# What a place costs: pixels from the middle, the share of the circle and of the block outside its kecamatan, each block that it touches,
# the share of it that covers others.
CIRCLE_OUTSIDE, OUTSIDE, TOUCH, OVERLAP = 160.0, 40.0, 50.0, 2000.0

Box = tuple[float, float, float, float]


class Tried(NamedTuple):
    """Places that a name may take: the points from which it hangs, the boxes around them (pixels), and what each costs."""

    points: NDArray[np.float64]
    boxes: NDArray[np.float64]
    cost: NDArray[np.float64]


def place(
    shapes: Mapping[str, shapely.Geometry],
    names: Mapping[str, str],
    middles: Mapping[str, tuple[float, float]],
    bounds: Box,
    circles: Mapping[str, float] | None = None,
    height: int = SMALLEST_HEIGHT,
) -> dict[str, tuple[float, float]]:
    """Code to the point of each name, longitude and latitude: its middle, or that of its circle with the name below.

    middles: a point inside each shape. bounds: west, south, east, north of the picture. circles: pixels across.
    height: pixels of the map.
    """
    across = {code: (circles or {}).get(code, 0.0) for code in names}
    blocks = {code: block(name, across[code]) for code, name in names.items()}
    return arrange(shapes, blocks, middles, bounds, pixels_a_degree(bounds, height), across)


def arrange(
    shapes: Mapping[str, shapely.Geometry],
    blocks: Mapping[str, tuple[float, float]],
    middles: Mapping[str, tuple[float, float]],
    bounds: Box,
    scale: float,
    circles: Mapping[str, float] | None = None,
) -> dict[str, tuple[float, float]]:
    """As `place`, for blocks of any width and height (pixels, at letters of `FONT_SIZE`) at a scale (pixels a degree)."""
    codes = [code for code in middles if code in shapes and code in blocks]
    tried = {code: candidates(shapes[code], middles[code], blocks[code], (circles or {}).get(code, 0.0), scale, bounds) for code in codes}
    few_first = sorted(codes, key=lambda code: len(tried[code].cost))
    orders = (codes, codes[::-1], few_first, few_first[::-1])
    best = min((_settled(tried, order) for order in orders), key=lambda found: found[1])[0]
    points = {code: tried[code].points[best[code]] for code in codes}
    return {code: (float(x) / scale, _latitude(float(y) / scale)) for code, (x, y) in points.items()}


def pixels_a_degree(bounds: Box, height: int) -> float:
    """How large the map is drawn at a height, but at most as on a phone, where the width may leave less than the height."""
    west, south, east, north = bounds
    return min(height / float(mercator(north) - mercator(south)), NARROWEST_WIDTH / (east - west))


def _settled(tried: Mapping[str, Tried], order: Sequence[str]) -> tuple[dict[str, int], float]:
    """The place of each name after all have given way to each other in turn, and what these places cost together."""
    best = {code: int(np.argmin(one.cost)) for code, one in tried.items()}
    total = math.inf
    for _ in range(ROUNDS):
        before, total = total, 0.0
        for code in order:
            others = np.array([tried[other].boxes[best[other]] for other in order if other != code])
            now = tried[code].cost + _cost_of_overlap(tried[code].boxes, others)
            best[code] = int(np.argmin(now))
            total += float(now[best[code]])
        if total == before:
            break
    return best, total


def lines(name: str) -> list[str]:
    """A name in lines, as the map writes it: one word each."""
    return name.split(" ")


def block(name: str, circle: float) -> tuple[float, float]:
    """Width and height in pixels of a name, with its circle on top."""
    words = lines(name)
    return max(max(map(len, words)) * LETTER + GAP, circle), len(words) * LINE + circle


def mercator(latitude: Any) -> Any:
    """Latitude on Mercator's scale, in degrees as longitudes are; of a number or an array."""
    return np.degrees(np.arcsinh(np.tan(np.radians(latitude))))


def _latitude(mercator: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(mercator))))


def candidates(
    shape: shapely.Geometry,
    middle: tuple[float, float],
    size: tuple[float, float],
    circle: float,
    scale: float,
    bounds: Box,
) -> Tried:
    """Places whose point lies in the shape and whose box lies in the picture; where there is none, the middle alone."""
    flat = shapely.transform(shape, lambda xy: scale * np.column_stack([xy[:, 0], mercator(xy[:, 1])]))
    shapely.prepare(flat)
    width, height = size
    above = circle / 2 or height / 2  # of the box, over the point
    x0, y0 = scale * middle[0], scale * mercator(middle[1])
    west, south, east, north = flat.bounds
    grid_x, grid_y = np.meshgrid(np.arange(west, east, STEP), np.arange(south, north, STEP))
    x, y = np.append(grid_x.ravel(), x0), np.append(grid_y.ravel(), y0)
    inside = shapely.contains_xy(flat, x, y)
    inside &= (x - width / 2 >= scale * bounds[0]) & (x + width / 2 <= scale * bounds[2])
    inside &= (y + above - height >= scale * mercator(bounds[1])) & (y + above <= scale * mercator(bounds[3]))
    inside[-1] |= not inside.any()
    x, y = x[inside], y[inside]
    middle_y = y + above - height / 2
    corners = [(dx * width / 2, dy * height / 2) for dx in (-1, -0.5, 0, 0.5, 1) for dy in (-1, 0, 1)]
    outside = np.mean([~shapely.contains_xy(flat, x + dx, middle_y + dy) for dx, dy in corners], axis=0)
    rim = [(math.cos(turn) * circle / 2, math.sin(turn) * circle / 2) for turn in np.arange(8) * math.pi / 4]
    over = np.mean([~shapely.contains_xy(flat, x + dx, y + dy) for dx, dy in rim], axis=0) if circle else 0.0
    boxes = np.column_stack([x - width / 2, y + above - height, x + width / 2, y + above])
    cost = np.hypot(x - x0, middle_y - y0) + OUTSIDE * outside + CIRCLE_OUTSIDE * over
    return Tried(np.column_stack([x, y]), boxes, cost)


def _cost_of_overlap(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each box, what lying over the others costs."""
    if not len(others):
        return np.zeros(len(boxes))
    a, b = boxes[:, None, :], others[None, :, :]
    width = np.clip(np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0]), 0, None)
    height = np.clip(np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1]), 0, None)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    over = width * height
    return np.asarray(TOUCH * (over > 0).sum(axis=1) + OVERLAP * over.sum(axis=1) / area)
