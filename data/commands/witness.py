"""`witness`: the second copy of the head of the trail, and the key that signs it and the editions."""

from __future__ import annotations

import argparse

from data.commands import Verbs, say
from data.errors import DataError
from data.safety import recovery
from data.store import moments, witness, witness_service
from data.words import house as t
from data.words import msg


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    group = verbs.group("witness", t("saksi jejak audit: layanan, keadaan, kunci"))
    group.verb("serve", _serve, t("jalankan layanan saksi, dengan akun yang memiliki folder saksi"))
    group.verb("show", _show, t("apa yang terakhir disaksikan, dengan kunci apa"))
    turning = group.verb("rotate", _rotate, t("ganti kunci saksi; tanda tangan lama tetap berlaku"))
    turning.add_argument("--lost", action="store_true", help=t("kunci lama hilang, sehingga tidak dapat mengesahkan yang baru"))
    accepting = group.verb("accept", _accept, t("terima bahwa cadangan akan dipulihkan (layanan: hanya root)"))
    accepting.add_argument("backup", metavar="CADANGAN", help=t("folder cadangan atau namanya"))


def _serve(options: argparse.Namespace) -> None:
    folder = witness.folder_of(options.home)
    say(t("Saksi melayani di {folder}.", folder=folder))
    witness_service.serve(folder)


def _show(options: argparse.Namespace) -> None:
    folder = witness.folder_of(options.home)
    last = witness.last_head(folder)
    if last is None:
        raise DataError(msg("Belum ada yang disaksikan di {folder}.", folder=folder))
    say(t("Terakhir disaksikan: baris {n}, {when}. Sidik: {head}", n=last.number, when=moments.moment(t, last.when), head=last.digest))
    say(t("Kunci: {name}. Edisi yang ditandatangani: {n}.", name=witness.key_name(options.home), n=len(witness.editions(folder))))


def _rotate(options: argparse.Namespace) -> None:
    name = witness.rotate(options.home, witness.LOST if options.lost else witness.CHANGED)
    say(t("Kunci saksi sekarang {name}. Kunci umum yang lama tetap disimpan; yang ditandatanganinya tetap berlaku.", name=name))


def _accept(options: argparse.Namespace) -> None:
    made = recovery.accepted(options.home, recovery.find(options.home, options.backup))
    say(t("Saksi menerima pemulihan {name}. Jalankan sekarang: python -m data restore {name}", name=made.path.name))
