"""The fonts that are shipped, so that every machine draws the same; and what they can't draw."""

from __future__ import annotations

import functools
from pathlib import Path

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from data.errors import DataError
from data.words import msg
from pages.figures.outline import STATIC

FOLDER = STATIC / "fonts"
FILES = {False: "NotoSans-Regular.ttf", True: "NotoSans-Bold.ttf"}
# Noto Sans has no minus sign (an en dash looks the same at the same height) and no word joiner (nothing to see).
_REPLACED = str.maketrans({"−": "–", "\u2060": None})


def path(bold: bool = False) -> Path:
    """The font file. Raises DataError where it is missing or damaged."""
    found = FOLDER / FILES[bold]
    shown = f"static/fonts/{found.name}"
    if not found.is_file():
        raise DataError(
            msg("Berkas huruf {path} tidak ada. Pasang ulang program ini secara utuh; gambar tidak dibuat dengan huruf lain.", path=shown)
        )
    if not _is_whole(found, found.stat().st_mtime_ns):
        raise DataError(
            msg("Berkas huruf {path} rusak. Pasang ulang program ini secara utuh; gambar tidak dibuat dengan huruf lain.", path=shown)
        )
    return found


@functools.cache
def _is_whole(found: Path, _changed: int) -> bool:
    try:
        return FT2Font(str(found)).num_glyphs > 0
    except (OSError, RuntimeError):
        return False


@functools.cache
def properties(bold: bool = False) -> FontProperties:
    """The font for matplotlib, taken from the file and not from what the machine has under that name."""
    return FontProperties(fname=str(path(bold)))


def printable(text: str) -> str:
    """The text with what the fonts lack replaced.

    >>> printable("−20,6")
    '–20,6'
    """
    return text.translate(_REPLACED)
