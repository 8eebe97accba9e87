"""Which Ormas do well and which need support, by the bands that each is likely to be in: the words are a matter of the house
until the method decides them.
"""

from __future__ import annotations

import math

# One band is named alone only when the unit is this likely to be in it.
SURE_OF_BAND = 0.80
# Bands from the fourth on are good work; up to the second, support is due (names of the bands in the method file).
GOOD_BAND, SUPPORT_BAND = 4, 2
WELL, SUPPORT = "layak_diapresiasi", "perlu_dukungan"


def likely_bands(band: float | None, second: float | None, probability: float) -> list[int]:
    """The band, and the second one where the first isn't sure enough; a missing probability takes the band for sure.

    >>> likely_bands(4, 3, 0.7), likely_bands(4, 3, 0.9), likely_bands(None, None, math.nan)
    ([3, 4], [4], [])
    """
    found = {band, second if probability < SURE_OF_BAND else None}
    return sorted(int(one) for one in found if one is not None and not math.isnan(one))


def in_good_band(likely: list[int]) -> bool:
    """Every band that it is likely to be in is a good one."""
    return bool(likely) and likely[0] >= GOOD_BAND


def lacks_weight(share: float, needed: float) -> bool:
    """Whether too little of the original weight is measured to say that it does well; unknown lacks nothing."""
    return share < needed - 1e-9


def of(likely: list[int], share: float, needed: float) -> str | None:
    """`WELL`, `SUPPORT` where a band in which support is due can't be ruled out, None between them."""
    if in_good_band(likely):
        return None if lacks_weight(share, needed) else WELL
    return SUPPORT if likely and likely[0] <= SUPPORT_BAND else None
