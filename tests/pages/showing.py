"""Run one page as Streamlit would, and read what it said."""

import re
from unittest import mock

from streamlit.testing.v1 import AppTest

from pages.panels import filters


def shown(page, **query):
    """The page of a name after one run with these choices in the URL; it must not have failed."""
    at = AppTest.from_string(f"from pages import {page}\n{page}.render()", default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def sections(page, **query):
    """The page with these choices, and with each choice of each row of choices on it, and on what these lead to."""
    followed, waiting, switch = set(), [query], filters.switch
    while waiting:
        choices = waiting.pop()
        offered = {}

        def hear(key, title, options, offered=offered, **more):
            if not more.get("box"):  # a list of tables, months or layers is no section
                offered[key] = [*options][1:]
            return switch(key, title, options, **more)

        with mock.patch.object(filters, "switch", hear):
            yield choices, shown(page, **choices)
        for key, codes in offered.items():
            if key not in followed | set(query):
                followed.add(key)
                waiting += [{**choices, key: code} for code in codes]


def text(at):
    """Everything that was written as HTML of ours, without tags, word joiners and spaces that don't break."""
    raw = " ".join(element.proto.body for element in at.get("html") if "<style>" not in element.proto.body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", raw)).replace("\u2060", "").replace("\xa0", " ")
