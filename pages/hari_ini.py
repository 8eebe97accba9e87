"""Papan hari ini: what came in since the edition, what waits for whoever looks, who hasn't reported; read from the store, never published."""

from __future__ import annotations

import streamlit as st

from data.editions.reading import Edition
from data.errors import DataError
from data.reference import territory
from data.session import Session
from data.store import clock
from data.words import Words
from data.workflow import matters
from data.workflow.board import Board
from pages.facts import views
from pages.figures import markup
from pages.panels import agenda_panel, shell, today_incidents, today_matters, today_waiting
from pages.session import context, guard, screen
from pages.wording import formats, messenger

SECONDS = 20
"""Between two looks at the store: what came in or left it stands here within a minute, and costs nothing while it is as it was."""


@shell.work_page
def render(session: Session) -> None:
    """What it is and what it isn't; then the board, which looks again by itself."""
    t = session.t
    st.title(t("Papan hari ini"), anchor=False)
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Bukan angka terbitan: papan ini dibaca langsung dari basis data, hitungannya sementara, dan barisnya hilang begitu ditolak, ditarik, atau dipindahkan. Tidak ada isinya yang masuk ke edisi, indeks, bingkai, brief, atau unduhan."
            ),
            "k-notice",
        ),
    )
    _follow(session)


@guard.fragment(run_every=SECONDS, is_quiet=True)
def _follow(session: Session) -> None:
    t = session.t
    try:
        board = today_incidents.read(session)
        edition = today_incidents.edition_in_force(session)
        found = today_incidents.matters_of(session, edition)
    except DataError as reason:
        st.warning(t(reason.message))
        return
    has_rows = bool(board.severe or board.cells or matters.waiting(found))
    left, right = st.columns([3, 2], gap="large") if has_rows else (st.container(), st.container())
    with left, st.container():  # each part at its own place, so that nothing stands there twice while it is drawn again
        today_incidents.show(t, board)
        today_matters.show(session, found, edition)
        today_incidents.counts(t, board)
    with right, st.container():
        today_waiting.show(session, board, found, edition)
        _to_copy(session, board, edition)
    with st.container():
        agenda_panel.show(session, today_incidents.names(), territory.load_territory().name)


def _to_copy(session: Session, board: Board, edition: Edition | None) -> None:
    """Four lines for a messenger, to copy; nothing is sent from here."""
    t = session.t
    screen.show(t, markup.tag("h3", t("Teks untuk disalin")))
    told = context.kept(_told)(session, board, _named(edition) if edition else frozenset())
    text = messenger.lines(
        t, board, told, place=_place(t, session), names=today_incidents.names(), when=clock.now(), simulated=board.simulated
    )
    with st.container(key="salin-papan"):
        st.code(text, language=None, wrap_lines=True)
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Jumlah kecil disamarkan; Ormas dan kecamatan golongan terendah tidak disebut. Dasbor tidak mengirim apa pun. Terakhir dibaca {when}.",
                when=formats.moment(t, clock.now()),
            ),
            "k-note",
        ),
    )


def _told(_: Session, board: Board, named: frozenset[str]) -> messenger.Told:
    return messenger.told(board, named)


def _named(edition: Edition) -> frozenset[str]:
    """Kecamatan whose score is known and none of whose likely bands is among the lowest."""
    areas = context.kept(views.areas)(edition, edition.meta["period"])
    return frozenset(one.code for one in areas if one.score.assessed and one.score.band is not None and one.score.named)


def _place(t: Words, session: Session) -> str:
    """Of whom the lines tell: the regency, or how many kecamatan, which are not named."""
    if session.bound is None:
        return territory.load_territory().name
    n = len(session.bound)
    return t.n("{n} kecamatan", "{n} kecamatan", n)
