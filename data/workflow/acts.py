"""What may be reported as done about a matter: coded acts with day, office and outcome, and which office a role speaks for.

Nothing is free text: no place for a name. Reasons are codes too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.access.viewers import LOCAL, Viewer
from data.words import N_

UNITS: Mapping[str, str] = {
    "camat": N_("Camat"),
    "bakesbangpol": N_("Bakesbangpol"),
    "pimpinan": N_("Pimpinan"),
    "polsek": N_("Polsek"),
    "polres": N_("Polres"),
    "koramil": N_("Koramil"),
    "kodim": N_("Kodim"),
    "binda": N_("BIN Daerah"),
    "satpol_pp": N_("Satpol PP"),
    "disnaker": N_("Dinas Tenaga Kerja"),
    "fkdm": N_("FKDM"),
    "fkub": N_("FKUB"),
}
NOT_NEEDED = "tidak_perlu"
ACTS: Mapping[str, str] = {
    "patroli": N_("Patroli"),
    "mediasi": N_("Mediasi"),
    "rapat_timdu": N_("Rapat Tim Terpadu PKS"),
    "kunjungan": N_("Kunjungan"),
    "koordinasi": N_("Koordinasi"),
    NOT_NEEDED: N_("Tidak perlu tindakan"),
}
REASONS: Mapping[str, str] = {
    "reda": N_("Keadaan sudah reda dengan sendirinya"),
    "ditangani_lain": N_("Sudah ditangani pihak lain"),
    "data_keliru": N_("Datanya keliru"),
    "di_luar_wewenang": N_("Di luar wewenang pemerintah kabupaten"),
}
OUTCOMES: Mapping[str, str] = {
    "benar": N_("Benar: memang ada yang berkembang"),
    "keliru": N_("Keliru: data atau kebetulan"),
    "tidak_jelas": N_("Belum jelas"),
}
# Notes of before that told of an act, and the act as which they count.
OF_NOTES: Mapping[str, str] = {"dimediasi": "mediasi", "dikoordinasikan": "koordinasi", "ormas_dilibatkan": "koordinasi"}

_OWN: Mapping[str, tuple[str, ...]] = {
    "camat": ("camat", "satpol_pp", "fkdm", "fkub"),
    "penghubung_polri": ("polres", "polsek"),
    "penghubung_tni": ("kodim", "koramil"),
    "penghubung_bin": ("binda",),
    "penghubung": ("polres", "polsek", "kodim", "koramil", "binda"),
}
_FIRST: Mapping[str, str] = {"operator_kabupaten": "bakesbangpol", "pimpinan": "pimpinan"}


@dataclass(frozen=True)
class Act:
    """One act: what was done, by which office, on which day, and what it showed of the warning."""

    code: str
    """Of `ACTS`."""
    office: str
    """Of `UNITS`."""
    outcome: str
    """Of `OUTCOMES`."""
    day: date
    reason: str | None = None
    """Of `REASONS`: why nothing needs to be done; None for every other act."""


def own(viewer: Viewer) -> tuple[str, ...]:
    """The offices for which a viewer acts: what is the turn of one of them waits for that person. Without sign-in: all."""
    if viewer.role == LOCAL:
        return tuple(UNITS)
    return _OWN.get(viewer.role) or ((_FIRST[viewer.role],) if viewer.role in _FIRST else ())


def offices(viewer: Viewer) -> list[str]:
    """The offices of whose acts a viewer may tell, the own one first: Camat and institutions for themselves, Bakesbangpol for all."""
    if viewer.role in _OWN:
        return list(_OWN[viewer.role])
    own = _FIRST.get(viewer.role, "bakesbangpol")
    return [own, *(one for one in UNITS if one != own)]
