"""The command line: `python -m data [--home DIR] …`. The verbs are in `data/commands/`."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from data import commands, session, version
from data.words import house as t
from data.workflow import stores


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused with a sentence, 2 mistyped."""

    def run() -> None:
        options = _parser().parse_args(arguments)
        options.home = stores.home(options.home)
        options.session = session.of_the_machine(options.home)
        command: commands.Command = options.command
        command(options)

    return commands.status(run)


def _parser() -> argparse.ArgumentParser:
    parser = commands.Parser(
        prog="python -m data",
        description=t("Data Dasbor Kondusivitas: simpan, impor, verifikasi, terbitkan."),
    )
    commands.add_home(parser, shown=True)
    parser.add_argument("--version", action="version", version=f"Kondusif {version.full()}", help=t("tampilkan versi program"))
    verbs = commands.Verbs(parser)
    for subject in commands.SUBJECTS:
        importlib.import_module(f"data.commands.{subject}").register(verbs)
    return parser


if __name__ == "__main__":
    sys.exit(main())
