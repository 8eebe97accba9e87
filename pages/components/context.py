"""What a page is asked to show: edition, language, month, kecamatan. The URL says it; the session keeps it between pages."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st

from data import access, reading, scoping, store, words
from data.access import Viewer
from data.reading import Edition
from pages.components import addresses

P = ParamSpec("P")
R = TypeVar("R")

LANGUAGE, EDITION, PERIOD, KECAMATAN, LAYER = "lang", "edition", "period", "kecamatan", "lapis"
UNIT = "ormas"  # code of the chosen Ormas
_STATE = "pilihan"
KEPT_OPEN, REMEMBERED = 4, 4096


@dataclass(frozen=True)
class Context:
    """The checked choices of one rerun."""

    viewer: Viewer
    """Who is looking; the edition holds only what that role may see."""
    edition: Edition
    editions: list[str]
    """Every edition there is, the current one first."""
    language: str
    period: str
    kecamatan: str | None

    @property
    def is_current(self) -> bool:
        """Whether no newer edition exists."""
        return self.edition.id == self.editions[0]

    @property
    def is_simulated(self) -> bool:
        """Whether the edition was made from simulated data."""
        return self.edition.meta.get("store_kind") == "simulasi"


def language() -> words.Language:
    """The language asked for, Indonesian by default; also sets it for `t`."""
    asked = wanted(LANGUAGE)
    chosen = next((one for one in words.LANGUAGES if one == asked), words.LANGUAGES[0])
    words.use(chosen)
    return chosen


def load(viewer: Viewer) -> Context:
    """Open what the URL asks for, as far as the viewer may see it; choices that don't exist fall back, but never silently to another edition.

    Raises DataError: no edition, unknown or damaged edition.
    """
    spoken = language()
    home = store.resolve_home()
    known = reading.list_editions(home)
    edition = scoping.scoped(_open(str(home), wanted(EDITION) or (known[0] if known else None)), viewer)
    months = edition.periods()
    wanted_month, wanted_kecamatan = wanted(PERIOD), wanted(KECAMATAN)
    if viewer.role in access.OWN_KECAMATAN and wanted_kecamatan not in viewer.kecamatan:
        wanted_kecamatan = min(viewer.kecamatan)
    context = Context(
        viewer=viewer,
        edition=edition,
        editions=known,
        language=spoken,
        period=wanted_month if wanted_month in months else months[-1],
        kecamatan=wanted_kecamatan if wanted_kecamatan in _codes(edition) else None,
    )
    checked = {
        LANGUAGE: spoken,
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
    choose(key, st.session_state[widget] or None)


@functools.cache
def of_edition(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function makes of an edition (its first argument), by edition id and the other, plain arguments.

    The language and what the viewer may see count too. Editions themselves are never hashed.
    """

    @st.cache_data(max_entries=REMEMBERED, show_spinner=False)
    def keep(
        name: str,
        edition_id: str,
        scope: str,
        published: str,
        spoken: str,
        args: tuple[object, ...],
        _edition: Edition,
    ) -> R:
        return function(_edition, *args)  # type: ignore[call-arg, arg-type]

    @functools.wraps(function)
    def kept(edition: Edition, *args: object) -> R:
        published = edition.meta.get("published_at", "")
        name = f"{function.__module__}.{function.__qualname__}"
        return keep(name, edition.id, edition.scope, published, words.current(), args, _edition=edition)

    return kept  # type: ignore[return-value]


@functools.cache
def of_store(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function reads from a store (its first argument, a home) until the store's next commit.

    For reads that don't depend on who asks; opening the store takes longer than most pages.
    """

    @st.cache_data(max_entries=REMEMBERED, show_spinner=False)
    def keep(name: str, home: str, state: tuple[object, ...], args: tuple[object, ...]) -> R:
        return function(Path(home), *args)  # type: ignore[call-arg, arg-type]

    @functools.wraps(function)
    def kept(home: Path, *args: object) -> R:
        return keep(f"{function.__module__}.{function.__qualname__}", str(home), store.state(home), args)

    return kept  # type: ignore[return-value]


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Once, after the first page: keep the collector away from everything that stays for good.

    Streamlit collects all generations after every rerun; without this, that is most of the server's time.
    """
    gc.collect()
    gc.freeze()


@st.cache_resource(max_entries=KEPT_OPEN, show_spinner=False)
def _open(home: str, edition_id: str | None) -> Edition:
    return reading.open_edition(Path(home), edition_id)


@of_edition
def _codes(edition: Edition) -> frozenset[str]:
    return frozenset(edition.units("kecamatan")["unit"])


def wanted(key: str) -> str | None:
    """What the URL asks for, else what was chosen before; unchecked."""
    return st.query_params.get(key) or st.session_state.get(_STATE, {}).get(key)
