"""Which column of a GIS file tells the kecamatan of each feature, and where it doesn't: told by the values.

Column names differ with every publisher (BIG, BPS, HDX, Kemendagri, the office's own); the values are codes or names
of the reference folder, or they are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from data.errors import DataError
from data.reference.territory import Match, explain, load_kecamatan, match_kecamatan
from data.words import Message, msg

Level = Literal["desa", "kecamatan"]
Columns = Mapping[str, Sequence[str]]

# Field names for a desa in files of BIG (WADMKD, KDEPUM, KDEBPS), BPS, HDX (ADM4_*) and Kemendagri, lower case.
_DESA_FIELDS = frozenset(
    """adm4_en adm4_id adm4_name adm4_pcode desa desa_kel desakel iddesa kddesa kdebps kdepum kel_desa kelurahan
    kode_desa nama_desa namadesa nm_desa nmdesa village village_code village_name wadmkd""".split()  # noqa: SIM905
)
_DESA_BPS = re.compile(r"((?:id)?\d{7})\d{3}", re.IGNORECASE)
_DESA_KEMENDAGRI = re.compile(r"(\d\d\.\d\d\.\d\d)\.\d{4}")
# Kemendagri: the desa part begins with 1 (kelurahan) or 2 (desa); that tells it from a BPS code, as a column.
_DESA_KEMENDAGRI_PLAIN = re.compile(r"(\d{6})[12]\d{3}")
_MAIN_SHARE = 0.5  # a column that names the kecamatan of fewer features than this is about something else
_WITNESS_SHARE = 0.9  # a second column that names nearly all of them must agree with the first


@dataclass(frozen=True)
class Reading:
    """One way to read one column as the kecamatan of each feature."""

    column: str
    level: Level
    """What a feature is, as far as this reading tells."""
    is_code: bool
    matches: tuple[Match, ...]
    """One a feature."""

    @property
    def codes(self) -> tuple[str | None, ...]:
        return tuple(match.code for match in self.matches)

    @property
    def share(self) -> float:
        return sum(code is not None for code in self.codes) / len(self.matches)

    @property
    def priority(self) -> tuple[bool, bool, float, bool]:
        # A code before a name even where the name matches more: an unknown code must not hide behind its name.
        return self.share >= _MAIN_SHARE, self.is_code, self.share, self.level == "kecamatan"


def find_kecamatan(name: str, columns: Columns, folder: Path, numbers: Sequence[int]) -> tuple[Reading, list[Message]]:
    """The column that tells the kecamatan, and every feature where it doesn't.

    Parameters
    ----------
    name : str
        Of the file, for the report.
    columns : mapping of str to sequence of str
        The attributes as text, one value a feature; blank is missing.
    folder : Path
        The reference folder.
    numbers : sequence of int
        What messages call the features.

    Returns
    -------
    Reading, list of str
        The column that is used; `level` is what a feature is, told by all columns. Then the faults: features
        without, with an unknown or an ambiguous kecamatan, those where two columns contradict each other,
        kecamatan that are missing, or that stand twice where a feature is a kecamatan.

    Raises
    ------
    DataError
        No column holds the kecamatan, or its codes can be read in two ways.
    """
    readings = sorted(_readings(columns, folder), key=lambda reading: reading.priority, reverse=True)
    if not readings:
        seen = "; ".join(f"{column} (mis. {values[0]!r})" for column, values in columns.items()) or "–"
        raise DataError(
            msg(
                "{name}: tidak ada kolom berisi kode Kemendagri, kode BPS, atau nama kecamatan wilayah ini. Kolom yang ada: {seen}.",
                name=name,
                seen=seen,
            )
        )
    best = readings[0]
    for other in readings[1:]:
        if other.column == best.column and other.share == best.share and other.codes != best.codes:
            raise DataError(
                msg(
                    "{name}: kolom {column} dapat dibaca sebagai kode Kemendagri maupun kode BPS; tulis kode Kemendagri dengan titik.",
                    name=name,
                    column=best.column,
                )
            )
    faults = _unmatched(best, folder, numbers)
    for other in readings[1:]:
        if other.column != best.column and other.share >= _WITNESS_SHARE:
            faults += _disagreements(best, other, numbers)
    level: Level = "desa" if _has_desa(columns, readings) else best.level
    faults += _incomplete(best.codes, level, folder, numbers)
    return replace(best, level=level), faults


def _readings(columns: Columns, folder: Path) -> list[Reading]:
    def by_desa(pattern: re.Pattern[str]) -> Callable[[str], Match]:
        def find(text: str) -> Match:
            desa = pattern.fullmatch(text)
            code = match_kecamatan(desa[1], folder).code if desa else None
            return Match(text, code, None if code else "tak_dikenal" if text else "kosong")

        return find

    ways: list[tuple[Level, Callable[[str], Match]]] = [
        ("kecamatan", lambda text: match_kecamatan(text, folder)),
        *(("desa", by_desa(p)) for p in (_DESA_BPS, _DESA_KEMENDAGRI, _DESA_KEMENDAGRI_PLAIN)),
    ]
    readings = []
    for column, values in columns.items():
        for level, find in ways:
            known = {text: find(text) for text in set(values)}
            reading = Reading(column, level, False, tuple(known[text] for text in values))
            is_code = any(m.code and m.value[-1].isdigit() for m in reading.matches)
            if reading.share >= _MAIN_SHARE or (is_code and reading.share > 0):
                readings.append(Reading(column, level, is_code, reading.matches))
    return readings


def _has_desa(columns: Columns, readings: list[Reading]) -> bool:
    """Features are desa: a column of desa codes, or one that is called so and names more than one thing."""
    coded = any(reading.level == "desa" and reading.share >= _MAIN_SHARE for reading in readings)
    named = (v for c, v in columns.items() if c.casefold() in _DESA_FIELDS and not all(map(str.isdigit, v)))
    return coded or any(len(set(values)) > 1 for values in named)


def _unmatched(reading: Reading, folder: Path, numbers: Sequence[int]) -> list[Message]:
    features: dict[Message, list[str]] = {}
    for number, match in zip(numbers, reading.matches, strict=True):
        if match.code is None:
            features.setdefault(explain(match), []).append(str(number))
    faults = [
        msg(
            "fitur {numbers}, kolom {column}: {why}",
            numbers=", ".join(found),
            column=reading.column,
            why=why,
        )
        for why, found in features.items()
    ]
    if faults and reading.is_code and set(reading.codes) >= set(load_kecamatan(folder)["kode"]):
        faults.append(msg("semua kecamatan wilayah ini ada; berkas memuat wilayah lain juga: saring dahulu di QGIS"))
    return faults


def _disagreements(first: Reading, second: Reading, numbers: Sequence[int]) -> list[Message]:
    return [
        msg(
            "fitur {n}: {a} ({column_a}) dan {b} ({column_b}) menunjuk kecamatan yang berlainan",
            n=number,
            a=one.value,
            column_a=first.column,
            b=two.value,
            column_b=second.column,
        )
        for number, one, two in zip(numbers, first.matches, second.matches, strict=True)
        if one.code and two.code and one.code != two.code
    ]


def _incomplete(codes: Sequence[str | None], level: Level, folder: Path, numbers: Sequence[int]) -> list[Message]:
    frame = load_kecamatan(folder)
    faults = []
    for code, name in zip(frame["kode"], frame["nama"], strict=True):
        its = [str(number) for number, found in zip(numbers, codes, strict=True) if found == code]
        if level == "kecamatan" and len(its) > 1:
            double = {"name": name, "code": code, "numbers": ", ".join(its)}
            faults.append(
                msg(
                    "{name} ({code}) muncul lebih dari sekali (fitur {numbers}); gabungkan dahulu (dissolve), atau "
                    "sertakan kolom desa bila satu fitur adalah satu desa",
                    **double,
                )
            )
    missing = frame[~frame["kode"].isin([code for code in codes if code])]
    if len(missing):
        listed = ", ".join(f"{name} ({code})" for name, code in zip(missing["nama"], missing["kode"], strict=True))
        faults.append(msg("kecamatan tidak ada di berkas: {missing}; lengkapi", missing=listed))
    return faults
