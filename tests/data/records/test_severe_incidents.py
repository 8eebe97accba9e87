"""A verified severe incident shows and warns, whatever else is known: small stores, figures that a person can count."""

from datetime import date

import numpy as np
import pytest

from analytics import pipeline
from analytics.records import panel
from data.reference import methods
from data.store import database
from data.workflow import followup, snapshots
from tests import homes
from tests.data.records.test_indicators import CIBITUNG, incident, put, reported

pytestmark = pytest.mark.home("simulasi")

SETU = "32.16.18"
MONTHS = [panel.month_text(n) for n in range(panel.month_number("2025-11"), panel.month_number("2026-10") + 1)]
DEADLY = incident(date(2026, 10, 14), meninggal=3, luka=12, penanganan="proses")
UNHURT = {"meninggal": 0, "luka": 0, "pengungsi": 0, "bangunan_rusak": 0}
BRAWL = incident(date(2026, 8, 3), penanganan="selesai", tanggal_selesai=date(2026, 8, 5), **UNHURT)


def results(home):
    found = snapshots.read_snapshot(home, "2026-10")
    reference = pipeline.Reference(units=found.units, whole="32.16")
    return pipeline.run(
        found.records,
        reference,
        methods.load_default(),
        draws=50,
        rules=methods.load_rules(),
        closed=found.closed,
    )


def score(found, unit=CIBITUNG, period="2026-10"):
    return found.scores.query("unit == @unit and period == @period").iloc[0]


def signals(found, unit=CIBITUNG):
    rows = found.signals[found.signals["unit"] == unit]
    return rows[["period", "group", "level", "rules", "count", "severe"]].to_dict("records")


WARNS = {"period": "2026-10", "group": "bentrok", "level": 3, "rules": ("berat",), "count": 1.0, "severe": 1.0}


def test_three_dead_in_a_month_whose_report_is_not_verified_warn_and_are_said_beside_the_score(home):
    quiet = [reported(month) for month in MONTHS[:-1]] + [reported(m, kecamatan=SETU) for m in MONTHS]
    put(home, "kelengkapan", *quiet)
    put(home, "kelengkapan", reported("2026-10"), verified=False)
    put(home, "kejadian", DEADLY, BRAWL)
    found = results(home)
    assert signals(found) == [WARNS]
    here, neighbour, regency = score(found), score(found, SETU), score(found, "32.16")
    assert (here["status"], here["severe_left_out"], here["quality"]) == ("dinilai", 1, "C")
    assert (neighbour["severe_left_out"], neighbour["quality"]) == (0, "B")
    assert (regency["severe_left_out"], regency["quality"]) == (1, "C")
    assert np.isnan(found.signals["completeness"].iloc[0])
    assert found.signals["provisional"].iloc[0]


def test_with_the_report_the_same_incident_is_in_the_score(home):
    put(home, "kelengkapan", *(reported(month) for month in MONTHS))
    put(home, "kejadian", DEADLY)
    found = results(home)
    assert signals(found) == [WARNS]
    assert (score(found)["severe_left_out"], score(found)["quality"]) == (0, "B")
    assert score(found)["score"] < 100


def test_without_a_population_it_warns_and_no_score_hides_it(home):
    put(home, "kelengkapan", *(reported(month) for month in MONTHS))
    put(home, "kejadian", DEADLY)
    with database.write(home, doing="uji") as con:
        con.execute("DELETE FROM penduduk WHERE kecamatan = ?", [CIBITUNG])
    found = results(home)
    assert signals(found) == [WARNS]
    assert (score(found)["status"], score(found)["severe_left_out"]) == ("belum_dapat_dinilai", 1)
    assert score(found, "32.16")["status"] == "belum_dapat_dinilai"


def test_it_warns_before_the_first_report_of_its_kecamatan(home):
    put(
        home,
        "kelengkapan",
        *(reported(m, kecamatan=SETU) for m in MONTHS),
        *(reported(m) for m in MONTHS[6:]),
    )
    put(home, "kejadian", incident(date(2025, 12, 24), pengungsi=40))
    found = results(home)
    assert signals(found) == [{**WARNS, "period": "2025-12"}]
    assert score(found)["severe_left_out"] == 1


def test_what_is_not_severe_waits_for_its_report_and_takes_no_letter(home):
    put(home, "kelengkapan", *(reported(month) for month in MONTHS if month != "2026-08"))
    put(home, "kejadian", BRAWL)
    found = results(home)
    assert signals(found) == []
    assert (score(found)["severe_left_out"], score(found)["quality"]) == (0, "B")


def test_a_severe_incident_that_nobody_verified_warns_nobody(home):
    put(home, "kelengkapan", *(reported(month) for month in MONTHS))
    put(home, "kejadian", DEADLY, verified=False)
    assert signals(results(home)) == []


def test_closing_a_signal_is_something_to_publish_and_ends_its_row_in_the_next_edition(home):
    put(home, "kelengkapan", *(reported(month) for month in MONTHS))
    put(home, "kejadian", DEADLY)
    first = snapshots.read_snapshot(home, "2026-10")
    assert first.closed == []
    followup.acknowledge(homes.session(home), f"2026-10/{CIBITUNG}/bentrok", "2026-10-r1")
    followup.close(homes.session(home), f"2026-10/{CIBITUNG}/bentrok", "2026-10-r1", "benar")
    then = snapshots.read_snapshot(home, "2026-10")
    assert then.closed == [f"2026-10/{CIBITUNG}/bentrok"]
    assert snapshots.read_snapshot(home, "2026-09").closed == []  # of a month that an edition of September lacks
    changed = [name for name, frame in first.figures.items() if not frame.equals(then.figures[name])]
    assert changed == ["closed"]
    row = results(home).signals.iloc[0]
    assert (row["closed"], row["row_open"], row["level"]) == (True, False, 3)


def test_a_list_of_incidents_and_nothing_else_warns_too(home):
    put(home, "kejadian", DEADLY, incident(date(2026, 9, 1), kecamatan=SETU))
    snapshot = snapshots.read_snapshot(home, "2026-10")
    found = pipeline.run(
        snapshot.records,
        pipeline.Reference(units=snapshot.units, whole="32.16"),
        methods.load_default(),
        months=snapshot.months,
        draws=50,
        rules=methods.load_rules(),
    )
    assert signals(found) == [WARNS]
    left_out = found.scores.query("period == '2026-10'").set_index("unit")["severe_left_out"]
    assert left_out[[CIBITUNG, SETU, "32.16"]].tolist() == [1, 0, 1]
