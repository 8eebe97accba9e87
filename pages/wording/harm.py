"""What makes an incident severe, in words: the least harm of the top degree by the method of an edition."""

from __future__ import annotations

from collections.abc import Mapping

from data.editions.reading import Edition
from data.words import N_, Words

# By harm: from one person or building on, and from more on.
FROM_ONE: Mapping[str, str] = {
    "meninggal": N_("ada yang meninggal"),
    "luka": N_("ada yang luka"),
    "bangunan_rusak": N_("ada bangunan rusak"),
    "pengungsi": N_("ada yang mengungsi"),
}
FROM_MORE: Mapping[str, str] = {
    "meninggal": N_("sedikitnya {n} meninggal"),
    "luka": N_("sedikitnya {n} luka"),
    "bangunan_rusak": N_("sedikitnya {n} bangunan rusak"),
    "pengungsi": N_("sedikitnya {n} mengungsi"),
}


def of_edition(t: Words, edition: Edition) -> str:
    """`ada yang meninggal, sedikitnya 10 luka, … atau ada yang mengungsi`, by the method of an edition."""
    method = edition.methods().get("IKW")
    return severe(t, method.severity if method else {})


def severe(t: Words, degrees: Mapping[int, Mapping[str, int]]) -> str:
    """The same of degrees, harm and least number (`Method.severity`); that the method says it, where it tells no numbers (2026.1)."""
    if not degrees:
        return t("menurut metode IKW")
    *_, (_, least) = sorted(degrees.items())
    *some, last = [t(FROM_ONE[harm]) if n == 1 else t(FROM_MORE[harm], n=n) for harm, n in least.items()]
    return t("{some} atau {last}", some=", ".join(some), last=last) if some else last
