"""Backups, restores, what they lose, what can be proved, and the doctor that examines all of it.

Public: all but `witness_key`.
"""
