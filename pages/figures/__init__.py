"""Values in, picture out: colours, charts, maps as plain dicts. No Streamlit."""
