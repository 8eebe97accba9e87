"""`backup`, `restore`, `doctor`, `clock`, `audit`: that nothing is lost, and that one can see it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from babel.numbers import format_decimal

from data.access import clock_watch
from data.commands import Verbs, day, say
from data.errors import DataError
from data.safety import backup, backup_prune, doctor, losses, proof, recovery
from data.store import clock, moments
from data.words import house as t
from data.words import joined, msg
from data.workflow import stores, timekeeping, trail, trail_words

DAY = "YYYY-MM-DD"


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    saving = verbs.verb("backup", _backup, t("buat cadangan, juga saat sedang dipakai"))
    saving.add_argument("--out", type=Path, metavar="DIR", help=t("folder cadangan (bawaan: backups)"))
    saving.add_argument("--keep", type=int, metavar="N", help=t("hapus yang lama, sisakan N"))
    restoring = verbs.verb("restore", _restore, t("pulihkan cadangan setelah terbukti utuh"))
    restoring.add_argument("backup", metavar="CADANGAN", help=t("folder cadangan atau namanya"))
    restoring.add_argument("--yes", action="store_true", help=t("tanpa bertanya lagi, untuk skrip"))
    examining = verbs.verb("doctor", _doctor, t("periksa semuanya dan katakan apa yang harus dilakukan"))
    examining.add_argument(
        "--kepala", metavar="SIDIK", help=t("kepala jejak audit atau sidik edisi yang tercetak pada brief: masih adakah di sini?")
    )
    time = verbs.group("clock", t("jam komputer: dapatkah dipercaya, pastikan"))
    time.verb("show", _clock, t("apa kata jam, dan adakah yang meragukan"))
    sure = time.verb("confirm", _confirm, t("pastikan bahwa jam sekarang benar"))
    sure.add_argument("--note", default="", help=t("dari mana diketahui, tercatat di jejak audit"))
    group = verbs.group("audit", t("jejak audit: daftar, periksa"))
    listing = group.verb("list", _list, t("baris jejak audit, yang terbaru dulu"))
    listing.add_argument("--action", metavar="TINDAKAN")
    listing.add_argument("--who", metavar="AKUN")
    listing.add_argument("--from", dest="first", type=_day, metavar=DAY)
    listing.add_argument("--to", dest="last", type=_day, metavar=DAY)
    listing.add_argument("--contains", metavar="TEKS")
    listing.add_argument("--limit", type=int, default=100)
    checking = group.verb("check", _check, t("periksa rantai jejak audit, dan apakah isi basis data dan edisi cocok dengannya"))
    checking.add_argument("--saksi", type=Path, metavar="DIR", help=t("folder saksi (bawaan: saksi di folder data)"))


def _day(text: str) -> str:
    return day(text).isoformat()


def _backup(options: argparse.Namespace) -> None:
    folder = (options.out or options.home / backup.FOLDER).resolve()
    if options.keep is not None and options.keep < 1:
        raise DataError(msg("Sedikitnya satu cadangan harus tinggal: --keep 1 atau lebih."))
    made = backup.create(options.session, folder)
    say(
        t(
            "Cadangan {path}: {n} berkas, {mb} MB, {rows} baris.",
            path=made.path,
            n=len(made.files),
            mb=format_decimal(made.size / 1e6, format="#,##0.0", locale=t.language),
            rows=sum(made.counts.values()),
        )
    )
    if made.damaged:
        raise DataError(
            msg(
                "Cadangan dibuat, tetapi edisi {ids} sudah rusak saat disalin. Jalankan: python -m data doctor",
                ids=", ".join(made.damaged),
            )
        )
    if options.keep is not None:
        for name in backup_prune.retain(options.session, folder, options.keep):
            say(t("Cadangan lama {name} dihapus.", name=name))


def _restore(options: argparse.Namespace) -> None:
    source = recovery.find(options.home, options.backup)
    made = backup.read_manifest(source)
    lost = losses.of(options.home, made)
    for line in losses.describe(t, lost, made):
        say(line)
    if lost.any and not options.yes:
        _ask()
    say(recovery.describe(t, recovery.restore(options.session, source, say=say, agreed=lost)))


def _ask() -> None:
    """Wait for a yes. Raises DataError for anything else, and where nobody can answer."""
    if not sys.stdin.isatty():
        raise DataError(msg("Tidak ada yang dipulihkan: tambahkan --yes bila itu memang dimaksud."))
    if input(t("Lanjutkan? Ketik ya: ")).strip().lower() not in ("ya", "y", "yes"):
        raise DataError(msg("Dibatalkan; tidak ada yang diubah."))


def _doctor(options: argparse.Namespace) -> None:
    if options.kepala:
        say(proof.printed(t, options.home, options.kepala))
    findings = doctor.examine(t, options.home)
    for one in findings:
        say(f"[{t(doctor.LEVELS[one.level])}] {one.subject}: {one.text}")
        if one.action:
            say(f"    → {one.action}")
        if one.command:
            say(f"      {one.command}")
    if doctor.worst(findings) == "rusak":
        raise DataError(msg("Ada yang rusak; lihat yang bertanda rusak di atas."))


def _clock(options: argparse.Namespace) -> None:
    stores.require(options.home)
    say(t("Jam komputer: {now}.", now=moments.moment(t, clock.now())))
    if found := clock_watch.doubt(options.home):
        raise DataError(joined(" ", [clock_watch.describe(found), clock_watch.waits(), clock_watch.to_do()]))
    say(t("Jam komputer cocok dengan waktu sejak mesin dinyalakan dan dengan jejak audit."))


def _confirm(options: argparse.Namespace) -> None:
    timekeeping.confirm(options.session, options.note)
    say(
        t(
            "Jam dipastikan: {now}. Embargo, penerbitan, dan sesi berjalan lagi.",
            now=moments.moment(t, clock.now()),
        )
    )


def _list(options: argparse.Namespace) -> None:
    rows = trail.entries(
        options.session,
        action=options.action and trail_words.code_of(t, options.action),
        who=options.who and trail.account_of(t, options.who),
        first=options.first,
        last=options.last,
        contains=options.contains,
        limit=options.limit,
    )
    if rows.empty:
        say(t("Tidak ada baris yang cocok dengan pilihan ini."))
    told = [(t(trail.person(str(row["oleh"]))), trail_words.action(t, str(row["tindakan"])), row) for row in rows.to_dict("records")]
    wide, wider = (max((len(one[n]) for one in told), default=0) for n in (0, 1))
    for who, action, row in told:
        when = moments.moment(t, row["waktu"].to_pydatetime())
        say(f"{row['urutan']:>6}  {when:<22}  {who:<{wide}}  {action:<{wider}}  {trail_words.details(t, str(row['rincian']))}")


def _check(options: argparse.Namespace) -> None:
    broken = [one.text for one in doctor.proofs(t, options.home, options.saksi) if one.level == "rusak"]
    if broken:
        raise DataError(joined("\n", broken))
    chain = trail.chain(options.session)
    say(t("Rantai {n} baris utuh. Sidik terakhir: {head}", n=chain.rows, head=chain.head))
