"""`publish`, `approve`, `editions`: what people see."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.commands import Verbs, say
from data.editions import comparing, exporting, reading
from data.editions import prune as edition_prune
from data.words import house as t
from data.workflow import publishing, taking


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    publish = verbs.verb("publish", _publish, t("hitung dan terbitkan edisi"))
    publish.add_argument("period", metavar="YYYY-MM")
    publish.add_argument("--without-reports", action="store_true", help=t("juga bulan yang tidak ada laporannya sama sekali"))
    approve = verbs.verb("approve", _approve, t("setujui penerbitan satu bulan oleh orang lain (empat mata)"))
    approve.add_argument("period", metavar="YYYY-MM")
    group = verbs.group("editions", t("daftar edisi, bandingkan, ekspor, pangkas"))
    group.verb("list", _list, t("daftar edisi"))
    compare = group.verb("compare", _compare, t("apa yang berubah di antara dua edisi, dan sebabnya"))
    compare.add_argument("before", metavar="A")
    compare.add_argument("after", metavar="B")
    compare.add_argument("--csv", type=Path, metavar="FILE", help=t("tulis semua skor yang berubah"))
    export = group.verb("export", _export, t("tulis satu edisi sebagai Parquet dan CSV dengan kamus data"))
    export.add_argument("edition", metavar="ID")
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    prune = group.verb("prune", _prune, t("hapus revisi lama menurut aturan"))
    prune.add_argument("--keep", type=int, required=True, metavar="N", help=t("revisi terakhir yang tinggal per bulan"))
    prune.add_argument("--yes", action="store_true", help=t("hapus; tanpa ini hanya dikatakan"))


def _publish(options: argparse.Namespace) -> None:
    made = publishing.publish(options.session, options.period, say=say, without_reports=options.without_reports)
    say(t("Edisi {id} terbit.", id=made))


def _approve(options: argparse.Namespace) -> None:
    publishing.approve(options.session, options.period)
    say(
        t(
            "Penerbitan {period} disetujui. Yang memverifikasi dapat menerbitkannya, selama bahannya tidak berubah.",
            period=options.period,
        )
    )


def _list(options: argparse.Namespace) -> None:
    for edition_id in reading.list_editions(options.home) or [t("Belum ada edisi yang terbit.")]:
        say(edition_id)


def _compare(options: argparse.Namespace) -> None:
    before, after = (reading.open_edition(options.home, one) for one in (options.before, options.after))
    try:
        result = comparing.compare(t, before, after)
    finally:
        before.close()
        after.close()
    say(comparing.describe(t, result))
    if options.csv:
        exporting.write_csv(result.changed, options.csv)
        say(t("Ditulis ke {path}.", path=options.csv))


def _export(options: argparse.Namespace) -> None:
    folder = taking.to_folder(options.session, options.edition, options.out)
    say(t("Ditulis ke {path}.", path=folder))


def _prune(options: argparse.Namespace) -> None:
    found = edition_prune.prune(options.session, options.keep) if options.yes else edition_prune.plan(t, options.home, options.keep)
    for edition_id, reason in found.kept.items():
        say(t("{id} tinggal: {reason}.", id=edition_id, reason=reason))
    for edition_id in found.removed:
        say(t("{id} dihapus.", id=edition_id) if options.yes else t("{id} akan dihapus.", id=edition_id))
    if not found.removed:
        say(t("Tidak ada revisi yang dihapus menurut aturan itu."))
    elif not options.yes:
        say(t("Belum ada yang dihapus. Ulangi dengan --yes."))
