"""What capacity building changes: trained Ormas against untrained ones that began alike, never a bare before/after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.method import LEVEL
from analytics.records.panel import month_number, month_text

Array = npt.NDArray[np.float64]

# IKO looks back twelve months: the window before the first training and the window that begins after it.
WINDOW = 12
# A control counts by how near its start was: a bell of this width (points of the index), cut off at CALIPER.
BANDWIDTH, CALIPER = 5.0, 10.0
MINIMUM = 10  # fewer trained Ormas with a control, or fewer controls, than this: no effect is told
SUMMARY_DRAWS = 1000


@dataclass(frozen=True)
class Effect:
    """Mean change of the trained minus that of the untrained with a similar start, in points of the index.

    low, high: 90 % bootstrap interval. n_trained: trained Ormas that have a control; n_control: controls used;
    n_unmatched: trained ones without any. change_trained, change_control: the two mean changes. reason: why there is
    no effect (`terlalu_sedikit`), else None; the figures are NaN then.
    """

    effect: float
    low: float
    high: float
    n_trained: int
    n_control: int
    n_unmatched: int
    change_trained: float
    change_control: float
    reason: str | None


def effect(frame: pd.DataFrame, *, draws: int = 2000, seed: int = 0) -> Effect:
    """Difference in differences over matched organisations.

    Parameters
    ----------
    frame : DataFrame, one row per organisation and cohort
        `unit`; `cohort` (any label: trained and untrained are only compared within one); `trained` (bool);
        `before`, `after` (points of the index, NaN = not assessed: left out).
    draws, seed : bootstrap over organisations, trained and untrained drawn apart.

    Notes
    -----
    Each trained organisation is set against all untrained ones of its cohort, weighted by a bell over the difference
    of their starts: a smooth weight, because the bootstrap fails for nearest-neighbour matching. What is left of the
    difference in starts is levelled by the line of change on start among the controls, so that the pull of extreme
    scores to the middle isn't taken for an effect. An organisation that chooses training may differ in other ways.

    References
    ----------
    Heckman, Ichimura & Todd (1997), Review of Economic Studies 64, 605-654; Abadie & Imbens (2008), Econometrica 76.

    Examples
    --------
    >>> rows = [(f"t{i}", 1, True, 50.0, 58.0) for i in range(10)] + [(f"u{i}", 1, False, 50.0, 53.0) for i in range(10)]
    >>> effect(pd.DataFrame(rows, columns=["unit", "cohort", "trained", "before", "after"])).effect
    5.0
    """
    known = frame[np.isfinite(frame["before"].astype(float)) & np.isfinite(frame["after"].astype(float))]
    was_trained = known["trained"].to_numpy(dtype=bool)
    treated, controls = known[was_trained], known[~was_trained]
    weights = _weights(treated, controls)
    matched = weights.sum(axis=1) > 0
    used = weights.sum(axis=0) > 0
    counts = (int(matched.sum()), int(controls.loc[used, "unit"].nunique()), int((~matched).sum()))
    if counts[0] < MINIMUM or counts[1] < MINIMUM:
        return Effect(*(float("nan"),) * 3, *counts, float("nan"), float("nan"), "terlalu_sedikit")
    pairs = _Pairs.of(treated[matched], controls[used], weights[np.ix_(matched, used)])
    gain = (treated["after"] - treated["before"]).to_numpy(dtype=float)[matched]
    point, other = pairs.difference(gain, np.ones((1, len(gain))), np.ones((1, int(used.sum()))))
    rng = np.random.default_rng(seed)
    # Organisations are drawn, not rows: a control that serves several cohorts comes or stays away as one.
    names, member = np.unique(controls.loc[used, "unit"].to_numpy(dtype=str), return_inverse=True)
    times_treated = rng.multinomial(len(gain), np.full(len(gain), 1 / len(gain)), size=draws).astype(float)
    times_control = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)[:, member]
    spread, _ = pairs.difference(gain, times_treated, times_control.astype(float))
    low, high = np.nanquantile(spread, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Effect(float(point[0]), float(low), float(high), *counts, float(gain.mean()), float(other[0]), None)


def cohorts(scores: pd.DataFrame, trainings: pd.DataFrame, *, topic: str | None = None) -> pd.DataFrame:
    """Before and after of the organisations that were trained, and of those that weren't by then.

    Parameters
    ----------
    scores : DataFrame `unit`, `period`, `score` (NaN = not assessed)
    trainings : DataFrame `unit`, `period`, `topic`, `attended` (officers; 0 = invited, nobody came)
    topic : only trainings of this topic count as training; organisations trained in others are no controls.

    Returns
    -------
    DataFrame as `effect` takes it. The cohort is the month of the first training: before = the index of the month
    before (its window ends there), after = twelve months later than the training month (its window begins after).
    Controls: organisations without any training up to the end of that window.
    """
    came = trainings[trainings["attended"] > 0]
    first_any = came.groupby("unit")["period"].min().map(month_number)
    chosen = came if topic is None else came[came["topic"] == topic]
    first = chosen.groupby("unit")["period"].min().map(month_number)
    table = scores.pivot_table(index="unit", columns="period", values="score", aggfunc="first")
    known = set(table.columns)
    parts = []
    for month in sorted(set(first)):
        start, end = month_text(month - 1), month_text(month + WINDOW)
        if start not in known or end not in known:
            continue
        trained = table.index.isin(first[first == month].index)
        untrained = ~table.index.isin(first_any[first_any <= month + WINDOW].index)
        part = pd.DataFrame(
            {
                "unit": table.index,
                "cohort": month_text(month),
                "trained": trained,
                "before": table[start].to_numpy(),
                "after": table[end].to_numpy(),
            }
        )
        parts.append(part[trained | untrained])
    columns = ["unit", "cohort", "trained", "before", "after"]
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=columns).astype({"trained": bool, "before": float, "after": float})
    )


def without_dimension(dimensions: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """The index recomputed without one dimension: weighted arithmetic mean of the others that are measured.

    `dimensions`: `unit`, `period`, `dimension`, `score`, `weight`. Returns `unit`, `period`, `score`. Training is
    itself an indicator of the index; without this the training would measure itself.
    """
    rest = dimensions[(dimensions["dimension"] != dimension) & np.isfinite(dimensions["score"])]
    weighed = rest.assign(points=rest["score"] * rest["weight"]).groupby(["unit", "period"])[["points", "weight"]]
    total = weighed.sum().reset_index()
    out: pd.DataFrame = total.assign(score=total["points"] / total["weight"])[["unit", "period", "score"]]
    return out


def candidates(
    dimensions: pd.DataFrame,
    trainings: pd.DataFrame,
    topics: Mapping[str, str],
    period: str,
    *,
    shelf_months: int = 24,
) -> pd.DataFrame:
    """Which organisation should be invited next, to what, and why.

    Parameters
    ----------
    dimensions : IKO dimensions of all periods: `unit`, `period`, `dimension`, `score` (NaN = not measured)
    topics : dimension → topic of training that it points to
    shelf_months : a training counts this long

    Returns
    -------
    DataFrame, one row per assessed organisation, lowest score first: `unit`, `dimension` (its weakest that a training
    can lift), `score`, `topic`, `trained_before` (month of its latest training in any topic, missing = never).
    Organisations that had the topic within the shelf life are left out.
    """
    now = dimensions[(dimensions["period"] == period) & np.isfinite(dimensions["score"]) & dimensions["dimension"].isin(list(topics))]
    weakest = now.sort_values(["score", "unit", "dimension"], kind="stable").drop_duplicates("unit")
    out = weakest[["unit", "dimension", "score"]].assign(topic=weakest["dimension"].map(topics))
    came = trainings[(trainings["attended"] > 0) & (trainings["period"] <= period)]
    latest = came.groupby("unit")["period"].max()
    oldest_valid = month_text(month_number(period) - shelf_months + 1)
    had = set(
        zip(
            *(came.loc[came["period"] >= oldest_valid, name] for name in ("unit", "topic")),
            strict=True,
        )
    )
    fresh = [(unit, topic) in had for unit, topic in zip(out["unit"], out["topic"], strict=True)]
    kept: pd.DataFrame = out[~np.array(fresh, dtype=bool)]
    return kept.assign(trained_before=kept["unit"].map(latest)).reset_index(drop=True)


def summary(scores: pd.DataFrame, dimensions: pd.DataFrame, trainings: pd.DataFrame, *, capacity: str, seed: int = 0) -> pd.DataFrame:
    """The effect on the index and on the index without its capacity dimension, of any training and of each topic.

    scores, dimensions: of the Ormas, all periods. trainings: as for `cohorts`. capacity: the dimension that training
    itself fills. Returns one row per `measure` (iko | iko_tanpa_kapasitas) and `topic` (missing = any), with the
    fields of `Effect`.
    """
    measures = {
        "iko": scores[["unit", "period", "score"]],
        "iko_tanpa_kapasitas": without_dimension(
            dimensions.merge(scores.loc[np.isfinite(scores["score"]), ["unit", "period"]], on=["unit", "period"]),
            capacity,
        ),
    }
    rows = [
        {
            "measure": name,
            "topic": topic,
            **asdict(effect(cohorts(frame, trainings, topic=topic), draws=SUMMARY_DRAWS, seed=seed)),
        }
        for name, frame in measures.items()
        for topic in (None, *sorted(trainings["topic"].unique()))
    ]
    return pd.DataFrame(rows)


def _weights(treated: pd.DataFrame, controls: pd.DataFrame) -> Array:
    """Trained × untrained: how much each untrained organisation speaks for each trained one."""
    apart = treated["before"].to_numpy(dtype=float)[:, None] - controls["before"].to_numpy(dtype=float)[None, :]
    same = treated["cohort"].to_numpy()[:, None] == controls["cohort"].to_numpy()[None, :]
    other = treated["unit"].to_numpy()[:, None] != controls["unit"].to_numpy()[None, :]
    near = np.exp(-0.5 * (apart / BANDWIDTH) ** 2)
    weights: Array = np.where(same & other & (np.abs(apart) <= CALIPER), near, 0.0)
    return weights


@dataclass(frozen=True)
class _Pairs:
    """Trained × controls: weights, distance of the starts; of the controls: change, and both centred by cohort."""

    weights: Array
    apart: Array
    drift: Array
    start_centred: Array
    drift_centred: Array

    @classmethod
    def of(cls, treated: pd.DataFrame, controls: pd.DataFrame, weights: Array) -> _Pairs:
        begin = controls["before"].to_numpy(dtype=float)
        drift = controls["after"].to_numpy(dtype=float) - begin
        _, cohort = np.unique(controls["cohort"].to_numpy(), return_inverse=True)
        size = np.bincount(cohort)
        centred = [x - (np.bincount(cohort, x) / size)[cohort] for x in (begin, drift)]
        apart = treated["before"].to_numpy(dtype=float)[:, None] - begin[None, :]
        return cls(weights, apart, drift, centred[0], centred[1])

    def difference(self, gain: Array, times_treated: Array, times_control: Array) -> tuple[Array, Array]:
        """Effect and mean change of the controls, for each row of how often every organisation is drawn."""
        spread = times_control @ self.start_centred**2
        slope = np.divide(
            times_control @ (self.start_centred * self.drift_centred),
            spread,
            out=np.zeros_like(spread),
            where=spread > 1e-9,
        )
        mass = times_control @ self.weights.T
        total = times_control @ (self.weights * self.drift).T
        total += slope[:, None] * (times_control @ (self.weights * self.apart).T)
        expected = np.divide(total, mass, out=np.full_like(mass, np.nan), where=mass > 0)
        counted = np.where(np.isnan(expected), 0.0, times_treated)
        drawn = counted.sum(axis=1)
        safe = np.where(drawn > 0, drawn, np.nan)
        other = (counted * np.nan_to_num(expected)).sum(axis=1) / safe
        return (counted * gain).sum(axis=1) / safe - other, other
