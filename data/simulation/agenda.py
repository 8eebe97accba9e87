"""The simulated agenda: what comes every year, what came once, and notified demonstrations in the two months after the last."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from data.simulation.dice import INDUSTRIAL, SILENT, WORSENING, Row, stream
from data.tables.agenda import NOTIFIED, SIZES, TABLE

AHEAD = 60  # days after the last month for which demonstrations are notified
DEMONSTRATIONS = 12
VILLAGE_VOTES = ("32.16.13", "32.16.14", SILENT)
FORM, SECTOR, VOTE = 16, 9, 14  # months before the end


def agenda(months: Sequence[str], seed: int) -> pd.DataFrame:
    """One row an entry, with the columns of `data.tables.agenda`; numbers are left to the store."""
    first = date.fromisoformat(f"{months[0]}-01")
    last = date.fromisoformat(f"{months[-1]}-01")
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    rows: list[Row] = []
    for year in range(first.year, last.year + 1):
        rows += [_row("penetapan_umk", date(year, 11, 28)), _row("natal_tahun_baru", date(year, 12, 23), date(year + 1, 1, 2))]
    rows += [_row("pilkades", _day(months, VOTE, 15), kecamatan=code) for code in VILLAGE_VOTES]
    rows += [_row("perubahan_formulir", _day(months, FORM, 1)), _row("polsek_baru", _day(months, SECTOR, 1), kecamatan=WORSENING)]
    rng = stream(seed, "agenda")
    for number in range(DEMONSTRATIONS):
        day = last + timedelta(days=1 + number * AHEAD // DEMONSTRATIONS + int(rng.integers(0, AHEAD // DEMONSTRATIONS)))
        size = None if rng.random() < 0.2 else str(rng.choice(SIZES, p=(0.4, 0.4, 0.15, 0.05)))
        rows.append(_row(NOTIFIED, day, kecamatan=str(rng.choice(INDUSTRIAL)), ukuran=size))
    rows.sort(key=lambda row: (row["mulai"], row["jenis"], row["kecamatan"] or ""))
    return pd.DataFrame([row for row in rows if row["mulai"] >= first], columns=list(TABLE.column_names))


def _row(kind: str, first: date, last: date | None = None, **more: str | None) -> Row:
    return {"id_agenda": None, "mulai": first, "sampai": last or first, "jenis": kind, "kecamatan": None, "ukuran": None, **more}


def _day(months: Sequence[str], back: int, day: int) -> date:
    return date.fromisoformat(f"{months[-1 - back]}-{day:02d}")
