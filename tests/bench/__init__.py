"""`make bench`: what the project promises about speed and memory, measured.

One file a subject in this folder, with functions marked `@row`; each gives one `Row` or several. Every file runs in a
process of its own. To add rows, add a file. Tests assert ratios and counts, never these times: see the goals in the
issues, and the table that this prints.
"""

from tests.bench.registry import Row, best, peak_memory, row

__all__ = ["Row", "best", "peak_memory", "row"]
