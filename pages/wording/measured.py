"""What was measured for an indicator, in its own unit, before it becomes a score."""

from __future__ import annotations

from data.words import Words
from pages.facts.ormas import Indicator
from pages.wording import formats, unknowns


def ikm(t: Words, value: float, grade: str | None) -> str:
    """A survey value on 25–100 with its letter: `78,2 (B)`."""
    return t("{value} ({letter})", value=formats.number(t, value), letter=grade or formats.NOTHING)


def value(t: Words, one: Indicator, kind: str, unit: str) -> str:
    """What was measured, in its own unit, before it becomes a score."""
    if one.status in unknowns.WITHOUT or formats.absent(one.raw):
        return unknowns.why_none(t, one.status)
    if kind == "mean":
        return t("nilai IKM {value}, {n} responden", value=ikm(t, one.raw, one.grade), n=formats.whole(t, one.n))
    if kind in ("proportion", "share"):
        return t("{percent} persen dari {n}", percent=formats.whole(t, 100 * one.raw), n=formats.whole(t, one.n))
    return f"{formats.number(t, one.raw)} {unit}"
