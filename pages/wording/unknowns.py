"""What an edition doesn't know, in words: about how many incidents or activities nothing is known, and why there is no score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from data.words import N_, Words
from pages.facts.views import Score, Unknown
from pages.wording import formats

Shown = Callable[[int], int | None]
"""May hide a small number (None), never that there is one."""

# By indicator: with the numbers, and without them where they may not be given.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "selesai_30_hari": (
        N_("penanganan belum diketahui untuk {n} dari {total} kejadian yang genap 30 hari dalam 12 bulan itu"),
        N_("penanganan kejadian belum semuanya diketahui"),
    ),
    "kejadian_tertimbang": (
        N_("korban dan kerusakan tidak dinyatakan untuk {n} dari {total} kejadian"),
        N_("korban dan kerusakan kejadian tidak semuanya dinyatakan"),
    ),
    "konflik_diselesaikan": (
        N_("penanganan belum diketahui untuk {n} dari {total} konflik yang ditangani"),
        N_("penanganan konflik belum semuanya diketahui"),
    ),
    "partisipasi": (
        N_("jumlah peserta tidak dicatat untuk {n} dari {total} kegiatan"),
        N_("jumlah peserta kegiatan tidak semuanya dicatat"),
    ),
}
OTHER = (N_("keterangan belum diketahui untuk {n} dari {total}"), N_("keterangan belum semuanya diketahui"))


# Of an indicator or a dimension that has no score though nothing is lacking that was asked for.
WITHOUT: Mapping[str, str] = {
    "tidak_berlaku": N_("tidak berlaku: tidak ada yang perlu ditangani"),
    "tanpa_survei": N_("tanpa survei"),
}


def why_none(t: Words, status: str) -> str:
    """In place of a value of an indicator or a dimension that has none: not applicable isn't the same as too few data."""
    return t(WITHOUT[status]) if status in WITHOUT else t("data belum memadai")


def everything(n: int) -> int | None:
    """Hides nothing."""
    return n


def phrases(t: Words, score: Score, dimension: str | None = None, shown: Shown = everything) -> list[str]:
    """`penanganan belum diketahui untuk 3 dari 46 kejadian …`, of one dimension or of all; empty where all is known."""
    return [_one(t, one, shown) for one in score.unknown if dimension in (None, one.dimension)]


def line(t: Words, score: Score, dimension: str | None = None, shown: Shown = everything) -> str:
    """The same as one text that begins with a capital; empty where all is known."""
    return capital("; ".join(phrases(t, score, dimension, shown)))


def reason(t: Words, score: Score, dimension_names: Mapping[str, str] | None = None, shown: Shown = everything) -> str:
    """Why there is no score; without names of dimensions, only the reasons that need none."""
    if score.needs:
        listed = ", ".join(dimension_names[code] for code in score.needs if code in (dimension_names or {})) if dimension_names else ""
        if not listed:
            return t("baru satu dimensi yang terukur")
        return t(
            "baru satu dimensi yang terukur; yang lain: {dimensions} (setahun tanpa kejadian terhitung bila semua laporannya masuk)",
            dimensions=listed,
        )
    parts = [sentence for code in score.lacking for sentence in phrases(t, score, code, shown)]
    known = {one.dimension for one in score.unknown}
    rest = [code for code in score.lacking if code not in known]
    if rest and dimension_names is not None:
        names = ", ".join(dimension_names.get(code, code) for code in rest)
        parts.append(t("data {dimensions} belum memadai", dimensions=names))
    elif rest and parts:
        parts.append(t("data lain belum memadai"))
    return "; ".join(parts) or t("data belum memadai")


def without_score(t: Words, score: Score, shown: Shown = everything) -> str:
    """`Data belum memadai: penanganan belum diketahui untuk 46 dari 46 kejadian …`, where the band would stand."""
    why = beside(t, score, shown)
    return t("Data belum memadai: {reason}", reason=why) if why else t("Data belum memadai")


def beside(t: Words, score: Score, shown: Shown = everything) -> str:
    """The reason beside "Data belum memadai"; empty where nothing more is known."""
    why = reason(t, score, shown=shown)
    return "" if why == t("data belum memadai") else why


def _one(t: Words, one: Unknown, shown: Shown) -> str:
    with_numbers, without = SENTENCES.get(one.indicator, OTHER)
    n, total = shown(one.n), shown(one.events)
    if n is None or total is None or shown(one.events - one.n) is None:
        return t(without)
    return t(with_numbers, n=formats.whole(t, n), total=formats.whole(t, total))


def capital(text: str) -> str:
    """A sentence from a phrase.

    >>> capital("tanpa survei")
    'Tanpa survei'
    """
    return text[:1].upper() + text[1:]
