"""From an edition to the bytes of a signed file: what the command line and the pages call."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.access import grants
from data.editions import reading, scoping
from data.editions.reading import Edition
from data.errors import DataError, not_loaded
from data.session import Session
from data.words import NOTHING, Message, Words, msg
from data.workflow import agenda, clearance, meetings, noting
from data.workflow.agenda import Entry
from data.workflow.clearance import Clearance
from pages.exports.drawing import fonts
from pages.exports.press import press, rendering
from pages.exports.press.content import Frame
from pages.exports.proof import queue, seal, xmp

BRIEF_FORMATS = ("pdf", "pptx")
MINUTES_FORMATS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
"""With their media types."""
MAKERS = {"pdf": "typst", "pptx": "pptx", "docx": "docx"}
TAKING = "ekspor_brief"
"""The right to take along what is for use inside: briefs, and the minutes of meetings whose decisions the viewer may read."""


@dataclass(frozen=True)
class Made:
    """A file, what it shows, and the clearance that it goes out under (None: it carries the warning)."""

    content: bytes
    frame: Frame
    cleared: Clearance | None


def make_frame(
    t: Words,
    session: Session,
    edition: Edition,
    kind: str,
    period: str | None,
    size: str,
    form: str,
    *,
    name_low_bands: bool | None = None,
    logo: Path | None = None,
) -> Made:
    """A frame as PNG or SVG, in the language of the reader; clean only under a clearance of exactly what it says.

    Whoever may open the page may see it; who hands it over asks for the right to (`ekspor_pers`).

    name_low_bands: whether the lowest bands are named by kecamatan (with the warning on it until that is cleared); None: as the clearance
    in force says, and not without one.
    """
    home = session.home
    with queue.turn(home):
        month = press.month_of(edition, period)
        press.refuse_without_line(edition, t, kind, month)
        cleared = standing(t, home, edition, kind, month, name_low_bands)
        named = cleared.name_low_bands if cleared else bool(name_low_bands)
        frame = press.frame(edition, t, kind, month, name_low_bands=named)
        measure, clearance_id = rendering.SIZES[size], cleared.id if cleared else None
        canvas = rendering.draw(edition, t, frame, measure, clearance=clearance_id, logo=logo or rendering.own_logo(home))
        said = _facts(edition, kind, month, frame.method, frame.language, clearance_id)
        facts, described = seal.line(home, said), xmp.describe(edition, t, frame, said, form)
        if form == "png":
            plain = rendering.render(canvas, frame, form, measure)
            signed = seal.sign_png(home, plain, facts, title=frame.title, alt=frame.alt, dpi=measure.dpi, xmp=xmp.packet(described))
        else:
            metadata = f"{facts} {seal.empty_mark()}\n{described}"
            signed = seal.sign_text(home, rendering.render(canvas, frame, form, measure, metadata))
        return Made(signed, frame, cleared)


def standing(t: Words, home: Path, edition: Edition, kind: str, period: str, name_low_bands: bool | None = None) -> Clearance | None:
    """The clearance under which a frame may go out clean now: in force, and given for exactly what the frame says."""
    for one in clearance.in_force(home, edition.id, kind, period):
        if name_low_bands not in (None, one.name_low_bands):
            continue
        said = press.fingerprint(edition, kind, period, name_low_bands=one.name_low_bands)
        if said == one.fingerprint:
            return one
    return None


def ask(t: Words, session: Session, edition: Edition, kind: str, period: str, *, name_low_bands: bool, note: str) -> Clearance:
    """Ask for the clearance of a frame as it is now."""
    said = press.fingerprint(edition, kind, period, name_low_bands=name_low_bands)
    return clearance.request(session, edition.id, kind, period, said, name_low_bands=name_low_bands, note=note)


def make_brief(t: Words, session: Session, edition: Edition, period: str | None, form: str) -> bytes:
    """The brief as PDF or PPTX, in the language of the reader.

    Raises DataError where a library or font is missing, AccessError for a role that takes no briefs.
    """
    session.require(TAKING)
    home = session.home
    if missing := what_is_missing(form):
        raise DataError(missing)
    try:
        importlib.import_module(MAKERS[form])
    except ImportError as error:  # the library is there, but incomplete
        raise DataError(not_loaded(error)) from None
    with queue.turn(home, line=queue.BRIEFS):
        from pages.exports.brief import brief

        entries, without = _agenda(home)
        said = brief.brief(edition, t, period, entries, without)
        facts = seal.line(home, _facts(edition, "brief", said.period, said.method, said.language, None))
        if form == "pdf":
            from pages.exports.brief import brief_pdf

            return seal.sign_text(home, brief_pdf.render(t, said, edition, f"{facts} {seal.empty_mark()}"))
        from pages.exports.brief import brief_pptx

        return seal.sign_package(home, brief_pptx.render(t, said, edition, facts, seal.empty_mark()))


def brief_of(session: Session, edition_id: str, period: str, form: str, *, say: Callable[[str], None]) -> bytes:
    """The brief of an edition as the viewer may see it, with its row in the trail where people sign in; for the worker.

    Raises as `make_brief`, and AccessError where the right ended meanwhile.
    """
    t, viewer = session.t, session.viewer
    say(t("Menyusun brief {form} …", form=form.upper()))
    granted = functools.partial(grants.codes, session.home, viewer.role)
    with contextlib.closing(reading.open_edition(session.home, edition_id)) as edition:
        made = make_brief(t, session, scoping.scoped(edition, viewer, granted), period, form)
    session.require_still(TAKING)
    if not viewer.local:
        noting.note(session, "unduh", {"brief": form, "edisi": edition_id, "bulan": period})
    return made


def _agenda(home: Path) -> tuple[list[Entry], Message]:
    """What the store marks, or why it can't be read: a brief is of an edition, whose figures need no store."""
    try:
        return agenda.public(home), NOTHING
    except DataError as reason:
        return [], reason.message


def make_minutes(t: Words, session: Session, held: date, form: str) -> bytes:
    """The minutes of the meeting of a day as DOCX or PDF, in the language of the reader, on the edition on which it decided.

    Raises as `make_brief`, and DataError for a day on which no meeting decided anything.
    """
    session.require(TAKING)
    home = session.home
    if missing := what_is_missing(form):
        raise DataError(missing)
    found = meetings.listed(session)
    known, used = reading.list_editions(home), [one.edition for one in found if one.held == held]
    base = next((one for one in known if one in used), None)  # the newest of them; where it was pruned, names are those of the current one
    with queue.turn(home, line=queue.BRIEFS), contextlib.closing(reading.open_edition(home, base)) as whole:
        from pages.exports.minutes import content

        edition = scoping.scoped(whole, session.viewer)
        said = content.minutes(edition, t, found, held)
        facts = seal.line(home, _facts(edition, "notulen", said.period, "", said.language, None))
        if form == "pdf":
            from pages.exports.minutes import minutes_pdf

            return seal.sign_text(home, minutes_pdf.render(t, said, edition, f"{facts} {seal.empty_mark()}"))
        from pages.exports.minutes import minutes_docx

        return seal.sign_package(home, minutes_docx.render(t, said, edition, facts, seal.empty_mark()))


def minutes_of(session: Session, held: str, form: str, *, say: Callable[[str], None]) -> bytes:
    """The same for the worker, with its row in the trail where people sign in. Raises AccessError where the right ended meanwhile."""
    t = session.t
    say(t("Menyusun notulen {form} …", form=form.upper()))
    made = make_minutes(t, session, date.fromisoformat(held), form)
    session.require_still(TAKING)
    if not session.viewer.local:
        noting.note(session, "unduh", {"notulen": form, "rapat": held})
    return made


def what_is_missing(form: str) -> Message | None:
    """Why a brief or minutes can't be made on this machine, in words; None if it can."""
    maker = MAKERS[form]
    if importlib.util.find_spec(maker) is None:
        return msg("Pustaka {maker} untuk berkas {form} belum terpasang. Pasang ulang pustaka: make run.", maker=maker, form=form.upper())
    try:
        for bold in fonts.FILES:
            fonts.path(bold)
    except DataError as reason:
        return reason.message
    return None


def _facts(edition: Edition, kind: str, period: str, method: str, language: str, clearance_id: str | None) -> Mapping[str, str]:
    return {
        "edisi": edition.id,
        "bulan": period,
        "jenis": kind,
        "metode": method,
        "bahasa": language,
        "data": edition.meta.get("store_kind", ""),
        "izin": clearance_id or "",
    }
