"""Indicator records as arrays: windows of months over periods × units, fall-backs said, incidents that no score takes in.

Public: all of it.
"""
