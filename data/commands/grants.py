"""`grants`: which institution may see which Ormas by name and score."""

from __future__ import annotations

import argparse

from data.access import grants
from data.access.viewers import INSTITUTIONS
from data.commands import Verbs, day, say
from data.words import house as t
from data.workflow import granting


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    group = verbs.group("grants", t("izin instansi melihat IKO Ormas tertentu: daftar, beri, cabut"))
    group.verb("list", _list, t("semua izin, yang terbaru dulu"))
    give = group.verb("give", _give, t("catat izin menurut surat"))
    give.add_argument("role", choices=tuple(INSTITUTIONS))
    give.add_argument("ormas", nargs="+", metavar="KODE", help=t("kode Ormas, mis. ORM-017"))
    give.add_argument("--purpose", required=True, help=t("untuk apa"))
    give.add_argument("--letter", required=True, help=t("nomor surat permintaan"))
    give.add_argument("--until", required=True, type=day, metavar="YYYY-MM-DD", help=t("hari terakhir izin berlaku"))
    end = group.verb("withdraw", _withdraw, t("cabut satu izin sekarang juga"))
    end.add_argument("number", type=int, metavar="NOMOR")
    end.add_argument("--reason", required=True, help=t("alasan, tercatat di jejak audit"))


def _list(options: argparse.Namespace) -> None:
    found, today = grants.of_home(options.home), options.session.clock.today()
    for one in found:
        state = t(grants.STATES[one.state(today)])
        say(f"{one.number:>4}  {INSTITUTIONS[one.role]:<5}  {state:<9}  {grants.describe(t, one)}")
    say(t.n("{n} izin.", "{n} izin.", len(found)))


def _give(options: argparse.Namespace) -> None:
    made = granting.give(options.session, options.role, options.ormas, purpose=options.purpose, letter=options.letter, until=options.until)
    say(t("Izin {numbers} untuk {institution} dicatat.", numbers=", ".join(map(str, made)), institution=INSTITUTIONS[options.role]))


def _withdraw(options: argparse.Namespace) -> None:
    one = granting.withdraw(options.session, options.number, options.reason)
    say(t("Izin {number} ({institution}, {code}) dicabut.", number=one.number, institution=INSTITUTIONS[one.role], code=one.code))
