"""Counts as they may be published, and what two publications tell together: how exports reach `analytics.disclosure`."""

from __future__ import annotations

from analytics.disclosure.differencing import Cell, Publication, disclosed, publish_list, publish_table, small_changes
from analytics.disclosure.suppression import THRESHOLD, TOTAL

__all__ = ["THRESHOLD", "TOTAL", "Cell", "Publication", "disclosed", "publish_list", "publish_table", "small_changes"]
