"""The verbs of the command line, one small module a subject, each with `register(verbs)`.

Public: nothing but what stands here.

To add a verb: write `register` in the module of its subject (or in a new one, named in `SUBJECTS`):

    def register(verbs: Verbs) -> None:
        made = verbs.verb("count", _count, t("hitung baris"))
        made.add_argument("table")

A command takes the parsed options (`options.home` and `options.session`, which is that of the account of the machine, are always there),
says what it did with `say`, and raises DataError for what a person has to mend. Options and verbs are English, messages Indonesian.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import TextIO

from data.commands.parser import Parser, add_home, day
from data.errors import DataError, because
from data.words import house as t
from data.words import joined, msg
from data.workflow import free_text

__all__ = ["SUBJECTS", "Command", "Parser", "Verbs", "add_home", "day", "say", "status"]

Command = Callable[[argparse.Namespace], None]

# In the order of the help.
SUBJECTS = (
    "setup",
    "intake",
    "verification",
    "followup",
    "editions",
    "methods",
    "boundaries",
    "grants",
    "meetings",
    "erasing",
    "safety",
    "witness",
)


class Verbs:
    """Where verbs are put; `group` makes verbs of verbs, as in `editions list`."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._verbs = parser.add_subparsers(required=True, metavar=t("PERINTAH"), parser_class=Parser)

    def verb(self, name: str, command: Command, explanation: str) -> argparse.ArgumentParser:
        """A parser for one verb, to which its options are added."""
        made = self._verbs.add_parser(name, help=explanation, description=explanation)
        made.set_defaults(command=command)
        add_home(made, shown=False, again=True)
        return made

    def group(self, name: str, explanation: str) -> Verbs:
        """A verb that has verbs of its own."""
        made = self._verbs.add_parser(name, help=explanation, description=explanation)
        add_home(made, shown=False, again=True)
        return Verbs(made)


class UnsaidError(DataError):
    """What a command says could not be written anywhere."""


def status(run: Callable[[], None]) -> int:
    """The exit status of a command: 0 done, 1 refused with a sentence.

    Whoever reads may leave early (`… | head`), which is no fault: the rest has no reader. Where it can't be written (`… > file` on a full
    disk), that is said.
    """
    try:
        try:
            _run(run)
        except UnsaidError:
            raise
        except DataError as error:
            print(t(error.message), file=sys.stderr)
            return 1
        finally:
            with _written():
                sys.stdout.flush()
    except BrokenPipeError:
        _nowhere(sys.stdout, sys.stderr)
    except UnsaidError as error:
        _nowhere(sys.stdout)
        print(t(error.message), file=sys.stderr)
        return 1
    return 0


def _run(run: Callable[[], None]) -> None:
    """Run it; at a terminal, ask what only a person can say, and run it again with the answer."""
    try:
        run()
    except free_text.NameQuestionError as doubt:
        if not sys.stdin.isatty():
            raise DataError(joined(" ", [doubt.message, msg("Jalankan perintahnya di terminal untuk menjawab.")])) from None
        print(t(doubt.message), file=sys.stderr)
        if input(t("Nama orang? Ketik ya atau bukan: ")).strip().lower() not in ("bukan", "b", "no"):
            raise DataError(msg("Dibatalkan; tidak ada yang diubah.")) from None
        free_text.is_none(doubt.question)
        run()


def say(text: str) -> None:
    """Tell the operator; at once, also through a pipe."""
    with _written():
        print(text, flush=True)


@contextlib.contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnsaidError(
            msg(
                "Keluaran perintah ini tidak dapat ditulis ({reason}), maka perintahnya berhenti. Arahkan ke tempat lain; apa yang sudah dikerjakan dikatakan oleh: python -m data audit list.",
                reason=because(error),
            )
        ) from None


def _nowhere(*streams: TextIO) -> None:
    """Otherwise the interpreter tries once more at its end, and complains about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nowhere, stream.fileno())
