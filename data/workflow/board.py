"""*Papan hari ini*: what the store holds and the edition in force doesn't tell of yet, for those who have to act on it.

Nothing of it is a published figure. Severity is computed as the indices do (`data/records/severity.sql`), of rows that nobody has verified
too: they are shown to the roles in charge alone (`RIGHT`), without Ormas, informant, desa, hour and number, and each says what it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import duckdb

from data.editions.reading import Edition
from data.records import incoming, severity
from data.session import Session
from data.shelf import Shelf
from data.store import database
from data.tables.kejadian import HARM, SEVERITIES
from data.workflow import publishing, submission

RIGHT = "papan"
SQL = incoming.SQL.with_name("board.sql")
DAYS = 31
"""Back to which the board looks where there is no edition."""
DISTURBS = "gangguan"
_kept = Shelf(most=8)


@dataclass(frozen=True)
class Since:
    """What the edition in force knows; everything later or not known to it stands on the board."""

    edition: str
    """Its id; empty: there is none, and the board shows what happened after `day`."""
    day: date
    """The last day that it covers."""
    batch: int | None = None
    """The last batch that it knows."""
    head: str = ""
    """Hash of the last row of the trail that it knows."""


@dataclass(frozen=True)
class Severe:
    """A row of the top degree of severity."""

    kecamatan: str
    kind: str
    day: date
    arrived: datetime
    """When its file was taken in, UTC."""
    harm: tuple[tuple[str, int], ...]
    """What was stated, in the order of `HARM`; what is 0 or unknown isn't there."""
    verified: bool
    correction: bool
    """Of an incident that is told of already: by the edition, or by a verified row."""


@dataclass(frozen=True)
class Cell:
    """Incidents of one kecamatan and kind; corrections aren't counted again."""

    kecamatan: str
    kind: str
    group: str
    """`gangguan`, `penyampaian_pendapat`, `potensi`, `dicegah`."""
    severe: bool
    verified: int
    waiting: int


@dataclass(frozen=True)
class Count:
    """Incidents, of what `code` says."""

    code: str
    verified: int
    waiting: int

    @property
    def all(self) -> int:
        """Both."""
        return self.verified + self.waiting


@dataclass(frozen=True)
class Board:
    """What stands on the board; of those who see some kecamatan only these."""

    since: Since
    severe: tuple[Severe, ...]
    """The last that came first."""
    cells: tuple[Cell, ...]
    queue: tuple[tuple[str, str, int], ...]
    """Rows that wait for a decision: table, kecamatan (empty where it isn't known), how many."""
    due: str = ""
    """The last month that is over, of which reports are due."""
    reports: tuple[tuple[str, str, bool], ...] = ()
    """Each kecamatan by code and name, and whether its report of that month is complete (`submission.missing`)."""
    simulated: bool = False
    """Whether the store holds simulated data."""

    def counts(self, by: Literal["kecamatan", "kind"]) -> list[Count]:
        """Disturbances by kecamatan or kind, the most first; those without any aren't there."""
        return _summed([(getattr(one, by), one) for one in self.cells if one.group == DISTURBS])

    def beside(self) -> list[Count]:
        """What is no disturbance, by group: expressions of opinion, potentials, prevented ones."""
        return _summed([(one.group, one) for one in self.cells if one.group != DISTURBS])

    def total(self, *, severe: bool = False) -> Count:
        """All disturbances, or the severe ones."""
        chosen = [one for one in self.cells if one.group == DISTURBS and (one.severe or not severe)]
        return Count("", sum(one.verified for one in chosen), sum(one.waiting for one in chosen))

    def rows(self) -> int:
        """Severe rows."""
        return len(self.severe)

    def unverified(self) -> int:
        """Severe rows that nobody has verified."""
        return sum(not one.verified for one in self.severe)

    def to_verify(self) -> list[tuple[str, int]]:
        """Rows that wait for a decision, by table."""
        tables = dict.fromkeys(table for table, _, _ in self.queue)
        return [(table, sum(n for of, _, n in self.queue if of == table)) for table in tables]

    def of(self, kecamatan: Collection[str]) -> Board:
        """As somebody sees it who sees these kecamatan only."""
        return replace(
            self,
            severe=tuple(one for one in self.severe if one.kecamatan in kecamatan),
            cells=tuple(one for one in self.cells if one.kecamatan in kecamatan),
            queue=tuple(one for one in self.queue if one[1] in kecamatan),
            reports=tuple(one for one in self.reports if one[0] in kecamatan),
        )


def since(edition: Edition | None, today: date) -> Since:
    """What an edition knows, read as everybody's (unscoped); without one, the last `DAYS` days."""
    if edition is None:
        return Since("", today - timedelta(days=DAYS))
    year, month = map(int, edition.id[:7].split("-"))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    batches = edition.batches()["batch_id"]
    return Since(edition.id, last, 0 if batches.empty else int(batches.max()), edition.audit_head())


def read(session: Session, since: Since) -> Board:
    """The board as the viewer may see it; read once for everybody until the next commit of the store.

    Raises AccessError for roles that aren't in charge, DataError where the store can't be read at this moment.
    """
    session.require(RIGHT)
    home, due = session.home, publishing.latest_complete_month(session.clock.today())
    whole = _kept.lend((home, database.state(home), since, due), lambda: _read(home, since, due))
    return whole if session.bound is None else whole.of(session.bound)


def _read(home: Path, since: Since, due: str) -> Board:
    with database.read(home) as con:
        _prepare(con, since)
        harm = ", ".join(HARM)
        severe = con.execute(
            f"SELECT p.kecamatan, jenis, tanggal, b.waktu, status_verifikasi = 'terverifikasi', koreksi, {harm}"  # noqa: S608 - our own names
            " FROM papan p JOIN batches b USING (batch_id) WHERE keparahan = ? AND tahap = 'peristiwa'"
            " ORDER BY b.waktu DESC, tanggal DESC, id_baris",
            [SEVERITIES[-1]],
        ).fetchall()
        cells = con.execute(
            "SELECT kecamatan, jenis, kelas, keparahan = ?, count(*) FILTER (status_verifikasi = 'terverifikasi'),"
            " count(*) FILTER (status_verifikasi = 'masuk') FROM papan WHERE NOT koreksi GROUP BY ALL ORDER BY ALL",
            [SEVERITIES[-1]],
        ).fetchall()
        queue = con.execute(
            "SELECT tabel, coalesce(kecamatan, ''), count(*) FROM baris_masuk WHERE status_verifikasi = 'masuk' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        reports, simulated = submission.of_store(con, due), database.kind(con) == "simulasi"
    late, places = submission.missing(reports), dict(zip(reports["kecamatan"], reports["name"], strict=True))
    return Board(
        since,
        tuple(_severe(row) for row in severe),
        tuple(Cell(*row) for row in cells),
        tuple((str(table), str(area), n) for table, area, n in queue),
        due,
        tuple((str(code), str(name), name not in late) for code, name in places.items()),
        simulated,
    )


def _prepare(con: duckdb.DuckDBPyConnection, since: Since) -> None:
    """The views of incoming.sql, severity.sql and board.sql on a connection."""
    incoming.prepare(con)
    severity.prepare(con)
    known = con.execute("SELECT waktu FROM audit WHERE hash = ?", [since.head]).fetchone()
    con.execute("CREATE TEMP TABLE sejak (akhir DATE, batch INTEGER, waktu TIMESTAMP, menunggu BOOLEAN)")
    con.execute("INSERT INTO sejak VALUES (?, ?, ?, ?)", [since.day, since.batch, known[0] if known else None, bool(since.edition)])
    con.execute(SQL.read_text(encoding="utf-8"))


def _severe(row: tuple[object, ...]) -> Severe:
    kecamatan, kind, day, arrived, verified, correction, *harm = row
    stated = tuple((name, n) for name, n in zip(HARM, harm, strict=True) if n)
    return Severe(kecamatan, kind, day, arrived, stated, verified, correction)  # type: ignore[arg-type]  # as the query has them


def _summed(cells: list[tuple[str, Cell]]) -> list[Count]:
    found: dict[str, Count] = {}
    for code, one in cells:
        before = found.get(code, Count(code, 0, 0))
        found[code] = Count(code, before.verified + one.verified, before.waiting + one.waiting)
    return sorted(found.values(), key=lambda one: (-one.all, one.code))
