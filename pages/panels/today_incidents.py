"""Incidents on *Papan hari ini*: the severe ones one by one, the others as counts; and the line on *Ringkasan* that leads there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Literal
from urllib.parse import urlencode

from data.editions import reading, scoping
from data.editions.reading import Edition
from data.errors import DataError
from data.reference import territory
from data.session import Session
from data.words import Nn_, Words
from data.workflow import board as boards
from data.workflow import matters, stores
from data.workflow.board import Board, Count, Severe
from data.workflow.matters import Matter
from pages.figures import markup
from pages.panels import tables
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, sentences
from pages.wording.labels import label

HARM: Mapping[str, str] = {
    "meninggal": Nn_("{n} meninggal"),
    "luka": Nn_("{n} luka"),
    "bangunan_rusak": Nn_("{n} bangunan rusak"),
    "pengungsi": Nn_("{n} mengungsi"),
}


def edition_in_force(session: Session) -> Edition | None:
    """The current edition without the limits of any role, to be read for what it covers alone; None where none can be opened."""
    known = reading.list_editions(session.home)
    try:
        return context.opened(session.home, known[0]) if known else None
    except DataError:  # other pages say what is wrong with it
        return None


def read(session: Session) -> Board:
    """The board as the viewer may see it. Raises AccessError, DataError where the store can't be read."""
    edition = edition_in_force(session)
    today = session.clock.today()
    return boards.read(session, context.kept(_since)(edition) if edition else boards.since(None, today))


def matters_of(session: Session, edition: Edition | None) -> tuple[Matter, ...]:
    """Severe incidents and signals of twelve months that the viewer sees. edition: the current one, unscoped."""
    return matters.of_all(session, scoping.scoped(edition, session.viewer) if edition else None)


def _since(edition: Edition) -> boards.Since:
    return boards.since(edition, date.min)


def names() -> dict[str, str]:
    """Names of the kecamatan by code."""
    places = territory.load_kecamatan()
    return dict(zip(places["kode"], places["nama"], strict=True))


def link(t: Words, page: str, title: str, **choices: str) -> str:
    """The way to a page where something is done, in the language of the reader."""
    return markup.box("a", escape(title), href=f"{page}?{urlencode({**choices, context.LANGUAGE: t.language})}", target="_self")


def show(t: Words, board: Board) -> None:
    """What is counted, how many are severe, each of these."""
    places = names()
    screen.show(t, markup.tag("p", headline(t, board), "k-situation") + markup.tag("p", window(t, board), "k-note"))
    if board.severe:
        listed = "".join(_severe(t, one, places) for one in board.severe)
        screen.show(t, markup.tag("h3", t("Kejadian berat")) + markup.box("ul", listed, "k-findings"))


def counts(t: Words, board: Board) -> None:
    """Counts by kecamatan and by kind; nothing where there are none."""
    if not board.cells:
        return
    places = names()
    _table(t, board, "kecamatan", t("Kecamatan"), places)
    _table(t, board, "kind", t("Jenis"), {})
    if beside := board.beside():
        parts = [f"{label(t, one.code).lower()} {formats.whole(t, one.all)}" for one in beside]
        screen.show(t, markup.tag("p", t("Di luar kejadian: {listed}.", listed=sentences.listed(t, parts)), "k-note"))


def headline(t: Words, board: Board) -> str:
    """How many severe rows there are, and how many of them nobody has verified."""
    if not board.severe:
        return t("Belum ada baris kejadian berat yang masuk.")
    n, waiting = board.rows(), board.unverified()
    if not waiting:
        return t.n("{n} kejadian berat, sudah terverifikasi.", "{n} kejadian berat, sudah terverifikasi.", n)
    return t.n(
        "{n} kejadian berat, {waiting} belum diverifikasi.",
        "{n} kejadian berat, {waiting} belum diverifikasi.",
        n,
        waiting=formats.whole(t, waiting),
    )


def window(t: Words, board: Board) -> str:
    """What the board counts."""
    since = board.since
    if not since.edition:
        return t("Belum ada edisi yang dapat dibuka. Yang dihitung: kejadian sesudah {day}.", day=formats.day(t, since.day))
    return t(
        "Yang dihitung: yang belum termuat dalam edisi {id}, yaitu kejadian sesudah {day} dan baris yang masuk, menunggu, atau diverifikasi sesudah edisi itu disusun. Koreksi tidak dihitung dua kali.",
        id=since.edition,
        day=formats.day(t, since.day),
    )


def beckon(view: Context) -> None:
    """On *Ringkasan*: what came in since the edition, and the way to the board; nothing for roles without it."""
    session, t = view.session, view.t
    if "hari_ini" not in view.viewer.pages or not stores.exists(session.home):
        return
    try:
        board, found = read(session), matters_of(session, edition_in_force(session))
    except DataError:  # somebody is writing: the board itself says so
        return
    said = t("Sejak edisi terakhir: {what}", what=headline(t, board)) if board.severe else t("Yang masuk sejak edisi terakhir:")
    if late := len(matters.late(found)):
        said += " " + t.n("{n} perkara lewat tenggat.", "{n} perkara lewat tenggat.", late)
    screen.show(t, markup.box("p", escape(said) + " " + link(t, "hari_ini", t("Papan hari ini")), "k-note"))


def _severe(t: Words, one: Severe, places: Mapping[str, str]) -> str:
    harm = sentences.listed(t, [t.n(HARM[name], HARM[name], n) for name, n in one.harm])
    state = t("terverifikasi") if one.verified else t("belum diverifikasi")
    about = f"{formats.day_short(t, one.day)}: {harm}."
    arrived = t("Masuk {when}.", when=formats.moment(t, one.arrived))
    if one.correction:
        arrived += " " + t("Koreksi atas kejadian yang sudah tercatat.")
    inside = (
        markup.tag("strong", f"{label(t, one.kind)}, {places.get(one.kecamatan, one.kecamatan)}")
        + markup.tag("span", about)
        + " "
        + markup.tag("span", state, "k-level" if one.verified else "k-level k-level-3")
        + markup.tag("p", arrived, "k-note")
    )
    mark = markup.box("span", "✓" if one.verified else "!", "k-mark" if one.verified else "k-mark k-perhatian", aria_hidden="true")
    return markup.box("li", mark + markup.box("div", inside))


def _table(t: Words, board: Board, by: Literal["kecamatan", "kind"], title: str, places: Mapping[str, str]) -> None:
    columns = [
        Column[Count](title, lambda one: places.get(one.code) or label(t, one.code)),
        Column[Count](t("Terverifikasi"), lambda one: formats.whole(t, one.verified), numeric=True),
        Column[Count](t("Menunggu verifikasi"), lambda one: formats.whole(t, one.waiting), numeric=True),
    ]
    caption = t("Kejadian menurut kecamatan, sementara") if by == "kecamatan" else t("Kejadian menurut jenis, sementara")
    screen.show(t, tables.html_table(t, caption, columns, board.counts(by)))
