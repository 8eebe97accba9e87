"""Space, as description: who borders whom, Moran's I, local clusters (LISA) and hot spots (Gi*).

Statistics come from permutations with a seed and are corrected for testing every unit at once. With some twenty units
they have little power: nothing significant doesn't mean that nothing is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analytics.trends.statistics import benjamini_hochberg

if TYPE_CHECKING:
    from libpysal.graph import Graph

Array = npt.NDArray[np.float64]
Links: TypeAlias = "Graph | Mapping[Any, Sequence[Any]]"

SIGNIFICANT = 0.05
PERMUTATIONS = 999
ISLAND, NOTHING = "tanpa_tetangga", "tidak_nyata"


def contiguity(gdf: Any, rule: str = "queen") -> Graph:
    """Which areas share a border (`rook`) or at least a corner (`queen`); ids are the index of the GeoDataFrame.

    Areas that touch nobody stay in the graph as isolates. Raises ValueError for another rule, an empty geometry or an
    index that names an area twice.
    """
    if rule not in ("queen", "rook"):
        raise ValueError(f"rule {rule!r} is neither 'queen' nor 'rook'")
    if not gdf.index.is_unique:
        raise ValueError(f"area {gdf.index[gdf.index.duplicated()][0]} stands twice")
    if (bare := gdf.geometry.is_empty | gdf.geometry.isna()).any():
        raise ValueError(f"area {gdf.index[bare][0]} has no outline")
    from libpysal.graph import Graph  # slow to import, needed at publishing only

    return Graph.build_contiguity(gdf, rook=rule == "rook")


def neighbours(graph: Links) -> dict[Any, tuple[Any, ...]]:
    """Unit → its neighbours, as plain data; units without any have an empty tuple."""
    if isinstance(graph, Mapping):
        return {unit: tuple(others) for unit, others in graph.items()}
    found: dict[Any, list[Any]] = {unit: [] for unit in graph.unique_ids}
    for (focal, other), weight in graph.adjacency.items():
        if weight > 0 and focal != other:
            found[focal].append(other)
    return {unit: tuple(others) for unit, others in found.items()}


def moran(
    y: pd.Series | Array | Sequence[float], graph: Links, permutations: int = PERMUTATIONS, seed: int = 0
) -> tuple[float, float, float]:
    """Moran's I with row-standardised weights, its pseudo p (of the side on which I lies) and z from permutations.

    A missing value and a unit without neighbours are left out. All three are NaN under 4 units or without variation.

    References
    ----------
    Moran (1950), Biometrika 37, 17-23.
    """
    values, links, used = _arranged(y, graph)
    z = values[used] - values[used].mean() if used.any() else np.empty(0)
    if len(z) < 4 or not (spread := float(z @ z)) > 1e-12 * max(1.0, float(np.abs(values[used]).max()) ** 2):
        return float("nan"), float("nan"), float("nan")
    w = _row_standardised(links)
    observed = float(z @ (w @ z) / spread)
    # z in order of size: the same draws then serve the same values, however the units are named or ordered
    rank, ordered = np.argsort(np.argsort(z, kind="stable"), kind="stable"), np.sort(z)
    rng = np.random.default_rng(seed)
    shuffled = ordered[rng.permuted(np.tile(np.arange(len(z)), (permutations, 1)), axis=1)][:, rank]
    simulated = np.einsum("pi,ip->p", shuffled, w @ shuffled.T) / spread
    p = _pseudo_p(observed, simulated)
    return observed, float(p), float((observed - simulated.mean()) / simulated.std())


def lisa(y: pd.Series | Array | Sequence[float], graph: Links, permutations: int = PERMUTATIONS, seed: int = 0) -> pd.DataFrame:
    """Local Moran statistics: which units are like, or unlike, those around them.

    Returns one row a unit in the order of the graph: `I`; `p`, two-sided from conditional permutations; `q`, corrected
    for all units; `cluster`: tinggi_tinggi, rendah_rendah, tinggi_rendah, rendah_tinggi (own value, neighbours) where
    q < .05, else tidak_nyata; tanpa_tetangga for an island, missing where y is.

    References
    ----------
    Anselin (1995), Geographical Analysis 27, 93-115.
    """
    values, links, used = _arranged(y, graph)
    table = {name: np.full(len(values), np.nan) for name in ("I", "p", "q")}
    word: npt.NDArray[np.object_] = np.where(used, NOTHING, ISLAND).astype(object)
    word[~np.isfinite(values)] = None
    if used.sum() >= 4 and np.ptp(values[used]) > 0:
        z = values[used] - values[used].mean()
        degree = links.sum(axis=1)
        lag = _row_standardised(links) @ z
        p = np.array(
            [min(1.0, 2 * _pseudo_p(lag[i], simulated / degree[i])) for i, simulated in _conditional(z, degree, permutations, seed)]
        )
        table["I"][used], table["p"][used] = (len(z) - 1) / (z @ z) * z * lag, p
        table["q"][used] = benjamini_hochberg(p)
        kind = np.where(
            z > 0,
            np.where(lag > 0, "tinggi_tinggi", "tinggi_rendah"),
            np.where(lag > 0, "rendah_tinggi", "rendah_rendah"),
        )
        word[used] = np.where(table["q"][used] < SIGNIFICANT, kind, NOTHING)
    return pd.DataFrame({**table, "cluster": word}, index=pd.Index(list(neighbours(graph))))


def getis_ord(y: pd.Series | Array | Sequence[float], graph: Links, permutations: int = PERMUTATIONS, seed: int = 0) -> pd.DataFrame:
    """Gi*: where high, or low, values gather; the unit itself counts among its neighbours, weights are binary.

    Returns one row a unit: `z` (standard deviate), `p` two-sided from conditional permutations, `q`. Missing for an
    island, for a missing value and without variation.

    References
    ----------
    Getis & Ord (1992), Geographical Analysis 24, 189-206; Ord & Getis (1995), 27, 286-306.
    """
    values, links, used = _arranged(y, graph)
    table = {name: np.full(len(values), np.nan) for name in ("z", "p", "q")}
    if used.sum() >= 4 and np.ptp(values[used]) > 0:
        x = values[used]
        n, degree, around = len(x), links.sum(axis=1), links @ x
        size = degree + 1
        s = np.sqrt(((x - x.mean()) ** 2).mean())
        z = (around + x - x.mean() * size) / (s * np.sqrt((n * size - size**2) / (n - 1)))
        p = np.array([min(1.0, 2 * _pseudo_p(around[i], simulated)) for i, simulated in _conditional(x, degree, permutations, seed)])
        table["z"][used], table["p"][used], table["q"][used] = z, p, benjamini_hochberg(p)
    return pd.DataFrame(table, index=pd.Index(list(neighbours(graph))))


def clusters(scores: pd.DataFrame, graph: Links, *, permutations: int = PERMUTATIONS, seed: int = 0) -> pd.DataFrame:
    """LISA, Gi* and Moran's I of an index, period by period.

    scores: `period`, `unit`, `score` (NaN = not assessed). Returns one row per period and unit of the map: `I`, `p`,
    `q`, `cluster` (see `lisa`), `gi_z`, `gi_p`, `gi_q`; and the same `moran_i`, `moran_p`, `moran_z` in every row of a
    period.
    """
    parts = []
    for period, rows in scores.groupby("period", sort=True):
        y = rows.set_index("unit")["score"]
        local = lisa(y, graph, permutations, seed)
        spots = getis_ord(y, graph, permutations, seed).add_prefix("gi_")
        overall = moran(y, graph, permutations, seed)
        part = local.join(spots).rename_axis("unit").reset_index()
        part.insert(0, "period", period)
        part.insert(1, "unit_type", "kecamatan")
        part[["moran_i", "moran_p", "moran_z"]] = overall
        parts.append(part)
    columns = [
        "period",
        "unit_type",
        "unit",
        "I",
        "p",
        "q",
        "cluster",
        "gi_z",
        "gi_p",
        "gi_q",
        "moran_i",
        "moran_p",
        "moran_z",
    ]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _arranged(y: pd.Series | Array | Sequence[float], graph: Links) -> tuple[Array, sparse.csr_array, npt.NDArray[np.bool_]]:
    """Values in the order of the graph; which have a value and a neighbour with one; the binary links of those."""
    links = neighbours(graph)
    ids = list(links)
    if isinstance(y, pd.Series):
        if stray := [unit for unit in y.index if unit not in links]:
            raise ValueError(f"unit {stray[0]} is not on the map")
        values = y.reindex(ids).to_numpy(dtype=float)
    else:
        values = np.asarray(y, dtype=float)
        if values.shape != (len(ids),):
            raise ValueError(f"{len(values)} values for {len(ids)} units of the map")
    if np.isinf(values).any():
        raise ValueError(f"unit {ids[int(np.argmax(np.isinf(values)))]}: the value is infinite")
    place = {unit: at for at, unit in enumerate(ids)}
    pairs = [(place[unit], place[other]) for unit, others in links.items() for other in _known(others, place, unit)]
    rows, columns = np.array(pairs, dtype=int).reshape(-1, 2).T
    known = np.isfinite(values)
    both = known[rows] & known[columns]
    size = (len(ids), len(ids))
    binary = sparse.csr_array((np.ones(both.sum()), (rows[both], columns[both])), shape=size)
    used = binary.sum(axis=1) > 0
    return values, binary[used][:, used], used


def _row_standardised(links: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array(1 / links.sum(axis=1)) @ links)


def _known(others: Iterable[Any], place: Mapping[Any, int], unit: Any) -> list[Any]:
    if stray := [other for other in others if other not in place]:
        raise ValueError(f"unit {unit} has the neighbour {stray[0]}, which is not on the map")
    return [other for other in others if other != unit]


def _conditional(z: Array, degree: Array, permutations: int, seed: int) -> Iterable[tuple[int, Array]]:
    """For each unit, what the sum over its neighbours is when all other values are dealt out anew.

    All units share the same draws, and the others stand in order of their values, so that neither names nor order of
    the units matter.
    """
    order = np.argsort(z, kind="stable")
    rng = np.random.default_rng(seed)
    deals = np.argsort(rng.random((permutations, len(z) - 1)), axis=1)[:, : int(degree.max())]
    for i in range(len(z)):
        yield i, z[order[order != i]][deals[:, : int(degree[i])]].sum(axis=1)


def _pseudo_p(observed: float, simulated: Array) -> float:
    """Share of permutations at least as extreme, on the side of the observed value."""
    tolerance = 1e-10 * max(1.0, float(np.abs(simulated).max()))
    above = int((simulated >= observed - tolerance).sum())
    below = int((simulated <= observed + tolerance).sum())
    return (min(above, below) + 1) / (len(simulated) + 1)
