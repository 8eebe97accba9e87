"""Entry of the dashboard: `python dashboard.py --port 8501`, or `streamlit run dashboard.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st
from streamlit import runtime

from data.words import house as t

ENTRY = Path(__file__).resolve()

if runtime.exists():  # Streamlit runs this file for a session
    if __name__ == "__main__":
        try:
            from pages import navigation
        except ImportError as error:  # an installation that isn't whole: a sentence, never a traceback on screen
            from data.errors import not_loaded

            st.error(t(not_loaded(error)))
        else:
            navigation.run()
else:  # it is to be served; `streamlit run` looks in this file for an `st.App`
    from pages.session import collecting

    collecting.few_heaps()  # before modules that begin threads

    from pages import guarding, serve

    serve.begin_log()
    serve.pages_by_navigation()
    app = st.App(ENTRY, routes=serve.routes(), middleware=guarding.middleware(), lifespan=serve.ready)
    if __name__ == "__main__":
        sys.exit(serve.serve(app))
