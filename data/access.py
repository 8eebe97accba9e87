"""Who may see and do what. Held here, below the pages: a page that forgets to hide something still shows nothing more.

A *viewer* is a person with a role, and for the roles of one kecamatan with its codes. The pages set the viewer of a
rerun (`acting_as`); the command line runs as the account that owns the files, which may do everything.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data import audit, store
from data.errors import DataError
from data.reading import Edition
from data.words import N_, t

FILE = "akses.toml"
MODES = ("oidc", "proksi")

# Pages by role; the first is where the role begins. A page that isn't listed for a role doesn't exist for it.
_SITUATION = ("ringkasan", "peta", "kecamatan", "tren")
_ORMAS = ("ormas", "pembinaan")
PAGES: Mapping[str, tuple[str, ...]] = {
    "pimpinan": (*_SITUATION, *_ORMAS, "peringatan", "siaran_pers", "metodologi"),
    "penghubung": (*_SITUATION, *_ORMAS, "peringatan", "metodologi"),
    "camat": ("kecamatan", "peringatan", "metodologi"),
    "operator_kecamatan": ("kecamatan", "unggah", "metodologi"),
    "humas": ("ringkasan", "peta", "siaran_pers", "metodologi"),
    "ppid": ("ringkasan", "peta", "siaran_pers", "metodologi"),
    "ppid_pengganti": ("ringkasan", "peta", "siaran_pers", "metodologi"),
    "operator_kabupaten": (*_SITUATION, *_ORMAS, "peringatan", "unggah", "edisi", "metodologi"),
    "pemilik_metode": (*_SITUATION, *_ORMAS, "metodologi"),
    "admin": ("ringkasan", "edisi", "metodologi"),
}
ALL_PAGES = (*_SITUATION, *_ORMAS, "peringatan", "siaran_pers", "unggah", "edisi", "metodologi")
ROLES: Mapping[str, str] = {
    "pimpinan": N_("Pimpinan"),
    "penghubung": N_("Petugas penghubung"),
    "camat": N_("Camat"),
    "operator_kecamatan": N_("Operator kecamatan"),
    "humas": N_("Humas"),
    "ppid": N_("PPID"),
    "ppid_pengganti": N_("PPID pengganti"),
    "operator_kabupaten": N_("Operator kabupaten"),
    "pemilik_metode": N_("Pemilik metode"),
    "admin": N_("Admin"),
}
# What a role may do besides looking.
_CLEARANCE = ("ppid", "ppid_pengganti")
RIGHTS: Mapping[str, tuple[str, ...]] = {
    "unggah": ("operator_kecamatan", "operator_kabupaten"),
    "verifikasi": ("operator_kabupaten",),
    "terbit": ("operator_kabupaten",),
    "tindak_lanjut": ("pimpinan", "penghubung", "operator_kabupaten"),
    "izin": _CLEARANCE,
    "ekspor_pers": ("humas", *_CLEARANCE),
    "ekspor_brief": ("pimpinan", "penghubung", "operator_kabupaten", "pemilik_metode"),
    "ekspor_tabel": tuple(role for role in ROLES if role != "admin"),
    "simulasi_bobot": ("pemilik_metode", "pimpinan", "operator_kabupaten"),
    "audit": ("operator_kabupaten", "admin"),
    "cadangan": ("admin",),
}
# Without sign-in, on the machine that holds the data: everything. Never given by `akses.toml`.
LOCAL = "lokal"
# Roles that see one kecamatan only, and roles that never see an Ormas by name or score.
OWN_KECAMATAN = ("camat", "operator_kecamatan")
NO_ORMAS = ("humas", "ppid", "ppid_pengganti", "admin")


class AccessError(DataError):
    """The viewer has no right to this; nothing was shown or changed."""


@dataclass(frozen=True)
class Viewer:
    """Who is looking: name for the audit trail, role, and the kecamatan of the roles that have their own."""

    user: str
    role: str
    kecamatan: frozenset[str] = frozenset()
    local: bool = False
    """Without sign-in, on this machine only, trying the roles."""

    def __post_init__(self) -> None:
        if self.role not in (*ROLES, LOCAL):
            raise DataError(t("Peran {role} tidak dikenal. Yang ada: {known}.", role=self.role, known=", ".join(ROLES)))  # fmt: skip

    @property
    def pages(self) -> tuple[str, ...]:
        """Pages that exist for this viewer, the one to begin with first."""
        return ALL_PAGES if self.role == LOCAL else PAGES[self.role]

    @property
    def scope(self) -> str:
        """What decides which rows are seen; belongs into the key of everything that is kept between reruns."""
        own = ",".join(sorted(self.kecamatan)) if self.role in OWN_KECAMATAN else "*"
        return f"{own}|{'tanpa-ormas' if self.role in NO_ORMAS else 'ormas'}"

    def may(self, right: str) -> bool:
        """Whether the role has a right (`RIGHTS`)."""
        return self.role == LOCAL or self.role in RIGHTS[right]

    @property
    def title(self) -> str:
        """The name of the role on screen."""
        return t("Semua peran") if self.role == LOCAL else t(ROLES[self.role])


@dataclass(frozen=True)
class Rule:
    """Whom a role is given to: users (sign-in name or e-mail, case-free) or members of groups."""

    role: str
    users: frozenset[str]
    groups: frozenset[str]
    kecamatan: frozenset[str]


@dataclass(frozen=True)
class Access:
    """What `akses.toml` says; without the file nobody signs in and the dashboard serves this machine only."""

    mode: str | None = None
    """`oidc`, `proksi`, or None: no sign-in."""
    rules: Sequence[Rule] = ()
    user_header: str = "X-Kondusif-User"
    group_header: str = "X-Kondusif-Groups"
    secret_header: str = "X-Kondusif-Secret"  # noqa: S105 - the name of a header
    secret: str = field(default="", repr=False)
    idle_minutes: int = 60
    longest_hours: int = 10

    def viewer(self, user: str, groups: Sequence[str] = ()) -> Viewer:
        """The viewer of a signed-in name: the first rule that names the user, else the first that names a group.

        Raises AccessError if no rule does.
        """
        wanted, member = user.casefold(), {group.casefold() for group in groups}
        found = next((r for r in self.rules if wanted in r.users), None) or next(
            (r for r in self.rules if r.groups & member), None
        )
        if found is None:
            raise AccessError(
                t(
                    "Akun {user} belum diberi peran. Minta admin menambahkannya di {file}.",
                    user=user,
                    file=FILE,
                )
            )
        return Viewer(user, found.role, found.kecamatan)


_viewer: ContextVar[Viewer | None] = ContextVar("viewer", default=None)


def acting_as(viewer: Viewer | None) -> None:
    """Set the viewer of the current context, also for the audit trail; None = the account of the command line."""
    _viewer.set(viewer)
    audit.acting_as(viewer.user if viewer else None)


def current() -> Viewer | None:
    """The viewer of the current context; None on the command line."""
    return _viewer.get()


def require(right: str) -> None:
    """Refuse unless the viewer of the current context has a right. Raises AccessError."""
    viewer = _viewer.get()
    if right not in RIGHTS:
        raise KeyError(right)
    if viewer is not None and not viewer.may(right):
        raise AccessError(
            t("Peran {role} tidak berhak melakukan ini. Tidak ada yang diubah.", role=viewer.title)
        )


def require_kecamatan(code: str) -> None:
    """Refuse a kecamatan that isn't the viewer's own, for the roles that have one. Raises AccessError."""
    viewer = _viewer.get()
    if viewer is not None and viewer.role in OWN_KECAMATAN and code not in viewer.kecamatan:
        raise AccessError(
            t("Peran {role} hanya untuk kecamatannya sendiri. Tidak ada yang diubah.", role=viewer.title)
        )


def require_page(viewer: Viewer, page: str) -> None:
    """Refuse a page that doesn't exist for a role. Raises AccessError."""
    if page not in viewer.pages:
        raise AccessError(t("Halaman ini tidak tersedia untuk peran {role}.", role=viewer.title))


def note(home: Path, action: str, details: dict[str, object]) -> None:
    """Write into the audit trail what a viewer did that changes nothing else: signed in, took a file along."""
    with store.write(home, doing=action, wait=store.INTERACTIVE_WAIT) as con:
        audit.append(con, action, details)


def load(home: Path) -> Access:
    """Read `akses.toml` of a home. Raises DataError naming file, table and key if it is wrong."""
    path = home / FILE
    if not path.exists():
        return Access()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(
            t("{path}: tidak dapat dibaca sebagai TOML ({reason}).", path=path, reason=error)
        ) from None
    entry = raw.get("masuk", {})
    mode = entry.get("cara")
    if mode not in MODES:
        raise DataError(
            t("{path}: [masuk] cara harus salah satu dari {known}.", path=path, known=", ".join(MODES))
        )
    secret = _secret(path, entry) if mode == "proksi" else ""
    rules = tuple(_rule(path, number, row) for number, row in enumerate(raw.get("akses", ()), start=1))
    if not rules:
        raise DataError(t("{path}: belum ada [[akses]]; tanpa itu tidak ada yang dapat masuk.", path=path))
    return Access(
        mode=mode,
        rules=rules,
        secret=secret,
        user_header=str(entry.get("kepala_pengguna", Access.user_header)),
        group_header=str(entry.get("kepala_grup", Access.group_header)),
        secret_header=str(entry.get("kepala_rahasia", Access.secret_header)),
        idle_minutes=_whole(path, entry, "diam_menit", Access.idle_minutes),
        longest_hours=_whole(path, entry, "paling_lama_jam", Access.longest_hours),
    )


def _whole(path: Path, entry: Mapping[str, Any], key: str, otherwise: int) -> int:
    value = entry.get(key, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise DataError(t("{path}: [masuk] {key} harus bilangan bulat 1 atau lebih.", path=path, key=key))
    return value


def _secret(path: Path, entry: Mapping[str, Any]) -> str:
    """The secret shared with the proxy, from a file of its own."""
    name = entry.get("berkas_rahasia")
    file = path.parent / str(name or "")
    if not name or not file.is_file():
        raise DataError(t("{path}: [masuk] berkas_rahasia harus menunjuk berkas yang ada.", path=path))
    secret = file.read_text(encoding="utf-8").strip()
    if len(secret) < 32:
        raise DataError(t("{path}: rahasia terlalu pendek; pakai sedikitnya 32 huruf acak.", path=file))
    if file.stat().st_mode & 0o007:
        raise DataError(t("{path}: dapat dibaca siapa saja. Jalankan: chmod 600 {path}", path=file))
    return secret


def _rule(path: Path, number: int, row: Mapping[str, Any]) -> Rule:
    role = str(row.get("peran", ""))
    if role not in ROLES:
        raise DataError(
            t(
                "{path}: [[akses]] ke-{number}: peran {role} tidak dikenal. Yang ada: {known}.",
                path=path,
                number=number,
                role=repr(role),
                known=", ".join(ROLES),
            )
        )
    own = frozenset(str(code) for code in row.get("kecamatan", ()))
    if (role in OWN_KECAMATAN) != bool(own):
        raise DataError(
            t(
                "{path}: [[akses]] ke-{number}: kecamatan wajib untuk {own}, dan hanya untuk peran itu.",
                path=path,
                number=number,
                own=", ".join(OWN_KECAMATAN),
            )
        )
    users, groups = (
        frozenset(str(name).casefold() for name in row.get(key, ())) for key in ("pengguna", "grup")
    )
    if not users | groups:
        raise DataError(t("{path}: [[akses]] ke-{number}: isi pengguna atau grup.", path=path, number=number))
    return Rule(role, users, groups, own)


class ScopedEdition(Edition):
    """An edition as one viewer may see it: every frame that is read passes through the same sieve.

    Roles of one kecamatan see its rows, those of its Ormas, and the regency; others see all kecamatan. Roles without
    Ormas see neither their rows nor their codes.
    """

    def __init__(self, whole: Edition, viewer: Viewer) -> None:
        self._con, self.id, self.meta = whole._con, whole.id, whole.meta
        self._whole, self.scope = whole, viewer.scope
        self._own = viewer.kecamatan if viewer.role in OWN_KECAMATAN else None
        self._ormas = viewer.role not in NO_ORMAS
        units = whole.units("ormas") if self._own is not None else pd.DataFrame({"unit": [], "kecamatan": []})
        self._own_ormas = frozenset(units.loc[units["kecamatan"].isin(self._own or ()), "unit"])

    def _frame(self, sql: str, values: list[object] | dict[str, object] | None = None) -> pd.DataFrame:
        return self._sieved(self._whole._frame(sql, values))

    def _sieved(self, frame: pd.DataFrame) -> pd.DataFrame:
        keep = pd.Series(True, index=frame.index)
        typed = "unit_type" in frame
        if typed and not self._ormas:
            keep &= frame["unit_type"] != "ormas"
        if self._own is not None:
            if typed:
                own = frame["unit"].isin(self._own | self._own_ormas)
                keep &= own | (frame["unit_type"] == "kabupaten")
            elif "kecamatan" in frame:
                keep &= frame["kecamatan"].isin(self._own)
            elif "unit" in frame:
                keep &= frame["unit"].isin(self._own | self._own_ormas)
        sieved = frame[keep].reset_index(drop=True)
        if not typed and "unit" in sieved and not self._ormas:
            sieved = sieved.assign(unit=None)
        return sieved


def scoped(edition: Edition, viewer: Viewer) -> Edition:
    """The edition as a viewer may see it; the whole one for roles without limits."""
    return edition if viewer.scope == Edition.scope else ScopedEdition(edition, viewer)
