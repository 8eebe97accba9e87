"""The store: whole transactions, locks that say who holds them, constraints in the schema, a chained audit trail."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.errors import DataError, StoreBusyError
from data.store import audit, database, ledger
from data.tables import TABLES
from tests import homes

pytestmark = pytest.mark.home("simulasi")

KEJADIAN = TABLES["kejadian"]


def incident(**changes):
    row = dict.fromkeys(KEJADIAN.column_names)
    row |= {
        "tanggal": date(2026, 10, 3),
        "kecamatan": "32.16.07",
        "tahap": "peristiwa",
        "jenis": "tawuran",
        "sumber": "polsek",
    }
    return pd.DataFrame([{"baris": 2, **row, **changes}])


def add(home, frame, table=KEJADIAN, name="uji.csv"):
    with database.write(home, doing="uji") as con:
        return homes.add_batch(con, table.name, frame, file_name=name, sha256="0" * 64)


def ask(home, sql):
    with database.read(home) as con:
        return con.execute(sql).fetchall()


def test_a_new_store_knows_its_kind_its_territory_and_its_population(home):
    assert ask(home, "SELECT value FROM store_meta WHERE key = 'jenis'") == [("simulasi",)]
    assert ask(home, "SELECT count(*), sum(n_desa), sum(n_kelurahan) FROM kecamatan") == [(23, 179, 8)]
    assert ask(home, "SELECT sum(jumlah) FROM penduduk_berlaku") == [(3_113_017,)]
    assert ask(home, "SELECT count(*) FROM polsek WHERE berlaku_mulai IS NULL") == [(23,)]


def test_a_second_init_is_refused_and_changes_nothing(home):
    before = (home / database.DATABASE).read_bytes()
    with pytest.raises(DataError, match="sudah berisi data"):
        database.init(home, "nyata")
    assert (home / database.DATABASE).read_bytes() == before


def test_reading_where_there_is_no_store_says_how_to_make_one(tmp_path):
    with pytest.raises(DataError, match="init --simulasi"), database.read(tmp_path):
        pass


def test_rows_enter_as_masuk_with_an_id_made_by_the_system(home):
    batch = add(home, incident())
    assert batch == 2
    assert ask(home, "SELECT id_kejadian, status_verifikasi FROM kejadian_berlaku") == [("KJ-00002-000002", "masuk")]
    assert ask(home, "SELECT count(*) FROM kejadian_terverifikasi") == [(0,)]


def test_a_correction_supersedes_only_once_it_is_verified(home):
    add(home, incident(id_kejadian="A1", luka=0))
    verify_all(home)
    add(home, incident(id_kejadian="A1", luka=12))
    assert ask(home, "SELECT luka, status_verifikasi FROM kejadian_berlaku") == [(12, "masuk")]
    assert ask(home, "SELECT luka FROM kejadian_terverifikasi") == [(0,)]
    verify_all(home)
    assert ask(home, "SELECT luka FROM kejadian_terverifikasi") == [(12,)]
    assert ask(home, "SELECT count(*) FROM kejadian") == [(2,)]


def verify_all(home, status="terverifikasi"):
    with database.write(home, doing="uji") as con:
        rows = con.execute("SELECT 'kejadian', id_baris FROM kejadian_semua WHERE status_verifikasi = 'masuk'").fetchall()
        digest = database.verify_rows(con, rows, status, reason="uji", by=homes.BY)
        audit.append(con, "verifikasi", {"baris": len(rows), ledger.DIGEST: digest}, by=homes.BY)
        return len(rows)


def test_a_rejected_correction_leaves_the_verified_row(home):
    add(home, incident(id_kejadian="A1", luka=0))
    verify_all(home)
    add(home, incident(id_kejadian="A1", luka=12))
    verify_all(home, "ditolak")
    assert ask(home, "SELECT luka FROM kejadian_terverifikasi") == [(0,)]


@pytest.mark.parametrize(
    "changes",
    [
        {"kecamatan": "32.75.01"},
        {"jenis": "gosip"},
        {"luka": -1},
        {"jam": 24},
        {"tanggal_selesai": date(2026, 10, 2)},
        {"sumber": "kecamatan;tetangga"},
        {"sumber": None},
        {"kode_desa": "3216.07"},
        {"kode_ormas": "ORM-001", "peran_ormas": None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_schema_itself_refuses_what_no_row_may_hold(home, changes):
    with pytest.raises(duckdb.ConstraintException):
        add(home, incident(**changes))
    assert ask(home, "SELECT count(*) FROM kejadian") == [(0,)]
    assert ask(home, "SELECT count(*) FROM batches") == [(1,)]


def test_the_schema_and_the_table_definitions_name_the_same_columns_and_lists(home):
    for table in TABLES.values():
        columns = ask(
            home,
            f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{table.name}' ORDER BY column_index",
        )
        assert [row[0] for row in columns] == ["id_baris", "batch_id", "baris", *table.column_names]
        checks = str(
            ask(
                home,
                f"SELECT list(constraint_text) FROM duckdb_constraints() WHERE table_name = '{table.name}'",
            )
        )
        for column in table.columns:
            assert all(choice in checks for choice in column.choices), column.name


def test_a_failed_write_leaves_nothing(home):
    with pytest.raises(duckdb.Error), database.write(home, doing="uji") as con:  # noqa: PT012 - both belong to one write
        con.execute("INSERT INTO store_meta VALUES ('setengah', 'jalan')")
        con.execute("SELECT * FROM tabel_yang_tidak_ada")
    assert ask(home, "SELECT count(*) FROM store_meta WHERE key = 'setengah'") == [(0,)]


HOLD = """
import sys, time
from pathlib import Path
from data.store import database as store
with store.write(Path(sys.argv[1]), doing="import kejadian") as con:
    con.execute("INSERT INTO store_meta VALUES ('terkunci', 'ya')")
    print("memegang", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_process(home):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout.readline() == "memegang\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_writer_is_told_at_once_who_is_at_work(home, other_process):
    with pytest.raises(StoreBusyError) as refused, database.write(home, doing="uji"):
        pass
    refused.match("import kejadian")
    refused.match(f"proses {other_process.pid}")
    refused.match(r"sejak \d{1,2} \w{3} 20\d\d \d\d\.\d\d WIB")


def test_a_writer_killed_in_the_middle_leaves_the_store_as_it_was(home, other_process):
    other_process.kill()
    other_process.wait()
    assert ask(home, "SELECT count(*) FROM store_meta WHERE key = 'terkunci'") == [(0,)]
    add(home, incident())
    assert ask(home, "SELECT count(*) FROM kejadian") == [(1,)]


@pytest.mark.parametrize("damage", [b"", b"bukan basis data" * 300, None], ids=["empty", "foreign", "truncated"])
def test_a_damaged_database_is_a_sentence_and_stays_untouched(home, damage):
    path = home / database.DATABASE
    path.write_bytes(path.read_bytes()[:5000] if damage is None else damage)
    before = path.read_bytes()
    with pytest.raises(DataError, match="bukan basis data yang utuh"), database.read(home):
        pass
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(DataError, match="tidak dapat ditulisi"):
        database.init(tmp_path / "berkas" / "rumah", "nyata")


def test_a_store_of_a_newer_version_is_refused(home):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("INSERT INTO schema_migrations VALUES (999, '999_masa_depan', now()::TIMESTAMP)")
    with pytest.raises(DataError, match="lebih baru"), database.write(home, doing="uji"):
        pass


def test_the_audit_trail_is_chained(home):
    add(home, incident())
    verify_all(home)
    trail = ask(home, "SELECT urutan, waktu, oleh, tindakan, rincian, hash_sebelum, hash FROM audit ORDER BY urutan")
    assert [row[3] for row in trail] == ["init", "import", "verifikasi"]
    before = "0" * 64
    for number, when, who, action, details, previous, digest in trail:
        assert previous == before
        assert digest == audit.row_hash(number, when, who, action, details, previous)
        before = digest
    assert json.loads(trail[-1][4])["baris"] == 1


def test_the_home_folder_comes_from_option_environment_or_default(monkeypatch, tmp_path):
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path / "dari-lingkungan"))
    assert database.resolve_home(tmp_path / "dari-opsi") == tmp_path / "dari-opsi"
    assert database.resolve_home() == tmp_path / "dari-lingkungan"
    monkeypatch.delenv("KONDUSIF_HOME")
    assert database.resolve_home().parts[-2:] == ("data", "local")
    assert os.path.isabs(database.resolve_home("nisbi"))  # noqa: PTH117
