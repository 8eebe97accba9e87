"""A file that is checked and taken in by the worker: what goes there is its bytes, what comes back is what is told of them, never its rows.

The rows of a large file are some hundred thousand objects; handed from process to process they would stop the pages as the check did.
So the file is read again for each thing that is done with it: its check says the same of the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.intake import candidates, importing, marking, sheets
from data.session import Session

LARGE = 500_000
"""Bytes from which on a file is the worker's: some 3,000 rows of CSV, 5,000 of XLSX, whose check takes a second of a processor."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Found:
    """What a check found, to be said and asked about."""

    file: str
    """As it would be stored."""
    sha256: str
    reports: tuple[candidates.Report, ...]
    rows: int
    faulty: bool
    separable: bool
    """Whether the rows without a fault can go in by themselves."""
    questions: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """Values that may be names: the name of their table, and their places (column, row)."""


@dataclass(frozen=True)
class Taken:
    """What came in, and the rows that didn't, to mend (None: all did)."""

    reports: tuple[candidates.Report, ...]
    rest: bytes | None

    @property
    def weight(self) -> int:
        """Bytes that it holds."""
        return len(self.rest or b"")


@dataclass(frozen=True)
class File:
    """A file as it was uploaded, and what was answered about it."""

    name: str
    content: bytes
    table: str | None
    """None: every sheet that holds one of the tables."""
    answers: importing.Answers


def found(candidate: candidates.Candidate) -> Found:
    """What is told of a checked file."""
    return Found(
        file=candidate.source.name,
        sha256=candidate.source.sha256,
        reports=tuple(candidates.report(candidate, part) for part in candidate.parts),
        rows=sum(len(part.checked.frame) for part in candidate.parts),
        faulty=candidate.faulty,
        separable=candidates.separable(candidate),
        questions=tuple((part.table.name, tuple(places)) for part in candidate.parts for places in part.checked.questions),
    )


def examine(session: Session, file: File, *, say: Say) -> Found:
    """Check a file. Raises as `importing.check`, AccessError without the right to send files."""
    session.require("unggah")
    return found(_checked(session, file, say))


def take_in(session: Session, file: File, *, only_valid: bool, say: Say) -> Taken:
    """Check a file again, of the store as it is now, and take it in. Raises as `importing.check` and `importing.take_in`."""
    session.require("unggah")
    candidate = _checked(session, file, say)
    say(session.t("Memasukkan baris …"))
    rest = marking.rest(session.t, candidate) if only_valid else None
    return Taken(tuple(importing.take_in(session, candidate, only_valid=only_valid)), rest)


def marked(session: Session, file: File, *, say: Say) -> bytes:
    """The file with its faults marked. Raises as `examine`, and AccessError where the right ended meanwhile."""
    session.require("unggah")
    candidate = _checked(session, file, say)
    say(session.t("Menandai kesalahan …"))
    made = marking.marked(session.t, candidate, file.content)
    session.require_still("unggah")
    return made


def _checked(session: Session, file: File, say: Say) -> candidates.Candidate:
    say(session.t("Memeriksa berkas …"))
    return importing.check(session, sheets.parse(file.name, file.content), file.table, answers=file.answers)
