"""The published figures: what each one counts, over how many months, in what unit, and how it is called.

Data, not code: `data.figures` reads a figure's value out of an edition, `pages.components.told` puts it into words. Pages,
briefs, frames, releases and downloads say a count by its figure and by nothing else, so that a number has one meaning:
no two figures share a title or a phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.tables.pelatihan import CAPACITY_TOPICS
from data.words import N_, Nn_

YEAR, TWO_YEARS = 12, 24
# What the programme calls activities of security and order; the method files give their weight to these kinds.
SECURITY_KINDS = ("kamtibmas", "deteksi_dini", "mediasi", "literasi_antihoaks", "toleransi_kerukunan")
OFFICIAL_PARTNERS = ("pemerintah", "polri", "tni", "fkub")
INCIDENT, PREVENTED, POTENTIAL, OPINION = "gangguan", "dicegah", "potensi", "penyampaian_pendapat"
SEVERE = 3
HELPING = ("mencegah", "memediasi")
UNITS = "__ormas__"
"""In place of a column to add up: how many different Ormas stand in the rows."""
ROWS = "__baris__"
"""In place of a column to add up: how many rows there are."""


@dataclass(frozen=True)
class Figure:
    """One published figure.

    id: its name in code. title: heading of a card or column, with its window. phrase: how a sentence says it, `{n}` for
    the number. definition, unit: for people, in Indonesian; all four have a translation.
    table: the table of the edition that it is counted from; `column` is added up over the rows that have one of the
    values that `rows` allows (None: an empty cell) and at least the amounts of `least`.
    window: months, the last one included; 0: as things stand at publishing, 1: of that month.
    sources: imported tables, of which at least one must be filled, and `also` every one of these, or the figure is not
    known: a number that nobody could have reported is never 0.
    handling: known only where the handling of any of its incidents is.
    harm: of the incidents only the severe ones; that there is none is known only where casualties and damage of at least
    half of the incidents were stated.
    ever: known only where any row up to then has one of these values: where nobody ever reported a potential, that there
    was none isn't known.
    verdict: only scores with this verdict (`data.verdicts`), known only where there is any score.
    """

    id: str
    title: str
    phrase: str
    definition: str
    unit: str
    table: str
    sources: tuple[str, ...]
    window: int = YEAR
    rows: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    column: str = "n"
    handling: bool = False
    harm: bool = False
    also: tuple[str, ...] = ()
    ever: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    verdict: str | None = None


INCIDENT_REPORTS = ("kelengkapan", "kejadian")  # a report of nil makes a quiet month known

_ALL = (
    Figure(
        id="kejadian",
        title=N_("Kejadian, 12 bulan"),
        phrase=Nn_("{n} kejadian"),
        definition=N_("Kejadian terverifikasi dalam dua belas bulan; potensi, yang dicegah, dan penyampaian pendapat dihitung tersendiri."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        rows={"kelas": (INCIDENT,)},
    ),
    Figure(
        id="kejadian_selesai",
        title=N_("Kejadian selesai ditangani, 12 bulan"),
        phrase=Nn_("{n} selesai ditangani"),
        definition=N_("Kejadian dua belas bulan yang penanganannya sudah selesai, berapa pun lamanya; bukan yang selesai dalam 30 hari, yang dipakai skor Penanganan."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        rows={"kelas": (INCIDENT,)},
        column="resolved",
        handling=True,
    ),
    Figure(
        id="kejadian_tanpa_penanganan",
        title=N_("Kejadian tanpa catatan penanganan, 12 bulan"),
        phrase=Nn_("{n} belum diketahui penanganannya"),
        definition=N_("Kejadian dua belas bulan yang kolom penanganan dan tanggal selesainya kosong."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        rows={"kelas": (INCIDENT,), "penanganan": (None,), "resolved": ("0",)},
    ),
    Figure(
        id="kejadian_berat",
        title=N_("Kejadian berat (tingkat 3), 12 bulan"),
        phrase=Nn_("{n} kejadian berat"),
        definition=N_("Kejadian dua belas bulan dengan korban meninggal atau mengungsi, sepuluh orang luka, atau lima bangunan rusak."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        rows={"kelas": (INCIDENT,)},
        harm=True,
    ),
    Figure(
        id="kejadian_tanpa_akibat",
        title=N_("Kejadian tanpa catatan korban dan kerusakan, 12 bulan"),
        phrase=Nn_("{n} belum diketahui korban dan kerusakannya"),
        definition=N_("Kejadian dua belas bulan yang laporannya tidak menyatakan korban dan kerusakan, sehingga berat atau tidaknya belum diketahui."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        rows={"kelas": (INCIDENT,)},
        column="harm_unknown",
    ),
    Figure(
        id="potensi_dicegah",
        title=N_("Potensi yang dicegah, 12 bulan"),
        phrase=Nn_("{n} potensi dicegah"),
        definition=N_("Potensi dua belas bulan yang tercatat dicegah oleh siapa pun, sebelum menjadi kejadian."),
        unit=N_("potensi"),
        table="counts",
        sources=("kejadian",),
        rows={"kelas": (PREVENTED,)},
        ever={"kelas": (PREVENTED, POTENTIAL)},
    ),
    Figure(
        id="penyampaian_pendapat",
        title=N_("Penyampaian pendapat, 12 bulan"),
        phrase=Nn_("{n} penyampaian pendapat di muka umum"),
        definition=N_("Unjuk rasa dua belas bulan yang tidak ricuh: bukan gangguan, dihitung tersendiri."),
        unit=N_("penyampaian pendapat"),
        table="counts",
        sources=("kejadian",),
        rows={"kelas": (OPINION,)},
        ever={"jenis": ("unjuk_rasa",)},
    ),
    Figure(
        id="kegiatan",
        title=N_("Kegiatan Ormas semua jenis, 12 bulan"),
        phrase=Nn_("{n} kegiatan Ormas dari semua jenis"),
        definition=N_("Kegiatan Ormas terverifikasi dalam dua belas bulan, semua jenis, menurut tempat kegiatannya."),
        unit=N_("kegiatan"),
        table="deeds",
        sources=("kegiatan",),
    ),
    Figure(
        id="kegiatan_keamanan",
        title=N_("Kegiatan keamanan dan ketertiban, 12 bulan"),
        phrase=Nn_("{n} kegiatan keamanan dan ketertiban"),
        definition=N_("Kegiatan Ormas dua belas bulan dari jenis kamtibmas, deteksi dini, mediasi, literasi antihoaks, serta toleransi dan kerukunan, menurut tempat kegiatannya."),
        unit=N_("kegiatan"),
        table="deeds",
        sources=("kegiatan",),
        rows={"jenis": SECURITY_KINDS},
    ),
    Figure(
        id="kegiatan_bermitra",
        title=N_("Kegiatan bersama mitra resmi, 12 bulan"),
        phrase=Nn_("{n} kegiatan bersama pemerintah, Polri, TNI, atau FKUB"),
        definition=N_("Kegiatan Ormas dua belas bulan, semua jenis, yang diadakan bersama pemerintah, Polri, TNI, atau FKUB."),
        unit=N_("kegiatan"),
        table="deeds",
        sources=("kegiatan",),
        rows={"mitra": OFFICIAL_PARTNERS},
    ),
    Figure(
        id="ormas_berkegiatan",
        title=N_("Ormas yang berkegiatan, 12 bulan"),
        phrase=Nn_("{n} Ormas berkegiatan"),
        definition=N_("Ormas yang mengadakan sedikitnya satu kegiatan terverifikasi di tempat itu dalam dua belas bulan, termasuk Ormas berlingkup kabupaten."),
        unit=N_("Ormas"),
        table="deeds",
        sources=("kegiatan",),
        also=("ormas",),
        column=UNITS,
    ),
    Figure(
        id="ormas_terdaftar",
        title=N_("Ormas terdaftar"),
        phrase=Nn_("{n} Ormas terdaftar"),
        definition=N_("Ormas dalam daftar saat edisi terbit, apa pun keadaannya."),
        unit=N_("Ormas"),
        table="units",
        sources=("ormas",),
        window=0,
        column=ROWS,
    ),
    Figure(
        id="ormas_aktif",
        title=N_("Ormas aktif"),
        phrase=Nn_("{n} Ormas aktif"),
        definition=N_("Ormas yang menurut daftar saat edisi terbit berstatus aktif."),
        unit=N_("Ormas"),
        table="units",
        sources=("ormas",),
        window=0,
        rows={"status": ("aktif",)},
        column=ROWS,
    ),
    Figure(
        id="ormas_dinilai",
        title=N_("Ormas yang dinilai"),
        phrase=Nn_("{n} Ormas dinilai"),
        definition=N_("Ormas yang Indeks Kinerja Ormasnya dapat dihitung pada bulan itu."),
        unit=N_("Ormas"),
        table="scores",
        sources=("ormas",),
        window=1,
        rows={"status": ("dinilai",)},
        column=ROWS,
    ),
    Figure(
        id="ormas_layak_diapresiasi",
        title=N_("Ormas yang layak diapresiasi"),
        phrase=Nn_("{n} layak diapresiasi"),
        definition=N_("Ormas yang dinilai pada bulan itu dan yang setiap golongan yang mungkin baginya adalah golongan 4 atau 5, bila cukup bobot asli terukur."),
        unit=N_("Ormas"),
        table="scores",
        sources=("ormas",),
        window=1,
        rows={"status": ("dinilai",)},
        column=ROWS,
        verdict="layak_diapresiasi",
    ),
    Figure(
        id="ormas_perlu_dukungan",
        title=N_("Ormas yang perlu dukungan"),
        phrase=Nn_("{n} perlu dukungan"),
        definition=N_("Ormas yang dinilai pada bulan itu dan yang golongan 1 atau 2 belum dapat dikesampingkan baginya."),
        unit=N_("Ormas"),
        table="scores",
        sources=("ormas",),
        window=1,
        rows={"status": ("dinilai",)},
        column=ROWS,
        verdict="perlu_dukungan",
    ),
    Figure(
        id="ormas_dilatih",
        title=N_("Ormas aktif yang dilatih, 24 bulan"),
        phrase=Nn_("{n} Ormas aktif mengikuti sedikitnya satu pelatihan"),
        definition=N_("Ormas aktif yang pengurusnya hadir pada sedikitnya satu pelatihan dalam 24 bulan, topik apa pun; yang diundang dan tidak datang tidak dihitung."),
        unit=N_("Ormas"),
        table="trainings",
        sources=("pelatihan",),
        also=("ormas",),
        window=TWO_YEARS,
        least={"hadir": 1},
        column=UNITS,
    ),
    Figure(
        id="ormas_dilatih_empat_topik",
        title=N_("Ormas aktif yang dilatih dalam topik program, 24 bulan"),
        phrase=Nn_("{n} Ormas aktif mengikuti pembinaan sedikitnya satu dari empat topik program"),
        definition=N_("Ormas aktif yang pengurusnya hadir dalam 24 bulan pada pelatihan manajemen organisasi, kepemimpinan, penyelesaian konflik, atau komunikasi efektif; yang diundang dan tidak datang tidak dihitung."),
        unit=N_("Ormas"),
        table="trainings",
        sources=("pelatihan",),
        also=("ormas",),
        window=TWO_YEARS,
        rows={"topik": CAPACITY_TOPICS},
        least={"hadir": 1},
        column=UNITS,
    ),
    Figure(
        id="peran_ormas",
        title=N_("Peran Ormas dalam kejadian atau potensi, 12 bulan"),
        phrase=Nn_("{n} kejadian atau potensi dengan peran Ormas"),
        definition=N_("Kejadian dan potensi dua belas bulan yang menurut laporan dilaporkan lebih dini, dicegah, atau dimediasi sebuah Ormas."),
        unit=N_("kejadian atau potensi"),
        table="parts",
        sources=("kejadian",),
        also=("ormas",),
    ),
    Figure(
        id="dibantu_ormas",
        title=N_("Dicegah atau dimediasi Ormas, 12 bulan"),
        phrase=Nn_("{n} kejadian atau potensi dicegah atau dimediasi Ormas"),
        definition=N_("Kejadian dan potensi dua belas bulan yang menurut laporan dicegah atau dimediasi sebuah Ormas."),
        unit=N_("kejadian atau potensi"),
        table="parts",
        sources=("kejadian",),
        also=("ormas",),
        rows={"peran_ormas": HELPING},
    ),
    Figure(
        id="teratasi_dengan_ormas",
        title=N_("Teratasi setelah dicegah atau dimediasi Ormas, 12 bulan"),
        phrase=Nn_("{n} teratasi (tercegah atau selesai)"),
        definition=N_("Di antara yang dicegah atau dimediasi Ormas dalam dua belas bulan: yang tercegah atau penanganannya sudah selesai."),
        unit=N_("kejadian atau potensi"),
        table="parts",
        sources=("kejadian",),
        also=("ormas",),
        rows={"peran_ormas": HELPING},
        column="resolved",
        handling=True,
    ),
)  # fmt: skip

FIGURES: dict[str, Figure] = {figure.id: figure for figure in _ALL}
