"""What other weights would say: scores and ranks of one month of an edition, in memory. Nothing is stored or published.

Imports analytics, as publishing does: the page that asks holds no statistics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics import pipeline
from analytics.composite import sensitivity
from analytics.method import Method
from data.editions.reading import Edition
from data.session import Session

DRAWS, SEED = 500, 0


@dataclass(frozen=True)
class Baseline:
    """A month of an edition, ready for many answers; `before` holds what the weights in force say."""

    edition: str
    period: str
    method: Method
    whole: str
    run: pipeline.Rerunnable
    before: pd.DataFrame


@dataclass(frozen=True)
class Answer:
    """What changes with other weights.

    rows: one kecamatan a row: `unit`, and `score`, `rank`, `rank_low`, `rank_high`, `band` with the endings `_before`
    and `_after`; NaN where it isn't assessed or has no rank. regency: score before and after. mean_shift: ranks that
    a kecamatan moves on average. new_band: kecamatan in another band. beyond: kecamatan whose new rank lies outside the
    90 % interval of its rank by the weights in force.
    """

    rows: pd.DataFrame
    regency: tuple[float, float]
    mean_shift: float
    new_band: tuple[str, ...]
    beyond: tuple[str, ...]


def prepare(session: Session, edition: Edition, period: str) -> Baseline:
    """Prepare one month of an edition. Raises AccessError for a viewer without the right to simulate weights."""
    session.require("simulasi_bobot")
    methods = edition.methods()
    method = Method(iko=methods["IKO"], ikw=methods["IKW"])
    records = edition.records("kecamatan")
    reference = pipeline.Reference(units=edition.units("kecamatan"), whole=edition.meta["territory"])
    run = pipeline.prepare(records, reference, method, period=period, draws=DRAWS, seed=SEED)
    return Baseline(edition.id, period, method, reference.whole, run, _scores(run, method, period))


def answer(prepared: Baseline, weights: Mapping[str, float]) -> Answer:
    """Scores and ranks with other weights of the dimensions (any numbers of 0 or more; they are scaled to sum 1).

    Raises ValueError for an unknown dimension or weights that are all 0.
    """
    method = replace(prepared.method, ikw=prepared.method.ikw.with_weights(weights))
    before, after = prepared.before, _scores(prepared.run, method, prepared.period)
    columns = ["score", "rank", "rank_low", "rank_high", "band"]
    rows = before[columns].merge(
        after[columns],
        left_index=True,
        right_index=True,
        suffixes=("_before", "_after"),
        validate="1:1",
    )
    regency = rows.loc[prepared.whole, ["score_before", "score_after"]].to_numpy(dtype=float)
    rows = rows.drop(index=prepared.whole)
    both = rows["rank_before"].notna() & rows["rank_after"].notna()
    moved = rows["band_before"].notna() & (rows["band_before"] != rows["band_after"])
    outside = both & ((rows["rank_after"] < rows["rank_low_before"]) | (rows["rank_after"] > rows["rank_high_before"]))
    ranked = [rows[f"score_{when}"].where(both).to_numpy(dtype=float) for when in ("before", "after")]
    shift = float(np.asarray(sensitivity.mean_absolute_rank_shift(*ranked)))
    return Answer(
        rows=rows.rename_axis("unit").reset_index(),
        regency=(float(regency[0]), float(regency[1])),
        mean_shift=shift,
        new_band=tuple(rows.index[moved]),
        beyond=tuple(rows.index[outside]),
    )


def _scores(run: pipeline.Rerunnable, method: Method, period: str) -> pd.DataFrame:
    scores = pipeline.rerun(run, method).scores
    return scores[(scores["index"] == "IKW") & (scores["period"] == period)].set_index("unit")
