"""The working database and its trail: reading, writing and migrating under a lock, the ledger, the clock, and the witness outside it.

Public: all of it.
"""
