"""What publishing takes out of boundary and trainings for the analytics, and what may be said of counts; it may call them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import pandas as pd

from analytics import spatial, training
from analytics.disclosure import winners
from analytics.indices import influence
from data.reference.methods import Method
from data.tables.pelatihan import TOPIC_OF_DIMENSION

K = TypeVar("K")

# The dimension of the IKO that training itself fills: it can't be what a training is to change.
CAPACITY = "kapasitas"


@functools.lru_cache(maxsize=2)
def neighbours(geojson: str) -> Mapping[str, tuple[str, ...]]:
    """Kecamatan → those that it borders (queen), from the boundary of the edition; islands have none."""
    import geopandas as gpd  # heavy, and seldom needed

    frame = gpd.GeoDataFrame.from_features(json.loads(geojson)["features"]).set_index("kode")
    return MappingProxyType(spatial.neighbours(spatial.contiguity(frame)))


def borders(links: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Table `neighbours` of an edition: `area` and one that it borders, each pair both ways; missing for an island.

    >>> borders({"A": ("B",), "B": ("A",), "C": ()}).fillna("-").values.tolist()
    [['A', 'B'], ['B', 'A'], ['C', '-']]
    """
    rows = [(area, other) for area in sorted(links) for other in (*sorted(links[area]),) or (None,)]
    return pd.DataFrame(rows, columns=["area", "neighbour"], dtype="str")


def of_trainings(scores: pd.DataFrame, dimensions: pd.DataFrame, trainings: pd.DataFrame, period: str) -> dict[str, pd.DataFrame]:
    """Tables `training_effect` and `training_next` of an edition."""
    given = trainings.rename(columns={"topik": "topic", "hadir": "attended"})
    iko, parts = (frame[frame["unit_type"] == "ormas"] for frame in (scores, dimensions))
    topics = {code: topic for code, topic in TOPIC_OF_DIMENSION.items() if code != CAPACITY}
    assessed = iko.loc[iko["score"].notna(), ["unit", "period"]]
    return {
        "training_effect": training.summary(iko, parts, given, capacity=CAPACITY),
        "training_next": training.candidates(parts.merge(assessed, on=["unit", "period"]), given, topics, period),
    }


def of_weights(scores: pd.DataFrame, dimensions: pd.DataFrame, method: Method, period: str) -> pd.DataFrame:
    """Table `influence` of an edition: what moves the ranks of each index in its month."""
    found = [influence.table(scores, dimensions, one, period) for one in (method.ikw, method.iko)]
    return pd.concat(found, ignore_index=True)


def leader(counts: Mapping[K, int]) -> K | None:
    """Which of several counts is the largest; None where chance explains the lead, or there is nothing to lead.

    >>> leader({"Rabu": 82, "Kamis": 77}), leader({"tawuran": 30, "isu_sara": 4})
    (None, 'tawuran')
    """
    if len(counts) < 2 or winners.p_of_winner(list(counts.values())) >= winners.LEVEL:
        return None
    return max(counts, key=counts.__getitem__)
