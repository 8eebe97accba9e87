"""Is it getting better or worse: tests of one series (`statistics`), of many at once (`panel`), and the trends of an edition (`records`)."""

from analytics.trends.statistics import TrendTest, benjamini_hochberg, mann_kendall, seasonal_mann_kendall

__all__ = ["TrendTest", "benjamini_hochberg", "mann_kendall", "seasonal_mann_kendall"]
