"""What the office is given as data, with its loaders: territory, methods, rules of verdicts and signals, laws.

Public: all of it.
"""
