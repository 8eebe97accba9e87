"""What took long to make is kept in memory, made once, and lent to whoever asks for it by the same key."""

from __future__ import annotations

import functools
import threading
import weakref
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import pandas as pd

R = TypeVar("R")
_UNMADE = object()
_shelves: weakref.WeakSet[Shelf] = weakref.WeakSet()


class Shelf:
    """What was made, by key; the least used go first. Many who ask for one thing at once wait for whoever makes it."""

    def __init__(self, most: int) -> None:
        @functools.lru_cache(maxsize=most)
        def place(_key: Hashable) -> _Place:
            return _Place()

        self._place = place
        _shelves.add(self)

    def lend(self, key: Hashable, make: Callable[[], R]) -> R:
        """What stands under a key, made now if nothing does. What `make` raises is raised, and nothing is kept."""
        place = self._place(key)
        if place.made is _UNMADE:
            with place.lock:
                if place.made is _UNMADE:
                    place.made = make()
        return cast(R, _own(place.made))

    def clear(self) -> None:
        """Forget everything."""
        self._place.cache_clear()


class _Place:
    __slots__ = ("lock", "made")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.made: object = _UNMADE


def forget() -> None:
    """Forget everything that is kept anywhere."""
    for shelf in tuple(_shelves):
        shelf.clear()


def _own(made: object) -> object:
    """A list, dictionary or table of the borrower's own; pandas copies a table once somebody writes into it."""
    kind = type(made)
    if kind is list or kind is dict:
        return made.copy()  # type: ignore[attr-defined]
    return made.copy(deep=False) if isinstance(made, (pd.DataFrame, pd.Series)) else made
