"""What is asked for, as plain data, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from data import words
from data.access.viewers import Viewer
from data.words import NOTHING, Message, msg

State = Literal["menunggu", "berjalan", "selesai", "ditolak", "terputus", "gagal"]
OPEN: tuple[State, ...] = ("menunggu", "berjalan")


@dataclass(frozen=True)
class Task:
    """One piece of work. It goes to another process: `work` is a function of a module, what is handed to it can be pickled."""

    kind: str
    """What it is, for how long it usually takes: `terbit`, `impor` …"""
    work: Callable[..., object]
    """Called with a session, `args`, `named` and `say` (takes one sentence, what is being done now)."""
    title: Message
    """What people call it."""
    args: tuple[object, ...] = ()
    named: Mapping[str, object] = field(default_factory=dict)
    size: float = 1.0
    """How much there is to do, in a unit of the kind (bytes of a file); 1 where it is always about the same."""
    key: Hashable = None
    """What of two that are asked for makes them the same; None: never the same."""
    weight: int = 0
    """Bytes that it holds while it waits."""
    about: object = None
    """What whoever asks wants to know of it again; the worker isn't told."""


@dataclass(frozen=True)
class Job:
    """A task that somebody asked for, as it stands."""

    number: int
    task: Task
    viewer: Viewer
    """Who asked, in which role; nobody else sees it."""
    language: words.Language
    home: Path
    state: State = "menunggu"
    step: str = ""
    """What is being done now, in the language of who asked."""
    began: float = 0.0
    ended: float = 0.0
    """Seconds of `time.monotonic`."""
    expected: float | None = None
    """How long its kind takes on this machine, in seconds; None: never measured."""
    result: object = None
    reason: Message = NOTHING
    """Why it wasn't done."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN


@dataclass(frozen=True)
class Order:
    """To the worker: do this, as that viewer."""

    home: Path
    viewer: Viewer
    language: words.Language
    work: Callable[..., object]
    args: tuple[object, ...]
    named: Mapping[str, object]


@dataclass(frozen=True)
class Said:
    """From the worker: what it is doing now."""

    step: str


@dataclass(frozen=True)
class Asked:
    """From the worker: who is it now? The answer is a `Viewer`, or the message why there is none any more."""


@dataclass(frozen=True)
class Done:
    """From the worker: what came of it."""

    result: object
    peak: float
    """The most memory that the worker has held so far, in MiB."""


@dataclass(frozen=True)
class Refused:
    """From the worker: not done, and nothing changed."""

    reason: Message


@dataclass(frozen=True)
class Failed:
    """From the worker: a fault of ours, which it has logged."""


def interrupted() -> Message:
    """That the worker ended in the midst of it."""
    return msg(
        "Pekerjaan ini terputus: proses yang mengerjakannya berhenti di tengah jalan. Hasilnya tercatat seluruhnya atau tidak sama sekali. Periksa apakah hasilnya sudah ada; bila belum, mulai lagi."
    )


def broken() -> Message:
    """That the program has a fault."""
    return msg("Pekerjaan ini gagal karena kesalahan program; tidak ada yang separuh jadi. Rinciannya di catatan server.")
