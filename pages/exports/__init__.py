"""What leaves the building, drawn without Streamlit, every figure out of one edition; the verbs that draw it from a terminal.

Public: nothing but its rooms `press`, `brief`, `minutes`, `drawing`, `proof`.
"""
