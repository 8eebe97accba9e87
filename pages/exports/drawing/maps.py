"""The map of a frame, a brief or a sheet: kecamatan by class, their names, and the legend of colours."""

from __future__ import annotations

import functools
import itertools
import json
import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import shapely

from data.boundary import loading
from pages.exports.drawing import beside
from pages.exports.drawing import canvas as sheet
from pages.exports.drawing.canvas import Box, Canvas
from pages.exports.drawing.press_bodies import Legend, MapBody
from pages.figures import label_layout, palette

LABEL_LINE = 1.06
# Sizes that the names on a map may have (units), the largest first: on a phone a frame is a third as wide.
LABEL_SIZES = (24.0, 22.0, 20.0, 18.0)
LABEL_SHARE = 0.03  # of the height of the map: larger letters would leave nothing of it to be seen
LEGEND_LINE, LEGEND_GAP = 25, 7  # units: a line of an entry, from one entry to the next
LEGEND_LETTERS = (1.25, 1.1, 1.0, 0.95)  # times the usual ones, the largest first, where a legend has room of its own


class Placed(NamedTuple):
    """Names on a map: the size of their letters in pixels, the middle of each in degrees by code."""

    size: float
    places: dict[str, tuple[float, float]]


def fill_of(number: int | None) -> str:
    """Colour of a class: that of the screen."""
    return palette.NO_DATA if number is None else palette.BANDS[number - 1]


def outline_of(number: int | None, lowest: int) -> tuple[str, float]:
    """Colour and width (units) of the border of a class: those below `lowest` have one of their own, as on the screen."""
    return (palette.LOW_LINE, 2.2) if _is_low(number, lowest) else (palette.BORDER, 0.9)


def low_last(body: MapBody, codes: Iterable[str], lowest: int) -> list[str]:
    """Kecamatan as they are drawn: those with an outline of their own last, so that no neighbour covers it."""
    return sorted(codes, key=lambda code: _is_low(body.classes.get(code), lowest))


def _is_low(number: int | None, lowest: int) -> bool:
    return number is not None and number < lowest


def map_shapes(on: Canvas, body: MapBody, geojson: str, box: Box, lowest: int) -> None:
    """Kecamatan by class with their names, in the middle of a box; classes below `lowest` are outlined.

    Where letters that can be read have no room on the map, the names stand beside it.
    """
    shapes = _shapes(geojson)
    west, south, east, north = shapely.total_bounds(list(shapes.values())).tolist()
    on_it = _label_places(json.dumps(sorted(body.names.items())), geojson, (box.width, box.height), on.u)
    aside = None if on_it else beside.fitted(body.names, box, on.u)
    inner = Box(box.left + aside.side, box.top, box.width - 2 * aside.side, box.height) if aside else box
    to_pixels = projection([west, south, east, north], inner)
    for code in low_last(body, shapes, lowest):
        shape, number = shapes[code], body.classes.get(code)
        line, width = outline_of(number, lowest)
        on.shape(
            [
                [to_pixels(*point) for point in ring.coords]
                for part in shapely.get_parts(shape)
                for ring in (part.exterior, *part.interiors)
            ],
            fill_of(number),
            line=line,
            width=width * on.u,
            hatch="///" if number is None else None,
            hatch_colour=palette.HATCH,
        )
    if aside:
        middles = {code: to_pixels(*point) for code, point in loading.label_points(geojson).items() if code in aside.lines}
        beside.write(on, aside, middles, to_pixels(west, south)[0], to_pixels(east, south)[0], box)
    elif on_it:
        for code, point in on_it.places.items():
            _map_label(on, body.names[code], body.classes.get(code), to_pixels(*point), on_it.size)


def _shapes(geojson: str) -> dict[str, shapely.Geometry]:
    return {
        str(feature["properties"]["kode"]): shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(geojson)["features"]
    }


@functools.lru_cache(maxsize=32)
def _label_places(names: str, geojson: str, room: tuple[float, float], u: float) -> Placed | None:
    """The largest letters in which all names (JSON) stand apart on a map in a room (pixels); None: there are none."""
    shapes, middles = _shapes(geojson), loading.label_points(geojson)
    west, south, east, north = shapely.total_bounds(list(shapes.values())).tolist()
    to_pixels = projection([west, south, east, north], Box(0, 0, *room))
    left, top = to_pixels(west, north)
    scale = (to_pixels(east, north)[0] - left) / (east - west)
    upright = (to_pixels(west, south)[1] - top) / (north - south)
    # The room is wider or higher than the map: names may reach beyond the map.
    bounds = (west - left / scale, south - top / upright, east + left / scale, north + top / upright)
    for size in (one * u for one in LABEL_SIZES if one * u <= LABEL_SHARE * room[1]):
        blocks = {code: _block(name, size) for code, name in json.loads(names)}
        factor = label_layout.FONT_SIZE / size
        small = {code: (width * factor, height * factor) for code, (width, height) in blocks.items()}
        places = label_layout.arrange(shapes, small, middles, bounds, scale * factor)
        boxes = [_around(to_pixels(*places[code]), blocks[code]) for code in places]
        if not _touching(boxes) and all(box.left >= 0 and box.right <= room[0] and box.top >= 0 and box.bottom <= room[1] for box in boxes):
            return Placed(size, places)
    return None


def _block(name: str, size: float) -> tuple[float, float]:
    """Width and height of a name in lines, in pixels."""
    lines = label_layout.lines(name)
    return max(sheet.width_of(line, size) for line in lines) + 0.4 * size, (len(lines) * LABEL_LINE + 0.15) * size


def _around(middle: tuple[float, float], block: tuple[float, float]) -> Box:
    return Box(middle[0] - block[0] / 2, middle[1] - block[1] / 2, *block)


def _touching(boxes: Sequence[Box]) -> bool:
    return any(_overlap(one, other) for one, other in itertools.combinations(boxes, 2))


def _map_label(on: Canvas, name: str, number: int | None, at: tuple[float, float], size: float) -> None:
    """A name around its point, on its class."""
    ink = palette.DARK_INK if number is None else palette.ink_on(fill_of(number))
    rim = palette.LIGHT_INK if ink == palette.DARK_INK else palette.DARK_INK
    place = _around(at, _block(name, size))
    for i, line in enumerate(label_layout.lines(name)):
        row = Box(place.left, place.top + (i * LABEL_LINE - 0.1) * size, place.width, size * sheet.LINE_HEIGHT)
        on.text(row, line, size, colour=ink, align="center", lines=1, halo=rim)


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def is_tall(geojson: str) -> bool:
    """Whether a boundary is so much higher than wide that words stand better beside its map than above it."""
    bounds: list[float] = shapely.total_bounds(list(_shapes(geojson).values())).tolist()
    west, south, east, north = bounds
    return north - south > 1.2 * (east - west) * math.cos(math.radians((south + north) / 2))


def projection(bounds: list[float], box: Box) -> Callable[[float, float], tuple[float, float]]:
    """Degrees to pixels, true to angles in the middle of the map (as Mercator is over so small an area)."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(box.width / ((east - west) * squeeze), box.height / (north - south))
    left = box.left + (box.width - (east - west) * squeeze * scale) / 2
    top = box.top + (box.height - (north - south) * scale) / 2

    def to_pixels(lon: float, lat: float) -> tuple[float, float]:
        return left + (lon - west) * squeeze * scale, top + (north - lat) * scale

    return to_pixels


def draw(on: Canvas, body: MapBody, geojson: str, box: Box, elsewhere: Box | None, lowest: int) -> None:
    """Draw map and legend; the legend in the room given for it, else below the map on a tall sheet, beside it on others.

    lowest: the lowest band that is named without leave (`lowest_named` of the edition); those below are outlined.
    """
    if elsewhere is not None:
        fitting = (one for one in LEGEND_LETTERS if legend_height(on, body.legend, elsewhere.width, one) <= elsewhere.height)
        letters = next(fitting, LEGEND_LETTERS[-1])
        height = legend_height(on, body.legend, elsewhere.width, letters)
        legend(on, body.legend, elsewhere.below(elsewhere.bottom - height), lowest, letters)
        map_shapes(on, body, geojson, box, lowest)
        return
    at_side = box.height < 1.05 * box.width
    width = 250 * on.u if at_side else box.width
    height = legend_height(on, body.legend, width)
    if at_side:
        legend(on, body.legend, Box(box.left, box.bottom - height, width, height), lowest)
        map_shapes(on, body, geojson, Box(box.left + width, box.top, box.width - width, box.height), lowest)
    else:
        map_shapes(on, body, geojson, Box(box.left, box.top, box.width, box.height - height - 14 * on.u), lowest)
        legend(on, body.legend, Box(box.left, box.bottom - height, box.width, height), lowest)


def lowest_legend(on: Canvas, entries: tuple[Legend, ...], width: float) -> float:
    """How high a legend with room of its own is at least."""
    return legend_height(on, entries, width, LEGEND_LETTERS[-1])


def legend_height(on: Canvas, entries: tuple[Legend, ...], width: float, letters: float = 1.0) -> float:
    """How high the legend is when its entries flow into a width. letters: times the usual size."""
    _, top, lines = flow(entries, width, on.u * letters)[-1]
    return top + _deep(lines, on.u * letters)


def legend(on: Canvas, entries: tuple[Legend, ...], box: Box, lowest: int, letters: float = 1.0) -> None:
    """Swatches with their names, flowing like words; classes below `lowest` are outlined as on the map."""
    u = on.u * letters
    for entry, (left, top, lines) in zip(entries, flow(entries, box.width, u), strict=True):
        swatch = Box(box.left + left, box.top + top + 3 * u, 30 * u, 20 * u)
        line, width = outline_of(entry.number, lowest)
        on.rectangle(swatch, entry.colour, line=line, width=width)
        if entry.hatched:
            on.rectangle(swatch, "none", hatch="////", line=palette.HATCH)
        text = Box(swatch.right + 8 * u, box.top + top, box.right - swatch.right - 8 * u, lines * LEGEND_LINE * u)
        on.text(text, entry.said, 19 * u)


def flow(entries: tuple[Legend, ...], width: float, u: float) -> list[tuple[float, float, int]]:
    """Left, top and number of lines of each entry; u: the unit of its letters in pixels."""
    left, top, deepest = 0.0, 0.0, 1
    places = []
    for entry in entries:
        needed = 40 * u + sheet.width_of(entry.said, 19 * u)
        lines = 1 if needed <= width else len(sheet.fit(entry.said, width - 40 * u, 999 * u, 19 * u, 9 * u).lines)
        if left and left + needed > width:
            left, top, deepest = 0.0, top + _deep(deepest, u), 1
        places.append((left, top, lines))
        left, deepest = left + needed + 24 * u, max(deepest, lines)
    return places


def _deep(lines: int, u: float) -> float:
    """Pixels from an entry to the one below it."""
    return (lines * LEGEND_LINE + LEGEND_GAP) * u
