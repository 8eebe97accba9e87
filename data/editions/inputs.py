"""What an edition would be made of: whether that is enough, whether anything came, and whether it has changed.

Whether something changed is told by fingerprints, not by computing: of every frame that is read from the store, of the
method files, signal rules and verdict rules, of the boundary, and of the part of the program that computes. The same fingerprints mean
the same figures. Rows that wait for verification change none, so they are in no fingerprint.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd

from data.boundary.loading import Boundary
from data.editions import shape
from data.errors import DataError
from data.records import indicators
from data.reference import methods
from data.reference.methods import Method
from data.store import moments
from data.tables import TABLES
from data.tables.survei import TARGET_OF_QUESTION
from data.words import NOTHING, joined, msg, msg_n, written

# One row of these is enough for an edition without an index; the others say nothing about a month or an Ormas by themselves.
ENOUGH = ("kejadian", "kelengkapan", "kegiatan", "pelatihan", "ormas")
# Rows of these tables belong to a month: where none came, nothing came.
MONTHLY = ("kejadian", "kelengkapan", "kegiatan", "pelatihan", "survei")
DATA, METHOD, BOUNDARY, PROGRAM = (f"fingerprint_{part}" for part in ("data", "method", "boundary", "program"))
FINGERPRINTS = (DATA, METHOD, BOUNDARY, PROGRAM)
_DIGITS = 9  # sums of fractions differ in the last bits from run to run
_PROGRAM = (
    "analytics/**/*.py",
    "data/records/*.sql",
    "data/workflow/*.sql",
    "data/workflow/publishing.py",
    "data/workflow/snapshots.py",
    "data/editions/analyses.py",
    "data/records/indicators.py",
)


def fingerprint_of(frames: Mapping[str, pd.DataFrame]) -> str:
    """SHA-256 of what was read from the store (by name, of any columns), in a fixed order of rows."""
    return _digest(_content(frames))


def fingerprints(data: str, method: Method, boundary: Boundary) -> dict[str, str]:
    """SHA-256 of each part that figures depend on, by its key in `meta`; data: from `fingerprint_of`."""
    texts = (
        methods.text(method.ikw.id),
        methods.text(method.iko.id),
        methods.rules_text(),
        methods.verdict_rules_text(),
    )
    outline = (boundary.sha256, boundary.source, boundary.note)
    return {
        DATA: data,
        METHOD: _digest(text.encode() for text in texts),
        BOUNDARY: _digest(text.encode() for text in outline),
        PROGRAM: _program(),
    }


def changed(meta: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The fingerprints that differ from those of an edition; all of them for an edition that has none."""
    return [key for key in FINGERPRINTS if meta.get(key) != now[key]]


def filled(verification: pd.DataFrame, units: pd.DataFrame, official: pd.DataFrame, until: str) -> list[str]:
    """Names of the tables that have at least one row that counts, up to a month, in the order of the tables.

    verification, units, official: the tables of an edition; read are `tabel`, `period`, `verified`; `unit_type`, `population`.
    """
    verified = verification[(verification["verified"] > 0) & (verification["period"] <= until)]
    found = set(verified["tabel"])
    kecamatan = units[units["unit_type"] == "kecamatan"]
    found |= {"ormas"} if (units["unit_type"] == "ormas").any() else set()
    found |= {"penduduk"} if kecamatan["population"].notna().any() else set()
    found |= {"nilai_resmi"} if len(official) else set()
    return [name for name in TABLES if name in found]


def silent_months(verification: pd.DataFrame, months: Iterable[str]) -> list[str]:
    """The months for which nothing came: neither a completeness report nor any other row that is verified.

    verification: rows with `tabel`, `period` and `verified` (how many).

    Empty where no month has any: a register alone has no months that could be missing.
    """
    rows = verification[(verification["verified"] > 0) & verification["tabel"].isin(MONTHLY)]
    heard = set(rows["period"])
    return [month for month in months if month not in heard] if heard else []


def index_from(first_report: str) -> str:
    """The first month for which an index is possible: the twelfth, counted from the first completeness report.

    >>> index_from("2026-03")
    '2027-02'
    """
    year, month = map(int, first_report.split("-"))
    whole = year * 12 + month + 10
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def refuse_too_little(tables: Collection[str], waiting: int, until: str) -> None:
    """DataError where there is nothing that an edition could show: what there is, and what is needed."""
    if set(tables) & set(ENOUGH):
        return
    ormas = TABLES["ormas"]
    parts = [
        msg("Belum ada yang dapat diterbitkan untuk {period}.", period=written(moments.month, until)),
        msg("Sudah ada, tetapi belum cukup: {tables}.", tables=[msg(TABLES[name].title) for name in TABLES if name in tables])
        if tables
        else NOTHING,
        msg_n(
            "{n} baris menunggu verifikasi: verifikasi dulu, lalu terbitkan lagi.",
            "{n} baris menunggu verifikasi: verifikasi dulu, lalu terbitkan lagi.",
            waiting,
        )
        if waiting
        else NOTHING,
        msg(
            "Yang diperlukan: sedikitnya satu baris terverifikasi dari {events}, atau isi {ormas}. Untuk indeks perlu laporan kelengkapan dua belas bulan.",
            events=[msg(TABLES[name].title) for name in ENOUGH[:-1]],
            ormas=msg(ormas.title),
        ),
    ]
    raise DataError(joined(" ", parts))


def _content(frames: Mapping[str, pd.DataFrame]) -> Iterable[bytes]:
    for name, frame in frames.items():
        yield f"{name}:{','.join(frame.columns)}".encode()
        rounded = shape.joined(frame).round(dict.fromkeys(frame.select_dtypes("float").columns, _DIGITS))
        yield pd.util.hash_pandas_object(rounded, index=False).to_numpy().tobytes()


@functools.cache
def _program() -> str:
    """Of the files that make figures and the shape of tables, and of the lists they count by; not of documents and pages."""
    root = Path(__file__).parents[2]
    files = sorted(path for pattern in _PROGRAM for path in root.glob(pattern))
    lists = repr((indicators.LISTS, TARGET_OF_QUESTION)).encode()
    return _digest([*(part for path in files for part in (path.name.encode(), path.read_bytes())), lists])


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
        found.update(b"\0")
    return found.hexdigest()
