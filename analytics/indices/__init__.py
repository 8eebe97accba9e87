"""IKW and IKO from records and a method: estimates, scores, intervals, bands, quality.

Public: `stability`, `ormas`, `calibration`, `influence`, and the steps in `scoring`.
"""
