"""What is said of scores by rule: one band or two, who does well, who needs support; and rule files that can't be used."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.verdicts import due, rules, scores

FOLDER = Path(__file__).parents[3] / "data" / "reference" / "verdicts"
TEXT = (FOLDER / "putusan-2026-3.toml").read_text(encoding="utf-8")
RULES = rules.parse(TEXT, "putusan.toml")
OF_BEFORE = rules.parse((FOLDER / "putusan-2026-2.toml").read_text(encoding="utf-8"), "putusan-2026-2.toml")
NAN = float("nan")
PUBLISHED = date(2026, 11, 3)


def said(unit_type="ormas", good_weight=0.0, **score):
    """likely_low, likely_high and verdict of one score."""
    rows = pd.DataFrame([{"index": "IKO", "unit_type": unit_type, "unit": "ORM-001", "period": "2026-10", **score}])
    (row,) = scores.of_scores(rows, RULES, good_weight).to_dict("records")
    return row["likely_low"], row["likely_high"], row["verdict"]


@pytest.mark.parametrize(
    ("band", "second", "probability", "likely"),
    [
        (4, 5, 0.80, (4, 4)),
        (4, 5, 0.79, (4, 5)),
        (4, 3, 0.47, (3, 4)),
        (4, NAN, 0.50, (4, 4)),
        (4, 3, NAN, (4, 4)),
    ],
)
def test_the_second_band_is_named_where_the_first_is_not_sure_enough(band, second, probability, likely):
    assert said(band=band, band_2=second, band_prob=probability)[:2] == likely


def test_a_score_of_a_time_before_uncertainty_has_one_band():
    assert said(band=2) == (2, 2, scores.SUPPORT)


def test_no_score_no_band_no_verdict():
    low, high, verdict = said(band=NAN, band_2=NAN, band_prob=NAN)
    assert (low != low, high != high, verdict) == (True, True, None)


@pytest.mark.parametrize(
    ("band", "second", "probability", "verdict"),
    [
        (4, 5, 0.6, scores.WELL),
        (4, 3, 0.6, None),
        (3, 2, 0.6, scores.SUPPORT),
        (3, 2, 0.9, None),
        (1, 2, 0.9, scores.SUPPORT),
    ],
)
def test_every_likely_band_must_be_good_and_no_low_one_may_be_possible(band, second, probability, verdict):
    assert said(band=band, band_2=second, band_prob=probability)[2] == verdict


@pytest.mark.parametrize(
    ("share", "asked", "verdict"),
    [(0.55, 2 / 3, scores.TOO_LITTLE), (2 / 3, 2 / 3, scores.WELL), (0.55, 0.0, scores.WELL), (NAN, 2 / 3, scores.WELL)],
)
def test_an_ormas_does_well_only_by_enough_of_the_original_weight(share, asked, verdict):
    assert said(good_weight=asked, band=5, band_prob=0.95, weight_share=share)[2] == verdict


def test_nothing_is_said_of_the_work_of_a_kecamatan():
    assert said("kecamatan", band=5, band_prob=0.95) == (5, 5, None)


def test_older_editions_are_read_with_what_the_program_said_then():
    before = rules.parse((FOLDER / "putusan-bawaan.toml").read_text(encoding="utf-8"), "bawaan")
    assert (before.sure_of_band, before.good_band, before.support_band) == (0.8, 4, 2)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('code = "good_band"', 'code = "goodband"', "rules are missing: good_band"),
        ("value = 0.8", "value = 8.0", "rule 'sure_of_band': 8.0 is missing or out of range"),
        ("value = 4", 'value = "4"', "rule 'good_band': '4' is missing or out of range"),
        ('status = "usulan"', 'status = "draf"', "'draf' is none of usulan, disahkan"),
        ("source = {", "sumber = {", "key 'source' needs a text in both languages"),
        ("[[rule]]", "[[rule", "not valid TOML"),
    ],
)
def test_a_rule_file_that_cannot_be_used_is_named_with_its_rule(old, new, reason):
    with pytest.raises(ValueError, match=r"^putusan\.toml: ") as caught:
        rules.parse(TEXT.replace(old, new, 1), "putusan.toml")
    assert reason in str(caught.value)


def test_a_rule_that_nobody_knows_is_refused():
    strange = TEXT + '\n[[rule]]\ncode = "luck"\nvalue = 1\nname = { id = "a", en = "a" }\nsource = { id = "a", en = "a" }\n'
    with pytest.raises(ValueError, match="rule 'luck' is unknown or stands twice"):
        rules.parse(strange, "putusan.toml")


def test_activities_are_weak_below_a_level_over_twelve_months():
    deeds = pd.DataFrame(
        [("2025-10", "ORM-001", 3, 9), ("2025-11", "ORM-001", 0, 3), ("2026-10", "ORM-001", 2, 1), ("2026-10", "ORM-002", 1, 2)],
        columns=["period", "unit", "tingkat_bukti", "n"],
    )
    found = scores.of_evidence(deeds, ["2026-10"], RULES)
    assert found.values.tolist() == [
        ["ormas", "ORM-001", "2026-10", 0.5, True],  # October of the year before is over
        ["ormas", "ORM-002", "2026-10", 1.0, False],
    ]


def test_a_report_is_enough_for_one_thing_and_not_for_another():
    reports = pd.DataFrame({"unit_type": "kecamatan", "unit": list("abcd"), "period": "2026-10", "completeness": [0.9, 0.6, 0.4, NAN]})
    found = scores.of_reports(reports, RULES, sufficient=0.8, complete=0.5)
    assert found[["sufficient", "complete", "silent"]].values.tolist() == [
        [True, True, False],
        [False, True, False],
        [False, False, True],
        [False, False, True],
    ]


def test_survey_values_have_the_grades_of_the_public_satisfaction_survey():
    """Permenpan RB 14/2017: 25–64,99 D, 65–76,60 C, 76,61–88,30 B, 88,31–100 A."""
    rows = [("rasa_aman", raw) for raw in (25.0, 64.99, 65.0, 76.61, 88.31, NAN)] + [("kejadian", 70.0)]
    indicators = pd.DataFrame(rows, columns=["indicator", "raw"]).assign(index="IKW", unit_type="kecamatan", unit="a", period="2026-10")
    assert "".join(scores.of_surveys(indicators, {"rasa_aman"}, RULES)["grade"]) == "DDCBA"


def test_a_signal_is_due_by_its_level_from_the_day_on_which_it_was_reported():
    signals = pd.DataFrame(
        {"signal": ["s1", "s2", "s3", "s4"], "period": "2026-10", "unit_type": "kecamatan", "unit": "32.16.07", "level": [1, 2, 3, 2]}
    )
    told = {"s1": date(2026, 10, 31), "s2": date(2026, 10, 31), "s3": date(2026, 10, 12)}
    found = due.of_signals(signals, RULES, PUBLISHED, told)
    assert found.set_index("signal")["due"].to_dict() == {"s1": "2026-11-07", "s2": "2026-11-03", "s3": "2026-10-15", "s4": "2026-11-06"}
    assert set(map(tuple, found[["office", "beside"]].values)) == {("camat", "bakesbangpol")}
    before = due.of_signals(signals, OF_BEFORE, PUBLISHED, told)  # an older edition keeps counting from the day on which it came out
    assert before["due"].tolist() == ["2026-11-10", "2026-11-06", "2026-11-04", "2026-11-06"]


def test_who_sent_nothing_or_next_to_nothing_is_due_to_report():
    reports = pd.DataFrame({"unit": ["a", "b"], "period": "2026-10", "completeness": [0.9, 0.2]})
    reports = scores.of_reports(reports, RULES, 0.5, 0.5)
    found = due.of_reports(reports, ["2026-09", "2026-10"], ["a", "b", "c"], RULES, PUBLISHED)
    assert found[["period", "unit"]].values.tolist() == [
        ["2026-09", "a"],
        ["2026-09", "b"],
        ["2026-09", "c"],
        ["2026-10", "b"],
        ["2026-10", "c"],
    ]
    assert found["due"].tolist() == [*["2026-10-05"] * 3, *["2026-11-05"] * 2]  # five days after the month was over
    before = due.of_reports(reports, ["2026-10"], ["a", "b"], OF_BEFORE, PUBLISHED)
    assert set(before["due"]) == {"2026-11-08"}


def test_candidates_are_due_within_the_days_for_trainings():
    found = due.of_trainings(pd.DataFrame({"unit": ["ORM-001"], "topic": ["kepemimpinan"]}), "2026-10", RULES, PUBLISHED)
    assert found[["kind", "unit_type", "topic", "due", "office"]].values.tolist() == [
        ["pelatihan", "ormas", "kepemimpinan", "2026-12-03", "bakesbangpol"]
    ]


def test_what_a_reader_chooses_is_judged_by_the_same_rules():
    assert [RULES.may_be_none(missing, 4) for missing in (0, 1, 2)] == [True, True, False]
    assert [RULES.tells_hours(n) for n in (29, 30)] == [False, True]
    assert [RULES.harm_is_known(unknown, 4) for unknown in (2, 3)] == [True, False]
