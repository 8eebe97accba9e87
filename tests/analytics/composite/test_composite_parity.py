"""Agreement with R COINr on 51 countries x 49 indicators, and with the values worked out by hand in the method."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.composite import engine

ASEM = Path(__file__).resolve().parents[4] / "shared" / "oracles" / "asem"
TOLERANCE = 1e-9


def table(name: str) -> pd.DataFrame:
    path = ASEM / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path.name}: the tables of expected values are not beside this checkout (../shared)")
    return pd.read_csv(path, index_col=0)


def meta() -> pd.DataFrame:
    known = table("ASEM_iMeta").reset_index()
    names = {"iCode": "code", "Parent": "parent", "Weight": "weight", "Level": "level"}
    return known[known["Level"].notna()].rename(columns=names)


def direction() -> pd.Series:
    return meta().query("level == 1").set_index("code")["Direction"]


def agree(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Same cells missing, all others equal; rows and columns by name."""
    ours = ours.loc[theirs.index, theirs.columns]
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=TOLERANCE, equal_nan=True)


# ------------------------------------------------------------------ COINr


@pytest.mark.parametrize(
    ("file", "how", "options"),
    [
        ("norm_minmax", "minmax", {}),
        ("norm_minmax1", "minmax", {"lower": 1, "upper": 100}),
        ("norm_zscore", "zscore", {}),
        ("norm_prank", "prank", {}),
        ("example_Normalised", "minmax", {}),
    ],
)
def test_normalisation_agrees_with_coinr(file: str, how: str, options: dict[str, float]) -> None:
    agree(engine.normalise(table("example_Treated"), how, direction=direction(), **options), table(file))


def test_goalposts_agree_with_coinr() -> None:
    treated, posts = table("example_Treated"), table("goalposts_used")
    ours = engine.normalise(treated, "goalposts", direction=direction(), goalposts=posts)
    agree(ours, table("norm_goalposts"))


@pytest.mark.parametrize("how", ["amean", "gmean"])
def test_aggregation_agrees_with_coinr(how: str) -> None:
    agree(engine.aggregate(table("norm_minmax1"), meta(), how), table(f"agg_minmax1_a_{how}"))


def test_four_levels_agree_with_coinr() -> None:
    agree(engine.aggregate(table("example_Normalised"), meta()), table("example_Aggregated"))


def test_missing_values_are_skipped_as_coinr_does() -> None:
    raw = table("example_Raw")
    assert raw.isna().sum().sum() == 63
    ours = engine.aggregate(engine.normalise(raw, "minmax", direction=direction()), meta())
    agree(ours, table("agg_raw_noimpute"))


def test_the_whole_chain_agrees_with_coinr() -> None:
    """Denominated and imputed by others; treated, normalised, aggregated and ranked here without their tables."""
    treated, _ = engine.winsorise(table("example_Imputed"))
    scores = engine.aggregate(engine.normalise(treated, "minmax", direction=direction()), meta())
    agree(scores, table("example_Aggregated"))
    agree(engine.rank(scores[["Index"]]), table("results_Summ_ranks"))


def test_denominated_values_are_read_as_coinr_made_them() -> None:
    """The engine doesn't divide; this checks that input, units and missing values of the tables are read alike."""
    countries, known = table("ASEM_iData").set_index("uCode"), meta().query("level == 1")
    raw, divisor = table("example_Raw"), known.set_index("code")["Denominator"].dropna()
    for code in divisor.index:
        raw[code] = raw[code] / countries.loc[raw.index, divisor[code]]
    agree(raw, table("example_Denominated"))


def test_scores_and_ranks_agree_with_coinr() -> None:
    ours = engine.aggregate(table("example_Normalised"), meta())
    theirs = table("results_Aggs_scores")
    agree(ours, theirs.drop(columns="Rank"))
    ranks = engine.rank(ours[["Index"]])
    agree(ranks, theirs[["Rank"]].set_axis(["Index"], axis=1))
    agree(ranks, table("results_Summ_ranks"))


def test_ranks_lie_where_coinr_finds_them_under_other_choices() -> None:
    """100 replications with other weights, imputation and treatment: orientation, its draws aren't ours."""
    spread = table("UA_N100_RankStats")
    ours = engine.rank(engine.aggregate(table("example_Normalised"), meta())[["Index"]])["Index"]
    ours = ours.loc[spread.index]
    assert ours.tolist() == spread["Nominal"].tolist()
    assert ((ours >= spread["Q5"] - 1) & (ours <= spread["Q95"] + 1)).all()


def test_winsorising_changes_the_points_that_coinr_changes() -> None:
    imputed = table("example_Imputed")
    treated, changes = engine.winsorise(imputed, max_points=5)
    agree(treated, table("example_Treated"))
    marks = pd.read_csv(ASEM / "treat_points.csv", keep_default_na=False).set_index(imputed.index)
    theirs = {(unit, code): marks.loc[unit, code] for unit in marks.index for code in marks if marks.loc[unit, code]}
    names = {"high": "winhi", "low": "winlo"}
    ours = {(row.unit, row.indicator): names[row.treatment] for row in changes.itertuples()}
    assert len(theirs) == 35
    assert ours == theirs


# ------------------------------------------------------------------ typed in the method


@pytest.mark.parametrize(
    ("scores", "expected"),
    [((20, 80), 42.1295491), ((0, 100), 24.0253073), ((50, 50), 50), ((0, 0), 0)],
)
def test_rescaled_geometric_mean(scores: tuple[float, float], expected: float) -> None:
    assert engine.weighted_mean(scores, [1, 1], how="rgmean")[0] == pytest.approx(expected, abs=5e-8)


# Nine weighted activities and 40 participants; 7 of 9 conflicts with prior (6, 4); 5 of 12 officers; 4 of 9 with (2, 2).
KEGIATAN = (100 * np.log(10) / np.log(13) + 100 * np.log(41) / np.log(201)) / 2
RESOLVED, TRAINED, SYNERGY = 100 * 13 / 19, 100 * 5 / 12 / 0.6, 100 * 6 / 13
FOUR = (64.885586, RESOLVED, 70, TRAINED)
MIXED = (21.057975, 900 / 13, (70 + 68.162445) / 2, 190 / 3)
ORMAS = (KEGIATAN, RESOLVED, 70, TRAINED, 75, SYNERGY)
ORMAS_WEIGHTS = (0.25, 0.15, 0.15, 0.15, 0.15, 0.15)
# Rates of three classes of severity, weighing 1, 4, 16, against a worst value of 120.
EVENTS = 100 * (1 - (22 / 1.78 + 4 * 9 / 2.08 + 16 * 3 / 3.58) / 120)
NAN = float("nan")


@pytest.mark.parametrize(
    ("scores", "weights", "how", "expected"),
    [
        (FOUR, (1, 1, 1, 1), "amean", 68.187771),
        (FOUR, (1, 1, 1, 1), "rgmean", 68.162445),
        ((64.885586, NAN, 70, TRAINED), (1, 1, 1, 1), "rgmean", 68.076430),
        (MIXED, (0.4, 0.2, 0.2, 0.2), "amean", 48.752255),
        (MIXED, (0.4, 0.2, 0.2, 0.2), "rgmean", 43.736399),
        (ORMAS, ORMAS_WEIGHTS, "amean", 69.327265),
        (ORMAS, ORMAS_WEIGHTS, "rgmean", 68.517764),
        ((KEGIATAN, NAN, NAN, TRAINED, 75, SYNERGY), ORMAS_WEIGHTS, "rgmean", 68.224341),
        ((EVENTS, 900 / 13, 190 / 3), (0.5, 0.25, 0.25), "amean", 65.193082),
        ((EVENTS, 900 / 13, 190 / 3), (0.5, 0.25, 0.25), "rgmean", 65.157607),
        ((100, NAN, 190 / 3), (0.5, 0.25, 0.25), "rgmean", 86.114890),
    ],
)
def test_values_worked_out_by_hand(scores: tuple[float, ...], weights: tuple[float, ...], how: str, expected: float) -> None:
    """Arrays and frames give the same: half a unit of the last of six decimals."""
    assert engine.weighted_mean(scores, weights, how=how)[0] == pytest.approx(expected, abs=5e-7)
    codes = [f"D{i}" for i in range(len(scores))]
    framework = pd.DataFrame(
        {
            "code": [*codes, "IKO"],
            "parent": [*["IKO"] * len(codes), None],
            "weight": [*weights, None],
            "level": [*[1] * len(codes), 2],
        }
    )
    frame = pd.DataFrame([scores], index=["Ormas"], columns=codes)
    assert engine.aggregate(frame, framework, how).loc["Ormas", "IKO"] == pytest.approx(expected, abs=5e-7)
