"""One cell → one value, as people type it. What can be read in two ways is a problem to ask about, never a guess."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data import labels, numbers
from data.faults import Problem
from data.intake import dates
from data.intake.sheets import Cell, Formula
from data.privacy import gate, names
from data.reference import territory
from data.tables import Column
from data.tables.column import ORMAS_PATTERN
from data.words import NOTHING, Message, joined, msg, written

Value = str | int | float | date


@dataclass(frozen=True)
class Question(Problem):
    """A cell that may hold the name of a person: it can be taken once a person says that it doesn't."""


MAX_TEXT = 200
# Names of organisations, which may be called after a person; numbers of their papers, which may be nothing but digits.
_NAMING = {"nama", "singkatan"}
_DOCUMENTS = {"no_ahu", "no_skt", "no_skl"}
# What is filled with words of the language: one that is none of them is worth a question.
_FIELDS = {"bidang"}
_WORDY = ("text", "unit", "choice", "choices", "yes_no")
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u2069]")
_UNKNOWN = {
    "-",
    "--",
    "—",
    "–",
    "n/a",
    "na",
    "null",
    "none",
    "nan",
    "?",
    "tidak tahu",
    "tidak diketahui",
}
_GUARDED = re.compile(r"'[=+\-@]")
# What Excel and LibreOffice show where a formula failed.
_ERRORS = re.compile(
    r"#(REF|VALUE|NAME|DIV/0|NUM|NULL|N/A|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|GETTING_DATA|PYTHON|EXTERNAL)[!?]?|Err:\d{3}",
    re.IGNORECASE,
)
# What people write for zero in a column of numbers.
_NIL = ("nihil", "nol")
_YES_NO = {
    "ya": "ya",
    "y": "ya",
    "yes": "ya",
    "true": "ya",
    "benar": "ya",
    "1": "ya",
    "tidak": "tidak",
    "t": "tidak",
    "tdk": "tidak",
    "no": "tidak",
    "n": "tidak",
    "false": "tidak",
    "0": "tidak",
}
_SPLIT = re.compile(r"\s*(?:[;,/|+&\n]|\bdan\b)\s*")
_CLOCK = re.compile(r"(?:(?:pukul|jam|pkl)\.? )?(\d{1,2})(?:[:.][0-5]\d){1,2}(?: ?wib)?", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?\d+")
_DOT_GROUPS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
_INDONESIAN = re.compile(r"[+-]?\d{1,3}(\.\d{3})*,\d+|[+-]?\d+,\d+")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d+\.\d+")


def is_nil(column: Column, cell: Cell) -> bool:
    """Whether a cell says in words that there was none: read as 0 in a column of numbers, which the report mentions."""
    return column.kind in ("whole", "number") and isinstance(cell, str) and cell.strip(" .").casefold() in _NIL


def read_column(column: Column, cells: Sequence[Cell], known: dict[object, Value | Problem | None]) -> list[Value | Problem | None]:
    """The values of a column; None = empty, Problem = can't be taken. Each distinct cell is read once (`known`)."""
    if column.kind in ("date", "month") and dates.is_month_first(cells):
        cells = [dates.MonthFirst(c) if isinstance(c, str) else c for c in cells]
    found: list[Value | Problem | None] = []
    for cell in cells:
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        if key not in known:
            known[key] = read(column, cell)
        found.append(known[key])
    return found


def read(column: Column, cell: Cell, *, is_no_name: bool = False) -> Value | Problem | None:
    """One cell for one column. Personal data is a problem wherever it would be kept or echoed.

    is_no_name: a person said so; without it, what may be a name is a `Question`.

    Examples
    --------
    >>> number = Column("peserta", "whole", "Jumlah peserta", minimum=0, maximum=100_000)
    >>> read(number, "1.234"), read(number, " 40 "), read(number, "")
    (1234, 40, None)
    >>> read(Column("tanggal", "date", "Tanggal"), "3 Okt 2026")
    datetime.date(2026, 10, 3)
    """
    value = _read(column, cell)
    if column.kind in ("text", "unit") or isinstance(value, Problem):
        found = _personal(column, cell, value)
        return value if found is None or (is_no_name and isinstance(found, Question)) else found
    return value


def _personal(column: Column, cell: Cell, value: Value | Problem | None) -> Problem | None:
    """The gate for personal data. A code of the right form is none of the numbers that it looks for; a name may stand where names belong.

    Returns a `Question` where only a person can say whether it is a name, and the cell could be taken otherwise.
    """
    text = gate.normalise(territory.as_text(cell))
    kind = gate.find(text, document=column.name in _DOCUMENTS)
    if column.name == "kode_desa" and re.fullmatch(r"[1-9]\d{9}", text):
        kind = None  # ten digits are what a code of a desa has
    if kind is None and column.kind in _WORDY:
        verdict = names.judge(text)
        if verdict == "mungkin" and isinstance(value, Problem):
            verdict = "nama"  # it can't be taken anyway
        if _is_doubtful(column, text, verdict) and not isinstance(value, Problem):
            return Question(
                msg("Apakah ini nama orang?"),
                msg("tidak ada data pribadi; {expected}", expected=expected(column)),
                msg(
                    "bila nama orang, hapus; bila bukan, jawab Bukan (baris perintah: --bukan-nama KOLOM:BARIS); tanpa jawaban berkas tidak masuk"
                ),
            )
        kind = gate.NAME if verdict == "nama" and column.name not in _NAMING else None
    return None if kind is None else personal(column, kind)


def _is_doubtful(column: Column, text: str, verdict: names.Verdict | None) -> bool:
    if column.name in _NAMING:
        return verdict is not None and (names.is_bare(text) or names.is_of_somebody(text))
    wordy = column.kind == "text" and column.pattern is None and column.name not in _DOCUMENTS
    return (
        verdict == "mungkin"
        or (verdict == "asing" and wordy)
        or (column.name in _FIELDS and verdict is None and names.has_unknown_word(text))
    )


def personal(column: Column, kind: str) -> Problem:
    """The refusal of a cell with personal data, of a kind that `gate.find` gives."""
    return Problem(
        msg("berisi data pribadi: {kind}", kind=msg(kind)),
        msg("tidak ada data pribadi; {expected}", expected=expected(column)),
        msg("hapus isinya; data pribadi tidak disimpan"),
    )


def _read(column: Column, cell: Cell) -> Value | Problem | None:
    if isinstance(cell, Formula):
        return Problem(
            msg("rumus Excel gagal: hasilnya tidak tersimpan dalam berkas"),
            expected(column),
            msg("buka di Excel, simpan, lalu kirim lagi; atau tulis nilainya, bukan rumus"),
        )
    if isinstance(cell, str):
        tidy = _SPACES.sub(" ", cell).strip()
        if not tidy:
            return None
        if _GUARDED.match(tidy):  # put there by `templates.safe`
            tidy = tidy[1:]
        if problem := _unreadable(column, tidy):
            return problem
        cell = dates.MonthFirst(tidy) if isinstance(cell, dates.MonthFirst) else tidy
    if isinstance(cell, float) and not math.isfinite(cell):
        return Problem(msg("angka tak terhingga"), expected(column), msg("periksa angkanya"))
    if cell is None:
        return None
    if column.kind == "date":
        return dates.read_date(cell)
    if column.kind == "month":
        return dates.read_month(cell)
    if column.kind in ("whole", "number"):
        return _number(column, cell)
    if column.kind == "kecamatan":
        return _kecamatan(cell)
    if column.kind == "unit":
        return _unit(cell)
    if column.kind == "text":
        return _text(column, cell)
    return _chosen(column, cell)


def _unreadable(column: Column, text: str) -> Problem | None:
    if _HIDDEN.search(text):
        return Problem(msg("berisi tanda tak terlihat (NUL, pembalik arah tulisan)"), msg("teks biasa"), msg("ketik ulang isinya"))
    if len(text) > MAX_TEXT:
        return Problem(
            msg("lebih dari {most} huruf", most=MAX_TEXT),
            msg("kode atau nama singkat, bukan cerita"),
            msg("ringkas isinya"),
        )
    if _ERRORS.fullmatch(text):
        return Problem(msg("rumus Excel gagal"), expected(column), msg("tulis nilainya, bukan rumus"))
    if text.casefold() in _UNKNOWN and text.casefold() not in column.choices:
        return Problem(
            msg("tanda pengganti, bukan nilai"),
            expected(column),
            msg("kosongkan bila tidak diketahui; tulis 0 bila memang nihil"),
        )
    return None


def _kecamatan(cell: Cell) -> Value | Problem:
    match = territory.match_kecamatan(cell)
    if match.code is not None:
        return match.code
    options = joined(msg(" atau "), [f"{name} ({code})" for code, name in match.suggestions])
    if match.reason == "ambigu":
        return Problem(msg("bermakna ganda"), msg("satu kecamatan"), msg("tulis {options}", options=options))
    remedy = msg("mungkin {options}", options=options) if options else msg("lihat daftar kode di lembar Penjelasan")
    return Problem(msg("kecamatan tidak dikenal"), msg("kode Kemendagri, kode BPS, atau nama kecamatan"), remedy)


def _unit(cell: Cell) -> Value | Problem:
    """A kecamatan by code or name; anything else may be the code of an Ormas."""
    text = territory.as_text(cell)
    match = territory.match_kecamatan(cell)
    if match.code is not None:
        return match.code
    return text.upper() if re.fullmatch(ORMAS_PATTERN, text.upper()) else _kecamatan(cell)


def _text(column: Column, cell: Cell) -> Value | Problem:
    if isinstance(cell, (date, datetime)):
        return Problem(
            msg("Excel mengubah isinya menjadi tanggal"),
            expected(column),
            msg("format sel sebagai Teks, lalu ketik ulang"),
        )
    if isinstance(cell, bool):
        return Problem(
            msg("ya/tidak dari Excel (TRUE, FALSE), bukan teks"), expected(column), msg("format sel sebagai Teks, lalu ketik ulang")
        )
    text = territory.as_text(cell)
    if column.pattern is None:
        return text
    for candidate in (text, text.upper(), _dotted(text) if column.name == "kode_desa" else text):
        if re.fullmatch(column.pattern, candidate):
            return candidate
    return Problem(msg("bentuk kode tidak dikenal"), expected(column), _desa_remedy(column, text))


def _dotted(text: str) -> str:
    """A desa code without dots, where it can only be Kemendagri's: BPS codes have ten digits too."""
    digits = re.fullmatch(r"(\d\d)(\d\d)(\d\d)(\d{4})", text)
    if not digits or territory.match_kecamatan(text[:7]).code is not None:
        return text
    return ".".join(digits.groups())


def _desa_remedy(column: Column, text: str) -> Message:
    if column.name == "kode_desa" and re.fullmatch(r"\d{10}", text):
        return msg("ini tampaknya kode BPS; tulis kode Kemendagri bertitik, atau kosongkan")
    return msg("samakan dengan contoh {example}", example=column.example) if column.example else NOTHING


def _chosen(column: Column, cell: Cell) -> Value | Problem:
    text = territory.as_text(int(cell) if isinstance(cell, bool) else cell)
    if column.kind == "yes_no":
        answer = _YES_NO.get(text.casefold())
        return answer or Problem(msg("bukan ya atau tidak"), expected(column), msg("pilih dari daftar"))
    if column.kind == "choice":
        return _one_of(column, text)
    values = [_one_of(column, part) for part in _SPLIT.split(text) if part]
    for value in values:
        if isinstance(value, Problem):
            return value
    return ";".join(dict.fromkeys(str(value) for value in values)) or _one_of(column, text)


def _one_of(column: Column, text: str) -> Value | Problem:
    key = labels.tidy(text)
    meanings = labels.meanings(column.name, column.choices)
    if key in meanings:
        return meanings[key]
    words = (
        difflib.get_close_matches(key, meanings, n=2, cutoff=0.7)
        or [word for word in meanings if len(key) > 3 and (key in word or word in key)][:2]
    )
    near = [written(labels.of_choice, column.name, code) for code in dict.fromkeys(meanings[word] for word in words)]
    remedy = msg("mungkin {options}", options=joined(msg(" atau "), near)) if near else msg("pilih dari daftar")
    return Problem(msg("tidak ada dalam daftar"), expected(column), remedy)


def _number(column: Column, cell: Cell) -> Value | Problem:
    if column.name == "jam" and isinstance(cell, str) and (found := _CLOCK.fullmatch(cell)):
        cell = found[1]  # the hour is all that is kept
    if isinstance(cell, (bool, date, datetime)):
        return Problem(msg("tanggal atau ya/tidak, bukan angka"), expected(column), msg("format sel sebagai Angka, lalu ketik ulang"))
    if is_nil(column, cell):
        return 0 if _in_range(column, 0) else Problem(msg("di luar rentang"), expected(column), msg("periksa angkanya"))
    meant: list[int | float] = [cell] if isinstance(cell, (int, float)) else readings(str(cell))
    if column.kind == "whole":
        if isinstance(cell, str) and _DOT_GROUPS.fullmatch(cell):
            meant = meant[:1]  # nobody writes a count with a fraction of exactly .000
        whole = [int(value) for value in meant if value == int(value)]
        if meant and not whole:
            return Problem(msg("bukan bilangan bulat"), expected(column), msg("tulis angka tanpa pecahan"))
        meant = list(whole)
    inside = [value for value in meant if _in_range(column, value)]
    if len(set(inside)) == 1:
        return inside[0]
    if len(set(inside)) > 1:
        several = joined(msg(" atau "), [written(numbers.plain, value) for value in inside])
        return Problem(
            msg("angka bermakna ganda: {several}", several=several),
            expected(column),
            msg("tulis tanpa titik ribuan, dengan koma desimal"),
        )
    if meant:
        return Problem(msg("di luar rentang"), expected(column), msg("periksa angkanya"))
    return Problem(msg("bukan angka"), expected(column), msg("tulis angkanya saja, tanpa satuan; kosongkan bila tidak diketahui"))


def readings(text: str) -> list[int | float]:
    """Every number that a text may mean; none if it isn't a number.

    Examples
    --------
    >>> readings("1.234,5"), readings("70.5"), readings("1.234")
    ([1234.5], [70.5], [1234, 1.234])
    """
    text = re.sub(r"(?<=\d)[ ']+(?=\d{3}(\D|$))", "", text).replace("\N{MINUS SIGN}", "-")
    if _PLAIN.fullmatch(text):
        return [int(text)]
    if _DOT_GROUPS.fullmatch(text):
        grouped: list[int | float] = [int(text.replace(".", ""))]
        return [*grouped, float(text)] if text.count(".") == 1 else grouped
    if _COMMA_GROUPS.fullmatch(text):
        grouped = [int(text.replace(",", ""))]
        return [*grouped, float(text.replace(",", "."))] if text.count(",") == 1 else grouped
    if _INDONESIAN.fullmatch(text):
        return [float(text.replace(".", "").replace(",", "."))]
    if _ENGLISH.fullmatch(text):
        return [float(text.replace(",", ""))]
    return []


def _in_range(column: Column, value: float) -> bool:
    low = -math.inf if column.minimum is None else column.minimum
    high = math.inf if column.maximum is None else column.maximum
    return low <= value <= high


def expected(column: Column) -> Message:
    """What belongs in a column, in words."""
    if column.choices:
        lead = msg("satu atau lebih dari") if column.kind == "choices" else msg("salah satu dari")
        return joined(" ", [lead, [written(labels.of_choice, column.name, choice) for choice in column.choices]])
    if column.kind in ("whole", "number"):
        lead = msg("bilangan bulat") if column.kind == "whole" else msg("angka")
        low, high = (_plain(limit) for limit in (column.minimum, column.maximum))
        return msg("{lead} antara {low} dan {high}", lead=lead, low=low, high=high) if low and high else lead
    words = {
        "date": msg("tanggal seperti 2026-10-03 atau 3/10/2026"),
        "month": msg("bulan seperti 2026-10"),
        "kecamatan": msg("kode Kemendagri, kode BPS, atau nama kecamatan"),
    }
    if column.pattern:
        return msg("kode seperti {example}", example=column.example)
    return words.get(column.kind, msg("teks"))


def _plain(limit: float | None) -> Message:
    return NOTHING if limit is None else written(numbers.plain, limit)
