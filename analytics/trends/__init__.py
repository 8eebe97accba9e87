"""Is it getting better or worse: tests of one series and of many, the trends of an edition.

Public: `records`, `statistics`.
"""

from analytics.trends.statistics import TrendTest, benjamini_hochberg, mann_kendall, seasonal_mann_kendall

__all__ = ["TrendTest", "benjamini_hochberg", "mann_kendall", "seasonal_mann_kendall"]
