"""The tables of an edition with what is told over time and space: series, trends, early warnings, clusters."""

from __future__ import annotations

from data.tables.frozen import (
    BY_TYPE,
    COUNT,
    NO_CHANGE_POINT,
    NO_INDEX_RULE,
    NO_REPORT,
    NO_TEST,
    NOT_COMPUTED,
    NUMBER,
    PERIOD,
    PUBLIC,
    TEXT,
    TINY,
    UNIT,
    UNIT_TYPE,
    YES_NO,
    Column,
    Table,
)
from data.words import N_

TABLES: tuple[Table, ...] = (
    Table(
        "series",
        N_("Deret yang diuji trennya"),
        key=("series", "unit_type", "unit", "period"),
        scope=BY_TYPE,
        columns=(
            Column("series", TEXT, N_("Deret: kejadian (per bulan) atau ikw_3 (indeks satu triwulan)")),
            UNIT_TYPE,
            UNIT,
            Column("period", TEXT, N_("Bulan; untuk triwulan bulan terakhirnya"), unit=N_("bulan")),
            Column(
                "value",
                NUMBER,
                N_("Kejadian per 100.000 orang-tahun, atau skor indeks"),
                missing=NOT_COMPUTED,
            ),
            Column("low", NUMBER, N_("Batas bawah rentang 90%"), unit="0–100", missing=NOT_COMPUTED),
            Column("high", NUMBER, N_("Batas atas rentang 90%"), unit="0–100", missing=NOT_COMPUTED),
            Column("trend", NUMBER, N_("Garis tren (STL), hanya untuk gambar"), missing=NOT_COMPUTED),
        ),
    ),
    Table(
        "trends",
        N_("Hasil uji tren tiap deret"),
        key=("series", "unit_type", "unit"),
        scope=BY_TYPE,
        columns=(
            Column("series", TEXT, N_("Deret yang diuji, lihat tabel series")),
            UNIT_TYPE,
            UNIT,
            Column("first", TEXT, N_("Nilai pertama yang dipakai"), unit=N_("bulan"), missing=NO_TEST),
            Column("last", TEXT, N_("Nilai terakhir yang dipakai"), unit=N_("bulan"), missing=NO_TEST),
            Column("n", COUNT, N_("Banyaknya nilai")),
            Column("s", NUMBER, N_("Skor S Mann–Kendall"), missing=NO_TEST),
            Column("z", NUMBER, N_("Simpangan normal dengan koreksi kontinuitas"), missing=NO_TEST),
            Column("p", NUMBER, N_("Peluang dua sisi uji tren"), missing=NO_TEST),
            Column("slope", NUMBER, N_("Kemiringan Sen"), unit=N_("per tahun"), missing=NO_TEST),
            Column(
                "slope_low", NUMBER, N_("Batas bawah 95% kemiringan"), unit=N_("per tahun"), missing=NO_TEST
            ),
            Column(
                "slope_high", NUMBER, N_("Batas atas 95% kemiringan"), unit=N_("per tahun"), missing=NO_TEST
            ),
            Column("p_seasonal", NUMBER, N_("p uji Mann–Kendall musiman"), missing=NO_TEST),
            Column(
                "correlation",
                NUMBER,
                N_("Korelasi lag-1 yang dihilangkan sebelum diuji; 0 = tidak perlu"),
                missing=NO_TEST,
            ),
            Column("change_p", NUMBER, N_("p titik perubahan"), missing=NO_CHANGE_POINT),
            Column("before", NUMBER, N_("Median sebelum titik perubahan"), missing=NO_CHANGE_POINT),
            Column("after", NUMBER, N_("Median sesudah titik perubahan"), missing=NO_CHANGE_POINT),
            Column(
                "change_period",
                TEXT,
                N_("Awal taraf baru (Pettitt, melihat ke belakang)"),
                unit=N_("bulan"),
                missing=NO_CHANGE_POINT,
            ),
            Column(
                "q", NUMBER, N_("p sesudah koreksi Benjamini–Hochberg atas semua kecamatan"), missing=NO_TEST
            ),
            Column("change_q", NUMBER, N_("p titik perubahan sesudah koreksi"), missing=NO_CHANGE_POINT),
            Column(
                "direction",
                TEXT,
                N_("naik, turun, tidak_nyata, terlalu_sedikit (kejadiannya terlalu sedikit untuk diuji)"),
                missing=NO_TEST,
            ),
        ),
    ),
    Table(
        "signals",
        N_("Peringatan dini: bulan dan kelompok kejadian yang melampaui kebiasaan"),
        key=("signal",),
        scope=BY_TYPE,
        columns=(
            Column("signal", TEXT, N_("Kode sinyal: bulan/kecamatan/kelompok")),
            PERIOD,
            UNIT_TYPE,
            UNIT,
            Column("group", TEXT, N_("Kelompok jenis kejadian, atau ikw")),
            Column("level", TINY, N_("Tingkat sinyal data, bukan status keamanan resmi"), unit="1–3"),
            Column("rules", TEXT, N_("Aturan yang menyala, dipisah titik koma")),
            Column("count", NUMBER, N_("Kejadian bulan itu"), missing=NO_INDEX_RULE),
            Column("severe", NUMBER, N_("Di antaranya tingkat 3"), missing=NO_INDEX_RULE),
            Column(
                "expected",
                NUMBER,
                N_("Biasanya, menurut bulan-bulan sebelum rangkaian sinyal dimulai"),
                missing=NO_INDEX_RULE,
            ),
            Column("bound", NUMBER, N_("Batas wajar: terbanyak yang masih wajar"), missing=NO_INDEX_RULE),
            Column("phi", NUMBER, N_("Dispersi"), missing=NO_INDEX_RULE),
            Column(
                "p", NUMBER, N_("Peluang sebanyak itu atau lebih pada bulan biasa"), missing=NO_INDEX_RULE
            ),
            Column("q", NUMBER, N_("p sesudah koreksi atas semua sel bulan itu"), missing=NO_INDEX_RULE),
            Column("cusum", NUMBER, N_("Jumlah kumulatif"), missing=NO_INDEX_RULE),
            Column("cusum_limit", NUMBER, N_("Batas jumlah kumulatif"), missing=NO_INDEX_RULE),
            Column(
                "run_count", NUMBER, N_("Kejadian sejak jumlah kumulatif terakhir 0"), missing=NO_INDEX_RULE
            ),
            Column("run_expected", NUMBER, N_("Biasanya dalam bulan-bulan itu"), missing=NO_INDEX_RULE),
            Column("run_months", NUMBER, N_("Lamanya"), unit=N_("bulan"), missing=NO_INDEX_RULE),
            Column(
                "row_count",
                NUMBER,
                N_(
                    "Kejadian pada bulan-bulan terakhir rangkaian sinyal (paling banyak tiga, tanpa bulan pertamanya)"
                ),
                missing=NO_INDEX_RULE,
            ),
            Column(
                "row_expected",
                NUMBER,
                N_("Biasanya dalam bulan-bulan itu, menurut bulan sebelum rangkaian dimulai"),
                missing=NO_INDEX_RULE,
            ),
            Column("row_bound", NUMBER, N_("Batas wajar dalam bulan-bulan itu"), missing=NO_INDEX_RULE),
            Column("row_months", NUMBER, N_("Banyaknya bulan itu"), unit=N_("bulan"), missing=NO_INDEX_RULE),
            Column("index_now", NUMBER, N_("Skor IKW"), unit="0–100", missing=NO_INDEX_RULE),
            Column(
                "index_before",
                NUMBER,
                N_("Skor IKW dua belas bulan sebelumnya"),
                unit="0–100",
                missing=NO_INDEX_RULE,
            ),
            Column("p_fall", NUMBER, N_("Peluang indeks turun melebihi ambang"), missing=NO_INDEX_RULE),
            Column("completeness", NUMBER, N_("Bagian desa yang melapor"), unit="0–1", missing=NO_REPORT),
            Column("provisional", YES_NO, N_("Angka sementara")),
            Column("since", TEXT, N_("Bulan pertama rangkaian sinyal ini"), unit=N_("bulan")),
            Column("row_open", YES_NO, N_("Rangkaian ini belum berakhir pada bulan terakhir edisi")),
            Column(
                "closed",
                YES_NO,
                N_(
                    "Sinyal ini sudah ditutup, atau tarafnya ditetapkan sebagai taraf baru, saat edisi terbit"
                ),
            ),
            Column(
                "neighbours",
                TEXT,
                N_("Kecamatan berbatasan dengan sinyal yang sama, dipisah titik koma"),
                others=True,
            ),
            Column("inputs", TEXT, N_("Masukan aturan (JSON): bulan, hitungan, dan paparan dasar")),
            Column("version", TEXT, N_("Versi aturan sinyal")),
        ),
    ),
    Table(
        "signal_rules",
        N_("Aturan sinyal yang dipakai edisi ini, seutuhnya"),
        key=("id",),
        scope=PUBLIC,
        columns=(
            Column("id", TEXT, N_("Versi aturan sinyal")),
            Column("toml", TEXT, N_("Isi berkas aturan")),
        ),
    ),
    Table(
        "clusters",
        N_("Kemiripan skor IKW kecamatan dengan tetangganya"),
        key=("period", "unit_type", "unit"),
        scope=BY_TYPE,
        columns=(
            PERIOD,
            UNIT_TYPE,
            UNIT,
            Column("I", NUMBER, N_("Moran lokal"), missing=NOT_COMPUTED),
            Column("p", NUMBER, N_("p dua sisi dari permutasi"), missing=NOT_COMPUTED),
            Column("q", NUMBER, N_("p sesudah koreksi atas semua kecamatan"), missing=NOT_COMPUTED),
            Column(
                "cluster",
                TEXT,
                N_("Kelompok bertetangga: nilai sendiri dan nilai tetangga"),
                missing=NOT_COMPUTED,
            ),
            Column("gi_z", NUMBER, N_("Gi*, simpangan baku"), missing=NOT_COMPUTED),
            Column("gi_p", NUMBER, N_("p dua sisi Gi*"), missing=NOT_COMPUTED),
            Column("gi_q", NUMBER, N_("p Gi* sesudah koreksi"), missing=NOT_COMPUTED),
            Column("moran_i", NUMBER, N_("Moran's I seluruh wilayah"), missing=NOT_COMPUTED),
            Column("moran_p", NUMBER, N_("p Moran's I dari permutasi"), missing=NOT_COMPUTED),
            Column("moran_z", NUMBER, N_("z Moran's I dari permutasi"), missing=NOT_COMPUTED),
        ),
    ),
)
