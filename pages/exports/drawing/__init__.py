"""What frames and briefs draw with: canvas, map, bodies, fonts.

Public: all but `beside`.
"""
