"""Backups, restores, what they lose, what can be proved, and the doctor that looks at all of it."""
