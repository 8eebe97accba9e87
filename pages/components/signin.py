"""Who is looking: by OIDC, by a header of a reverse proxy on this machine, or, without either, the local user.

What a viewer may see is decided in `data.access`; here only stands how we know who it is, and for how long.
"""

from __future__ import annotations

import hmac
import time
from pathlib import Path

import streamlit as st

from data import access, audit, store
from data.access import Access, Viewer
from data.errors import DataError
from data.words import t
from pages.components import markup

LOOPBACK = ("127.0.0.1", "::1", "localhost")
ROLE, PLACE = "peran", "peran_kecamatan"
_SEEN, _SINCE, _WHO = "terlihat", "masuk_sejak", "masuk_sebagai"
PROVIDER = "kondusif"


def viewer(home: Path) -> Viewer | None:
    """The viewer of this rerun; None after the sign-in page was drawn instead of a page.

    Raises DataError: a wrong `akses.toml`, a header that isn't believed, an account without a role, a server that
    listens to the network without sign-in.
    """
    rules = _rules(str(home))
    if rules.mode is None:
        return _local()
    found = _by_proxy(rules) if rules.mode == "proksi" else _by_oidc(rules)
    if found is None:
        return None
    if st.session_state.get(_WHO) != (found.user, found.role):
        access.acting_as(found)
        access.note(home, "masuk", {"pengguna": found.user, "peran": found.role})
        st.session_state[_WHO] = (found.user, found.role)
    return found


def menu(found: Viewer, kecamatan: dict[str, str]) -> None:
    """Who one is, and the way out; without sign-in, the roles to try. In the side bar."""
    with st.sidebar:
        if found.local:
            _try_roles(kecamatan)
            return
        markup.show(
            markup.tag("p", t("Masuk sebagai {user} ({role})", user=found.user, role=found.title), "k-note")
        )
        if _rules(str(store.resolve_home())).mode == "oidc":
            st.button(t("Keluar"), on_click=st.logout, key="w_keluar")


def refuses_network() -> str | None:
    """Why the server may not go on as it listens, in words; None if it may."""
    address = st.get_option("server.address") or "0.0.0.0"  # noqa: S104 - what Streamlit does without an address
    if address in LOOPBACK:
        return None
    return t(
        "Server mendengarkan di {address}, padahal akses belum diatur. Tulis {file} (lihat docs/administration.md), "
        "atau jalankan hanya untuk mesin ini: python dashboard.py",
        address=address,
        file=access.FILE,
    )


@st.cache_resource(show_spinner=False, ttl=30)
def _rules(home: str) -> Access:
    return access.load(Path(home))


def _local() -> Viewer:
    if reason := refuses_network():
        raise DataError(reason)
    access.acting_as(None)
    role = st.query_params.get(ROLE) or st.session_state.get(ROLE) or access.LOCAL
    role = role if role in access.ROLES else access.LOCAL
    st.session_state[ROLE] = role
    place = st.query_params.get(PLACE) or st.session_state.get(PLACE) or "32.16.07"
    st.session_state[PLACE] = place
    own = frozenset({place}) if role in access.OWN_KECAMATAN else frozenset()
    return Viewer(audit.user(), role, own, local=True)


def _try_roles(kecamatan: dict[str, str]) -> None:
    st.session_state["w_peran"] = st.session_state[ROLE]
    st.selectbox(
        t("Coba sebagai"),
        options=[access.LOCAL, *access.ROLES],
        format_func=lambda role: Viewer("", role).title,
        key="w_peran",
        on_change=_take_role,
        help=t("Tanpa pengaturan masuk, dasbor hanya melayani mesin ini dan semua peran dapat dicoba."),
    )
    if st.session_state[ROLE] in access.OWN_KECAMATAN:
        st.session_state["w_peran_kecamatan"] = st.session_state[PLACE]
        st.selectbox(
            t("Kecamatan peran"),
            options=list(kecamatan),
            format_func=kecamatan.__getitem__,
            key="w_peran_kecamatan",
            on_change=_take_role,
        )


def _take_role() -> None:
    st.session_state[ROLE] = st.session_state["w_peran"]
    st.session_state[PLACE] = st.session_state.get("w_peran_kecamatan", st.session_state[PLACE])
    for key in (ROLE, PLACE):
        st.query_params.pop(key, None)


def _by_proxy(rules: Access) -> Viewer:
    """Believed only when the server listens to this machine alone and the proxy shows the secret."""
    if st.get_option("server.address") not in LOOPBACK:
        raise DataError(
            t(
                "Masuk lewat proksi hanya dipercaya bila server mendengarkan di 127.0.0.1. Jalankan: python dashboard.py"
            )
        )
    headers = st.context.headers
    shown = headers.get(rules.secret_header) or ""
    if not hmac.compare_digest(shown.encode(), rules.secret.encode()):
        raise DataError(t("Permintaan ini tidak datang lewat proksi. Buka dasbor melalui alamat resminya."))
    user = (headers.get(rules.user_header) or "").strip()
    if not user:
        raise DataError(
            t(
                "Proksi tidak menyebut pengguna. Periksa pengaturannya (kepala {name}).",
                name=rules.user_header,
            )
        )
    groups = [group.strip() for group in (headers.get(rules.group_header) or "").split(",") if group.strip()]
    return rules.viewer(user, groups)


def _by_oidc(rules: Access) -> Viewer | None:
    if not st.user.is_logged_in:
        _sign_in_page(t("Masuk untuk membuka dasbor."))
        return None
    claims = st.user.to_dict()
    now = time.time()
    since = float(claims.get("iat") or st.session_state.setdefault(_SINCE, now))
    seen = st.session_state.get(_SEEN, now)
    if now - since > rules.longest_hours * 3600 or now - seen > rules.idle_minutes * 60:
        st.session_state.pop(_SEEN, None)
        st.logout()
        return None
    st.session_state[_SEEN] = now
    user = str(claims.get("email") or claims.get("preferred_username") or claims.get("sub") or "")
    groups = claims.get("groups") or ()
    return rules.viewer(user, [str(group) for group in groups] if isinstance(groups, (list, tuple)) else [])


def _sign_in_page(sentence: str) -> None:
    st.title(t("Masuk"), anchor=False)
    markup.show(markup.tag("p", sentence))
    st.button(t("Masuk dengan akun kantor"), on_click=st.login, type="primary", key="w_masuk")
