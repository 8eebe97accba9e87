"""The benchmark's own promises, and what must hold on any machine: ratios of processor time, never seconds."""

import numpy as np
import pandas as pd
import pytest

from analytics import pipeline
from tests.bench import Row, best, composite, made_up, registry


def test_a_row_says_its_ratio_and_whether_its_goal_is_met():
    found = Row("a", "s", 0.5, 0.5, "b", 2.0)
    assert (found.ratio, found.met) == (4.0, True)
    assert Row("a", "s", 0.51, 0.5).met is False
    assert (Row("a", "s", 1.0).met, Row("a", "s", 1.0).ratio) == (None, None)


def test_every_file_of_the_folder_is_a_subject():
    assert {"composite", "country", "editions", "pipeline"} <= set(registry.subjects())
    assert not {"registry", "made_up", "__main__"} & set(registry.subjects())


def test_the_engine_equals_pandas_groupby_and_is_faster():
    data = composite.panel()
    pd.testing.assert_series_equal(composite.ours(*data), composite.naive(*data))
    ours, theirs = best(lambda: composite.ours(*data), 3)[1], best(lambda: composite.naive(*data), 3)[1]
    assert ours < theirs


def test_a_what_if_costs_a_fraction_of_a_run():
    records, reference = made_up.kecamatan(23, 35)
    method = made_up.shipped()
    prepared = pipeline.prepare(records, reference, method, draws=500)
    other = pipeline.Method(iko=method.iko, ikw=method.ikw.with_weights({"kejadian": 0.3}))
    quick = best(lambda: pipeline.rerun(prepared, other), 3)[1]
    afresh = best(lambda: pipeline.run(records, reference, other, draws=500), 3)[1]
    assert quick < 0.5 * afresh


def test_made_up_records_have_the_shape_of_real_ones():
    records, reference = made_up.kecamatan(3, 14)
    assert records.groupby("indicator").size().to_dict() == {
        "kejadian_1": 42,
        "kejadian_2": 42,
        "kejadian_3": 42,
        "selesai_30_hari": 42,
        "rasa_aman": 6,
    }
    results = pipeline.run(records, reference, made_up.shipped(), draws=20)
    assert results.scores.query("unit_type == 'kecamatan'")["status"].tolist() == ["dinilai"] * 9
    assert np.isfinite(results.scores["score"]).all()


def test_growth_of_memory_with_draws_stays_in_the_results():
    """What a run hands back: draws of the index only, one float32 number a unit, period and draw."""
    records, reference = made_up.kecamatan(5, 14)
    results = pipeline.run(records, reference, made_up.shipped(), draws=64)
    shapes = {draws.shape for draws in results.draws["IKW"].values()}
    assert shapes == {(6, 64)}
    assert sum(draws.nbytes for draws in results.draws["IKW"].values()) == pytest.approx(3 * 6 * 64 * 4)
