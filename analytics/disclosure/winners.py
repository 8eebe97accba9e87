"""Is the largest of several counts really the largest, or would chance explain it?"""

from __future__ import annotations

from collections.abc import Sequence

from scipy.stats import binom

# Strict, because incidents come in clusters and counts of them scatter more than this test knows.
LEVEL = 0.01


def p_of_winner(counts: Sequence[int]) -> float:
    """How easily chance makes the largest of several counts, though another one is as likely or likelier.

    Parameters
    ----------
    counts : how often each of several things was seen (whole, >= 0), each over the same time or number of chances.

    Returns
    -------
    float
        The two-sided p of the exact binomial test of the largest against the second largest, given their sum. That the two
        were chosen after looking needs no further correction. 1 where two share the first place, or nothing was seen.

    Raises
    ------
    ValueError
        For fewer than two counts: nothing to be larger than.

    References
    ----------
    Hung & Fithian (2019), Rank verification for exponential families, Annals of Statistics 47(2), 758-782.

    Examples
    --------
    Days of the week, 82 of 512 incidents on the busiest one: chance explains that. 120 of 512: it doesn't.

    >>> round(p_of_winner([70, 68, 82, 77, 75, 72, 68]), 2), p_of_winner([66, 64, 120, 68, 65, 65, 64]) < LEVEL
    (0.75, True)
    """
    if len(counts) < 2:
        raise ValueError("a winner needs at least two counts")
    second, first = sorted(counts)[-2:]
    return min(1.0, 2 * float(binom.sf(first - 1, first + second, 0.5)))
