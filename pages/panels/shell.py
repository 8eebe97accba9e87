"""What surrounds every page: header, language switch, and the designed states for "nothing to show"."""

from __future__ import annotations

import functools
from collections.abc import Callable

import streamlit as st

from data import words
from data.access import clock_watch, viewers
from data.errors import DataError
from data.reference import territory
from data.session import Session
from data.words import Words
from data.workflow import stores
from pages.facts import views
from pages.figures import markup
from pages.panels import clock_panel, states, verdict_text, work_panel
from pages.session import context, entrance, guard, screen, signin, watch
from pages.session.context import Context
from pages.wording import coverage, formats

# Pages on which the chosen kecamatan is shown, and pages without a month, for the tab of the browser.
OF_A_PLACE = ("ringkasan", "peta", "kecamatan", "tren", "ormas")
OF_NO_MONTH = ("hari_ini", "unggah", "edisi", "metodologi")


def page(body: Callable[[Context], None]) -> Callable[[], None]:
    """Make a `render()` of a function that shows a context: the header first; having no edition is a state, not an error.

    The page is refused to roles for which it doesn't exist, whatever the menu shows.
    """
    name = body.__module__.rpartition(".")[2]

    @functools.wraps(body)
    def render() -> None:
        session = _let_in(name)
        if session is None:
            return
        t = session.t
        try:
            view = context.load(session)
        except viewers.AccessError as reason:
            refused(t, reason, name)
            return
        except DataError as reason:
            _header(t, None)
            states.nothing(session, t(reason.message))
            return
        _header(t, view)
        _drawn(session, view, name, lambda: body(view))

    return render


def work_page(body: Callable[[Session], None]) -> Callable[[], None]:
    """As `page`, for work on the store, which may not have an edition yet: the body gets the session only."""
    name = body.__module__.rpartition(".")[2]

    @functools.wraps(body)
    def render() -> None:
        session = _let_in(name)
        if session is None:
            return
        try:
            view: Context | None = context.load(session)
        except DataError:  # no edition, or one that can't be opened: other pages say so, work goes on
            view = None
        _header(session.t, view)
        if not stores.exists(session.home):
            states.nothing(session, "")
            return
        _drawn(session, view, name, lambda: body(session))

    return render


def _drawn(session: Session, view: Context | None, page: str, draw: Callable[[], None]) -> None:
    """Draw the page, named for the tab of the browser, below notices of what a link asked for in vain and of a doubt about the time."""
    t = session.t
    with st.container():
        if page == "edisi":
            clock_panel.show(session)
        else:
            clock_panel.notice(session)
    work_panel.show(session)
    above = st.container()
    if view and page not in OF_NO_MONTH:
        place = context.area_names(view.edition).get(view.kecamatan or "")
        month = formats.month_short(t, view.period)
        context.set_breadcrumbs(*([place] if place and page in OF_A_PLACE else []), month)
    draw()
    if said := context.unknown(t):
        with above:
            screen.show(t, said)


def _let_in(page: str) -> Session | None:
    """Who is looking, if the page exists for them; else None, and the reason is on the screen."""
    language = context.language()
    t = Words(language)
    context.begin(page)
    watch.on_page(page)
    screen.style(t)
    guard.draws_for(None)
    try:
        viewer = signin.here()
    except DataError as reason:
        refused(t, reason, page)
        return None
    guard.draws_for(viewer)
    session = signin.session(viewer, language)
    try:
        viewers.require_page(viewer, page)
    except viewers.AccessError as reason:
        watch.mark("refused")
        _header(t, None)
        states.no_right(t, viewer, t(reason.message))
        return None
    if not viewer.local and clock_watch.doubt(session.home):  # whoever may confirm the time was let in for that
        _header(t, None)
        clock_panel.show(session)
        return None
    return session


def refused(t: Words, reason: DataError, page: str) -> None:
    """Nobody may look yet: why, and nothing else. Those who aren't signed in are offered to sign in."""
    watch.mark("refused")
    _header(t, None)
    if isinstance(reason, signin.NotSignedIn):
        entrance.offer(t, reason, page)
        return
    st.title(t("Tidak tersedia untuk Anda"), anchor=False)
    st.warning(t(reason.message))


def period_box(view: Context) -> None:
    """Choose the month among those of the edition."""
    t = view.t
    st.session_state["w_bulan"] = view.period
    st.selectbox(
        t("Bulan"),
        options=view.edition.periods()[::-1],
        format_func=functools.partial(formats.month, t),
        key="w_bulan",
        on_change=guard.act(context.choose_from_widget),
        args=(context.PERIOD, "w_bulan"),
    )


def _header(t: Words, view: Context | None) -> None:
    with st.container():  # one place, however many notices: what moves down is on the screen twice until the run has ended
        _head(t, view)


def _head(t: Words, view: Context | None) -> None:
    left, right = st.columns([5, 1], vertical_alignment="center")
    with left:
        screen.show(t, _facts(t, view))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        st.session_state["w_bahasa"] = t.language
        st.segmented_control(
            "Bahasa / Language",
            options=words.LANGUAGES,
            format_func=lambda code: code.upper(),
            key="w_bahasa",
            required=True,
            on_change=guard.act(context.choose_from_widget),
            args=(context.LANGUAGE, "w_bahasa"),
            label_visibility="collapsed",
        )
    if view and (said := coverage.notices(view.edition, t, view.period)):
        screen.show(t, "".join(markup.tag("p", one, "k-notice") for one in said))
    if view and len(view.editions) > 1:
        _edition_box(view)
    if view and not view.is_current:
        _older_edition(view)


def _facts(t: Words, view: Context | None) -> str:
    brand = markup.tag("span", territory.load_territory().screen_name, "k-brand")
    if view is None:
        return markup.box("div", brand, "k-head")
    method, period = views.method_facts(view.edition), formats.month(t, view.period)
    status = {"usulan": t("usulan"), "disahkan": t("disahkan")}.get(method.status, method.status)
    provisional = context.kept(views.regency)(view.edition)[view.period].provisional
    facts = [
        t("Edisi {id}", id=view.edition.id),
        t("{month}, angka sementara", month=period) if provisional else period,
        t("Metode {index} {version} ({status})", index="IKW", version=method.version, status=status)
        if view.edition.has_index
        else t("Tanpa indeks"),
        *filter(None, [verdict_text.when_opened(view.edition, t)]),
    ]
    inside = brand + markup.box("span", "".join(markup.tag("span", fact) for fact in facts), "k-facts")
    if view.is_simulated:
        inside += markup.tag("strong", t("DATA SIMULASI – BUKAN DATA NYATA"), "k-badge")
    return markup.box("div", inside, "k-head")


def _edition_box(view: Context) -> None:
    st.session_state["w_edisi"] = view.edition.id
    st.sidebar.selectbox(
        view.t("Edisi"),
        options=view.editions,
        key="w_edisi",
        on_change=guard.act(context.choose_from_widget),
        args=(context.EDITION, "w_edisi"),
    )


def _older_edition(view: Context) -> None:
    t = view.t
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.info(
        t(
            "Anda melihat edisi {old}. Ada edisi yang lebih baru: {new}.",
            old=view.edition.id,
            new=view.editions[0],
        )
    )
    right.button(t("Buka yang terbaru"), on_click=guard.act(context.go_to_edition), key="w_terbaru")
