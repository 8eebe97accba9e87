"""What waits for whoever looks at *Papan hari ini*, each with the way to where it is done, and who hasn't reported."""

from __future__ import annotations

from html import escape

from data.editions import scoping
from data.editions.reading import Edition
from data.session import Session
from data.tables import TABLES
from data.workflow import followup
from data.workflow.board import Board
from pages.facts import periods, signals, views
from pages.facts.signals import Row
from pages.figures import markup
from pages.panels import today_incidents
from pages.session import context, screen
from pages.wording import formats, sentences


def show(session: Session, board: Board, edition: Edition | None) -> None:
    """Rows to verify, signals without an act; then the reports that are due. edition: the current one, unscoped."""
    t = session.t
    lines = [*_rows(session, board), *_signals(session, edition)]
    nothing = markup.tag("p", t("Tidak ada yang menunggu Anda saat ini."))
    listed = markup.box("ul", "".join(markup.box("li", one) for one in lines), "k-list") if lines else nothing
    screen.show(t, markup.tag("h3", t("Menunggu Anda")) + listed)
    screen.show(t, markup.tag("h3", t("Laporan bulan lalu")) + markup.box("p", _reports(session, board)))


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


def _signals(session: Session, edition: Edition | None) -> list[str]:
    """Signals of twelve months on which nobody has acted yet, for the roles that follow them up or own the place."""
    if edition is None or "peringatan" not in session.viewer.pages:
        return []
    t, open_ = session.t, _open(session, edition)
    if not open_:
        return []
    if not session.may(followup.RIGHT):
        own = [row for row in open_ if row.step.unit == session.viewer.role]
        lines = [t("Sinyal di kecamatan Anda yang belum ditutup: {n}", n=formats.whole(t, len(open_)))]
        lines += [t("Sinyal yang ditugaskan kepada Anda: {n}", n=formats.whole(t, len(own)))] if own else []
    else:
        new = [row for row in open_ if row.step.state == followup.NEW]
        taken = [row for row in open_ if row.step.state == followup.ACKNOWLEDGED]
        lines = [t("Sinyal yang belum diterima: {n}", n=formats.whole(t, len(new)))] if new else []
        lines += [t("Sinyal yang diterima dan belum ditugaskan: {n}", n=formats.whole(t, len(taken)))] if taken else []
    return [today_incidents.link(t, "peringatan", line) for line in lines]


def _open(session: Session, edition: Edition) -> list[Row]:
    """The rows of signals that nobody closed, in the kecamatan that the viewer sees."""
    last = edition.meta["period"]
    seen = scoping.scoped(edition, session.viewer)
    year = context.kept(signals.signals)(seen, periods.back(last, views.YEAR - 1), last)
    steps = signals.frozen_steps(year) | signals.steps(context.kept(followup.states)(session.home))
    return signals.waiting(year, steps)


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
