"""Homes for tests. What is dear is made once a run, shared by all workers of it, and copied.

As a fixture (`tests/conftest.py`), of the cheapest kind that will do:

    home              a store of the test's own, to write into: empty and real, or what the module asks for with
                      `pytestmark = pytest.mark.home(KIND)` (a test: with the same mark on itself); KIND is one of `KINDS`
    simulated_home    the simulated data until October 2026 with the edition 2026-10-r1, to read only
    simulated_edition that edition, opened

For functions that take a session: `session(home)`, of a viewer `session(home, Viewer(…))`, on a day `session(home, today=…)`.
As a call: `new(folder, "nyata")` instead of `store.init` (2 ms instead of 140), `copy(KIND, folder)` for the other kinds,
`put(folder, "kejadian", incident(day))` for rows of a table, `only` and `published` for a small store of one purpose,
`alone` for one with rows of a single table and a real edition of them.
`store.init` itself is for tests of it, and for a store of another time (the clock is replaced). What a module prepares for
its tests once: `once(NAME, make)`, where several modules want it, else a module fixture; the tests take a `copied(it, folder)`.

Publishing the simulated set takes 5 s of a processor, a small store 1 s, `write_edition` nothing: publish where publishing is
the subject, else take an edition that is there, or `tests/pages/fake_edition.py`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import duckdb
import pandas as pd

from data.access.viewers import Viewer
from data.editions import files, formats
from data.session import Session, of_the_machine
from data.simulation import meetings, sample
from data.store import audit, database, database_file, ledger
from data.store.audit import Actor, account
from data.tables import TABLES, agenda
from data.workflow import publishing
from tests import frozen

BY = Actor(account())
"""Who does what a test does by itself: the account of the machine."""
MONTH = "2026-10"
CIBITUNG, SETU = "32.16.07", "32.16.18"

_shared: list[Path] = []


@dataclass(frozen=True)
class _Day:
    """A clock on which it is always the same day, at noon."""

    day: date

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12)

    def today(self) -> date:
        return self.day


def session(home: Path, viewer: Viewer | None = None, *, today: date | None = None, ask: Callable[[], Viewer] | None = None) -> Session:
    """For what takes one: of a viewer, else of who works at the machine itself; on a day, else today."""
    found = replace(of_the_machine(home), clock=_Day(today)) if today else of_the_machine(home)
    return replace(found, viewer=viewer or found.viewer, ask=ask)


def share(folder: Path) -> None:
    """Where this run keeps what is made once: the same folder for all its workers."""
    _shared[:] = [folder]


def once(name: str, make: Callable[[Path], object]) -> Path:
    """A home that is made once a run, by whichever worker asks first; the others wait. To read, and to copy."""
    folder = _shared[0] / name
    with folder.with_suffix(".kunci").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_suffix(".separuh")  # what a worker left that was killed at it
            shutil.rmtree(half, ignore_errors=True)
            make(half)
            half.rename(folder)
    return folder


def copied(of: Path, to: Path) -> Path:
    """A copy of a home, into a folder that may be there."""
    return Path(shutil.copytree(of, to, dirs_exist_ok=True))


def copy(kind: str, to: Path) -> Path:
    """A home of one of `KINDS`, to write into."""
    return copied(once(kind, KINDS[kind]), to)


def new(home: Path, kind: str = "nyata") -> Path:
    """An empty store, as `store.init` makes it."""
    return copy(kind, home)


def simulated(home: Path) -> None:
    """The simulated data until October 2026, published. KONDUSIF_TEST_HOME: a copy of that one (quicker)."""
    if ready := os.environ.get("KONDUSIF_TEST_HOME"):
        shutil.copytree(ready, home)
        return
    database.init(home, "simulasi")
    sample.fill(session(home), MONTH)
    meetings.fill(session(home), publishing.publish(session(home), MONTH))


def put(home: Path, name: str, *rows: dict[str, object], verified: bool = True, by: Actor = BY) -> None:
    """Rows of one table, verified unless told otherwise; unnamed columns stay empty."""
    table = TABLES[name]
    frame = pd.DataFrame([{"baris": n, **dict.fromkeys(table.column_names), **row} for n, row in enumerate(rows, 2)])
    with database.write(home, doing="uji") as con:
        batch = add_batch(con, name, frame, by=by)
        if table.verified and verified:
            verify(con, name, batch, by=by)


def add_batch(
    con: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame, *, by: Actor = BY, file_name: str | None = None, sha256: str = "0"
) -> int:
    """Rows of one table with their row in the trail, as an import leaves them; the number of the batch."""
    file = file_name or f"{name}.csv"
    frame = frame.reindex(columns=["baris", *TABLES[name].column_names])  # what isn't named stays empty
    batch = database.add_batch(con, TABLES[name], frame, file_name=file, sha256=sha256, file_format="csv", file_rows=len(frame), by=by)
    audit.append(con, "import", {"berkas": file, "sha256": sha256, **database.details([batch])}, by=by)
    return batch.batch_id


def verify(
    con: duckdb.DuckDBPyConnection,
    name: str,
    batch: int,
    status: database.RowStatus = "terverifikasi",
    *,
    by: Actor = BY,
    where: str = "true",
) -> int:
    """A decision on the rows of a batch with its row in the trail; how many."""
    found = con.execute(f"SELECT '{name}', id_baris FROM {name} WHERE batch_id = ? AND {where}", [batch]).fetchall()
    digest = database.verify_rows(con, found, status, reason="uji", by=by)
    audit.append(con, "verifikasi", {"tabel": {name: len(found)}, "baris": len(found), "status": status, ledger.DIGEST: digest}, by=by)
    return len(found)


def incident(day: date, **more: object) -> dict[str, object]:
    """An incident that is told of by the police sector of Cibitung, how it was handled unknown."""
    known = {"kecamatan": CIBITUNG, "tahap": "peristiwa", "jenis": "tawuran", "sumber": "polsek"}
    return {"tanggal": day, **known, **more}


def organisation(number: int = 1, **more: object) -> dict[str, object]:
    """An active organisation of Cibitung."""
    known = {
        "kode_ormas": f"ORM-{number:03d}",
        "nama": f"Ormas Rekaan {number:03d}",
        "bentuk": "tidak_berbadan_hukum",
        "status": "aktif",
        "kecamatan": CIBITUNG,
        "tanggal_terdaftar": date(2024, 1, 1),
        "ciri_khusus": "kepemudaan",
    }
    return {**known, **more}


def activity(day: date, **more: object) -> dict[str, object]:
    """A patrol of the first organisation in Cibitung, with 30 people."""
    known = {"kode_ormas": "ORM-001", "kecamatan": CIBITUNG, "jenis": "kamtibmas", "peserta": 30}
    return {"tanggal": day, **known, "mitra": "polri", "tingkat_bukti": 2, "sumber": "ormas", **more}


def report(month: str, **more: object) -> dict[str, object]:
    """All seven villages of Cibitung reported, all of them nil."""
    return {
        "bulan": month,
        "kecamatan": CIBITUNG,
        "desa_melapor": 7,
        "desa_nihil": 7,
        "desa_total": 7,
        **more,
    }


def training(day: date, **more: object) -> dict[str, object]:
    """A training in leadership to which the first organisation sent three of ten officers."""
    known = {
        "topik": "kepemimpinan",
        "jam": 8,
        "kode_ormas": "ORM-001",
        "pengurus_hadir": 3,
        "pengurus_total": 10,
    }
    return {"tanggal": day, **known, **more}


def entry(day: date, kind: str = "penetapan_umk", **more: object) -> dict[str, object]:
    """An entry of the agenda, of one day and the whole kabupaten."""
    return {"mulai": day, "sampai": day, "jenis": kind, **more}


def demonstration(day: date, **more: object) -> dict[str, object]:
    """A notified demonstration in Cibitung."""
    return entry(day, agenda.NOTIFIED, **{"kecamatan": CIBITUNG, **more})


def _incidents(home: Path) -> None:
    put(home, "kejadian", incident(date(2026, 3, 4)), *(incident(date(2026, 10, day), kecamatan=SETU) for day in (2, 9, 11, 20)))


def _reports(home: Path) -> None:
    put(home, "kelengkapan", report("2026-09"), report(MONTH))


def _register(home: Path) -> None:
    put(home, "ormas", *(organisation(n) for n in range(1, 6)), organisation(6, status="tidak_aktif"))


def _activities(home: Path) -> None:
    _register(home)
    put(home, "kegiatan", *(activity(date(2026, 10, day)) for day in (3, 10, 17)))


def _trainings(home: Path) -> None:
    _register(home)
    put(home, "pelatihan", training(date(2026, 10, 18)))


def _survey(home: Path) -> None:
    known = {"putaran": "2026-2", "tanggal": date(2026, 10, 30), "sasaran": "kecamatan", "kode": CIBITUNG}
    put(home, "survei", {**known, "pertanyaan": "rasa_aman", "rata_rata": 3.1, "n_responden": 80})


def _population(home: Path) -> None:
    put(home, "penduduk", {"kecamatan": CIBITUNG, "tahun": 2025, "jumlah": 260_000, "mutu": "proyeksi", "sumber": "uji"})


def _official(home: Path) -> None:
    put(home, "nilai_resmi", {"indeks": "IKO", "tahun": 2025, "nilai": 68.4, "target": 70.0, "sumber": "LKjIP 2025"})


# One table filled, each in turn. An activity or a training is always that of an organisation on the register.
ONLY: dict[str, Callable[[Path], None]] = {
    "kejadian": _incidents,
    "kelengkapan": _reports,
    "ormas": _register,
    "kegiatan": _activities,
    "pelatihan": _trainings,
    "survei": _survey,
    "penduduk": _population,
    "nilai_resmi": _official,
}
# What of these can be published, without an index.
PUBLISHED = ("kejadian", "kelengkapan", "ormas", "kegiatan", "pelatihan")


def only(home: Path, table: str, kind: str = "nyata") -> Path:
    """A new store with rows of one table and nothing else."""
    new(home, kind)
    ONLY[table](home)
    return home


def alone(table: str, home: Path) -> Path:
    """A store with rows of one table of `PUBLISHED` and nothing else, and the edition 2026-10-r1 of it."""

    def make(home: Path) -> None:
        publishing.publish(session(only(home, table), today=date(2026, 11, 20)), MONTH)

    return copied(once(f"hanya-{table}", make), home)


def waiting(home: Path) -> None:
    """A store with incidents only, the edition 2026-10-r1 of them, and one incident that came in later and waits."""
    alone("kejadian", home)
    put(home, "kejadian", incident(date(2026, 10, 21), luka=1), verified=False)


def published(home: Path, edition_id: str = "2026-10-r1") -> Path:
    """A small simulated store with rows of five tables, and an edition of a few figures that nothing computed."""
    new(home, "simulasi")
    for table in ("kejadian", "kelengkapan", "kegiatan", "pelatihan", "survei"):
        ONLY[table](home)
    write_edition(home, edition_id)
    return home


def write_edition(home: Path, edition_id: str) -> None:
    """An edition of a few figures that nothing computed, written as publishing writes it."""
    with database.read(home) as con:
        head = con.execute("SELECT hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchall()[0][0]
    meta = {
        "edition": edition_id,
        "format": str(formats.FORMAT),
        "published_at": "2026-11-03T02:00:00",
        "store_kind": "simulasi",
    }
    tables = {
        "meta": pd.DataFrame(meta.items(), columns=["key", "value"]),
        "scores": pd.DataFrame({"unit": ["32.16"], "period": [edition_id[:7]], "index": ["IKW"], "score": [68.79]}),
        "batches": pd.DataFrame({"batch_id": [1]}),
        "audit_head": pd.DataFrame({"hash": [head]}),
    }
    files.write(home, edition_id, frozen.frames(tables), BY)


def _empty(kind: database.StoreKind) -> Callable[[Path], None]:
    def make(home: Path) -> None:
        # In the smallest blocks a store is half a megabyte instead of six: hundreds of copies don't wait for the disk.
        with patch.dict(database_file._SAFE_SETTINGS, default_block_size="16384"):
            database.init(home, kind)

    return make


# What a home can be a copy of.
KINDS: dict[str, Callable[[Path], object]] = {
    "nyata": _empty("nyata"),
    "simulasi": _empty("simulasi"),
    "menunggu": waiting,  # a real edition of incidents, and one more that waits
    "terbit": published,  # a few simulated rows and an edition that nothing computed
    "contoh": simulated,  # the simulated data and the edition of them
}
