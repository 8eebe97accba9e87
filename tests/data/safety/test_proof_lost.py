"""What was taken away or altered beside the trail is named: the kind of a store, lines of the witness; good backups stay meanwhile."""

import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from data.__main__ import main
from data.editions import files
from data.errors import DataError
from data.safety import backup, doctor, recovery
from data.store import audit, database, durable, shape, signing, witness
from data.workflow import four_eyes
from tests import homes
from tests.data.editions.test_edition_life import dead_process
from tests.data.workflow.test_four_eyes import sign_in
from tests.reader import t

R1, R2 = "2026-10-r1", "2026-10-r2"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two editions, and an act after them."""
    home = homes.published(tmp_path_factory.mktemp("terbit") / "rumah")
    homes.write_edition(home, R2)
    note(home)
    return home


@pytest.fixture
def home(made, tmp_path):
    folder = tmp_path / "rumah"
    shutil.copytree(made, folder)
    return folder


def note(home):
    with database.write(home, doing="uji") as con:
        audit.append(con, "uji", {}, by=homes.BY)


def sql(home, *statements):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        for statement in statements:
            con.execute(statement)


def said(home, level="rusak"):
    return [one.text for one in doctor.examine(t, home, deep=False) if one.level == level]


def check(home, capsys):
    status = main(["--home", str(home), "audit", "check"])
    return status, capsys.readouterr().err


# --- the kind


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE store_meta SET value = 'nyata' WHERE key = 'jenis'",
        "DELETE FROM store_meta WHERE key = 'jenis'",
    ],
)
def test_a_store_whose_kind_was_altered_is_named_and_stays_what_it_was(home, harm, capsys):
    assert said(home) == []
    sql(home, harm)
    with database.read(home) as con:
        assert database.kind(con) == "simulasi"
    assert any("Jenis basis data diubah: dibuat sebagai simulasi" in text for text in said(home))
    status, told = check(home, capsys)
    assert (status, "Jenis basis data diubah" in told) == (1, True)


def test_another_kind_written_into_a_real_store_does_not_switch_four_eyes_off(tmp_path):
    real = tmp_path / "rumah"
    homes.new(real, "nyata")
    sign_in(real)
    sql(real, "UPDATE store_meta SET value = 'simulasi' WHERE key = 'jenis'")
    with database.read(real) as con:
        assert four_eyes.is_on(con, real)


# --- backups


def keep(home, capsys, number):
    status = main(["--home", str(home), "backup", "--keep", str(number)])
    return status, capsys.readouterr().err


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM audit WHERE urutan > 8",
        "UPDATE kejadian SET luka = 40 WHERE id_baris = (SELECT min(id_baris) FROM kejadian)",
        "UPDATE store_meta SET value = 'nyata' WHERE key = 'jenis'",
    ],
)
def test_backups_of_an_altered_store_do_not_push_the_good_ones_out(home, harm, capsys):
    good = [backup.create(homes.session(home)).path for _ in range(2)]
    assert keep(home, capsys, 3) == (0, "")
    sql(home, harm)
    for _ in range(3):
        status, told = keep(home, capsys, 2)
        assert status == 1
        assert "Tidak ada cadangan lama yang dihapus" in told
        assert "python -m data doctor" in told
    assert all(path.exists() for path in good)
    assert len(backup.listing(home / backup.FOLDER)) == 6  # the new ones were made: they are evidence


def test_backups_with_a_damaged_edition_do_not_push_the_good_ones_out(home, capsys):
    good = backup.create(homes.session(home)).path
    path = files.path_of(home, R1)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-100])
    for _ in range(2):
        status, told = keep(home, capsys, 1)
        assert (status, f"edisi {R1} sudah rusak" in told) == (1, True)
    assert good.exists()


# --- the witness


LOST = {
    "heads": (lambda folder: (folder / witness.HEADS).unlink(), [f"edisi {R1} terbit dengan kunci saksi"]),
    "editions": (lambda folder: (folder / witness.EDITIONS).unlink(), [f"{witness.EDITIONS}: {R1}, {R2}"]),
    "all": (shutil.rmtree, [f"edisi {R1} terbit dengan kunci saksi", f"{witness.EDITIONS}: {R1}, {R2}"]),
    "a line": (lambda folder: drop_line(folder, R1), [f"{witness.EDITIONS}: {R1}."]),
    "the last line": (lambda folder: drop_line(folder, R2), [f"{witness.EDITIONS}: {R2}."]),
}


def drop_line(folder, edition_id):
    log = folder / witness.EDITIONS
    log.write_text("".join(line for line in log.read_text().splitlines(True) if f" {edition_id} " not in line))


@pytest.mark.parametrize("case", LOST)
def test_a_lost_witness_is_not_called_one_that_never_was(home, case, capsys):
    harm, sentences = LOST[case]
    harm(witness.folder_of(home))
    found = said(home)
    assert len(found) == len(sentences)
    for sentence in sentences:
        assert any("Catatan saksi hilang" in text and sentence in text for text in found)
    assert not any("aksi" in text for text in said(home, "perhatian"))
    status, told = check(home, capsys)
    assert (status, "Catatan saksi hilang" in told) == (1, True)


@pytest.mark.parametrize("moment", ["after the commit", "before the edition's line", "before its name"])
def test_the_first_publication_ever_that_is_killed_is_not_taken_for_a_loss(tmp_path, monkeypatch, moment):
    home = tmp_path / "rumah"
    with monkeypatch.context() as patch:  # a store from before there was a witness
        patch.setattr(witness, "follow", lambda *_: None)
        database.init(home, "simulasi")
        homes.ONLY["kejadian"](home)

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(files.durable, "remove", lambda _: None)  # a kill clears nothing away
        patch.setattr(witness, "follow", crash if moment == "after the commit" else witness.follow)
        patch.setattr(witness, "tell", crash if moment == "before the edition's line" else witness.tell)
        if moment == "before its name":
            patch.setattr(Path, "rename", crash)
        with pytest.raises(KeyboardInterrupt):
            homes.write_edition(home, R1)
    (left,) = (home / "editions").glob(".*.tmp")
    left.rename(left.with_name(left.name.replace(str(os.getpid()), dead_process())))
    assert not any("Catatan saksi hilang" in text for text in said(home))
    assert files.finish_interrupted(home) == [R1]
    assert said(home) == []
    assert not any("aksi" in text for text in said(home, "perhatian"))


# --- how the store is built


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        # Every verified incident has half the injured that its rows have.
        (
            "CREATE OR REPLACE VIEW kejadian_terverifikasi AS SELECT * REPLACE (luka // 2 AS luka) FROM kejadian_semua WHERE status_verifikasi = 'terverifikasi'",
            "kejadian_terverifikasi",
        ),
        ("CREATE FUNCTION strftime(day, form) AS '2026-10'", "strftime()"),
        ("ALTER TABLE verifikasi ALTER status SET DEFAULT 'terverifikasi'", "verifikasi"),
        ("CREATE TABLE giat AS FROM kegiatan", "giat"),
        ("DROP VIEW pindah_berlaku", "pindah_berlaku"),
        ("CREATE TYPE bulan AS ENUM ('2026-10')", "bulan::"),
    ],
)
def test_rows_that_are_read_through_something_else_are_noticed_though_untouched(home, harm, name, capsys):
    assert said(home) == []
    sql(home, harm)
    assert any(f"Susunan basis data diubah di luar program: {name}." in text for text in said(home))
    status, told = check(home, capsys)
    assert (status, "Susunan basis data diubah" in told) == (1, True)


def test_a_store_that_waits_for_a_migration_is_built_as_it_should_be(tmp_path):
    with duckdb.connect(str(tmp_path / database.DATABASE)) as con:
        database.migrate(con, {1, 10, 20})
        assert database.pending_migrations(con)
        assert shape.altered(con) == []


# --- the key


def test_a_key_that_is_gone_is_said_before_it_is_needed_and_the_next_rows_are_not_promised_a_line(home):
    (home / "saksi" / "saksi.pem").unlink()
    lost = "kunci saksi hilang. Pulihkan dari salinannya, atau mulai kunci baru: python -m data witness rotate --lost"
    assert [text for text in said(home, "perhatian") if lost in text]
    note(home)
    found = doctor.examine(t, home, deep=False)
    assert [one for one in found if lost in one.text]
    assert [one.action for one in found if "1 baris terakhir jejak audit belum disaksikan" in one.text] == [""]
    assert main(["--home", str(home), "witness", "rotate", "--lost"]) == 0
    assert not [text for text in said(home, "perhatian") if "kunci saksi" in text]


def test_another_key_in_its_place_is_named_before_it_has_signed_anything(home, tmp_path, capsys):
    stranger = signing.Keys(tmp_path / "lain", "saksi")
    name = stranger.name()
    shutil.copy(stranger.private, home / "saksi" / "saksi.pem")
    named = f"Kunci saksi diganti di luar program: {name} bukan salah satu kuncinya."
    assert said(home) == [named]
    status, told = check(home, capsys)
    assert (status, named in told) == (1, True)


def test_rows_that_were_altered_are_noticed_though_size_and_date_of_the_file_are_put_back(home):
    """By a process that has already recomputed the digests, as that of the pages."""
    assert said(home) == []
    path = home / database.DATABASE
    before = path.stat()
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE kejadian SET luka = 40 WHERE id_baris = (SELECT min(id_baris) FROM kejadian)")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert any("Kejadian: barisnya diubah" in text for text in said(home))


FORGED = {
    "rows": ("UPDATE kejadian SET luka = 40 WHERE id_baris = (SELECT min(id_baris) FROM kejadian)", "Kejadian: barisnya diubah"),
    "a view": (
        "CREATE OR REPLACE VIEW kejadian_terverifikasi AS SELECT * FROM kejadian_semua",
        "Susunan basis data diubah di luar program: kejadian_terverifikasi",
    ),
}


@pytest.mark.parametrize("case", FORGED)
@pytest.mark.parametrize("when", ["before it was made", "after"])
def test_a_backup_of_what_was_altered_is_not_restored(home, case, when):
    """After: with a manifest that was made to fit."""
    statement, sentence = FORGED[case]
    if when != "after":
        sql(home, statement)
    made = backup.create(homes.session(home))
    if when == "after":
        copy, manifest = made.path / database.DATABASE, made.path / backup.MANIFEST
        for path in (copy, manifest):
            path.chmod(0o644)
        with duckdb.connect(str(copy)) as con:
            con.execute(statement)
        facts = json.loads(manifest.read_text())
        facts["files"][database.DATABASE] = {"sha256": durable.checksum(copy), "size": copy.stat().st_size}
        manifest.write_text(json.dumps(facts))
    before = (home / database.DATABASE).read_bytes()
    with pytest.raises(DataError, match=f"diubah di luar program, atau diubah sesudah dibuat: .*{sentence}"):
        recovery.restore(homes.session(home), made.path)
    assert (home / database.DATABASE).read_bytes() == before
