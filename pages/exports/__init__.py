"""Press frames and briefs: what leaves the building. No Streamlit in here; every figure comes out of one edition."""
