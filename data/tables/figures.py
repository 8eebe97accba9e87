"""The published figures: what each one counts, over how many months, in what unit, and how it is called.

Data, not code: `data.figures` reads a figure's value out of an edition, `pages.components.told` puts it into words. Pages,
briefs, frames, releases and downloads say a count by its figure and by nothing else, so that a number has one meaning:
no two figures share a title or a phrase. A figure that is told in parts (by type, place, month) names the columns that it
may be split by; a part is called by its label beside the title of the figure.

Numbers that are no published figures, and why:
- what stands behind a score, a signal or a test (incidents of an indicator of which nothing is known, respondents, months of a
  row, cells, Ormas compared): the method and the rules of signals define and version them, as frozen in the edition;
- rows, batches, files, faults and questions of the intake, scores that differ between two editions, the yearly account of
  signals: the book-keeping of those who work with the program, nothing of the territory is told by them;
- how much more a list has than it shows, how long a text or a file is, screens and months of a picture;
- numbers that people reported as they are: population, officers of an Ormas, participants of one activity.
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
OPEN = "terbuka"
"""In place of a column to add up: those that aren't settled, `n` without `resolved`."""
SPAN = -1
"""In place of a window: the months or weeks that are shown, named beside the figure."""


@dataclass(frozen=True)
class Figure:
    """One published figure.

    id: its name in code. title: heading of a card or column, with its window. phrase: how a sentence says it, `{n}` for
    the number. definition, unit: for people, in Indonesian; all four have a translation.
    table: the table of the edition that it is counted from; `column` is added up over the rows that have one of the
    values that `rows` allows (None: an empty cell) and at least the amounts of `least`.
    window: months, the last one included; 0: as things stand at publishing, 1: of that month, `SPAN`: those shown.
    by: columns by which it may be told in parts.
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
    by: tuple[str, ...] = ()


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
        by=("kecamatan", "jenis"),
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
        by=("kecamatan", "jenis"),
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
        id="kejadian_terbuka",
        title=N_("Kejadian yang belum selesai ditangani, 12 bulan"),
        phrase=N_("{n} belum selesai ditangani"),
        definition=N_("Kejadian dua belas bulan yang penanganannya belum selesai atau tidak dicatat, menurut keadaan penanganannya."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        rows={"kelas": (INCIDENT,)},
        column=OPEN,
        handling=True,
        by=("jenis", "penanganan"),
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
        by=("kecamatan", "jenis"),
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
        id="kejadian_bulan",
        title=N_("Kejadian pada bulan itu"),
        phrase=N_("{n} kejadian pada bulan itu"),
        definition=N_("Kejadian terverifikasi yang terjadi pada bulan itu."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        window=1,
        rows={"kelas": (INCIDENT,)},
        by=("period", "kecamatan", "jenis"),
    ),
    Figure(
        id="kejadian_waktu",
        title=N_("Kejadian menurut kecamatan dan waktu"),
        phrase=N_("{n} kejadian menurut kecamatan"),
        definition=N_("Kejadian terverifikasi pada bulan-bulan yang digambar, seluruhnya atau dari satu jenis atau Polsek."),
        unit=N_("kejadian"),
        table="counts",
        sources=INCIDENT_REPORTS,
        window=SPAN,
        rows={"kelas": (INCIDENT,)},
        by=("period", "kecamatan", "jenis"),
    ),
    Figure(
        id="kejadian_minggu",
        title=N_("Kejadian menurut minggu"),
        phrase=N_("{n} kejadian per minggu"),
        definition=N_("Kejadian terverifikasi pada minggu-minggu yang digambar (Senin sampai Minggu), seluruhnya atau dari satu jenis atau keadaan penanganan."),
        unit=N_("kejadian"),
        table="weeks",
        sources=INCIDENT_REPORTS,
        window=SPAN,
        by=("week", "kecamatan", "jenis", "penanganan"),
    ),
    Figure(
        id="kejadian_jam",
        title=N_("Kejadian yang diketahui jamnya, 12 bulan"),
        phrase=N_("{n} kejadian yang diketahui jamnya"),
        definition=N_("Kejadian dua belas bulan yang jamnya dicatat, menurut hari dan jam."),
        unit=N_("kejadian"),
        table="hours",
        sources=INCIDENT_REPORTS,
        by=("kecamatan", "day", "hour"),
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
        by=("jenis",),
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
        by=("kecamatan", "jenis", "mitra", "unit"),
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
        by=("kecamatan", "jenis"),
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
        by=("kecamatan", "jenis", "mitra"),
    ),
    Figure(
        id="peserta_kegiatan",
        title=N_("Peserta kegiatan Ormas, 12 bulan"),
        phrase=N_("{n} peserta kegiatan Ormas"),
        definition=N_("Peserta kegiatan Ormas dua belas bulan yang jumlahnya dicatat; kegiatan tanpa catatan peserta tidak ikut dijumlahkan."),
        unit=N_("orang"),
        table="deeds",
        sources=("kegiatan",),
        column="peserta",
        by=("jenis", "mitra"),
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
        by=("kecamatan",),
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
        by=("kecamatan", "ciri_khusus"),
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
        rows={"status": ("aktif",)},
        least={"hadir": 1},
        column=UNITS,
        by=("kecamatan", "topik"),
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
        rows={"topik": CAPACITY_TOPICS, "status": ("aktif",)},
        least={"hadir": 1},
        column=UNITS,
        by=("ciri_khusus",),
    ),
    Figure(
        id="ormas_diundang",
        title=N_("Ormas aktif yang diundang pelatihan, 24 bulan"),
        phrase=N_("{n} Ormas aktif diundang pelatihan"),
        definition=N_("Ormas aktif yang dalam 24 bulan diundang ke sedikitnya satu pelatihan, hadir atau tidak."),
        unit=N_("Ormas"),
        table="trainings",
        sources=("pelatihan",),
        also=("ormas",),
        window=TWO_YEARS,
        rows={"status": ("aktif",)},
        column=UNITS,
        by=("topik",),
    ),
    Figure(
        id="pengurus_dilatih",
        title=N_("Pengurus Ormas aktif yang hadir pada pelatihan, 24 bulan"),
        phrase=N_("{n} pengurus Ormas aktif hadir pada pelatihan"),
        definition=N_("Kehadiran pengurus Ormas aktif pada pelatihan dalam 24 bulan; pengurus yang hadir dua kali dihitung dua kali."),
        unit=N_("pengurus"),
        table="trainings",
        sources=("pelatihan",),
        also=("ormas",),
        window=TWO_YEARS,
        rows={"status": ("aktif",)},
        column="hadir",
        by=("topik",),
    ),
    Figure(
        id="pengurus_hadir",
        title=N_("Pengurus satu Ormas yang hadir pada pelatihan, 24 bulan"),
        phrase=N_("{n} pengurus hadir"),
        definition=N_("Kehadiran pengurus satu Ormas pada pelatihan dalam 24 bulan menurut topik, juga bila Ormas itu tidak aktif."),
        unit=N_("pengurus"),
        table="trainings",
        sources=("pelatihan",),
        also=("ormas",),
        window=TWO_YEARS,
        column="hadir",
        by=("topik",),
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
        by=("peran_ormas",),
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
