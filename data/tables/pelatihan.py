"""Capacity building: who came, by organisation and topic; counts only."""

from data.tables.column import Column, Table, id_column, ormas_column, source_column
from data.words import N_

CAPACITY_TOPICS = ("manajemen_organisasi", "kepemimpinan", "penyelesaian_konflik", "komunikasi_efektif")
# Which topic helps where a dimension of the IKO is the weakest. The programme names the topics; the pairing is ours.
TOPIC_OF_DIMENSION = {
    "kegiatan": "kepemimpinan",
    "penyelesaian": "penyelesaian_konflik",
    "kepuasan": "komunikasi_efektif",
    "kapasitas": "kepemimpinan",
    "tata_kelola": "manajemen_organisasi",
    "sinergi": "komunikasi_efektif",
}
TOPICS = (*CAPACITY_TOPICS, "regulasi", "wawasan_kebangsaan")

_OF_FEW = N_("Rata-rata dari satu atau dua pengurus adalah nilai orang.")

TABLE = Table(
    name="pelatihan",
    title=N_("Pelatihan"),
    meaning="Satu baris untuk satu pelatihan dan satu Ormas yang diundang; hadir 0 bila tidak datang.",
    purpose=N_("Menilai kapasitas Ormas dan merencanakan pembinaan."),
    kept=N_("Kehadiran tanpa batas waktu sebagai statistik; nilai uji lima tahun."),
    dated="tanggal",
    key=("id_pelatihan", "kode_ormas"),
    generated_id=("id_pelatihan", "PL"),
    columns=(
        id_column("id_pelatihan", "PL-00002-000017"),
        Column("tanggal", "date", "Tanggal pelatihan", required=True, example="2026-05-18"),
        Column("topik", "choice", "Topik", required=True, choices=TOPICS, example="kepemimpinan"),
        Column("jam", "number", "Lama pelatihan (jam)", minimum=0.5, maximum=400, example="8"),
        ormas_column(required=True),
        Column(
            "pengurus_hadir",
            "whole",
            "Pengurus yang hadir",
            required=True,
            minimum=0,
            maximum=1000,
            example="5",
        ),
        Column("pengurus_total", "whole", "Jumlah pengurus", required=True, minimum=1, maximum=1000, example="12"),
        Column(
            "nilai_pre",
            "number",
            "Rata-rata nilai sebelum (0–100)",
            minimum=0,
            maximum=100,
            example="58",
            risk=_OF_FEW,
            kept_months=60,
        ),
        Column(
            "nilai_post",
            "number",
            "Rata-rata nilai sesudah (0–100)",
            minimum=0,
            maximum=100,
            example="74",
            risk=_OF_FEW,
            kept_months=60,
        ),
        source_column(required=False),
    ),
)
