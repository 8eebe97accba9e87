"""The engine of composite indicators: normalise, treat, aggregate, rank, and how much each choice matters.

Public: `engine`, `ranks`, `sensitivity`.
"""

from analytics.composite.engine import aggregate, normalise, rank

__all__ = ["aggregate", "normalise", "rank"]
