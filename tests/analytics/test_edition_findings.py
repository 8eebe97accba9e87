"""Trends and signals as an edition keeps them: rows from records, worked by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics import method, spatial
from analytics.records.panel import build, month_number, month_text
from analytics.surveillance import records as signal_records
from analytics.surveillance.signals import Rules, quasi_nb
from analytics.trends import records as trend_records

METHODS = Path(__file__).parents[2] / "data" / "reference" / "method"
IKW = method.load(
    (METHODS / "iko-2026.toml").read_text(encoding="utf-8"),
    (METHODS / "ikw-2026.toml").read_text(encoding="utf-8"),
).ikw
COUNTS = [3, 1, 4, 2, 5, 3, 2, 4, 3, 6, 2, 3, 14, 2, 3, 9]


def months(n, first="2025-01"):
    return [month_text(month_number(first) + i) for i in range(n)]


def records(unit, indicator, numerator, *, denominator=1000.0, completeness=1.0, first="2025-01"):
    n = len(numerator)
    spread = np.broadcast_to
    return pd.DataFrame(
        {
            "unit_type": "kecamatan",
            "unit": unit,
            "indicator": indicator,
            "period": months(n, first),
            "value": np.nan,
            "numerator": np.asarray(numerator, dtype=float),
            "denominator": spread(denominator, n),
            "n": 0,
            "completeness": spread(completeness, n),
        }
    )


def panel(**counts):
    parts = []
    for unit, numbers in counts.items():
        parts += [
            records(unit, "kelompok_bentrok", numbers),
            records(unit, "kelompok_bentrok_berat", [0] * len(numbers)),
        ]
    return pd.concat(parts, ignore_index=True)


def detect(frame, rules=None, **more):
    return signal_records.detect(build(frame, "kecamatan", sorted(frame["unit"].unique())), rules or Rules(), **more)


def test_a_signal_carries_everything_that_raised_it():
    found = detect(panel(A=COUNTS, B=[2] * 16), Rules(version="uji"))
    one = found.rows[found.rows["period"] == "2026-01"].iloc[0]
    assert (one["signal"], one["level"], one["count"]) == ("2026-01/A/bentrok", 2, 14)
    expected = quasi_nb(COUNTS[:12], alpha=0.05)
    assert [one["expected"], one["bound"], one["p"]] == pytest.approx([expected.mean, expected.upper, expected.p(14)])
    assert set(one["rules"]) >= {"hitungan", "kuat"}
    assert one["q"] == pytest.approx(2 * one["p"])
    basis = found.baselines[found.baselines["signal"] == one["signal"]]
    assert basis["count"].tolist() == COUNTS[:12]
    assert basis["period"].tolist() == months(12)
    assert basis["exposure"].tolist() == [1000.0] * 12
    assert one["exposure"] == 1000.0
    assert one["version"] == "uji"


def test_since_when_and_which_neighbours():
    a = [1] * 12 + [6, 1, 7, 1, 1, 1, 9]
    b = [1] * 12 + [6, 1, 1, 1, 1, 1, 1]
    around = {"A": ("B", "C"), "B": ("A",), "C": ("A",)}
    found = detect(panel(A=a, B=b, C=[1] * 19), neighbours=around).rows.set_index(["period", "unit"])
    assert found.loc[("2026-01", "A"), "neighbours"] == ("B",)
    assert found.loc[("2026-03", "A"), "neighbours"] == ()
    assert found.loc[("2026-03", "A"), "since"] == "2026-01"  # a month in between doesn't break the row
    assert found.loc[("2026-07", "A"), "since"] == "2026-07"  # three do


def test_severe_incidents_and_a_provisional_month():
    frame = panel(A=[1] * 13)
    severe = frame["indicator"].str.endswith("_berat") & (frame["period"] == "2026-01")
    frame.loc[severe, "numerator"] = 1
    frame.loc[frame["period"] == "2026-01", "completeness"] = 0.9
    one = detect(frame).rows.iloc[0]
    assert (one["level"], one["rules"], one["severe"], one["provisional"]) == (3, ("berat",), 1, True)


def test_a_fall_of_the_index_is_level_1_and_stays_level_1():
    scores = pd.DataFrame(
        {
            "unit": "A",
            "period": months(3),
            "score": [50.0, 45.0, 44.0],
            "change": [-10.0, -12.0, -6.0],
            "p_down": [0.95, 0.99, 0.89],
            "completeness": 1.0,
            "provisional": False,
        }
    )
    found = detect(panel(A=[1] * 3), scores=scores).rows
    assert found[["period", "group", "level", "index_before"]].to_numpy().tolist() == [
        ["2025-02", "ikw", 1, 57.0],
        ["2025-01", "ikw", 1, 60.0],
    ]
    assert found["since"].tolist() == ["2025-01", "2025-01"]
    assert found["count"].isna().all()


def test_without_watched_records_there_is_an_empty_table_with_its_columns():
    found = detect(records("A", "kejadian_1", [1] * 3))
    assert found.rows.empty
    assert list(found.rows.columns) == list(signal_records.COLUMNS)
    assert list(found.baselines.columns) == list(signal_records.BASELINE_COLUMNS)


def rates(**counts):
    """Incidents without harm; nothing to resolve and no survey: the other dimensions don't apply or may be absent."""
    parts = []
    for unit, numbers in counts.items():
        zero = [0] * len(numbers)
        parts += [records(unit, "kejadian_1", numbers, denominator=100_000.0)]
        parts += [records(unit, f"kejadian_{k}", zero, denominator=100_000.0) for k in (2, 3)]
        parts += [records(unit, "selesai_30_hari", zero, denominator=0.0)]
    return pd.concat(parts, ignore_index=True)


def arranged(frame, units, until):
    return build(frame, "kecamatan", units["unit"].tolist(), until=until)


def test_a_rising_kecamatan_among_steady_ones():
    rng = np.random.default_rng(0)
    steady = {f"S{i}": rng.poisson(5, 36) for i in range(8)}
    frame = rates(N=rng.poisson(2 + np.arange(36) * 0.4), **steady)
    units = pd.DataFrame({"unit": ["N", *steady], "population": 1e5, "population_quality": "sensus"})
    series = trend_records.series(arranged(frame, units, "2027-12"), units, IKW, whole="K", seed=0)
    tests = trend_records.table(series).set_index(["series", "unit"])
    one = tests.loc[("kejadian", "N")]
    assert (one["direction"], one["n"], one["first"], one["last"]) == ("naik", 36, "2025-01", "2027-12")
    assert one["slope"] == pytest.approx(12 * 0.4, abs=1.5)  # per year
    assert (tests.loc["kejadian", "direction"].drop(["N", "K"]) == "tidak_nyata").all()
    assert np.isnan(tests.loc[("kejadian", "K"), "q"])
    # the index has windows of three months, quarter by quarter
    assert tests.loc[("ikw_3", "N"), "n"] == 12
    assert tests.loc[("ikw_3", "N"), "p"] < 0.05
    assert tests.loc[("ikw_3", "N"), "slope_high"] < 0
    quarters = series[(series["series"] == "ikw_3") & (series["unit"] == "N")]
    assert quarters["period"].tolist() == [p for p in months(36) if p[5:] in ("03", "06", "09", "12")]
    assert (quarters["low"] < quarters["value"]).all()
    line = series[(series["series"] == "kejadian") & (series["unit"] == "N")]
    assert line["trend"].notna().all()
    pooled = series[(series["series"] == "kejadian") & (series["unit"] == "K") & (series["period"] == "2025-01")]
    assert pooled["value"].iloc[0] == pytest.approx(
        series[(series["series"] == "kejadian") & (series["period"] == "2025-01") & (series["unit"] != "K")]["value"].mean()
    )


def test_a_series_of_few_incidents_is_not_tested_for_a_trend_and_says_so():
    frame = rates(A=[0] * 17 + [1] * 19, B=[0] * 16 + [1] * 20, C=[1] * 36)
    units = pd.DataFrame({"unit": ["A", "B", "C"], "population": 1e5, "population_quality": "sensus"})
    series = trend_records.series(arranged(frame, units, "2027-12"), units, IKW, whole="K", seed=0)
    events = trend_records.events(arranged(frame, units, "2027-12"), IKW, whole="K")
    assert events == {"A": 19, "B": 20, "C": 36, "K": 75}
    tests = trend_records.table(series, events, 20).set_index(["series", "unit"])
    few = tests.loc[("kejadian", "A")]
    assert (few["direction"], few["n"]) == ("terlalu_sedikit", 36)
    assert few[["p", "q", "slope", "change_p"]].isna().all()
    assert tests.loc[("kejadian", "B"), "direction"] == "naik"
    assert tests.loc[("ikw_3", "A"), "direction"] != "terlalu_sedikit"  # the index counts no incidents
    assert trend_records.table(series)["direction"].ne("terlalu_sedikit").all()  # 2026.1 asks for none


def test_a_month_with_few_reports_is_missing_and_few_months_give_no_trend():
    frame = records("A", "kejadian_1", [4] * 12, denominator=100_000.0, completeness=[1.0] * 9 + [0.4] * 3)
    units = pd.DataFrame({"unit": ["A"], "population": [1e5], "population_quality": ["sensus"]})
    series = trend_records.series(arranged(frame, units, "2025-12"), units, IKW, whole="K", seed=0)
    tests = trend_records.table(series)
    one = tests[(tests["series"] == "kejadian") & (tests["unit"] == "A")].iloc[0]
    assert one["n"] == 9
    assert one["direction"] is None
    assert np.isnan([one["p"], one["q"], one["slope"]]).all()


def test_clusters_of_every_period():
    links = {"A": ["B"], "B": ["A", "C"], "C": ["B", "D"], "D": ["C", "E"], "E": ["D"], "pulau": []}
    scores = pd.DataFrame(
        [(p, u, s) for p in ("2025-01", "2025-02") for u, s in zip(links, (10.0, 12.0, 40.0, 80.0, 85.0, 50.0), strict=True)],
        columns=["period", "unit", "score"],
    )
    found = spatial.clusters(scores, links)
    assert found["period"].value_counts().tolist() == [6, 6]
    assert (found["moran_i"] == found["moran_i"].iloc[0]).all()
    assert found["moran_i"].iloc[0] > 0.4
    assert (found.loc[found["unit"] == "pulau", "cluster"] == "tanpa_tetangga").all()
    assert spatial.clusters(scores.iloc[:0], {}).empty
