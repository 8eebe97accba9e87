"""Four lines of *Papan hari ini* to copy into a messenger: small counts hidden, no Ormas, no kecamatan of the lowest bands by name.

Nothing is sent from here, and nothing of it is a published figure; whoever copies it reads in it that it isn't to be passed on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.editions import disclosure
from data.editions.disclosure import TOTAL
from data.words import Words
from data.workflow.board import Board
from pages.wording import formats, sentences

_SEVERE, _OTHER, _VERIFIED, _WAITING, _ALL = "berat", "lain", "terverifikasi", "menunggu", "kejadian"
MOST = 3
"""Kecamatan that are named."""


@dataclass(frozen=True)
class Told:
    """Counts as they may be told; None: hidden."""

    verified: int | None
    waiting: int | None
    severe: int | None
    areas: tuple[tuple[str, int], ...]
    """Code and number of the kecamatan that may be named, the most first."""
    empty: bool
    """Whether no row came in."""


def told(board: Board, named: Collection[str]) -> Told:
    """What may be told of a board. named: codes of the kecamatan that may be named at all; none of the lowest bands is among them.

    Where one of the two tables hides the sum, kecamatan aren't told: the sum of the one would tell what the other hides.
    """
    every, severe = board.total(), board.total(severe=True)
    table = pd.DataFrame(
        {_VERIFIED: [severe.verified, every.verified - severe.verified], _WAITING: [severe.waiting, every.waiting - severe.waiting]},
        index=[_SEVERE, _OTHER],
    )
    shown = disclosure.publish_table(table).shown()
    areas = pd.Series({one.code: one.all for one in board.counts("kecamatan")}, dtype=int)
    secret = pd.Series({code: code not in named for code in areas.index}, dtype=bool)
    listed = disclosure.publish_list(areas, _ALL, sensitive=secret).shown() if len(areas) else {}
    whole = (TOTAL, TOTAL) in shown and (TOTAL, _ALL) in listed
    named_areas = tuple((code, listed[code, _ALL]) for code in areas.index if (code, _ALL) in listed) if whole else ()
    return Told(
        shown.get((TOTAL, _VERIFIED)), shown.get((TOTAL, _WAITING)), shown.get((_SEVERE, TOTAL)), named_areas[:MOST], every.all == 0
    )


def lines(t: Words, board: Board, told: Told, *, place: str, names: dict[str, str], when: datetime, simulated: bool) -> str:
    """The four lines. place: of whom they tell. names: of the kecamatan by code. when: the time of reading, UTC."""
    mark = t("DATA SIMULASI – BUKAN DATA NYATA") + ". " if simulated else ""
    head = t("Papan hari ini, {place}, {when}: angka sementara, bukan angka terbitan.", place=place, when=formats.moment(t, when))
    return "\n".join((mark + head, _counts(t, board, told), _areas(t, told, names), _warning(t)))


def _counts(t: Words, board: Board, told: Told) -> str:
    window = (
        t("Belum termuat dalam edisi {id}", id=board.since.edition)
        if board.since.edition
        else t("Sesudah {day}", day=formats.day_short(t, board.since.day))
    )
    if told.empty:
        return t("{window}: belum ada baris kejadian yang masuk.", window=window)
    return t(
        "{window}: kejadian terverifikasi {verified}, menunggu verifikasi {waiting}; berat {severe}.",
        window=window,
        verified=_number(t, told.verified),
        waiting=_number(t, told.waiting),
        severe=_number(t, told.severe),
    )


def _areas(t: Words, told: Told, names: dict[str, str]) -> str:
    if not told.areas:
        return t("Kecamatan tidak disebut satu per satu.")
    listed = sentences.listed(t, [f"{names[code]} {formats.whole(t, n)}" for code, n in told.areas])
    return t("Terbanyak dari yang boleh disebut: {listed}.", listed=listed)


def _warning(t: Words) -> str:
    return t("JANGAN DITERUSKAN. Hanya untuk penerima yang berwenang; rinciannya di dasbor.")


def _number(t: Words, n: int | None) -> str:
    return t("disamarkan") if n is None else formats.whole(t, n)
