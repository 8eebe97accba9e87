"""The verbs of the command line, one small module a subject, each with `register(verbs)`.

To add a verb: write `register` in the module of its subject (or in a new one, named in `SUBJECTS`):

    def register(verbs: Verbs) -> None:
        made = verbs.verb("count", _count, t("hitung baris"))
        made.add_argument("table")

A command takes the parsed options (`options.home` is always there), says what it did with `say`, and raises DataError
for what a person has to mend. Options and verbs are English, messages Indonesian.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

from data.words import t

Command = Callable[[argparse.Namespace], None]

# In the order of the help.
SUBJECTS = ("setup", "intake", "verification", "editions", "methods", "boundaries", "safety")


class Parser(argparse.ArgumentParser):
    """Says in Indonesian that a command was mistyped; the rest is argparse."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(
            2,
            t("Perintah tidak dikenali: {message}. Bantuan: {prog} --help", message=message, prog=self.prog)
            + "\n",
        )


class Verbs:
    """Where verbs are put; `group` makes verbs of verbs, as in `editions list`."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._verbs = parser.add_subparsers(required=True, metavar=t("PERINTAH"), parser_class=Parser)

    def verb(self, name: str, command: Command, explanation: str) -> argparse.ArgumentParser:
        """A parser for one verb, to which its options are added."""
        made = self._verbs.add_parser(name, help=explanation, description=explanation)
        made.set_defaults(command=command)
        return made

    def group(self, name: str, explanation: str) -> Verbs:
        """A verb that has verbs of its own."""
        return Verbs(self._verbs.add_parser(name, help=explanation, description=explanation))


def say(text: str) -> None:
    """Tell the operator; at once, also through a pipe."""
    print(text, flush=True)
