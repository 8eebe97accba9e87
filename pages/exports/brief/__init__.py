"""The brief: its parts and notes, as PDF, PPTX and plain text.

Public: `brief`, `brief_notes`, `brief_pdf`, `brief_pptx`.
"""
