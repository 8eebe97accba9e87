"""Pieces of pages: what Streamlit shows, with the words and figures of the rooms before.

Public: all but `acting`, `clock_panel`.
"""
