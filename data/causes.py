"""Why analytics refuses a file or records, in the reader's words: its own are English, for whoever maintains the program."""

from __future__ import annotations

import re

from data.words import Message, joined, msg

_PLACE = re.compile(r"(?:table \[(?P<table>[^\]]*)\], )?(?:key|rule) '(?P<key>[^']*)'")


def describe(error: Exception) -> Message:
    """What is wrong and where, and the program's own text behind it, marked as such."""
    text = str(error) if isinstance(error, ValueError) else repr(error)
    parts = [_where(text), _kind(text)]
    return msg("{told} (untuk pengelola program: {raw})", told=joined(": ", parts), raw=text)


def _where(text: str) -> Message | None:
    if at := re.search(r"line (\d+), column (\d+)", text):
        return msg("baris {line}, kolom {column}", line=at[1], column=at[2])
    place = _PLACE.search(text)
    if place is None:
        return None
    if table := place["table"]:
        return msg("bagian [{table}], kunci {key}", table=table, key=place["key"])
    return msg("kunci {key}", key=place["key"])


def _kind(text: str) -> Message:
    kinds = {
        r"TOML": msg("bukan TOML yang sah"),
        r"unknown key|is unknown|unknown or missing|unknown dimension": msg("tidak dikenal, kurang, atau tertulis dua kali"),
        r"missing or out of range|must lie between": msg("kurang atau di luar batas"),
        r"is missing|are missing|lacks?\b|at least one is needed": msg("ada yang kurang"),
        r"text is needed|needs a text|needs its": msg("perlu teks"),
        r"number is needed|must be|needed, found": msg("perlu angka yang sesuai"),
        r"is none of|expected '": msg("bukan salah satu pilihannya"),
        r"not in the reference": msg("ada satuan yang tidak tercatat dalam daftar"),
        r"stands twice|in two groups": msg("ada yang tertulis dua kali"),
        r"is infinite|is negative|zero or negative": msg("ada angka yang tidak mungkin"),
        r"months of records": msg("catatannya kurang dari dua belas bulan"),
        r"no records to compute": msg("tidak ada catatan untuk dihitung"),
    }
    return next((said for pattern, said in kinds.items() if re.search(pattern, text)), msg("isinya tidak dapat dipakai"))
