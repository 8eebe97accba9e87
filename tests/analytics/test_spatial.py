"""Space: Columbus (ships with libpysal) against esda, a chessboard by hand, islands, and the laws of permutation."""

from __future__ import annotations

import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from analytics import spatial


@pytest.fixture(scope="module")
def columbus():
    from libpysal.examples import get_path

    return gpd.read_file(get_path("columbus.shp"))


def grid(side: int = 5) -> gpd.GeoDataFrame:
    cells = [(c, r) for r in range(side) for c in range(side)]
    return gpd.GeoDataFrame(index=[f"{r}{c}" for c, r in cells], geometry=[box(c, r, c + 1, r + 1) for c, r in cells])


# ------------------------------------------------------------------ other programs


@pytest.mark.parametrize(("rule", "links", "expected"), [("queen", 236, 0.5001885569), ("rook", 200, 0.5236702)])
def test_moran_of_crime_in_columbus(columbus, rule, links, expected):
    graph = spatial.contiguity(columbus, rule)
    assert graph.n_edges == links
    found, p, z = spatial.moran(columbus["CRIME"], graph)
    assert found == pytest.approx(expected, abs=5e-8 if rule == "rook" else 5e-10)
    assert p == 0.001
    assert z > 5
    assert spatial.moran(columbus["CRIME"], graph.transform("r"))[0] == pytest.approx(found, rel=1e-12)


def test_local_statistics_agree_with_esda(columbus):
    import esda

    graph = spatial.contiguity(columbus)
    y = columbus["CRIME"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # esda announces that its p will change; ours is two-sided already
        local = esda.Moran_Local(y, graph.transform("r"), permutations=9999, seed=3)
        hot = esda.G_Local(y, graph.transform("b"), transform="B", permutations=9999, seed=3, star=True, n_jobs=1)
    ours = spatial.lisa(y, graph, permutations=9999)
    np.testing.assert_allclose(ours["I"], local.Is, rtol=1e-9)
    np.testing.assert_allclose(ours["p"], np.minimum(1, 2 * local.p_sim), atol=0.03)
    spots = spatial.getis_ord(y, graph, permutations=9999)
    np.testing.assert_allclose(spots["z"], hot.Zs, rtol=1e-9)
    np.testing.assert_allclose(spots["p"], np.minimum(1, 2 * hot.p_sim), atol=0.03)


# ------------------------------------------------------------------ by hand


def test_a_chessboard_is_as_unlike_as_can_be_and_two_halves_alike():
    graph = spatial.contiguity(grid(4), "rook")
    board = pd.Series([(int(i[0]) + int(i[1])) % 2 for i in grid(4).index], index=grid(4).index, dtype=float)
    assert spatial.moran(board, graph)[0] == pytest.approx(-1.0)
    halves = pd.Series([float(int(i[0]) >= 2) for i in grid(4).index], index=grid(4).index)
    assert spatial.moran(halves, graph)[0] > 0.6


def test_a_corner_of_high_values_is_a_cluster_of_high_values():
    area = grid(6)
    rng = np.random.default_rng(0)
    y = pd.Series(rng.normal(0, 0.3, 36), index=area.index)
    y[[f"{r}{c}" for r in (0, 1, 2) for c in (0, 1, 2)]] += 5
    found = spatial.lisa(y, spatial.contiguity(area))
    assert found.loc["00", "cluster"] == "tinggi_tinggi"
    assert (found["cluster"] == "rendah_tinggi").sum() == 0
    assert spatial.getis_ord(y, spatial.contiguity(area)).loc["11", "z"] > 3


# ------------------------------------------------------------------ hard rows


def test_an_island_has_no_statistic_and_changes_no_other():
    area = grid(5)
    island = gpd.GeoDataFrame(index=["pulau"], geometry=[box(90, 90, 91, 91)])
    both = gpd.GeoDataFrame(pd.concat([area, island]))
    y = pd.Series(np.random.default_rng(1).normal(size=25), index=area.index)
    far = pd.concat([y, pd.Series({"pulau": 99.0})])
    alone, joined = spatial.contiguity(area), spatial.contiguity(both)
    assert spatial.moran(far, joined) == spatial.moran(y, alone)
    found = spatial.lisa(far, joined)
    assert found.loc["pulau", "cluster"] == "tanpa_tetangga"
    assert found.loc["pulau", ["I", "p", "q"]].isna().all()
    pd.testing.assert_frame_equal(found.drop("pulau"), spatial.lisa(y, alone))
    assert spatial.getis_ord(far, joined).loc["pulau"].isna().all()


def test_a_missing_value_stays_missing_and_is_nobodys_neighbour():
    area = grid(5)
    y = pd.Series(np.arange(25.0), index=area.index)
    y["22"] = np.nan
    found = spatial.lisa(y, spatial.contiguity(area))
    assert found.loc["22"].isna().all()
    assert found["I"].notna().sum() == 24


def test_without_variation_or_units_there_is_no_statistic():
    graph = spatial.contiguity(grid(3))
    flat = pd.Series(5.0, index=grid(3).index)
    assert np.isnan(spatial.moran(flat, graph)).all()
    assert (spatial.lisa(flat, graph)["cluster"] == "tidak_nyata").all()
    assert np.isnan(spatial.moran(pd.Series([1.0, 2.0], index=["a", "b"]), {"a": ["b"], "b": ["a"]})).all()
    assert np.isnan(spatial.moran([], {})).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: spatial.contiguity(grid(2), "bishop"), "neither 'queen' nor 'rook'"),
        (lambda: spatial.contiguity(grid(2).rename(index={"01": "00"})), "area 00 stands twice"),
        (lambda: spatial.moran(pd.Series({"z": 1.0}), {"a": []}), "unit z is not on the map"),
        (lambda: spatial.moran([1.0, 2.0], {"a": []}), "2 values for 1 units"),
        (lambda: spatial.moran([np.inf], {"a": []}), "unit a: the value is infinite"),
        (lambda: spatial.moran([1.0], {"a": ["b"]}), "neighbour b, which is not on the map"),
    ],
)
def test_what_cannot_be_used_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# ------------------------------------------------------------------ laws

GRAPH = spatial.neighbours(spatial.contiguity(grid(5)))
values = st.lists(st.integers(-20, 20), min_size=25, max_size=25).filter(lambda x: len(set(x)) > 2)


@settings(max_examples=40, deadline=None)
@given(values, st.integers(-500, 500), st.sampled_from([0.5, 2.0, 7.0]))
def test_adding_a_constant_or_another_unit_of_measure_alters_nothing(y, shift, factor):
    one = np.array(y, dtype=float)
    other = one * factor + shift
    assert spatial.moran(other, GRAPH) == pytest.approx(spatial.moran(one, GRAPH))
    a, b = spatial.lisa(one, GRAPH), spatial.lisa(other, GRAPH)
    np.testing.assert_allclose(a[["I", "p", "q"]], b[["I", "p", "q"]], atol=1e-9)
    assert a["cluster"].tolist() == b["cluster"].tolist()


@settings(max_examples=40, deadline=None)
@given(values, st.randoms(use_true_random=False))
def test_permuting_the_units_permutes_the_results(y, random):
    one = pd.Series(np.array(y, dtype=float) + np.linspace(0, 0.4, 25), index=list(GRAPH))
    names = list(GRAPH)
    random.shuffle(names)
    graph = {name: GRAPH[name] for name in names}
    assert spatial.moran(one, graph) == pytest.approx(spatial.moran(one, GRAPH))
    pd.testing.assert_frame_equal(spatial.lisa(one, graph).loc[list(GRAPH)], spatial.lisa(one, GRAPH))
    pd.testing.assert_frame_equal(spatial.getis_ord(one, graph).loc[list(GRAPH)], spatial.getis_ord(one, GRAPH))


def test_local_statistics_add_up_to_the_global_one():
    y = np.random.default_rng(2).normal(size=25)
    total = spatial.lisa(y, GRAPH)["I"].sum()
    assert total / 24 == pytest.approx(spatial.moran(y, GRAPH)[0])


def test_noise_has_clusters_as_rarely_as_promised():
    rng = np.random.default_rng(11)
    found = [(spatial.lisa(rng.normal(size=25), GRAPH, 499)["q"] < 0.05).any() for _ in range(60)]
    assert np.mean(found) < 0.12
