"""What can't be used is refused by unit and indicator, or falls into the documented class; never a NaN that spreads."""

import numpy as np
import pandas as pd
import pytest

from analytics import pipeline
from analytics.composite import engine
from tests.analytics.by_hand import MONTHS, kecamatan, methods, organisation, reference, rows, score_of

NUMBERS = ["score", "low", "high", "low_method", "high_method", "band", "band_prob"]


def run(records, units=("K1",), **more):
    return pipeline.run(records, reference(units, **more), methods(), draws=50)


def whole(results, unit):
    """Either every number of a score is there, or none is."""
    found = score_of(results, unit)[NUMBERS].astype(float).notna()
    assert found.all() or not found.any()
    return bool(found.all())


def test_an_indicator_without_any_value_is_missing_and_leaves_the_others_alone():
    records = kecamatan("K1", counts=(4, 1, 0), resolved=(2, 4), safety=3.0)
    records.loc[records["indicator"] == "rasa_aman", "value"] = np.nan
    results = run(records)
    assert whole(results, "K1")
    assert score_of(results, "K1")["without_survey"]
    required = kecamatan("K1")
    required = required[~required["indicator"].str.startswith("kejadian")]
    results = run(required)
    assert score_of(results, "K1")["status"] == "belum_dapat_dinilai"
    assert not whole(results, "K1")


def test_a_single_unit_is_scored_with_an_interval():
    results = run(kecamatan("K1", counts=(4, 1, 0), resolved=(2, 4), safety=3.0))
    assert whole(results, "K1")
    row = score_of(results, "K1")
    assert row["low"] < row["score"] < row["high"]
    assert (row["rank"], row["rank_low"], row["rank_high"]) == (1, 1, 1)


def test_no_people_no_rate():
    results = run(pd.concat([kecamatan("K1", exposure=0.0), kecamatan("K2")]), ("K1", "K2"))
    row = score_of(results, "K1")
    assert (row["status"], row["reason"], row["reason_dimensions"]) == ("belum_dapat_dinilai", "kurang", ("kejadian",))
    assert not whole(results, "K1")
    assert whole(results, "K2")
    assert whole(results, "W")


def test_people_not_known_in_a_part_of_the_months_leave_those_months_out_of_count_and_exposure():
    records = kecamatan("K1", counts=(12, 0, 0), exposure=1.2)
    early = records["period"] <= "2025-03"
    records.loc[early & records["indicator"].str.startswith("kejadian"), "denominator"] = np.nan
    found = run(records).indicators.query("unit == 'K1' and indicator == 'kejadian_tertimbang'").iloc[0]
    assert found["raw"] == pytest.approx(10.0)
    assert "jendela_sebagian" in found["fallbacks"]


def test_units_that_are_all_alike_share_rank_and_score():
    units = ("K1", "K2", "K3")
    results = run(pd.concat([kecamatan(u, counts=(4, 1, 0), resolved=(2, 4), safety=3.0) for u in units]), units)
    assert all(whole(results, unit) for unit in units)
    assert results.scores.query("unit_type == 'kecamatan'")["rank"].tolist() == [1, 1, 1]
    with pytest.raises(ValueError, match="indicator tawuran: minmax is undefined, all values are equal"):
        engine.normalise(pd.DataFrame({"tawuran": [3.0, 3.0]}), "minmax")


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (kecamatan("K1", resolved=(12, 6)), "unit K1, indicator selesai_30_hari, 2025-01: numerator 1 is above denominator 0.5"),
        (
            kecamatan("K1", counts=(24, 0, 0), exposure=12e-5),
            "unit K1, indicator kejadian_tertimbang, 2025-01: numerator 2 is above denominator 1",
        ),
        (
            kecamatan("K1", counts=(24, 0, 0), exposure=0.0),
            "unit K1, indicator kejadian_tertimbang, 2025-01: numerator 2 is above denominator 0",
        ),
        (kecamatan("K1", counts=(-12, 0, 0)), "unit K1, indicator kejadian_1, 2025-01: numerator is negative"),
        (kecamatan("K1", exposure=-1.0), "unit K1, indicator kejadian_1, 2025-01: denominator is negative"),
        (kecamatan("K1", counts=(np.inf, 0, 0)), "unit K1, indicator kejadian_1, 2025-01: numerator is infinite"),
        (kecamatan("K1", completeness=np.inf), "unit K1, indicator kejadian_1, 2025-01: completeness is infinite"),
        (pd.concat([kecamatan("K1"), kecamatan("K1")]), "unit K1, indicator kejadian_1, 2025-01: stands twice"),
        (kecamatan("K9"), "unit K9, indicator kejadian_1, 2025-01: the unit is not in the reference"),
        (
            rows("desa", "D1", "kejadian_1", numerator=1, denominator=1e5),
            "unit D1, indicator kejadian_1: unit_type 'desa' is none of kecamatan, ormas",
        ),
        (kecamatan("K1").drop(columns="n"), r"records lack the columns \['n'\]"),
        (kecamatan("K1").head(0), "there are no records to compute from"),
        (kecamatan("K1").assign(period="2025-1"), "period '2025-1' is not a month"),
    ],
    ids=[
        "share above 1",
        "more incidents than people",
        "incidents without people",
        "negative",
        "negative exposure",
        "infinite",
        "infinite completeness",
        "twice",
        "unknown unit",
        "unknown unit type",
        "column missing",
        "empty",
        "no month",
    ],
)
def test_unusable_records_are_refused_by_unit_and_indicator(records, words):
    with pytest.raises(ValueError, match=words):
        run(records)


def test_ormas_with_nothing_at_all_are_not_yet_assessed():
    results = pipeline.run(
        pd.concat([kecamatan("K1"), organisation("O1", activities=3, people=(30, 3))]),
        reference(ormas_units=("O1", "O2")),
        methods(),
        draws=50,
    )
    assert score_of(results, "O2")["status"] == "belum_dapat_dinilai"
    assert not whole(results, "O2")


def test_a_month_without_any_row_breaks_nothing():
    records = pd.concat([kecamatan("K1", counts=(4, 1, 0)), kecamatan("K2")])
    results = run(records[records["period"] != MONTHS[5]], ("K1", "K2"))
    assert whole(results, "K1")
    assert "jendela_sebagian" in score_of(results, "K1")["fallbacks"]
