"""Is it getting better or worse: tests of one series (`statistics`) and of many (`panel`), the trends of an edition (`records`)."""

from analytics.trends.statistics import TrendTest, benjamini_hochberg, mann_kendall, seasonal_mann_kendall

__all__ = ["TrendTest", "benjamini_hochberg", "mann_kendall", "seasonal_mann_kendall"]
