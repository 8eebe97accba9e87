"""What the audit trail keeps as codes, in words: what was done, and its details; for pages and for the command line."""

from __future__ import annotations

import functools
import json
import re

from data import numbers
from data.errors import DataError
from data.labels import label
from data.store import ledger, moments
from data.tables import TABLES
from data.words import N_, Words, joined, msg
from data.workflow import acts, meetings, verification

NOTHING = "–"
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
    "tindak_lanjut": N_("tindak lanjut"),
    "keputusan": N_("keputusan rapat dicatat"),
    "langkah_keputusan": N_("langkah keputusan rapat"),
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
    "batas": N_("tenggat"),
    "batch": N_("batch"),
    "berkas": N_("berkas"),
    "brief": N_("brief"),
    "bukan_nama": N_("bukan nama"),
    "bulan": N_("untuk bulan"),
    "cadangan": N_("cadangan"),
    "catatan": N_("catatan"),
    "dari": N_("dari"),
    "edisi": N_("edisi"),
    "edisi_dipertahankan": N_("edisi dipertahankan"),
    "embargo": N_("embargo"),
    "folder": N_("folder"),
    "golongan_rendah": N_("golongan rendah disebut"),
    "hapus": N_("dihapus"),
    "hasil": N_("hasil"),
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
    "lembaga": N_("lembaga"),
    "nama": N_("nama"),
    "nomor": N_("nomor"),
    "notulen": N_("notulen"),
    "ormas": N_("Ormas"),
    "pengguna": N_("pengguna"),
    "perkara": N_("perkara"),
    "peran": N_("peran"),
    "pokok": N_("pokok"),
    "plh_untuk": N_("Plh. untuk"),
    "rapat": N_("rapat"),
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
    "tanggal": N_("tanggal"),
    "terlihat": N_("terlihat"),
    "tujuan": N_("tujuan"),
}  # of the details of an audit row
VALUES = {
    "masuk": N_("menunggu"),
    "terverifikasi": N_("terverifikasi"),
    "ditolak": N_("ditolak"),
    "simulasi": N_("simulasi"),
    "nyata": N_("nyata"),
    **verification.REFUSALS,
    **acts.ACTS,
    **acts.REASONS,
    **acts.UNITS,
    **meetings.DECIDERS,
    **meetings.STEPS,
}


def details(t: Words, text: str) -> str:
    """`edisi: 2026-10-r1; sha256: 6ede5e7a…` from the JSON of the trail; codes in words, long hashes shortened.

    >>> details('{"edisi": "2026-10-r1", "baris": 3}')
    'edisi: 2026-10-r1; jumlah baris: 3'
    """
    try:
        told = json.loads(text)
    except ValueError:
        return text
    return "; ".join(f"{_key(t, key)}: {_short(t, value)}" for key, value in told.items())


def _key(t: Words, key: str) -> str:
    """`alasan` in the language of the reader."""
    return t(KEYS[key]) if key in KEYS else key.replace("_", " ")


def action(t: Words, code: str) -> str:
    """`edisi terbit` of `terbit`."""
    return t(ACTIONS[code]) if code in ACTIONS else code.replace("_", " ")


def code_of(t: Words, text: str) -> str:
    """`terbit` of `edisi terbit`: the kind of action by its words or by its code. Raises DataError for one there is not."""
    for code, words in ACTIONS.items():
        if text.casefold() in (code, t(words).casefold()):
            return code
    listed = joined(", ", [msg(words) for words in ACTIONS.values()])
    raise DataError(msg("Tindakan {text} tidak ada. Yang ada: {listed}.", text=repr(text), listed=listed))


def _short(t: Words, value: object) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return t("ya") if value else t("tidak")
    if isinstance(value, list):
        return ", ".join(map(functools.partial(_short, t), value))
    if isinstance(value, dict):
        return ", ".join(f"{_part(t, key)} {_short(t, one)}" for key, one in value.items())
    if re.fullmatch(r"\d{4}-\d{2}", str(value)):
        return moments.month(t, str(value))
    if value in VALUES:
        return t(VALUES[str(value)])
    text = TABLES[value].label(t) if value in TABLES else label(t, str(value))
    is_hash = len(text) == 64 and all(letter in "0123456789abcdef" for letter in text)
    return f"{text[:8]}…" if is_hash else text


def _part(t: Words, key: str) -> str:
    """`Kejadian 4–9` of `kejadian:4-9`, the key of a digest (`data.store.ledger`)."""
    name, _, rows = key.partition(":")
    first, _, last = rows.partition("-")
    if not rows:
        return TABLES[name].label(t) if name in TABLES else label(t, name)
    return f"{t(ledger.name_of(name))} {numbers.between(first, last)}"
