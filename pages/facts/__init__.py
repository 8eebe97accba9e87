"""An edition as plain values: frozen dataclasses and sums of counts, without Streamlit and without words.

Public: all of it.
"""
