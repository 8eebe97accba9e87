"""Panels of *Metodologi*: the method in words, weights to try, retention.

Public: all of it.
"""
