"""Editions: how one is written, read, narrowed to a viewer, compared, exported and pruned.

Public: `reading`, `figures`, `means`, `comparing`, `exporting`.
"""
