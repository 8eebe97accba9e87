"""The pages in their groups, and one rerun of the dashboard."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from types import ModuleType

import streamlit as st
from streamlit.navigation.page import Page

from data import faults
from data.access.viewers import Viewer
from data.errors import DataError
from data.reference import territory
from data.words import N_, Words
from pages import (
    edisi,
    hari_ini,
    kecamatan,
    metodologi,
    ormas,
    pembinaan,
    peringatan,
    peta,
    ringkasan,
    siaran_pers,
    tren,
    unggah,
)
from pages.figures import markup
from pages.figures.outline import STATIC
from pages.panels import help as help_
from pages.panels import shell
from pages.session import collecting, context, entrance, guard, screen, signin, watch

SIDEBAR_WIDTH = 220  # pixels
# Group, then its pages with their titles; the name of the module is the name of the page and its URL (Streamlit asks for the
# file of that name before it knows our pages; another address would say "Page not found" for a moment).
GROUPS: tuple[tuple[str, tuple[tuple[ModuleType, str], ...]], ...] = (
    (
        N_("Situasi"),
        (
            (ringkasan, N_("Ringkasan")),
            (hari_ini, N_("Papan hari ini")),
            (peta, N_("Peta")),
            (kecamatan, N_("Kecamatan")),
            (tren, N_("Tren")),
        ),
    ),
    (N_("Ormas"), ((ormas, N_("Kinerja")), (pembinaan, N_("Pembinaan")))),
    (N_("Peringatan dini"), ((peringatan, N_("Sinyal")),)),
    (N_("Publikasi"), ((siaran_pers, N_("Siaran pers")),)),
    (N_("Data"), ((unggah, N_("Unggah & verifikasi")), (edisi, N_("Edisi & audit")))),
    (N_("Metodologi"), ((metodologi, N_("Metodologi")),)),
)

log = logging.getLogger(__name__)


def name_of(module: ModuleType) -> str:
    """`siaran_pers` of `pages.siaran_pers`."""
    return module.__name__.rpartition(".")[2]


def pages(t: Words, viewer: Viewer) -> dict[str, Page]:
    """Every page by name, also those that the viewer may not see: a link to one is refused in words.

    The first page lives at `/` only. For a role without Ringkasan, that address shows the page where it begins.
    """
    everything = {name_of(module): (module, title) for _, group in GROUPS for module, title in group}
    start = "ringkasan" if "ringkasan" in viewer.pages else viewer.pages[0]
    made = {
        name: st.Page(
            module.render,
            title=t(title),
            url_path=name,
            default=name == start == "ringkasan",
        )
        for name, (module, title) in everything.items()
        if name != "ringkasan" or start == "ringkasan"
    }
    if start != "ringkasan":
        module, title = everything[start]
        made["ringkasan"] = st.Page(_copy_of(module), title=t(title), url_path="awal", default=True)
    return made


def _at_every_address(show: Callable[[str], None]) -> None:
    """Show the same thing, which gets the name of the page, at every address. Until `st.navigation` has been called, Streamlit runs
    `pages/peta.py` for `/peta`.
    """

    def copy(name: str) -> Callable[[], None]:
        return lambda: show(name)

    title = territory.load_territory().screen_name
    names = [name_of(module) for _, group in GROUPS for module, _ in group]
    st.navigation(
        [st.Page(copy(name), title=title, url_path=name, default=place == 0) for place, name in enumerate(names)],
        position="hidden",
    ).run()


def _nobody(t: Words, reason: DataError, page: str) -> None:
    """Refused before there is a viewer; somebody who did sign in can sign out to come back as somebody else."""
    shell.refused(t, reason, page)
    if st.user.get("is_logged_in") and not isinstance(reason, signin.NotSignedIn):
        entrance.way_out(t)


def _copy_of(module: ModuleType) -> Callable[[], None]:
    """The same page as another function: Streamlit refuses one function at two addresses."""

    def begin() -> None:
        module.render()

    return begin


def _menu(t: Words, viewer: Viewer, offered: dict[str, Page]) -> None:
    """Links of our own: those of `st.navigation` are a list that screen readers can't walk."""
    for group, members in GROUPS:
        names = [name_of(module) for module, _ in members if name_of(module) in viewer.pages]
        if not names:
            continue
        with st.sidebar:
            screen.show(t, markup.tag("p", t(group), "k-group"))
            for name in names:
                st.page_link(offered[name])


def tab(title: str) -> str:
    """What the tab of the browser says of a page: `Tren · Cibitung · Okt 2026`."""
    return " · ".join((title, *context.breadcrumbs()))


def run() -> None:
    """One rerun, noted as such."""
    with collecting.reruns, watch.noting("rerun"):
        _run()


def _run() -> None:
    """Language, page config, viewer, navigation, page. A fault of ours is logged and said, not shown."""
    language = context.language()
    t = Words(language)
    st.set_page_config(
        page_title=territory.load_territory().screen_name,
        page_icon=str(STATIC / "icon.svg"),
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
    )
    screen.style(t)
    guard.draws_for(None)
    try:
        viewer = signin.here()
    except DataError as reason:
        _at_every_address(functools.partial(_nobody, t, reason))
        return
    guard.draws_for(viewer)
    guard.begin(viewer)
    offered = pages(t, viewer)
    page = st.navigation(list(offered.values()), position="hidden")
    if (wanted := entrance.arrival(page, viewer)) is not None:
        st.switch_page(offered[wanted.page], query_params=wanted.choices)
    _menu(t, viewer, offered)
    places = territory.load_kecamatan()
    entrance.menu(signin.session(viewer, language), dict(zip(places["kode"], places["nama"], strict=True)))
    help_.button(t, viewer)
    guard.say_changed(t)
    try:
        page.run()
    except DataError as reason:  # what a page needs of the store isn't to be had; it says what is to be done
        watch.mark("refused")
        st.error(faults.plain(t(reason.message)))
    except Exception:
        log.exception("page failed")
        watch.mark("fault")
        st.error(
            t(
                "Halaman ini tidak dapat ditampilkan karena kesalahan program. Sebutkan nomor {number} kepada admin: rinciannya di catatan server.",
                number=watch.number(),
            )
        )
    st.set_page_config(page_title=tab(page.title))
