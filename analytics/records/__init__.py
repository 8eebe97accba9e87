"""Indicator records as arrays: windows of months over periods × units (`panel`), fall-backs said, incidents that no score takes in."""
