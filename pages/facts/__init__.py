"""An edition as plain values: frozen dataclasses and sums of counts. No Streamlit, no words."""
