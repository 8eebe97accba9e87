"""What the codes of the tables are called on screen. One word per idea; the codes themselves never appear."""

from data.labels import UNKNOWN, label

__all__ = ["UNKNOWN", "label"]
