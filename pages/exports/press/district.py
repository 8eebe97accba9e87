"""One kecamatan in a press frame: the name of its frame, its scores by month, and whether it may be named."""

from __future__ import annotations

from collections.abc import Sequence

from data.editions.reading import Edition
from data.errors import DataError
from data.words import Words, msg, msg_n
from pages.facts import periods, views
from pages.facts.views import Score

TREND = "trend"
MONTHS_SHOWN = 24


class NotNamedError(DataError):
    """The kecamatan is in a band that isn't named without leave, and PPID hasn't given that leave."""


def kind(code: str | None) -> str:
    """The kind of the trend frame of a kecamatan; None: of the kabupaten. Clearances and files carry it.

    >>> kind("32.16.07"), kind(None)
    ('trend-32.16.07', 'trend')
    """
    return f"{TREND}-{code}" if code else TREND


def code_in(frame: str) -> str | None:
    """The kecamatan in a kind of frame.

    >>> code_in("trend-32.16.07"), code_in("trend"), code_in("map")
    ('32.16.07', None, None)
    """
    base, _, code = frame.partition("-")
    return code if base == TREND and code else None


def find(edition: Edition, text: str) -> str:
    """The code of a kecamatan by code or name. Raises DataError where there is none."""
    units = edition.units("kecamatan")
    for code, name in zip(units["unit"], units["name"], strict=True):
        if text.strip().casefold() in (str(code).casefold(), str(name).casefold()):
            return str(code)
    raise DataError(
        msg(
            "Kecamatan {text} tidak ada dalam edisi {id}. Yang ada: {names}.",
            text=text,
            id=edition.id,
            names=", ".join(sorted(units["name"])),
        )
    )


def name(edition: Edition, t: Words, code: str) -> str:
    """`Kecamatan Cibitung`."""
    units = edition.units("kecamatan").set_index("unit")["name"]
    return t("Kecamatan {name}", name=units[find(edition, code)])


def history(edition: Edition, code: str) -> dict[str, Score]:
    """Scores of a kecamatan by month, oldest first; a month without one is not assessed."""
    known = views.scores(edition, "IKW", "kecamatan", unit=code)
    return {month: known.get((code, month)) or views.unscored(month) for month in edition.periods()}


def months(period: str) -> list[str]:
    """The months that a trend frame draws, if the edition has them."""
    return periods.run(periods.back(period, MONTHS_SHOWN - 1), period)


def low(shown: Sequence[Score]) -> list[Score]:
    """The months in which the pages would name a band that needs leave, alone or as one of two."""
    return [one for one in shown if not one.named]


def needs_leave(edition: Edition, code: str, period: str) -> bool:
    """Whether the trend frame of a kecamatan needs PPID's leave to name the lowest bands."""
    known = history(edition, code)
    return bool(low([known[month] for month in months(period) if month in known]))


def refuse_low(place: str, shown: Sequence[Score], lowest: int) -> None:
    """Raise NotNamedError where any month that is drawn lies in a band below `lowest`: the line would tell it."""
    if found := low(shown):
        raise NotNamedError(
            msg_n(
                "{place} tergolong, atau mungkin tergolong, golongan terendah pada {months} dari {total} bulan yang digambar. Bingkai ini hanya dibuat bila golongan terendah boleh disebut, dan hanya PPID yang dapat mengizinkannya untuk edisi ini.",
                "{place} tergolong, atau mungkin tergolong, {n} golongan terendah pada {months} dari {total} bulan yang digambar. Bingkai ini hanya dibuat bila {n} golongan terendah boleh disebut, dan hanya PPID yang dapat mengizinkannya untuk edisi ini.",
                lowest - 1,
                place=place,
                months=len(found),
                total=len(shown),
            )
        )
