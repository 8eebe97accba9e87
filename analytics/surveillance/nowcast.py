"""Late reports: how many incidents of the last days are known already, and how many there will be once all reports are in."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.smoothing.posteriors import gamma_poisson_draws, stream

OLDER = 2
"""Days before those that are estimated, in multiples of them, from which is known how many events a day brings."""
_LEAST = 1e-6

Array = npt.NDArray[np.float64]
Days: TypeAlias = "pd.Series | pd.DatetimeIndex | npt.NDArray[np.datetime64]"


def chain_ladder(
    occurred: Days,
    reported: Days,
    *,
    now: str | pd.Timestamp,
    max_delay: int,
    level: float = 0.90,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Counts of the last `max_delay` days as they will be once all reports are in, from the delays seen so far.

    Parameters
    ----------
    occurred, reported : day of each event, and day on which it was reported; a missing second one is an event whose delay is unknown: it
        counts as recorded and says nothing about delays. What was reported after `now` isn't known yet and left out.
    now : the last day whose reports are in
    max_delay : days, at least 1; a longer delay counts as this one
    level, draws, seed : of the predictive interval

    Returns
    -------
    Index `day` (`max_delay` rows, the last is `now`): recorded, estimate (recorded over the probability of having been reported by now),
    low, high (predictive interval, never below recorded). Missing estimate: no delay was seen from which that probability could follow; the
    interval then begins at what is recorded and has no upper end (inf).

    Raises
    ------
    ValueError
        A day of the event is missing, or after its report or `now`; lengths differ; `max_delay`, `level` or `draws` out of range.

    Notes
    -----
    With n(x) events of delay x among the N(x) with a delay of at most x, both of days old enough to have shown x, g(x) = n(x)/N(x) is the
    reverse-time hazard and F(d) = Π_{x>d} (1 − g(x)) the share reported within d days (Lawless 1994). In a draw, g(x) is
    Beta(n + 1/2, N − n + 1/2), the daily rates are those of a hierarchical gamma-Poisson model of these days and twice as many before them
    with exposure F, and what is still out is Poisson(rate · (1 − F)).

    References
    ----------
    Lawless (1994), Canadian Journal of Statistics 22, 15-31. Mack (1993), ASTIN Bulletin 23, 213-225 (chain ladder).
    """
    events, reports = pd.DatetimeIndex(occurred).normalize(), pd.DatetimeIndex(reported).normalize()
    today = pd.Timestamp(now).normalize()
    _check(events, reports, today, max_delay, level, draws)
    known = ~(reports > today)
    events, reports = events[known], reports[known]
    age = np.asarray((today - events).days)
    delay = np.minimum(np.asarray((reports - events).days, dtype=float), max_delay)
    of_delay, at_risk = _hazards(age, delay, max_delay)
    rng = stream(seed, "nowcast")
    back = np.arange(max_delay * (1 + OLDER) - 1, -1, -1)
    recorded = np.bincount(age[age < len(back)], minlength=len(back))[back]
    with np.errstate(invalid="ignore"):
        share = _complete(_reported_within(of_delay / at_risk), back)
    within = rng.beta(of_delay + 0.5, at_risk - of_delay + 0.5, (draws, max_delay))
    drawn = _complete(_reported_within(within), back)
    exposure = np.maximum(np.where(np.isfinite(share), share, drawn.mean(axis=0)), _LEAST)
    rates = gamma_poisson_draws([recorded], [exposure], draws=draws, rng=rng).draws[0].T
    out = rng.poisson(rates * (1 - drawn))[:, -max_delay:]
    low, high = np.quantile(out, [(1 - level) / 2, (1 + level) / 2], axis=0, method="inverted_cdf")
    back, recorded, share = back[-max_delay:], recorded[-max_delay:], share[-max_delay:]
    is_known = np.isfinite(share) & (share > 0)
    estimate = np.divide(recorded, share, out=np.full(max_delay, np.nan), where=is_known)
    return pd.DataFrame(
        {
            "recorded": recorded,
            "estimate": estimate,
            "low": np.where(is_known, recorded + low, recorded),
            "high": np.where(is_known, recorded + high, np.inf),
        },
        index=pd.Index(today - pd.to_timedelta(back, unit="D"), name="day"),
    )


def _hazards(age: Array, delay: Array, max_delay: int) -> tuple[Array, Array]:
    """n(x) and N(x) for x = 1 … `max_delay`: events of that delay, and of at most that delay, among days that are x days old or more."""
    steps = np.arange(1, max_delay + 1)[:, None]
    is_old = age >= steps
    of_delay = (is_old & (delay == steps)).sum(axis=1).astype(np.float64)
    at_risk = (is_old & (delay <= steps)).sum(axis=1).astype(np.float64)
    return of_delay, at_risk


def _reported_within(hazards: Array) -> Array:
    """F(0) … F(max_delay − 1) from g(1) … g(max_delay), along the last axis."""
    return np.asarray(np.cumprod((1 - hazards)[..., ::-1], axis=-1)[..., ::-1], dtype=np.float64)


def _complete(within: Array, back: npt.NDArray[np.int_]) -> Array:
    """F of each day, by how many days ago it was; 1 where that is more than any delay."""
    whole: Array = np.concatenate([within, np.ones((*within.shape[:-1], 1))], axis=-1)
    out: Array = whole[..., np.minimum(back, within.shape[-1])]
    return out


def _check(events: pd.DatetimeIndex, reports: pd.DatetimeIndex, today: pd.Timestamp, max_delay: int, level: float, draws: int) -> None:
    if len(events) != len(reports):
        raise ValueError(f"{len(events)} events, but {len(reports)} days of report")
    if events.isna().any():
        raise ValueError(f"event {int(np.argmax(events.isna()))} has no day")
    if (early := reports < events).any():
        at = int(np.argmax(early))
        raise ValueError(f"event {at} was reported on {reports[at]:%Y-%m-%d}, before it happened on {events[at]:%Y-%m-%d}")
    if (late := (events > today) & ~(reports > today)).any():
        at = int(np.argmax(late))
        raise ValueError(f"event {at} happened on {events[at]:%Y-%m-%d}, after {today:%Y-%m-%d}")
    if max_delay < 1 or not 0 < level < 1 or draws < 1:
        raise ValueError(f"max_delay {max_delay} and draws {draws} must be at least 1, level {level} between 0 and 1")
