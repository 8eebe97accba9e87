"""What a line of the log says, and what it never says."""

import json
import logging

import pytest

from data import logbook
from data.errors import DataError
from data.words import joined, msg, verbatim
from tests.reader import t

FILE = "daftar hadir Siti Rahmawati.xlsx"


def line(text, *values, error=None, **facts):
    """One record as it is written in a service."""
    record = logging.LogRecord(
        "pages.ujian", logging.INFO, "ujian.py", 1, text, values, (type(error), error, error.__traceback__) if error else None
    )
    record.__dict__.update(facts)
    return json.loads(logbook.JsonLines().format(record))


@pytest.fixture(autouse=True)
def _of_nothing(monkeypatch):
    monkeypatch.setattr(logbook, "_thread", type(logbook._thread)())


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("serving on port %d", (8501,), "serving on port 8501"),
        ("%s of %r: %.1f", (FILE, "rahmawati", 2.25), "… of …: 2.2"),
        ("%(who)s has %(n)d", ({"who": "rahmawati", "n": 3},), "… has 3"),
        ("%s", (msg("Port {port} sedang dipakai {who}.", port=8501, who="rahmawati"),), "Port 8501 sedang dipakai …."),
        ("%s", (joined(" ", [msg("Berkas {file}.", file=FILE), verbatim("rahmawati")]),), "Berkas …. …"),
        ("first\nfuture: <Task exception=ValueError('rahmawati')>", (), "first"),
        ("%d pages", ("rahmawati",), "%d pages"),
    ],
)
def test_of_what_a_message_is_filled_with_only_numbers_are_said(text, values, said):
    assert line(text, *values)["message"] == said


def test_an_exception_instead_of_a_message_is_named():
    assert line(ValueError("rahmawati"))["message"] == "ValueError"


def test_a_fault_is_told_by_its_way_through_the_code_and_never_by_its_words():
    """Also those behind it, whose words are quoted by Python; of the folders above the program nothing."""
    try:
        try:
            {"siti": 1}["rahmawati"]
        except KeyError as reason:
            raise ValueError(f"{FILE}: rahmawati") from reason
    except ValueError as error:
        told = line("page failed", error=error)
    assert told["kind"] == "ValueError"
    first, key, second, last = told["traceback"].split("\n")
    assert first.startswith("  tests/data/test_logbook.py:")
    assert first.endswith('test_a_fault_is_told_by_its_way_through_the_code_and_never_by_its_words: {"siti": 1}["rahmawati"]')
    assert (key, last) == ("KeyError", "ValueError")
    assert second.endswith('raise ValueError(f"{FILE}: rahmawati") from reason')  # the source, as anybody can read it


def test_of_an_error_of_the_system_the_code_is_said():
    assert line("no", error=OSError(28, "No space left on device", f"/home/rahmawati/{FILE}"))["kind"] == "OSError ENOSPC"


def test_a_warning_of_a_library_says_kind_and_place():
    record = logging.LogRecord(
        "py.warnings", logging.WARNING, "x", 1, "%s", (f"/home/rahmawati/lib/site-packages/pandas/io.py:7: UserWarning: {FILE}\n  x",), None
    )
    assert logbook.message_of(record) == "UserWarning pandas/io.py:7"


def test_a_line_says_what_it_belongs_to():
    assert "request" not in line("before")
    logbook.begin(logbook.Work("a1b2c3d4", "5e6f7a8b", "tren"))
    told = line("rerun", ms=12.5, outcome="ok", user="rahmawati")
    assert list(told) == ["time", "level", "logger", "message", "request", "session", "page", "ms", "outcome"]
    assert told | {"time": ""} == {
        "time": "",
        "level": "info",
        "logger": "pages.ujian",
        "message": "rerun",
        "request": "a1b2c3d4",
        "session": "5e6f7a8b",
        "page": "tren",
        "ms": 12.5,
        "outcome": "ok",
    }


def test_a_form_that_is_none_is_refused_in_words():
    with pytest.raises(DataError) as refused:
        logbook.set_up("xml")
    assert t(refused.value.message) == "KONDUSIF_LOG tidak dikenal: xml. Yang ada: text, json."
