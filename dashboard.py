"""Entry of the dashboard: `python dashboard.py --port 8501`, or `streamlit run dashboard.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit import runtime

if __name__ == "__main__":
    if runtime.exists():
        from pages import navigation

        navigation.run()
    else:
        from pages.serve import serve

        sys.exit(serve(Path(__file__).resolve()))
