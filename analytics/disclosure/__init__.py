"""What may be told of small counts: suppression, what two publications tell together, and whether a largest count is more than chance.

Public: all of it.
"""
