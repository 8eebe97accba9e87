"""`boundaries`: the outline that the next edition will use."""

from __future__ import annotations

import argparse

from data.boundary import loading
from data.commands import Verbs, say
from data.store import database
from data.words import t


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    group = verbs.group("boundaries", t("muat batas wilayah"))
    group.verb("load", _load, t("muat batas wilayah")).add_argument("file", metavar="FILE")


def _load(options: argparse.Namespace) -> None:
    with database.write(options.home, doing="boundaries load") as con:
        report = loading.load(options.file, options.home)
        database.append_audit(con, "batas", {"berkas": report.source, "sha256": report.sha256})
    say(loading.describe(report))
