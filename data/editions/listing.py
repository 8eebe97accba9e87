"""Every edition with its state, for the page and the command line: read once per file and process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data.editions import check, files, reading
from data.errors import DataError
from data.words import Message


@dataclass(frozen=True)
class EditionFacts:
    """What is known of an edition without computing anything."""

    id: str
    period: str
    revision: int
    is_intact: bool
    """Its file is what its checksum says."""
    fault: Message | None
    """Why it isn't shown, in a sentence; None where it is what was published."""
    published_at: str
    """UTC, ISO 8601; empty where the file can't be read."""
    published_by: str
    batches: int
    """Batches in force when it was published."""
    methods: str
    form: int | None
    """Number of its form (`data.editions.formats`); None where the file can't be read."""
    size: int
    """Bytes."""


_known: dict[Path, tuple[check.State, EditionFacts]] = {}


def overview(home: Path) -> list[EditionFacts]:
    """All editions of a home folder, the current one first; of a damaged one only name and size."""
    found = []
    for edition_id in files.ids(home):
        path = files.path_of(home, edition_id)
        changed = check.identity(path)
        if not path.exists():  # pruned this moment
            continue
        if path not in _known or _known[path][0] != changed:
            _known[path] = (changed, _facts(path))
        facts = _known[path][1]
        found.append(replace(facts, fault=check.fault_of(home, edition_id) or facts.fault))
    return found


def _facts(path: Path) -> EditionFacts:
    period, revision = files.split(path.stem)
    meta: dict[str, str] = {}
    fault: Message | None = None
    batches, form, is_intact, scored = 0, None, check.is_intact(path), False
    if is_intact:
        try:
            edition = reading.Edition(path)
            try:
                meta, batches, form = edition.meta, len(edition.batches()), edition.format
                scored = edition.has_index
            finally:
                edition.close()
        except DataError as error:  # of a newer program
            fault = error.message
        except duckdb.Error:
            is_intact = False
    return EditionFacts(
        id=path.stem,
        period=period,
        revision=revision,
        is_intact=is_intact,
        fault=fault,
        published_at=meta.get("published_at", ""),
        published_by=meta.get("published_by", ""),
        batches=batches,
        methods=", ".join(filter(None, (meta.get("method_ikw"), meta.get("method_iko")))) if scored else "",
        form=form,
        size=path.stat().st_size,
    )
