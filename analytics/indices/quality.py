"""The letter of data quality that stands beside every index."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analytics.indices.scoring import Availability
from analytics.method import IndexMethod
from analytics.records.panel import Array

# An older survey, a smaller share of weight or of reports each cost one letter of data quality.
OLD_SURVEY_MONTHS = 12


def letters(
    completeness: Array,
    available: Availability,
    age: Array,
    limited: npt.NDArray[np.bool_],
    unknown: npt.NDArray[np.bool_],
    method: IndexMethod,
    judged: npt.NDArray[np.bool_],
    *,
    left_out: Array,
) -> npt.NDArray[np.object_]:
    """Letter of data quality: A without, B with one, C with more of these faults; None where nothing is judged.

    Reports under the method's flag, an absent survey, a survey over a year old or of fewer than 30, weight missing,
    too many events of which nothing is known (`unknown`).
    C, whatever else holds, where severe incidents are left out of the score (`left_out`, their number; NaN: none can be).
    """
    faults = (
        (completeness < method.completeness_flag).astype(int)
        + available.without_survey
        + ((age > OLD_SURVEY_MONTHS) | limited)
        + available.lacking
        + unknown
    )
    letter: npt.NDArray[np.object_] = np.array(["A", "B", "C"], dtype=object)[np.where(left_out > 0, 2, np.minimum(faults, 2))]
    letter[~judged] = None
    return letter
