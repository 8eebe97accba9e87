"""Numbers of the computation that sentences name: how pages reach the constants of `analytics`. Rules of an edition stand in the edition."""

from __future__ import annotations

from analytics.disclosure.suppression import THRESHOLD
from analytics.indices.estimates import SURVEY_MINIMUM
from analytics.indices.ormas import MEAN_MINIMUM
from analytics.method import LEVEL
from analytics.spatial import PERMUTATIONS
from analytics.trends.records import SIGNIFICANT
from analytics.trends.statistics import SLOPE_LEVEL

__all__ = ["INTERVAL", "MEAN_MINIMUM", "PERMUTATIONS", "SIGNIFICANT", "SLOPE_INTERVAL", "SURVEY_MINIMUM", "THRESHOLD"]

INTERVAL = round(100 * LEVEL)
"""Per cent of every interval that is told with a score."""
SLOPE_INTERVAL = round(100 * SLOPE_LEVEL)
"""Per cent of the interval of a slope."""
