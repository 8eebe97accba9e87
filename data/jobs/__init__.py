"""Long work beside the pages: one process does it, one piece after the other, at a low priority, for whoever asked and still may.

Public: `durations`, `line`, `task`.
"""
