"""argparse that speaks to operators in their language: what was mistyped, and the words of the help."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from data.words import N_
from data.words import house as t

# What argparse says, and how we say it; {0}, {1} are the parts in brackets.
_FAULTS = (
    (r"the following arguments are required: (.+)", N_("belum diisi: {0}")),
    (r"one of the arguments (.+) is required", N_("pilih salah satu: {0}")),
    (r"unrecognized arguments: (.+)", N_("tidak dikenali: {0}")),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", N_("{0}: {1} tidak ada; pilih dari {2}")),
    (r"argument (.+?): invalid \w+ value: (.+)", N_("{0}: {1} bukan nilai yang dapat dipakai")),
    (r"argument (.+?): expected .*argument.*", N_("{0}: nilainya belum diisi")),
    (r"argument (.+?): not allowed with argument (.+)", N_("{0} tidak dapat dipakai bersama {1}")),
    (r"argument (.+?): (.+)", "{0}: {1}"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose headings, `--help` and complaints go through the catalogues."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{**options, "add_help": False})  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = t("isian"), t("pilihan")
        self.add_argument("-h", "--help", action="help", help=t("tampilkan bantuan ini"))

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:  # type: ignore[override]
        """As argparse; an option that isn't known is named before its value is taken for something else."""
        words = sys.argv[1:] if args is None else list(args)
        if unknown := self._unknown(words):
            self.error(f"unrecognized arguments: {unknown}")
        return super().parse_known_args(words, namespace)

    def _unknown(self, words: Sequence[str]) -> str | None:
        """The first option that isn't one of this parser's; what stands behind a verb is the verb's."""
        is_value = False
        for word in words:
            if is_value:
                is_value = False
            elif word == "--" or (self._subparsers and not word.startswith("-")):
                return None
            elif re.match(r"-[^\d.]", word):
                name, _, value = word.partition("=")
                known = [action for option, action in self._option_string_actions.items() if option.startswith(name)]
                if not known:
                    return word
                is_value = known[0].nargs is None and not value
        return None

    def format_usage(self) -> str:
        """As argparse, with our word for "usage"."""
        return self._ours(super().format_usage())

    def format_help(self) -> str:
        """As argparse, with our word for "usage"."""
        return self._ours(super().format_help())

    def error(self, message: str) -> NoReturn:
        """What was mistyped, in one sentence; exit status 2."""
        self.print_usage(sys.stderr)
        said = t(
            "Perintah tidak dikenali: {message}. Bantuan: {prog} --help",
            message=_said(message),
            prog=self.prog,
        )
        self.exit(2, said + "\n")

    @staticmethod
    def _ours(text: str) -> str:
        return text.replace("usage: ", t("pemakaian: "), 1)


def add_home(parser: argparse.ArgumentParser, *, shown: bool, again: bool = False) -> None:
    """`--home DIR`. shown: in the help; again: written before too, where it counts unless it is written here."""
    explained = t("folder data (bawaan: KONDUSIF_HOME atau data/local)") if shown else argparse.SUPPRESS
    default = {"default": argparse.SUPPRESS} if again else {}
    parser.add_argument("--home", type=Path, metavar="DIR", help=explained, **default)  # type: ignore[arg-type]


def day(text: str) -> date:
    """The value of an option that is a day. Raises ArgumentTypeError for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(t("{text} bukan tanggal seperti 2026-10-03", text=repr(text))) from None


def _said(message: str) -> str:
    found = ((re.fullmatch(pattern, message, re.DOTALL), ours) for pattern, ours in _FAULTS)
    return next((_filled(ours, match.groups()) for match, ours in found if match), message)


def _filled(ours: str, parts: Iterable[str]) -> str:
    return t(ours).format(*parts)
