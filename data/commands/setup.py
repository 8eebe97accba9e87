"""`start`, `init`, `sample`: from nothing to a store."""

from __future__ import annotations

import argparse

from data.commands import Verbs, say
from data.editions import reading
from data.errors import DataError
from data.safety import first_steps
from data.simulation import meetings, sample
from data.words import house as t
from data.words import msg
from data.workflow import publishing, stores


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    start = verbs.verb("start", _start, t("siapkan data simulasi dan edisi pertama bila belum ada"))
    start.add_argument("--until", metavar="YYYY-MM", help=t("bulan terakhir data simulasi"))
    start.add_argument("--seed", type=int, default=0)
    init = verbs.verb("init", _init, t("buat basis data kosong"))
    kinds = init.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--simulasi", dest="kind", action="store_const", const="simulasi")
    kinds.add_argument("--nyata", dest="kind", action="store_const", const="nyata")
    filling = verbs.verb("sample", _sample, t("isi basis data simulasi dengan data rekaan"))
    filling.add_argument("--until", required=True, metavar="YYYY-MM")
    filling.add_argument("--seed", type=int, default=0)


def _start(options: argparse.Namespace) -> None:
    """From nothing to a first edition on simulated data; what is already there is left alone."""
    if not stores.exists(options.home):
        say(t("== Membuat basis data simulasi di {home}", home=options.home))
        stores.init(options.session, "simulasi")
    elif reading.list_editions(options.home):
        say(
            t(
                "== Memakai data yang ada di {home}, edisi {id}",
                home=options.home,
                id=reading.list_editions(options.home)[0],
            )
        )
        return
    if stores.kind(options.home) == "nyata":
        found = first_steps.state(options.home)
        raise DataError(
            msg(
                "Basis data nyata di {home} belum punya edisi. {told} {action} Atau: {command}",
                home=options.home,
                told=first_steps.describe(found),
                action=first_steps.action(found),
                command=first_steps.command(found),
            )
        )
    until = options.until or publishing.latest_complete_month(options.session.clock.today())
    if not sample.is_filled(options.home):
        say(t("== Mengisi data simulasi 36 bulan sampai {until}", until=until))
        say(sample.fill(options.session, until, seed=options.seed))
    say(t("== Menerbitkan edisi pertama"))
    edition = publishing.publish(options.session, until, say=say)
    say(t("Edisi {id} terbit.", id=edition))
    if made := meetings.fill(options.session, edition):
        say(t("{n} keputusan rapat rekaan dicatat (DATA SIMULASI – BUKAN DATA NYATA).", n=made))


def _init(options: argparse.Namespace) -> None:
    stores.init(options.session, options.kind)
    say(t("Basis data {kind} dibuat di {home}.", kind=options.kind, home=options.home))


def _sample(options: argparse.Namespace) -> None:
    say(sample.fill(options.session, options.until, seed=options.seed))
