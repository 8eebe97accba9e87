"""The simulated data set: deterministic, obviously made up, with gaps as in life. DATA SIMULASI – BUKAN DATA NYATA.

36 months, 23 kecamatan, some 200 Ormas. Every month of every kecamatan and Ormas has its own random stream. Two stories
are planted in it, told backwards from the last month:

- `WORSENING`: incidents grow to more than three times over the last twelve months (industrial relations, waste);
- `IMPROVING`: its Ormas are trained 17 to 13 months before the end; from then on they are twice as active, prevent and
  mediate more, and incidents fall to a quarter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from data.errors import DataError
from data.reference import territory
from data.session import Session
from data.simulation import agenda, handling, histories, incidents, ormas, steps
from data.simulation.dice import MONTHS, PLACES, stream
from data.store import audit, database
from data.store.audit import Actor
from data.tables import TABLES
from data.words import house as t
from data.words import msg


def generate(until: str, *, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Name → rows, of every table that is simulated, with the columns of `data.tables.TABLES`.

    until: last month, `2026-10`; of the month after it there are a few incidents. Same `until` and `seed`, same rows on every machine.
    Raises DataError if `until` is no month, or the territory isn't the one that the data are made for.
    """
    months = _months(until)
    areas, people = territory.load_kecamatan(), territory.load_population()
    population = dict(zip(people["kecamatan"], people["jumlah"], strict=True))
    _refuse_other_places(areas, population)
    desa = {
        kode: [f"{kode}.{2001 + n}" for n in range(n_desa)] + [f"{kode}.{1001 + n}" for n in range(n_kelurahan)]
        for kode, n_desa, n_kelurahan in zip(areas["kode"], areas["n_desa"], areas["n_kelurahan"], strict=True)
    }
    organisations = ormas.organisations(list(desa), population, months[0], seed)
    trainings = ormas.trainings(organisations, months, seed)
    tables = {
        "ormas": organisations.drop(columns=["giat", "mutu"]),
        "kelengkapan": incidents.completeness(desa, months, seed),
        "pelatihan": trainings,
        "kegiatan": ormas.activities(organisations, desa, months, seed),
        "survei": ormas.surveys(organisations, list(desa), months, seed),
    }
    tables["kejadian"] = incidents.incidents(organisations, desa, population, tables["kelengkapan"], months, seed)
    tables["agenda"] = agenda.agenda(months, seed)
    tables["kelengkapan"] = incidents.with_nil(tables["kelengkapan"], tables["kejadian"], tables["kegiatan"])
    running = incidents.of_running_month(desa, _after(until), seed)
    tables["kejadian"] = pd.concat([tables["kejadian"], running], ignore_index=True)
    tables["riwayat_ormas"] = histories.of_ormas(organisations, seed)
    tables["wilayah_polsek"] = histories.of_sectors(months)
    tables["langkah_penanganan"] = steps.steps(tables["kejadian"], months, seed)
    return tables


def fill(session: Session, until: str, *, seed: int = 0) -> str:
    """Put the simulated rows into a store of kind *simulasi*, in one transaction; returns what was done, in words.

    Most rows are verified; of the last month a part still waits, of the one after it half, and a few rows are rejected, as in life. What
    would lie in the future isn't put in.
    Raises DataError for a real store, or one that is already filled.
    """
    tables, today = generate(until, seed=seed), session.clock.today()
    tables["kejadian"] = tables["kejadian"][tables["kejadian"]["tanggal"].map(lambda day: f"{day:%Y-%m}" <= until or day <= today)]
    found = tables["langkah_penanganan"]
    ahead = set(found.loc[found["tanggal"] > today, "id_kejadian"])  # half of the course of a case would say something else
    of_known = found["id_kejadian"].astype(int).isin(tables["kejadian"].index)
    tables["langkah_penanganan"] = found[of_known & ~found["id_kejadian"].isin(ahead)]
    with database.write(session.home, doing="sample", who=session.user) as con:
        database.require_kind(con, "simulasi")
        if _is_filled(con):
            raise DataError(msg("Basis data ini sudah berisi data simulasi. Pakai --home lain untuk yang baru."))
        batches: list[database.Batch] = []
        decisions: dict[str, str] = {}
        numbers: dict[str, str] = {}
        for name in [name for name in TABLES if name in tables]:
            table, rows = TABLES[name], tables[name]
            if "id_kejadian" in table.key and name != "kejadian":  # places among the rows of incidents, which have numbers now
                rows = rows.assign(id_kejadian=rows["id_kejadian"].map(numbers))
            rows = rows.reindex(columns=table.column_names).assign(baris=range(2, len(rows) + 2))
            digest = hashlib.sha256(rows.to_csv(index=False).encode()).hexdigest()
            batch = database.add_batch(
                con,
                table,
                rows,
                file_name=f"simulasi-{seed}-{until}.{name}",
                sha256=digest,
                file_format="simulasi",
                file_rows=len(rows),
                by=session.by,
            )
            batches.append(batch)
            if name == "kejadian":
                made = con.execute("SELECT baris, id_kejadian FROM kejadian WHERE batch_id = ?", [batch.batch_id]).fetchall()
                numbers = {str(row - 2): number for row, number in made}
            if table.verified:
                decisions |= _verify(con, name, batch.batch_id, until, seed, session.by)
        last = date.fromisoformat(f"{_after(until)}-01") - timedelta(days=1)
        decisions |= handling.fill(con, last, today, seed, session.by)
        details = {"berkas": f"simulasi-{seed}-{until}", **database.details(batches, decisions)}
        audit.append(con, "import", details, by=session.by)
    count = sum(len(rows) for rows in tables.values())
    return t("{n} baris rekaan masuk (DATA SIMULASI – BUKAN DATA NYATA).", n=count)


def is_filled(home: Path) -> bool:
    """Whether simulated rows are in a store. Raises DataError without one."""
    with database.read(home) as con:
        return _is_filled(con)


def _is_filled(con: Any) -> bool:
    return bool(con.execute("SELECT count(*) FROM batches WHERE format = 'simulasi'").fetchone() != (0,))


def _verify(con: Any, name: str, batch_id: int, until: str, seed: int, by: Actor) -> dict[str, str]:
    """Decide on the rows of a batch; returns the digests of the decisions."""
    day = {"kelengkapan": "CAST(bulan || '-01' AS DATE)"}.get(name, "tanggal")
    found = con.execute(
        f"SELECT id_baris, strftime({day}, '%Y-%m') FROM {name} WHERE batch_id = ? ORDER BY id_baris",  # noqa: S608
        [batch_id],
    ).fetchall()
    rows, running = [(row, month == until) for row, month in found if month <= until], [row for row, month in found if month > until]
    dice = stream(seed, "verifikasi", name).random(len(rows))
    waits = name in ("kegiatan", "kejadian")
    accepted = [(name, row) for (row, last), p in zip(rows, dice, strict=True) if not (waits and (p < 0.005 or (last and p < 0.08)))]
    rejected = [(name, row) for (row, _), p in zip(rows, dice, strict=True) if waits and p < 0.005]
    accepted += [(name, row) for row in running[: len(running) // 2]]
    made = database.verify_rows(con, accepted, "terverifikasi", reason="data simulasi", by=by)
    return made | database.verify_rows(con, rejected, "ditolak", reason="data simulasi", by=by, why="bukti_kurang")


def _refuse_other_places(areas: pd.DataFrame, population: Mapping[str, int]) -> None:
    """The stories are set in kecamatan of one regency, and each kecamatan has as many Ormas and incidents as its population makes
    likely.
    """
    if lacking := sorted(PLACES - set(areas["kode"])):
        raise DataError(
            msg(
                "Data simulasi hanya tersusun untuk kabupaten bawaan; daftar kecamatan tidak memuat {codes}. Untuk kabupaten lain buat basis data nyata: python -m data --home DIR init --nyata",
                codes=", ".join(lacking),
            )
        )
    if unknown := [str(name) for code, name in zip(areas["kode"], areas["nama"], strict=True) if code not in population]:
        raise DataError(
            msg("Data simulasi memerlukan jumlah penduduk setiap kecamatan; penduduk.csv tidak memuat: {names}.", names=", ".join(unknown))
        )


def _after(until: str) -> str:
    year, month = int(until[:4]), int(until[5:])
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def _months(until: str) -> list[str]:
    try:
        year, month = int(until[:4]), date.fromisoformat(f"{until}-01").month
    except ValueError:
        raise DataError(msg("{until} bukan bulan. Tulis seperti 2026-10.", until=repr(until))) from None
    last = year * 12 + month - 1
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(last - MONTHS + 1, last + 1)]
