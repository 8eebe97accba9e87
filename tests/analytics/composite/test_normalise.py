"""Every scale by hand on four kecamatan and two indicators, and what can't be put on a scale."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.composite import engine

NAN, INF = float("nan"), float("inf")
UNITS = ["Tambun Selatan", "Cikarang Utara", "Setu", "Muara Gembong"]
X = pd.DataFrame({"tawuran": [8.0, 4.0, 0.0, 4.0], "rasa_aman": [40.0, 70.0, NAN, 100.0]}, index=UNITS)
SIGN = {"tawuran": -1, "rasa_aman": 1}


def panel(values: list[float], periods: list[str]) -> pd.DataFrame:
    units = UNITS[: len(values) // len(periods)]
    index = pd.MultiIndex.from_product([units, periods], names=["unit", "period"])
    return pd.DataFrame({"tawuran": values}, index=index)


@pytest.mark.parametrize(
    ("how", "options", "tawuran", "rasa_aman"),
    [
        ("minmax", {}, [0, 50, 100, 50], [0, 50, NAN, 100]),
        ("minmax", {"lower": 1, "upper": 5}, [1, 3, 5, 3], [1, 3, NAN, 5]),
        ("zscore", {}, [-1.224745, 0, 1.224745, 0], [-1, 0, NAN, 1]),
        ("rank", {}, [1, 2, 4, 2], [1, 2, NAN, 3]),
        ("borda", {}, [0, 1, 3, 1], [0, 1, NAN, 2]),
        ("prank", {}, [0, 1 / 3, 1, 1 / 3], [0, 0.5, NAN, 1]),
        ("dist2max", {}, [0, 0.5, 1, 0.5], [0, 0.5, NAN, 1]),
        ("dist2ref", {"reference": "Cikarang Utara"}, [0, 1, 2, 1], [0, 1, NAN, 2]),
        ("dist2ref", {"reference": "Cikarang Utara", "cap": True}, [0, 1, 1, 1], [0, 1, NAN, 1]),
        ("dist2targ", {"target": {"tawuran": 6, "rasa_aman": 60}}, [0, 2, 4, 2], [0, 1.5, NAN, 3]),
        ("scaled", {"a": 10, "b": 2}, [-9, -7, -5, -7], [15, 30, NAN, 45]),
        (
            "scaled",
            {"a": pd.Series({"rasa_aman": 40, "tawuran": 0}), "b": 1},
            [-8, -4, 0, -4],
            [0, 30, NAN, 60],
        ),
        (
            "goalposts",
            {"goalposts": {"tawuran": (0, 5), "rasa_aman": (25, 85)}},
            [0, 20, 100, 20],
            [25, 75, NAN, 100],
        ),
    ],
)
def test_every_scale_by_hand(how: str, options: dict, tawuran: list[float], rasa_aman: list[float]) -> None:
    """Eight, four, no and four brawls, fewer is better; sense of safety with one kecamatan not surveyed."""
    ours = engine.normalise(X, how, direction=SIGN, **options)
    expected = pd.DataFrame({"tawuran": tawuran, "rasa_aman": rasa_aman}, index=UNITS, dtype=float)
    pd.testing.assert_frame_equal(ours, expected, atol=1e-6)


def test_fraction_of_the_largest_value() -> None:
    ours = engine.normalise(X[["rasa_aman"]], "fracmax")
    assert ours["rasa_aman"].tolist() == pytest.approx([0.4, 0.7, NAN, 1.0], nan_ok=True)


def test_tiny_differences_of_raw_values_are_not_ties() -> None:
    tiny = pd.DataFrame({"laju": [3e-15, 1e-15, 2e-15]}, index=UNITS[:3])
    assert engine.normalise(tiny, "rank")["laju"].tolist() == [3, 1, 2]
    assert engine.normalise(tiny * 1e-200, "zscore")["laju"].tolist() == pytest.approx([1, -1, 0], abs=1e-9)


def test_what_lies_beyond_its_goalposts_can_be_counted() -> None:
    clipped = engine.beyond_goalposts(X, {"tawuran": (0, 5), "rasa_aman": (25, 85)})
    assert clipped.sum().to_dict() == {"tawuran": 1, "rasa_aman": 1}


def test_a_panel_is_scaled_over_all_periods_or_within_each() -> None:
    x = panel([0, 10, 4, 30], ["2026-01", "2026-02"])
    assert engine.normalise(x, "minmax")["tawuran"].tolist() == pytest.approx([0, 100 / 3, 40 / 3, 100])
    assert engine.normalise(x, "minmax", by="period")["tawuran"].tolist() == [0, 0, 100, 100]
    reference = engine.normalise(x, "dist2ref", reference="Cikarang Utara", by="period")
    assert reference["tawuran"].tolist() == [0, 0, 1, 1]


POSTS = pd.DataFrame({"lower": [0.0, 25.0], "upper": [5.0, 85.0]}, index=X.columns)


@pytest.mark.parametrize(
    ("x", "how", "options", "message"),
    [
        (X.assign(tawuran=NAN), "minmax", {}, "indicator tawuran: no value, from unit Tambun Selatan"),
        (
            X.assign(tawuran=NAN),
            "goalposts",
            {"goalposts": POSTS},
            "indicator tawuran: no value, from unit Tambun Selatan",
        ),
        (
            X.assign(tawuran=3.0),
            "minmax",
            {},
            "unit Tambun Selatan, indicator tawuran: minmax is undefined, all",
        ),
        (X.assign(tawuran=0.1), "zscore", {}, "indicator tawuran: zscore is undefined"),
        (X.assign(tawuran=3.0), "dist2max", {}, "indicator tawuran: dist2max is undefined"),
        (
            X.iloc[:1],
            "minmax",
            {},
            r"unit Tambun Selatan, indicator tawuran: minmax is undefined.*\(1 values\)",
        ),
        (
            X.iloc[:1],
            "prank",
            {},
            "unit Tambun Selatan, indicator tawuran: prank is undefined, there is a single unit",
        ),
        (X - 500, "fracmax", {}, "indicator tawuran: fracmax is undefined"),
        (X - 8, "fracmax", {}, "indicator tawuran: fracmax is undefined, the largest value"),
        (
            X,
            "goalposts",
            {"goalposts": {"tawuran": (5, 5), "rasa_aman": (0, 1)}},
            "indicator tawuran: the lower goalpost 5 must be below the upper one 5",
        ),
        (
            X.replace(70.0, -INF),
            "rank",
            {},
            "unit Cikarang Utara, indicator rasa_aman: the value is infinite",
        ),
        (X * 1.5e306, "zscore", {}, "unit Tambun Selatan, indicator rasa_aman: zscore can't be computed"),
        (pd.concat([X, X.iloc[:1]]), "rank", {}, "unit Tambun Selatan occurs more than once"),
        (pd.concat([X, X], axis=1), "rank", {}, "indicator tawuran occurs more than once"),
        (
            X.astype(object).replace(8.0, "delapan"),
            "rank",
            {},
            "indicator tawuran: the values aren't numbers",
        ),
        (X.iloc[:0], "rank", {}, "0 units"),
        (X, "persen", {}, "how is 'persen'"),
        (X, "zscore", {"lower": 1}, "zscore has no option lower"),
        (X, "zscore", {"goalposts": POSTS}, "zscore has no option goalposts"),
        (X, "goalposts", {}, "goalposts needs goalposts"),
        (X, "goalposts", {"goalposts": POSTS[["lower"]]}, "column upper is missing"),
        (X, "goalposts", {"goalposts": POSTS.iloc[:1]}, "indicator rasa_aman: no lower goalpost is given"),
        (
            X,
            "goalposts",
            {"goalposts": {"tawuran": (5, 0), "rasa_aman": (0, 1)}},
            "indicator tawuran: the lower goal",
        ),
        (
            X,
            "goalposts",
            {"goalposts": {"tawuran": (0, INF), "rasa_aman": (0, 1)}},
            "tawuran: its upper goalpost is inf",
        ),
        (
            X,
            "goalposts",
            {"goalposts": pd.concat([POSTS, POSTS])},
            "tawuran: its lower goalpost is given more than",
        ),
        (X, "minmax", {"lower": 5, "upper": 5}, "lower 5 must be below upper 5"),
        (X, "minmax", {"upper": "100"}, "option upper is '100'"),
        (X, "minmax", {"direction": {"tawuran": -1}}, "indicator rasa_aman: no direction is given"),
        (X, "minmax", {"direction": {"tawuran": 0, "rasa_aman": 1}}, "indicator tawuran: direction is 0"),
        (
            X,
            "minmax",
            {"direction": {"tawuran": "-", "rasa_aman": 1}},
            "indicator tawuran: its direction is -",
        ),
        (X, "dist2ref", {}, "dist2ref needs reference"),
        (X, "dist2ref", {"reference": "Bekasi"}, "reference unit Bekasi: no such unit"),
        (X, "dist2ref", {"reference": "Setu"}, "reference unit Setu, indicator rasa_aman: no value"),
        (X, "dist2ref", {"reference": "Tambun Selatan"}, "the reference isn't better than the worst"),
        (X, "dist2targ", {"target": 0}, "indicator tawuran: dist2targ is undefined, the target isn't better"),
        (X, "dist2targ", {"target": 300, "cap": "ya"}, "option cap is 'ya'"),
        (X, "scaled", {"a": 0}, "scaled needs b"),
        (
            X,
            "scaled",
            {"a": 0, "b": {"tawuran": 1, "rasa_aman": 0}},
            "indicator rasa_aman: scaled divides by b = 0",
        ),
        (X, "rank", {"by": "period"}, "by is 'period'"),
    ],
)
def test_normalise_refuses(x: pd.DataFrame, how: str, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        engine.normalise(x, how, **options)


def test_the_period_without_spread_is_named() -> None:
    with pytest.raises(ValueError, match=r"Tambun Selatan.*indicator tawuran: minmax is undefined within 2026-02"):
        engine.normalise(panel([0, 7, 4, 7], ["2026-01", "2026-02"]), "minmax", by="period")
