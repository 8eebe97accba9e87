"""No column of an edition says what nobody worked out: where there is no measurement there is no number, no yes and no no."""

import duckdb
import pandas as pd
import pytest

from data.editions import files, reading
from pages.facts import ormas as ormas_views
from pages.facts import views
from pages.figures import layers
from tests import frozen

# What is known of a unit without a score, and of an indicator without a measurement.
KEYS = {"index", "unit_type", "unit", "period"}
OF_UNSCORED = KEYS | {
    "method",
    "method_version",
    "status",
    "reason",
    "reason_dimensions",
    "quality",
    "weight_share",
    "completeness",
    "severe_left_out",
    "fallbacks",
    "n_clipped",
    "max_age_months",
    "provisional",
    "estimated_population",
}
OF_OUTSIDE = KEYS | {"method", "method_version", "status", "fallbacks"}
OF_UNMEASURED = KEYS | {"indicator", "dimension", "status", "n", "unknown", "events", "fallbacks"}
TABLES = {"scores": ("IKW", "IKO"), "indicators": ("IKW", "IKO"), "dimensions": ("IKW", "IKO")}


@pytest.fixture(scope="module")
def edition(simulated_home):
    opened = reading.open_edition(simulated_home)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def whole(edition):
    return edition.tables(*TABLES)


def said(rows: pd.DataFrame) -> set[str]:
    """Columns that say anything of any of these rows."""
    assert len(rows)
    return {name for name in rows if rows[name].notna().any()}


def test_of_a_unit_without_a_score_no_more_is_said_than_is_known(whole):
    scores = whole["scores"]
    assert said(scores[scores["status"] == "belum_dapat_dinilai"]) <= OF_UNSCORED
    assert said(scores[scores["status"] == "tidak_dinilai"]) <= OF_OUTSIDE


def test_of_an_indicator_without_a_measurement_nothing_is_said_of_its_value(whole):
    rows = whole["indicators"]
    assert said(rows[rows["status"] != "terukur"]) <= OF_UNMEASURED
    absent = rows[rows["status"] == "tanpa_survei"]
    assert absent["n"].isna().all()  # not "0 answers": there was no survey
    assert (rows.loc[rows["status"] == "tidak_berlaku", "n"] == 0).all()  # reported, and nothing happened


def test_full_counts_alone_have_no_interval_rather_than_one_of_no_width(whole, edition):
    rows = whole["dimensions"]
    measured = rows[rows["score"].notna()]
    counted = measured["dimension"].isin(["kegiatan", "tata_kelola"])
    assert set(measured.loc[counted, "index"]) == {"IKO"}
    assert measured.loc[counted, ["low", "high"]].isna().all().all()
    assert measured.loc[~counted, ["low", "high"]].notna().all().all()


def test_no_yes_or_no_is_given_where_nobody_asked(whole):
    scores = whole["scores"]
    ormas = scores["unit_type"] == "ormas"
    assert scores.loc[ormas, ["provisional", "estimated_population"]].isna().all().all()
    kabupaten = scores[scores["unit_type"] == "kabupaten"]
    assert kabupaten["provisional"].tolist() == [month == "2026-10" for month in kabupaten["period"]]
    assert (scores["without_survey"].isna() == scores["score"].isna()).all()


def test_pages_take_what_nobody_asked_for_a_no_they_do_not_say(edition):
    for code in (None, pd.NA, float("nan")):
        assert views.flag(code) is False
    assert views.flag(True) is True
    outside = next(one for one in ormas_views.all_ormas(edition, "2026-10") if not one.in_scope)
    assert not outside.without_survey


def test_the_class_of_a_single_indicator_is_named_without_a_probability(edition):
    area = next(a for a in layers.areas(edition, "2026-10", "kejadian_tertimbang") if a.score.assessed)
    assert pd.isna(area.score.band_prob)
    assert len(area.score.likely) == 1


OLD = (
    "UPDATE scores SET without_survey = false WHERE without_survey IS NULL",
    "UPDATE scores SET n_clipped = 0, max_age_months = 0 WHERE n_clipped IS NULL",
    "UPDATE scores SET provisional = false WHERE provisional IS NULL",
    "UPDATE scores SET estimated_population = false WHERE estimated_population IS NULL",
    "UPDATE indicators SET clipped = false, age_months = 0 WHERE status <> 'terukur'",
    "UPDATE indicators SET n = 0 WHERE n IS NULL",
    "UPDATE dimensions SET low = score, high = score WHERE low IS NULL",
)


def test_an_older_edition_is_read_without_its_claims(edition, simulated_home, tmp_path, whole):
    before = tmp_path / "2026-10-r1.duckdb"
    frozen.of_before(files.path_of(simulated_home, edition.id), before, tables=("neighbours",))
    with duckdb.connect(str(before)) as con:
        for statement in OLD:
            con.execute(statement)
    old = reading.Edition(before)
    for name, frame in old.tables(*TABLES).items():
        keys = [one for one in (*KEYS, "indicator", "dimension") if one in frame]
        first, second = (one.sort_values(keys, ignore_index=True) for one in (frame, whole[name]))
        pd.testing.assert_frame_equal(first, second, check_dtype=False)
    unscored = old.scores("IKO", "ormas", period="2026-10").query("status == 'tidak_dinilai'")
    assert unscored["without_survey"].isna().all()
    old.close()
