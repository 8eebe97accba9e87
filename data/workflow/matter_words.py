"""The clock of a matter in words: its five times, what is due next and whose turn it is; for pages and for the command line."""

from __future__ import annotations

from collections.abc import Mapping

from data.reference.methods import Turn
from data.store import moments
from data.words import N_, Words
from data.workflow import followup
from data.workflow.acts import UNITS
from data.workflow.matters import Matter

NEXT: Mapping[str, str] = {"received": N_("sudah diterima"), "checked": N_("sudah diperiksa"), "acted": N_("sudah ditindaklanjuti")}


def office(t: Words, code: str, place: str = "") -> str:
    """`Camat Cibitung`, `Polsek`."""
    return t("Camat {name}", name=place) if code == "camat" and place else t(UNITS[code])


def times(t: Words, one: Matter) -> str:
    """`Terjadi 3 Nov 2026, dilaporkan 4 Nov 2026, diterima 6 Nov 2026, belum diperiksa, belum ditindaklanjuti.`"""
    return t(
        "Terjadi {happened}, dilaporkan {reported}, {received}, {checked}, {acted}.",
        happened=_happened(t, one),
        reported=moments.day(t, one.subject.reported),
        received=t("diterima {day}", day=moments.day(t, one.received)) if one.received else t("belum diterima"),
        checked=t("diperiksa {day}", day=moments.day(t, one.checked)) if one.checked else t("belum diperiksa"),
        acted=t("ditindaklanjuti {day}", day=moments.day(t, one.acted)) if one.acted else t("belum ditindaklanjuti"),
    )


def due(t: Words, one: Matter, place: str = "") -> str:
    """What is due next, by whom and until when; how late it is, and that it went on to another office."""
    if one.subject.is_superseded:
        return t("Digantikan sinyal yang lebih baru dari baris yang sama.")
    if one.state in followup.ENDED:
        return t(followup.STATES[one.state]) + "."
    if one.subject.is_carried and one.acted is None:
        return t("Ditindaklanjuti lewat kejadian berat yang menyalakannya, di Papan hari ini.")
    if one.turn is None:
        return t("Sudah ditindaklanjuti; menunggu ditutup Bakesbangpol.")
    return _due(t, one.turn, office(t, one.turn.office, place))


def _due(t: Words, turn: Turn, who: str) -> str:
    step, day = t(NEXT[turn.step]), moments.day(t, turn.due)
    if not turn.late:
        return t("Giliran {office}: harus {step} paling lambat {day}.", office=who, step=step, day=day)
    said = t.n(
        "Terlambat {n} hari: seharusnya {step} paling lambat {day}.",
        "Terlambat {n} hari: seharusnya {step} paling lambat {day}.",
        turn.late,
        step=step,
        day=day,
    )
    turned = t("Kini giliran {office}.", office=who) if turn.passed_on else t("Giliran {office}.", office=who)
    return f"{said} {turned}"


def _happened(t: Words, one: Matter) -> str:
    """The day, or the month of a signal."""
    return (
        moments.month(t, f"{one.subject.happened:%Y-%m}") if one.subject.kind == followup.SIGNAL else moments.day(t, one.subject.happened)
    )
