"""Times are told in the time zone of the territory, by name; the store keeps UTC."""

from datetime import datetime

import pytest

from data.__main__ import main
from data.store import audit, clock, database, moments
from tests import reader
from tests.reader import t


def test_the_hour_of_the_office_not_that_of_greenwich():
    assert moments.moment(t, datetime(2026, 11, 3, 17, 30)) == "4 Nov 2026 00.30 WIB"
    reader.use("en")
    assert moments.moment(t, "2026-11-03T17:30:00") == "4 Nov 2026 00:30 WIB"


def test_a_day_begins_when_it_begins_here():
    assert moments.begins("2026-11-04") == datetime(2026, 11, 3, 17)
    with pytest.raises(ValueError, match="Invalid isoformat"):
        moments.begins("kemarin")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 3, 17, 30))
    database.init(tmp_path / "rumah", "nyata")
    return tmp_path / "rumah"


@pytest.mark.parametrize(("day", "rows"), [("2026-11-03", 0), ("2026-11-04", 1)])
def test_the_trail_is_searched_by_days_of_the_office(home, day, rows):
    with database.read(home) as con:
        assert len(audit.entries(con, first=day, last=day)) == rows


def test_lists_of_the_command_line_tell_the_same_hour_as_the_pages(home, capsys):
    assert main(["--home", str(home), "audit", "list"]) == 0
    assert "4 Nov 2026 00.30 WIB" in capsys.readouterr().out
    assert main(["--home", str(home), "batches", "list"]) == 0
    assert "UTC" not in capsys.readouterr().out


def test_who_did_not_sign_in_is_the_user_of_this_machine_and_others_keep_their_names():
    assert str(audit.person(audit.account())) == "pengguna mesin ini"
    assert str(audit.person("operator@bekasi.example")) == "operator@bekasi.example"
