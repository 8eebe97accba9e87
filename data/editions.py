"""Publishing: freeze records and results into one read-only, checksummed file. The only module that computes.

An edition is `editions/2026-10-r1.duckdb` beside `2026-10-r1.sha256`. It exists once the .duckdb file has its name;
a crash before that leaves the last edition in force (`edition_files` writes it).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd

from analytics import ormas, panel, pipeline
from data import (
    __version__,
    access,
    boundaries,
    calibrating,
    edition_files,
    findings,
    indicators,
    methods,
    store,
    territory,
    verification,
    version,
)
from data.errors import DataError
from data.words import t

SNAPSHOT_SQL = Path(__file__).with_name("snapshot.sql")
DRAWS, SEED = 2000, 0
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

Say = Callable[[str], None]


@dataclass(frozen=True)
class _Snapshot:
    """What was read from the store under one shared lock."""

    kind: str
    records: pd.DataFrame
    units: pd.DataFrame
    counts: pd.DataFrame
    hours: pd.DataFrame
    weeks: pd.DataFrame
    activity: pd.DataFrame
    deeds: pd.DataFrame
    parts: pd.DataFrame
    trainings: pd.DataFrame
    batches: pd.DataFrame
    verification: pd.DataFrame
    official: pd.DataFrame
    audit_head: str


def publish(home: Path, period: str, *, say: Say = lambda _: None, today: date | None = None) -> str:
    """Compute and publish an edition of a month; returns its id.

    `say` is told what is being done. Raises DataError for a month that isn't over or has too little behind it;
    nothing is written then.
    """
    access.require("terbit")
    _check_period(period, today)
    for finished in edition_files.finish_interrupted(home):
        say(t("Edisi {id} yang terputus saat terbit sudah diselesaikan.", id=finished))
    say(t("Membaca catatan yang terverifikasi sampai {period} …", period=period))
    snapshot = read_snapshot(home, period)
    _check_reach(snapshot.records, period)
    method, rules = methods.load_default(), methods.load_rules()
    boundary = boundaries.current(home)
    area = territory.load_territory()
    say(t("Menghitung indeks dari {n} catatan indikator …", n=len(snapshot.records)))
    reference = pipeline.Reference(units=snapshot.units, whole=area.code)
    try:
        results = pipeline.run(
            snapshot.records,
            reference,
            method,
            draws=DRAWS,
            seed=SEED,
            rules=rules,
            neighbours=findings.neighbours(boundary.geojson),
        )
    except ValueError as error:
        raise DataError(
            t("Edisi {period} tidak dapat dihitung: {reason}", period=period, reason=error)
        ) from None
    calibrating.refuse_unfit(method, results)
    scores = results.scores
    iko = scores[scores["index"] == "IKO"]
    overlay = ormas.overlay(snapshot.activity[snapshot.activity["period"].isin(iko["period"].unique())], iko)
    edition_id = edition_files.next_id(home, period)
    meta = {
        "edition": edition_id,
        "period": period,
        "revision": str(edition_files.split(edition_id)[1]),
        "store_kind": snapshot.kind,
        "published_at": store.now().isoformat(),
        "published_by": store.user(),
        "code_version": __version__,
        "code_commit": version.commit(),
        "method_ikw": method.ikw.id,
        "method_iko": method.iko.id,
        "method_signals": rules.version,
        "status_ikw": method.ikw.status,
        "status_iko": method.iko.status,
        "boundary_sha256": boundary.sha256,
        "boundary_source": boundary.source,
        "boundary_note": boundary.note,
        "territory": area.code,
        "territory_name": area.name,
        "seed": str(SEED),
        "draws": str(DRAWS),
    }
    tables = {
        "meta": pd.DataFrame(meta.items(), columns=["key", "value"]),
        "records": results.records,
        "indicators": results.indicators,
        "dimensions": results.dimensions,
        "scores": scores,
        "contributions": results.contributions,
        "series": results.series,
        "trends": results.trends,
        "signals": results.signals,
        "clusters": results.clusters,
        "influence": findings.of_weights(scores, results.dimensions, method, period),
        **findings.of_trainings(scores, results.dimensions, snapshot.trainings, period),
        "overlay": overlay,
        "counts": snapshot.counts,
        "hours": snapshot.hours,
        "weeks": snapshot.weeks,
        "deeds": snapshot.deeds,
        "parts": snapshot.parts,
        "trainings": snapshot.trainings,
        "units": snapshot.units,
        "batches": snapshot.batches,
        "verification": snapshot.verification,
        "official": snapshot.official,
        "boundary": pd.DataFrame(
            {"sha256": [boundary.sha256], "geojson": [boundary.geojson], "source": [boundary.source]}
        ),
        "method": pd.DataFrame(
            [
                (index, key.id, methods.text(key.id))
                for index, key in (("IKW", method.ikw), ("IKO", method.iko))
            ],
            columns=["index", "id", "toml"],
        ),
        "signal_rules": pd.DataFrame({"id": [rules.version], "toml": [methods.rules_text()]}),
        "audit_head": pd.DataFrame({"hash": [snapshot.audit_head]}),
    }
    say(t("Menulis edisi {id} …", id=edition_id))
    edition_files.write(home, edition_id, tables)
    return edition_id


def latest_complete_month(today: date | None = None) -> str:
    """The last month that is over, in the time zone of the territory."""
    now = today or datetime.now(territory.load_territory().time_zone).date()
    return f"{now.year - 1}-12" if now.month == 1 else f"{now.year}-{now.month - 1:02d}"


def _check_period(period: str, today: date | None) -> None:
    if not _PERIOD.fullmatch(period):
        raise DataError(t("Periode {period} bukan bulan. Tulis seperti 2026-10.", period=repr(period)))
    if period > (latest := latest_complete_month(today)):
        raise DataError(
            t(
                "Bulan {period} belum berakhir; yang terakhir dapat diterbitkan: {latest}.",
                period=period,
                latest=latest,
            )
        )


def _check_reach(records: pd.DataFrame, period: str) -> None:
    """A score stands on twelve months."""
    months = [panel.month_number(month) for month in records["period"].unique()]
    reach = max(months) - min(months) + 1 if months else 0
    if reach < pipeline.LEVEL_WINDOW:
        raise DataError(
            t(
                "Edisi {period} belum dapat dihitung: perlu catatan terverifikasi {needed} bulan, baru ada {n} bulan.",
                period=period,
                needed=pipeline.LEVEL_WINDOW,
                n=reach,
            )
        )


def read_snapshot(home: Path, period: str) -> _Snapshot:
    """Everything that an edition of this month is made of, read under one shared lock."""
    with store.read(home) as con:
        records = indicators.build(con, period)
        con.execute(SNAPSHOT_SQL.read_text(encoding="utf-8"))
        head = con.execute("SELECT hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
        return _Snapshot(
            kind=store.kind(con),
            records=records,
            units=con.execute("SELECT * FROM potret_units").df(),
            counts=con.execute("SELECT * FROM potret_counts").df(),
            hours=con.execute("SELECT * FROM potret_hours").df(),
            weeks=con.execute("SELECT * FROM potret_weeks").df(),
            activity=con.execute("SELECT * FROM potret_activity").df(),
            deeds=con.execute("SELECT * FROM potret_deeds").df(),
            parts=con.execute("SELECT * FROM potret_parts").df(),
            trainings=con.execute("SELECT * FROM potret_trainings").df(),
            batches=_batches(con),
            verification=verification.share(con),
            official=con.execute("SELECT * FROM potret_official").df(),
            audit_head=str(head[0]) if head else "",
        )


def _batches(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The batches in force, and how much of each was verified."""
    states = verification.batch_states(con)
    return states[states["aktif"]].drop(columns="aktif").reset_index(drop=True)
