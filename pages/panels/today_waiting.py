"""What waits for whoever looks at *Papan hari ini*, each with the way to where it is done, and who hasn't reported."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from data.editions.reading import Edition
from data.session import Session
from data.tables import TABLES
from data.words import Words
from data.workflow import followup, matters, meetings
from data.workflow.board import Board
from data.workflow.matters import Matter
from pages.facts import signals
from pages.figures import markup
from pages.panels import today_incidents
from pages.session import context, screen
from pages.wording import formats, meeting, sentences

DECIDED = 5
"""Decisions that are told one by one."""


def show(session: Session, board: Board, found: Sequence[Matter], edition: Edition | None) -> None:
    """Rows to verify, matters whose turn it is for the viewer; decisions that aren't done; then the reports that are due.

    found: `today_incidents.matters_of`; edition: the current one.
    """
    t = session.t
    lines = [*_rows(session, board), *_matters(session, found)]
    nothing = markup.tag("p", t("Tidak ada yang menunggu Anda saat ini."))
    listed = markup.box("ul", "".join(markup.box("li", one) for one in lines), "k-list") if lines else nothing
    screen.show(t, markup.tag("h3", t("Menunggu Anda")) + listed)
    _decided(session, edition)
    screen.show(t, markup.tag("h3", t("Laporan bulan lalu")) + markup.box("p", _reports(session, board)))


def _decided(session: Session, edition: Edition | None) -> None:
    """What meetings decided and isn't done, the latest first, in the kecamatan that the viewer sees."""
    if not session.may(meetings.READING):
        return
    t, today = session.t, session.clock.today()
    found = [one for one in meetings.standing(context.kept(meetings.listed)(session), today) if one.is_open]
    if not found:
        return
    names, groups = today_incidents.names(), signals.group_names(edition, t.language) if edition else {}
    lines = [
        t(
            "{subject}. {text} {office}, paling lambat {day}. {state}",
            subject=meeting.subject(t, one, names, groups),
            text=one.text,
            office=meeting.office(t, one, names),
            day=formats.day(t, one.due),
            state=meeting.state(t, one, today),
        )
        for one in found[:DECIDED]
    ]
    rest = len(found) - DECIDED
    lines += [t.n("{n} keputusan lain.", "{n} keputusan lain.", rest)] if rest > 0 else []
    listed = markup.box("ul", "".join(markup.tag("li", one) for one in lines), "k-list")
    screen.show(t, markup.tag("h3", t("Keputusan rapat yang belum selesai")) + listed)


def _rows(session: Session, board: Board) -> list[str]:
    """Rows that wait for a decision, for who decides; a kecamatan reads how many of its own wait elsewhere."""
    t = session.t
    if session.may("verifikasi"):
        return [
            today_incidents.link(
                t,
                "unggah",
                t.n("{table}: {n} baris menunggu verifikasi", "{table}: {n} baris menunggu verifikasi", n, table=TABLES[table].label(t)),
                bagian="verifikasi",
                antre=table,
            )
            for table, n in board.to_verify()
        ]
    if session.viewer.role != "operator_kecamatan" or not board.queue:
        return []
    parts = [f"{TABLES[table].label(t)} {formats.whole(t, n)}" for table, n in board.to_verify()]
    return [escape(t("Baris Anda yang menunggu verifikasi kabupaten: {listed}.", listed=sentences.listed(t, parts)))]


def _matters(session: Session, found: Sequence[Matter]) -> list[str]:
    """What the viewer's offices have to take up, check or act on; and what waits to be closed, for who closes."""
    t = session.t
    mine, done = matters.mine(session, found), [one for one in found if one.may_be_closed and session.may(followup.CLOSING)]
    lines = []
    if own := _of(mine, followup.INCIDENT):
        said = t.n(
            "{n} kejadian berat menunggu Anda, {late} terlambat",
            "{n} kejadian berat menunggu Anda, {late} terlambat",
            len(own),
            late=_late(t, own),
        )
        lines.append(escape(said))
    if own := _of(mine, followup.SIGNAL):
        said = t.n("{n} sinyal menunggu Anda, {late} terlambat", "{n} sinyal menunggu Anda, {late} terlambat", len(own), late=_late(t, own))
        lines.append(_to_signals(session, said))
    if n := len(_of(done, followup.INCIDENT)):
        lines.append(
            escape(
                t.n(
                    "{n} kejadian berat sudah ditindaklanjuti dan dapat ditutup",
                    "{n} kejadian berat sudah ditindaklanjuti dan dapat ditutup",
                    n,
                )
            )
        )
    if n := len(_of(done, followup.SIGNAL)):
        said = t.n("{n} sinyal sudah ditindaklanjuti dan dapat ditutup", "{n} sinyal sudah ditindaklanjuti dan dapat ditutup", n)
        lines.append(_to_signals(session, said))
    return lines


def _of(found: Sequence[Matter], kind: str) -> list[Matter]:
    return [one for one in found if one.subject.kind == kind]


def _to_signals(session: Session, said: str) -> str:
    """With the way to the signals, for roles with that page."""
    return today_incidents.link(session.t, "peringatan", said) if "peringatan" in session.viewer.pages else escape(said)


def _late(t: Words, found: Sequence[Matter]) -> str:
    return formats.whole(t, sum(one.is_late for one in found))


def _reports(session: Session, board: Board) -> str:
    """Which kecamatan have yet to report the last month that is over."""
    t = session.t
    month, late = formats.month(t, board.due), [name for _, name, complete in board.reports if not complete]
    if session.bound is None and len(late) == len(board.reports):
        said = t("Belum ada kecamatan yang laporannya untuk {month} lengkap.", month=month)
    elif late:
        said = t("Laporan {month} dari {kecamatan} belum lengkap.", month=month, kecamatan=sentences.listed(t, late))
    elif session.bound is None:
        said = t("Kelengkapan dan kejadian {month} sudah masuk dari semua kecamatan.", month=month)
    else:
        own = sentences.listed(t, [name for _, name, _ in board.reports])
        said = t("Kelengkapan dan kejadian {month} sudah masuk dari {kecamatan}.", month=month, kecamatan=own)
    if "unggah" not in session.viewer.pages:
        return escape(said)
    return escape(said) + " " + today_incidents.link(t, "unggah", t("Sudah/belum kirim"), bagian="kirim")
