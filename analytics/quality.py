"""The letter of data quality that stands beside every index."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analytics.method import IndexMethod
from analytics.panel import Array
from analytics.scoring import Availability

# An older survey, a smaller share of weight or of reports each cost one letter of data quality.
OLD_SURVEY_MONTHS = 12


def letters(
    completeness: Array,
    available: Availability,
    age: Array,
    limited: npt.NDArray[np.bool_],
    method: IndexMethod,
    assessed: npt.NDArray[np.bool_],
) -> npt.NDArray[np.object_]:
    """Letter of data quality: A without, B with one, C with more of these faults.

    Reports under the method's flag, an absent survey, a survey over a year old or of fewer than 30, weight missing.
    """
    faults = (
        (completeness < method.completeness_flag).astype(int)
        + available.without_survey
        + ((age > OLD_SURVEY_MONTHS) | limited)
        + (available.weight_share < 1 - 1e-9)
    )
    letter: npt.NDArray[np.object_] = np.array(["A", "B", "C"], dtype=object)[np.minimum(faults, 2)]
    letter[~assessed] = None
    return letter
