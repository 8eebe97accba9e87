"""A file that was read and checked, and the report on it: every fault, what was left out, what came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from data import faults
from data.errors import DataError
from data.faults import Group
from data.intake import checking, footers, sheets
from data.reference import territory
from data.tables import Table
from data.words import NOTHING, Message, joined, msg


@dataclass(frozen=True)
class Report:
    """What became of one file."""

    file: str
    table: str
    format: str
    """`csv`, `xlsx`, `xls`, `ods` or `cvew`."""
    sha256: str
    rows: int
    """Filled rows in the file, examples aside."""
    taken: int = 0
    """Rows that came into the store."""
    batch_id: int | None = None
    """None: nothing was taken in."""
    delivery: int | None = None
    """What the sender calls it: the first batch of the same file."""
    waits: bool = False
    """Whether the rows that were taken wait for verification."""
    faults: tuple[Group, ...] = ()
    warnings: tuple[Group, ...] = ()
    notes: tuple[Group, ...] = ()
    """How cells were read, where that is worth knowing."""
    passed_over: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Rows that are no data: kind of `footers`, rows as the person sees them."""
    skipped: tuple[dict[str, object], ...] = ()
    """Left out on purpose: `{"alasan": …, "baris": count}` each."""
    examples: int = 0
    note: Message = NOTHING
    """How the file had to be read, where that is worth knowing."""


class RefusedFileError(DataError):
    """A file with faults; `reports` name them all, and so does the text. Nothing was taken in."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.reports = tuple(report(candidate, part) for part in candidate.parts)
        super().__init__(joined("\n", map(describe, self.reports)))


@dataclass
class Part:
    """One table of a file, checked."""

    table: Table
    sheet: sheets.Sheet
    checked: checking.Checked
    skipped: list[dict[str, object]] = field(default_factory=list)
    """Left out on purpose: `{"alasan": …, "baris": count}` each."""


@dataclass
class Candidate:
    """A file that was read and checked, and may be taken in."""

    source: sheets.SourceFile
    format: str
    parts: list[Part]

    @property
    def faulty(self) -> bool:
        """Whether any part has a fault."""
        return any(len(part.checked.faults) for part in self.parts)


def separable(candidate: Candidate) -> bool:
    """Whether all its faults are of single rows, every table has rows without any, and no question is open."""
    return all(
        not part.checked.questions
        and all(row > part.checked.header_row for row in part.checked.faults.rows)
        and len(part.checked.frame) > len(part.checked.faults.rows)
        for part in candidate.parts
    )


def report(candidate: Candidate, part: Part) -> Report:
    """The report on one table of a file that isn't in the store yet."""
    return Report(
        file=candidate.source.name,
        table=part.table.name,
        format=candidate.format,
        sha256=candidate.source.sha256,
        rows=len(part.checked.frame) + count(part.skipped),
        faults=part.checked.faults.groups,
        warnings=part.checked.warnings.groups,
        notes=part.checked.notes.groups,
        passed_over=tuple((kind, tuple(rows)) for kind, rows in part.checked.passed_over.items()),
        skipped=tuple(part.skipped),
        examples=part.checked.examples,
        note=_note(candidate.source),
    )


def _note(source: sheets.SourceFile) -> Message:
    hidden = [faults.shown(name) for name in source.hidden_sheets]
    told = msg("memuat lembar tersembunyi yang tidak dibaca: {names}", names=hidden) if hidden else NOTHING
    return joined("; ", [told, source.note])


def describe(report: Report) -> Message:
    """A report in words: what came in, what did not and why, every fault with its place."""
    where = territory.load_territory().name
    if report.batch_id is None:
        n_faults = sum(len(group.rows) for group in report.faults)
        lines = [
            msg(
                "{file} → tabel {table}: {n} kesalahan; tidak ada baris yang masuk.",
                file=report.file,
                table=report.table,
                n=faults.number(n_faults),
            ),
            faults.describe(report.faults),
        ]
    else:
        lines = [
            msg(
                "{file} → tabel {table}: {n} baris untuk {where} masuk sebagai batch {batch}.",
                file=report.file,
                table=report.table,
                n=faults.number(report.taken),
                where=where,
                batch=report.delivery,
            )
        ]
        if report.waits:
            lines.append(msg("Menunggu verifikasi: python -m data verify --batch {batch} --reason ALASAN", batch=report.delivery))
    if report.passed_over:
        lines.append(passed_over(report))
    if report.skipped:
        lines.append(msg("{n} baris dilewati:", n=faults.number(count(report.skipped))))
        lines += [joined("", ["- ", faults.number(count([group])), ": ", group["alasan"]]) for group in report.skipped]
    if report.faults and report.batch_id is not None:
        lines.append(faults.describe(report.faults))
    if report.examples:
        lines.append(msg("{n} baris contoh tidak diambil.", n=report.examples))
    if report.note:
        lines.append(msg("Catatan: {file} {note}.", file=report.file, note=report.note))
    if report.warnings:
        lines += [msg("Perlu diperhatikan:"), faults.describe(report.warnings)]
    if report.notes:
        lines += [msg("Cara membaca:"), faults.describe(report.notes)]
    return joined("\n", lines)


def passed_over(report: Report) -> Message:
    """The rows that aren't data, counted by kind and named; empty if there are none."""
    if not report.passed_over:
        return NOTHING
    rows = [row for _, found in report.passed_over for row in found]
    return msg(
        "Bukan data, jadi dilewati: {kinds} (baris {rows}).",
        kinds=[footers.describe(kind, len(found)) for kind, found in report.passed_over],
        rows=faults.ranges(rows),
    )


def count(skipped: Iterable[dict[str, object]]) -> int:
    """How many rows were left out altogether."""
    return sum(cast(int, group["baris"]) for group in skipped)
