"""What people do leaves one row of the trail, however many tables, rows or editions it touches; older trails are read as they are.

That no act of the program leaves more is asked of every transaction of every test (`tests/conftest.py`).
"""

import json
import shutil
from datetime import date

import duckdb
import pandas as pd
import pytest

from data.access import grants
from data.editions import files, prune
from data.intake import importing, sheets
from data.safety import backup, doctor, recovery
from data.store import audit, clock, database, ledger
from data.tables import TABLES
from data.workflow import batches, granting, moving, verification
from tests import homes
from tests.data.workflow import test_delivery
from tests.reader import t

UNTIL = date(2026, 12, 31)


def rows(home):
    """Action and details of the trail, the oldest first."""
    with database.read(home) as con:
        found = con.execute("SELECT tindakan, rincian FROM audit ORDER BY urutan").fetchall()
    return [(action, json.loads(details)) for action, details in found]


def broken(home):
    return [one.text for one in doctor.examine(t, home, deep=False) if one.level == "rusak"]


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """A store in which one workbook with three tables came in, was verified at once, withdrawn and brought back, a row moved, two Ormas granted."""
    home = homes.new(tmp_path_factory.mktemp("kerja") / "rumah")
    who = homes.session(home, today=date(2026, 11, 5))
    importing.take_in(who, importing.check(who, sheets.parse("semua.xlsx", test_delivery.workbook()), None))
    verification.decide(who, verification.Filter(), "terverifikasi", reason="dicek")
    batches.withdraw(who, 2, "salah berkas")
    batches.restore(who, 2, "ternyata benar")
    (number,) = verification.waiting(who, verification.Filter(table="kegiatan", status="terverifikasi")).contents["id_kegiatan"]
    moving.move(who, "kegiatan", number, origin=None, to=homes.SETU, reason="salah kecamatan")
    homes.put(home, "ormas", homes.organisation(1))
    granting.give(who, "penghubung_polri", ["ORM-001", "ORM-777"], purpose="pembinaan", letter="B/1/X/2026", until=UNTIL)
    return home


def test_each_act_is_one_row_that_names_its_tables_and_their_digests(worked):
    found = rows(worked)
    assert [action for action, _ in found] == [
        "init",
        "import",
        "verifikasi",
        "tarik_batch",
        "aktifkan_batch",
        "pindah",
        "import",
        "izin_ormas",
    ]
    told = dict(reversed(found))
    assert told["import"]["tabel"] == {"ormas": 1, "kelengkapan": 2, "kegiatan": 1}
    assert (told["import"]["berkas"], told["import"]["batch"], told["import"]["baris"]) == ("semua.xlsx", 2, 4)
    assert {key.split(":")[0] for key in told["import"]["sidik"]} == {"ormas", "kelengkapan", "kegiatan", "batches", "kiriman"}
    assert told["verifikasi"]["tabel"] == {"kegiatan": 1, "kelengkapan": 2}
    assert list(told["verifikasi"]["sidik"]) == ["verifikasi:1-3"]
    assert list(told["tarik_batch"]["sidik"]) == ["batch_status:1-3"]
    assert {key.split(":")[0] for key in told["pindah"]["sidik"]} == {"kegiatan", "batches", "kiriman", "pindah"}
    assert (told["izin_ormas"]["izin"], list(told["izin_ormas"]["sidik"])) == ({"1": "ORM-001", "2": "ORM-777"}, ["izin_ormas:1-2"])
    assert broken(worked) == []
    assert [one.told for one in grants.of_home(worked)] == [True, True]


WRITTEN = ("penduduk", "ormas", "kelengkapan", "kegiatan", "batches", "kiriman", "pindah", "verifikasi", "batch_status", "izin_ormas")


@pytest.mark.parametrize("table", WRITTEN)
def test_a_row_altered_or_taken_out_of_any_table_of_an_act_is_named(worked, tmp_path, table):
    home = tmp_path / "rumah"
    shutil.copytree(worked, home)
    key = ledger.KEYS[table]
    with duckdb.connect(str(home / database.DATABASE)) as con:
        act = "UPDATE batches SET berkas = 'lain.csv'" if table == "batches" else f"DELETE FROM {table}"  # rows refer to their batch
        con.execute(f"{act} WHERE {key} = (SELECT max({key}) FROM {table})")
    assert any(str(t(ledger.name_of(table))) in text for text in broken(home))


def test_pruning_and_restoring_are_one_row_each(tmp_path):
    home = homes.published(tmp_path / "rumah")
    for revision in (2, 3):
        homes.write_edition(home, f"2026-10-r{revision}")
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    for edition in ("2026-11-r1", "2026-12-r1"):
        homes.write_edition(home, edition)
    recovery.restore(homes.session(home), made.path)
    action, details = rows(home)[-1]
    assert (action, sorted(details[files.KEPT])) == ("pulih", ["2026-11-r1", "2026-12-r1"])
    prune.prune(homes.session(home), 1)
    action, details = rows(home)[-1]
    assert (action, details["edisi"]) == ("pangkas", ["2026-10-r2", "2026-10-r1"])
    assert broken(home) == []


# --- older trails


def told_of_before(con, name, frame):
    """An import and its verification as they were told of until 0.4.0: a row of the trail for each table."""
    batch = database.add_batch(
        con, TABLES[name], frame, file_name=f"{name}.csv", sha256="0", file_format="csv", file_rows=len(frame), by=homes.BY
    )
    number = batch.batch_id
    details = {"batch": number, "tabel": name, "berkas": f"{name}.csv", "sha256": "0", "baris": batch.rows}
    audit.append(con, "import", {**details, ledger.DIGEST: dict(batch.digests)}, by=homes.BY)
    found = con.execute(f"SELECT '{name}', id_baris FROM {name} WHERE batch_id = ?", [number]).fetchall()
    digest = database.verify_rows(con, found, "terverifikasi", reason="uji", by=homes.BY)
    details = {"tabel": name, "baris": len(found), "status": "terverifikasi", "alasan": "uji", ledger.DIGEST: digest}
    audit.append(con, "verifikasi", details, by=homes.BY)


def test_a_trail_with_a_row_for_each_table_is_read_and_checked(home):
    with database.write(home, doing="uji") as con:
        for name, row in (("kejadian", homes.incident(date(2026, 10, 2))), ("kelengkapan", homes.report("2026-10"))):
            told_of_before(con, name, pd.DataFrame([{"baris": 2, **dict.fromkeys(TABLES[name].column_names), **row}]))
        for edition in ("2026-08-r1", "2026-08-r2"):
            audit.append(con, "terbit", {"edisi": edition, "sha256": "1" * 64}, by=homes.BY)
            audit.append(con, "pangkas", {"edisi": edition, "aturan": "keep 1"}, by=homes.BY)
        audit.append(con, "edisi_dipertahankan", {"edisi": "2026-09-r1", "sha256": "2" * 64}, by=homes.BY)
        row = ["penghubung_polri", "ORM-001", "pembinaan", "B/1/X/2026", UNTIL]
        con.execute(
            "INSERT INTO izin_ormas (peran, kode_ormas, tujuan, surat, sampai, waktu, oleh) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*row, clock.now(), homes.BY.name],
        )
        details = dict(zip(("peran", "ormas", "tujuan", "surat"), row)) | {"izin": 1, "sampai": UNTIL.isoformat()}
        audit.append(con, "izin_ormas", {**details, ledger.DIGEST: ledger.of(con, "izin_ormas", [1])}, by=homes.BY)
    assert [one.told for one in grants.of_home(home)] == [True]
    with database.read(home) as con:
        assert (ledger.check(con).faults, ledger.check(con).old_batches) == ((), 0)
        assert files.pruned(con) == {"2026-08-r1", "2026-08-r2"}
        assert (files.kept(con), files.published(con)["2026-09-r1"]) == ({"2026-09-r1"}, "2" * 64)
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("UPDATE verifikasi SET status = 'ditolak' WHERE tabel = 'kelengkapan'")
        con.execute("UPDATE kejadian SET luka = 3")
    assert any("Kejadian: barisnya diubah" in text for text in broken(home))
    assert any("Baris verifikasi nomor 2 diubah" in text for text in broken(home))
