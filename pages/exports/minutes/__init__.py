"""The minutes of one meeting, one page: what they say, set as PDF, and as DOCX to go on writing in.

Public: `content`, `minutes_docx`, `minutes_pdf`.
"""
