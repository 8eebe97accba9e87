"""Before a frame of counts goes out: what it would tell together with those that went out before it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping

from data.editions import disclosure, reading
from data.editions.disclosure import Cell, Publication
from data.editions.reading import Edition
from data.errors import DataError
from data.session import Session
from data.words import Words
from data.workflow import clearance
from data.workflow.clearance import Clearance
from pages.exports.press import press, tallies
from pages.facts import periods, views
from pages.wording import formats, labels

# What a frame counts, and over how many months: windows that share no month tell nothing together.
COUNTED: Mapping[str, tuple[Callable[[Edition, str], Publication], int]] = {
    "activity": (tallies.activity_counts, views.YEAR),
    "training": (tallies.training_counts, 2 * views.YEAR),
}


def warnings(t: Words, session: Session, edition: Edition, kind: str, period: str) -> list[str]:
    """What PPID should know before clearing a frame: small counts that it and an earlier one tell together.

    Raises AccessError for those who may not clear, because the answer names what is hidden.
    """
    session.require("izin")
    home = session.home
    if kind not in COUNTED:
        return []
    count, window = COUNTED[kind]
    now = count(edition, period)
    earlier = {(one.edition, one.period): one for one in clearance.gone_out(home, kind)}
    said = []
    for (other, month), one in sorted(earlier.items()):
        if (other, month) == (edition.id, period) or not _overlap(month, period, window):
            continue
        try:
            with contextlib.closing(reading.open_edition(home, other)) as opened:
                if press.fingerprint(opened, kind, month, name_low_bands=one.name_low_bands) != one.fingerprint:
                    said.append(
                        t(
                            "Bingkai edisi {id}, {month} (izin {clearance}) berisi angka lain daripada yang dihitung program ini dan tidak dapat dibandingkan: periksa sendiri angka yang kecil.",
                            id=other,
                            month=formats.month(t, month),
                            clearance=one.id,
                        )
                    )
                    continue
                before = count(opened, month)
        except DataError:
            said.append(
                t(
                    "Bingkai edisi {id}, {month} (izin {clearance}) tidak dapat dibandingkan: edisinya tidak dapat dibuka.",
                    id=other,
                    month=formats.month(t, month),
                    clearance=one.id,
                )
            )
            continue
        said += _together(edition, t, one, now, before, same_month=month == period)
    return said


def _together(edition: Edition, t: Words, one: Clearance, now: Publication, before: Publication, *, same_month: bool) -> list[str]:
    told = [*disclosure.disclosed(now, before), *disclosure.disclosed(before, now)]
    changed = disclosure.small_changes(now, before) if same_month else []
    values = {"id": one.edition, "month": formats.month(t, one.period), "clearance": one.id}
    said = []
    if told:
        said.append(
            t(
                "Bersama bingkai edisi {id}, {month} (izin {clearance}), pembaca dapat menghitung angka kecil yang disamarkan: {cells}.",
                **values,
                cells=_names(edition, t, told),
            )
        )
    if changed:
        said.append(
            t(
                "Dibandingkan bingkai edisi {id}, {month} (izin {clearance}), selisihnya hanya 1 atau 2: {cells}.",
                **values,
                cells=_names(edition, t, changed),
            )
        )
    return said


def _names(edition: Edition, t: Words, cells: list[Cell]) -> str:
    units = edition.units("kecamatan")
    places = dict(zip(units["unit"], units["name"], strict=True))
    known = {**places, tallies.TOTAL: t("Jumlah semua"), tallies.UNKNOWN: labels.label(t, None)}
    rows = dict.fromkeys(row for row, _ in cells)  # each once, in their order
    return ", ".join(known.get(row) or labels.label(t, row) for row in rows)


def _overlap(one: str, other: str, window: int) -> bool:
    first, last = sorted((one, other))
    return periods.back(last, window - 1) <= first
