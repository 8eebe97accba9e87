"""What people do with rows, signals, grants, editions and exports: each function checks the right and writes one transaction with one row in
the trail.

Public: all but `rewriting`.
"""
