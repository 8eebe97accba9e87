"""What a score can't take in, over windows and in the regency: panels that a person can add up, and laws."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import pipeline
from tests.analytics.by_hand import MONTHS, kecamatan, methods, reference, rows, score_of


def severe(unit, months):
    return rows("kecamatan", unit, "kejadian_berat", numerator=float(len(months)), n=1, months=months)


def run(*parts, units=("K1", "K2")):
    return pipeline.run(pd.concat(parts), reference(units), methods(), draws=40)


def without(records, *months):
    return records[~records["period"].isin(months)]


def test_only_severe_incidents_of_months_without_a_report_are_left_out():
    found = run(
        without(kecamatan("K1", counts=(4, 1, 1)), MONTHS[2]),
        kecamatan("K2"),
        severe("K1", [MONTHS[2], MONTHS[5]]),
    )
    assert score_of(found, "K1")["severe_left_out"] == 1
    assert score_of(found, "K1")["quality"] == "C"
    assert score_of(found, "K2")["severe_left_out"] == 0
    assert found.scores.query("unit_type == 'kabupaten'")["severe_left_out"].tolist() == [1]


def test_of_a_unit_without_a_score_all_are_left_out_also_of_the_regency():
    found = run(without(kecamatan("K1"), *MONTHS[:8]), kecamatan("K2"), severe("K1", [MONTHS[1], MONTHS[10]]))
    assert score_of(found, "K1")["status"] == "belum_dapat_dinilai"
    assert score_of(found, "K1")["severe_left_out"] == 2
    assert found.scores.query("unit_type == 'kabupaten'")["severe_left_out"].tolist() == [2]


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from(MONTHS), max_size=4), st.sets(st.sampled_from(MONTHS), max_size=4))
def test_withdrawing_a_report_never_lowers_what_is_left_out(with_severe, withdrawn):
    grave = [severe("K1", sorted(with_severe))] if with_severe else []
    whole = run(kecamatan("K1"), kecamatan("K2"), *grave)
    less = run(without(kecamatan("K1"), *withdrawn), kecamatan("K2"), *grave)
    before, after = (score_of(found, "K1")["severe_left_out"] for found in (whole, less))
    assert before == 0
    assert after == len(with_severe & withdrawn)
    assert np.isfinite(after)
