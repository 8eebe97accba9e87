"""When what has a clock was reported: severe incidents one by one, and the first report of each month (reported.sql)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from data.records import severity
from data.reference import methods
from data.store import moments

SQL = Path(__file__).with_suffix(".sql")
SEVERE = "berat"
"""The signal rule by which a severe incident raises a signal."""
Number = tuple[str, str]
"""Kecamatan and number of an incident."""


@dataclass(frozen=True)
class Incident:
    """An incident of the top degree of severity, by its row in force; rows that were refused or withdrawn don't count."""

    kecamatan: str
    number: str
    kind: str
    happened: date
    reported: date
    """The day of the report; where nobody stated it, the day of intake."""
    received: date
    """The day on which its first row was taken in."""
    checked: date | None
    """The day on which its first row was verified."""
    disturbs: bool


@dataclass(frozen=True)
class Reported:
    """What was reported on which day."""

    incidents: tuple[Incident, ...]
    months: Mapping[tuple[str, str], date]
    """By month and kecamatan: when its first report of completeness was taken in."""
    groups: Mapping[str, str]
    """Kind of incident → group of the signal rules in force."""
    moved: Mapping[Number, Number]
    """Where the number of an incident stands now that has left its kecamatan."""

    def severe(self, signal: str) -> list[Incident]:
        """The severe incidents in the cell of a signal (`period/kecamatan/group`)."""
        cell = tuple(signal.split("/"))
        return [
            one for one in self.incidents if one.disturbs and (f"{one.happened:%Y-%m}", one.kecamatan, self.groups.get(one.kind)) == cell
        ]

    def of_signal(self, signal: str, rules: Collection[str]) -> date | None:
        """When what raised a signal was reported: the first severe incident, where one did, else its month. None: not known."""
        period, kecamatan, _ = signal.split("/")
        days = [one.reported for one in self.severe(signal)] if SEVERE in rules else []
        return min(days, default=None) or self.months.get((period, kecamatan))

    def now_at(self, number: Number) -> Number:
        """Where a number stands now, after every move that holds."""
        seen = {number}
        while number in self.moved and self.moved[number] not in seen:
            number = self.moved[number]
            seen.add(number)
        return number


def read(con: duckdb.DuckDBPyConnection) -> Reported:
    """From an open store. Raises DataError as `severity.prepare`."""
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'ambang_keparahan'").fetchone():
        severity.prepare(con)
    con.execute(SQL.read_text(encoding="utf-8"))
    incidents = con.execute(
        "SELECT kecamatan, id_kejadian, jenis, tanggal, tanggal_lapor, masuk, diperiksa, mengganggu FROM kejadian_berat ORDER BY ALL"
    ).fetchall()
    months = con.execute("SELECT bulan, kecamatan, waktu FROM laporan_pertama").fetchall()
    moved = con.execute("SELECT dari_kecamatan, dari_id, kecamatan, id_kejadian FROM kejadian_pindah").fetchall()
    return Reported(
        tuple(_incident(*row) for row in incidents),
        {(str(month), str(area)): _day(when) for month, area, when in months},
        {kind: group.code for group in methods.load_rules().groups for kind in group.types},
        {(str(one), str(number)): (str(to), str(then)) for one, number, to, then in moved},
    )


def _incident(
    area: str, number: str, kind: str, happened: date, told: date | None, taken: datetime, checked: datetime | None, disturbs: bool
) -> Incident:
    received = _day(taken)
    reported = min(told or received, received)  # whoever took it in had been told
    return Incident(area, number, kind, happened, reported, received, _day(checked) if checked else None, disturbs)


def _day(when: datetime) -> date:
    """The day in the time zone of the territory, of a UTC time."""
    return moments.local(when).date()
