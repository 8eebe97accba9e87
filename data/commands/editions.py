"""`publish`, `editions`: what people see."""

from __future__ import annotations

import argparse

from data import editions, reading
from data.commands import Verbs, say
from data.words import t


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    publish = verbs.verb("publish", _publish, t("hitung dan terbitkan edisi"))
    publish.add_argument("period", metavar="YYYY-MM")
    group = verbs.group("editions", t("daftar edisi"))
    group.verb("list", _list, t("daftar edisi"))


def _publish(options: argparse.Namespace) -> None:
    say(t("Edisi {id} terbit.", id=editions.publish(options.home, options.period, say=say)))


def _list(options: argparse.Namespace) -> None:
    for edition_id in reading.list_editions(options.home):
        say(edition_id)
