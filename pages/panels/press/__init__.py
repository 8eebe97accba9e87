"""Panels of *Siaran pers*: the desk and the clearance of frames.

Public: all of it.
"""
