"""Facts in words, by rules, in the language of the reader. No Streamlit."""
