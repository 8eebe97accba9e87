"""Colours: one neutral page, one accent, one scale for the index, one for Ormas. Safe in greyscale and for colour-blind eyes.

The index runs from dark (low, asks for attention) to light (high) within one hue, so that print keeps the order. A colour
means the same class on both themes, in print and in a press frame: maps and their legends therefore lie on a light paper,
which the dark theme dims a little (`style.css`), and the lowest bands have an outline of their own on every paper.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

BANDS = ("#12304f", "#3b6a94", "#6fa0c4", "#a9cbe2", "#e1eef7")
# Ormas have a hue of their own, light (low) to dark (high): their circles lie on top of the blues.
ORMAS = ("#ffe8c2", "#fdc26c", "#f08f2b", "#c25c0c", "#7a3403")
UNCOLOURED = "#ffffff"
# The paper under maps and legends, by theme; print and press frames are light.
PAPERS = {"light": "#ffffff", "dark": "#e6ebee"}
# Around the bands below the lowest one that is named without leave (a rule of the edition), beside the thin border of every kecamatan.
LOW_LINE = "#0a1a2b"
NO_DATA, HATCH = "#e4e4e4", "#8c8c8c"
BORDER, SELECTED, SYMBOL_LINE = "#5d7385", "#b3261e", "#3d2206"
# For thin lines, which must be readable on the white and on the dark page.
LINE = "#2a8a9b"
DARK_INK, LIGHT_INK = "#10181c", "#ffffff"
FONT = "'Noto Sans', sans-serif"


def class_of(value: float, edges: Sequence[float]) -> int:
    """Number of the class of a value, from 1; an edge belongs to the class above it.

    >>> [class_of(value, (20, 40, 60, 80)) for value in (0, 19.9, 20, 100)]
    [1, 1, 2, 5]
    """
    return bisect_right(edges, value) + 1


def ink_on(colour: str) -> str:
    """Dark or white ink, whichever reads better on a colour."""
    return DARK_INK if contrast(DARK_INK, colour) >= contrast(LIGHT_INK, colour) else LIGHT_INK


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1–21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """WCAG relative luminance, 0 black to 1 white: what is left of a colour in greyscale."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
