"""The drawings inside a frame: map, trend, bars, one number. Values in, shapes on a canvas out."""

from __future__ import annotations

import functools
import itertools
import json
import math
from collections.abc import Callable, Sequence

import shapely

from data import boundaries
from data.reading import Edition
from data.words import t
from pages.components import formats, label_layout, palette
from pages.exports import canvas as sheet
from pages.exports.canvas import ACCENT, INK, MUTED, PAPER, RULE, Box, Canvas
from pages.exports.press_bodies import BarsBody, Legend, MapBody, NumberBody, TrendBody, scale_of, shown_bands

TRACK = "#e3eaed"
RIBBON_ALPHA = 0.25
RIBBON = "#cae2e6"  # the colour of a line at that strength on white
LABEL_LINE = 1.06
# Sizes that the names on a map may have (units), the largest first: on a telephone a frame is a third as wide.
LABEL_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.5)
LABEL_SHARE = 0.03  # of the height of the map: larger letters leave nothing to be seen of it
LEGEND_ROW = 32  # units
LEGEND_ALONE = 1.25  # times the usual letters, where a legend has room of its own
SMALLEST_ROW = 27  # in units; below, bars go into two columns


def draw(
    on: Canvas,
    body: MapBody | TrendBody | BarsBody | NumberBody,
    edition: Edition,
    box: Box,
    beside: Box | None = None,
) -> None:
    """Draw what belongs into the middle of a frame or on a sheet of a brief. beside: room for the legend of a map elsewhere."""
    if isinstance(body, MapBody):
        _map(on, body, edition.boundary(), box, beside)
    elif isinstance(body, TrendBody):
        _trend(on, body, box)
    elif isinstance(body, BarsBody):
        _bars(on, body, box)
    else:
        _number(on, body, box)


def fill_of(number: int | None) -> str:
    """Colour of a class: that of the screen."""
    return palette.NO_DATA if number is None else palette.BANDS[number - 1]


def outline_of(number: int | None) -> tuple[str, float]:
    """Colour and width (units) of the border of a class: the lowest bands have one of their own, as on the screen."""
    return (palette.LOW_LINE, 2.2) if number in palette.LOW_BANDS else (palette.BORDER, 0.9)


def map_shapes(on: Canvas, body: MapBody, geojson: str, box: Box) -> None:
    """Kecamatan by class with their names, in the middle of a box."""
    shapes = _shapes(geojson)
    to_pixels = projection(shapely.total_bounds(list(shapes.values())).tolist(), box)
    low_last = sorted(shapes, key=lambda code: body.classes.get(code) in palette.LOW_BANDS)
    for code in low_last:
        shape, number = shapes[code], body.classes.get(code)
        line, width = outline_of(number)
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
    size, points = _label_places(
        json.dumps(sorted(body.names.items())), geojson, (box.width, box.height), on.u
    )
    taken: list[Box] = []
    for code, point in sorted(points.items(), key=lambda one: (-shapes[one[0]].area, one[0])):
        _map_label(on, body.names[code], body.classes.get(code), to_pixels(*point), size, box, taken)


def _shapes(geojson: str) -> dict[str, shapely.Geometry]:
    return {
        str(feature["properties"]["kode"]): shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(geojson)["features"]
    }


@functools.lru_cache(maxsize=32)
def _label_places(
    names: str, geojson: str, room: tuple[float, float], u: float
) -> tuple[float, dict[str, tuple[float, float]]]:
    """The largest letters in which all names (JSON) stand apart in a room (pixels), and the middle of each name in degrees."""
    shapes, middles = _shapes(geojson), boundaries.label_points(geojson)
    west, south, east, north = shapely.total_bounds(list(shapes.values())).tolist()
    to_pixels = projection([west, south, east, north], Box(0, 0, *room))
    left, top = to_pixels(west, north)
    scale = (to_pixels(east, north)[0] - left) / (east - west)
    upright = (to_pixels(west, south)[1] - top) / (north - south)
    # The room is wider or higher than the map: names may lean out of it.
    bounds = (west - left / scale, south - top / upright, east + left / scale, north + top / upright)
    size, places = 0.0, dict[str, tuple[float, float]]()
    for size in (
        one * u for one in LABEL_SIZES if one * u <= LABEL_SHARE * room[1] or one == LABEL_SIZES[-1]
    ):
        blocks = {code: _block(name, size) for code, name in json.loads(names)}
        factor = label_layout.FONT_SIZE / size
        small = {code: (width * factor, height * factor) for code, (width, height) in blocks.items()}
        places = label_layout.arrange(shapes, small, middles, bounds, scale * factor)
        if not _touching([_around(to_pixels(*places[code]), blocks[code]) for code in places]):
            break
    return size, places


def _block(name: str, size: float) -> tuple[float, float]:
    """Width and height of a name in lines, in pixels."""
    lines = label_layout.lines(name)
    return max(sheet.width_of(line, size) for line in lines) + 0.4 * size, (len(lines) * LABEL_LINE + 0.15) * size  # fmt: skip


def _around(middle: tuple[float, float], block: tuple[float, float]) -> Box:
    return Box(middle[0] - block[0] / 2, middle[1] - block[1] / 2, *block)


def _touching(boxes: Sequence[Box]) -> bool:
    return any(_overlap(one, other) for one, other in itertools.combinations(boxes, 2))


def _map_label(
    on: Canvas,
    name: str,
    number: int | None,
    at: tuple[float, float],
    size: float,
    box: Box,
    taken: list[Box],
) -> None:
    """The name at its point; left out where even the smallest letters don't keep it off another or inside the picture."""
    ink = palette.DARK_INK if number is None else palette.ink_on(fill_of(number))
    rim = palette.LIGHT_INK if ink == palette.DARK_INK else palette.DARK_INK
    place = _around(at, _block(name, size))
    inside = place.left >= box.left - 1 and place.right <= box.right + 1 and place.top >= box.top - 1 and place.bottom <= box.bottom + 1  # fmt: skip
    if not inside or any(_overlap(place, other) for other in taken):
        return
    taken.append(place)
    for i, line in enumerate(label_layout.lines(name)):
        row = Box(
            place.left, place.top + (i * LABEL_LINE - 0.1) * size, place.width, size * sheet.LINE_HEIGHT
        )
        on.text(row, line, size, colour=ink, align="center", lines=1, halo=rim)


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom  # fmt: skip


def is_tall(geojson: str) -> bool:
    """Whether a boundary is so much higher than wide that words stand better beside its map than above it."""
    west, south, east, north = shapely.total_bounds(list(_shapes(geojson).values())).tolist()
    return north - south > 1.2 * (east - west) * math.cos(math.radians((south + north) / 2))


def projection(bounds: list[float], box: Box) -> Callable[[float, float], tuple[float, float]]:
    """Degrees to pixels, true to angles in the middle of the map (Mercator over so small a place)."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(box.width / ((east - west) * squeeze), box.height / (north - south))
    left = box.left + (box.width - (east - west) * squeeze * scale) / 2
    top = box.top + (box.height - (north - south) * scale) / 2

    def to_pixels(lon: float, lat: float) -> tuple[float, float]:
        return left + (lon - west) * squeeze * scale, top + (north - lat) * scale

    return to_pixels


def _map(on: Canvas, body: MapBody, geojson: str, box: Box, elsewhere: Box | None) -> None:
    """Legend in the room that it was given; else below the map on a tall sheet, in a column beside it on others."""
    if elsewhere is not None:
        letters = LEGEND_ALONE if legend_height(on, body.legend, elsewhere.width, LEGEND_ALONE) <= elsewhere.height else 1.0  # fmt: skip
        height = legend_height(on, body.legend, elsewhere.width, letters)
        legend(on, body.legend, elsewhere.below(elsewhere.bottom - height), letters)
        map_shapes(on, body, geojson, box)
        return
    beside = box.height < 1.05 * box.width
    width = 250 * on.u if beside else box.width
    height = legend_height(on, body.legend, width)
    if beside:
        legend(on, body.legend, Box(box.left, box.bottom - height, width, height))
        map_shapes(on, body, geojson, Box(box.left + width, box.top, box.width - width, box.height))
    else:
        map_shapes(on, body, geojson, Box(box.left, box.top, box.width, box.height - height - 14 * on.u))
        legend(on, body.legend, Box(box.left, box.bottom - height, box.width, height))


def legend_height(on: Canvas, entries: tuple[Legend, ...], width: float, letters: float = 1.0) -> float:
    """How high the legend is when its entries flow into a width. letters: times the usual size."""
    _, top, lines = _flow(entries, width, on.u * letters)[-1]
    return top + lines * LEGEND_ROW * on.u * letters


def legend(on: Canvas, entries: tuple[Legend, ...], box: Box, letters: float = 1.0) -> None:
    """Swatches with their names, flowing like words."""
    u = on.u * letters
    for entry, (left, top, lines) in zip(entries, _flow(entries, box.width, u), strict=True):
        swatch = Box(box.left + left, box.top + top + 3 * u, 30 * u, 20 * u)
        on.rectangle(swatch, entry.colour, line=palette.BORDER)
        if entry.hatched:
            on.rectangle(swatch, "none", hatch="////", line=palette.HATCH)
        text = Box(swatch.right + 8 * u, box.top + top, box.right - swatch.right - 8 * u, lines * 26 * u)
        on.text(text, entry.said, 19 * u)


def _flow(entries: tuple[Legend, ...], width: float, u: float) -> list[tuple[float, float, int]]:
    """Left, top and number of lines of each entry; u: the unit of its letters in pixels."""
    left, top, deepest = 0.0, 0.0, 1
    places = []
    for entry in entries:
        needed = 40 * u + sheet.width_of(entry.said, 19 * u)
        lines = (
            1 if needed <= width else len(sheet.fit(entry.said, width - 40 * u, 999 * u, 19 * u, 9 * u).lines)
        )
        if left and left + needed > width:
            left, top, deepest = 0.0, top + deepest * LEGEND_ROW * u, 1
        places.append((left, top, lines))
        left, deepest = left + needed + 24 * u, max(deepest, lines)
    return places


def _trend(on: Canvas, body: TrendBody, box: Box) -> None:
    u = on.u
    if body.beside:
        entries = (Legend(ACCENT, body.name), Legend(MUTED, body.beside_name), Legend(RIBBON, t("Rentang 90% {place}", place=body.name)))  # fmt: skip
        height = legend_height(on, entries, box.width)
        _keys(on, entries, Box(box.left, box.top, box.width, height))
        box = box.below(box.top + height + 8 * u)
    seen = [v for v in (*body.score, *body.low, *body.high, *body.beside) if not math.isnan(v)]
    if not seen:
        on.text(box, t("Data belum memadai"), 30 * u, colour=MUTED, align="center", middle=True)
        return
    bottom, top = shown_bands(body.edges, min(seen), max(seen))
    label = 23 * u
    # The last point stands clear of the edge, so that its value fits beside it.
    plot = Box(box.left + 52 * u, box.top + label / 2, box.width - 140 * u, box.height - label * 2)
    step = plot.width / max(len(body.score) - 1, 1)

    def x(i: int) -> float:
        return plot.left + i * step

    def y(value: float) -> float:
        return plot.bottom - (value - bottom) / (top - bottom) * plot.height

    stops = [stop for stop in (0.0, *body.edges, 100.0) if bottom <= stop <= top]
    for low, high in itertools.pairwise(stops):
        number = palette.class_of((low + high) / 2, body.edges)
        area = Box(plot.left, y(high), box.right - plot.left, y(low) - y(high))
        on.rectangle(area, "#ffffff" if number % 2 else "#f1f5f7")
    for stop in stops:
        on.line([(plot.left, y(stop)), (box.right, y(stop))], RULE, 1.4 * u)
        on.text(Box(box.left, y(stop) - label / 2, 42 * u, label), formats.whole(stop), 19 * u, colour=MUTED, align="right", lines=1, middle=True)  # fmt: skip
    for run in _runs([low + high for low, high in zip(body.low, body.high, strict=True)]):
        edge = [(x(i), y(body.high[i])) for i in run] + [(x(i), y(body.low[i])) for i in run[::-1]]
        on.polygon(edge, palette.LINE, alpha=RIBBON_ALPHA)
    on.line([(x(i), y(value)) for i, value in enumerate(body.beside)], MUTED, 3 * u, dashed=True)
    on.line([(x(i), y(value)) for i, value in enumerate(body.score)], ACCENT, 4 * u)
    for run in _runs(body.score):
        if len(run) == 1:  # a line needs two points; one month between gaps would vanish
            on.dot(x(run[0]), y(body.score[run[0]]), 4 * u, ACCENT)
    for low, high in itertools.pairwise(stops):  # above the ribbon, or it greys them
        name = body.bands[palette.class_of((low + high) / 2, body.edges) - 1]
        on.text(Box(plot.left + 10 * u, y(high) + 6 * u, plot.width / 2, 28 * u), name, 20 * u, colour=MUTED, lines=1, halo=PAPER)  # fmt: skip
    _last_values(on, body, x, y, box)
    _months(on, body, x, Box(plot.left, plot.bottom + 8 * u, plot.width, 26 * u))


def _runs(values: Sequence[float]) -> list[list[int]]:
    """Positions of the known values, split where there is a gap."""
    runs: list[list[int]] = []
    for i, value in enumerate(values):
        if math.isnan(value):
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _last_values(on: Canvas, body: TrendBody, x: Callable[[int], float], y: Callable[[float], float], box: Box) -> None:  # fmt: skip
    """The last score in large figures, in small ones if it is an old one; that of the other line, pushed aside."""
    u, taken = on.u, math.inf
    end = len(body.score) - 1
    if known := [i for i, value in enumerate(body.score) if not math.isnan(value)]:
        last = known[-1]
        at, taken = (x(last), y(body.score[last])), y(body.score[last])
        on.dot(*at, 7 * u, ACCENT)
        on.text(Box(at[0] + 14 * u, at[1] - 20 * u, 80 * u, 40 * u), formats.number(body.score[last]), (30 if last == end else 22) * u, bold=last == end, colour=ACCENT, lines=1, middle=True)  # fmt: skip
    if body.beside and not math.isnan(body.beside[-1]):
        middle = y(body.beside[-1])
        if known and known[-1] == end and abs(middle - taken) < 34 * u:
            middle = taken + (34 * u if middle >= taken else -34 * u)
        on.text(Box(x(end) + 14 * u, middle - 15 * u, box.right - x(end) - 14 * u, 30 * u), formats.number(body.beside[-1]), 22 * u, colour=MUTED, lines=1, middle=True)  # fmt: skip


def _keys(on: Canvas, entries: tuple[Legend, ...], box: Box) -> None:
    """What the lines and the ribbon are: a thick line, a dashed one, an area."""
    u, size = on.u, 19 * on.u
    for i, (entry, (left, top, lines)) in enumerate(
        zip(entries, _flow(entries, box.width, on.u), strict=True)
    ):
        start, middle = box.left + left, box.top + top + 13 * u
        if i == len(entries) - 1:
            on.rectangle(Box(start, middle - 10 * u, 30 * u, 20 * u), entry.colour)
        else:
            on.line([(start, middle), (start + 30 * u, middle)], entry.colour, (4 - i) * u, dashed=i > 0)
        room = Box(start + 38 * u, box.top + top, box.right - start - 38 * u, lines * 26 * u)
        on.text(room, entry.text, size)


def _months(on: Canvas, body: TrendBody, x: Callable[[int], float], box: Box) -> None:
    """The last month and every sixth before it, as far as there is room."""
    width = 130 * on.u
    for i in range(len(body.labels) - 1, -1, -6):
        left = min(max(x(i) - width / 2, box.left), box.right + 40 * on.u - width)
        align = "left" if left == box.left else "center"
        on.text(
            Box(left, box.top, width, box.height),
            body.labels[i],
            19 * on.u,
            colour=MUTED,
            align=align,
            lines=1,
        )


def _bars(on: Canvas, body: BarsBody, box: Box) -> None:
    u, heading = on.u, 30 * on.u
    scale = scale_of(body.bars)
    is_cut = any((bar.whole or bar.value or 0) > scale for bar in body.bars)
    told = t("{heading} (batang terputus: melampaui skala)", heading=body.heading) if is_cut else body.heading
    on.text(Box(box.left, box.top, box.width, heading), told, 19 * u, colour=MUTED, lines=1)
    room = box.below(box.top + heading)
    columns = 1 if room.height / len(body.bars) >= SMALLEST_ROW * u else 2
    each = math.ceil(len(body.bars) / columns)
    gap = 36 * u
    width = (room.width - gap * (columns - 1)) / columns
    row = min(room.height / each, 84 * u)
    # All columns share one scale and one place for names and numbers, or their bars couldn't be compared.
    size = min(0.58 * row, 22 * u)
    names, numbers = _widest(body, size)
    while names + numbers > 0.72 * width:
        size *= 0.95
        names, numbers = _widest(body, size)
    for i, bar in enumerate(body.bars):
        left = room.left + (i // each) * (width + gap)
        line = Box(left, room.top + (i % each) * row, width, row)
        on.text(Box(line.left, line.top, names, row), bar.label, size, lines=1, middle=True)
        track = Box(line.left + names + 10 * u, line.top + 0.2 * row, width - names - numbers - 20 * u, 0.6 * row)  # fmt: skip
        if bar.whole:
            on.rectangle(Box(track.left, track.top, track.width * bar.whole / scale, track.height), TRACK)
        if bar.value:
            share = min(bar.value / scale, 1.0)
            on.rectangle(Box(track.left, track.top, track.width * share, track.height), ACCENT)
            if bar.value > scale:
                _cut(on, track)
        shown = Box(line.right - numbers, line.top, numbers, row)
        on.text(shown, bar.text, size, bold=bar.value is not None, colour=INK if bar.value is not None else MUTED, align="right", lines=1, middle=True)  # fmt: skip


def _cut(on: Canvas, track: Box) -> None:
    """Two slanted strokes of paper through a bar near its end: it goes on beyond the scale."""
    lean, x = 0.35 * track.height, track.right - 1.6 * track.height
    for left in (x, x + 0.5 * track.height):
        on.line([(left, track.bottom + 1), (left + lean, track.top - 1)], PAPER, 0.18 * track.height)


def _widest(body: BarsBody, size: float) -> tuple[float, float]:
    names = max(sheet.width_of(bar.label, size) for bar in body.bars)
    return names + 2, max(sheet.width_of(bar.text, size, bold=True) for bar in body.bars) + 2


def _number(on: Canvas, body: NumberBody, box: Box) -> None:
    u = on.u
    big = min(300 * u, box.height * 0.42)
    lines_height = sum(42 * u for _ in body.lines)
    total = big + 110 * u + lines_height
    top = box.top + max(0.0, (box.height - total) / 2)
    unit = sheet.width_of(body.unit, 40 * u) + 20 * u
    fitted = sheet.fit(body.value, box.width - unit, big, big / sheet.LINE_HEIGHT, 40 * u, bold=True, lines=1)
    place = Box(box.left, top, box.width - unit, big)
    on.text(place, body.value, fitted.size, bold=True, colour=ACCENT, lines=1)
    written = sheet.width_of(body.value, fitted.size, bold=True)
    baseline = top + sheet.BASELINE * fitted.size
    on.text(Box(place.left + written + 16 * u, baseline - 40 * sheet.BASELINE * u, unit, 54 * u), body.unit, 40 * u, colour=MUTED, lines=1)  # fmt: skip
    scale = Box(box.left, top + fitted.height + 26 * u, box.width, 22 * u)
    _scale(on, body, scale)
    y = scale.bottom + 60 * u
    for i, line in enumerate(body.lines):
        size = (30 if i == 0 else 26) * u
        y = on.text(Box(box.left, y, box.width, box.bottom - y), line, size, bold=i == 0) + 4 * u


def _scale(on: Canvas, body: NumberBody, box: Box) -> None:
    """Where the number lies between 0 and 100, over the bands."""
    u = on.u

    def x(value: float) -> float:
        return box.left + value / 100 * box.width

    stops = (0.0, *body.edges, 100.0)
    for number, (low, high) in enumerate(itertools.pairwise(stops), start=1):
        on.rectangle(Box(x(low), box.top, x(high) - x(low), box.height), palette.BANDS[number - 1], line=palette.BORDER)  # fmt: skip
    for i, stop in enumerate(stops):
        align = {0: "left", len(stops) - 1: "right"}.get(i, "center")
        left = {"left": x(stop), "right": x(stop) - 60 * u, "center": x(stop) - 30 * u}[align]
        on.text(Box(left, box.bottom + 14 * u, 60 * u, 28 * u), formats.whole(stop), 19 * u, colour=MUTED, align=align, lines=1)  # fmt: skip
    if math.isnan(body.score):
        return
    if not math.isnan(body.low + body.high):
        reach = Box(x(body.low), box.top - 6 * u, x(body.high) - x(body.low), box.height + 12 * u)
        on.rectangle(reach, "none", line=palette.SELECTED)
        on.rectangle(reach, "none", line=palette.SELECTED)
    middle = box.top + box.height / 2
    on.dot(x(body.score), middle, 11 * u, "#ffffff")
    on.dot(x(body.score), middle, 8 * u, palette.SELECTED)
