"""Taking an edition out: whole, as the viewer may see it, with its row in the trail."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from data.editions import exporting, reading, scoping
from data.session import Session
from data.workflow import noting

RIGHT = "ekspor_tabel"


def to_zip(session: Session, edition_id: str, *, say: Callable[[str], None] = lambda _: None) -> bytes:
    """An edition as a zip file. Raises AccessError, and DataError as `reading.open_edition`."""
    session.require(RIGHT)
    say(session.t("Menyusun berkas edisi {id} …", id=edition_id))
    with contextlib.closing(reading.open_edition(session.home, edition_id)) as edition:
        packed = exporting.to_zip(scoping.scoped(edition, session.viewer))
    session.require_still(RIGHT)
    _note(session, edition_id)
    return packed


def to_folder(session: Session, edition_id: str, out: Path) -> Path:
    """The same as files in a new folder below `out`; returns it. Raises as `to_zip` and `exporting.to_folder`."""
    session.require(RIGHT)
    with contextlib.closing(reading.open_edition(session.home, edition_id)) as edition:
        folder = exporting.to_folder(scoping.scoped(edition, session.viewer), out)
    _note(session, edition_id)
    return folder


def _note(session: Session, edition_id: str) -> None:
    noting.note(session, "ekspor_edisi", {"edisi": edition_id})
