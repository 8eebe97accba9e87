"""The time is asked for in one place; a clock that was moved opens nothing and publishes nothing until somebody confirms it."""

import ast
import json
import os
import re
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.__main__ import main
from data.access import clock_watch, viewers
from data.access.clock_watch import TimeInDoubtError
from data.access.viewers import AccessError, Viewer
from data.editions import reading
from data.errors import DataError
from data.safety import doctor
from data.store import anchor, audit, clock, database, database_file
from data.store.clock import Reading
from data.workflow import clearance, erasing, publishing, timekeeping
from tests import homes
from tests.reader import t

ROOT = Path(__file__).parents[3]
HOUR, DAY = 3600.0, 86400.0
NOON = datetime(2026, 11, 5, 5, tzinfo=UTC).timestamp()  # 5 November 2026 12.00 WIB


class Machine:
    """Both clocks of a machine, as a test moves them."""

    def __init__(self):
        self.wall, self.up, self.start = NOON, 1000.0, 1

    def __call__(self):
        return Reading(self.wall, self.up, f"nyala-{self.start}")

    def passes(self, seconds):
        self.wall, self.up = self.wall + seconds, self.up + seconds

    def is_set(self, seconds):
        """Somebody, or something, moves the hands."""
        self.wall += seconds

    def is_off(self, seconds):
        """Off and on again; meanwhile the clock goes on by itself."""
        self.wall, self.up, self.start = self.wall + seconds, 20.0, self.start + 1


@pytest.fixture
def machine():
    made = Machine()
    clock.use(made)
    yield made
    clock.use(None)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    clock.use(Machine())
    home = tmp_path_factory.mktemp("jam") / "rumah"
    database.init(home, "nyata")  # no copy: its first entry is of this clock too
    homes.ONLY["kejadian"](home)
    yield home
    clock.use(None)


@pytest.fixture
def home(made, machine, tmp_path):
    """A store in which an edition could be published, and which has met its machine."""
    copy = tmp_path / "rumah"
    shutil.copytree(made, copy)
    for path in copy.iterdir():
        os.utime(path, (NOON, NOON))
    assert clock_watch.doubt(copy) is None
    return copy


def another_process(home):
    """Forget what this process remembers: only what stands in the home is left."""
    anchor._remembered.pop(home, None)


def row(home):
    with database.write(home, doing="uji") as con:
        audit.append(con, "uji", {}, by=homes.BY)


def slews(machine):
    for _ in range(59):
        machine.passes(DAY)
        machine.is_set(60)


def leap(machine):
    machine.is_set(-1)


def zone(machine):
    os.environ["TZ"] = "Asia/Jayapura"
    time.tzset()


BELIEVED = {
    "a year goes by": lambda machine: machine.passes(365 * DAY),
    "asleep for a week": lambda machine: machine.passes(7 * DAY),
    "put right by a minute a day, for two months": slews,
    "a leap second": leap,
    "another time zone": zone,
    "set by an hour, not more": lambda machine: machine.is_set(HOUR),
    "restarted at once": lambda machine: machine.is_off(60),
    "off over a week-end": lambda machine: machine.is_off(3 * DAY - HOUR),
    "restarted, NTP took two minutes off": lambda machine: (machine.is_off(60), machine.is_set(-120)),
}
MOVED = {
    "ahead by more than an hour": (lambda machine: machine.is_set(HOUR + 1), "bergeser"),
    "back by more than an hour": (lambda machine: machine.is_set(-HOUR - 1), "bergeser"),
    "by half an hour, three times": (lambda machine: [machine.is_set(HOUR / 2) for _ in range(3)], "bergeser"),
    "ahead while it slept": (lambda machine: (machine.passes(DAY), machine.is_set(30 * DAY)), "bergeser"),
    "behind the trail after a restart": (lambda machine: (machine.is_off(60), machine.is_set(-HOUR)), "mundur"),
    "reset by an empty battery": (lambda machine: (machine.is_off(60), machine.is_set(-20 * 365 * DAY)), "mundur"),
    "far ahead after a restart": (lambda machine: machine.is_off(3 * DAY + 60), "dinyalakan"),
}


@pytest.fixture
def _zone_again(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_zone_again")
@pytest.mark.parametrize("case", BELIEVED)
def test_what_clocks_do_by_themselves_is_no_reason_to_ask(home, machine, case):
    row(home)
    BELIEVED[case](machine)
    assert clock_watch.doubt(home) is None
    another_process(home)
    assert clock_watch.doubt(home) is None
    assert clock_watch.reached(home) == clock.now()


@pytest.mark.parametrize("case", MOVED)
def test_a_clock_that_was_moved_is_asked_about_by_every_process_until_somebody_answers(home, machine, case):
    row(home)
    move, cause = MOVED[case]
    move(machine)
    for _ in ("this process", "another one"):
        assert clock_watch.doubt(home).cause == cause
        another_process(home)
    machine.wall = NOON + machine.up - 1000.0  # put back without a word: rows may have been written meanwhile
    row(home)
    assert clock_watch.doubt(home).cause == cause
    machine.is_off(60)
    assert clock_watch.doubt(home).cause == cause
    timekeeping.confirm(homes.session(home))
    another_process(home)
    assert clock_watch.doubt(home) is None
    machine.passes(HOUR)
    row(home)
    assert clock_watch.doubt(home) is None


@pytest.mark.parametrize("case", MOVED)
def test_who_writes_first_after_the_clock_was_moved_does_not_hide_it(home, machine, case):
    row(home)
    move, cause = MOVED[case]
    move(machine)
    row(home)
    row(home)
    another_process(home)
    assert clock_watch.doubt(home).cause == cause


def test_a_process_that_is_running_remembers_though_the_file_is_taken_away(home, machine):
    (home / anchor.FILE).unlink()
    machine.is_set(2 * HOUR)
    assert clock_watch.doubt(home).cause == "bergeser"
    assert json.loads((home / anchor.FILE).read_text())["doubt"]["cause"] == "bergeser"


def test_a_folder_that_cannot_be_written_is_read_all_the_same_and_its_clock_watched(home, machine, monkeypatch):
    (home / anchor.FILE).unlink()
    another_process(home)
    monkeypatch.setattr(anchor.durable, "write", lambda *_: (_ for _ in ()).throw(PermissionError()))
    assert clock_watch.doubt(home) is None
    machine.is_set(2 * HOUR)
    assert clock_watch.doubt(home).cause == "bergeser"


def test_a_spoilt_file_counts_as_none(home, machine):
    (home / anchor.FILE).write_text('{"wall": "x"')
    another_process(home)
    assert clock_watch.doubt(home) is None
    assert anchor.read(home).boot == "nyala-1"


def test_while_a_writer_is_at_work_pages_do_not_wait_to_ask_about_the_time(home, machine):
    machine.is_off(60)
    with database.exclusive(home, doing="import"):
        start = time.monotonic()
        assert clock_watch.doubt(home) is None
        assert time.monotonic() - start < 1
    machine.is_set(2 * HOUR)  # the clock was not yet known for this start: the trail decides
    assert clock_watch.doubt(home) is None
    machine.is_set(2 * HOUR)
    assert clock_watch.doubt(home).cause == "bergeser"


def test_a_page_opens_the_store_once_after_a_restart_and_not_again(home, machine, monkeypatch):
    opened = []
    real = database_file.opened
    monkeypatch.setattr(database_file, "opened", lambda *path, **how: opened.append(path) or real(*path, **how))
    machine.is_off(60)
    stamp = machine.wall
    for path in (home / database.DATABASE,):
        os.utime(path, (stamp, stamp))
    for _ in range(5):
        assert clock_watch.doubt(home) is None
    assert len(opened) == 1


# --- what waits


def embargoed(home, until):
    """A frame that is cleared until a time, and its clearance."""
    asked = clearance.request(homes.session(home), "2026-10-r1", "map", "2026-10", "a" * 64)
    return clearance.clear(homes.session(home), asked.id, embargo=until)


@pytest.mark.parametrize("case", ["ahead by more than an hour", "by half an hour, three times", "far ahead after a restart"])
def test_a_clock_that_is_ahead_opens_no_embargo(home, machine, case):
    embargoed(home, clock.now() + timedelta(minutes=30))
    row(home)
    MOVED[case][0](machine)
    assert clearance.in_force(home, "2026-10-r1", "map", "2026-10") == []
    machine.passes(7 * DAY)
    assert clearance.in_force(home, "2026-10-r1", "map", "2026-10") == [], "it opened while in doubt"
    timekeeping.confirm(homes.session(home))
    assert len(clearance.in_force(home, "2026-10-r1", "map", "2026-10")) == 1


def test_an_embargo_that_was_over_before_stays_over(home, machine):
    embargoed(home, clock.now() + timedelta(minutes=30))
    machine.passes(HOUR)
    machine.is_set(30 * DAY)
    assert len(clearance.in_force(home, "2026-10-r1", "map", "2026-10")) == 1


@pytest.mark.parametrize("case", MOVED)
def test_nothing_is_published_while_the_time_is_in_doubt(home, machine, case):
    row(home)
    MOVED[case][0](machine)
    with pytest.raises(TimeInDoubtError, match=r"python -m data clock confirm"):
        publishing.publish(homes.session(home), "2026-10")
    assert reading.list_editions(home) == []


def test_on_the_command_line_publishing_waits_until_the_time_is_confirmed_there(home, machine, capsys):
    machine.is_set(2 * HOUR)
    assert main(["--home", str(home), "publish", "2026-10"]) == 1
    assert main(["--home", str(home), "clock", "show"]) == 1
    assert "edisi tidak terbit" in capsys.readouterr().err
    assert reading.list_editions(home) == []
    machine.wall = NOON + 10 * DAY
    assert main(["--home", str(home), "clock", "confirm", "--note", "jam dinding ruang rapat"]) == 0
    assert "Jam dipastikan: 15 Nov 2026 12.00 WIB" in capsys.readouterr().out
    assert publishing.publish(homes.session(home), "2026-10") == "2026-10-r1"
    with database.read(home) as con:
        (told,) = audit.entries(con, action="jam_dipastikan").to_dict("records")
    assert json.loads(told["rincian"])["sebab"] == "bergeser"
    assert json.loads(told["rincian"])["catatan"] == "jam dinding ruang rapat"


def test_nothing_is_erased_by_age_while_the_time_is_in_doubt(home, machine):
    machine.is_set(5 * 365 * DAY)
    with pytest.raises(TimeInDoubtError):
        erasing.erase_overdue(homes.session(home), "masa simpan")


def test_the_clock_that_moves_while_an_edition_is_computed_stops_it_in_the_write_transaction(home, machine, monkeypatch):
    real = publishing._draft

    def draft(*facts):
        machine.is_set(2 * HOUR)
        return real(*facts)

    monkeypatch.setattr(publishing, "_draft", draft)
    with pytest.raises(TimeInDoubtError):
        publishing.publish(homes.session(home), "2026-10")
    assert reading.list_editions(home) == []
    assert not list((home / "editions").glob("*"))


def test_the_doctor_names_it_and_what_to_do_and_changes_nothing(home, machine):
    assert any("Jam komputer cocok" in one.text for one in doctor.examine(t, home))
    machine.is_set(2 * HOUR)
    (found,) = [one for one in doctor.examine(t, home) if "bergeser" in one.text]
    assert found.level == "perhatian"
    assert "menunjukkan 5 Nov 2026 14.00 WIB" in found.text
    assert "seharusnya 5 Nov 2026 12.00 WIB" in found.text
    assert "clock confirm" in found.action
    assert anchor.read(home).doubt is None


def test_only_the_admin_confirms_and_only_what_is_in_doubt(home, machine):
    with pytest.raises(DataError, match="tidak ada yang perlu dipastikan"):
        timekeeping.confirm(homes.session(home))
    machine.is_set(2 * HOUR)
    for role in viewers.ROLES:
        if role != "admin":
            with pytest.raises(AccessError):
                timekeeping.confirm(homes.session(home, Viewer("orang@bekasi.example", role, frozenset({"32.16.07"}))))
    assert clock_watch.doubt(home)
    timekeeping.confirm(homes.session(home, Viewer("admin@bekasi.example", "admin")), "telepon ke Diskominfo")
    assert clock_watch.doubt(home) is None


def test_a_note_with_personal_data_is_refused_and_nothing_confirmed(home, machine):
    machine.is_set(2 * HOUR)
    with pytest.raises(DataError):
        timekeeping.confirm(homes.session(home), "kata 0812 3456 7890")
    assert clock_watch.doubt(home)


def test_a_store_of_before_is_asked_about_once_if_it_was_left_for_long(home, machine):
    (home / anchor.FILE).unlink()
    another_process(home)
    machine.passes(10 * DAY)
    assert clock_watch.doubt(home).cause == "dinyalakan"


def test_the_ready_units_leave_the_clock_since_boot_to_be_read():
    for unit in (ROOT / "deploy" / "systemd").glob("*.service"):
        assert "ProcSubset=pid" not in unit.read_text(), "it hides /proc/sys/kernel/random/boot_id"


# --- one place


ASKING = re.compile(r"(datetime|date|Timestamp)\.(now|utcnow|today)$|^time\.(time|time_ns|localtime|gmtime|strftime|ctime)$")
SQL = re.compile(r"\b(now\(\)|current_date|current_timestamp|today\(\)|get_current_time)", re.IGNORECASE)


def test_nothing_else_asks_the_machine_for_the_time():
    found = []
    for path in [ROOT / "dashboard.py", *(p for top in ("data", "pages", "analytics") for p in (ROOT / top).rglob("*.py"))]:
        if path == ROOT / "data" / "store" / "clock.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and ASKING.search(ast.unparse(node)):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}")
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                found += [
                    f"{path.relative_to(ROOT)}:{node.lineno} from time import {one.name}" for one in node.names if one.name != "monotonic"
                ]
    found += [f"{path.relative_to(ROOT)}" for path in (ROOT / "data").rglob("*.sql") if SQL.search(path.read_text())]
    assert found == []


def test_an_embargo_is_compared_with_the_time_that_has_surely_come_only():
    calls = []
    for top in ("data", "pages"):
        for path in (ROOT / top).rglob("*.py"):
            text = path.read_text()
            if path.name == "clearance.py" and top == "data":
                text = text.replace("self.under_embargo(now)", "")
            if "Clearance" in text and re.search(r"\.(in_force|under_embargo)\((?!home)", text):
                calls.append(path.name)
                assert "clock_watch.reached" in text, path
                assert not re.search(r"(?:in_force|under_embargo)\(clock\.now", text), path
    assert set(calls) == {"clearance.py", "press_clearance.py", "press_desk.py", "checking.py"}
