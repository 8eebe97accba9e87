"""What was known of an Ormas since when: status, board terms, documents, each with its days. No numbers of documents, no names of officers."""

from data.tables.column import Column, Table, ormas_column
from data.tables.ormas import STATES
from data.words import N_

STATUS, TERM = "status", "kepengurusan"
DOCUMENTS = ("ahu", "skt", "skl")
TOPICS = (STATUS, TERM, *DOCUMENTS)

TABLE = Table(
    name="riwayat_ormas",
    title=N_("Riwayat Ormas"),
    meaning="Satu baris untuk satu keadaan Ormas sejak suatu hari: status, masa bakti, atau surat. Jangan isi nama atau nomor surat.",
    purpose=N_("Mengetahui keadaan Ormas pada waktunya: yang baru tidak menghapus yang lama (UU 17/2013, PP 58/2016)."),
    kept=N_("Selama terdaftar; tidak memuat nomor surat dan nama."),
    key=("kode_ormas", "perihal", "mulai"),
    verified=False,
    columns=(
        ormas_column(required=True),
        Column(
            "perihal",
            "choice",
            "status; kepengurusan (masa bakti); ahu, skt, skl (surat)",
            required=True,
            choices=TOPICS,
            example="kepengurusan",
        ),
        Column("mulai", "date", "Sejak hari apa", required=True, example="2022-03-14"),
        Column("sampai", "date", "Sampai hari apa; kosong bila tanpa batas atau tidak diketahui", example="2027-03-14"),
        Column("status", "choice", "Keadaan sejak hari itu; hanya bila perihalnya status", choices=STATES),
    ),
)
