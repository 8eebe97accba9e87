"""What the first visitor would wait for is there before: the words, the newest edition, and what the first pages make of its last month."""

from __future__ import annotations

import contextlib
from pathlib import Path

from data import words
from data.editions import figures, reading
from data.editions.reading import Edition
from data.errors import DataError
from data.words import Words
from pages.facts import areas, ormas, signals, trainings, views
from pages.session import context
from pages.wording import decisions


def warm(home: Path) -> None:
    """For whoever may see the whole edition; where there is none, or none that can be opened, the pages say so."""
    for language in words.LANGUAGES:
        Words(language)("Ringkasan")
    with contextlib.suppress(DataError):
        known = reading.list_editions(home)
        if known:
            _read(context.opened(home, known[0]))


def _read(edition: Edition) -> None:
    kept, month = context.kept, edition.periods()[-1]
    kept(views.areas)(edition, month)
    kept(views.regency)(edition)
    kept(views.symbols)(edition, month)
    kept(ormas.all_ormas)(edition, month)
    kept(areas.prevented)(edition, month, None)
    kept(trainings.candidates)(edition)
    kept(signals.onsets)(edition, month)
    kept(decisions.of)(edition, month)
    for figure in ("kejadian", "kegiatan", "ormas_dinilai"):
        kept(figures.read)(edition, figure, month)
