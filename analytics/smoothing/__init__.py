"""Rates, shares and means of small areas with their whole uncertainty, for one period and for a panel.

Public: `observations`, `posteriors`, `uncertainty`.
"""
