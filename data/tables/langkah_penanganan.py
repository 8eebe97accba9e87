"""How an incident was handled, step by step: on which day it was in which state, by which office. Codes only; a step is never taken back."""

from data.tables.column import ID_PATTERN, STATISTIC, Column, Table, kecamatan_column
from data.tables.kejadian import HANDLING, RESOLVED
from data.words import N_

OFFICES = (
    "camat",
    "polsek",
    "koramil",
    "satpol_pp",
    "disnaker",
    "fkdm",
    "fkub",
    "bakesbangpol",
    "tim_terpadu",
    "lainnya",
)
# How far a state is; a later step is never less far. What is as far follows in any order: a case may calm down again.
STAGE = {state: 2 if state in RESOLVED else int(state != "belum_ditangani") for state in HANDLING}

TABLE = Table(
    name="langkah_penanganan",
    title=N_("Langkah penanganan"),
    meaning="Satu baris untuk satu langkah: sejak hari apa suatu kejadian dalam keadaan apa. Jangan isi nama orang atau cerita.",
    purpose=N_("Mengetahui keadaan penanganan setiap kejadian per akhir bulan, juga bulan yang sudah lewat (UU 7/2012, PP 2/2015)."),
    kept=STATISTIC,
    key=("kecamatan", "id_kejadian", "tanggal", "keadaan"),
    owner="kecamatan",
    columns=(
        kecamatan_column(),
        Column(
            "id_kejadian",
            "text",
            "Nomor kejadian seperti pada tabel kejadian",
            required=True,
            pattern=ID_PATTERN,
            example="KJ-00002-000017",
        ),
        Column("tanggal", "date", "Hari sejak keadaan itu berlaku", required=True, example="2026-10-20"),
        Column("keadaan", "choice", "Keadaan penanganan sejak hari itu", required=True, choices=HANDLING, example="selesai"),
        Column("kantor", "choice", "Kantor yang menanganinya; kosong bila tidak diketahui", choices=OFFICES, example="camat"),
    ),
)
