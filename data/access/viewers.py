"""Who may see and do what. Held here, below the pages: a page that forgets to hide something still shows nothing more.

A *viewer* is a person with a role, and for the roles of one kecamatan with its codes. Whoever does something hands in a session with one
(`data/session.py`): the pages that of the person who signed in, the command line that of the account of the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.errors import DataError
from data.words import N_, Message, msg

# Pages by role; the first is where the role begins. A page that isn't listed for a role doesn't exist for it.
_SITUATION = ("ringkasan", "peta", "kecamatan", "tren")
_ORMAS = ("ormas", "pembinaan")
_BOARD = "hari_ini"
PAGES: Mapping[str, tuple[str, ...]] = {
    "pimpinan": ("ringkasan", _BOARD, *_SITUATION[1:], *_ORMAS, "peringatan", "siaran_pers", "metodologi"),
    **dict.fromkeys(
        ("penghubung_polri", "penghubung_tni", "penghubung_bin", "penghubung"),
        (_BOARD, *_SITUATION, *_ORMAS, "peringatan", "metodologi"),
    ),
    "camat": (_BOARD, "kecamatan", "peringatan", "metodologi"),
    "operator_kecamatan": (_BOARD, "kecamatan", "unggah", "metodologi"),
    "humas": ("ringkasan", "peta", "siaran_pers", "metodologi"),
    "ppid": ("ringkasan", "peta", "siaran_pers", "metodologi"),
    "ppid_pengganti": ("ringkasan", "peta", "siaran_pers", "metodologi"),
    "operator_kabupaten": (_BOARD, *_SITUATION, *_ORMAS, "peringatan", "unggah", "edisi", "metodologi"),
    "pemilik_metode": (*_SITUATION, *_ORMAS, "metodologi"),
    "admin": ("ringkasan", "edisi", "metodologi"),
}
ALL_PAGES = ("ringkasan", _BOARD, *_SITUATION[1:], *_ORMAS, "peringatan", "siaran_pers", "unggah", "edisi", "metodologi")
ROLES: Mapping[str, str] = {
    "pimpinan": N_("Pimpinan"),
    "penghubung_polri": N_("Petugas penghubung Polri"),
    "penghubung_tni": N_("Petugas penghubung TNI"),
    "penghubung_bin": N_("Petugas penghubung BIN"),
    "penghubung": N_("Petugas penghubung (instansi belum disebut)"),
    "camat": N_("Camat"),
    "operator_kecamatan": N_("Operator kecamatan"),
    "humas": N_("Humas"),
    "ppid": N_("PPID"),
    "ppid_pengganti": N_("PPID pengganti"),
    "operator_kabupaten": N_("Operator kabupaten"),
    "pemilik_metode": N_("Pemilik metode"),
    "admin": N_("Admin"),
}
# Officers of the police, the army and state intelligence, each for the regency or for kecamatan of their own. They see Ormas
# as counts and means; one by name only under a grant (`data.access.grants`). The last is the role of older access files, which name no
# institution.
INSTITUTIONS: Mapping[str, str] = {
    "penghubung_polri": "Polri",
    "penghubung_tni": "TNI",
    "penghubung_bin": "BIN",
}
LIAISON = (*INSTITUTIONS, "penghubung")
# Roles that see one kecamatan only.
OWN_KECAMATAN = ("camat", "operator_kecamatan")
# What a role may do besides looking.
_CLEARANCE = ("ppid", "ppid_pengganti")
RIGHTS: Mapping[str, tuple[str, ...]] = {
    "unggah": ("operator_kecamatan", "operator_kabupaten"),
    "verifikasi": ("operator_kabupaten",),
    "terbit": ("operator_kabupaten",),
    # Rows that nobody has verified yet, severe ones one by one: whoever has to act on them, each in the own kecamatan.
    "papan": ("pimpinan", *LIAISON, *OWN_KECAMATAN, "operator_kabupaten"),
    # Acknowledge, note and report acts; closing, assigning and opening again is for Bakesbangpol.
    "tindak_lanjut": ("pimpinan", *LIAISON, "camat", "operator_kabupaten"),
    "tutup": ("pimpinan", "operator_kabupaten"),
    # What meetings decide: who notes it, and who reads it, each in the own kecamatan.
    "keputusan": ("pimpinan", "operator_kabupaten"),
    "baca_keputusan": ("pimpinan", *LIAISON, "camat", "operator_kabupaten"),
    "unjuk_rasa": ("pimpinan", *LIAISON, "camat", "operator_kabupaten"),
    "izin": _CLEARANCE,
    "ekspor_pers": ("humas", *_CLEARANCE),
    "ekspor_brief": ("pimpinan", *LIAISON, "operator_kabupaten", "pemilik_metode"),
    "ekspor_tabel": tuple(role for role in ROLES if role != "admin"),
    "simulasi_bobot": ("pemilik_metode", "pimpinan", "operator_kabupaten"),
    "audit": ("operator_kabupaten", "admin"),
    "cadangan": ("admin",),
    "jam": ("admin",),
    "server": ("admin",),
    "izin_ormas": ("admin",),
    "hapus_data": ("admin",),
}
# The pages, and what may not be done, where only some kecamatan are seen: sums of them are no sums of the regency.
_NARROWED_PAGES = (_BOARD, "kecamatan", "peringatan", "metodologi")
_WHOLE_ONLY = ("ekspor_brief",)
# Without sign-in, on the machine that holds the data: everything. Never given by `akses.toml`.
LOCAL = "lokal"
# Roles that never see an Ormas by name or score.
NO_ORMAS = ("humas", "ppid", "ppid_pengganti", "admin")


class AccessError(DataError):
    """The viewer has no right to this; nothing was shown or changed."""


@dataclass(frozen=True)
class Delegation:
    """One person acts for another who is away (Plh.), in their role, from a day to a day; see `data/access/delegations.py`."""

    user: str
    """Who acts; lower case."""
    absent: str
    """Who is away, as written."""
    role: str
    kecamatan: frozenset[str]
    first: date
    last: date
    """Both days included, in the time zone of the territory."""
    letter: str
    """Number of the letter that says so."""

    def covers(self, day: date | None) -> bool:
        """Whether it is in force on a day; never where nobody knows the day."""
        return day is not None and self.first <= day <= self.last

    def facts(self) -> dict[str, object]:
        """What the trail says of it."""
        return {"plh_untuk": self.absent, "surat": self.letter}


@dataclass(frozen=True)
class Viewer:
    """Who is looking: name for the audit trail, role, and the kecamatan of the roles that have their own."""

    user: str
    role: str
    kecamatan: frozenset[str] = frozenset()
    local: bool = False
    """Without sign-in, on this machine only, trying the roles."""
    delegation: Delegation | None = None
    """The role is somebody else's, for some days."""

    def __post_init__(self) -> None:
        if self.role not in (*ROLES, LOCAL):
            raise DataError(msg("Peran {role} tidak dikenal. Yang ada: {known}.", role=self.role, known=", ".join(ROLES)))

    @property
    def pages(self) -> tuple[str, ...]:
        """Pages that exist for this viewer, the one to begin with first."""
        if self.role in LIAISON and self.narrowed:
            return _NARROWED_PAGES
        return ALL_PAGES if self.role == LOCAL else PAGES[self.role]

    @property
    def narrowed(self) -> bool:
        """Whether only the viewer's own kecamatan are seen: always for `OWN_KECAMATAN`, for a liaison officer who has some."""
        return self.role in OWN_KECAMATAN or (self.role in LIAISON and bool(self.kecamatan))

    @property
    def scope(self) -> str:
        """What decides which rows are seen; belongs in the key of everything that is cached between reruns."""
        own = ",".join(sorted(self.kecamatan)) if self.narrowed else "*"
        ormas = "tanpa-ormas" if self.role in NO_ORMAS else "tanpa-nama" if self.role in LIAISON else "ormas"
        return f"{own}|{ormas}" if self.may("audit") else f"{own}|{ormas}|tanpa-pengirim"

    @property
    def bound(self) -> frozenset[str] | None:
        """The kecamatan that the viewer sees and sends for and no others; None: all of them, and the kabupaten."""
        return self.kecamatan if self.narrowed else None

    def may(self, right: str) -> bool:
        """Whether the viewer has a right (`RIGHTS`)."""
        if self.narrowed and right in _WHOLE_ONLY:
            return False
        return self.role == LOCAL or self.role in RIGHTS[right]

    @property
    def title(self) -> Message:
        """The name of the role on screen."""
        title = msg("Semua peran") if self.role == LOCAL else msg(ROLES[self.role])
        return msg("Plh. {role}", role=title) if self.delegation else title


def changed() -> Message:
    """That nothing was done, because it is somebody else, or the same person with another role, than when it was asked for."""
    return msg(
        "Akun, peran, atau wilayah Anda berubah sejak halaman ini dibuka, sehingga yang terakhir Anda minta tidak dijalankan. "
        "Tidak ada yang diubah."
    )


def require_page(viewer: Viewer, page: str) -> None:
    """Refuse a page that doesn't exist for a role. Raises AccessError."""
    if page not in viewer.pages:
        raise AccessError(msg("Halaman ini tidak tersedia untuk peran {role}.", role=viewer.title))
