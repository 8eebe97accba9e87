"""What is marked in pictures of a course, in words: the picture has no text of its own."""

from __future__ import annotations

from collections.abc import Sequence

from data.reference import days
from data.words import Words
from pages.facts.marks import Mark
from pages.wording import formats


def name(t: Words, code: str) -> str:
    """`Idul Fitri`."""
    return t(days.NAMES[code])


def when(t: Words, mark: Mark) -> str:
    """`21 Mar–22 Mar 2026`, and that it was computed."""
    span = formats.days(t, mark.first, mark.last)
    return t("{days} (dihitung)", days=span) if mark.is_computed else span


def note(t: Words, marks: Sequence[Mark]) -> str:
    """Every mark with its dates, in the order in which they first come; empty where nothing is marked."""
    if not marks:
        return ""
    return t("Penanda kalender (bidang: sepekan atau lebih; garis pendek: beberapa hari saja): {listed}.", listed=_listed(t, marks))


def fields(t: Words, marks: Sequence[Mark]) -> str:
    """The same for pictures so small that they show spans only."""
    return t("Bidang kelabu pada garis: {listed}.", listed=_listed(t, marks)) if marks else ""


def _listed(t: Words, marks: Sequence[Mark]) -> str:
    ordered = sorted(marks, key=lambda one: (one.first, one.code))
    codes = dict.fromkeys(one.code for one in ordered)
    return "; ".join(f"{name(t, code)} {', '.join(when(t, one) for one in ordered if one.code == code)}" for code in codes)
