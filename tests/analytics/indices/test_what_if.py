"""Runs with other weights on a preparation: the same figures as a run from the records, and nothing else is let through."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import pipeline
from analytics.composite import ranks
from analytics.indices import index, inputs
from analytics.records import panel
from tests.analytics.by_hand import kecamatan, methods, organisation, reference

FRAMES = ("indicators", "dimensions", "scores", "contributions")


def two_years():
    first = pd.concat(
        [
            kecamatan("K1", counts=(14, 5, 1), resolved=(7, 10), safety=2.9),
            kecamatan("K2", counts=(3, 0, 0), resolved=(3, 3)),
            kecamatan("K3", counts=(40, 9, 2), resolved=(20, 50), safety=2.2),
            kecamatan("K4", completeness=0.3),
            organisation("O1", activities=9, people=(360, 9), conflicts=(7, 9), satisfaction=3.1, trained=(5, 12)),
            organisation("O2", activities=2, people=(30, 2), partners=(1, 3)),
        ]
    )
    later = first.assign(period=first["period"].str.replace("2025", "2026"))
    return pd.concat([first, later], ignore_index=True)


RECORDS, REFERENCE = two_years(), reference(("K1", "K2", "K3", "K4"), ("O1", "O2"))
PREPARED = pipeline.prepare(RECORDS, REFERENCE, methods(), draws=60)


def same(one, other):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.floats(0.05, 1), min_size=3, max_size=3), st.floats(0, 1))
def test_a_run_on_a_preparation_gives_the_figures_of_a_run_from_the_records(ikw, kepuasan):
    found = methods()
    weights = dict(zip(("kejadian", "penanganan", "persepsi"), ikw, strict=True))
    changed = replace(found, ikw=found.ikw.with_weights(weights), iko=found.iko.with_weights({"kepuasan": kepuasan}))
    same(
        pipeline.rerun(PREPARED, changed),
        pipeline.run(RECORDS, REFERENCE, changed, draws=60),
    )


def test_all_weight_on_one_dimension_makes_it_the_index():
    found = methods()
    only = replace(found, ikw=found.ikw.with_weights({"penanganan": 0, "persepsi": 0}))
    results = pipeline.rerun(PREPARED, only)
    scores = results.scores.query("index == 'IKW' and status == 'dinilai'").set_index(["unit", "period"])["score"]
    events = results.dimensions.query("dimension == 'kejadian'").set_index(["unit", "period"])["score"]
    pd.testing.assert_series_equal(scores, events[scores.index], check_names=False)


def test_blocks_of_any_size_give_the_same(monkeypatch):
    whole = pipeline.run(RECORDS, REFERENCE, methods(), draws=60)
    monkeypatch.setattr(inputs, "CELLS", 1)
    same(whole, pipeline.run(RECORDS, REFERENCE, methods(), draws=60))


def test_other_goalposts_than_the_prepared_ones_are_refused():
    found = methods()
    events, *rest = found.ikw.indicators
    moved = replace(found.ikw, indicators=(replace(events, goalposts=(0.0, 60.0)), *rest))
    with pytest.raises(ValueError, match="ikw-2026: only the weights of the dimensions may differ"):
        pipeline.rerun(PREPARED, replace(found, ikw=moved))


@given(st.integers(0, 10_000), st.integers(1, 6), st.booleans())
def test_ranks_by_counting_agree_with_ranks_by_sorting(seed, units, tied):
    """With ties and without; the general way is forced by a column that is missing in one draw."""
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, 4, (40, units)).astype(float) if tied else rng.random((40, units))
    by_counting = ranks.rank_intervals(draws)
    best, worst = ranks.rank_draws(draws), ranks.rank_draws(-draws)
    assert by_counting["p_best5"].tolist() == pytest.approx((best <= 5).mean(axis=0).tolist())
    assert by_counting["p_worst5"].tolist() == pytest.approx((worst <= 5).mean(axis=0).tolist())
    ordered = np.sort(best, axis=0)
    for name, position in (("low", 1), ("median", 19), ("high", 37)):
        assert by_counting[name].tolist() == ordered[position].tolist()


def test_the_records_of_a_unit_type_are_arranged_once_for_all_that_is_told_of_it(monkeypatch):
    """For index, quarters, series and trends; the signals watch records of their own."""
    arranged = []
    real = panel.build

    def counted(records, unit_type, units, *, until=None):
        arranged.append((unit_type, until))
        return real(records, unit_type, units, until=until)

    for module in (panel, pipeline):
        monkeypatch.setattr(module, "build", counted)
    results = pipeline.run(RECORDS, REFERENCE, methods(), draws=60)
    assert set(results.series["series"]) == {"kejadian", "ikw_3"}
    last = RECORDS["period"].max()
    assert sorted(arranged) == [("kecamatan", last), ("ormas", last)]


def test_a_window_is_summed_once_and_handed_on():
    arranged = panel.build(RECORDS, "kecamatan", ["K1", "K2", "K3", "K4"])
    windows = panel.Windows(arranged, [12, 13])
    once = windows.sum("kejadian_1", "numerator", 12)
    assert once is windows.sum("kejadian_1", "numerator", 12)
    assert once.shape == (2, 4)
    np.testing.assert_array_equal(once, panel.window_sum(arranged.measure("kejadian_1", "numerator"), 12)[[12, 13]])


def test_a_run_makes_each_window_once(monkeypatch):
    """One set of windows for each index and for the quarters, and in none of them a measure summed twice over as many months."""
    sets, made = [], []

    class Counted(panel.Windows):
        def __init__(self, arranged, rows):
            sets.append((arranged.units, tuple(arranged.periods[row] for row in rows)))
            super().__init__(arranged, rows)

    def counted(make):
        def of(x, months):
            made.append((len(sets), make, months, x))
            return make(x, months)

        return of

    for make in (panel.window_sum, panel.window_presence):
        monkeypatch.setattr(panel, make.__name__, counted(make))
    monkeypatch.setattr(index, "Windows", Counted)
    pipeline.run(RECORDS, REFERENCE, methods(), draws=60)
    assert len(sets) == len(set(sets)) == 3
    times = Counter((number, make, months, id(x)) for number, make, months, x in made)
    assert len(times) > 40
    assert {months for _, _, months, _ in times} >= {3, 12}
    assert set(times.values()) == {1}


def test_a_panel_cut_short_is_that_of_the_records_up_to_then():
    units = ["K1", "K2", "K3", "K4"]
    cut = panel.build(RECORDS, "kecamatan", units).until("2025-12")
    early = panel.build(RECORDS, "kecamatan", units, until="2025-12")
    assert cut.periods == early.periods
    for record, name in (("kejadian_1", "numerator"), ("rasa_aman", "value")):
        np.testing.assert_array_equal(cut.measure(record, name), early.measure(record, name))
