"""Panels of *Edisi & audit*: publishing, four eyes, grants, the server.

Public: all of it.
"""
