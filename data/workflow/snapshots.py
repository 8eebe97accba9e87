"""What an edition is made of: everything that figures come from, read from the store under one shared lock."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data.editions import inputs
from data.records import indicators, reported
from data.records.reported import Reported
from data.reference import territory
from data.store import database, shape
from data.tables import APART
from data.workflow import followup, four_eyes, verification

SNAPSHOT_SQL = Path(__file__).with_name("snapshot.sql")


@dataclass(frozen=True)
class Snapshot:
    """What was read from the store under one shared lock."""

    kind: str
    records: pd.DataFrame
    units: pd.DataFrame
    counts: pd.DataFrame
    hours: pd.DataFrame
    weeks: pd.DataFrame
    handling: pd.DataFrame
    sources: pd.DataFrame
    activity: pd.DataFrame
    deeds: pd.DataFrame
    parts: pd.DataFrame
    trainings: pd.DataFrame
    register: pd.DataFrame
    batches: pd.DataFrame
    verification: pd.DataFrame
    official: pd.DataFrame
    months: list[str]
    """Of the edition, oldest first: from the first verified row of any kind on."""
    first_report: str | None
    """Month of the first completeness report: a year from there on has an index."""
    closed: list[str]
    """Signals of these months that people closed, or whose level they took as the usual one."""
    reported: Reported
    """When what raises signals was reported."""
    audit_head: str
    read_to: tuple[int, int, int]
    """As `four_eyes.marks`."""

    @property
    def figures(self) -> dict[str, pd.DataFrame]:
        """Name → frame, for everything that figures come from: those above, and `closed` (`signal`)."""
        names = [
            "records",
            "units",
            "counts",
            "hours",
            "weeks",
            "handling",
            "sources",
            "activity",
            "deeds",
            "parts",
            "trainings",
            "register",
            "official",
        ]
        closed = pd.DataFrame({"signal": pd.Series(self.closed, dtype="str")})
        return {**{name: getattr(self, name) for name in names}, "closed": closed}

    @functools.cached_property
    def fingerprint(self) -> str:
        """The fingerprint of the figures; computed once."""
        return inputs.fingerprint_of(self.figures)

    @property
    def index_from(self) -> str:
        """The first month for which an index is possible; empty as long as no completeness report has come."""
        return inputs.index_from(self.first_report) if self.first_report else ""


def read_snapshot(home: Path, period: str) -> Snapshot:
    """Everything that an edition of this month is made of, read under one shared lock.

    Raises DataError for a store that isn't built as the program builds it: there, untouched rows may read differently.
    """
    with database.read(home) as con:
        shape.require(con)
        records = indicators.build(con, period)
        con.execute("SET VARIABLE wilayah = ?", [territory.load_territory().code])
        con.execute(SNAPSHOT_SQL.read_text(encoding="utf-8"))
        months = [row[0] for row in con.execute("SELECT period FROM bulan_edisi ORDER BY 1").fetchall()]
        first = con.execute("SELECT min(bulan) FROM kelengkapan_terverifikasi WHERE bulan <= ?", [period]).fetchone()
        head = con.execute("SELECT hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
        return Snapshot(
            kind=database.kind(con),
            records=records,
            units=con.execute("SELECT * FROM potret_units").df(),
            counts=con.execute("SELECT * FROM potret_counts").df(),
            hours=con.execute("SELECT * FROM potret_hours").df(),
            weeks=con.execute("SELECT * FROM potret_weeks").df(),
            handling=con.execute("SELECT * FROM potret_handling").df(),
            sources=con.execute("SELECT * FROM potret_sources").df(),
            activity=con.execute("SELECT * FROM potret_activity").df(),
            deeds=con.execute("SELECT * FROM potret_deeds").df(),
            parts=con.execute("SELECT * FROM potret_parts").df(),
            trainings=con.execute("SELECT * FROM potret_trainings").df(),
            register=con.execute("SELECT * FROM potret_register").df(),
            batches=_batches(con),
            verification=verification.share(con),
            official=con.execute("SELECT * FROM potret_official").df(),
            months=months,
            first_report=first[0] if first else None,
            closed=[signal for signal in followup.ended(con) if signal[:7] <= period],
            reported=reported.read(con),
            audit_head=str(head[0]) if head else "",
            read_to=four_eyes.marks(con),
        )


def _batches(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The batches in force of which editions are made, and how much of each was verified."""
    states = verification.batch_states(con)
    return states[states["aktif"] & ~states["tabel"].isin(APART)].drop(columns="aktif").reset_index(drop=True)
