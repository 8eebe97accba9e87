"""Editions: how one is written, read, narrowed to a viewer, compared, exported and pruned.

Public: all but `claims`, `document`, `known`, `opening`, `shape`.
"""
