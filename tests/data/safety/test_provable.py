"""What was published can be proved: an edition is what the trail says, or it isn't shown."""

import hashlib
import shutil

import duckdb
import pytest

from data.__main__ import main
from data.editions import check, files, listing, reading
from data.errors import DataError
from data.safety import doctor
from data.store import audit, database, durable, ledger, locking
from data.workflow import batches, clearance, followup
from tests import homes
from tests.reader import t

pytestmark = pytest.mark.home("terbit")

R1 = "2026-10-r1"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return homes.published(tmp_path_factory.mktemp("terbit") / "rumah")


def edit_edition(home, edition_id=R1):
    """Another score in the file, and a checksum beside it that fits."""
    path = files.path_of(home, edition_id)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE scores SET score = 73.79 WHERE unit = '32.16' AND period = '2026-10'")
    path.chmod(0o444)
    path.with_suffix(".sha256").write_text(f"{durable.checksum(path)}  {path.name}\n")


def put_edition(home, edition_id):
    """A file that was never published here, with a checksum that fits."""
    path = files.path_of(home, edition_id)
    shutil.copy(files.path_of(home, R1), path)
    path.with_suffix(".sha256").write_text(f"{durable.checksum(path)}  {path.name}\n")


# --- editions against the trail


def test_an_edition_edited_together_with_its_checksum_is_refused_by_name(home):
    edit_edition(home)
    assert check.is_intact(files.path_of(home, R1))  # as far as the two files go
    with pytest.raises(DataError, match=f"Edisi {R1} diubah bersama jumlah periksanya"):
        reading.open_edition(home)
    assert reading.newest_of(home, "2026-10") is None
    (shown,) = listing.overview(home)
    assert "sidiknya bukan yang tercatat" in str(shown.fault)


def test_a_file_changed_after_it_was_opened_is_noticed_at_the_next_opening(home):
    reading.open_edition(home).close()
    edit_edition(home)
    with pytest.raises(DataError, match="diubah bersama"):
        reading.open_edition(home)


def test_a_file_that_was_never_published_here_does_not_become_the_current_edition(home):
    put_edition(home, "2026-11-r1")
    with pytest.raises(DataError, match=f"Edisi 2026-11-r1 tidak tercatat di jejak audit.* {R1}"):
        reading.open_edition(home)
    reading.open_edition(home, R1).close()
    assert reading.newest_of(home, "2026-11") is None
    texts = [one.text for one in doctor.examine(t, home) if one.level == "rusak"]
    assert any("2026-11-r1 tidak tercatat" in text for text in texts)


def test_a_writer_at_work_keeps_nobody_from_an_edition_and_it_is_compared_as_soon_as_he_is_done(home):
    shutil.rmtree(home / "saksi")  # as before there was a witness, which mustn't keep doctor from comparing
    edit_edition(home)
    with locking.held(home, exclusive=True, wait=0, doing="impor"):
        reading.open_edition(home).close()
    with pytest.raises(DataError, match="diubah bersama"):
        reading.open_edition(home)


def test_editions_without_a_store_can_be_read(home):
    (home / database.DATABASE).unlink()
    reading.open_edition(home).close()


# --- rows and decisions against the trail


@pytest.fixture(scope="module")
def decided(made, tmp_path_factory):
    """A home in which people decided something of every kind."""
    home = tmp_path_factory.mktemp("putusan") / "rumah"
    shutil.copytree(made, home)
    followup.acknowledge(homes.session(home), "2026-10/32.16.18/sosial", R1)
    asked = clearance.request(homes.session(home), R1, "map", "2026-10", "a" * 64)
    clearance.refuse(homes.session(home), asked.id, reason="uji")
    batches.withdraw(homes.session(home), 5, "uji")
    return home


def sql(home, statement):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute(statement)


def broken(home):
    return [one.text for one in doctor.examine(t, home, deep=False) if one.level == "rusak"]


# Each alteration leaves the chain of the trail and all counts as they were, or adds what no act of the program added.
ALTERED = {
    "the name of a kecamatan": ("UPDATE kecamatan SET n_desa = n_desa + 1 WHERE kode = '32.16.07'", "daftar kecamatan diubah"),
    "who covers a kecamatan": ("DELETE FROM polsek WHERE kecamatan = '32.16.07'", "daftar Polsek diubah"),
    "a raw row": (
        "UPDATE kejadian SET luka = 40 WHERE id_baris = (SELECT min(id_baris) FROM kejadian)",
        "Batch 2, Kejadian: barisnya diubah",
    ),
    "an Ormas of the register": (
        "UPDATE ormas SET status = 'tidak_aktif' WHERE kode_ormas = (SELECT min(kode_ormas) FROM ormas)",
        "Batch 4, Daftar Ormas: barisnya diubah",
    ),
    "two rows exchanged": (
        "UPDATE survei SET id_baris = -id_baris WHERE id_baris = (SELECT max(id_baris) FROM survei)",
        "Batch 8, Survei: barisnya diubah",
    ),
    "a batch smuggled in": (
        "INSERT INTO batches SELECT 99, tabel, berkas, sha256, format, waktu, oleh, 0, 0, 0, dilewati FROM batches WHERE batch_id = 4",
        "Batch 99, daftar batch: tidak tercatat",
    ),
    "who imported": ("UPDATE batches SET oleh = 'orang lain' WHERE batch_id = 4", "Batch 4, daftar batch: barisnya diubah"),
    "a file taken for another's": ("UPDATE kiriman SET kiriman = 3 WHERE batch_id = 4", "Batch 4, daftar kiriman: barisnya diubah"),
    "a withdrawal undone": ("UPDATE batch_status SET status = 'aktif'", "Baris penarikan batch nomor"),
    "a verification turned round": ("UPDATE verifikasi SET status = 'ditolak' WHERE urutan = 7", "Baris verifikasi nomor"),
    "a verification added": (
        "INSERT INTO verifikasi SELECT 10000000, * EXCLUDE urutan FROM verifikasi WHERE urutan = 7",
        "Baris verifikasi yang tidak bersidik: ada 1, jejak audit mengenal 0",
    ),
    "a verification taken out": ("DELETE FROM verifikasi WHERE urutan = 7", "Baris verifikasi nomor"),
    "a follow-up that nobody did": (
        "INSERT INTO tindak_lanjut SELECT 10000000, * EXCLUDE urutan FROM tindak_lanjut",
        "Baris tindak lanjut yang tidak bersidik: ada 1",
    ),
    "who followed up": ("UPDATE tindak_lanjut SET oleh = 'orang lain'", "Baris tindak lanjut nomor"),
    "what was asked to be cleared": ("UPDATE izin SET catatan = 'lain'", "Baris permintaan izin nomor"),
    "a clearance that was refused": ("UPDATE izin_status SET status = 'disetujui'", "Baris keputusan izin nomor"),
}


def test_what_nobody_touched_is_whole(decided, capsys):
    assert broken(decided) == []
    assert main(["--home", str(decided), "audit", "check"]) == 0
    assert "baris utuh" in capsys.readouterr().out


@pytest.mark.parametrize("case", ALTERED)
def test_altered_rows_and_decisions_are_named_by_doctor_and_audit_check(decided, tmp_path, case, capsys):
    statement, sentence = ALTERED[case]
    home = tmp_path / "rumah"
    shutil.copytree(decided, home)
    sql(home, statement)
    with database.read(home) as con:
        assert audit.check(con).broken_at is None
    assert any(sentence in text for text in broken(home))
    assert main(["--home", str(home), "audit", "check"]) == 1
    assert sentence in capsys.readouterr().err


def test_every_table_of_the_store_is_told_by_the_trail_or_named_as_apart(made):
    with database.read(made) as con:
        tables = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert tables == {*ledger.KEYS, *ledger.ONCE, *ledger.APART}


def test_a_digest_stays_what_it_is_when_a_column_is_added_and_over_versions_of_the_database():
    with duckdb.connect() as con:
        con.execute("CREATE TABLE izin (nomor INTEGER, berat DOUBLE, pada TIMESTAMP, ya BOOLEAN, teks VARCHAR)")
        con.execute("INSERT INTO izin VALUES (1, 0.1, '2026-11-26 23:40:00', true, 'ä;7:x'), (2, 1e21, NULL, NULL, '')")
        told = ledger.of(con, "izin", [1, 2])
        lines = "berat:3:0.1;nomor:1:1;pada:19:2026-11-26 23:40:00;teks:6:ä;7:x;ya:4:true;\nberat:5:1e+21;nomor:1:2;teks:0:;"
        assert told == {"izin:1-2": hashlib.sha256(lines.encode()).hexdigest()}
        con.execute("ALTER TABLE izin ADD COLUMN alasan VARCHAR")
        assert ledger.of(con, "izin", [2, 1]) == told
        con.execute("UPDATE izin SET alasan = '' WHERE nomor = 2")
        assert ledger.of(con, "izin", [1, 2]) != told


# --- older stores


def without_digests(home):
    """As a program wrote it before there were digests: the same rows, a whole chain, no digest in it."""
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("UPDATE audit SET rincian = json_merge_patch(rincian, '{\"sidik\": null}')")
        con.execute(  # the population came with a row of its own
            "INSERT INTO audit SELECT urutan + 1, waktu, oleh, 'import', '{\"batch\": 1}', hash, 'x' FROM audit ORDER BY urutan DESC LIMIT 1"
        )
        chain_anew(con)


def chain_anew(con):
    """What somebody does who alters a row of the trail and knows how its hashes are made."""
    before = audit.START
    rows = con.execute("SELECT urutan, waktu, oleh, tindakan, rincian FROM audit ORDER BY urutan").fetchall()
    for number, *said in rows:
        digest = audit.row_hash(number, *said, before)
        con.execute("UPDATE audit SET hash_sebelum = ?, hash = ? WHERE urutan = ?", [before, digest, number])
        before = digest


def test_batches_of_before_are_said_to_be_without_a_digest_and_new_ones_have_one(decided, tmp_path):
    home = tmp_path / "rumah"
    shutil.copytree(decided, home)
    without_digests(home)
    with database.read(home) as con:
        report = ledger.check(con)
    assert (report.faults, report.digests, report.old_batches) == ((), 0, 8)
    texts = [one.text for one in doctor.examine(t, home, deep=False)]
    assert any("8 batch masuk sebelum ada sidik" in text for text in texts)
    batches.restore(homes.session(home), 5, "uji")
    with database.read(home) as con:
        report = ledger.check(con)
    assert (report.faults, report.digests) == ((), 1)


@pytest.mark.parametrize("table", ["verifikasi", "tindak_lanjut", "izin_status", "batch_status"])
def test_decisions_of_before_are_as_many_as_the_trail_says(decided, tmp_path, table):
    home = tmp_path / "rumah"
    shutil.copytree(decided, home)
    without_digests(home)
    sql(home, f"DELETE FROM {table} WHERE urutan = (SELECT max(urutan) FROM {table})")
    assert any("yang tidak bersidik" in text for text in broken(home))
