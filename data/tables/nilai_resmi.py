"""Official yearly values and targets; they stand beside our scores and never enter them."""

from data.tables.column import STATISTIC, Column, Table
from data.words import N_

TABLE = Table(
    name="nilai_resmi",
    title=N_("Nilai resmi"),
    meaning="Satu baris untuk satu indeks resmi dan satu tahun.",
    purpose=N_("Menaruh nilai dan target resmi di samping skor kami."),
    kept=STATISTIC,
    key=("indeks", "tahun"),
    verified=False,
    columns=(
        Column("indeks", "choice", "Nama indeks", required=True, choices=("IKO", "IKN", "IHaI"), example="IKO"),
        Column("tahun", "whole", "Tahun", required=True, minimum=2000, maximum=2100, example="2025"),
        Column("nilai", "number", "Nilai resmi", minimum=0, maximum=100, example="70,5"),
        Column("target", "number", "Target", minimum=0, maximum=100, example="72"),
        Column("sumber", "text", "Dokumen sumber", required=True, example="LKjIP 2025"),
    ),
)
