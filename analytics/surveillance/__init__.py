"""Early warning: what is usual, the rules of the levels over a panel of months and strata, and the signals of an edition.

Public: `records`, `signals`.
"""
