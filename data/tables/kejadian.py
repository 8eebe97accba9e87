"""Incidents and potentials. Severity is computed from casualties and damage, never typed. No narrative, no persons."""

from data.tables.column import (
    DESA_PATTERN,
    Column,
    Table,
    id_column,
    kecamatan_column,
    ormas_column,
    source_column,
)
from data.words import N_

STAGES = ("potensi", "peristiwa")
KINDS = (
    "bentrok_antarwarga",
    "isu_keamanan",
    "isu_sara",
    "kesenjangan_sosial",
    "konflik_lingkungan_pendidikan",
    "tawuran",
    "konflik_ormas",
    "sengketa_lahan",
    "ekses_politik",
    "perselisihan_hubungan_industrial",
    "perebutan_limbah_proyek",
    "pendirian_rumah_ibadat",
    "unjuk_rasa",
    "lainnya",
)
PLACES = ("permukiman", "jalan", "kawasan_industri", "sekolah", "pasar", "kantor_pemerintah", "lainnya")
CAUSES = ("ipoleksosbud", "sara", "batas_wilayah", "sda_lahan", "distribusi_sda", "tidak_jelas")
PHASES = ("pencegahan", "penghentian", "pemulihan")
HANDLING = ("dicegah", "dimediasi", "proses", "selesai", "belum_ditangani", "eskalasi")
SETTLED, MEDIATED = "selesai", "dimediasi"
RESOLVED = (SETTLED, "dicegah")
UNSETTLED = ("proses", "belum_ditangani", "eskalasi")
# Roles in which an Ormas helped; having reported it isn't one.
HELPING = ("mencegah", "memediasi")
ORMAS_ROLES = ("tidak_ada", "melapor", *HELPING)
# Degrees of severity, computed from these columns by the thresholds of the method (`severity`), never typed.
SEVERITIES = (1, 2, 3)
HARM = ("meninggal", "luka", "bangunan_rusak", "pengungsi")

TABLE = Table(
    name="kejadian",
    title=N_("Kejadian"),
    meaning="Satu baris untuk satu kejadian atau potensi kejadian. Jangan isi nama orang atau cerita.",
    purpose=N_("Menghitung kejadian dan penanganannya untuk IKW, peringatan dini, dan laporan penanganan konflik (UU 7/2012, PP 2/2015)."),
    kept=N_("Jumlahnya tanpa batas waktu sebagai statistik; siapa yang melapor dua tahun, desanya lima tahun."),
    dated="tanggal",
    key=("kecamatan", "id_kejadian"),
    owner="kecamatan",
    generated_id=("id_kejadian", "KJ"),
    columns=(
        id_column("id_kejadian", "KJ-00002-000017"),
        Column("tanggal", "date", "Tanggal kejadian", required=True, example="2026-10-12"),
        Column("jam", "whole", "Jam kejadian (0–23)", minimum=0, maximum=23, example="21"),
        Column("tanggal_lapor", "date", "Tanggal laporan diterima", example="2026-10-13"),
        kecamatan_column(),
        Column(
            "kode_desa",
            "text",
            "Kode Kemendagri desa/kelurahan",
            pattern=DESA_PATTERN,
            example="32.16.07.2001",
            risk=N_("Di tempat sekecil itu, bersama hari dan jenisnya, dapat menunjuk orang."),
            kept_months=60,
        ),
        Column("lokasi", "choice", "Jenis lokasi", choices=PLACES, example="kawasan_industri"),
        Column(
            "tahap",
            "choice",
            "potensi (belum terjadi) atau peristiwa (sudah terjadi)",
            required=True,
            choices=STAGES,
            example="peristiwa",
        ),
        Column(
            "jenis",
            "choice",
            "Jenis kejadian",
            required=True,
            choices=KINDS,
            example="perselisihan_hubungan_industrial",
        ),
        Column("ricuh", "yes_no", "Apakah berlangsung ricuh", choices=("ya", "tidak"), example="tidak"),
        Column("sumber_konflik", "choice", "Sumber konflik", choices=CAUSES, example="ipoleksosbud"),
        Column(
            "konflik_sosial",
            "yes_no",
            "Konflik sosial menurut UU 7/2012",
            choices=("ya", "tidak"),
            example="tidak",
        ),
        Column("fase", "choice", "Fase penanganan konflik", choices=PHASES, example="penghentian"),
        Column("meninggal", "whole", "Jumlah meninggal", minimum=0, maximum=10_000, example="0"),
        Column("luka", "whole", "Jumlah luka", minimum=0, maximum=100_000, example="0"),
        Column("bangunan_rusak", "whole", "Jumlah bangunan rusak", minimum=0, maximum=100_000, example="0"),
        Column("pengungsi", "whole", "Jumlah pengungsi", minimum=0, maximum=1_000_000, example="0"),
        Column("dihentikan_aparat", "yes_no", "Dihentikan aparat", choices=("ya", "tidak"), example="tidak"),
        Column("penanganan", "choice", "Keadaan penanganan", choices=HANDLING, example="selesai"),
        Column("tanggal_selesai", "date", "Tanggal selesai", example="2026-10-20"),
        Column("peran_ormas", "choice", "Peran Ormas", choices=ORMAS_ROLES, example="memediasi"),
        ormas_column(
            required=False,
            risk=N_("Bersama peran melapor menunjuk siapa yang memberi tahu (UU 14/2008 Pasal 17)."),
            kept_months=24,
        ),
        source_column(required=True),
    ),
)
