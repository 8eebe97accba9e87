"""From an edition to the bytes of a file: what the command line and the pages call."""

from __future__ import annotations

from pathlib import Path

from data.errors import DataError
from data.reading import Edition
from data.words import t
from pages.exports import frames, queue
from pages.exports.press import Frame

BRIEF_FORMATS = ("pdf", "pptx")


def make_frame(home: Path, edition: Edition, frame: Frame, size: str, form: str, *, logo: Path | None = None) -> bytes:  # fmt: skip
    """A frame as PNG or SVG, in the language of the context."""
    with queue.turn(home):
        measure = frames.SIZES[size]
        canvas = frames.draw(edition, frame, measure, logo=logo or frames.own_logo(home))
        return frames.render(canvas, frame, form, measure)


def make_brief(home: Path, edition: Edition, period: str | None, form: str) -> bytes:
    """The brief as PDF or PPTX, in the language of the context.

    Raises DataError where the library that makes it isn't installed.
    """
    with queue.turn(home):
        from pages.exports import brief

        said = brief.brief(edition, period)
        if form == "pdf":
            from pages.exports import brief_pdf

            return brief_pdf.render(said, edition)
        try:
            from pages.exports import brief_pptx
        except ImportError:
            raise DataError(t("Penyusun PPTX (python-pptx) belum terpasang. Pasang ulang pustaka: make run, atau pilih PDF.")) from None  # fmt: skip
        return brief_pptx.render(said, edition)
