"""`boundaries`: the outline that the next edition will use."""

from __future__ import annotations

import argparse

from data.boundary import loading
from data.commands import Verbs, say
from data.words import house as t
from data.workflow import boundaries


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    group = verbs.group("boundaries", t("muat batas wilayah"))
    group.verb("load", _load, t("muat batas wilayah")).add_argument("file", metavar="FILE")


def _load(options: argparse.Namespace) -> None:
    say(t(loading.describe(boundaries.load(options.session, options.file))))
