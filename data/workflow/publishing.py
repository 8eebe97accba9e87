"""Publishing: freeze records and results into one read-only, checksummed file. The only module that computes an edition.

An edition is `editions/2026-10-r1.duckdb` beside `2026-10-r1.sha256`. It exists once the .duckdb file has its name;
a crash before that leaves the last edition in force (`data.editions.files` writes it).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from analytics import pipeline
from analytics.indices import ormas
from data import __version__, causes, version
from data.access import clock_watch
from data.boundary import loading
from data.editions import analyses, comparing, files, formats, inputs, reading, said
from data.errors import DataError
from data.records import calibrating
from data.records.reported import Reported
from data.reference import methods, territory
from data.session import Session
from data.store import audit, clock, database, ledger, moments, shape, witness
from data.words import Message, joined, msg, written
from data.workflow import four_eyes, snapshots
from data.workflow.four_eyes import Content

DRAWS, SEED = 2000, 0
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Draft:
    """An edition that is computed and not written: all that `data.editions.comparing` asks of one."""

    id: str
    meta: dict[str, str]
    frames: dict[str, pd.DataFrame]

    def tables(self, *only: str) -> dict[str, pd.DataFrame]:
        """Name → table, for all in the edition, or for those that are named and that it has; columns: `data.tables.edition.TABLES`."""
        meta = pd.DataFrame(self.meta.items(), columns=["key", "value"])
        found = {"meta": meta, **self.frames}
        return {name: frame for name, frame in found.items() if name in only} if only else found


@dataclass(frozen=True)
class Standing:
    """What is known of a month before it is published, without computing it."""

    newest: str | None
    """The newest whole edition of that month."""
    changed: list[str]
    """What differs from it, as keys of `edition_inputs.FINGERPRINTS`; empty without such an edition too."""
    silent: bool
    """Nothing came of that month: it is published only if asked for."""
    index_from: str
    """As in `Snapshot`."""
    has_index: bool
    content: Content
    """What would be published, for four eyes."""

    @property
    def unchanged(self) -> bool:
        """Whether publishing would make the same edition again."""
        return self.newest is not None and not self.changed


def standing(session: Session, period: str) -> Standing:
    """What publishing a month would meet. Raises DataError for a month that isn't over or has nothing to show."""
    session.require("terbit")
    home = session.home
    _check_period(period, session.clock.today())
    return _standing(home, period, snapshots.read_snapshot(home, period))


def draft(session: Session, period: str, *, say: Say = lambda _: None) -> Draft:
    """Compute the edition of a month and write nothing: what it would say. Raises as `publish`, except for an unchanged or silent month."""
    session.require("terbit")
    home = session.home
    _check_period(period, session.clock.today())
    snapshot = snapshots.read_snapshot(home, period)
    _standing(home, period, snapshot)
    return _draft(session, period, snapshot, say)


def preview(session: Session, period: str, newest: str, *, say: Say = lambda _: None) -> list[str]:
    """What publishing a month would change against its newest edition, line by line. Raises as `draft`."""
    return comparing.before_publishing(session.t, session.home, newest, draft(session, period, say=say))


def publish(
    session: Session,
    period: str,
    *,
    say: Say = lambda _: None,
    without_reports: bool = False,
) -> str:
    """Compute and publish an edition of a month; returns its id.

    `say` is told what is being done and, where the month has an edition, what is different. Without twelve months of
    completeness reports the edition has no index. Raises DataError, and writes nothing, for a month that isn't over or
    has nothing to show; where nothing has changed since the newest edition of that month; for a month of which nothing
    came, unless `without_reports`; while the time is in doubt; for a store whose rows, decisions or structure were altered outside the
    program; AccessError too where the right ended while it was computed.
    """
    t = session.t
    session.require("terbit")
    home = session.home
    clock_watch.refuse(home)
    _check_period(period, session.clock.today())
    with database.read(home) as con:
        _refuse_altered(con, home)
    for finished in files.finish_interrupted(home):
        say(t("Edisi {id} yang terputus saat terbit sudah diselesaikan.", id=finished))
    files.have_witnessed(home)
    say(t("Membaca catatan yang terverifikasi sampai {period} …", period=moments.month(t, period)))
    snapshot = snapshots.read_snapshot(home, period)
    found = _standing(home, period, snapshot)
    if found.unchanged:
        raise DataError(nothing_changed(found))
    if found.silent and not without_reports:
        raise DataError(
            msg(
                "Untuk {period} tidak ada laporan apa pun yang terverifikasi: tidak ada kelengkapan, kejadian, kegiatan, pelatihan, atau survei. Edisi tanpa laporan hanya terbit bila diminta tegas: centang pilihannya di halaman Edisi & audit, atau tambahkan --without-reports pada perintah. Setiap halaman, brief, dan bingkai lalu mengatakannya.",
                period=period,
            )
        )
    made = _draft(session, period, snapshot, say)
    if found.newest is not None:
        heading, *lines = comparing.before_publishing(t, home, found.newest, made)
        for line in (heading, *(f"- {line}" for line in lines)):
            say(line)
    say(t("Menulis edisi {id} …", id=made.id))
    content = _content(home, period, snapshot)

    def allow(con: duckdb.DuckDBPyConnection) -> Mapping[str, object]:
        session.require_still("terbit")
        _refuse_altered(con, home)
        return four_eyes.require(con, session, content)

    files.write(home, made.id, made.tables(), session.by, allow)
    return made.id


def approve(session: Session, period: str) -> None:
    """Agree to the edition of a month as it would be now; whoever verified its new rows may then publish it.

    Raises as `publish`, and FourEyesError where nobody needs to agree.
    """
    session.require("terbit")
    home = session.home
    clock_watch.refuse(home)
    _check_period(period, session.clock.today())
    snapshot = snapshots.read_snapshot(home, period)
    found = _standing(home, period, snapshot)
    if found.unchanged:
        raise DataError(nothing_changed(found))
    with database.write(home, doing="setuju", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        _refuse_altered(con, home)
        four_eyes.approve(con, session, found.content)


def nothing_changed(found: Standing) -> Message:
    """Why a month isn't published again."""
    return msg(
        "Tidak ada yang diterbitkan: sejak edisi {id} tidak ada yang berubah, baik baris terverifikasi, metode, aturan sinyal, batas wilayah, maupun program yang menghitung. Edisi itu tetap berlaku.",
        id=found.newest,
    )


def _refuse_altered(con: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Nothing is signed as published that was made from what the trail doesn't know, or was read through an altered view; nor by
    a trail that isn't whole or isn't the one that was witnessed: who agreed stands in it.
    """
    shape.require(con)
    faults = [*ledger.check(con).faults, *_altered_trail(con, home)]
    if faults:
        raise DataError(joined(" ", [*faults[:3], shape.evidence()]))


def _altered_trail(con: duckdb.DuckDBPyConnection, home: Path) -> list[Message]:
    if (broken := audit.check(con).broken_at) is not None:
        return [msg("Jejak audit: rantai putus di baris {n}; baris itu atau yang sebelumnya diubah atau dihapus.", n=broken)]
    rows = {int(n): str(digest) for n, digest in con.execute("SELECT urutan, hash FROM audit").fetchall()}
    found = witness.contradiction(witness.heads(witness.folder_of(home)), rows)
    return [found] if found else []


def _standing(home: Path, period: str, snapshot: snapshots.Snapshot) -> Standing:
    tables = _filled(snapshot, period)
    waiting = snapshot.verification[snapshot.verification["period"] <= period]["waiting"].sum()
    inputs.refuse_too_little(tables, int(waiting), period)
    newest = reading.newest_of(home, period)
    changed: list[str] = []
    if newest is not None:
        before = reading.open_edition(home, newest)
        changed = inputs.changed(before.meta, _fingerprints(home, snapshot))
        before.close()
    return Standing(
        newest=newest,
        changed=changed,
        silent=period in inputs.silent_months(snapshot.verification, snapshot.months),
        index_from=snapshot.index_from,
        has_index=bool(snapshot.index_from) and snapshot.index_from <= period,
        content=_content(home, period, snapshot),
    )


def _filled(snapshot: snapshots.Snapshot, period: str) -> list[str]:
    return inputs.filled(snapshot.verification, snapshot.units, snapshot.official, period)


def _fingerprints(home: Path, snapshot: snapshots.Snapshot) -> dict[str, str]:
    return inputs.fingerprints(snapshot.fingerprint, methods.load_default(), loading.current(home))


def _content(home: Path, period: str, snapshot: snapshots.Snapshot) -> Content:
    text = json.dumps(_fingerprints(home, snapshot), sort_keys=True)
    return Content(period, hashlib.sha256(text.encode()).hexdigest(), *snapshot.read_to)


def _draft(session: Session, period: str, snapshot: snapshots.Snapshot, say: Say) -> Draft:
    t = session.t
    method, rules, verdicts = methods.load_default(), methods.load_rules(), methods.load_verdict_rules()
    boundary = loading.current(session.home)
    area = territory.load_territory()
    has_index = bool(snapshot.index_from) and snapshot.index_from <= period
    say(
        t("Menghitung indeks dari {n} catatan indikator …", n=len(snapshot.records)) if has_index else t("Menyusun hitungan tanpa indeks …")
    )
    reference = pipeline.Reference(units=snapshot.units, whole=area.code)
    links = analyses.neighbours(boundary.geojson)
    try:
        results = pipeline.run(
            snapshot.records,
            reference,
            method,
            months=None if has_index else snapshot.months,
            draws=DRAWS,
            seed=SEED,
            rules=rules,
            neighbours=links,
            closed=snapshot.closed,
        )
    except ValueError as error:
        raise DataError(
            msg(
                "Edisi {month} tidak dapat dihitung dari catatannya. Sebabnya: {reason}",
                month=written(moments.month, period),
                reason=causes.describe(error),
            )
        ) from None
    calibrating.refuse_unfit(method, results)
    scores = results.scores
    iko = scores[scores["index"] == "IKO"]
    overlay = ormas.overlay(snapshot.activity[snapshot.activity["period"].isin(scores["period"].unique())], iko)
    edition_id = files.next_id(session.home, period)
    meta = {
        "edition": edition_id,
        "format": str(formats.FORMAT),
        "period": period,
        "revision": str(files.split(edition_id)[1]),
        "store_kind": snapshot.kind,
        "published_at": clock.now().isoformat(),
        "published_by": session.user,
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
        "index": "ya" if has_index else "tidak",
        "index_from": snapshot.index_from,
        **_fingerprints(session.home, snapshot),
    }
    frames = {
        "records": results.records,
        "indicators": results.indicators,
        "dimensions": results.dimensions,
        "scores": scores,
        "contributions": results.contributions,
        "series": results.series,
        "trends": results.trends,
        "signals": results.signals,
        "baselines": results.baselines,
        "clusters": results.clusters,
        "influence": analyses.of_weights(scores, results.dimensions, method, period),
        **analyses.of_trainings(scores, results.dimensions, snapshot.trainings, period),
        "overlay": overlay,
        "counts": snapshot.counts,
        "hours": snapshot.hours,
        "weeks": snapshot.weeks,
        "handling": snapshot.handling,
        "sources": snapshot.sources,
        "deeds": snapshot.deeds,
        "parts": snapshot.parts,
        "trainings": snapshot.trainings,
        "register": snapshot.register,
        "units": snapshot.units,
        "batches": snapshot.batches,
        "verification": snapshot.verification,
        "silent_months": pd.DataFrame({"period": inputs.silent_months(snapshot.verification, snapshot.months)}, dtype="str"),
        "official": snapshot.official,
        "boundary": pd.DataFrame({"sha256": [boundary.sha256], "geojson": [boundary.geojson], "source": [boundary.source]}),
        "method": pd.DataFrame(
            [(index, key.id, methods.text(key.id)) for index, key in (("IKW", method.ikw), ("IKO", method.iko))],
            columns=["index", "id", "toml"],
        ),
        "neighbours": analyses.borders(links),
        "signal_rules": pd.DataFrame({"id": [rules.version], "toml": [methods.rules_text()]}),
        "audit_head": pd.DataFrame({"hash": [snapshot.audit_head]}),
    }
    since = _reported(results.signals, snapshot.reported)
    return Draft(edition_id, meta, frames | said.tables(frames, method, rules, verdicts, meta, since))


def _reported(signals: pd.DataFrame, known: Reported) -> dict[str, date]:
    """When what raised each signal was reported, by its id; those of which it isn't known are left out."""
    found = {one: known.of_signal(one, rules) for one, rules in zip(signals["signal"], signals["rules"], strict=True)}
    return {one: day for one, day in found.items() if day}


def latest_complete_month(today: date) -> str:
    """The last month that is over on that day."""
    return f"{today.year - 1}-12" if today.month == 1 else f"{today.year}-{today.month - 1:02d}"


def _check_period(period: str, today: date) -> None:
    if not _PERIOD.fullmatch(period):
        raise DataError(msg("Periode {period} bukan bulan. Tulis seperti 2026-10.", period=repr(period)))
    if period > (latest := latest_complete_month(today)):
        raise DataError(
            msg(
                "Bulan {period} belum berakhir; yang terakhir dapat diterbitkan: {latest}.",
                period=written(moments.month, period),
                latest=written(moments.month, latest),
            )
        )
