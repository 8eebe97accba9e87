"""Every fall-back that was taken stands in the result; where none was, the column is empty."""

import numpy as np
import pandas as pd
import pytest

from analytics import pipeline
from analytics.records import fallbacks
from tests.analytics.by_hand import kecamatan, methods, organisation, reference, rows, score_of, survey


def run(records, units=("K1", "K2"), **more):
    return pipeline.run(records, more.get("reference", reference(units)), methods(), draws=50)


def full(unit, **more):
    return kecamatan(unit, **{"counts": (9, 3, 1), "resolved": (5, 9), "safety": 3.0, **more})


def of_score(results, unit):
    """The fall-backs of a score, each with the indicator or dimension that it was taken for, as the other tables say."""
    rows, parts = (frame[frame["unit"] == unit] for frame in (results.indicators, results.dimensions))
    by_indicator = {f"{code}:{row['indicator']}" for row in rows.to_dict("records") for code in row["fallbacks"]}
    moved = parts.loc[parts["status"] != "terukur", "dimension"] if pd.notna(score_of(results, unit)["score"]) else []
    found = by_indicator | {f"{fallbacks.WEIGHT_MOVED}:{code}" for code in moved}
    codes = score_of(results, unit)["fallbacks"]
    assert codes == tuple(sorted(set(codes)))
    assert set(codes) - {fallbacks.OTHER_YEAR, fallbacks.NOT_COMPARABLE} == {one.partition(":")[0] for one in found}
    return found | ({fallbacks.OTHER_YEAR, fallbacks.NOT_COMPARABLE} & set(codes))


def test_a_whole_and_recent_set_of_records_takes_none():
    results = run(pd.concat([full("K1"), full("K2")]))
    assert of_score(results, "K1") == of_score(results, "W") == set()
    assert set(results.indicators["fallbacks"]) == {()}


@pytest.mark.parametrize(
    ("k1", "taken"),
    [
        (full("K1", safety=None), {"bobot_dialihkan:persepsi"}),
        (full("K1", completeness=0.9), {"jendela_sebagian:kejadian_tertimbang"}),
        (full("K1", resolved=(0, 0)), {"bobot_dialihkan:penanganan", "satu_unit:selesai_30_hari?"}),
        (
            pd.concat([full("K1", safety=None), survey("kecamatan", "K1", "rasa_aman", mean=3.0, month="2025-10")]),
            {"survei_dibawa:rasa_aman"},
        ),
        (
            pd.concat([full("K1", safety=None), survey("kecamatan", "K1", "rasa_aman", mean=3.0, n=9)]),
            {"survei_terlalu_kecil:rasa_aman", "bobot_dialihkan:persepsi"},
        ),
        (pd.concat([full("K1", safety=None), survey("kecamatan", "K1", "rasa_aman", mean=3.0, sd=np.nan)]), {"ragam_dipinjam:rasa_aman"}),
    ],
    ids=["no survey", "reports missing", "nothing to resolve", "old survey", "small survey", "spread not recorded"],
)
def test_each_fall_back_of_a_unit_is_told(k1, taken):
    found = of_score(run(pd.concat([k1, full("K2")])), "K1")
    assert found == {code for code in taken if not code.endswith("?")}


def test_where_no_wave_recorded_a_spread_the_largest_possible_widens_the_interval():
    def surveyed(sd):
        waves = [survey("kecamatan", unit, "rasa_aman", mean=3.0, n=40, sd=sd) for unit in ("K1", "K2")]
        return run(pd.concat([full("K1", safety=None), full("K2", safety=None), *waves]))

    unknown, known = surveyed(np.nan), surveyed(0.8)
    assert of_score(unknown, "K1") == {"ragam_terbesar:rasa_aman"}
    widths = [(r.indicators.query("indicator == 'rasa_aman'")[["low", "high"]].diff(axis=1)["high"]).iloc[0] for r in (unknown, known)]
    assert widths[0] > widths[1]


def test_silence_everywhere_a_single_unit_and_a_part_of_the_regency_are_told():
    results = run(kecamatan("K1", resolved=(3, 3)))
    assert of_score(results, "K1") == {
        "prior_jeffreys:kejadian_tertimbang",
        "satu_unit:kejadian_tertimbang",
        "prior_jeffreys:selesai_30_hari",
        "satu_unit:selesai_30_hari",
        "catatan_tidak_ada:rasa_aman",
        "bobot_dialihkan:persepsi",
    }
    assert "gabungan_sebagian:kejadian_tertimbang" in of_score(results, "W")


def test_a_population_of_another_year_is_told():
    found = reference(("K1", "K2"))
    aged = pipeline.Reference(found.units.assign(population_year=[2020, 2025]), whole="W")
    results = run(pd.concat([full("K1"), full("K2")]), reference=aged)
    assert of_score(results, "K1") == {"penduduk_tahun_lain"}
    assert of_score(results, "K2") == set()
    assert of_score(results, "W") == {"penduduk_tahun_lain"}


def test_a_change_that_cannot_be_told_is_told():
    later = full("K1", safety=None).assign(period=lambda f: f["period"].str.replace("2025", "2027"))
    both = full("K2").assign(period=lambda f: f["period"].str.replace("2025", "2027"))
    gap = pd.concat([part.assign(period=part["period"].str.replace("2025", "2026")) for part in (full("K1"), full("K2"))])
    results = run(pd.concat([full("K1"), full("K2"), gap.query("indicator != 'rasa_aman'"), later, both]))
    row = results.scores.query("unit == 'K1' and period == '2027-12'").iloc[0]
    assert row["without_survey"]
    before = results.scores.query("unit == 'K1' and period == '2026-12'").iloc[0]
    told = "perubahan_tidak_sebanding" in row["fallbacks"]
    assert told == (row["without_survey"] != before["without_survey"])
    assert told == (pd.isna(row["change"]) and not pd.isna(before["score"]))


def test_an_ormas_without_conflict_hands_that_weight_on():
    records = organisation("O1", activities=9, people=(360, 9), trained=(5, 12), partners=(4, 9))
    results = pipeline.run(pd.concat([kecamatan("K1"), records]), reference(ormas_units=("O1",)), methods(), draws=50)
    assert {"bobot_dialihkan:penyelesaian", "bobot_dialihkan:kepuasan"} <= of_score(results, "O1")


def test_every_code_that_a_result_can_hold_is_explained():
    records = rows("kecamatan", "K1", "kejadian_1", numerator=1, denominator=1e5, completeness=1.0)
    found = {code for codes in run(records).scores["fallbacks"] for code in codes}
    assert found
    assert found <= set(fallbacks.CODES)


def test_the_mean_of_the_kecamatan_stands_beside_the_regency_weighted_by_population():
    found = reference(("K1", "K2"))
    peopled = pipeline.Reference(found.units.assign(population=[300_000.0, 100_000.0]), whole="W")
    results = run(pd.concat([full("K1"), full("K2", counts=(60, 20, 4))]), reference=peopled)
    one, two = score_of(results, "K1")["score"], score_of(results, "K2")["score"]
    assert score_of(results, "W")["units_mean"] == pytest.approx((3 * one + two) / 4)
    assert np.isnan(score_of(results, "K1")["units_mean"])
