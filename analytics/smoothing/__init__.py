"""Rates, shares and means of small areas with their whole uncertainty: `uncertainty` for one period, `posteriors` for a panel."""
