"""Who is looking: by OIDC, by a header of a reverse proxy on this machine, or, without either, the local user.

What a viewer may see is decided in `data.access.viewers`; this module only establishes who it is, and for how long.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from data.access import access_file, clock_watch, viewers
from data.access.access_file import Access
from data.access.viewers import Viewer
from data.errors import DataError
from data.session import Session
from data.store import clock
from data.words import N_, Language, Message, msg
from data.workflow import noting, stores
from pages.session import listening, mistakes
from pages.session.sessions import Sessions

ROLE, PLACE = "peran", "peran_kecamatan"
FIRST_PLACE = "32.16.07"
FIRST_PAGE = "ringkasan"
SHOWN_TO = "ditampilkan_kepada"
"""In the session: for whom it was drawn last."""
FAILED, REFUSED_THERE, UNFINISHED, OUT_OF_REACH = "gagal_masuk", "ditolak", "putus", "penyedia"
FAILURES: Mapping[str, str] = {
    REFUSED_THERE: N_("Penyedia akun menolak, atau Anda membatalkannya. Coba lagi; bila tetap ditolak, hubungi admin."),
    UNFINISHED: N_("Masuk tidak selesai: jawaban penyedia akun tidak dapat dipastikan. Coba lagi; bila terulang, hubungi admin."),
    OUT_OF_REACH: N_("Penyedia akun tidak dapat dihubungi. Coba lagi sebentar lagi; bila terulang, hubungi admin."),
}
"""Why somebody whom we sent to the provider isn't signed in; `guarding` says which under `FAILED` in the address."""
_REFUSED = "ditolak"
_UNSET = "?"
_at_start: str | None = _UNSET
"""The way of signing in that the server began with; `_UNSET` where no server runs (a page by itself in a test)."""
_sessions = Sessions()


class NotSignedIn(viewers.AccessError):
    """Nobody is signed in; the sentence says what to do, and the page offers it."""


class Away(NotSignedIn):
    """Behind a proxy: known, but the screen was left alone for too long; one click continues."""


def identify(home: Path, *, is_use: bool = True) -> Viewer:
    """The viewer of this session. `is_use`: this counts as use, and a new arrival is noted in the audit trail.

    Raises NotSignedIn, or DataError: a wrong `akses.toml`, a header that isn't believed, an account without a role, a
    server that listens to the network without sign-in.
    """
    rules = _rules(str(home))
    if rules.mode is None:
        return _local()
    by = _by_proxy if rules.mode == access_file.PROXY else _by_oidc
    return by(home, rules, is_use)


def here() -> Viewer:
    """The viewer of this session; this counts as use. Raises as `identify`."""
    return identify(stores.home())


def look() -> Viewer:
    """Who it is at this moment, without counting as use; what `guard` asks before an act. Raises as `identify`."""
    return identify(stores.home(), is_use=False)


def session(viewer: Viewer, language: Language) -> Session:
    """The session that pages hand to whatever they call."""
    return Session(stores.home(), viewer, language, ask=look)


def standing(session: Session) -> Callable[[], Viewer]:
    """The viewer of this session, to be asked again where none of its scripts runs (an upload).

    The function that is returned says who it is by `akses.toml` as it is when called. It raises DataError: no role any more, or the sign-in
    is over.
    """
    home, found = session.home, session.viewer
    rules = _rules(str(home))
    if rules.mode is None:
        return lambda: found
    if rules.mode == access_file.PROXY:
        groups = _groups_by_proxy(rules)
        return lambda: _judged(_rules(str(home)), home, found.user, groups)
    groups, (key, since) = _groups_by_oidc(rules), _sign_in()

    def ask() -> Viewer:
        now = _rules(str(home))
        if end := _sessions.ended(key, since, clock.seconds(), idle=now.idle_minutes * 60, longest=now.longest_hours * 3600):
            raise NotSignedIn(_why_ended(end, now))
        return _judged(now, home, found.user, groups)

    return ask


def browser_of(cookie: str | None) -> str | None:
    """What tells a browser from others: the token of Streamlit, which accepts no sign-in cookie without it."""
    token, _ = decode_xsrf_token_string(cookie or "")
    return token.hex() if token else None


def browser() -> str | None:
    """`browser_of` this session."""
    return browser_of(st.context.cookies.get(XSRF_COOKIE_NAME))


def latch(mode: str | None) -> None:
    """Keep the way of signing in with which the server started: no change of `akses.toml` opens it up while it runs."""
    global _at_start
    _at_start = mode


def mode(home: Path) -> str | None:
    """The way of signing in, as `access_file` names it; None: without. Raises DataError as `identify`."""
    return _rules(str(home)).mode


def end() -> None:
    """End the sign-in of this session, in whatever tab it is."""
    _sessions.end(*_sign_in())


def _rules(home: str) -> Access:
    """What `akses.toml` says now. Raises DataError if it is wrong, gone, or asks for another way of signing in."""
    try:
        rules = access_file.latest(Path(home))
    except DataError as reason:
        raise _mistake(reason.message) from None
    if _at_start not in (_UNSET, rules.mode):
        raise _mistake(
            msg(
                "{file} dihapus, dibuat, atau diganti cara masuknya sejak dasbor dijalankan. Pulihkan berkas itu, atau jalankan ulang dasbor.",
                file=access_file.FILE,
            )
        )
    return rules


def _mistake(reason: Message) -> DataError:
    """A sentence for visitors that doesn't say what is wrong with the set-up: that is for the admin, who reads the log."""
    return DataError(mistakes.describe(reason))


def _check_address(rules: Access) -> None:
    if reason := listening.refuses_address(st.get_option("server.address"), rules):
        raise _mistake(reason)


def _local() -> Viewer:
    _check_address(Access())
    role = st.query_params.get(ROLE) or st.session_state.get(ROLE) or viewers.LOCAL
    role = role if role in viewers.ROLES else viewers.LOCAL
    st.session_state[ROLE] = role
    place = st.query_params.get(PLACE) or st.session_state.get(PLACE) or FIRST_PLACE
    st.session_state[PLACE] = place
    own = frozenset({place}) if role in viewers.OWN_KECAMATAN else frozenset()
    return Viewer(stores.account(), role, own, local=True)


def _by_proxy(home: Path, rules: Access, is_use: bool) -> Viewer:
    """Believed only when the server listens to this machine alone and the proxy shows the secret."""
    _check_address(rules)
    headers = st.context.headers
    shown = headers.get(rules.secret_header) or ""
    if not hmac.compare_digest(shown.encode(), rules.secret.encode()):
        raise DataError(msg("Permintaan ini tidak datang lewat proksi. Buka dasbor melalui alamat resminya."))
    user = (headers.get(rules.user_header) or "").strip()
    if not user:
        raise _mistake(
            msg(
                "Proksi tidak menyebut pengguna. Periksa pengaturannya (kepala {name}).",
                name=rules.user_header,
            )
        )
    groups = _groups_by_proxy(rules)
    now, idle, longest = clock.seconds(), rules.idle_minutes * 60, rules.longest_hours * 3600
    key = f"proksi:{user}"
    # The proxy ends its sessions itself; here a pause clears the screen and makes a new row in the audit trail.
    is_back = not _sessions.knows(key) or _sessions.ended(key, now, now, idle=idle, longest=longest) is not None
    shown_to = st.session_state.get(SHOWN_TO)
    if is_back and shown_to is not None and shown_to.user == user:
        raise Away(msg("Layar dikosongkan karena {n} menit tidak dipakai.", n=rules.idle_minutes))
    found = _with_role(home, rules, user, groups, is_use=is_use, is_new=is_back)
    if is_use:
        _sessions.use(key, now, now, longest=longest)
    return found


def _by_oidc(home: Path, rules: Access, is_use: bool) -> Viewer:
    _check_address(rules)
    if "is_logged_in" not in st.user:
        raise _mistake(
            msg(
                "Rahasia OIDC belum dimuat. Jalankan lewat: python dashboard.py (berkas {file} di folder data).",
                file=access_file.SECRETS_FILE,
            )
        )
    if not st.user.is_logged_in:
        failed = FAILURES.get(st.query_params.get(FAILED, ""))
        raise NotSignedIn(msg(failed) if failed else msg("Masuk untuk membuka dasbor."))
    key, since = _sign_in()
    now, idle, longest = clock.seconds(), rules.idle_minutes * 60, rules.longest_hours * 3600
    end = _sessions.ended(key, since, now, idle=idle, longest=longest)
    if end is not None:
        raise NotSignedIn(_why_ended(end, rules))
    claims = st.user.to_dict()
    user = str(claims.get(rules.user_claim) or "").strip()
    if not user or (rules.user_claim == "email" and claims.get("email_verified") is False):
        raise DataError(
            msg(
                "Penyedia akun tidak menyebut {claim} yang terverifikasi untuk akun ini.",
                claim=rules.user_claim,
            )
        )
    found = _with_role(home, rules, user, _groups_by_oidc(rules), is_use=is_use, is_new=not _sessions.knows(key))
    if is_use:
        _sessions.use(key, since, now, longest=longest)
    return found


def _groups_by_proxy(rules: Access) -> list[str]:
    said = st.context.headers.get(rules.group_header) or ""
    return [group.strip() for group in said.split(",") if group.strip()]


def _groups_by_oidc(rules: Access) -> list[str]:
    groups: object = st.user.to_dict().get(rules.group_claim)
    return [str(group) for group in groups] if isinstance(groups, (list, tuple)) else []


def _with_role(home: Path, rules: Access, user: str, groups: list[str], *, is_use: bool, is_new: bool) -> Viewer:
    """The viewer; use is noted in the audit trail where it is new, a refused account once a session."""
    try:
        found = _judged(rules, home, user, groups)
    except viewers.AccessError:
        if is_use and st.session_state.get(_REFUSED) != user:
            noting.note_refused(home, user)
            st.session_state[_REFUSED] = user
        raise
    if is_use and is_new:
        noting.note(Session(home, found), "masuk", {"pengguna": user, "peran": found.role})
    return found


def _judged(rules: Access, home: Path, user: str, groups: list[str]) -> Viewer:
    """The viewer at this time. While the time is in doubt no session goes on, except that of a person who comes to confirm it."""
    in_doubt = clock_watch.doubt(home) is not None
    found = rules.viewer(user, groups, None if in_doubt else clock.today())
    if in_doubt and not found.may("jam"):
        raise DataError(
            msg("Jam server sedang diragukan, sehingga sesi berhenti sampai admin memastikannya. Edisi yang sudah terbit tidak berubah.")
        )
    return found


def _sign_in() -> tuple[str, float]:
    """What tells this sign-in from every other one, and when it was made (both signed into the cookie)."""
    claims = st.user.to_dict()
    text = json.dumps(claims, sort_keys=True, default=str)
    issued: object = claims.get("iat") or 0
    # An ID token without `iat` isn't one; if one got here all the same, it counts as too old.
    return hashlib.sha256(text.encode()).hexdigest(), float(issued) if isinstance(issued, (int, float, str)) else 0.0


def _why_ended(end: str, rules: Access) -> Message:
    if end == "diam":
        return msg("Sesi berakhir karena {n} menit tidak dipakai. Masuk lagi untuk melanjutkan.", n=rules.idle_minutes)
    if end == "lama":
        return msg("Sesi berakhir setelah {n} jam. Masuk lagi untuk melanjutkan.", n=rules.longest_hours)
    return msg("Anda sudah keluar. Masuk lagi untuk melanjutkan.")
