"""A figure as it is handed to Streamlit: the plain dictionary that we made of it, not taken to pieces once more."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from plotly import io
from plotly.basedatatypes import BaseFigure


class Drawn(BaseFigure):  # type: ignore[misc]
    """A figure that is a dictionary and stays one.

    Plotly builds an object of every part of a dictionary to validate it, at each rerun of a page: a tenth of the server's
    time (docs/capacity.md). Ours are validated by tests (tests/pages/session/test_keeping.py); a figure that says so is asked for its
    dictionary only.
    """

    def __init__(self, figure: Mapping[str, Any]) -> None:  # not of the base: that is what it builds
        object.__setattr__(self, "figure", figure)

    def to_dict(self) -> dict[str, Any]:
        """The dictionary with the template that Plotly would add, of the caller's own; its parts are shared."""
        return {**self.figure, "layout": {"template": _template(io.templates.default), **self.figure["layout"]}}


@functools.cache
def _template(name: str) -> dict[str, Any]:  # by its name: Streamlit sets its own when the first figure is drawn
    made: dict[str, Any] = io.templates[name].to_plotly_json()
    return made
