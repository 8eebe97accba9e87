"""Effect of training: against untrained organisations with a similar start, with an interval, or not at all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics import training

COLUMNS = ["unit", "cohort", "trained", "before", "after"]


def table(*rows) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def world(rng: np.random.Generator, effect: float, n: int = 60) -> pd.DataFrame:
    """Weak organisations are trained more often, and weak ones rise by themselves: a bare before/after is too high."""
    ability = rng.normal(55, 10, n)
    before, after = ability + rng.normal(0, 5, n), ability + rng.normal(0, 5, n) + 2
    trained = rng.random(n) < 1 / (1 + np.exp((before - 52) / 6))
    return pd.DataFrame(
        {"unit": [f"O{i}" for i in range(n)], "cohort": "2025-01", "trained": trained, "before": before, "after": after + effect * trained}
    )


def test_the_effect_is_the_difference_of_the_two_changes():
    """Trained 50 → 60, untrained 50 → 54: 10 − 4 = 6. The untrained one at 80 began too far away to count."""
    rows = [(f"t{i}", "a", True, 50.0, 60.0) for i in range(12)] + [(f"u{i}", "a", False, 50.0, 54.0) for i in range(12)]
    found = training.effect(table(*rows, ("far", "a", False, 80.0, 20.0)))
    assert (found.effect, found.low, found.high) == (6.0, 6.0, 6.0)
    assert (found.n_trained, found.n_control, found.n_unmatched) == (12, 12, 0)
    assert (found.change_trained, found.change_control, found.reason) == (10.0, 4.0, None)


def test_what_is_left_of_the_difference_in_starts_is_levelled():
    """Untrained: 50 → 50 and 55 → 65, two points of change a point of start. At 50 the line says 0, at 52 it says 4."""
    controls = [(f"n{i}", "a", False, 50.0, 50.0) for i in range(10)]
    controls += [(f"m{i}", "a", False, 55.0, 65.0) for i in range(10)]
    for start, expected in ((50.0, 0.0), (52.0, 4.0)):
        trained = [(f"t{i}", "a", True, start, start + 7) for i in range(10)]
        found = training.effect(table(*trained, *controls))
        assert found.change_control == pytest.approx(expected)
        assert found.effect == pytest.approx(7 - expected)


def test_too_few_give_a_reason_and_no_figure():
    rows = [(f"t{i}", "a", True, 50.0, 60.0) for i in range(9)] + [(f"u{i}", "a", False, 50.0, 54.0) for i in range(9)]
    found = training.effect(table(*rows))
    assert found.reason == "terlalu_sedikit"
    assert np.isnan([found.effect, found.low, found.high]).all()
    assert training.effect(table()).reason == "terlalu_sedikit"


def test_the_not_assessed_are_left_out_and_the_unmatched_counted():
    rows = [(f"t{i}", "a", True, 50.0, 60.0) for i in range(12)] + [(f"u{i}", "a", False, 50.0, 54.0) for i in range(12)]
    rows += [("x", "a", True, np.nan, 60.0), ("y", "a", True, 95.0, 96.0), ("z", "b", True, 50.0, 51.0)]
    found = training.effect(table(*rows))
    assert (found.effect, found.n_trained, found.n_unmatched) == (6.0, 12, 2)


def test_the_pull_to_the_middle_is_not_taken_for_an_effect():
    rng = np.random.default_rng(4)
    ours, bare = [], []
    for _ in range(60):
        frame = world(rng, effect=0.0)
        ours.append(training.effect(frame, draws=50).effect)
        trained = frame[frame["trained"]]
        bare.append((trained["after"] - trained["before"]).mean())
    assert abs(np.mean(ours)) < 0.8
    assert np.mean(bare) > 2.5


def test_the_interval_covers_the_true_effect():
    rng = np.random.default_rng(8)
    found = [training.effect(world(rng, effect=6.0), draws=300, seed=k) for k in range(120)]
    assert 0.82 <= np.mean([one.low <= 6 <= one.high for one in found]) <= 0.98
    assert np.mean([one.effect for one in found]) == pytest.approx(6, abs=0.8)


def test_order_and_seed():
    frame = world(np.random.default_rng(1), 5)
    first = training.effect(frame, seed=3)
    assert first == training.effect(frame, seed=3)
    mixed = training.effect(frame.sample(frac=1, random_state=2), seed=3)
    assert mixed.effect == pytest.approx(first.effect)
    shifted = frame.assign(before=frame["before"] + 7, after=frame["after"] + 7)
    assert training.effect(shifted, seed=3).effect == pytest.approx(first.effect)


# ------------------------------------------------------------------ who was trained when

SCORES = pd.DataFrame(
    [
        (unit, period, value)
        for unit, values in {"A": (50, 60), "B": (40, 44), "C": (30, 33), "D": (70, 71)}.items()
        for period, value in zip(("2025-01", "2026-02"), values, strict=True)
    ],
    columns=["unit", "period", "score"],
)
TRAININGS = pd.DataFrame(
    [
        ("A", "2025-02", "kepemimpinan", 4),
        ("B", "2025-02", "kepemimpinan", 0),  # invited, nobody came
        ("C", "2026-01", "kepemimpinan", 3),  # trained within the window: neither trained nor control
        ("D", "2026-03", "kepemimpinan", 9),  # after the window: still a control
    ],
    columns=["unit", "period", "topic", "attended"],
)


def test_a_cohort_compares_the_window_before_with_the_window_after():
    found = training.cohorts(SCORES, TRAININGS).sort_values("unit")
    assert found.to_numpy().tolist() == [
        ["A", "2025-02", True, 50, 60],
        ["B", "2025-02", False, 40, 44],
        ["D", "2025-02", False, 70, 71],
    ]
    assert training.cohorts(SCORES, TRAININGS, topic="regulasi").empty


def test_the_index_without_the_dimension_that_training_fills():
    frame = pd.DataFrame(
        [
            ("A", "2025-01", "kegiatan", 60.0, 0.25),
            ("A", "2025-01", "sinergi", 30.0, 0.5),
            ("A", "2025-01", "kapasitas", 100.0, 0.15),
            ("A", "2025-01", "kepuasan", np.nan, 0.1),
        ],
        columns=["unit", "period", "dimension", "score", "weight"],
    )
    found = training.without_dimension(frame, "kapasitas")
    assert found.to_numpy().tolist() == [["A", "2025-01", 40.0]]


def test_candidates_are_led_by_their_weakest_dimension_and_never_invited_twice():
    frame = pd.DataFrame(
        [
            (u, "2026-03", d, s)
            for u, d, s in [
                ("A", "tata_kelola", 20.0),
                ("A", "sinergi", 60.0),
                ("B", "sinergi", 30.0),
                ("B", "tata_kelola", 50.0),
                ("D", "tata_kelola", 10.0),
                ("E", "tata_kelola", np.nan),
            ]
        ],
        columns=["unit", "period", "dimension", "score"],
    )
    topics = {"tata_kelola": "kepemimpinan", "sinergi": "komunikasi_efektif"}
    found = training.candidates(frame, TRAININGS, topics, "2026-03")
    # A and D had "kepemimpinan" within 24 months; B was invited to it, but nobody came, and lacks another topic
    assert found[["unit", "dimension", "score", "topic"]].to_numpy().tolist() == [["B", "sinergi", 30.0, "komunikasi_efektif"]]
    late = training.candidates(frame.assign(period="2028-06"), TRAININGS, topics, "2028-06")
    assert late["unit"].tolist() == ["D", "A", "B"]
    assert late["trained_before"].tolist()[:2] == ["2026-03", "2025-02"]
    assert pd.isna(late["trained_before"].iloc[2])
