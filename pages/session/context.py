"""What a page is asked to show: edition, language, month, kecamatan. The URL says it; the session keeps it between pages."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from data import words
from data.access import grants
from data.access.viewers import Viewer
from data.editions import check, reading, scoping
from data.editions.reading import Edition
from data.session import Session
from data.shelf import Shelf
from data.words import Words
from data.workflow import stores
from pages.figures import markup
from pages.session import addresses
from pages.wording import formats

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K", bound=Edition | Session | Path)
Decorator = TypeVar("Decorator", bound=Callable[..., object])

LANGUAGE, EDITION, PERIOD, KECAMATAN, LAYER = "lang", "edition", "period", "kecamatan", "lapis"
UNIT = "ormas"  # code of the chosen Ormas
_STATE, _PAGE, _UNKNOWN, _VIEW = "pilihan", "halaman", "tak_dikenal", "yang_dilihat"
REMEMBERED = 64  # of each function, those asked for last: three years of months, and a kecamatan or two of each
LONGEST_SHOWN = 40  # characters shown of what a link asked for
_opened = Shelf(most=4)


@dataclass(frozen=True)
class Context:
    """The checked choices of one rerun."""

    session: Session
    """Who is looking, and where; the edition holds only what that role may see."""
    edition: Edition
    editions: list[str]
    """Every edition there is, the current one first."""
    period: str
    kecamatan: str | None

    @property
    def language(self) -> words.Language:
        """That of who looks."""
        return self.session.language

    @property
    def t(self) -> words.Words:
        """The words of who looks."""
        return self.session.t

    @property
    def viewer(self) -> Viewer:
        """Who is looking."""
        return self.session.viewer

    @property
    def is_current(self) -> bool:
        """Whether no newer edition exists."""
        return self.edition.id == self.editions[0]

    @property
    def is_simulated(self) -> bool:
        """Whether the edition was made from simulated data."""
        return self.edition.meta.get("store_kind") == "simulasi"


def language() -> words.Language:
    """The language asked for, Indonesian by default."""
    asked = wanted(LANGUAGE)
    return next((one for one in words.LANGUAGES if one == asked), words.LANGUAGES[0])


def load(session: Session) -> Context:
    """Open what the URL asks for, as far as the viewer may see it; a choice that doesn't exist falls back to another, and the page says so.

    Raises DataError: no edition, unknown or damaged edition.
    """
    t, home, viewer = session.t, session.home, session.viewer
    known = reading.list_editions(home)
    asked = wanted(EDITION) or (known[0] if known else None)
    granted = functools.partial(grants.codes, home, viewer.role)
    edition = scoping.scoped(opened(home, asked, is_there=asked in known), viewer, granted)
    months = edition.periods()
    names = area_names(edition)
    own = min(viewer.kecamatan) if viewer.narrowed else None
    offered = names.keys() & viewer.kecamatan if own else names.keys()
    instead = names.get(own, own) if own else t("seluruh kabupaten")
    context = Context(
        session=session,
        edition=edition,
        editions=known,
        period=asked_for(PERIOD, t("Bulan"), months, formats.month(t, months[-1])) or months[-1],
        kecamatan=asked_for(KECAMATAN, t("Kecamatan"), offered, instead) or own,
    )
    asked_for(LANGUAGE, t("Bahasa"), words.LANGUAGES, t("Bahasa Indonesia"))
    asked_for(addresses.NO_PAGE, t("Halaman"), (), t("halaman awal"))
    checked = {
        LANGUAGE: session.language,
        EDITION: edition.id,
        PERIOD: context.period,
        KECAMATAN: context.kecamatan,
    }
    for key, value in checked.items():
        choose(key, value)
    return context


def choose(key: str, value: str | None) -> None:
    """Set one choice, or forget it (None), in the session and in the URL."""
    if key not in addresses.KEYS:
        raise KeyError(key)
    state = st.session_state.setdefault(_STATE, {})
    if value is None:
        state.pop(key, None)
        st.query_params.pop(key, None)
        return
    state[key] = value
    if st.query_params.get(key) != value:
        st.query_params[key] = value


def go_to_edition(edition_id: str | None = None) -> None:
    """For `on_click`: go to an edition, the current one unless named, at its last month."""
    choose(EDITION, edition_id)
    choose(PERIOD, None)


def choose_from_widget(key: str, widget: str) -> None:
    """For `on_change`: what the widget holds becomes the choice; an empty text is none."""
    st.session_state.pop(_UNKNOWN, None)
    choose(key, st.session_state[widget] or None)


def asked_for(key: str, title: str, options: Collection[str], instead: str) -> str | None:
    """What is asked for under a key, if it is one of `options`; None: nothing, or nothing that exists.

    That a link asked for something else is said on the page (`unknown`), with the title of the choice and what is shown instead. What was
    only kept from another page is dropped silently: nobody asked for it here.
    """
    asked = wanted(key)
    if not asked or asked in options:
        return asked
    if st.query_params.get(key) == asked and st.session_state.get(_STATE, {}).get(key) != asked:
        st.session_state.setdefault(_UNKNOWN, {})[key] = (title, asked, instead)
    return None


def begin(page: str) -> None:
    """A page begins to be drawn; what was said about a link to another page is dropped."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state.pop(_UNKNOWN, None)
    st.session_state[_VIEW] = ()


def unknown(t: Words) -> str:
    """What a link asked for that doesn't exist, as markup; else empty. It stays until something is chosen."""
    said = [
        t(
            "{title} “{asked}” dalam tautan ini tidak tersedia; yang ditampilkan: {instead}.",
            title=title,
            asked=asked if len(asked) <= LONGEST_SHOWN else f"{asked[:LONGEST_SHOWN]}…",
            instead=instead,
        )
        for title, asked, instead in st.session_state.get(_UNKNOWN, {}).values()
    ]
    lines = "".join(markup.tag("p", one) for one in said)
    return markup.box("div", lines, "k-unknown", role="status") if said else ""


def set_breadcrumbs(*parts: str) -> None:
    """Name what the page shows, for the tab of the browser: a part of the page, or place and month."""
    st.session_state[_VIEW] = parts


def breadcrumbs() -> tuple[str, ...]:
    """What `set_breadcrumbs` named in this rerun."""
    parts: tuple[str, ...] = st.session_state.get(_VIEW, ())
    return parts


def _once(decorator: Decorator) -> Decorator:
    """A decorator that wraps each function once; unlike `functools.cache` alone, it keeps the types of what it decorates."""
    return cast(Decorator, functools.cache(decorator))


@_once
def kept(function: Callable[Concatenate[K, P], R]) -> Callable[Concatenate[K, P], R]:
    """Keep what a function makes of its first argument, by that, and by the other, plain arguments.

    Of an edition by its id and what the viewer may see of it; of a store (a home) until its next commit; of a session the same, for each viewer
    and language. Words that are handed in count too. Opening the store takes longer than most pages.

    It is lent, not copied: what pages keep is made of frozen dataclasses, tuples and texts, and of a list, dictionary or table each
    borrower gets one of his own whose parts are shared (tests/pages/session/test_keeping.py). Streamlit's own caches copy, and look at each
    argument at length: with all caches full, a fifth of the server's time (docs/capacity.md).
    """
    shelf = Shelf(REMEMBERED)

    @functools.wraps(function)
    def asked(of: K, /, *args: P.args, **named: P.kwargs) -> R:
        key = _known_by(of), tuple(map(_plain, args)), tuple([(name, _plain(named[name])) for name in sorted(named)])
        return shelf.lend(key, lambda: function(of, *args, **named))

    return asked


def _plain(argument: object) -> object:
    """An argument as it is looked up: of words their language, of a table what is in it."""
    if isinstance(argument, Words):
        return argument.language
    if isinstance(argument, pd.DataFrame):
        return tuple(argument.columns), pd.util.hash_pandas_object(argument).to_numpy().tobytes()
    return argument


def _known_by(of: Edition | Session | Path) -> Hashable:
    """What tells one from another, and one from what it was before."""
    if isinstance(of, Path):
        return str(of), stores.state(of)
    if isinstance(of, Session):
        who = of.viewer
        return str(of.home), stores.state(of.home), who.user, who.role, who.scope, of.language
    return of.id, of.scope, of.meta.get("published_at", ""), of.digest


def opened(home: Path, edition_id: str | None, *, is_there: bool = True) -> Edition:
    """An edition without the limits of any role, kept open for everybody; one whose file has changed is opened, and compared, again.

    `is_there`: it is one of the known ones; else it is asked for by name only. Raises DataError: no edition, unknown or damaged edition.
    """
    file = check.identity_of(home, edition_id) if edition_id and is_there else ()
    return _opened.lend((home, edition_id, file), lambda: reading.open_edition(home, edition_id))


@kept
def area_names(edition: Edition) -> dict[str, str]:
    """Names of the kecamatan by code."""
    areas = edition.units("kecamatan")
    return dict(zip(areas["unit"], areas["name"], strict=True))


def wanted(key: str) -> str | None:
    """What the URL asks for, else what was chosen before; unchecked."""
    return st.query_params.get(key) or st.session_state.get(_STATE, {}).get(key)
