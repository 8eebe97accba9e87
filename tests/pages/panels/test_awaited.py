"""What takes longer than a moment says what it is and, once it was measured on this machine, about how long it takes."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from data.jobs import durations
from pages.panels import work_panel
from tests import homes

SCRIPT = """
import streamlit as st
from pages.panels import work_panel
from tests import homes
from pathlib import Path
spun = []
st.spinner, whole = (lambda said, **_: spun.append(said) or whole(said)), st.spinner
try:
    with work_panel.awaited(homes.session(Path({home!r})), "bingkai", "Menggambar bingkai …"):
        pass
finally:
    st.spinner = whole
st.text(spun[0])
"""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "Menggambar bingkai …"),
        (1.4, "Menggambar bingkai … biasanya beberapa detik"),
        (7.0, "Menggambar bingkai … biasanya sekitar 10 detik"),
        (200.0, "Menggambar bingkai … biasanya sekitar 3 menit"),
    ],
)
def test_the_usual_time_is_said_where_it_was_measured(tmp_path, seconds, said):
    if seconds is not None:
        (tmp_path / durations.FILE).write_text(json.dumps({"bingkai": [[1, seconds]] * 3}))
    shown = AppTest.from_string(SCRIPT.format(home=str(tmp_path)), default_timeout=60).run()
    assert not shown.exception
    assert shown.text[0].value == said


def test_only_what_was_long_is_remembered(tmp_path, monkeypatch):
    session = homes.session(tmp_path)
    with work_panel.awaited(session, "bingkai", "Menggambar bingkai …"):
        pass
    assert durations.expected(tmp_path, "bingkai", 1) is None
    monkeypatch.setattr(work_panel, "WONDER", 0.0)
    with work_panel.awaited(session, "bingkai", "Menggambar bingkai …"):
        pass
    assert durations.expected(tmp_path, "bingkai", 1) is not None
