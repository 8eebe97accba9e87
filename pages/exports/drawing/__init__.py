"""What frames and briefs draw with: canvas, map, bodies, fonts. No Streamlit."""
