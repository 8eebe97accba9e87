"""What all parts of the simulated data set share: its size, its places, its reproducible dice."""

from __future__ import annotations

import calendar
import zlib
from datetime import date
from typing import Any

import numpy as np

MONTHS = 36
ORMAS = 200
WORSENING = "32.16.07"
IMPROVING = "32.16.06"
SILENT = "32.16.17"  # for months on end, fewer than half of its desa report
EFFECT = 12  # months before the end from which the training of `IMPROVING` works
NO_SURVEY = 8  # kecamatan without a survey

Row = dict[str, Any]
# The character of a kecamatan decides how many incidents it has and of what types.
INDUSTRIAL = ("32.16.07", "32.16.08", "32.16.09", "32.16.11", "32.16.18", "32.16.19", "32.16.20", "32.16.21")
URBAN = ("32.16.01", "32.16.02", "32.16.05", "32.16.06")
PLACES = {WORSENING, IMPROVING, SILENT, *INDUSTRIAL, *URBAN}
"""The kecamatan that the data are made for by name."""


def stream(seed: int, *names: str) -> np.random.Generator:
    """A generator of its own for each name, so that one part never shifts another."""
    return np.random.default_rng(np.random.SeedSequence([seed, *(zlib.crc32(name.encode()) for name in names)]))


def day(month: str, rng: np.random.Generator) -> date:
    """A day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, int(rng.integers(1, calendar.monthrange(year, number)[1] + 1)))


def pick(rng: np.random.Generator, choices: dict[str, float]) -> str:
    """One of the names, by weight."""
    names = list(choices)
    weights = np.array([choices[name] for name in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


def character(kecamatan: str) -> str:
    """`industri`, `kota` or `desa`."""
    return "industri" if kecamatan in INDUSTRIAL else "kota" if kecamatan in URBAN else "desa"
