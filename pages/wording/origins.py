"""Where the rows come from, said where it matters: who reported the incidents of twelve months, and whether the police did."""

from __future__ import annotations

from collections.abc import Mapping

from data.editions.reading import Edition
from data.words import N_, Words
from pages.facts import periods
from pages.facts.views import YEAR

POLICE = "polsek"
NAMES: Mapping[str, str] = {
    "kecamatan": N_("laporan kecamatan"),
    POLICE: N_("laporan Polsek"),
    "fkdm": N_("laporan FKDM"),
    "media": N_("pemberitaan media"),
    # Editions don't keep Ormas apart: where few are at work, that would name the informant.
    "lainnya": N_("Ormas atau sumber lain"),
}


def of(edition: Edition, period: str, unit: str) -> frozenset[str] | None:
    """Codes of those who reported any incident in a kecamatan, or in the whole, in the twelve months to a period.

    Empty: no incident. None: the edition is of an older program and doesn't say.
    """
    rows = edition.sources(first=periods.back(period, YEAR - 1), last=period, unit=unit)
    if rows.empty and not edition.keeps_sources:
        return None
    return frozenset(code for cell in rows["sumber"] for code in cell)


def sentence(t: Words, found: frozenset[str] | None) -> str:
    """`Kejadian dua belas bulan ini hanya dari pemberitaan media, tanpa laporan Polsek.`; empty where neither holds."""
    if not found or (len(found) > 1 and POLICE in found):
        return ""
    if len(found) > 1:
        return t("Kejadian dua belas bulan ini tanpa laporan Polsek.")
    source = t(NAMES[next(iter(found))])
    if POLICE in found:
        return t("Kejadian dua belas bulan ini hanya dari {source}.", source=source)
    return t("Kejadian dua belas bulan ini hanya dari {source}, tanpa laporan Polsek.", source=source)


def listed(t: Words, found: frozenset[str] | None) -> str:
    """`laporan kecamatan, pemberitaan media; tanpa laporan Polsek`, as a line of data quality."""
    if found is None:
        return t("tidak tercatat pada edisi ini")
    if not found:
        return t("tidak ada kejadian")
    names = ", ".join(t(name) for code, name in NAMES.items() if code in found)
    only = t("hanya {source}", source=names) if len(found) == 1 else names
    return only if POLICE in found else "; ".join((only, t("tanpa laporan Polsek")))
