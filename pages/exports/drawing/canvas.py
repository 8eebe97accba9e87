"""A sheet of an exact number of pixels, and text that never leaves its box: measured, broken into lines, made smaller."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from pages.exports.drawing import fonts

DPI = 72  # one point is one pixel
LINE_HEIGHT = 1.28
BASELINE = 1.0  # from the top of a line, in letter sizes: room for an accent above, a tail below
INK, MUTED, RULE, ACCENT, PAPER = "#10181c", "#52626a", "#d5dcdf", "#0b5c6b", "#ffffff"

# Set for the whole process, before anything is drawn: the same bytes and letters, whatever the machine has.
matplotlib.rcParams.update(
    {
        "svg.hashsalt": "kondusif",
        "svg.fonttype": "path",
        "text.hinting": "no_hinting",
        "text.parse_math": False,
        "path.simplify": False,
        "hatch.linewidth": 1.0,
    }
)


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, from the upper left corner of the sheet."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    def inset(self, by: float) -> Box:
        """The same, smaller on all four sides."""
        return Box(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)

    def below(self, top: float) -> Box:
        """The part of the box below a line."""
        return Box(self.left, top, self.width, self.bottom - top)


@dataclass(frozen=True)
class Fitted:
    """A text as it goes into its box: its lines and the size of its letters in pixels."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """Pixels from the top of the first line to the foot of the last."""
        return len(self.lines) * self.size * LINE_HEIGHT


class Canvas:
    """One sheet. Coordinates are pixels from the upper left; `u` is the unit by which letters and gaps grow.

    letters: how much larger than on a frame of its own, for a picture that becomes small on its page.
    """

    def __init__(self, width: int, height: int, letters: float = 1.0) -> None:
        self.width, self.height = width, height
        self.u = math.sqrt(width * height) / 1080 * letters
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")
        self.placed: list[tuple[Text, Box]] = []
        """Every text with the box that it must stay in; the tests measure them."""

    def rectangle(self, box: Box, colour: str, *, hatch: str | None = None, line: str | None = None, width: float = 1.0) -> None:
        """A filled rectangle; width of its line in units."""
        self.axes.add_patch(
            Rectangle(
                (box.left, box.top),
                box.width,
                box.height,
                facecolor=colour,
                edgecolor=line or "none",
                hatch=self._hatch(hatch),
                hatch_linewidth=self.u,
                linewidth=width * self.u if line else 0,
            )
        )

    def _hatch(self, pattern: str | None) -> str | None:
        """As many strokes as look alike on every sheet: their distance is counted in dots."""
        return pattern and pattern[0] * max(1, round(len(pattern) / self.u))

    def polygon(self, points: Sequence[tuple[float, float]], colour: str, *, alpha: float = 1.0) -> None:
        """A filled polygon without a border."""
        self.axes.add_patch(Polygon(points, facecolor=colour, alpha=alpha, linewidth=0))

    def shape(
        self,
        rings: Sequence[Sequence[tuple[float, float]]],
        colour: str,
        *,
        line: str,
        width: float,
        hatch: str | None = None,
        hatch_colour: str | None = None,
    ) -> None:
        """Rings with holes as one filled shape with a border."""
        points = [point for ring in rings for point in ring]
        codes = [code for ring in rings for code in [Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY]]
        path = Path(points, codes)
        self.axes.add_patch(PathPatch(path, facecolor=colour, edgecolor=line, linewidth=width))
        if hatch:
            self.axes.add_patch(
                PathPatch(
                    path,
                    facecolor="none",
                    edgecolor=hatch_colour,
                    hatch=self._hatch(hatch),
                    hatch_linewidth=self.u,
                    linewidth=0,
                )
            )

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float, *, dashed: bool = False) -> None:
        """A line through points; a gap where one is NaN."""
        x, y = zip(*points, strict=True) if points else ((), ())
        style = (0, (2.5, 1.5)) if dashed else "solid"
        self.axes.plot(x, y, color=colour, linewidth=width, linestyle=style, solid_capstyle="round", solid_joinstyle="round")

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        self.axes.plot([x], [y], "o", color=colour, markersize=2 * radius, markeredgewidth=0)

    def text(
        self,
        box: Box,
        text: str,
        size: float,
        *,
        smallest: float | None = None,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
        middle: bool = False,
        lines: int = 99,
        halo: str | None = None,
    ) -> float:
        """Write into a box; returns where the text ends below. Letters shrink from `size` until everything fits."""
        fitted = fit(text, box.width, box.height, size, smallest or size * 0.5, bold=bold, lines=lines)
        top = box.top + (box.height - fitted.height) / 2 if middle else box.top
        x = {"left": box.left, "center": box.left + box.width / 2, "right": box.right}[align]
        effects = [withStroke(linewidth=fitted.size * 0.22, foreground=halo)] if halo else None
        for i, line in enumerate(fitted.lines):
            baseline = top + (i * LINE_HEIGHT + BASELINE) * fitted.size
            drawn = self.axes.text(
                x,
                baseline,
                line,
                fontproperties=fonts.properties(bold),
                fontsize=fitted.size,
                color=colour,
                ha=align,
                va="baseline",
                path_effects=effects,
            )
            self.placed.append((drawn, box))
        return top + fitted.height

    def watermark(self, lines: Sequence[str], box: Box) -> None:
        """Large slanted lines of text across a box, so that cropping doesn't remove them; what lies under them stays readable."""
        slope = math.atan2(box.height, box.width) * 0.9
        cos, sin = math.cos(slope), math.sin(slope)
        across, high = max(width_of(line, 1, bold=True) for line in lines), len(lines) * LINE_HEIGHT + 0.15
        # The corners of slanted lines stand out: all of it must stay inside the box.
        size = min(box.width / (across * cos + high * sin), box.height / (across * sin + high * cos))
        for i, line in enumerate(lines):
            off = (i - (len(lines) - 1) / 2) * size * LINE_HEIGHT
            drawn = self.axes.text(
                box.left + box.width / 2 + off * sin,
                box.top + box.height / 2 + off * cos,
                line,
                fontproperties=fonts.properties(True),
                fontsize=size,
                color=INK,
                alpha=0.16,
                rotation=math.degrees(slope),
                rotation_mode="anchor",
                ha="center",
                va="center",
                zorder=10,
            )
            self.placed.append((drawn, box))


def fit(
    text: str,
    width: float,
    height: float,
    size: float,
    smallest: float,
    *,
    bold: bool = False,
    lines: int = 99,
) -> Fitted:
    """Break a text into lines of a width and shrink it until it fits the height and the number of lines.

    Raises ValueError where it doesn't fit even in the smallest letters: better no picture than a cut one.
    """
    while size >= smallest * 0.999:
        fitted = broken(text, width, size, bold=bold)
        if fitted and len(fitted.lines) <= lines and fitted.height <= height + 0.5:
            return fitted
        size *= 0.96
    raise ValueError(f"text doesn't fit into {width:.0f} × {height:.0f} pixels: {text!r}")


def broken(text: str, width: float, size: float, *, bold: bool = False) -> Fitted | None:
    """A text in lines of a width, in letters of one size; None where a word of it is wider."""
    lines: list[str] = []
    for paragraph in fonts.printable(text).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size, bold=bold) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return Fitted(tuple(lines), size) if all(width_of(one, size, bold=bold) <= width for one in lines) else None


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in pixels."""
    return _width_at_100(fonts.printable(text), bold) * size / 100


@functools.lru_cache(maxsize=8192)
def _width_at_100(text: str, bold: bool) -> float:
    font = fonts.properties(bold).copy()
    font.set_size(100)
    return float(_ruler().get_text_width_height_descent(text, font, False)[0])  # type: ignore[no-untyped-call]


@functools.cache
def _ruler() -> RendererAgg:
    return RendererAgg(16, 16, DPI)  # type: ignore[no-untyped-call]
