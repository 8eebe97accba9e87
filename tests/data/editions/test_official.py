"""Official yearly values and targets: frozen beside our scores, never part of them."""

from datetime import date

import pandas as pd
import pytest

from data.editions import reading
from data.store import database
from data.workflow import publishing
from tests import homes

pytestmark = pytest.mark.home("contoh")


def enter(home, *rows):
    frame = pd.DataFrame([{"baris": n, **row} for n, row in enumerate(rows, 2)])
    with database.write(home, doing="uji") as con:
        homes.add_batch(con, "nilai_resmi", frame)


def test_official_values_and_targets_are_frozen_and_leave_the_scores_alone(home):
    row = {"indeks": "IKO", "tahun": 2024, "nilai": 68.4, "target": 70.0, "sumber": "LKjIP 2024 (rekaan)"}
    enter(home, row, {**row, "tahun": 2025, "nilai": None, "target": 72.0})
    enter(home, {**row, "nilai": 68.9})  # a correction supersedes
    new = reading.open_edition(home, publishing.publish(homes.session(home, today=date(2026, 11, 20)), "2026-10"))
    found = new.official()
    assert list(found) == ["index", "year", "value", "target", "source"]
    assert found[["index", "year", "target"]].to_numpy().tolist() == [
        ["IKO", 2024, 70.0],
        ["IKO", 2025, 72.0],
    ]
    assert found["value"].tolist() == pytest.approx([68.9, float("nan")], nan_ok=True)
    old = reading.open_edition(home, "2026-10-r1")
    assert old.official().empty
    pd.testing.assert_frame_equal(new.scores("IKO", "ormas"), old.scores("IKO", "ormas"))
