"""Population by year, with its quality: rates based on anything but a census figure are marked as estimates."""

from data.tables.column import STATISTIC, Column, Table, kecamatan_column
from data.words import N_

QUALITIES = ("sensus", "proyeksi", "estimasi_dpt", "estimasi_kasar")

TABLE = Table(
    name="penduduk",
    title=N_("Penduduk"),
    meaning="Satu baris untuk satu kecamatan dan satu tahun.",
    purpose=N_("Penyebut angka per 100.000 penduduk, supaya kecamatan besar dan kecil dapat dibandingkan."),
    kept=STATISTIC,
    key=("kecamatan", "tahun"),
    owner="kecamatan",
    verified=False,
    columns=(
        kecamatan_column(),
        Column("tahun", "whole", "Tahun", required=True, minimum=1990, maximum=2100, example="2020"),
        Column(
            "jumlah",
            "whole",
            "Jumlah penduduk",
            required=True,
            minimum=1,
            maximum=100_000_000,
            example="205333",
        ),
        Column("mutu", "choice", "Mutu angka", required=True, choices=QUALITIES, example="sensus"),
        Column("sumber", "text", "Sumber angka", required=True, example="SP2020"),
    ),
)
