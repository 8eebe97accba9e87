"""What a press frame is: its words and its body, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from data.editions.reading import Edition
from data.errors import DataError
from data.words import N_, Language, Words
from pages.exports.drawing.press_bodies import Body
from pages.exports.press import wording

KIND_NAMES: Mapping[str, str] = {
    "map": N_("Peta indeks"),
    "trend": N_("Tren indeks"),
    "activity": N_("Kegiatan Ormas"),
    "training": N_("Jangkauan pembinaan"),
    "number": N_("Kartu satu angka"),
}
"""Frames by code; `press.KINDS` says how each is made."""


@dataclass(frozen=True)
class Frame:
    """One press frame in one language."""

    kind: str
    edition: str
    period: str
    language: Language
    method: str
    simulated: bool
    title: str
    subtitle: str
    direction: str
    source: str
    notes: tuple[str, ...]
    alt: str
    body: Body = field(repr=False)

    @property
    def caption(self) -> str:
        """The text to paste under the picture."""
        t = Words(self.language)
        lead = f"{t(wording.SIMULATED)}. " if self.simulated else ""
        parts = [f"{self.title}.", f"{self.subtitle}.", self.direction, *self.notes, self.source]
        return lead + " ".join(part for part in parts if part)


class NotReportedError(DataError):
    """Nothing was ever reported of what a frame would count."""


class Base(TypedDict):
    """What a frame says of where it is from."""

    kind: str
    edition: str
    period: str
    language: Language
    method: str
    simulated: bool
    source: str


def base(edition: Edition, t: Words, kind: str, period: str, index: str = "IKW") -> Base:
    """What a frame says of where it is from."""
    method = edition.methods()[index]
    return {
        "kind": kind,
        "edition": edition.id,
        "period": period,
        "language": t.language,
        "method": f"{index} {method.version}" if edition.has_index else "",
        "simulated": edition.meta.get("store_kind") == "simulasi",
        "source": wording.source_line(edition, t, index),
    }


def higher_is_better(t: Words) -> str:
    """How to read a score."""
    return t("Skor 0–100; semakin tinggi, semakin kondusif.")
