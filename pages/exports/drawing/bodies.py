"""The drawings inside a frame: map, trend, bars, one number. Values in, shapes on a canvas out."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

from data.editions import levels
from data.editions.reading import Edition
from data.words import Words
from pages.exports.drawing import canvas as sheet
from pages.exports.drawing import maps
from pages.exports.drawing.canvas import ACCENT, INK, MUTED, PAPER, RULE, Box, Canvas
from pages.exports.drawing.press_bodies import (
    Bar,
    BarsBody,
    Body,
    Legend,
    MapBody,
    NumberBody,
    TrendBody,
    scale_of,
    shown_bands,
)
from pages.facts.marks import Place
from pages.figures import palette
from pages.wording import formats

TRACK = "#e3eaed"
RIBBON_ALPHA = 0.25
RIBBON = "#cae2e6"  # the colour of a line at that strength on white
MARK, MARK_ALPHA = "#7f8e96", 0.22
SMALLEST_ROW = 27  # in units; below, bars go into two columns


def draw(
    t: Words,
    on: Canvas,
    body: Body,
    edition: Edition,
    box: Box,
    beside: Box | None = None,
    marked: Sequence[Place] = (),
) -> None:
    """Draw what belongs in the middle of a frame or on a sheet of a brief. beside: room elsewhere for the legend of a map.

    marked: what the calendar marks behind a trend, for briefs alone: a frame says no more than what was cleared.
    """
    if isinstance(body, MapBody):
        maps.draw(on, body, edition.boundary(), box, beside, edition.verdict_rules().lowest_named)
    elif isinstance(body, TrendBody):
        _trend(t, on, body, box, marked)
    elif isinstance(body, BarsBody):
        _bars(t, on, body, box)
    else:
        _number(t, on, body, box)


def _trend(t: Words, on: Canvas, body: TrendBody, box: Box, marked: Sequence[Place]) -> None:
    u = on.u
    if body.beside:
        entries = (
            Legend(ACCENT, body.name),
            Legend(MUTED, body.beside_name),
            Legend(RIBBON, t("Rentang {level}% {place}", place=body.name, level=levels.INTERVAL)),
        )
        height = maps.legend_height(on, entries, box.width)
        _keys(on, entries, Box(box.left, box.top, box.width, height))
        box = box.below(box.top + height + 8 * u)
    seen = [v for v in (*body.score, *body.low, *body.high, *body.beside) if not math.isnan(v)]
    if not seen:
        on.text(box, t("Data belum memadai"), 30 * u, colour=MUTED, align="center", middle=True)
        return
    bottom, top = shown_bands(body.edges, min(seen), max(seen))
    label = 23 * u
    # The last point is kept clear of the edge, so that its value fits beside it.
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
        on.text(
            Box(box.left, y(stop) - label / 2, 42 * u, label),
            formats.whole(t, stop),
            19 * u,
            colour=MUTED,
            align="right",
            lines=1,
            middle=True,
        )
    _marks(on, marked, lambda place: plot.left + place * step, plot)
    for run in _runs([low + high for low, high in zip(body.low, body.high, strict=True)]):
        edge = [(x(i), y(body.high[i])) for i in run] + [(x(i), y(body.low[i])) for i in run[::-1]]
        on.polygon(edge, palette.LINE, alpha=RIBBON_ALPHA)
    on.line([(x(i), y(value)) for i, value in enumerate(body.beside)], MUTED, 3 * u, dashed=True)
    on.line([(x(i), y(value)) for i, value in enumerate(body.score)], ACCENT, 4 * u)
    for run in _runs(body.score):
        if len(run) == 1:  # a line needs two points; one month between gaps would vanish
            on.dot(x(run[0]), y(body.score[run[0]]), 4 * u, ACCENT)
    for low, high in itertools.pairwise(stops):  # drawn above the ribbon, which would grey them
        name = body.bands[palette.class_of((low + high) / 2, body.edges) - 1]
        on.text(Box(plot.left + 10 * u, y(high) + 6 * u, plot.width / 2, 28 * u), name, 20 * u, colour=MUTED, lines=1, halo=PAPER)
    _last_values(t, on, body, x, y, box)
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


def _marks(on: Canvas, marked: Sequence[Place], x: Callable[[float], float], plot: Box) -> None:
    """Spans as grey fields, days as short strokes from below, as on screen."""
    for one in marked:
        if one.lasts:
            left, right = max(x(one.start), plot.left), min(x(one.end), plot.right)
            on.polygon([(left, plot.top), (right, plot.top), (right, plot.bottom), (left, plot.bottom)], MARK, alpha=MARK_ALPHA)
        else:
            middle = min(max(x(one.middle), plot.left), plot.right)
            on.line([(middle, plot.bottom), (middle, plot.bottom - 14 * on.u)], MARK, 2.4 * on.u)


def _last_values(t: Words, on: Canvas, body: TrendBody, x: Callable[[int], float], y: Callable[[float], float], box: Box) -> None:
    """The last score in large figures, small if it is an old one; that of the other line, moved out of its way."""
    u, taken = on.u, math.inf
    end = len(body.score) - 1
    if known := [i for i, value in enumerate(body.score) if not math.isnan(value)]:
        last = known[-1]
        at, taken = (x(last), y(body.score[last])), y(body.score[last])
        on.dot(*at, 7 * u, ACCENT)
        on.text(
            Box(at[0] + 14 * u, at[1] - 20 * u, 80 * u, 40 * u),
            formats.number(t, body.score[last]),
            (30 if last == end else 22) * u,
            bold=last == end,
            colour=ACCENT,
            lines=1,
            middle=True,
        )
    if body.beside and not math.isnan(body.beside[-1]):
        middle = y(body.beside[-1])
        if known and known[-1] == end and abs(middle - taken) < 34 * u:
            middle = taken + (34 * u if middle >= taken else -34 * u)
        on.text(
            Box(x(end) + 14 * u, middle - 15 * u, box.right - x(end) - 14 * u, 30 * u),
            formats.number(t, body.beside[-1]),
            22 * u,
            colour=MUTED,
            lines=1,
            middle=True,
        )


def _keys(on: Canvas, entries: tuple[Legend, ...], box: Box) -> None:
    """What the lines and the ribbon are: a thick line, a dashed one, an area."""
    u, size = on.u, 19 * on.u
    for i, (entry, (left, top, lines)) in enumerate(zip(entries, maps.flow(entries, box.width, on.u), strict=True)):
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
        left = max(x(i) - width / 2, box.left)
        align = "left" if left == box.left else "center"
        on.text(
            Box(left, box.top, width, box.height),
            body.labels[i],
            19 * on.u,
            colour=MUTED,
            align=align,
            lines=1,
        )


def _bars(t: Words, on: Canvas, body: BarsBody, box: Box) -> None:
    u = on.u
    scale = scale_of(body.bars)
    is_cut = any((bar.whole or bar.value or 0) > scale for bar in body.bars)
    told = t("{heading} (batang terputus: melampaui skala)", heading=body.heading) if is_cut else body.heading
    room = box.below(on.text(box, told, 19 * u, colour=MUTED) + 9 * u)
    columns = 1 if room.height / len(body.bars) >= SMALLEST_ROW * u else 2
    each = math.ceil(len(body.bars) / columns)
    gap = 36 * u
    width = (room.width - gap * (columns - 1)) / columns
    row = min(room.height / each, 84 * u)
    # All columns share one scale and one place for names and numbers, or their bars couldn't be compared.
    size = min(0.58 * row, 22 * u)
    names, numbers, words = _widest(body, size)
    while names + numbers > 0.72 * width or names + 10 * u + words > width:
        size *= 0.95
        names, numbers, words = _widest(body, size)
    for i, bar in enumerate(body.bars):
        left = room.left + (i // each) * (width + gap)
        line = Box(left, room.top + (i % each) * row, width, row)
        on.text(Box(line.left, line.top, names, row), bar.label, size, lines=1, middle=True)
        track = Box(line.left + names + 10 * u, line.top + 0.2 * row, width - names - numbers - 20 * u, 0.6 * row)
        if bar.whole:
            on.rectangle(Box(track.left, track.top, track.width * bar.whole / scale, track.height), TRACK)
        if bar.value:
            share = min(bar.value / scale, 1.0)
            on.rectangle(Box(track.left, track.top, track.width * share, track.height), ACCENT)
            if bar.value > scale:
                _cut(on, track)
        left = line.right - numbers if _has_track(bar) else track.left
        shown = Box(left, line.top, line.right - left, row)
        on.text(
            shown,
            bar.text,
            size,
            bold=bar.value is not None,
            colour=INK if bar.value is not None else MUTED,
            align="right",
            lines=1,
            middle=True,
        )


def _cut(on: Canvas, track: Box) -> None:
    """Two slanted strokes in the colour of the paper through a bar near its end: it goes on beyond the scale."""
    lean, x = 0.35 * track.height, track.right - 1.6 * track.height
    for left in (x, x + 0.5 * track.height):
        on.line([(left, track.bottom + 1), (left + lean, track.top - 1)], PAPER, 0.18 * track.height)


def _widest(body: BarsBody, size: float) -> tuple[float, float, float]:
    """Pixels of the widest name, of the widest number beside a bar, and of the widest word where no bar is."""
    names = max(sheet.width_of(bar.label, size) for bar in body.bars)
    numbers = max((sheet.width_of(bar.text, size, bold=True) for bar in body.bars if _has_track(bar)), default=0.0)
    words = max((sheet.width_of(bar.text, size) for bar in body.bars if not _has_track(bar)), default=0.0)
    return names + 2, numbers + 2, words + 2


def _has_track(bar: Bar) -> bool:
    return bar.value is not None or bar.whole is not None


def _number(t: Words, on: Canvas, body: NumberBody, box: Box) -> None:
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
    on.text(Box(place.left + written + 16 * u, baseline - 40 * sheet.BASELINE * u, unit, 54 * u), body.unit, 40 * u, colour=MUTED, lines=1)
    scale = Box(box.left, top + fitted.height + 26 * u, box.width, 22 * u)
    _scale(t, on, body, scale)
    y = scale.bottom + 60 * u
    for i, line in enumerate(body.lines):
        size = (30 if i == 0 else 26) * u
        y = on.text(Box(box.left, y, box.width, box.bottom - y), line, size, bold=i == 0) + 4 * u


def _scale(t: Words, on: Canvas, body: NumberBody, box: Box) -> None:
    """Where the number lies between 0 and 100, over the bands."""
    u = on.u

    def x(value: float) -> float:
        return box.left + value / 100 * box.width

    stops = (0.0, *body.edges, 100.0)
    for number, (low, high) in enumerate(itertools.pairwise(stops), start=1):
        on.rectangle(Box(x(low), box.top, x(high) - x(low), box.height), palette.BANDS[number - 1], line=palette.BORDER)
    for i, stop in enumerate(stops):
        align = {0: "left", len(stops) - 1: "right"}.get(i, "center")
        left = {"left": x(stop), "right": x(stop) - 60 * u, "center": x(stop) - 30 * u}[align]
        on.text(Box(left, box.bottom + 14 * u, 60 * u, 28 * u), formats.whole(t, stop), 19 * u, colour=MUTED, align=align, lines=1)
    if math.isnan(body.score):
        return
    if not math.isnan(body.low + body.high):
        reach = Box(x(body.low), box.top - 6 * u, x(body.high) - x(body.low), box.height + 12 * u)
        on.rectangle(reach, "none", line=palette.SELECTED)
        on.rectangle(reach, "none", line=palette.SELECTED)
    middle = box.top + box.height / 2
    on.dot(x(body.score), middle, 11 * u, "#ffffff")
    on.dot(x(body.score), middle, 8 * u, palette.SELECTED)
