"""What all of this is for, in one sentence: at sign-in, in downloads, in briefs, on *Metodologi* (UU 27/2022 Pasal 27–28)."""

from __future__ import annotations

from data.words import N_, Words

YEAR = 12
TEXT = N_(
    "Data ini dipakai untuk mencegah dan menangani konflik sosial dan untuk membina Ormas (UU 7/2012, UU 17/2013), bukan untuk menilai atau melacak orang."
)


def sentence(t: Words) -> str:
    """The purpose, and what the figures may not be used for."""
    return t(TEXT)


def how_long(t: Words, months: int) -> str:
    """`5 tahun`, `18 bulan`."""
    if months % YEAR == 0:
        return t.n("{n} tahun", "{n} tahun", months // YEAR)
    return t.n("{n} bulan", "{n} bulan", months)
