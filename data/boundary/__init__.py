"""Boundaries of the kecamatan: read from a file, checked against the reference, kept for the next edition.

Public: `loading`.
"""
