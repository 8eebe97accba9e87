"""From event rows in force to indicator records (SQL), and whether a method makes use of its scale on them.

Public: all of it.
"""
