"""Values in, picture out: colours, charts, maps as plain dicts, without Streamlit.

Public: all of it.
"""
