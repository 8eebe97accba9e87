"""IKW and IKO from records and a method: estimates, scores, intervals, bands, quality.

Public: all but `noise`, `pooling`, `quality`, `results`, `spread`.
"""
