"""The verb about methods: `kalibrasi`."""

from __future__ import annotations

import argparse

from data.commands import Verbs, say
from data.words import house as t
from data.workflow import publishing, snapshots


def register(verbs: Verbs) -> None:
    """Add the verb."""
    judging = verbs.verb("kalibrasi", _calibrate, t("periksa apakah metode memakai seluruh skalanya"))
    judging.add_argument("methods", nargs="*", metavar="ID", help=t("id metode; bawaan: yang berlaku"))
    judging.add_argument("--until", metavar="YYYY-MM", help=t("bulan terakhir masa dasar"))


def _calibrate(options: argparse.Namespace) -> None:
    from data.records import calibrating

    snapshot = snapshots.read_snapshot(options.home, options.until or publishing.latest_complete_month(options.session.clock.today()))
    for method, found in calibrating.calibrate(snapshot.records, snapshot.units, options.methods):
        say(calibrating.describe(t, method, found))
