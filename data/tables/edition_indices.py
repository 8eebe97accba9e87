"""The tables of an edition with the indices: scores and what stands behind them. What a table is: `data.tables.frozen`."""

from __future__ import annotations

from data.tables.frozen import (
    ASSESSED,
    BY_KECAMATAN,
    BY_TYPE,
    COUNT,
    FEW,
    FULL_COUNT,
    INDEX,
    NO_POPULATION,
    NO_REPORT,
    NO_SCORE,
    NO_YEAR,
    NOT_A_DIMENSION,
    NOT_ASKED,
    NOT_ASSESSED,
    NOT_MEASURED,
    NOT_REPORTED_VALUE,
    NOT_STATED,
    NOTHING_CAME,
    NOTHING_MEASURED,
    NUMBER,
    OTHER_UNIT,
    PERIOD,
    PUBLIC,
    REGENCY,
    TEXT,
    UNIT,
    UNIT_TYPE,
    WIDE,
    YES_NO,
    Column,
    Table,
)
from data.words import N_

TABLES: tuple[Table, ...] = (
    Table(
        "scores",
        N_("Skor tiap satuan dan bulan dengan rentang, kelas, dan mutu datanya"),
        key=("index", "unit_type", "unit", "period"),
        scope=BY_TYPE,
        columns=(
            INDEX,
            UNIT_TYPE,
            UNIT,
            PERIOD,
            Column("method", TEXT, N_("Kode metode")),
            Column("method_version", TEXT, N_("Versi metode")),
            Column("status", TEXT, N_("dinilai, belum_dapat_dinilai, tidak_dinilai")),
            Column(
                "reason",
                TEXT,
                N_(
                    "Sebab tidak dinilai: kurang: dimensi tanpa data; perlu: dimensi yang satu lagi harus terukur"
                ),
                missing=ASSESSED,
            ),
            Column(
                "score",
                NUMBER,
                N_("Skor"),
                unit="0–100",
                missing=NOT_ASSESSED,
            ),
            Column("low", NUMBER, N_("Batas bawah rentang 90%"), unit="0–100", missing=NOT_ASSESSED),
            Column("high", NUMBER, N_("Batas atas rentang 90%"), unit="0–100", missing=NOT_ASSESSED),
            Column(
                "low_method",
                NUMBER,
                N_("Batas bawah menurut pilihan metode lain"),
                unit="0–100",
                missing=NOT_ASSESSED,
            ),
            Column(
                "high_method",
                NUMBER,
                N_("Batas atas menurut pilihan metode lain"),
                unit="0–100",
                missing=NOT_ASSESSED,
            ),
            Column("band", NUMBER, N_("Kelas, 5 = terbaik"), unit="1–5", missing=NOT_ASSESSED),
            Column("band_prob", NUMBER, N_("Peluang kelas itu benar"), unit="0–1", missing=NOT_ASSESSED),
            Column(
                "band_2", NUMBER, N_("Kelas berikutnya yang paling mungkin"), unit="1–5", missing=NOT_ASSESSED
            ),
            Column("band_2_prob", NUMBER, N_("Peluangnya"), unit="0–1", missing=NOT_ASSESSED),
            Column("quality", TEXT, N_("Mutu data A, B, C"), missing=NOT_ASSESSED),
            Column(
                "weight_share",
                NUMBER,
                N_("Bagian bobot yang ada datanya; sejak metode 2026.2 dari bobot asli seluruh indeks"),
                unit="0–1",
                missing=NOT_ASSESSED,
            ),
            Column(
                "completeness",
                NUMBER,
                N_("Bagian desa/kelurahan yang melapor"),
                unit="0–1",
                missing=NOT_ASSESSED,
            ),
            Column("without_survey", YES_NO, N_("Dihitung tanpa survei"), missing=NO_SCORE),
            Column(
                "n_clipped", COUNT, N_("Banyaknya indikator yang dipotong patokan"), missing=NOTHING_MEASURED
            ),
            Column(
                "max_age_months", NUMBER, N_("Umur data tertua"), unit=N_("bulan"), missing=NOTHING_MEASURED
            ),
            Column(
                "severe_left_out",
                NUMBER,
                N_(
                    "Kejadian berat terverifikasi dalam jendela skor yang belum termasuk dalam skor, karena laporan atau penduduknya belum ada"
                ),
                unit=N_("kejadian"),
                missing=OTHER_UNIT,
            ),
            Column(
                "unknown",
                TEXT,
                N_(
                    "Yang tidak diketahui di balik skor: dimensi:indikator:tidak diketahui/semua, dipisahkan ;"
                ),
                missing=NOT_ASKED,
            ),
            Column("rank", NUMBER, N_("Urutan, 1 = skor tertinggi"), missing=REGENCY),
            Column("rank_low", NUMBER, N_("Urutan terbaik dalam rentang 90%"), missing=REGENCY),
            Column("rank_high", NUMBER, N_("Urutan terburuk dalam rentang 90%"), missing=REGENCY),
            Column("p_worst5", NUMBER, N_("Peluang termasuk lima terbawah"), unit="0–1", missing=REGENCY),
            Column("p_best5", NUMBER, N_("Peluang termasuk lima teratas"), unit="0–1", missing=REGENCY),
            Column(
                "change", NUMBER, N_("Perubahan dari 12 bulan sebelumnya"), unit=N_("poin"), missing=NO_YEAR
            ),
            Column("change_class", TEXT, N_("naik, turun, tetap"), missing=NO_YEAR),
            Column("p_up", NUMBER, N_("Peluang naik"), unit="0–1", missing=NO_YEAR),
            Column("p_down", NUMBER, N_("Peluang turun"), unit="0–1", missing=NO_YEAR),
            Column("provisional", YES_NO, N_("Sementara"), missing=NO_REPORT),
            Column(
                "units_mean",
                NUMBER,
                N_("Rata-rata skor kecamatan berbobot penduduk (hanya kabupaten)"),
                unit="0–100",
                missing=OTHER_UNIT,
            ),
            Column(
                "fallbacks", TEXT, N_("Jalan keluar yang ditempuh pada skor ini, kode dipisah titik koma")
            ),
            Column("estimated_population", YES_NO, N_("Memakai penduduk perkiraan"), missing=NO_POPULATION),
        ),
    ),
    Table(
        "dimensions",
        N_("Skor tiap dimensi di balik skor indeks"),
        key=("index", "unit_type", "unit", "period", "dimension"),
        scope=BY_TYPE,
        columns=(
            INDEX,
            UNIT_TYPE,
            UNIT,
            PERIOD,
            Column("dimension", TEXT, N_("Dimensi, seperti pada berkas metode")),
            Column(
                "score",
                NUMBER,
                N_("Skor"),
                unit="0–100",
                missing=NOT_ASSESSED,
            ),
            Column("low", NUMBER, N_("Batas bawah rentang 90%"), unit="0–100", missing=FULL_COUNT),
            Column("high", NUMBER, N_("Batas atas rentang 90%"), unit="0–100", missing=FULL_COUNT),
            Column(
                "weight",
                NUMBER,
                N_("Bobot dimensi menurut metode; yang tidak terukur melepas bobotnya kepada yang lain"),
                unit="0–1",
            ),
            Column("status", TEXT, N_("Keadaan baris atau satuan ini")),
        ),
    ),
    Table(
        "indicators",
        N_("Nilai tiap indikator di balik skor dimensi"),
        key=("index", "unit_type", "unit", "period", "indicator"),
        scope=BY_TYPE,
        columns=(
            INDEX,
            UNIT_TYPE,
            UNIT,
            PERIOD,
            Column("indicator", TEXT, N_("Indikator, seperti pada berkas metode")),
            Column("dimension", TEXT, N_("Dimensi, seperti pada berkas metode")),
            Column("raw", NUMBER, N_("Nilai mentah dalam satuan indikator"), missing=NOT_ASSESSED),
            Column("estimate", NUMBER, N_("Nilai setelah penyusutan cacah kecil"), missing=NOT_ASSESSED),
            Column(
                "score",
                NUMBER,
                N_("Skor"),
                unit="0–100",
                missing=NOT_ASSESSED,
            ),
            Column("low", NUMBER, N_("Batas bawah rentang 90%"), unit="0–100", missing=NOT_ASSESSED),
            Column("high", NUMBER, N_("Batas atas rentang 90%"), unit="0–100", missing=NOT_ASSESSED),
            Column("status", TEXT, N_("Keadaan baris atau satuan ini")),
            Column("clipped", YES_NO, N_("Nilai berada di luar patokan dan dipotong"), missing=NOT_MEASURED),
            Column("age_months", NUMBER, N_("Umur data"), unit=N_("bulan"), missing=NOT_MEASURED),
            Column(
                "n", NUMBER, N_("Banyaknya kejadian/kegiatan/jawaban di balik nilai"), missing=NOTHING_CAME
            ),
            Column(
                "unknown",
                NUMBER,
                N_("Kejadian atau kegiatan yang keterangannya belum diketahui, di antara events"),
                missing=NOT_ASKED,
            ),
            Column(
                "events",
                NUMBER,
                N_("Kejadian atau kegiatan yang semestinya diketahui selama jendela indikator"),
                missing=NOT_ASKED,
            ),
            Column("fallbacks", TEXT, N_("Jalan darurat di balik nilai, dipisah titik koma")),
        ),
    ),
    Table(
        "contributions",
        N_("Berapa poin tiap indikator mengangkat atau menurunkan skor terhadap acuan"),
        key=("index", "unit_type", "unit", "period", "indicator"),
        scope=BY_TYPE,
        columns=(
            INDEX,
            UNIT_TYPE,
            UNIT,
            PERIOD,
            Column("indicator", TEXT, N_("Indikator, seperti pada berkas metode")),
            Column("dimension", TEXT, N_("Dimensi, seperti pada berkas metode")),
            Column("points", NUMBER, N_("Sumbangan indikator; jumlahnya = skor − acuan"), unit=N_("poin")),
            Column("reference", NUMBER, N_("Skor acuan"), unit="0–100"),
        ),
    ),
    Table(
        "records",
        N_("Catatan indikator, yang menjadi dasar seluruh perhitungan"),
        key=("unit_type", "unit", "indicator", "period"),
        scope=BY_TYPE,
        columns=(
            UNIT_TYPE,
            UNIT,
            Column("indicator", TEXT, N_("Indikator, seperti pada berkas metode")),
            PERIOD,
            Column("value", NUMBER, N_("Nilai indikator"), missing=NOT_REPORTED_VALUE),
            Column(
                "numerator", NUMBER, N_("Pembilang; 0 berarti dilaporkan nihil"), missing=NOT_REPORTED_VALUE
            ),
            Column("denominator", NUMBER, N_("Penyebut"), missing=NOT_REPORTED_VALUE),
            Column("n", NUMBER, N_("Banyaknya kejadian/kegiatan/jawaban di balik nilai")),
            Column(
                "completeness",
                NUMBER,
                N_("Bagian desa/kelurahan yang melapor"),
                unit="0–1",
                missing=NOT_STATED,
            ),
        ),
    ),
    Table(
        "influence",
        N_("Apa yang paling menggeser peringkat pada bulan edisi"),
        key=("index", "period", "factor"),
        scope=PUBLIC,
        columns=(
            INDEX,
            PERIOD,
            Column("factor", TEXT, N_("Dimensi, atau agregasi (cara menggabungkan dimensi)")),
            Column(
                "weight",
                NUMBER,
                N_("Bobot yang ditetapkan metode"),
                unit=N_("bagian"),
                missing=NOT_A_DIMENSION,
            ),
            Column(
                "importance",
                NUMBER,
                N_("Bagian pengaruh nyata: kuadrat korelasi dimensi dengan indeks"),
                unit=N_("bagian"),
                missing=NOT_A_DIMENSION,
            ),
            Column(
                "drop_mean_shift",
                NUMBER,
                N_("Pergeseran peringkat rata-rata tanpa dimensi ini"),
                unit=N_("peringkat"),
                missing=NOT_A_DIMENSION,
            ),
            Column(
                "drop_max_shift",
                NUMBER,
                N_("Pergeseran peringkat terbesar tanpa dimensi ini"),
                unit=N_("peringkat"),
                missing=NOT_A_DIMENSION,
            ),
            Column(
                "drop_unit",
                TEXT,
                N_("Satuan yang peringkatnya paling bergeser tanpa dimensi ini"),
                missing=NOT_A_DIMENSION,
                others=True,
            ),
            Column(
                "sobol_total",
                NUMBER,
                N_("Indeks Sobol total atas pergeseran peringkat bila bobot dan agregasi diubah"),
                unit=N_("bagian"),
                missing=NOT_A_DIMENSION,
            ),
        ),
    ),
    Table(
        "overlay",
        N_("Ormas yang berkegiatan di tiap kecamatan dan rata-rata kinerjanya"),
        key=("period", "kecamatan"),
        scope=BY_KECAMATAN,
        columns=(
            PERIOD,
            Column("kecamatan", TEXT, N_("Kode Kemendagri kecamatan tempat kegiatan"), missing=WIDE),
            Column(
                "active_ormas",
                COUNT,
                N_(
                    "Ormas yang berkegiatan di sana dalam 12 bulan, termasuk yang berlingkup kabupaten; baris tanpa kecamatan: Ormas berlingkup kabupaten sendiri, bukan bagian jumlah"
                ),
            ),
            Column(
                "mean_iko",
                NUMBER,
                N_("Rata-rata IKO tanpa Ormas berlingkup kabupaten"),
                unit="0–100",
                missing=FEW,
            ),
            Column("n_assessed", COUNT, N_("Ormas yang dinilai, tanpa yang berlingkup kabupaten")),
            Column("activities", COUNT, N_("Kegiatan semua jenis di sana dalam 12 bulan")),
        ),
    ),
)
