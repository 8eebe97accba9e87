"""What moves the ranks: worked on six kecamatan that a person can rank."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics import method
from analytics.composite.engine import weighted_mean
from analytics.indices import influence

METHODS = Path(__file__).parents[3] / "data" / "reference" / "method"
IKW = method.parse((METHODS / "ikw-2026.toml").read_text(encoding="utf-8"), "ikw-2026.toml")
UNITS = [f"K{n}" for n in range(1, 7)]


def frames(kejadian, penanganan, persepsi):
    parts = {"kejadian": kejadian, "penanganan": penanganan, "persepsi": persepsi}
    x = np.array(list(parts.values()), dtype=float).T
    score = weighted_mean(x, [0.5, 0.25, 0.25], how="rgmean")[0]
    common = {"index": "IKW", "unit_type": "kecamatan", "unit": UNITS, "period": "2026-10"}
    scores = pd.DataFrame({**common, "score": score})
    dimensions = pd.concat([pd.DataFrame({**common, "dimension": d, "score": v}) for d, v in parts.items()])
    return scores, dimensions


def of(scores, dimensions, period="2026-10"):
    return influence.table(scores, dimensions, IKW, period).set_index("factor")


def test_a_dimension_in_which_all_are_alike_says_nothing_whatever_its_weight():
    found = of(*frames([70] * 6, [10, 20, 30, 40, 50, 60], [60, 50, 55, 52, 58, 57]))
    assert found.loc["kejadian", "weight"] == 0.5
    assert found.loc["kejadian", "drop_mean_shift"] == 0
    assert np.isnan(found.loc["kejadian", "importance"])
    assert found.loc["penanganan", "importance"] > 0.9
    assert found.loc["penanganan", "drop_mean_shift"] > 0


def test_who_moves_most_without_a_dimension_is_named():
    # index: K1 K6 K2 K3 K4 K5; without kejadian K6 leads and all others share rank 2: K5 comes up from 6
    found = of(*frames([90, 80, 70, 60, 50, 40], [50, 50, 50, 50, 50, 100], [50, 50, 50, 50, 50, 100]))
    assert found.loc["kejadian", "drop_unit"] == "K5"
    assert found.loc["kejadian", "drop_max_shift"] == 4
    assert found.loc["kejadian", "drop_mean_shift"] == pytest.approx((1 + 1 + 2 + 3 + 4 + 1) / 6)


def test_the_rows_are_the_dimensions_and_the_aggregation_with_shares_of_variance():
    found = of(*frames([90, 30, 70, 60, 50, 40], [10, 95, 30, 70, 50, 60], [60, 80, 55, 20, 58, 57]))
    assert list(found.index) == ["kejadian", "penanganan", "persepsi", "agregasi"]
    assert (found["sobol_total"] >= -0.05).all()
    assert found["sobol_total"].sum() > 0.8
    assert np.isnan(found.loc["agregasi", "weight"])
    assert found["importance"].sum() == pytest.approx(1)


def test_missing_dimensions_and_units_without_a_score_are_left_out():
    scores, dimensions = frames([90, 30, 70, 60, 50, np.nan], [10, 95, 30, 70, 50, 60], [60, np.nan, 55, 20, 58, 57])
    scores.loc[5, "score"] = np.nan
    found = of(scores, dimensions)
    assert found["sobol_total"].notna().all()
    nothing = of(scores, dimensions, "2026-09")
    assert nothing["importance"].isna().all()
    assert nothing["weight"].tolist()[:3] == [0.5, 0.25, 0.25]


def test_the_same_seed_gives_the_same_figures_in_any_order_of_units():
    scores, dimensions = frames([90, 30, 70, 60, 50, 40], [10, 95, 30, 70, 50, 60], [60, 80, 55, 20, 58, 57])
    shuffled = of(scores.sample(frac=1, random_state=1), dimensions.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(of(scores, dimensions), shuffled)
