"""Panels of *Unggah*: upload, queue, batches, moves, the board of who has sent.

Public: all of it.
"""
