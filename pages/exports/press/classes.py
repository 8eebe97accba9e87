"""The classes in which a press map shows the kecamatan: bands below the lowest that may be named are merged with it."""

from __future__ import annotations

from data import numbers
from data.editions.reading import Edition
from data.words import Words
from pages.exports.drawing.press_bodies import Legend
from pages.facts import views
from pages.figures import palette


def published_class(band: int | None, lowest: int) -> int | None:
    """The class in which a kecamatan is shown: bands below the lowest that may be named are merged with it.

    >>> [published_class(band, 3) for band in (1, 2, 3, 4, 5, None)]
    [3, 3, 3, 4, 5, None]
    """
    return None if band is None else max(band, lowest)


def lowest_class(edition: Edition, name_low_bands: bool) -> int:
    """The lowest band that is told of a kecamatan; with PPID's leave, the first."""
    return 1 if name_low_bands else edition.verdict_rules().lowest_named


def band_legend(edition: Edition, t: Words, language: str, first: int) -> tuple[Legend, ...]:
    """Classes of the IKW from one on with their colours, lowest first, and the hatching of no data."""
    names = views.band_names(edition, "IKW", language)
    edges = (0.0, *views.band_edges(edition, "IKW"), 100.0)
    entries = []
    for number in range(first, len(names) + 1):
        low = 0.0 if number == first else edges[number - 1]
        span = f"{numbers.plain(t, low)}–{numbers.plain(t, edges[number])}"
        name = names[number - 1]
        text = t("{number} {name} ({span})", number=number, name=name, span=span)
        if number == first > 1:
            text = t("1–{number} sampai dengan {name} ({span})", number=number, name=name.lower(), span=span)
        entries.append(Legend(palette.BANDS[number - 1], text, number=number))
    return (*entries, Legend(palette.NO_DATA, t("Data belum memadai"), hatched=True))
