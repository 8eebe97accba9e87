"""`decisions`: what meetings decided about what needs a decision, and what became of it."""

from __future__ import annotations

import argparse
import contextlib
from datetime import date

from data.commands import Verbs, day, say
from data.editions import reading
from data.words import house as t
from data.workflow import meetings
from data.workflow.meetings import Resolution


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    group = verbs.group("decisions", t("keputusan rapat: daftar, catat, selesai, undur, batal"))
    group.verb("list", _list, t("semua keputusan, yang terbaru dulu"))
    due = group.verb("due", _due, t("hal yang perlu keputusan menurut aturan sebuah edisi"))
    due.add_argument("--edition", metavar="ID", help=t("edisi (bawaan: yang berlaku)"))
    add = group.verb("add", _add, t("catat keputusan sebuah rapat"))
    add.add_argument("subject", metavar="POKOK", help=t("seperti pada: decisions due"))
    add.add_argument("--edition", metavar="ID", help=t("edisi (bawaan: yang berlaku)"))
    add.add_argument("--held", type=day, metavar="YYYY-MM-DD", help=t("hari rapat (bawaan: hari ini)"))
    add.add_argument("--by", choices=tuple(meetings.DECIDERS), required=True, help=t("jabatan atau forum yang memutuskan"))
    add.add_argument("--office", choices=tuple(meetings.OFFICES), required=True, help=t("penanggung jawab"))
    add.add_argument("--due", type=day, required=True, metavar="YYYY-MM-DD", help=t("paling lambat"))
    add.add_argument("--text", required=True, help=t("apa yang diputuskan, tanpa nama orang atau Ormas"))
    for name, command, explanation in (
        ("done", _done, t("keputusan sudah dilaksanakan")),
        ("postpone", _postpone, t("undurkan tenggat sebuah keputusan")),
        ("cancel", _cancel, t("batalkan sebuah keputusan")),
    ):
        verb = group.verb(name, command, explanation)
        verb.add_argument("number", type=int, metavar="NOMOR")
        verb.add_argument("--on", type=day, metavar="YYYY-MM-DD", help=t("tanggalnya (bawaan: hari ini)"))
        if name != "done":
            verb.add_argument("--reason", required=True, help=t("alasan, tanpa nama orang atau Ormas"))
        if name == "postpone":
            verb.add_argument("--due", type=day, required=True, metavar="YYYY-MM-DD", help=t("tenggat baru"))


def _list(options: argparse.Namespace) -> None:
    found, today = meetings.listed(options.session), options.session.clock.today()
    for one in reversed(found):
        say(f"{one.number:>4}  {one.held}  {t(meetings.STATES[one.state]):<13}  {_described(one, today)}")
    say(t.n("{n} keputusan.", "{n} keputusan.", len(found)))


def _described(one: Resolution, today: date) -> str:
    late = one.late(today)
    overdue = t.n(" (terlambat {n} hari)", " (terlambat {n} hari)", late) if late else ""
    return f"{one.subject}  {one.by} → {one.office}, {one.due}{overdue}: {one.text}"


def _due(options: argparse.Namespace) -> None:
    with contextlib.closing(reading.open_edition(options.home, options.edition)) as edition:
        found = meetings.subjects(edition)
    for one in found:
        say(one)
    say(t.n("{n} hal.", "{n} hal.", len(found)))


def _add(options: argparse.Namespace) -> None:
    session = options.session
    edition = options.edition or next(iter(reading.list_editions(options.home)), "")
    held = options.held or session.clock.today()
    number = meetings.decide(
        session, edition, options.subject, held=held, by=options.by, office=options.office, due=options.due, text=options.text
    )
    say(t("Keputusan nomor {number} dicatat.", number=number))


def _done(options: argparse.Namespace) -> None:
    meetings.finish(options.session, options.number, _on(options))
    say(t("Keputusan nomor {number} selesai.", number=options.number))


def _postpone(options: argparse.Namespace) -> None:
    meetings.postpone(options.session, options.number, _on(options), options.due, options.reason)
    say(t("Tenggat keputusan nomor {number} diundurkan sampai {due}.", number=options.number, due=options.due))


def _cancel(options: argparse.Namespace) -> None:
    meetings.cancel(options.session, options.number, _on(options), options.reason)
    say(t("Keputusan nomor {number} dibatalkan.", number=options.number))


def _on(options: argparse.Namespace) -> date:
    given: date | None = options.on
    return given or options.session.clock.today()
