"""The way in and out on the screen: those who aren't signed in are offered to sign in, those who are see as whom, and without sign-in roles
can be tried.

How the program knows who it is: `pages/session/signin.py`.
"""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import Page

from data.access import access_file, clock_watch, viewers
from data.access.viewers import Viewer
from data.privacy import purpose
from data.session import Session
from data.store import clock
from data.words import Words
from data.workflow import stores
from pages.figures import markup
from pages.session import addresses, guard, screen, signin
from pages.session.addresses import Address
from pages.session.signin import FIRST_PAGE, FIRST_PLACE, PLACE, ROLE, Away, NotSignedIn

WATCH_SECONDS = 20
_ARRIVED = "sudah_datang"
_waiting = addresses.Waiting()


def offer(t: Words, reason: NotSignedIn, page: str) -> None:
    """The page shown to somebody who isn't signed in and wanted to see another one."""
    st.title(t("Masuk"), anchor=False)
    screen.show(t, markup.tag("p", t(reason.message)))
    if isinstance(reason, Away):
        st.button(t("Lanjutkan"), on_click=guard.act(_go_on), type="primary", key="w_lanjut")
        return
    screen.show(t, markup.tag("p", purpose.sentence(t), "k-note"))
    if clock_watch.doubt(stores.home()):
        screen.show(
            t,
            markup.tag(
                "p",
                t(
                    "Jam server sedang diragukan. Bila karena itu admin pun tidak dapat masuk, pastikan di server: python -m data clock confirm"
                ),
            ),
        )
    st.button(
        t("Masuk dengan akun kantor"),
        on_click=guard.act(_go_to_provider),
        args=(page,),
        type="primary",
        key="w_masuk",
    )


def arrival(page: Page, viewer: Viewer) -> Address | None:
    """Where somebody who comes to `/` without any choice is taken: to where they wanted to go before signing in, because the provider knows
    only `/`, else, once in a session, to the page where the role begins. None: stay on this page.
    """
    comes, st.session_state[_ARRIVED] = _ARRIVED not in st.session_state, True
    if page.url_path or st.query_params:
        return None
    who, begins = signin.browser(), viewer.pages[0]
    wanted = _waiting.take(who, clock.seconds()) if who else None
    at_home = begins == FIRST_PAGE or FIRST_PAGE not in viewer.pages  # then `/` is where the role begins
    return wanted or (None if at_home or not comes else addresses.address(begins, {}))


def menu(session: Session, kecamatan: dict[str, str]) -> None:
    """In the side bar: who the viewer is, and the way out; without sign-in, the roles to try."""
    t = session.t
    found = session.viewer
    with st.sidebar:
        if found.local:
            _try_roles(t, kecamatan)
            return
        screen.show(t, markup.tag("p", t("Masuk sebagai {user} ({role})", user=found.user, role=found.title), "k-note"))
        if signin.mode(session.home) == access_file.OIDC:
            way_out(t)
        else:  # the proxy's page says nothing about the dashboard
            screen.show(t, markup.tag("p", purpose.sentence(t), "k-note"))
        _watch()


def way_out(t: Words) -> None:
    """The button that signs out."""
    st.button(t("Keluar"), on_click=guard.anyone(_leave), key="w_keluar")


def _try_roles(t: Words, kecamatan: dict[str, str]) -> None:
    st.session_state["w_peran"] = st.session_state[ROLE]
    st.selectbox(
        t("Coba sebagai"),
        options=[viewers.LOCAL, *viewers.ROLES],
        format_func=lambda role: t(Viewer("", role).title),
        key="w_peran",
        on_change=guard.act(_take_role),
        help=t("Tanpa pengaturan masuk, dasbor hanya melayani mesin ini dan semua peran dapat dicoba."),
    )
    if st.session_state[ROLE] in viewers.OWN_KECAMATAN:
        place = st.session_state[PLACE]
        st.session_state["w_peran_kecamatan"] = place if place in kecamatan else FIRST_PLACE
        st.selectbox(
            t("Kecamatan peran"),
            options=list(kecamatan),
            format_func=kecamatan.__getitem__,
            key="w_peran_kecamatan",
            on_change=guard.act(_take_role),
        )


def _take_role() -> None:
    st.session_state[ROLE] = st.session_state["w_peran"]
    st.session_state[PLACE] = st.session_state.get("w_peran_kecamatan", st.session_state[PLACE])
    for key in (ROLE, PLACE):
        st.query_params.pop(key, None)


def _go_to_provider(page: str) -> None:
    wanted, who = addresses.address(page, st.query_params.to_dict()), signin.browser()
    # The first page by itself says nothing: whoever came back without signing in still wants to go where the link led.
    if who and (wanted.choices or page != FIRST_PAGE):
        _waiting.keep(who, wanted, clock.seconds())
    st.login()


def _leave() -> None:
    signin.end()
    st.logout()


def _go_on() -> None:
    st.session_state.pop(signin.SHOWN_TO, None)


@guard.fragment(run_every=WATCH_SECONDS, is_quiet=True)
def _watch() -> None:
    """Clear the screen of somebody who went away or has another role now; the question is asked before, and doesn't count as use."""
