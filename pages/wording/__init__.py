"""Facts in words, by rules, in the language of the reader, without Streamlit.

Public: all of it.
"""
