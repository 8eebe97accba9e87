"""Who reported: without it a quiet month and a silent month look the same."""

from data.tables.column import STATISTIC, Column, Table, kecamatan_column
from data.words import N_

NIL_TABLES = ("kejadian", "kegiatan")

TABLE = Table(
    name="kelengkapan",
    title=N_("Kelengkapan laporan"),
    meaning="Satu baris untuk satu bulan dan satu kecamatan; desa yang melapor nihil termasuk desa melapor.",
    purpose=N_("Membedakan bulan yang nihil dari bulan yang tidak dilaporkan."),
    kept=STATISTIC,
    key=("bulan", "kecamatan"),
    owner="kecamatan",
    columns=(
        Column("bulan", "month", "Bulan laporan", required=True, example="2026-10"),
        kecamatan_column(),
        Column(
            "desa_melapor",
            "whole",
            "Desa/kelurahan yang melapor",
            required=True,
            minimum=0,
            maximum=200,
            example="7",
        ),
        Column("desa_nihil", "whole", "Di antaranya melapor nihil", minimum=0, maximum=200, example="5"),
        Column("desa_total", "whole", "Jumlah desa/kelurahan", required=True, minimum=1, maximum=200, example="7"),
        Column(
            "tabel_nihil",
            "choices",
            "Tabel yang isinya memang tidak ada pada bulan itu, dipisahkan titik koma; kosong bila tidak dinyatakan",
            choices=NIL_TABLES,
            example="kegiatan",
        ),
    ),
)
