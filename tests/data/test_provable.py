"""What was published can be proved: an edition is what the trail says, or it isn't shown."""

import shutil

import duckdb
import pytest

from data import doctor, durable, edition_files, edition_list, locking, reading, store
from data.errors import DataError

R1 = "2026-10-r1"


@pytest.fixture
def home(simulated_home, tmp_path):
    folder = tmp_path / "rumah"
    shutil.copytree(simulated_home, folder)
    return folder


def edit_edition(home, edition_id=R1):
    """Another score in the file, and a checksum beside it that fits."""
    path = edition_files.path_of(home, edition_id)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE scores SET score = 73.79 WHERE unit = '32.16' AND period = '2026-10'")
    path.chmod(0o444)
    path.with_suffix(".sha256").write_text(f"{durable.checksum(path)}  {path.name}\n")


def put_edition(home, edition_id):
    """A file that was never published here, with a checksum that fits."""
    path = edition_files.path_of(home, edition_id)
    shutil.copy(edition_files.path_of(home, R1), path)
    path.with_suffix(".sha256").write_text(f"{durable.checksum(path)}  {path.name}\n")


# --- editions against the trail


def test_an_edition_edited_together_with_its_checksum_is_refused_by_name(home):
    edit_edition(home)
    assert reading.is_intact(edition_files.path_of(home, R1))  # as far as the two files go
    with pytest.raises(DataError, match=f"Edisi {R1} diubah bersama jumlah periksanya"):
        reading.open_edition(home)
    assert reading.newest_of(home, "2026-10") is None
    (shown,) = edition_list.overview(home)
    assert "sidiknya bukan yang tercatat" in shown.fault


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
    texts = [one.text for one in doctor.examine(home) if one.level == "rusak"]
    assert any("2026-11-r1 tidak tercatat" in text for text in texts)


def test_a_writer_at_work_keeps_nobody_from_an_edition_and_it_is_compared_as_soon_as_he_is_done(home):
    edit_edition(home)
    with locking.held(home, exclusive=True, wait=0, doing="impor"):
        reading.open_edition(home).close()
    with pytest.raises(DataError, match="diubah bersama"):
        reading.open_edition(home)


def test_editions_without_a_store_can_be_read(home):
    (home / store.DATABASE).unlink()
    reading.open_edition(home).close()
