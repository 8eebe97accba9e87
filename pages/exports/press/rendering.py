"""A press frame as a picture: PNG or SVG of an exact size, the same bytes for the same input."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib.image

from data.editions.reading import Edition
from data.errors import DataError
from data.reference import territory
from data.words import Words, msg
from pages.exports.drawing import bodies, maps
from pages.exports.drawing.canvas import ACCENT, INK, MUTED, RULE, Box, Canvas, broken, fit
from pages.exports.drawing.press_bodies import MapBody
from pages.exports.press import wording
from pages.exports.press.content import Frame

SIMULATED_PAPER, SIMULATED_INK = "#fff1db", "#7a3403"
UNCLEARED_PAPER, UNCLEARED_INK = "#b3261e", "#ffffff"
LOGO = "logo.png"
WIDE = 1.25  # from this ratio on, words stand beside the drawing rather than above it, and everything closer
# Letters of title, subtitle and direction (units) that are tried, the largest first. The last ones are for names of uncommon length.
WORDS = ((42, 24, 21), (38, 23, 20), (35, 21, 20), (32, 20, 19), (29, 19, 18), (26, 18, 18), (23, 18, 18), (20, 16, 16), (16, 12, 12))


@dataclass(frozen=True)
class Size:
    """Pixels, and dots an inch where the sheet is meant for paper."""

    width: int
    height: int
    dpi: int = 72


SIZES: Mapping[str, Size] = {
    "1080x1080": Size(1080, 1080),
    "1080x1350": Size(1080, 1350),
    "1200x675": Size(1200, 675),
    "a4": Size(2480, 3508, 300),
}
FORMATS = ("png", "svg")


def draw(edition: Edition, t: Words, frame: Frame, size: Size, *, clearance: str | None = None, logo: Path | None = None) -> Canvas:
    """The frame on a canvas. clearance: the id of the clearance in force; without one the frame says that it isn't cleared."""
    # On a telephone a frame is as wide as the screen: letters grow with the width, however low the frame.
    on = Canvas(size.width, size.height, max(1.0, math.sqrt(size.width / size.height)))
    u, is_wide = on.u, on.width / on.height >= WIDE
    side, above, below, share = (40, 18, 14, 0.385) if is_wide else (52, 30, 22, 0.46)
    inner = _strips(t, on, frame, (36 if is_wide else 42) * u, cleared=clearance is not None)
    inner = Box(side * u, inner.top + above * u, on.width - 2 * side * u, inner.height - (above + below) * u)
    inner = _footer(t, on, frame, clearance, inner)
    legend = None
    if is_wide or _is_beside(on, frame, edition):
        words, gap = Box(inner.left, inner.top, inner.width * share, inner.height), (14 if is_wide else 18) * u
        needed = maps.lowest_legend(on, frame.body.legend, words.width) + gap if isinstance(frame.body, MapBody) else 0.0
        bottom = _words(on, frame, words, words.height - needed, (44 if is_wide else 58) * u, logo)
        body = Box(words.right + 36 * u, inner.top, inner.right - words.right - 36 * u, inner.height)
        legend = words.below(bottom + gap)
    else:
        body = inner.below(_words(on, frame, inner, 0.45 * inner.height, 58 * u, logo) + 18 * u)
    bodies.draw(t, on, frame.body, edition, body, legend)
    lines = [t(wording.SIMULATED)] if frame.simulated else []
    lines += [] if clearance else [t(wording.NOT_CLEARED)]
    if lines:
        on.watermark(lines, inner if legend and not is_wide else body)
    return on


def _is_beside(on: Canvas, frame: Frame, edition: Edition) -> bool:
    """Whether words stand beside the drawing on a sheet that isn't wide: on a square one, for a tall map, which gets the whole height."""
    return isinstance(frame.body, MapBody) and on.width >= on.height and maps.is_tall(edition.boundary())


def render(on: Canvas, frame: Frame, picture: str, size: Size, metadata: str = "") -> bytes:
    """The canvas as a file; without date, host or user. `picture` is `png` or `svg`; an SVG carries `metadata` (XML)."""
    out = io.BytesIO()
    if picture == "png":
        on.figure.savefig(out, format="png", dpi=on.figure.dpi, metadata={"Software": None})
        return out.getvalue()
    on.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue().decode()
    head = text.index("<svg")
    inside = text.index(">", head) + 1
    described = f'\n <title>{escape(frame.title)}</title>\n <desc lang="{frame.language}">{escape(frame.alt)}</desc>'
    described += f"\n <metadata>{metadata}</metadata>" if metadata else ""
    tag = (
        text[head:inside]
        .replace(f'width="{size.width}pt"', f'width="{size.width}"')
        .replace(f'height="{size.height}pt"', f'height="{size.height}"')
    )
    return (text[:head] + tag.replace("<svg", '<svg role="img"', 1) + described + text[inside:]).encode()


def _strips(t: Words, on: Canvas, frame: Frame, height: float, *, cleared: bool) -> Box:
    """What must be read first, across the whole width; returns what is left."""
    top, bottom = 0.0, float(on.height)
    if frame.simulated:
        _strip(on, Box(0, 0, on.width, height), t(wording.SIMULATED), SIMULATED_PAPER, SIMULATED_INK)
        top = height
    if not cleared:
        strip = Box(0, on.height - height, on.width, height)
        _strip(on, strip, t(wording.NOT_CLEARED), UNCLEARED_PAPER, UNCLEARED_INK)
        bottom = strip.top
    return Box(0, top, on.width, bottom - top)


def _strip(on: Canvas, box: Box, text: str, paper: str, ink: str) -> None:
    on.rectangle(box, paper)
    on.text(box.inset(3 * on.u), text, 23 * on.u, bold=True, colour=ink, align="center", middle=True, lines=1)


def _head(on: Canvas, box: Box, height: float, logo: Path | None) -> float:
    """Logo, where there is one, and the name of the office; returns where it ends."""
    left = box.left
    if logo is not None:
        width = _logo(on, logo, Box(box.left, box.top, 150 * on.u, height))
        left += width + 16 * on.u
    else:
        on.rectangle(Box(box.left, box.top + height / 6, 6 * on.u, height * 2 / 3), ACCENT)
        left += 18 * on.u
    office = territory.load_territory().offices["kesbangpol_singkat"]
    on.text(Box(left, box.top, box.right - left, height), office, 22 * on.u, bold=True, colour=ACCENT, middle=True, lines=2)
    return box.top + height + height / 4


def _logo(on: Canvas, path: Path, box: Box) -> float:
    """Draw a logo as large as its box allows. Returns its width."""
    try:
        image = matplotlib.image.imread(path)
    except (OSError, SyntaxError, ValueError):
        raise DataError(msg("{path}: bukan gambar PNG atau JPEG yang dapat dibaca.", path=path)) from None
    height, width = (int(side) for side in image.shape[:2])
    scale = min(box.width / width, box.height / height)
    right, bottom = box.left + width * scale, box.top + (box.height + height * scale) / 2
    on.axes.imshow(image, extent=(box.left, right, bottom, bottom - height * scale), aspect="auto", interpolation="antialiased")
    on.axes.set(xlim=(0, on.width), ylim=(on.height, 0))
    return width * scale


def _words(on: Canvas, frame: Frame, box: Box, most: float, head: float, logo: Path | None) -> float:
    """Office (as high as `head`), title, subtitle and direction, in the largest letters that need `most` pixels; returns where they end."""
    texts = (frame.title.replace(" (", "\u00a0("), frame.subtitle, frame.direction)
    gap, y = 8 * on.u, _head(on, box, head, logo)
    for sizes in WORDS:
        fitted = [broken(one, box.width, size * on.u, bold=i == 0) for i, (one, size) in enumerate(zip(texts, sizes, strict=True))]
        if all(fitted) and y - box.top + sum(one.height for one in fitted if one) + 2 * gap <= most:
            break
    for i, (text, size) in enumerate(zip(texts, sizes, strict=True)):
        y = gap + on.text(box.below(y), text, size * on.u, bold=i == 0, colour=MUTED if i == 2 else INK)
    return y - gap


def _footer(t: Words, on: Canvas, frame: Frame, clearance: str | None, inner: Box) -> Box:
    """Source, notes and clearance at the foot; returns what is left above."""
    u = on.u
    lines = [frame.source, *frame.notes]
    lines += [t("Izin siar: {id}.", id=clearance)] if clearance else []
    text = " ".join(lines)
    fitted = fit(text, inner.width, 130 * u, 18 * u, 12 * u)
    top = inner.bottom - fitted.height
    on.line([(inner.left, top - 12 * u), (inner.right, top - 12 * u)], RULE, 1.4 * u)
    on.text(Box(inner.left, top, inner.width, fitted.height + 1), text, fitted.size, colour=MUTED)
    return Box(inner.left, inner.top, inner.width, top - 24 * u - inner.top)


def own_logo(home: Path) -> Path | None:
    """The logo that lies in the home folder, if there is one."""
    found = home / LOGO
    return found if found.is_file() else None
