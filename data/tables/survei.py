"""Survey results, one row per wave, unit and question: sums only, no respondents."""

from data.tables.column import STATISTIC, Column, Table, source_column
from data.words import N_

# About whom each question is asked; an answer about anybody else is no measurement.
TARGET_OF_QUESTION = {"kepuasan_ormas": "ormas", "rasa_aman": "kecamatan"}
TARGETS = ("kecamatan", "ormas")
QUESTIONS = tuple(TARGET_OF_QUESTION)

TABLE = Table(
    name="survei",
    title=N_("Survei"),
    meaning="Satu baris untuk satu putaran, satu sasaran dan satu pertanyaan.",
    purpose=N_("Mengukur rasa aman dan kepuasan; hanya jumlah dan rata-rata, tanpa responden."),
    kept=STATISTIC,
    key=("putaran", "sasaran", "kode", "pertanyaan"),
    columns=(
        Column("putaran", "text", "Nama putaran survei", required=True, example="2026-1"),
        Column("tanggal", "date", "Tanggal selesai pengumpulan data", required=True, example="2026-06-30"),
        Column("sasaran", "choice", "Sasaran survei", required=True, choices=TARGETS, example="kecamatan"),
        Column("kode", "unit", "Kode kecamatan atau kode Ormas", required=True, example="32.16.07"),
        Column("pertanyaan", "choice", "Pertanyaan", required=True, choices=QUESTIONS, example="rasa_aman"),
        Column(
            "n_responden",
            "whole",
            "Jumlah responden",
            required=True,
            minimum=1,
            maximum=1_000_000,
            example="60",
        ),
        Column(
            "rata_rata",
            "number",
            "Rata-rata jawaban, skala 1–4",
            required=True,
            minimum=1,
            maximum=4,
            example="3,1",
        ),
        Column("standar_deviasi", "number", "Standar deviasi jawaban", minimum=0, maximum=1.5, example="0,7"),
        source_column(required=False),
    ),
)
