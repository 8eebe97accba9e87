"""`followup`: what has a clock and waits, and what people do about it; the same as on *Papan hari ini* and *Peringatan dini*."""

from __future__ import annotations

import argparse
from datetime import date

from data.access import owners
from data.commands import Verbs, say
from data.editions import reading
from data.labels import label
from data.reference import methods
from data.session import Session
from data.words import house as t
from data.workflow import acts, followup, matter_words, matters
from data.workflow.acts import Act


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    group = verbs.group("followup", t("tindak lanjut sinyal dan kejadian berat"))
    listed = group.verb("list", _list, t("yang belum ditutup, dengan tenggat dan gilirannya"))
    listed.add_argument("--overdue", action="store_true", help=t("hanya yang terlambat"))
    for name, command, explanation in (
        ("acknowledge", _acknowledge, t("terima satu perkara")),
        ("assign", _assign, t("tugaskan kepada satu lembaga")),
        ("note", _note, t("catat kode hasil pemeriksaan")),
        ("act", _act, t("catat satu tindakan")),
        ("close", _close, t("tutup satu perkara")),
        ("reopen", _reopen, t("buka kembali yang sudah ditutup")),
    ):
        made = group.verb(name, command, explanation)
        made.add_argument("matter", metavar="PERKARA", help=t("seperti dalam followup list"))
        if name in ("assign", "act"):
            made.add_argument("--office", required=True, choices=acts.UNITS, help=t("lembaga"))
        if name == "note":
            made.add_argument("--code", required=True, choices=followup.OFFERED)
        if name == "act":
            made.add_argument("--act", required=True, choices=acts.ACTS, help=t("tindakan"))
            made.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help=t("tanggal tindakan (bawaan: hari ini)"))
            made.add_argument("--why", choices=acts.REASONS, help=t("alasan, wajib bila tidak perlu tindakan"))
        if name in ("act", "close"):
            made.add_argument("--outcome", required=True, choices=acts.OUTCOMES, help=t("hasilnya bagi peringatan itu"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(t("{text} bukan tanggal seperti 2026-11-20", text=repr(text))) from None


def _list(options: argparse.Namespace) -> None:
    session = options.session
    known = reading.list_editions(session.home)
    found = matters.of_all(session, reading.open_edition(session.home, known[0]) if known else None)
    overdue = matters.late(found)
    shown = overdue if options.overdue else matters.waiting(found)
    places, groups = owners.names(), {group.code: group.name[t.language] for group in methods.load_rules().groups}
    for one in shown:
        place, what = places.get(one.subject.kecamatan or "", "–"), one.subject.what
        kinds = {followup.INCIDENT: label(t, what), followup.SIGNAL: groups.get(what) or t("Indeks (IKW)")}
        name = kinds.get(one.subject.kind, what)
        say(f"{one.subject.id:<36}  {place:<16}  {name:<34}  {t(followup.STATES[one.state]):<15}  {matter_words.due(t, one, place)}")
    told = t.n("{n} perkara, {late} terlambat.", "{n} perkara, {late} terlambat.", len(shown), late=len(overdue))
    say(told if shown else t("Tidak ada perkara yang menunggu."))


def _edition(session: Session, matter: str) -> str | None:
    """The current edition, in which a signal is seen."""
    if followup.parse(matter).kind != followup.SIGNAL:
        return None
    return reading.open_edition(session.home).id


def _acknowledge(options: argparse.Namespace) -> None:
    followup.acknowledge(options.session, options.matter, _edition(options.session, options.matter))
    _told(options)


def _assign(options: argparse.Namespace) -> None:
    followup.assign(options.session, options.matter, _edition(options.session, options.matter), options.office)
    _told(options)


def _note(options: argparse.Namespace) -> None:
    followup.note(options.session, options.matter, _edition(options.session, options.matter), options.code)
    _told(options)


def _act(options: argparse.Namespace) -> None:
    day = options.day or options.session.clock.today()
    done = Act(options.act, options.office, options.outcome, day, options.why)
    followup.act(options.session, options.matter, _edition(options.session, options.matter), done)
    _told(options)


def _close(options: argparse.Namespace) -> None:
    followup.close(options.session, options.matter, _edition(options.session, options.matter), options.outcome)
    _told(options)


def _reopen(options: argparse.Namespace) -> None:
    followup.reopen(options.session, options.matter, _edition(options.session, options.matter))
    _told(options)


def _told(options: argparse.Namespace) -> None:
    last = followup.history(options.session.home, options.matter).iloc[-1]
    say(t("{matter}: {what}.", matter=options.matter, what=followup.describe(t, last.to_dict())))
