"""What whoever watches the server is told of a home, and that nobody's work is disturbed by looking."""

from datetime import datetime

import pytest

from data.access.access_file import FILE
from data.editions import files
from data.safety import backup, health
from data.safety.health import Health
from data.store import database, locking
from tests import homes

EDITION = "2026-10-r1"


@pytest.fixture(autouse=True)
def _nothing_is_known(monkeypatch):
    monkeypatch.setattr(health, "_opened", {})
    monkeypatch.setattr(health, "_folders", {})


@pytest.fixture
def office(tmp_path):
    return homes.copy("contoh", tmp_path / "home")


def test_a_folder_without_a_store(tmp_path):
    assert health.examine(tmp_path) == Health(("no_store", "no_edition"), None, None)


def test_a_new_store_has_no_edition(home):
    assert health.examine(home) == Health(("no_edition",), None, None)


def test_a_home_in_order(office, tmp_path):
    """With the newest backup, also where it lies in another folder."""
    assert health.examine(office) == Health((), EDITION, None)
    made = backup.create(homes.session(office), tmp_path / "lain")
    assert health.examine(office) == Health((), EDITION, datetime.fromisoformat(made.made_at))


def test_a_damaged_edition_is_named_and_mended_again(office):
    path = files.path_of(office, EDITION)
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-1] + b"?")
    assert health.examine(office) == Health(("edition_damaged",), EDITION, None)
    path.write_bytes(whole)
    assert health.examine(office) == Health((), EDITION, None)


def test_an_edition_that_no_version_of_the_program_can_open(office):
    """Its file is what was published, and all the same no page can be drawn from it."""
    path = files.path_of(office, EDITION)
    path.chmod(0o600)
    path.write_bytes(b"?" * 4096)
    digest = files.durable.checksum(path)
    path.with_suffix(".sha256").chmod(0o600)
    path.with_suffix(".sha256").write_text(f"{digest}  {path.name}\n")
    assert health.examine(office).faults == ("edition_damaged",)


def test_a_damaged_store_is_told_and_pages_of_an_edition_may_still_be_there(office):
    database_file = office / database.DATABASE
    database_file.write_bytes(b"?" * database_file.stat().st_size)
    assert health.examine(office).faults == ("store_unreadable",)


def test_a_wrong_access_file(office):
    (office / FILE).write_text("[masuk")
    assert health.examine(office).faults == ("access",)


def test_who_writes_is_not_waited_for_and_the_backups_of_before_stay_known(office, tmp_path):
    backup.create(homes.session(office), tmp_path / "lain")
    found = health.examine(office)
    with locking.held(office, exclusive=True, wait=0, doing="ujian"):
        assert health.examine(office) == found


def test_looking_changes_nothing(office):
    """No row, no migration: a store of an older program is brought up to date by who uses it."""
    before = {path: path.stat().st_mtime_ns for path in office.rglob("*") if path.is_file() and "lock" not in path.name}
    health.examine(office)
    assert {path: path.stat().st_mtime_ns for path in office.rglob("*") if path.is_file() and "lock" not in path.name} == before
