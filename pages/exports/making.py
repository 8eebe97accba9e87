"""From an edition to the bytes of a signed file: what the command line and the pages call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data import clearance, store
from data.clearance import Clearance
from data.errors import DataError
from data.reading import Edition
from data.words import t
from pages.exports import frames, press, queue, seal
from pages.exports.press import Frame

BRIEF_FORMATS = ("pdf", "pptx")


@dataclass(frozen=True)
class Made:
    """A file, what it shows, and the clearance that it goes out under (None: it carries the warning)."""

    content: bytes
    frame: Frame
    cleared: Clearance | None


def make_frame(
    home: Path,
    edition: Edition,
    kind: str,
    period: str | None,
    size: str,
    form: str,
    *,
    name_low_bands: bool = False,
    logo: Path | None = None,
) -> Made:
    """A frame as PNG or SVG, in the language of the context; clean only under a clearance of exactly what it says.

    name_low_bands: how it would look if that were allowed (for PPID to see); a clearance in force decides by itself.
    """
    with queue.turn(home):
        month = press.frame(edition, kind, period).period
        cleared = standing(home, edition, kind, month)
        named = cleared.name_low_bands if cleared else name_low_bands
        frame = press.frame(edition, kind, month, name_low_bands=named)
        measure, clearance_id = frames.SIZES[size], cleared.id if cleared else None
        canvas = frames.draw(
            edition, frame, measure, clearance=clearance_id, logo=logo or frames.own_logo(home)
        )
        facts = seal.line(home, _facts(edition, kind, month, frame.method, frame.language, clearance_id))
        if form == "png":
            plain = frames.render(canvas, frame, form, measure)
            signed = seal.sign_png(home, plain, facts, title=frame.title, alt=frame.alt, dpi=measure.dpi)
        else:
            metadata = f"{facts} {seal.empty_mark()}"
            signed = seal.sign_text(home, frames.render(canvas, frame, form, measure, metadata))
        return Made(signed, frame, cleared)


def standing(home: Path, edition: Edition, kind: str, period: str) -> Clearance | None:
    """The clearance under which a frame may go out clean now: in force, and given for exactly what the frame says."""
    for one in clearance.in_force(home, edition.id, kind, period):
        said = press.fingerprint(edition, kind, period, name_low_bands=one.name_low_bands)
        if said == one.fingerprint:
            return one
    return None


def ask(home: Path, edition: Edition, kind: str, period: str, *, name_low_bands: bool, note: str) -> Clearance:  # fmt: skip
    """Ask for the clearance of a frame as it is now."""
    said = press.fingerprint(edition, kind, period, name_low_bands=name_low_bands)
    return clearance.request(home, edition.id, kind, period, said, name_low_bands=name_low_bands, note=note)


def make_brief(home: Path, edition: Edition, period: str | None, form: str) -> bytes:
    """The brief as PDF or PPTX, in the language of the context.

    Raises DataError where the library that makes it isn't installed.
    """
    with queue.turn(home):
        from pages.exports import brief

        said = brief.brief(edition, period)
        facts = seal.line(home, _facts(edition, "brief", said.period, said.method, said.language, None))
        if form == "pdf":
            from pages.exports import brief_pdf

            return seal.sign_text(home, brief_pdf.render(said, edition, f"{facts} {seal.empty_mark()}"))
        try:
            from pages.exports import brief_pptx
        except ImportError:
            raise DataError(t("Penyusun PPTX (python-pptx) belum terpasang. Pasang ulang pustaka: make run, atau pilih PDF.")) from None  # fmt: skip
        return seal.sign_package(home, brief_pptx.render(said, edition, facts, seal.empty_mark()))


def _facts(
    edition: Edition, kind: str, period: str, method: str, language: str, clearance_id: str | None
) -> Mapping[str, str]:
    return {
        "edisi": edition.id,
        "bulan": period,
        "jenis": kind,
        "metode": method,
        "bahasa": language,
        "data": edition.meta.get("store_kind", ""),
        "izin": clearance_id or "",
    }


def has_store(home: Path) -> bool:
    """Whether clearances can be asked for in this home."""
    return store.exists(home)
