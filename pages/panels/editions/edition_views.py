"""What the page *Edisi & audit* shows, as plain rows: editions, comparison, findings, backups, audit, deliveries."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from data import numbers
from data.access.viewers import Viewer
from data.editions import comparing, exporting, listing, reading, scoping
from data.editions.comparing import Comparison
from data.editions.reading import Edition
from data.errors import DataError
from data.finding import Finding
from data.safety import backup, doctor
from data.safety import proof as proofs
from data.session import Session
from data.tables import TABLES
from data.words import N_, Language, Words
from data.workflow import submission, trail, verification
from pages.panels.tables import Record
from pages.wording import formats
from pages.wording.labels import label

LEVEL_MARKS = {"baik": "✓", "perhatian": "!", "rusak": "✕"}
STATES = {
    "sudah": N_("sudah"),
    "nihil": N_("nihil"),
    "nihil_sebagian": N_("nihil dari {n} dari {total} desa"),
    "ada_kejadian": N_("dilaporkan ada kejadian, barisnya belum masuk"),
    "tanpa_baris": N_("belum ada baris"),
    "belum": N_("belum"),
}
ACTIONS = {
    "init": N_("basis data dibuat"),
    "import": N_("data masuk"),
    "jawaban_nama": N_("pertanyaan nama orang dijawab"),
    "verifikasi": N_("verifikasi"),
    "tarik_batch": N_("batch ditarik"),
    "aktifkan_batch": N_("batch diaktifkan lagi"),
    "pindah": N_("pindah kecamatan"),
    "batas": N_("batas wilayah dimuat"),
    "terbit": N_("edisi terbit"),
    "pangkas": N_("edisi dihapus"),
    "ekspor_edisi": N_("edisi diunduh"),
    "edisi_dipertahankan": N_("edisi dipertahankan"),
    "unduh": N_("unduhan"),
    "ambil_siaran": N_("bingkai diambil"),
    "izin_diminta": N_("izin diminta"),
    "izin_disetujui": N_("izin disetujui"),
    "izin_ditolak": N_("izin ditolak"),
    "izin_ditarik": N_("izin ditarik"),
    "tindak_lanjut": N_("tindak lanjut sinyal"),
    "cadangan": N_("cadangan dibuat"),
    "hapus_cadangan": N_("cadangan lama dihapus"),
    "pulih": N_("cadangan dipulihkan"),
    "setuju_terbit": N_("penerbitan disetujui"),
    "jam_dipastikan": N_("jam dipastikan"),
    "hapus_data": N_("data dihapus menurut masa simpan"),
    "izin_ormas": N_("izin instansi dicatat"),
    "cabut_izin_ormas": N_("izin instansi dicabut"),
    "masuk": N_("masuk"),
    "masuk_ditolak": N_("masuk ditolak"),
}
KEYS = {
    "alasan": N_("alasan"),
    "aturan": N_("aturan"),
    "bahan": N_("bahan"),
    "baris": N_("jumlah baris"),
    "batch": N_("batch"),
    "berkas": N_("berkas"),
    "brief": N_("brief"),
    "bukan_nama": N_("bukan nama"),
    "bulan": N_("bulan"),
    "cadangan": N_("cadangan"),
    "catatan": N_("catatan"),
    "dari": N_("dari"),
    "edisi": N_("edisi"),
    "embargo": N_("embargo"),
    "folder": N_("folder"),
    "golongan_rendah": N_("golongan rendah disebut"),
    "hapus": N_("dihapus"),
    "hilang": N_("hilang"),
    "id": N_("nomor"),
    "id_baru": N_("nomor baru"),
    "isi": N_("isi"),
    "izin": N_("izin"),
    "jenis": N_("jenis"),
    "ke": N_("ke"),
    "keputusan": N_("keputusan"),
    "kepala": N_("kepala jejak"),
    "kepala_lama": N_("kepala jejak sebelumnya"),
    "kode": N_("kode"),
    "kunci": N_("kunci"),
    "langkah": N_("langkah"),
    "nama": N_("nama"),
    "ormas": N_("Ormas"),
    "pengguna": N_("pengguna"),
    "peran": N_("peran"),
    "plh_untuk": N_("Plh. untuk"),
    "sampai": N_("sampai"),
    "sebab": N_("sebab"),
    "sebagai": N_("sebagai"),
    "seharusnya": N_("seharusnya"),
    "sha256": N_("SHA-256"),
    "sidik": N_("sidik"),
    "sinyal": N_("sinyal"),
    "status": N_("status"),
    "status_batch": N_("keadaan batch"),
    "surat": N_("surat"),
    "tabel": N_("tabel"),
    "terlihat": N_("terlihat"),
    "tujuan": N_("tujuan"),
}  # of the details of an audit row
VALUES = {
    "masuk": N_("menunggu"),
    "terverifikasi": N_("terverifikasi"),
    "ditolak": N_("ditolak"),
    "simulasi": N_("simulasi"),
    "nyata": N_("nyata"),
}
FRESH = 60  # seconds for which an examination is believed


@dataclass(frozen=True)
class AuditRow:
    """One row of the trail, its details in words."""

    number: int
    when: datetime
    """UTC, without zone."""
    who: str
    action: str
    details: str


@dataclass(frozen=True)
class Delivery:
    """What one kecamatan has sent for one month."""

    name: str
    states: dict[str, str]
    rows: dict[str, int]
    last: str
    nil: tuple[int, int] = (0, 0)
    """How many desa said that nothing happened, of how many."""


@dataclass(frozen=True)
class Share:
    """Rows in force of one kecamatan and how many of them are verified."""

    name: str
    rows: int
    verified: int
    waiting: int
    rejected: int
    share: float


@st.cache_data(ttl=FRESH, show_spinner=False)
def findings(home: str, language: Language) -> list[Finding]:
    """The doctor's findings, at most a minute old; without reading backups through. `language` is part of the key."""
    return doctor.examine(Words(language), Path(home), deep=False)


def editions(home: Path) -> list[listing.EditionFacts]:
    """All editions, the current one first."""
    return listing.overview(home)


@st.cache_data(max_entries=32, show_spinner=False)
def comparison(home: str, before: str, after: str, language: Language, scope: str, _viewer: Viewer) -> Comparison:
    """Two editions compared, as the viewer may see them; done once, because editions never change.

    `language` and `scope` (what the viewer may see) are part of the key.
    """
    opened = [reading.open_edition(Path(home), one) for one in (before, after)]
    try:
        return comparing.compare(Words(language), *(scoping.scoped(edition, _viewer) for edition in opened))
    finally:
        for edition in opened:
            edition.close()


def proof(t: Words, home: Path, edition: Edition) -> list[str]:
    """What proves an edition: its digest, who signed it when, the head of the trail then and the last that was witnessed."""
    if not edition.digest:
        return []
    try:
        line, last = proofs.witnessed(home, edition.id)
    except DataError:  # the findings at the top say it
        line = last = None
    signed = (
        t("ditandatangani saksi {when}, kunci {key}", when=formats.moment(t, datetime.fromisoformat(line.when)), key=line.key)
        if line
        else t("belum ditandatangani saksi")
    )
    said = [t("Edisi {id}: sidik {digest}; {signed}.", id=edition.id, digest=edition.digest, signed=signed)]
    said.append(t("Kepala jejak audit saat edisi ini dihitung: {head}.", head=edition.audit_head()))
    if last:
        said.append(
            t(
                "Kepala yang terakhir disaksikan: baris {n}, {when}, {head}.",
                n=last.number,
                when=formats.moment(t, datetime.fromisoformat(last.when)),
                head=last.digest,
            )
        )
    return said


def batches(edition: Edition) -> list[Record]:
    """The batches that an edition was made of."""
    return edition.batches().astype("object").to_dict("records")


def shares(edition: Edition) -> list[Share]:
    """The share verified by kecamatan, the lowest first."""
    names = dict(zip(edition.units("kecamatan")["unit"], edition.units("kecamatan")["name"], strict=True))
    summed = verification.share_of(edition.verification()).sort_values(["share", "kecamatan"])
    return [
        Share(
            str(names.get(row["kecamatan"], row["kecamatan"])),
            int(row["rows"]),
            int(row["verified"]),
            int(row["waiting"]),
            int(row["rejected"]),
            float(row["share"]),
        )
        for row in summed.to_dict("records")
    ]


def package_name(edition: Edition) -> str:
    """The name of the zip file."""
    return f"{exporting.name_of(edition)}.zip"


def trail_rows(session: Session, **wanted: str | None) -> list[AuditRow]:
    """The newest rows of the trail by filter, at most 200. Raises AccessError."""
    t = session.t
    rows = trail.entries(session, limit=200, **wanted)
    return [
        AuditRow(
            int(row["urutan"]),
            row["waktu"].to_pydatetime(),
            formats.person(t, str(row["oleh"])),
            action_word(t, str(row["tindakan"])),
            details_in_words(t, str(row["rincian"])),
        )
        for row in rows.to_dict("records")
    ]


def details_in_words(t: Words, text: str) -> str:
    """`edisi: 2026-10-r1; sha256: 6ede5e7a…` from the JSON of the trail; codes in words, long hashes shortened.

    >>> details_in_words('{"edisi": "2026-10-r1", "baris": 3}')
    'edisi: 2026-10-r1; jumlah baris: 3'
    """
    try:
        details = json.loads(text)
    except ValueError:
        return text
    return "; ".join(f"{key_word(t, key)}: {_short(t, value)}" for key, value in details.items())


def key_word(t: Words, key: str) -> str:
    """`alasan` in the language of the reader."""
    return t(KEYS[key]) if key in KEYS else key.replace("_", " ")


def action_word(t: Words, action: str) -> str:
    """`edisi terbit` of `terbit`."""
    return t(ACTIONS[action]) if action in ACTIONS else action.replace("_", " ")


def _short(t: Words, value: object) -> str:
    if value is None:
        return formats.NOTHING
    if isinstance(value, bool):
        return t("ya") if value else t("tidak")
    if isinstance(value, list):
        return ", ".join(map(functools.partial(_short, t), value))
    if isinstance(value, dict):
        return ", ".join(f"{_part(t, key)} {_short(t, one)}" for key, one in value.items())
    if re.fullmatch(r"\d{4}-\d{2}", str(value)):
        return formats.month_short(t, str(value))
    if value in VALUES:
        return t(VALUES[str(value)])
    text = TABLES[value].label(t) if value in TABLES else label(t, str(value))
    is_hash = len(text) == 64 and all(letter in "0123456789abcdef" for letter in text)
    return f"{text[:8]}…" if is_hash else text


def _part(t: Words, key: str) -> str:
    """`Kejadian 4–9` of `kejadian:4-9`, the key of a digest (`data.workflow.trail`)."""
    name, _, rows = key.partition(":")
    first, _, last = rows.partition("-")
    named = t(trail.name_of(name)) if rows else label(t, name)
    return f"{named} {numbers.between(first, last)}"


def backups(home: Path) -> list[backup.Backup]:
    """Backups in the folders that the trail names, the newest first."""
    return [one for folder in backup.folders(home) for one in backup.listing(folder)]


def deliveries(t: Words, home: Path, month: str) -> tuple[list[Delivery], dict[str, list[str]]]:
    """Who has sent what for a month, and what is missing, by kecamatan."""
    rows = submission.board(home, month)
    board = []
    for name, group in rows.groupby("name", sort=False):
        last = group["last_sent"].max()
        board.append(
            Delivery(
                str(name),
                dict(zip(group["tabel"], group["state"], strict=True)),
                {table: int(n) for table, n in zip(group["tabel"], group["rows"], strict=True)},
                formats.moment(t, None if pd.isna(last) else last.to_pydatetime()),
                (int(group["desa_nihil"].fillna(0).max()), int(group["desa_total"].fillna(0).max())),
            )
        )
    return board, submission.missing(rows)


def state_word(t: Words, state: str, desa: tuple[int, int] = (0, 0)) -> str:
    """A state of the board in the language of the page. desa: how many reported nil, out of how many."""
    return t(STATES[state], n=formats.whole(t, desa[0]), total=formats.whole(t, desa[1]))
