"""Panels of *Unggah*: upload, queue, batches, moves, steps of handling, the board of who has sent.

Public: all of it.
"""
