"""What is said of scores by rule, and until when which office decides: rules are read, then applied at publishing.

Public: all of it.
"""
