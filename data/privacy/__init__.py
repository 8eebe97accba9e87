"""Personal data: the gate that keeps it out, the words it knows, and what each table is kept for.

Public: all of it.
"""
