"""Grants: which Ormas an institution (Polri, TNI, BIN) may see by name and score, for what, by which letter, until when.

They stand in the store, the Ormas of one letter with one row in the audit trail, and hold at the moment of reading: the day after the last one,
or once withdrawn, nothing is seen any more, whatever a page has kept.
"""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from data.access import clock_watch
from data.access.viewers import INSTITUTIONS
from data.store import clock, database, moments
from data.words import N_, Words

_doubted: dict[Path, tuple[float, bool]] = {}
STATES = {
    "berlaku": N_("berlaku"),
    "berakhir": N_("berakhir"),
    "dicabut": N_("dicabut"),
    "tidak_cocok": N_("tidak cocok dengan jejak audit"),
}
# Whether the trail tells of the grant (one row names the Ormas of a letter; until 0.4.0 each had its own), and of its withdrawal just where
# there is one.
_TOLD = """
  EXISTS (FROM audit a WHERE a.tindakan = 'izin_ormas' AND a.oleh = i.oleh
    AND (a.rincian->'izin'->>(i.nomor::VARCHAR) = i.kode_ormas OR a.rincian->>'izin' = i.nomor::VARCHAR AND a.rincian->>'ormas' = i.kode_ormas)
    AND a.rincian->>'peran' = i.peran AND a.rincian->>'tujuan' = i.tujuan
    AND a.rincian->>'surat' = i.surat AND a.rincian->>'sampai' = i.sampai::VARCHAR)
  AND (c.nomor IS NOT NULL) = EXISTS (FROM audit a WHERE a.tindakan = 'cabut_izin_ormas' AND a.rincian->>'izin' = i.nomor::VARCHAR)
"""


@dataclass(frozen=True)
class Grant:
    """One institution and one Ormas."""

    number: int
    role: str
    """A key of `access.INSTITUTIONS`."""
    code: str
    """`kode_ormas`."""
    purpose: str
    letter: str
    """Number of the letter that asked for it."""
    until: date
    """The last day that it holds."""
    given_at: datetime
    """UTC, without zone."""
    given_by: str
    withdrawn_at: datetime | None
    reason: str | None
    told: bool
    """Whether the audit trail tells the same; where not, it holds nothing."""

    def state(self, today: date) -> str:
        """A key of `STATES`."""
        if not self.told:
            return "tidak_cocok"
        return "dicabut" if self.withdrawn_at else "berlaku" if today <= self.until else "berakhir"


def listed(con: duckdb.DuckDBPyConnection) -> list[Grant]:
    """Every grant that was ever given, the newest first."""
    rows = con.execute(
        f"SELECT i.nomor, peran, kode_ormas, tujuan, surat, sampai, i.waktu, i.oleh, c.waktu, c.alasan, {_TOLD}"  # noqa: S608 - our own
        " FROM izin_ormas i LEFT JOIN izin_ormas_cabut c ON c.nomor = i.nomor ORDER BY i.nomor DESC"
    ).fetchall()
    return [Grant(*row) for row in rows]


def of_home(home: Path) -> list[Grant]:
    """The same from a home, read again when the store changes; asked whenever a liaison officer reads anything."""
    return _read(home, database.state(home))


@functools.lru_cache(maxsize=4)
def _read(home: Path, _state: object) -> list[Grant]:
    with database.read(home) as con:
        return listed(con)


def in_force(home: Path, role: str, today: date | None = None) -> list[Grant]:
    """The grants of a role that hold at this moment; none for a role that is no institution, or while the time is in doubt."""
    if role not in INSTITUTIONS or _in_doubt(home):
        return []
    day = today or clock.today()
    return [one for one in of_home(home) if one.role == role and one.state(day) == "berlaku"]


def _in_doubt(home: Path) -> bool:
    """Whether the time is in doubt, at most a second old: a page of a liaison officer asks a hundred times."""
    now = time.monotonic()
    if home not in _doubted or now - _doubted[home][0] > 1:
        _doubted[home] = (now, clock_watch.doubt(home) is not None)
    return _doubted[home][1]


def codes(home: Path, role: str) -> frozenset[str]:
    """Codes of the Ormas that a role may see by name at this moment."""
    return frozenset(one.code for one in in_force(home, role))


def describe(t: Words, one: Grant) -> str:
    """What a grant is for, on the page of the officer to whom it was given."""
    return t(
        "{code}: {purpose}; surat {letter}; sampai {until}.",
        code=one.code,
        purpose=one.purpose,
        letter=one.letter,
        until=moments.day(t, one.until),
    )
