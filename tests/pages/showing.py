"""Run one page as Streamlit would, and read what it said."""

import re

from streamlit.testing.v1 import AppTest


def shown(page, **query):
    """The page of a name after one run with these choices in the URL; it must not have failed."""
    at = AppTest.from_string(f"from pages import {page}\n{page}.render()", default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def text(at):
    """Everything that was written as HTML of ours, without tags, word joiners and spaces that don't break."""
    raw = " ".join(element.proto.body for element in at.get("html") if "<style>" not in element.proto.body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", raw)).replace("\u2060", "").replace("\xa0", " ")
