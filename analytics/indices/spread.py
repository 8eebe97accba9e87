"""What draws say: intervals, bands, ranks, change. Draws are units × draws or periods × units × draws; a unit without a
score is NaN throughout.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analytics.composite import ranks
from analytics.indices.scoring import band_of
from analytics.method import LEVEL, IndexMethod
from analytics.records.panel import Array, Floats

RANKS = ("rank", "rank_low", "rank_high", "p_worst5", "p_best5")


def middle(draws: Floats, level: float = LEVEL) -> tuple[Array, Array]:
    """Equal-tailed interval along the last axis, interpolated linearly; NaN where a draw is missing."""
    tail = ranks.tail_of(level)
    ordered = np.sort(draws, axis=-1)  # missing ones last; three times as fast as np.quantile
    last = ordered.shape[-1] - 1
    ends = []
    for share in (tail, 1 - tail):
        below = int(share * last)
        low = ordered[..., below].astype(np.float64)
        high = ordered[..., min(below + 1, last)].astype(np.float64)
        ends.append(np.where(np.isnan(ordered[..., -1]), np.nan, low + (high - low) * (share * last - below)))
    return ends[0], ends[1]


def band_columns(score: Array, draws: Floats, edges: Sequence[float]) -> dict[str, Array]:
    """`band` that the score lies in, its probability, and the most probable other band with its own."""
    count = draws.shape[-1]
    above = [np.ones(score.shape)] + [np.count_nonzero(draws >= edge, axis=-1) / count for edge in edges]
    share = np.stack([a - b for a, b in zip(above, [*above[1:], np.zeros(score.shape)], strict=True)], axis=-1)
    band = band_of(score, edges)
    has = np.isfinite(score)
    own = np.where(has, band, 1).astype(int)[..., None] - 1
    own_share = np.take_along_axis(share, own, axis=-1)[..., 0]
    others = share.copy()
    np.put_along_axis(others, own, -1.0, axis=-1)
    other = others.argmax(axis=-1)
    other_share = others.max(axis=-1)
    some = has & (other_share > 0)
    return {
        "band": band,
        "band_prob": np.where(has, own_share, np.nan),
        "band_2": np.where(some, other + 1.0, np.nan),
        "band_2_prob": np.where(some, other_share, np.nan),
    }


def rank_columns(score: Array, draws: npt.NDArray[np.float32], rankable: npt.NDArray[np.bool_]) -> dict[str, Array]:
    """Rank of each unit of one period with its interval; NaN for units that have no score or can't be ranked."""
    out = {name: np.full(len(score), np.nan) for name in RANKS}
    chosen = np.flatnonzero(np.isfinite(score) & rankable)
    if len(chosen):
        out["rank"][chosen] = ranks.rank_draws(score[chosen])
        spread = ranks.interval_columns(np.ascontiguousarray(draws[chosen].T), LEVEL)
        for name, source in zip(RANKS[1:], ("low", "high", "p_worst5", "p_best5"), strict=True):
            out[name][chosen] = spread[source]
    return out


def change_columns(
    score: Array,
    draws: npt.NDArray[np.float32],
    earlier: tuple[Array, npt.NDArray[np.float32], npt.NDArray[np.bool_]] | None,
    method: IndexMethod,
) -> dict[str, npt.NDArray[np.generic]]:
    """Change of each unit of one period against an earlier one: score, draws, and whether the make-up is alike.

    `change_class`: naik | turun if the probability is high enough, else tetap; None without an earlier score.
    """
    if earlier is None:
        nothing = np.full(len(score), np.nan)
        return {
            "change": nothing,
            "change_class": np.full(len(score), None),
            "p_up": nothing,
            "p_down": nothing,
        }
    before, draws_before, alike = earlier
    change = np.where(alike, score - before, np.nan)
    has = np.isfinite(change)
    difference = draws - draws_before
    up = np.where(has, (difference > method.change_threshold).mean(axis=1), np.nan)
    down = np.where(has, (difference < -method.change_threshold).mean(axis=1), np.nan)
    sure = method.change_probability
    word = np.where(up >= sure, "naik", np.where(down >= sure, "turun", "tetap")).astype(object)
    word[~has] = None
    return {"change": change, "change_class": word, "p_up": up, "p_down": down}
