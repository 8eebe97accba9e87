"""Activities of organisations, each with its level of evidence."""

from data.tables.column import (
    DESA_PATTERN,
    STATISTIC,
    Column,
    Table,
    id_column,
    kecamatan_column,
    ormas_column,
    source_column,
)
from data.words import N_

# What the programme calls activities of security and order: the ones that prevent.
SECURITY_KINDS = ("kamtibmas", "deteksi_dini", "mediasi", "literasi_antihoaks", "toleransi_kerukunan")
KINDS = (*SECURITY_KINDS, "sosial", "lainnya")
OFFICIAL_PARTNERS = ("pemerintah", "polri", "tni", "fkub")
NO_PARTNER, OTHER_PARTNER = "tidak_ada", "lainnya"
PARTNERS = (NO_PARTNER, *OFFICIAL_PARTNERS, OTHER_PARTNER)
# Levels of evidence; what each counts for is a key of the method (`evidence.weights`).
EVIDENCE = (0, 1, 2, 3)

TABLE = Table(
    name="kegiatan",
    title=N_("Kegiatan Ormas"),
    meaning="Satu baris untuk satu kegiatan.",
    purpose=N_("Menghitung kegiatan, mitra, dan bukti dalam IKO dan IKW."),
    kept=STATISTIC,
    key=("kecamatan", "id_kegiatan"),
    owner="kecamatan",
    generated_id=("id_kegiatan", "KG"),
    columns=(
        id_column("id_kegiatan", "KG-00002-000017"),
        ormas_column(required=True),
        Column("tanggal", "date", "Tanggal kegiatan", required=True, example="2026-10-03"),
        kecamatan_column(),
        Column(
            "kode_desa",
            "text",
            "Kode Kemendagri desa/kelurahan",
            pattern=DESA_PATTERN,
            example="32.16.07.2001",
        ),
        Column("jenis", "choice", "Jenis kegiatan", required=True, choices=KINDS, example="kamtibmas"),
        Column("peserta", "whole", "Jumlah peserta", minimum=0, maximum=100_000, example="40"),
        Column("mitra", "choice", "Mitra penyelenggara", required=True, choices=PARTNERS, example="polri"),
        Column(
            "tingkat_bukti",
            "whole",
            "0 hanya pernyataan; 1 foto atau daftar hadir; 2 foto, daftar hadir dan undangan/notulen; "
            "3 = 2 dan dikonfirmasi kecamatan atau Polsek",
            required=True,
            minimum=EVIDENCE[0],
            maximum=EVIDENCE[-1],
            example="2",
        ),
        source_column(required=True),
    ),
)
