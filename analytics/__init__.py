"""Pure functions: indicator records and a method in, indices with their uncertainty out.

Public, beside the rooms: all but `counting`, `toml_tables`. The steps are put together in `pipeline`. The names that checks from outside
rely on stay importable from here: `composite`, `method`, `nowcast`, `pipeline`, `sensitivity`, `signals`, `spatial`, `trends`,
`uncertainty`.
"""

from __future__ import annotations

import importlib
from types import ModuleType

# Public modules that stand in a room, by name; imported when asked for, so that one room doesn't load the others.
_ROOM = {"nowcast": "surveillance", "sensitivity": "composite", "signals": "surveillance", "uncertainty": "smoothing"}


def __getattr__(name: str) -> ModuleType:
    if name not in _ROOM:
        raise AttributeError(f"module 'analytics' has no attribute {name!r}")
    return importlib.import_module(f"analytics.{_ROOM[name]}.{name}")
