"""What an edition can and can't tell: whether it has an index, for which months nothing came, what is in it and what isn't.

Sentences in the language of the reader; no Streamlit, because exports say them too.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from data.editions import figures, said
from data.editions.figures import Value
from data.editions.reading import Edition
from data.tables import TABLES
from data.words import Words
from pages.facts import periods, views
from pages.wording import formats, phrasing

# The tables that people look for in an edition; the others only serve these.
# The figures shown by kecamatan where there is no index; the first that is known colours the map.
SEVERE, HARM_UNKNOWN = "kejadian_berat", "kejadian_tanpa_akibat"
COUNTED = ("kejadian", SEVERE, "kegiatan", "ormas_terdaftar", "ormas_dilatih")
TOLD = ("kejadian", "kelengkapan", "ormas", "kegiatan", "pelatihan", "survei")


def silent_sentence(t: Words, months: Sequence[str]) -> str:
    """That nothing came for some months; empty for none."""
    return t("Untuk {months} tidak ada laporan apa pun.", months=formats.months(t, months)) if months else ""


def silent_months(edition: Edition, month: str) -> list[str]:
    """The months, of the twelve to a month, for which nothing came: every figure of the year lacks them."""
    year = periods.run(periods.back(month, views.YEAR - 1), month)
    return [one for one in year if one in edition.silent_months]


def without_index(t: Words, index_from: str) -> str:
    """That an edition has no index, why, and from which month one is possible; `index_from` empty: no report ever came."""
    if not index_from:
        return t(
            "Tanpa indeks: belum ada laporan kelengkapan, sehingga bulan tanpa kejadian tidak dapat dibedakan dari bulan tanpa laporan. Indeks mungkin mulai bulan kedua belas sejak laporan kelengkapan pertama."
        )
    return t(
        "Tanpa indeks: laporan kelengkapan belum mencakup dua belas bulan. Indeks mungkin mulai {month}.",
        month=formats.month(t, index_from),
    )


def contents(edition: Edition, t: Words, month: str) -> str:
    """What an edition holds up to a month, and what it doesn't."""
    held = {name for name, first in edition.filled().items() if first <= month}
    there, lacking = ([TABLES[name].label(t) for name in TOLD if (name in held) is wanted] for wanted in (True, False))
    parts = [
        t("Yang ada: {tables}.", tables=", ".join(there)) if there else "",
        t("Belum ada: {tables}.", tables=", ".join(lacking)) if lacking else "",
    ]
    return " ".join(filter(None, parts))


def partly_silent(edition: Edition, t: Words, month: str) -> str:
    """Beside counts of incidents by kecamatan: which of them didn't report every month that others did; empty for none."""
    whole = figures.read(edition, "kejadian", month)
    places = {str(row["unit"]): str(row["name"]) for row in edition.units("kecamatan").to_dict("records")}
    values = {code: figures.read(edition, "kejadian", month, code) for code in places}
    names = [
        places[code]
        for code, one in values.items()
        if one.n is not None and (one.since != whole.since or set(one.silent) - set(whole.silent))
    ]
    return t("Sebagian bulan tanpa laporan kejadian: {names}.", names=", ".join(names)) if names else ""


def notices(edition: Edition, t: Words, month: str) -> list[str]:
    """What has to be said wherever figures of the year to a month are shown; nothing where an index is and reports came."""
    # Silent months at the end have no page of their own: they are named with the last month that has one.
    until = max(month, edition.meta.get("period", month)) if month == edition.periods()[-1] else month
    said = [silent_sentence(t, silent_months(edition, until))]
    if not edition.has_index:
        said += [without_index(t, edition.meta.get("index_from", "")), contents(edition, t, month)]
    return [one for one in said if one]


def knows_incidents(edition: Edition, month: str) -> bool:
    """Whether anything came by a month from which a signal could arise: incidents, or reports of nil."""
    return figures.is_known(edition, "kejadian", month)


def knows_ormas(edition: Edition) -> bool:
    """Whether anything was ever reported about Ormas: without that, nothing is said about them."""
    return not {"ormas", "kegiatan", "pelatihan"}.isdisjoint(edition.filled())


def judged_from(edition: Edition) -> str:
    """The first month that the rules for counts can judge anywhere: enough complete months lie before it. Empty: none is known.

    It may lie after the last month of the edition.
    """
    return min(said.judged_from(edition).values(), default="")


def judged(edition: Edition, month: str) -> frozenset[str]:
    """The kecamatan whose counts the rules can judge in a month."""
    return frozenset(code for code, first in said.judged_from(edition).items() if first <= month)


def signal_limits(edition: Edition, t: Words, month: str) -> str:
    """What signals can't tell in a month: anything, without reports; more than severe incidents, until counts can be judged."""
    if not knows_incidents(edition, month):
        return t("Sinyal belum dapat dihitung: belum ada laporan kejadian.")
    if not figures.is_known(edition, "kejadian_bulan", month):
        return t("Untuk {month} tidak ada laporan kejadian; sinyal bulan itu tidak dapat dihitung.", month=formats.month(t, month))
    judged = judged_from(edition)
    if not judged or month < judged:
        return t(
            "Sampai ada laporan kelengkapan dari {n} bulan sebelumnya, hanya kejadian berat yang dapat memberi sinyal; tidak ada sinyal belum berarti tenang.",
            n=edition.rules().months,
        )
    return ""


def counted(edition: Edition, month: str) -> dict[str, Value]:
    """The figures of `COUNTED` known for a month, for the whole territory; without incidents, that none was severe isn't said."""
    found = {one: figures.read(edition, one, month) for one in COUNTED}
    known = {one: value for one, value in found.items() if value.n is not None}
    return {one: value for one, value in known.items() if one != SEVERE or found["kejadian"].n}


def harm_unknown(edition: Edition, t: Words, incidents: Value, said: Callable[[Value], str] | None = None) -> str:
    """`3 belum diketahui korban dan kerusakannya`, of the incidents in a place; empty where all was stated, and for an edition of a program
    that didn't keep it.
    """
    if incidents.figure.id != "kejadian":
        return ""
    place = None if incidents.scope == edition.meta.get("territory", "") else incidents.scope
    value = figures.read(edition, HARM_UNKNOWN, incidents.last, place)
    return (said(value) if said else phrasing.phrase(t, value)) if value.n else ""


def situation(edition: Edition, t: Words, month: str, said: Callable[[Value], str] | None = None) -> str:
    """The sentence on top where there is no index: what is counted. said: a figure as it may be published."""
    said = said or functools.partial(phrasing.phrase, t)
    told_ = [
        t("{phrase} ({limits})", phrase=said(value), limits="; ".join(limits))
        if (limits := [*filter(None, (phrasing.since(t, value), harm_unknown(edition, t, value, said)))])
        else said(value)
        for value in counted(edition, month).values()
    ]
    place = edition.meta["territory_name"]
    if not told_:
        return t("{territory} sampai {month}: belum ada yang dapat dihitung.", territory=place, month=formats.month(t, month))
    return t("{territory} sampai {month}: {figures}.", territory=place, month=formats.month(t, month), figures="; ".join(told_))
