"""`erase`: what is kept longer than it may be, and its erasure."""

from __future__ import annotations

import argparse

from data.commands import Verbs, say
from data.safety import backup
from data.tables import TABLES
from data.words import house as t
from data.workflow import erasing


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    group = verbs.group("erase", t("masa simpan: yang terlewat, hapus menurut umur atau batch"))
    listing = group.verb("list", _list, t("apa yang melewati masa simpannya"))
    overdue = group.verb("overdue", _overdue, t("kosongkan kolom yang melewati masa simpannya"))
    for made in (listing, overdue):
        made.add_argument("--table", choices=[table.name for table in TABLES.values() if table.risky or table.passing])
        made.add_argument("--months", type=int, metavar="N", help=t("umur dalam bulan, menggantikan masa simpan"))
    batch = group.verb("batch", _batch, t("hapus semua baris satu batch yang sudah ditarik"))
    batch.add_argument("batch", type=int, metavar="BATCH")
    for made in (overdue, batch):
        made.add_argument("--reason", required=True, help=t("alasan, tercatat di jejak audit"))
        made.add_argument("--yes", action="store_true", help=t("hapus; tanpa ini hanya dikatakan"))
    group.verb("compact", _compact, t("tulis ulang berkas basis data, supaya yang dihapus tidak tertinggal"))


def _list(options: argparse.Namespace) -> None:
    _say(erasing.listed(options.session, table=options.table, months=options.months))


def _overdue(options: argparse.Namespace) -> None:
    if not options.yes:
        _list(options)
        say(t("Belum ada yang dihapus. Ulangi dengan --yes."))
        return
    _done(options, erasing.erase_overdue(options.session, options.reason, table=options.table, months=options.months))


def _batch(options: argparse.Namespace) -> None:
    if not options.yes:
        _say(erasing.listed_of_batch(options.session, options.batch))
        say(t("Belum ada yang dihapus. Ulangi dengan --yes."))
        return
    _done(options, erasing.erase_batch(options.session, options.batch, options.reason))


def _compact(options: argparse.Namespace) -> None:
    erasing.compact(options.session)
    say(t("Berkas basis data ditulis ulang."))


def _say(found: list[erasing.Due]) -> None:
    for line in erasing.describe(t, found) or [t("Tidak ada yang melewati masa simpannya.")]:
        say(line)


def _done(options: argparse.Namespace, found: list[erasing.Due]) -> None:
    say(t("Dihapus:"))
    _say(found)
    n = sum(len(backup.listing(folder)) for folder in backup.folders(options.home))
    if n:
        say(
            t.n(
                "{n} cadangan masih memuatnya, sampai ia dihapus (backup --keep).",
                "{n} cadangan masih memuatnya, sampai semuanya dihapus (backup --keep).",
                n,
            )
        )
