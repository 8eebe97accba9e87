"""The line of work: one at a time, in order, for whoever asked and still may; what one asked for is nobody else's."""

import logging
import time

import pytest

from data.access import viewers
from data.access.viewers import Viewer
from data.errors import DataError
from data.jobs import durations, task
from data.jobs import line as lines
from data.jobs.line import Line
from data.jobs.task import Task
from data.words import msg
from tests import homes, working
from tests.data.jobs import pieces
from tests.reader import t

OPERATOR = Viewer("op@x", "operator_kabupaten")


@pytest.fixture
def line():
    with working.line(Line) as line:
        yield line


def asked(line, home, work, *args, viewer=OPERATOR, ask=None, kind="uji", **more):
    session = homes.session(home, viewer)
    return line.submit(session, Task(kind, work, msg("Pekerjaan uji"), args, **more), ask or (lambda: viewer)).number


def over(line, number):
    job = line.wait(number, 300)
    assert not job.is_open
    return job


def until(condition):
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("it never came")


def test_one_at_a_time_in_the_order_in_which_they_were_asked_for_also_from_two_dashboards(line, home):
    with working.line(Line) as beside:
        numbers = [
            (each, asked(each, home, pieces.begin_and_end, name))
            for name in "abcdef"
            for each in ([line, beside] if name < "c" else [line])
        ]
        assert [over(each, number).result for each, number in numbers][-1] == "f untuk op@x"
    notes = (home / "catatan.txt").read_text().split()
    assert len(notes) == 2 * len(numbers)
    assert [(begun[0], done[0]) for begun, done in zip(notes[::2], notes[1::2], strict=True)] == [("+", "-")] * len(numbers)
    assert [begun[1:] for begun in notes[::2]] == [done[1:] for done in notes[1::2]], "one began before another had ended"
    assert [name for name in "cdef" if f"+{name}" in notes] == [note[1:] for note in notes if note[0] == "+" and note[1:] in "cdef"]


def test_what_waits_says_how_many_come_before_it_and_what_is_done_says_its_step(line, home, tmp_path):
    first = asked(line, home, pieces.wait_for, tmp_path / "mulai")
    second = asked(line, home, pieces.begin_and_end, "b", viewer=Viewer("lain@x", "admin"))
    third = asked(line, home, pieces.begin_and_end, "c")
    until(lambda: line.of(OPERATOR)[0].step == "menunggu berkas")
    running, waiting = line.of(OPERATOR)
    assert (running.number, running.state, waiting.number, waiting.state) == (first, "berjalan", third, "menunggu")
    assert line.ahead(waiting) == (2, None)  # nobody knows how long they take
    assert line.open() == 3
    (tmp_path / "mulai").touch()
    assert [over(line, number).state for number in (first, second, third)] == ["selesai"] * 3
    assert line.open() == 0


def test_what_one_asked_for_is_seen_and_taken_back_by_the_same_person_in_the_same_role_only(line, home, tmp_path):
    first = asked(line, home, pieces.wait_for, tmp_path / "mulai")
    number = asked(line, home, pieces.begin_and_end, "rahasia")
    for other in (
        Viewer("op@x", "admin"),
        Viewer("lain@x", "operator_kabupaten"),
        Viewer("op@x", "operator_kecamatan", frozenset({"32.16.07"})),
    ):
        assert line.of(other) == []
        line.drop(other, number)
        assert asked(line, home, pieces.begin_and_end, "lain", viewer=other, key="sama") > number
    assert [job.number for job in line.of(OPERATOR)] == [first, number]
    line.drop(OPERATOR, number)
    assert [job.number for job in line.of(OPERATOR)] == [first]
    (tmp_path / "mulai").touch()
    over(line, first)
    until(lambda: line.open() == 0)
    assert "rahasia" not in (home / "catatan.txt").read_text()


def test_who_may_no_longer_is_refused_in_words_when_the_turn_comes_and_nothing_is_done(line, home):
    def signed_out():
        raise viewers.AccessError(msg("Anda sudah keluar. Masuk lagi untuk melanjutkan."))

    job = over(line, asked(line, home, pieces.begin_and_end, "a", ask=lambda: Viewer("op@x", "admin")))
    assert (job.state, job.reason, job.result) == ("ditolak", viewers.changed(), None)
    job = over(line, asked(line, home, pieces.begin_and_end, "b", ask=signed_out))
    assert (job.state, t(job.reason)) == ("ditolak", "Anda sudah keluar. Masuk lagi untuk melanjutkan.")
    assert not (home / "catatan.txt").exists()


def test_who_may_no_longer_at_the_end_is_refused_in_the_transaction(line, home, tmp_path):
    now = [OPERATOR]
    number = asked(line, home, pieces.write_after, tmp_path / "mulai", ask=lambda: now[0])
    until(lambda: line.of(OPERATOR)[0].step)
    now[0] = Viewer("op@x", "admin")
    (tmp_path / "mulai").touch()
    job = over(line, number)
    assert (job.state, job.reason) == ("ditolak", viewers.changed())
    assert not (home / "ditulis").exists()


def test_a_refusal_is_a_sentence_a_fault_of_ours_is_in_the_log_and_the_line_goes_on(line, home, caplog):
    with caplog.at_level(logging.ERROR):  # the worker says it
        job = over(line, asked(line, home, pieces.stumble))
    assert (job.state, job.reason) == ("gagal", task.broken())
    assert "ZeroDivisionError: kesalahan program" in caplog.text
    job = over(line, asked(line, home, pieces.refuse))
    assert (job.state, t(job.reason)) == ("ditolak", "Tidak ada yang dapat diterbitkan.")
    assert over(line, asked(line, home, pieces.begin_and_end, "a")).state == "selesai"


def test_the_same_is_not_asked_for_twice_and_not_without_end(line, home, tmp_path):
    first = asked(line, home, pieces.wait_for, tmp_path / "mulai", key="a")
    assert asked(line, home, pieces.wait_for, tmp_path / "mulai", key="a") == first
    for _ in range(lines.EACH - 1):
        asked(line, home, pieces.begin_and_end, "a")
    with pytest.raises(DataError, match="Terlalu banyak pekerjaan menunggu"):
        asked(line, home, pieces.begin_and_end, "a")
    other = Viewer("lain@x", "admin")
    asked(line, home, pieces.begin_and_end, "a", viewer=other, weight=lines.HELD)
    with pytest.raises(DataError, match="Terlalu banyak pekerjaan menunggu"):
        asked(line, home, pieces.begin_and_end, "a", viewer=other, weight=1)
    (tmp_path / "mulai").touch()


def test_how_long_a_kind_takes_is_known_from_the_last_times_by_its_size_and_by_nobodys_name(home):
    assert durations.expected(home, "impor", 10) is None
    for seconds in (1.0, 2.0, 30.0):
        durations.note(home, "impor", 10.0, seconds)
    assert durations.expected(home, "impor", 10) == 2.0
    assert durations.expected(home, "impor", 100) == 20.0
    assert (home / durations.FILE).read_text() == '{"impor": [[10.0, 1.0], [10.0, 2.0], [10.0, 30.0]]}'
    for damaged in ("", "[]", '{"impor": 3}', '{"impor": [[0, 1]]}'):
        (home / durations.FILE).write_text(damaged)
        assert durations.expected(home, "impor", 10) is None


def test_what_is_over_is_forgotten_after_an_hour_and_what_was_handed_over_at_once(line, home, monkeypatch):
    number = asked(line, home, pieces.begin_and_end, "a", weight=9)
    assert over(line, number).task.args == (), "a file that was taken in is kept"
    monkeypatch.setattr(lines, "KEPT", 0.0)
    assert line.of(OPERATOR) == []
