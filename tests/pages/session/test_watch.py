"""What a click, a page, a part of it and a file leave in the log and in the figures of the admin."""

import logging
import threading

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.access.viewers import AccessError, Viewer
from pages.session import guard, signin, watch
from pages.session.pulse import Pulse

SOMEBODY = Viewer("orang@bekasi.example", "pimpinan")


@pytest.fixture(autouse=True)
def pulse(monkeypatch, caplog):
    found = Pulse()
    monkeypatch.setattr(watch, "pulse", found)
    monkeypatch.setattr(watch, "_here", threading.local())
    monkeypatch.setattr(signin, "look", lambda: SOMEBODY)
    caplog.set_level(logging.INFO, logger=watch.log.name)
    return found


@pytest.fixture
def lines(caplog):
    """What was written: message, outcome, milliseconds."""
    return lambda: [(record.message, record.outcome) for record in caplog.records if record.name == watch.log.name]


def page():
    """With a button for each way that work for a click can end; numbers of what was done are kept."""
    import time

    import streamlit as st

    from pages.session import guard, watch

    numbers = st.session_state.setdefault("nomor", [])

    def work():
        numbers.append(watch.number())
        time.sleep(0.05)

    def fail():
        numbers.append(watch.number())
        raise ValueError

    with watch.noting("rerun"):
        guard.draws_for(guard.signin.look())
        watch.on_page("tren")
        numbers.append(watch.number())
        st.button("kerja", on_click=guard.act(work), key="kerja")
        st.button("gagal", on_click=guard.act(fail), key="gagal")
        if st.button("lagi", key="lagi"):
            st.rerun()


def numbers_of(at):
    return at.session_state["nomor"]


def test_a_page_is_noted_once_with_its_name_and_time(pulse, lines):
    AppTest.from_function(page).run()
    assert lines() == [("rerun", "ok")]
    (everything, tren) = pulse.times(watch.time.perf_counter())
    assert (everything.n, tren.page, tren.n) == (1, "tren", 1)


def test_the_work_for_a_click_counts_and_has_the_number_of_its_rerun(pulse, lines):
    at = AppTest.from_function(page).run()
    at.button(key="kerja").click().run()
    first, click, second = numbers_of(at)
    assert click == second != first
    assert lines() == [("rerun", "ok")] * 2
    assert pulse.times(watch.time.perf_counter())[0].longest >= 50


def test_a_click_whose_work_fails_is_a_fault_and_the_next_one_begins_anew(pulse, lines):
    at = AppTest.from_function(page).run()
    at.button(key="gagal").click().run()
    at.run()
    assert lines() == [("rerun", "ok"), ("rerun", "fault"), ("rerun", "ok")]
    assert len({*numbers_of(at)}) == 3


def test_a_page_that_draws_itself_anew_is_told_and_counts_for_no_figure(pulse, lines):
    at = AppTest.from_function(page).run()
    at.button(key="lagi").click().run()
    assert lines() == [("rerun", "ok"), ("rerun", "stopped"), ("rerun", "ok")]
    assert pulse.times(watch.time.perf_counter())[0].n == 2


def test_what_is_asked_for_once_somebody_else_is_there_is_told_as_refused(monkeypatch, lines):
    """A click, a part of a page, a file: nothing of it is done."""
    guard.draws_for(SOMEBODY)
    done = []
    kept = [
        guard.act(lambda: done.append("klik")),
        guard.file(lambda: done.append("berkas")),
        guard._asking(lambda: done.append("bagian"), is_quiet=True),
    ]
    monkeypatch.setattr(signin, "look", lambda: None)
    monkeypatch.setattr(st, "rerun", lambda: (_ for _ in ()).throw(SystemExit))  # as Streamlit does: no exception that is caught
    click, file, part = kept
    with watch.noting("rerun"):
        pass
    click()
    with watch.noting("rerun"):
        pass
    with pytest.raises(AccessError):
        file()
    with pytest.raises(SystemExit):
        part()
    assert done == []
    assert lines() == [("rerun", "ok"), ("rerun", "refused"), ("file", "refused"), ("part", "refused")]


def test_a_part_that_only_watches_is_told_of_if_it_fails_and_a_file_is_no_figure(pulse, lines):
    guard.draws_for(SOMEBODY)
    guard._asking(lambda: None, is_quiet=True)()
    assert lines() == []
    guard.file(lambda: b"isi")()
    assert lines() == [("file", "ok")]
    assert pulse.times(watch.time.perf_counter()) == []
    with pytest.raises(ZeroDivisionError):
        guard._asking(lambda: 1 / 0, is_quiet=True)()
    assert lines() == [("file", "ok"), ("part", "fault")]


def test_within_a_page_a_part_is_a_part_of_it(lines):
    guard.draws_for(SOMEBODY)
    with watch.noting("rerun"):
        guard._asking(lambda: None)()
    assert lines() == [("rerun", "ok")]


def test_faults_are_kept_with_kind_page_and_number_and_no_words(pulse, caplog):
    """Of the log, whoever writes them: also of the worker, which has its own log and tells only that something failed."""
    told = watch.Faults(logging.ERROR)
    ours = logging.getLogger("pages.ujian")
    ours.addHandler(told)
    try:
        with watch.noting("rerun"):
            number = watch.number()
            watch._here.doing.work.page = "tren"
            try:
                raise KeyError("Siti Rahmawati")
            except KeyError:
                ours.exception("page failed")
        ours.error("a job failed", extra={"kind": "worker: impor"})
        ours.error("%s", "akses.toml: Siti Rahmawati")  # said, and no fault of the program
        ours.warning("kind", extra={"kind": "hangat"})
    finally:
        ours.removeHandler(told)
    newest, first = pulse.faults()
    assert (first.kind, first.page, first.request) == ("KeyError", "tren", number)
    assert newest.kind == "worker: impor"
