"""Early warning: what is usual and the rules of the levels (`signals`), over a panel of months and strata (`panel`).

The signals of an edition: `records`.
"""
