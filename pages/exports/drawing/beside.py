"""Names of a map beside it, each with a line to its kecamatan: where letters that can be read leave no room for them on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from pages.exports.drawing import canvas as sheet
from pages.exports.drawing.canvas import INK, PAPER, Box, Canvas
from pages.figures import label_layout

SIZES = (21.0, 20.0, 19.0, 18.0)  # units, the largest first
SHARE = 0.32  # of the width of a room, at most, for the names on one side
GAP, REACH = 0.35, 1.6  # letter sizes: between a name and its line, between the names and the map

Point = tuple[float, float]


@dataclass(frozen=True)
class Names:
    """Names as they stand beside a map: their lines by code; size of the letters and width of the widest line in pixels."""

    lines: Mapping[str, Sequence[str]]
    size: float
    width: float

    @property
    def side(self) -> float:
        """Pixels beside the map for the names and their lines."""
        return self.width + REACH * self.size

    @property
    def row(self) -> float:
        """Pixels from one name to the next."""
        return max(map(len, self.lines.values()), default=1) * self.size * sheet.LINE_HEIGHT


@dataclass(frozen=True)
class Row:
    """A room for one name, and where the line to its kecamatan begins; in pixels."""

    box: Box
    start: Point
    is_left: bool


def fitted(names: Mapping[str, str], room: Box, u: float) -> Names:
    """The names in the largest letters in which each has a row; else a word a line, without those too wide for a side."""
    most = SHARE * room.width
    for size in (one * u for one in SIZES):
        made = Names({code: (name,) for code, name in names.items()}, size, _widest(names.values(), size))
        if made.side <= most and 2 * int(room.height / made.row) >= len(names):
            return made
    size = SIZES[-1] * u
    words = {code: label_layout.lines(name) for code, name in names.items()}
    kept = {code: lines for code, lines in words.items() if _widest(lines, size) + REACH * size <= most}
    return Names(kept, size, max((_widest(lines, size) for lines in kept.values()), default=0.0))


def _widest(lines: Iterable[str], size: float) -> float:
    return max(sheet.width_of(line, size) for line in lines) + 1


def rows(names: Names, left: float, right: float, room: Box) -> list[Row]:
    """The rows on both sides of a map that reaches from `left` to `right`, from the top of a room to its foot."""
    away, count = REACH * names.size, max(int(room.height / names.row), 1)
    pitch, made = room.height / count, []
    for top in (room.top + i * pitch for i in range(count)):
        boxes = (Box(left - away - names.width, top, names.width, pitch), Box(right + away, top, names.width, pitch))
        for box, is_left in zip(boxes, (True, False), strict=True):
            start = box.right + GAP * names.size if is_left else box.left - GAP * names.size
            made.append(Row(box, (start, top + pitch / 2), is_left))
    return made


def assigned(points: Mapping[str, Point], free: Sequence[Row]) -> dict[str, Row]:
    """A row for each point (pixels) so that the lines are together as short as can be, whence no two cross.

    Where there are fewer rows than points, those far from them have none.

    >>> at = {"a": (5.0, 1.0), "b": (5.0, 9.0)}
    >>> found = assigned(at, rows(Names({"a": ["A"]}, 2.0, 2.0), 4, 6, Box(0, 0, 10, 10)))
    >>> [found[code].box.top for code in at]
    [0.0, 6.666666666666667]
    """
    codes = sorted(points)
    if not codes:
        return {}
    at, starts = np.array([points[code] for code in codes]), np.array([row.start for row in free])
    chosen, taken = linear_sum_assignment(np.linalg.norm(at[:, None, :] - starts[None, :, :], axis=2))
    return {codes[i]: free[j] for i, j in zip(chosen.tolist(), taken.tolist(), strict=True)}


def write(on: Canvas, names: Names, points: Mapping[str, Point], left: float, right: float, room: Box) -> None:
    """Write the names beside a map that reaches from `left` to `right`. points: inside each kecamatan, in pixels."""
    found = assigned({code: points[code] for code in names.lines}, rows(names, left, right, room))
    for code, row in found.items():
        for colour, width in ((PAPER, 3.4), (INK, 1.2)):
            on.line([row.start, points[code]], colour, width * on.u)
    for code, row in found.items():
        on.dot(*points[code], 4.6 * on.u, PAPER)
        on.dot(*points[code], 3.2 * on.u, INK)
        text = "\n".join(names.lines[code])
        on.text(row.box, text, names.size, smallest=names.size, align="right" if row.is_left else "left", middle=True)
