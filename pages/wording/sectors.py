"""Polsek by the kecamatan that they cover; where nobody confirmed an area, that is said wherever it is used."""

from __future__ import annotations

from collections.abc import Sequence

from data.words import Words
from pages.facts.views import Area
from pages.wording import formats, sentences


def of_area(t: Words, area: Area) -> str:
    """`Polsek Tambelang (belum dikonfirmasi)`; a dash where none is known."""
    if area.polsek is None:
        return formats.NOTHING
    return t("{polsek} (belum dikonfirmasi)", polsek=area.polsek) if area.polsek_unconfirmed else area.polsek


def names(t: Words, areas: Sequence[Area]) -> dict[str, str]:
    """Every Polsek by name, with the kecamatan of it that nobody confirmed."""
    found: dict[str, list[str]] = {}
    for area in areas:
        if area.polsek is not None:
            found.setdefault(area.polsek, []).extend([area.name] if area.polsek_unconfirmed else [])
    return {
        polsek: t("{polsek} ({names} belum dikonfirmasi)", polsek=polsek, names=sentences.listed(t, open_)) if open_ else polsek
        for polsek, open_ in sorted(found.items())
    }


def note(t: Words, areas: Sequence[Area], month: str) -> str:
    """Of which day the areas are, and which of them nobody confirmed; for whatever draws or groups by them. month: the last one of the
    edition, in words.
    """
    said = t("Wilayah Polsek: keadaan per akhir {month}, juga untuk bulan sebelumnya.", month=month)
    open_ = [area.name for area in areas if area.polsek is not None and area.polsek_unconfirmed]
    return " ".join([said, t("Belum dikonfirmasi: {names}.", names=sentences.listed(t, open_))]) if open_ else said
