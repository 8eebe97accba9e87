"""Where the names on the map stand: each inside its kecamatan as far as it fits, none over another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

FONT_SIZE = 11
LETTER, LINE = 6.6, 14.5  # pixels of Noto Sans at that size: an average letter (rather too wide), a line
GAP = 2.0
# The smallest map that we draw. Names that are apart here are apart on every larger one: letters don't grow with the map.
SMALLEST_HEIGHT = 480
STEP = 3.0  # pixels between the places that are tried
ROUNDS = 12
# What a place costs: pixels from the middle, the share of the block outside its kecamatan, each block that it touches, the
# share of it over others.
OUTSIDE, TOUCH, OVERLAP = 40.0, 50.0, 2000.0

Box = tuple[float, float, float, float]
# Boxes that a name may take, and what each costs.
Tried = tuple[NDArray[np.float64], NDArray[np.float64]]


def place(
    shapes: Mapping[str, shapely.Geometry],
    names: Mapping[str, str],
    middles: Mapping[str, tuple[float, float]],
    bounds: Box,
    circles: Mapping[str, float] | None = None,
) -> dict[str, tuple[float, float]]:
    """Code to longitude and latitude of the middle of each name; with a circle (pixels across), of the circle above it.

    bounds: west, south, east, north of the picture.
    """
    scale = SMALLEST_HEIGHT / (_mercator(bounds[3]) - _mercator(bounds[1]))
    codes = [code for code in middles if code in shapes and code in names]
    blocks = {code: block(names[code], (circles or {}).get(code, 0.0)) for code in codes}
    tried = {code: _candidates(shapes[code], middles[code], blocks[code], scale, bounds) for code in codes}
    best = min((_settled(tried, order) for order in (codes, codes[::-1])), key=lambda found: found[1])[0]
    return {
        code: _anchor(tried[code][0][best[code]], (circles or {}).get(code, 0.0), scale) for code in codes
    }


def _settled(tried: Mapping[str, Tried], order: Sequence[str]) -> tuple[dict[str, int], float]:
    """The place of each name after all have given way to each other in turn, and what these places cost together."""
    best = {code: int(np.argmin(cost)) for code, (_, cost) in tried.items()}
    total = math.inf
    for _ in range(ROUNDS):
        before, total = total, 0.0
        for code in order:
            boxes, cost = tried[code]
            others = np.array([tried[other][0][best[other]] for other in order if other != code])
            now = cost + _cost_of_overlap(boxes, others)
            best[code] = int(np.argmin(now))
            total += float(now[best[code]])
        if total == before:
            break
    return best, total


def lines(name: str) -> list[str]:
    """A name in lines, as the map writes it: a word each."""
    return name.split(" ")


def block(name: str, circle: float) -> tuple[float, float]:
    """Width and height in pixels of a name, with its circle on top."""
    words = lines(name)
    return max(max(map(len, words)) * LETTER + GAP, circle), len(words) * LINE + circle


def _mercator(latitude: float) -> float:
    """In degrees, as longitudes are."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _latitude(mercator: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(mercator))))


def _candidates(
    shape: shapely.Geometry, middle: tuple[float, float], size: tuple[float, float], scale: float, bounds: Box
) -> Tried:
    """Boxes (left, bottom, right, top; pixels) whose middle lies in the shape and that lie in the picture; their costs."""
    flat = shapely.transform(
        shape, lambda xy: scale * np.column_stack([xy[:, 0], [_mercator(y) for y in xy[:, 1]]])
    )
    x0, y0 = scale * middle[0], scale * _mercator(middle[1])
    west, south, east, north = flat.bounds
    grid_x, grid_y = np.meshgrid(np.arange(west, east, STEP), np.arange(south, north, STEP))
    x, y = np.append(grid_x.ravel(), x0), np.append(grid_y.ravel(), y0)
    inside = shapely.contains_xy(flat, x, y)
    half_width, half_height = size[0] / 2, size[1] / 2
    inside &= (x - half_width >= scale * bounds[0]) & (x + half_width <= scale * bounds[2])
    inside &= (y - half_height >= scale * _mercator(bounds[1])) & (
        y + half_height <= scale * _mercator(bounds[3])
    )
    inside[-1] |= not inside.any()
    x, y = x[inside], y[inside]
    corners = [(dx * half_width, dy * half_height) for dx in (-1, -0.5, 0, 0.5, 1) for dy in (-1, 0, 1)]
    outside = np.mean([~shapely.contains_xy(flat, x + dx, y + dy) for dx, dy in corners], axis=0)
    boxes = np.column_stack([x - half_width, y - half_height, x + half_width, y + half_height])
    return boxes, np.hypot(x - x0, y - y0) + OUTSIDE * outside


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


def _anchor(box: Sequence[float], circle: float, scale: float) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in box)
    y = top - circle / 2 if circle else (bottom + top) / 2
    return (left + right) / 2 / scale, _latitude(y / scale)
