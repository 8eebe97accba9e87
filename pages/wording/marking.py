"""What is marked in pictures of a course, in words: the picture has no text of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from data.reference import days
from data.words import Words
from pages.facts.marks import Mark
from pages.wording import formats
from pages.wording.labels import label

_NOWHERE: Mapping[str, str] = MappingProxyType({})


def name(t: Words, code: str) -> str:
    """`Idul Fitri`, of a day of the calendar or a kind of the agenda."""
    return t(days.NAMES[code]) if code in days.NAMES else label(t, code)


def when(t: Words, mark: Mark, names: Mapping[str, str] = _NOWHERE) -> str:
    """`21 Mar–22 Mar 2026`, with the kecamatan where it is one's own, and that it was computed."""
    span = formats.days(t, mark.first, mark.last)
    if mark.kecamatan:
        return t("{days} ({place})", days=span, place=names.get(mark.kecamatan, mark.kecamatan))
    return t("{days} (dihitung)", days=span) if mark.is_computed else span


def note(t: Words, marks: Sequence[Mark], names: Mapping[str, str] = _NOWHERE) -> str:
    """Every mark with its dates, in the order in which they first come; empty where nothing is marked. names: of kecamatan, by code."""
    if not marks:
        return ""
    return t("Penanda kalender (bidang: sepekan atau lebih; garis pendek: beberapa hari saja): {listed}.", listed=_listed(t, marks, names))


def fields(t: Words, marks: Sequence[Mark]) -> str:
    """The same for pictures so small that they show spans only."""
    return t("Bidang kelabu pada garis: {listed}.", listed=_listed(t, marks, _NOWHERE)) if marks else ""


def _listed(t: Words, marks: Sequence[Mark], names: Mapping[str, str]) -> str:
    ordered = sorted(marks, key=lambda one: (one.first, one.code))
    codes = dict.fromkeys(one.code for one in ordered)
    return "; ".join(f"{name(t, code)} {', '.join(when(t, one, names) for one in ordered if one.code == code)}" for code in codes)
