"""Which police sector covers a kecamatan, from a day on. What the program brings along holds until a row says otherwise."""

from data.tables.column import STATISTIC, Column, Table, kecamatan_column
from data.words import N_

TABLE = Table(
    name="wilayah_polsek",
    title=N_("Wilayah Polsek"),
    meaning="Satu baris untuk satu kecamatan dan satu masa: Polsek mana yang membawahkannya. Jangan isi nama orang.",
    purpose=N_("Membaca kejadian menurut wilayah Polsek yang berlaku pada waktunya."),
    kept=STATISTIC,
    key=("kecamatan", "mulai"),
    verified=False,
    columns=(
        kecamatan_column(),
        Column(
            "polsek",
            "text",
            "Nama Polsek",
            required=True,
            # two or three words, so that no name of a person hides behind the office
            pattern=r"Polsek [A-Z][A-Za-z]{2,24}(?: [A-Z][A-Za-z]{2,24})?",
            example="Polsek Cikarang Barat",
        ),
        Column("mulai", "date", "Hari pertama", required=True, example="2026-07-01"),
        Column("sampai", "date", "Hari terakhir; kosong bila masih berlaku", example=""),
        Column(
            "dikonfirmasi",
            "yes_no",
            "Apakah sudah dikonfirmasi Polres; kosong berarti belum",
            choices=("ya", "tidak"),
            example="ya",
        ),
    ),
)
