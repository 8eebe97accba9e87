"""National and religious days of Indonesia, from `kalender.csv`: official dates, and computed ones where no decree is known yet.

They are the calendar of everybody, no agenda of ours and no warning: a religious day is never called a risk. docs/agenda.md says where the
dates come from and how those marked `dihitung` were computed.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.reference import territory
from data.tables import agenda
from data.words import N_, msg

NAMES: Mapping[str, str] = {
    "tahun_baru": N_("Tahun Baru Masehi"),
    "isra_mikraj": N_("Isra Mikraj"),
    "imlek": N_("Tahun Baru Imlek"),
    "nyepi": N_("Nyepi"),
    "wafat_yesus": N_("Wafat Yesus Kristus"),
    "paskah": N_("Paskah"),
    "hari_buruh": N_("Hari Buruh"),
    "kenaikan_yesus": N_("Kenaikan Yesus Kristus"),
    "waisak": N_("Waisak"),
    "pancasila": N_("Hari Lahir Pancasila"),
    "ramadan": N_("Ramadan"),
    "idul_fitri": N_("Idul Fitri"),
    "idul_adha": N_("Idul Adha"),
    "tahun_baru_islam": N_("Tahun Baru Islam"),
    "kemerdekaan": N_("Hari Kemerdekaan RI"),
    "maulid": N_("Maulid Nabi Muhammad"),
    "natal": N_("Natal"),
    "pemilu": N_("Pemilu"),
    "pilkada": N_("Pilkada"),
}
MARKED = tuple(code for code in NAMES if code in (*agenda.KINDS, "natal", "tahun_baru"))
"""Those that are marked in pictures of a course: what the agenda knows too. By month all of them would mark nearly every one."""
_COLUMNS = {"mulai": "date", "sampai": "date", "kode": "text", "dasar": "text", "sumber": "text"}
_OFFICIAL, _COMPUTED = "resmi", "dihitung"


@dataclass(frozen=True)
class Day:
    """One day, or some in a row."""

    first: date
    last: date
    """Included."""
    code: str
    """Of `NAMES`."""
    is_computed: bool
    """No decree that names the date was known when the table was made."""
    source: str


@functools.cache
def load(folder: Path = territory.REFERENCE) -> tuple[Day, ...]:
    """All days of `kalender.csv`, by date.

    Raises DataError: the file is missing or malformed, a day ends before it begins, a code or basis isn't known, or one comes twice.
    """
    path = folder / "kalender.csv"
    frame = territory.read(path, _COLUMNS)
    territory.refuse(path, frame.loc[~frame["kode"].isin(list(NAMES)), "kode"], msg("kode hari tidak dikenal"))
    basis = (_OFFICIAL, _COMPUTED)
    territory.refuse(
        path,
        frame.loc[~frame["dasar"].isin(basis), "dasar"],
        msg("dasar harus {official} atau {computed}", official=basis[0], computed=basis[1]),
    )
    territory.refuse(path, frame.loc[frame["sampai"] < frame["mulai"], "kode"], msg("berakhir sebelum mulai"))
    territory.refuse(path, frame.loc[frame.duplicated(["mulai", "kode"]), "kode"], msg("hari yang sama muncul dua kali"))
    days = (
        Day(first.date(), last.date(), code, basis == _COMPUTED, source)
        for first, last, code, basis, source in frame[list(_COLUMNS)].itertuples(index=False)
    )
    return tuple(sorted(days, key=lambda one: (one.first, one.code)))


def between(first: date, last: date, folder: Path = territory.REFERENCE) -> list[Day]:
    """The days of which some part lies between two days, both included.

    >>> [one.first.isoformat() for one in between(date(2026, 3, 20), date(2026, 3, 22))]  # Ramadan and Idul Fitri
    ['2026-02-19', '2026-03-21']
    """
    return [one for one in load(folder) if one.first <= last and one.last >= first]


def missing(year: int, folder: Path = territory.REFERENCE) -> list[str]:
    """Codes of days of every year for which the table has no date in this one; all of them in a year beyond it.

    >>> missing(2026), missing(2027)
    ([], ['nyepi'])
    """
    known = {one.code for one in load(folder) if one.first.year == year}
    return [code for code in NAMES if code not in known and code not in agenda.VOTES]
