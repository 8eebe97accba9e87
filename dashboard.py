"""Entry of the dashboard: `python dashboard.py --port 8501`, or `streamlit run dashboard.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit import runtime

if __name__ == "__main__":
    if runtime.exists():
        try:
            from pages import navigation
        except (
            ImportError
        ) as error:  # an installation that isn't whole: a sentence, never a traceback on screen
            import streamlit

            from data.errors import not_loaded

            streamlit.error(not_loaded(error))
        else:
            navigation.run()
    else:
        from pages.serve import serve

        sys.exit(serve(Path(__file__).resolve()))
