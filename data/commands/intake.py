"""`template`, `import`: from a form to checked rows."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from data.commands import Verbs, say
from data.errors import DataError
from data.intake import candidates, importing, marking, sheets, templates
from data.tables import TABLES
from data.words import house as t
from data.words import msg

ALL = "semua"


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    template = verbs.verb("template", _template, t("tulis templat isian"))
    template.add_argument("table", nargs="?", choices=sorted(TABLES))
    template.add_argument("--out", type=Path, metavar="FILE", help=t("akhiran .xlsx atau .csv"))
    template.add_argument("--format", choices=("xlsx", "csv"), default="xlsx")
    template.add_argument("--simulasi", dest="simulated", action="store_true", help=t("bertanda data simulasi, untuk latihan"))
    taking = verbs.verb("import", _import, t("periksa dan masukkan berkas CSV atau XLSX"))
    taking.add_argument("table", choices=[*sorted(TABLES), ALL], help=t("semua: satu lembar per tabel"))
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taking.add_argument("--format", choices=("cvew",), help=t("berkas dari sumber lain, bukan templat"))
    taking.add_argument("--only-valid", action="store_true", help=t("ambil hanya baris yang lolos pemeriksaan"))
    taking.add_argument(
        "--bukan-nama",
        dest="no_names",
        action="append",
        default=[],
        metavar="KOLOM:BARIS",
        help=t("isi sel itu bukan nama orang, bila ditanyakan; boleh berulang; TABEL.KOLOM:BARIS untuk semua"),
    )
    taking.add_argument("--marked", type=Path, metavar="FOLDER", help=t("tempat berkas dengan sel salah yang ditandai"))


def _template(options: argparse.Namespace) -> None:
    path = options.out or Path(f"templat-{options.table or 'semua'}.{options.format}")
    templates.write_template(t, options.table, path, simulated=options.simulated)
    say(t("Templat ditulis ke {path}.", path=path))


def _import(options: argparse.Namespace) -> None:
    if options.no_names and len(options.files) > 1:
        raise DataError(msg("--bukan-nama berlaku untuk satu berkas; impor berkas itu sendiri."))
    refused = 0
    for path in options.files:
        try:
            _import_one(options, path)
        except DataError as error:
            refused += 1
            print(t(error.message), file=sys.stderr)
    if refused:
        total = len(options.files)
        raise DataError(
            msg(
                "{faults} dari {total} berkas ditolak; tidak ada barisnya yang masuk.",
                faults=refused,
                total=total,
            )
        )


def _import_one(options: argparse.Namespace, path: Path) -> None:
    content = sheets.load(path)
    table = None if options.table == ALL else options.table
    answers = {_place(text, table): False for text in options.no_names}
    candidate = importing.check(options.session, sheets.parse(path.name, content), table, options.format, answers)
    if not candidate.faulty:
        _tell(importing.take_in(options.session, candidate))
    elif options.only_valid:
        # Written before the rows go in: a full disk must not lose the others.
        back = _give_back(path, "sisa", options.marked or Path(), marking.rest(t, candidate))
        try:
            reports = importing.take_in(options.session, candidate, only_valid=True)
        except DataError:
            back.unlink()
            raise
        _tell(reports)
        say(t("Baris yang tidak diambil ada di {path}; perbaiki, lalu impor lagi.", path=back))
    else:
        refused = candidates.RefusedFileError(candidate)
        if options.marked is not None:
            back = _give_back(path, "ditandai", options.marked, marking.marked(t, candidate, content))
            say(t("Sel yang salah ditandai di {path}.", path=back))
        raise refused


def _place(text: str, table: str | None) -> tuple[str, str, int]:
    """`bidang:7` or `ormas.bidang:7`; the text of a cell has no place here."""
    found = re.fullmatch(r"(?:(\w+)\.)?(\w+):(\d{1,7})", text)
    name = (found[1] or table) if found else None
    if found is None or name not in TABLES or found[2] not in TABLES[name].column_names:
        raise DataError(msg("--bukan-nama menyebut kolom dan baris, seperti bidang:7; untuk semua tabel, ormas.bidang:7."))
    return name, found[2], int(found[3])


def _tell(reports: list[candidates.Report]) -> None:
    for report in reports:
        say(t(candidates.describe(report)))


def _give_back(source: Path, what: str, folder: Path, content: bytes) -> Path:
    """Write a file for the person without overwriting any of theirs: a name that is taken gets a number."""
    number = 1
    while (path := folder / f"{source.stem}-{what}{f'-{number}' if number > 1 else ''}.xlsx").exists():
        number += 1
    templates.save(path, content)
    return path
