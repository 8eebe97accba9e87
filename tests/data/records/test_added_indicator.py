"""Adding an indicator = a few lines in a method file and a view; no Python."""

import pytest

from analytics import method, pipeline
from data.records import indicators
from data.reference import methods
from data.store import database
from data.workflow import snapshots

VIEW = """
CREATE TEMP VIEW indikator_malam AS
SELECT 'kecamatan' AS unit_type, e.kecamatan AS unit, 'kejadian_malam' AS indicator, e.period,
  NULL::DOUBLE AS value, count(i.id_baris) FILTER (i.jam >= 22 OR i.jam < 5)::DOUBLE AS numerator,
  count(i.jam)::DOUBLE AS denominator, count(i.jam) AS n, e.completeness
FROM paparan e
LEFT JOIN insiden i ON i.kecamatan = e.kecamatan AND i.period = e.period AND i.kelas = 'gangguan'
GROUP BY ALL;
"""
LINES = """
[[indicator]]
code = "bagian_malam"
dimension = "kejadian"
kind = "proportion"
records = ["kejadian_malam"]
window_months = 12
goalposts = [0.0, 1.0]
direction = -1
weight = 0.25
name = { id = "Bagian kejadian pada malam hari", en = "Share of incidents at night" }
unit = { id = "bagian dari kejadian", en = "share of incidents" }
"""


def test_a_view_and_ten_lines_of_toml_add_an_indicator(simulated_home, tmp_path):
    view = tmp_path / "malam.sql"
    view.write_text(VIEW)
    with database.read(simulated_home) as con:
        records = indicators.build(con, "2026-10", extra=[view])
    units = snapshots.read_snapshot(simulated_home, "2026-10").units
    reference = pipeline.Reference(units=units, whole="32.16")
    iko, ikw = methods.text("iko-2026"), methods.text("ikw-2026")
    plain = pipeline.run(records, reference, method.load(iko, ikw), period="2026-10", draws=20)
    added = pipeline.run(records, reference, method.load(iko, ikw + LINES), period="2026-10", draws=20)

    def of(results, frame, unit="32.16.07"):
        rows = getattr(results, frame).query("index == 'IKW' and period == '2026-10' and unit == @unit")
        return rows

    assert "bagian_malam" not in set(of(plain, "indicators")["indicator"])
    row = of(added, "indicators").set_index("indicator").loc["bagian_malam"]
    assert row["status"] == "terukur"
    assert row["score"] == pytest.approx(100 * (1 - row["estimate"]))
    assert row["low"] < row["score"] < row["high"]
    # it counts a fifth (.25 of 1.25) of its dimension, contributes, and moves the index
    before, after = (of(r, "dimensions").set_index("dimension")["score"] for r in (plain, added))
    assert after["kejadian"] == pytest.approx(0.8 * before["kejadian"] + 0.2 * row["score"])
    assert after["penanganan"] == before["penanganan"]
    assert of(added, "scores")["score"].item() != of(plain, "scores")["score"].item()
    parts, whole = of(added, "contributions"), of(added, "scores", unit="32.16")["score"].item()
    assert "bagian_malam" in set(parts["indicator"])
    assert parts["points"].sum() == pytest.approx(of(added, "scores")["score"].item() - whole)
