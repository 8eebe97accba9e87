"""Both indices from records, against values worked by hand (method.md, section 4)."""

import numpy as np
import pandas as pd
import pytest

from analytics import pipeline
from tests.analytics.by_hand import (
    iko_by_hand,
    ikw_by_hand,
    kecamatan,
    methods,
    organisation,
    reference,
    score_of,
    text,
)


def test_a_kecamatan_by_hand():
    # rates (14+8)/1.78, (5+4)/2.08, (1+2)/3.58 → weighted 43.075064 of 120 → 64.104113; handling 7+2 of 10+3
    records = kecamatan("K1", counts=(14, 5, 1), resolved=(7, 10), safety=190 / 3 / 100 * 3 + 1)
    # perception 190/3 on the scale 25–100 needs the mean answer 1 + 3 × (190/3)/100
    results = pipeline.run(records, reference(), methods(ikw=ikw_by_hand()), draws=400)
    dimensions = results.dimensions.query("unit == 'K1'").set_index("dimension")["score"]
    assert dimensions["kejadian"] == pytest.approx(64.104113, abs=5e-7)
    assert dimensions["penanganan"] == pytest.approx(900 / 13, abs=5e-7)
    assert dimensions["persepsi"] == pytest.approx(190 / 3, abs=5e-6)
    assert score_of(results, "K1")["score"] == pytest.approx(65.157607, abs=5e-6)


def test_a_calm_kecamatan_with_nothing_to_resolve_by_hand():
    # Kejadian 100, nothing to resolve ("tidak berlaku"), perception 190/3: weights 2/3 and 1/3
    calm = text("ikw-2026").replace("goalposts = [0.0, 120.0]", "goalposts = [100.0, 120.0]")
    results = pipeline.run(kecamatan("K1", safety=2.9), reference(), methods(ikw=calm), draws=400)
    assert score_of(results, "K1")["score"] == pytest.approx(86.114890, abs=5e-6)
    status = results.indicators.query("unit == 'K1'").set_index("indicator")["status"]
    assert status["selesai_30_hari"] == "tidak_berlaku"


def test_an_ormas_by_hand():
    records = organisation(
        "O1",
        activities=9,
        people=(40 * 9, 9),
        conflicts=(7, 9),
        satisfaction=3.1,
        trained=(5, 12),
        partners=(4, 9),
    )
    results = pipeline.run(
        pd.concat([kecamatan("K1"), records]),
        reference(ormas_units=("O1",)),
        methods(iko=iko_by_hand()),
        draws=400,
    )
    scores = results.indicators.query("unit == 'O1'").set_index("indicator")["score"]
    assert scores["kegiatan_kamtibmas"] == pytest.approx(89.771172, abs=5e-7)
    assert scores["partisipasi"] == pytest.approx(70.023733, abs=5e-7)
    assert scores["konflik_diselesaikan"] == pytest.approx(68.421053, abs=5e-7)
    assert scores["kepuasan_ormas"] == pytest.approx(70, abs=5e-7)
    assert scores["pengurus_terlatih"] == pytest.approx(69.444444, abs=1e-3)
    assert scores["tata_kelola"] == 75
    assert scores["sinergi"] == pytest.approx(46.153846, abs=5e-7)
    assert score_of(results, "O1")["score"] == pytest.approx(68.517764, abs=1e-3)


def test_an_ormas_without_conflict_and_survey_is_assessed():
    records = organisation("O1", activities=9, people=(40 * 9, 9), trained=(5, 12), partners=(4, 9))
    results = pipeline.run(
        pd.concat([kecamatan("K1"), records]),
        reference(ormas_units=("O1",)),
        methods(iko=iko_by_hand()),
        draws=400,
    )
    row = score_of(results, "O1")
    assert row["score"] == pytest.approx(68.224341, abs=1e-3)
    assert row["status"] == "dinilai"
    assert row["without_survey"]


def test_an_ormas_without_conflict_and_survey_is_assessed_by_the_programme_indicators_too():
    records = organisation("O1", activities=9, people=(40 * 9, 9))
    results = pipeline.run(
        pd.concat([kecamatan("K1"), records]),
        reference(ormas_units=("O1",)),
        methods(iko=text("iko-artikel")),
        draws=400,
    )
    assert score_of(results, "O1")["status"] == "dinilai"


def test_a_quiet_kecamatan_without_survey_is_assessed():
    results = pipeline.run(kecamatan("K1"), reference(), methods(), draws=400)
    row = score_of(results, "K1")
    assert row["status"] == "dinilai"
    assert row["without_survey"]
    assert 80 < row["score"] <= 100


@pytest.mark.parametrize(("completeness", "status"), [(0.49, "belum_dapat_dinilai"), (0.50, "dinilai")])
def test_half_of_the_reports_are_needed(completeness, status):
    results = pipeline.run(kecamatan("K1", completeness=completeness), reference(), methods(), draws=400)
    row = score_of(results, "K1")
    assert row["status"] == status
    assert np.isnan(row["score"]) == (status != "dinilai")


def test_a_kecamatan_that_never_reported_is_not_zero():
    results = pipeline.run(kecamatan("K1"), reference(("K1", "K2")), methods(), draws=400)
    row = score_of(results, "K2")
    assert row["status"] == "belum_dapat_dinilai"
    assert (row["reason"], row["reason_dimensions"]) == ("kurang", ("kejadian", "penanganan"))
    assert np.isnan(row["score"])
    assert np.isnan(row["rank"])


def test_an_inactive_ormas_is_out_of_scope():
    results = pipeline.run(
        pd.concat([kecamatan("K1"), organisation("O1")]),
        reference(ormas_units=("O1",), status="tidak_aktif"),
        methods(),
        draws=400,
    )
    row = score_of(results, "O1")
    assert row["status"] == "tidak_dinilai"
    assert np.isnan(row["score"])


def test_a_rough_population_gives_a_score_but_no_rank():
    results = pipeline.run(kecamatan("K1"), reference(quality="estimasi_kasar"), methods(), draws=400)
    row = score_of(results, "K1")
    assert np.isfinite(row["score"])
    assert np.isnan(row["rank"])
    assert row["estimated_population"]


def test_the_regency_is_computed_from_pooled_records():
    # 30 light incidents in 2 × 1.0 (100,000 person-years) = 15 per 100,000 → Kejadian 100 × (1 − 15/120) = 87.5
    records = pd.concat(
        [
            kecamatan("K1", counts=(24, 0, 0), exposure=1.0, resolved=(12, 24)),
            kecamatan("K2", counts=(6, 0, 0), exposure=1.0, resolved=(6, 6)),
        ]
    )
    results = pipeline.run(records, reference(("K1", "K2")), methods(), draws=400)
    dimensions = results.dimensions.query("unit == 'W'").set_index("dimension")["score"]
    assert dimensions["kejadian"] == pytest.approx(87.5)
    assert dimensions["penanganan"] == pytest.approx(100 * 18 / 30)
    row = score_of(results, "W")
    assert row["unit_type"] == "kabupaten"
    assert row["low"] < row["score"] < row["high"]


def test_contributions_add_up_to_the_difference_from_the_regency():
    records = pd.concat(
        [
            kecamatan("K1", counts=(40, 9, 2), resolved=(30, 45), safety=2.2),
            kecamatan("K2", counts=(6, 1, 0), resolved=(7, 7)),
            kecamatan("K3"),
        ]
    )
    results = pipeline.run(records, reference(("K1", "K2", "K3")), methods(), draws=400)
    parts = results.contributions.groupby("unit").agg(points=("points", "sum"), reference=("reference", "first"))
    for unit in ("K1", "K2", "K3"):
        expected = score_of(results, unit)["score"] - score_of(results, "W")["score"]
        assert parts.loc[unit, "points"] == pytest.approx(expected, abs=1e-9)
        assert parts.loc[unit, "reference"] == pytest.approx(score_of(results, "W")["score"], abs=1e-9)


def test_change_is_told_only_against_twelve_months_earlier_and_only_when_sure():
    earlier = kecamatan("K1", counts=(2, 0, 0), resolved=(2, 2))
    later = kecamatan("K1", counts=(60, 30, 5), resolved=(20, 95))
    later["period"] = later["period"].str.replace("2025", "2026")
    results = pipeline.run(pd.concat([earlier, later]), reference(), methods(), draws=400)
    by_period = results.scores.query("unit == 'K1'").set_index("period")
    assert by_period.loc["2026-12", "change_class"] == "turun"
    assert by_period.loc["2026-12", "p_down"] > 0.9
    assert by_period.loc["2026-11", "change_class"] is None or pd.isna(by_period.loc["2026-11", "change_class"])
    assert results.scores["period"].min() == "2025-12"


def test_the_same_seed_gives_the_same_figures_and_order_of_units_does_not_matter():
    records = pd.concat([kecamatan(f"K{i}", counts=(5 * i, i, 0), resolved=(i, 2 * i)) for i in range(1, 6)])
    units = tuple(f"K{i}" for i in range(1, 6))
    once = pipeline.run(records, reference(units), methods(), draws=400)
    again = pipeline.run(records.sample(frac=1, random_state=1), reference(units), methods(), draws=400)
    pd.testing.assert_frame_equal(once.scores, again.scores)
    turned = pipeline.run(records, reference(units[::-1]), methods(), draws=400)
    for unit in units:
        assert score_of(turned, unit)["score"] == pytest.approx(score_of(once, unit)["score"], rel=1e-9)
        assert score_of(turned, unit)["rank"] == score_of(once, unit)["rank"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "K9"}, "unit K9, indicator kejadian_1, 2025-01: the unit is not in the reference"),
        ({"numerator": np.inf}, "unit K1, indicator kejadian_1, 2025-01: numerator is infinite"),
        ({"denominator": -1.0}, "unit K1, indicator kejadian_1, 2025-01: denominator is negative"),
        ({"period": "2025-13"}, "period '2025-13' is not a month"),
    ],
)
def test_unusable_records_are_refused_by_name(change, words):
    records = kecamatan("K1").reset_index(drop=True)
    for column, value in change.items():
        records[column] = records[column].astype(object)
        records.loc[0, column] = value
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        pipeline.run(records, reference(), methods(), draws=400)


def test_more_resolved_than_there_were_is_refused():
    with pytest.raises(ValueError, match=r"unit K1, indicator selesai_30_hari, 2025-01: numerator .* is above denominator"):
        pipeline.run(kecamatan("K1", resolved=(12, 6)), reference(), methods(), draws=400)


def test_the_same_record_twice_is_refused():
    with pytest.raises(ValueError, match="unit K1, indicator kejadian_1, 2025-01: stands twice"):
        pipeline.run(pd.concat([kecamatan("K1"), kecamatan("K1")]), reference(), methods(), draws=400)


def test_less_than_a_year_of_records_is_refused():
    with pytest.raises(ValueError, match="12 months of records are needed, there are 3"):
        pipeline.run(kecamatan("K1").query("period <= '2025-03'"), reference(), methods(), draws=400)
