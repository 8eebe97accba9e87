"""Editions from publishing to pruning: whole or not there, explained, exported, never lost by accident."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from data.editions import comparing, exporting, files, prune, reading
from data.errors import DataError
from data.store import audit, database, durable, witness
from data.workflow import batches, publishing, verification
from tests import frozen, homes
from tests.reader import t

pytestmark = pytest.mark.home("contoh")

PERIOD = "2026-10"


@pytest.fixture(scope="module")
def two_editions(simulated_home, tmp_path_factory):
    """r2 after the waiting incidents were verified and the survey batch was withdrawn."""
    folder = tmp_path_factory.mktemp("dua") / "rumah"
    shutil.copytree(simulated_home, folder)
    session = homes.session(folder)
    verification.decide(session, verification.Filter(table="kejadian"), "terverifikasi", reason="uji")
    with database.read(folder) as con:
        survey = con.execute("SELECT batch_id FROM batches WHERE tabel = 'survei'").fetchone()[0]
    batches.withdraw(session, survey, "uji")
    assert publishing.publish(session, PERIOD) == "2026-10-r2"
    return folder


def trail(home):
    with database.read(home) as con:
        return audit.entries(con)


def pretend(home, edition_id):
    """Another revision with the same content, recorded as if it had been published."""
    source, target = (files.path_of(home, one) for one in ("2026-10-r1", edition_id))
    shutil.copy(source, target)
    digest = durable.checksum(target)
    target.with_suffix(".sha256").write_text(f"{digest}  {target.name}\n")
    with database.write(home, doing="uji") as con:
        audit.append(con, "terbit", {"edisi": edition_id, "sha256": digest}, by=homes.BY)


# --- publishing


def test_an_edition_says_what_it_was_made_of(home):
    edition = reading.open_edition(home)
    assert edition.batches()["tabel"].tolist() == [
        "penduduk",
        "ormas",
        "kegiatan",
        "kejadian",
        "survei",
        "pelatihan",
        "kelengkapan",
        "langkah_penanganan",
        "wilayah_polsek",
        "riwayat_ormas",
    ]
    events = edition.batches().set_index("tabel").loc["kejadian"]
    assert events["terverifikasi"] + events["menunggu"] + events["ditolak"] == events["baris_masuk"]
    shares = verification.share_of(edition.verification())
    assert len(shares) == 23
    assert shares["share"].between(0.9, 1).all()
    assert edition.meta["published_by"] == audit.account()
    edition.close()


def test_the_trail_knows_the_checksum_of_what_was_published(home):
    recorded = trail(home).set_index("tindakan").loc["terbit", "rincian"]
    said = json.loads(recorded)
    assert (said["edisi"], said["kunci"]) == ("2026-10-r1", witness.key_name(home))
    assert said["sha256"] == durable.checksum(files.path_of(home, "2026-10-r1"))


def test_a_revision_is_never_given_twice_even_when_its_file_is_gone(home):
    files.path_of(home, "2026-10-r1").unlink()
    assert files.next_id(home, PERIOD) == "2026-10-r2"


TABLES = frozen.frames({"meta": pd.DataFrame({"key": ["edition"], "value": ["2026-10-r2"]})})


def test_a_crash_between_record_and_name_is_finished_by_the_next_publication(home, monkeypatch):
    def crash(self, target):
        raise KeyboardInterrupt

    unlink = Path.unlink
    monkeypatch.setattr(Path, "rename", crash)
    monkeypatch.setattr(
        Path,
        "unlink",
        lambda self, missing_ok=False: (
            None if ".tmp" in self.name and self.exists() and self.stat().st_size else unlink(self, missing_ok=True)
        ),
    )
    with pytest.raises(KeyboardInterrupt):
        files.write(home, "2026-10-r2", TABLES, homes.BY)
    monkeypatch.undo()
    (left,) = (home / "editions").glob(".2026-10-r2*.tmp")
    left.rename(left.with_name(left.name.replace(str(os.getpid()), dead_process())))
    assert reading.list_editions(home) == ["2026-10-r1"]
    assert files.finish_interrupted(home) == ["2026-10-r2"]
    edition = reading.open_edition(home)
    assert edition.id == "2026-10-r2"
    edition.close()
    assert not list((home / "editions").glob(".*"))


def test_what_a_crash_left_before_the_record_is_cleared(home):
    half = home / "editions" / f".2026-10-r2.duckdb.{dead_process()}.tmp"
    half.write_bytes(b"setengah")
    assert files.finish_interrupted(home) == []
    assert not half.exists()


def test_what_another_publisher_is_still_writing_is_left_alone(home):
    busy = home / "editions" / f".2026-10-r2.duckdb.{os.getpid()}.tmp"
    busy.write_bytes(b"setengah")
    assert files.finish_interrupted(home) == []
    assert busy.exists()


def dead_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return str(process.pid)


def test_two_publishers_don_t_write_one_edition(home):
    with pytest.raises(DataError, match="baru saja diterbitkan"):
        files.write(home, "2026-10-r1", TABLES, homes.BY)
    assert len(trail(home).query("tindakan == 'terbit'")) == 1


# --- opening


def test_a_damaged_edition_is_refused_and_the_intact_one_before_it_is_offered(home):
    for revision in (2, 3):
        pretend(home, f"2026-10-r{revision}")
    for damaged in ("2026-10-r3", "2026-10-r2"):
        path = files.path_of(home, damaged)
        path.chmod(0o644)
        with path.open("r+b") as target:
            target.seek(4096)
            target.write(b"\xff\xfe")
    with pytest.raises(DataError, match=r"Edisi 2026-10-r3 rusak.*Edisi sebelumnya: 2026-10-r1"):
        reading.open_edition(home)


def test_a_file_is_read_through_once_and_again_when_it_changed(home, monkeypatch):
    reading.open_edition(home).close()
    calls = []
    monkeypatch.setattr(durable, "checksum", lambda path: calls.append(path) or "lain")
    reading.open_edition(home).close()
    assert calls == []
    os.utime(files.path_of(home, "2026-10-r1"))
    with pytest.raises(DataError, match="rusak"):
        reading.open_edition(home)
    assert len(calls) == 1


# --- comparing


def test_a_comparison_names_batches_and_verifications_and_the_scores_that_moved(two_editions):
    before, after = (reading.open_edition(two_editions, one) for one in ("2026-10-r1", "2026-10-r2"))
    result = comparing.compare(t, before, after)
    assert any(cause.startswith("Batch ") and "(Survei" in cause and "ditarik" in cause for cause in result.causes)
    (verified,) = [cause for cause in result.causes if cause.startswith("Verifikasi")]
    waiting = int(before.batches().set_index("tabel").loc["kejadian", "menunggu"])
    assert f"terverifikasi +{waiting}, ditolak 0, menunggu −{waiting}" in verified
    shared = [cause for cause in result.causes if "ikut bergeser" in cause]
    assert len(result.causes) - len(shared) == 2
    assert 0 < len(result.changed) < result.compared
    scored = result.changed.dropna(subset=["score_before", "score_after"])
    moved = scored["score_before"].round(1) != scored["score_after"].round(1)
    other = (scored["band_before"] != scored["band_after"]) | (scored["status_before"] != scored["status_after"])
    verdict = scored["change_class_before"].fillna("") != scored["change_class_after"].fillna("")
    assert (moved | other | verdict).all()
    assert f"{len(result.changed)} dari {result.compared} skor" in comparing.describe(t, result)
    before.close()
    after.close()


def test_two_editions_of_the_same_are_the_same(home):
    pretend(home, "2026-10-r2")
    before, after = (reading.open_edition(home, one) for one in ("2026-10-r1", "2026-10-r2"))
    result = comparing.compare(t, before, after)
    assert (result.causes, len(result.changed)) == ([], 0)
    assert "Bahan kedua edisi sama" in comparing.describe(t, result)
    before.close()
    after.close()


# --- exporting


def test_an_export_is_complete_says_that_it_is_simulated_and_reads_back(home, tmp_path):
    edition = reading.open_edition(home)
    folder = exporting.to_folder(edition, tmp_path)
    assert folder.name == "kondusif-2026-10-r1-DATA-SIMULASI"
    assert "DATA SIMULASI – BUKAN DATA NYATA" in (folder / "README.md").read_text()
    for name, frame in edition.tables().items():
        if name not in ("boundary", "method"):
            kept = pd.read_parquet(folder / "parquet" / f"{name}.parquet")
            pd.testing.assert_frame_equal(kept, frame, check_dtype=False)
            assert len(pd.read_csv(folder / "csv" / f"{name}.csv", keep_default_na=False)) == len(frame)
    with pytest.raises(DataError, match="sudah ada"):
        exporting.to_folder(edition, tmp_path)
    edition.close()


def test_every_column_of_an_edition_has_its_meaning_in_both_languages(home):
    edition = reading.open_edition(home)
    told = exporting.dictionary(edition, "id"), exporting.dictionary(edition, "en")
    edition.close()
    assert told[0]["kolom"].tolist() == told[1]["column"].tolist()
    assert all((words[meaning] != "").all() for words, meaning in zip(told, ("arti", "meaning"), strict=True))
    assert not (told[0]["arti"] == told[1]["meaning"]).all()


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text, tmp_path):
    path = tmp_path / "uji.csv"
    exporting.write_csv(pd.DataFrame({"name": [text, "Karang Taruna"], "value": [-1.5, 2.0]}), path)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[1:] == [[f"'{text}", "-1.5"], ["Karang Taruna", "2.0"]]


def test_the_zip_is_the_same_bytes_every_time(home):
    edition = reading.open_edition(home)
    packed = exporting.to_zip(edition)
    assert packed == exporting.to_zip(edition)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert "kondusif-2026-10-r1-DATA-SIMULASI/csv/scores.csv" in names
    edition.close()


# --- pruning


def test_pruning_says_first_keeps_the_last_and_what_somebody_relied_on(home):
    for revision in (2, 3, 4):
        pretend(home, f"2026-10-r{revision}")
    with database.write(home, doing="uji") as con:
        audit.append(con, "izin_siaran", {"edisi": "2026-10-r2", "izin": "S-001"}, by=homes.BY)
    assert prune.plan(t, home, 1).removed == ["2026-10-r3"]
    assert len(reading.list_editions(home)) == 4
    done = prune.prune(homes.session(home), 1)
    assert done.removed == ["2026-10-r3"]
    assert "izin_siaran" in done.kept["2026-10-r2"]
    assert "keputusan" in done.kept["2026-10-r1"], "a meeting decided on what it said"
    assert reading.list_editions(home) == ["2026-10-r4", "2026-10-r2", "2026-10-r1"]
    assert sorted(path.suffix for path in (home / "editions").iterdir()) == [".duckdb"] * 3 + [".sha256"] * 3
    pruned = trail(home).query("tindakan == 'pangkas'")["rincian"].map(json.loads)
    assert [row["edisi"] for row in pruned] == [["2026-10-r3"]]
    with database.read(home) as con:
        assert files.pruned(con) == {"2026-10-r3"}
    assert files.next_id(home, PERIOD) == "2026-10-r5"


def test_pruning_never_takes_the_last_revision_of_a_month(home):
    assert prune.prune(homes.session(home), 1).removed == []
    with pytest.raises(DataError, match="Sedikitnya satu"):
        prune.prune(homes.session(home), 0)
