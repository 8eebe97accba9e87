"""What a table is: one definition serves the import, the template, the store and the data dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.words import N_, Words

Kind = Literal["text", "date", "month", "whole", "number", "choice", "choices", "yes_no", "kecamatan", "unit"]


@dataclass(frozen=True)
class Column:
    """One column of an importable table.

    name: header in the template and column in the store.
    kind: how a cell is read; `choices` is one or more of the list, separated by `;`; `unit` a kecamatan or an Ormas.
    meaning: what belongs in it, in Indonesian, for the template and for fault reports.
    required: an empty cell is a fault. Otherwise empty means "not known" (NULL), never 0.
    minimum, maximum: allowed range, both ends included.
    pattern: regular expression that the whole text must match.
    example: a value for the template.
    risk: what could come of it for somebody; empty for most. Only such a column is erased by rule.
    kept_months: how long one with a risk is kept after the day of the row; see `Table.dated`.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    example: str = ""
    risk: str = ""
    kept_months: int | None = None


@dataclass(frozen=True)
class Passing:
    """Rows that are erased whole, soon after their day: those with one value in one column.

    days: how long such a row is kept after the day of `Table.dated`. risk: what could come of them for somebody.
    """

    column: str
    value: str
    days: int
    risk: str


@dataclass(frozen=True)
class Table:
    """One importable table.

    name: table in the store; title, meaning: for people, in Indonesian.
    key: columns that identify a row; a later row with the same key supersedes the earlier one.
    generated_id: the key column that the system fills where the file leaves it empty, and its prefix.
    owner: the column with the kecamatan whose rows they are: a kecamatan sends and replaces its own and no others. None: rows
    of the whole kabupaten, which it alone sends.
    whole: a column and its value that make a row the kabupaten's, whatever kecamatan it names.
    verified: rows count only after verification (event tables); those of a register count as they enter when the kabupaten
    sends them, and wait too when a kecamatan does.
    purpose: what it is for, and on what legal ground; kept: for how long, in words (UU 27/2022). Both in Indonesian, to be translated.
    dated: the column with the day from which `kept_months` counts; empty: the day on which a later row took the row's place.
    passing: rows that don't stay at all; needs `dated`.
    published: whether editions are made of it.
    """

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    purpose: str
    kept: str
    dated: str = ""
    generated_id: tuple[str, str] | None = None
    owner: str | None = None
    whole: tuple[str, str] | None = None
    verified: bool = True
    passing: Passing | None = None
    published: bool = True

    @property
    def may_wait(self) -> bool:
        """Whether rows of it can wait for verification."""
        return self.verified or self.owner is not None

    @property
    def number(self) -> str | None:
        """The column with the running number that each owner assigns itself; such rows move only by `data.workflow.moving`."""
        return self.generated_id[0] if self.generated_id is not None and self.owner in self.key else None

    def label(self, t: Words) -> str:
        """The title in the language of the reader."""
        return t(self.title)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Headers in template order."""
        return tuple(column.name for column in self.columns)

    @property
    def risky(self) -> tuple[Column, ...]:
        """The columns that are erased when their time is over."""
        return tuple(column for column in self.columns if column.risk)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


DESA_PATTERN = r"\d{2}\.\d{2}\.\d{2}\.\d{4}"
ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._/\-]{0,39}"
ORMAS_PATTERN = r"[A-Z0-9][A-Z0-9.\-]{1,19}"

SOURCES = ("kecamatan", "polsek", "fkdm", "ormas", "media", "lainnya")


def id_column(name: str, example: str) -> Column:
    """The key of an event: the sender's own code, or one made by the system. A code, so that no narrative hides in it."""
    return Column(name, "text", "Boleh kosong: dibuat oleh sistem", pattern=ID_PATTERN, example=example)


def source_column(*, required: bool) -> Column:
    """`sumber`, which every event row carries: who reported it."""
    return Column(
        "sumber",
        "choices",
        "Siapa yang melaporkan; boleh lebih dari satu, pisahkan dengan titik koma",
        required=required,
        choices=SOURCES,
        example="kecamatan;polsek",
    )


STATISTIC = N_("Tanpa batas waktu sebagai statistik; tidak menunjuk orang.")
"""`kept` of what says nothing of anybody."""


def ormas_column(*, required: bool, risk: str = "", kept_months: int | None = None) -> Column:
    """`kode_ormas`, the code of the register."""
    return Column(
        "kode_ormas",
        "text",
        "Kode Ormas seperti pada daftar Ormas",
        required=required,
        pattern=ORMAS_PATTERN,
        example="ORM-017",
        risk=risk,
        kept_months=kept_months,
    )


def kecamatan_column() -> Column:
    """`kecamatan`: Kemendagri code; BPS codes and known spellings are translated on import."""
    return Column(
        "kecamatan",
        "kecamatan",
        "Kode Kemendagri kecamatan (kode BPS atau nama baku juga dikenali)",
        required=True,
        example="32.16.07",
    )
