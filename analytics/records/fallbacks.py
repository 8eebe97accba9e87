"""Fall-backs: where a figure was made in another way than the rule says, so that none is silent.

A flag is a code, and the units for which it was taken. The codes stand in the columns `fallbacks` of the result frames: on
rows of indicators those of the indicator, on rows of scores those of any of its indicators and of the score itself. A code
of a score that isn't its own (`OTHER_YEAR`, `NOT_COMPARABLE`) is found again in the row of the indicator that it was taken
for, `WEIGHT_MOVED` in the status of the dimension. An empty cell says that none was taken.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Flags = Mapping[str, npt.NDArray[np.bool_]]

NO_RECORD = "catatan_tidak_ada"
PART_OF_WINDOW = "jendela_sebagian"
CARRIED = "survei_dibawa"
TOO_FEW = "survei_terlalu_kecil"
SPREAD_BORROWED = "ragam_dipinjam"
SPREAD_LARGEST = "ragam_terbesar"
ONE_SIDED = "prior_jeffreys"
ALONE = "satu_unit"
PART_OF_UNITS = "gabungan_sebagian"
OTHER_YEAR = "penduduk_tahun_lain"
WEIGHT_MOVED = "bobot_dialihkan"
NOT_COMPARABLE = "perubahan_tidak_sebanding"

CODES: Mapping[str, str] = {
    NO_RECORD: "no unit has any record of the indicator; it counts as missing (or absent, if `bila_ada`)",
    PART_OF_WINDOW: "some months of the window weren't reported; the rest stands for it, with a wider interval",
    CARRIED: "a survey of an earlier month stands in, with more variance; its age is in `age_months`",
    TOO_FEW: "a survey of fewer than 10 respondents was left out",
    SPREAD_BORROWED: "the wave didn't record the spread of its answers; the mean spread of the other waves stands in",
    SPREAD_LARGEST: "no wave recorded a spread; the largest possible on its scale stands in",
    ONE_SIDED: "no event (or nothing but events) in any unit: Jeffreys' prior for the overall rate",
    ALONE: "a single unit was measured: nothing to be pulled towards, its own posterior stands",
    PART_OF_UNITS: "the whole is pooled from a part of its units, the others have no value",
    OTHER_YEAR: "the population of an earlier year stands in for that of the period",
    WEIGHT_MOVED: "a dimension without a value gave its weight to the others",
    NOT_COMPARABLE: "a year ago the score was made up differently (with or without survey): no change is told",
}


def lists(flags: Flags, units: int) -> npt.NDArray[np.object_]:
    """The codes that were taken for each unit, in alphabetical order.

    Examples
    --------
    >>> lists({"b": np.array([True, False]), "a": np.array([True, False])}, 2).tolist()
    [('a', 'b'), ()]
    """
    codes = sorted(flags)
    out = np.empty(units, dtype=object)
    if not codes:
        out.fill(())
        return out
    # few combinations occur, so each is made once
    packed = np.ascontiguousarray(np.packbits([flags[code] for code in codes], axis=0).T)
    rows = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, combination = np.unique(rows, return_index=True, return_inverse=True)
    known = np.fromiter((tuple(code for code in codes if flags[code][row]) for row in first), dtype=object, count=len(first))
    out[:] = known[combination]
    return out
