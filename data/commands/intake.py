"""`template`, `import`: from a form to checked rows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data import importing, templates
from data.commands import Verbs, say
from data.errors import DataError
from data.tables import TABLES
from data.words import t


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    template = verbs.verb("template", _template, t("tulis templat isian"))
    template.add_argument("table", nargs="?", choices=sorted(TABLES))
    template.add_argument("--out", type=Path, metavar="FILE", help=t("akhiran .xlsx atau .csv"))
    template.add_argument("--format", choices=("xlsx", "csv"), default="xlsx")
    template.add_argument(
        "--simulasi", dest="simulated", action="store_true", help=t("bertanda data simulasi, untuk latihan")
    )
    taking = verbs.verb("import", _import, t("periksa dan masukkan berkas CSV atau XLSX"))
    taking.add_argument("table", choices=sorted(TABLES))
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taking.add_argument("--format", choices=("cvew",), help=t("berkas dari sumber lain, bukan templat"))


def _template(options: argparse.Namespace) -> None:
    path = options.out or Path(f"templat-{options.table or 'semua'}.{options.format}")
    templates.write_template(options.table, path, simulated=options.simulated)
    say(t("Templat ditulis ke {path}.", path=path))


def _import(options: argparse.Namespace) -> None:
    faults = 0
    for path in options.files:
        try:
            report = importing.import_file(options.home, options.table, path, file_format=options.format)
            say(importing.describe(report))
        except DataError as error:
            faults += 1
            print(error, file=sys.stderr)
    if faults:
        total = len(options.files)
        raise DataError(
            t(
                "{faults} dari {total} berkas ditolak; tidak ada barisnya yang masuk.",
                faults=faults,
                total=total,
            )
        )
