"""Who does something, where and when: handed to every function that does what a person asks for; none of it is global state.

What needs a right takes a session first; without one it can't be called, and where nobody is known there is no session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from data import words
from data.access import viewers
from data.access.viewers import AccessError, Viewer
from data.store import audit, clock
from data.words import msg


class Clock(Protocol):
    """What time it is, for what people ask for. The trail has its own (`data/store/clock.py`), which is watched."""

    def now(self) -> datetime:
        """UTC, to the second, without zone."""

    def today(self) -> date:
        """The day in the time zone of the territory."""


@dataclass(frozen=True)
class Session:
    """One viewer at work in one home."""

    home: Path
    viewer: Viewer
    language: words.Language = words.LANGUAGES[0]
    clock: Clock = clock
    ask: Callable[[], Viewer] | None = None
    """Who it is at this moment, whoever it was; raises DataError where nobody is signed in any more. None: it can't change."""

    @property
    def t(self) -> words.Words:
        """The words of the viewer's language."""
        return words.Words(self.language)

    @property
    def user(self) -> str:
        """Who it is, by name."""
        return self.viewer.user

    @property
    def by(self) -> audit.Actor:
        """Who it is, as the trail says it: under a delegation also for whom, and by which letter."""
        return audit.Actor(self.viewer.user, self.viewer.delegation.facts() if self.viewer.delegation else {})

    @property
    def bound(self) -> frozenset[str] | None:
        """As `Viewer.bound`."""
        return self.viewer.bound

    def may(self, right: str) -> bool:
        """As `Viewer.may`."""
        return self.viewer.may(right)

    def require(self, right: str) -> None:
        """Refuse unless the viewer has a right (`viewers.RIGHTS`). Raises AccessError."""
        if right not in viewers.RIGHTS:
            raise KeyError(right)
        if not self.viewer.may(right):
            raise AccessError(msg("Peran {role} tidak berhak melakukan ini. Tidak ada yang diubah.", role=self.viewer.title))

    def require_kecamatan(self, code: str) -> None:
        """Refuse a kecamatan that isn't the viewer's own, for the roles that have one. Raises AccessError."""
        if self.viewer.narrowed and code not in self.viewer.kecamatan:
            raise AccessError(msg("Peran {role} hanya untuk kecamatannya sendiri. Tidak ada yang diubah.", role=self.viewer.title))

    def require_still(self, right: str) -> None:
        """At the end of long work: refuse unless the viewer is still who they were, with the right.

        Raises AccessError, and DataError where nobody is signed in any more.
        """
        if self.ask is not None and self.ask() != self.viewer:
            raise AccessError(viewers.changed())
        self.require(right)


def of_the_machine(home: Path) -> Session:
    """The session of the command line: the account that runs it owns the files and may do everything. Never read from the environment."""
    return Session(home, Viewer(audit.account(), viewers.LOCAL, local=True))
