"""Register of organisations. Not registered is not illegal: no column says so. No names of officers."""

from data.tables.column import ORMAS_PATTERN, Column, Table, kecamatan_column
from data.words import N_

LEGAL_FORMS = ("perkumpulan_bh", "yayasan_bh", "tidak_berbadan_hukum")
KINDS = (
    "keagamaan",
    "kewanitaan",
    "kepemudaan",
    "kesamaan_profesi",
    "kesamaan_kegiatan",
    "kesamaan_bidang",
    "mitra_kl",
)
REACHES = ("desa", "kecamatan", "kabupaten")
STATES = ("aktif", "tidak_aktif", "tidak_ditemukan")

_PAPERS = N_("Menunjuk ke akta atau surat yang memuat nama pengurus.")

TABLE = Table(
    name="ormas",
    title=N_("Daftar Ormas"),
    meaning="Satu baris untuk satu Ormas. Tidak terdaftar bukan berarti terlarang. Jangan isi nama pengurus.",
    purpose=N_(
        "Mengenali Ormas yang dinilai dan dibina, dan menghitung IKO (UU 17/2013, PP 58/2016). Nama Ormas adalah nama badan, bukan orang."
    ),
    kept=N_("Selama terdaftar. Nomor dokumen pada baris yang sudah digantikan dihapus setelah lima tahun."),
    key=("kode_ormas",),
    owner="kecamatan",
    whole=("cakupan", "kabupaten"),
    verified=False,
    columns=(
        Column("kode_ormas", "text", "Kode tetap Ormas", required=True, pattern=ORMAS_PATTERN, example="ORM-017"),
        Column("nama", "text", "Nama Ormas", required=True, example="Ormas Rekaan 017"),
        Column("singkatan", "text", "Singkatan nama"),
        Column("bentuk", "choice", "Bentuk hukum", required=True, choices=LEGAL_FORMS, example="perkumpulan_bh"),
        Column("jenjang", "choice", "Pusat atau cabang", choices=("pusat", "cabang"), example="cabang"),
        Column("no_ahu", "text", "Nomor pengesahan badan hukum (Kementerian Hukum)", risk=_PAPERS, kept_months=60),
        Column("no_skt", "text", "Nomor surat keterangan terdaftar", risk=_PAPERS, kept_months=60),
        Column("no_skl", "text", "Nomor surat keterangan lapor keberadaan", risk=_PAPERS, kept_months=60),
        Column("tanggal_terdaftar", "date", "Tanggal terdaftar", example="2022-03-14"),
        Column("berlaku_sampai", "date", "Surat keterangan terdaftar berlaku sampai", example="2027-03-14"),
        Column("masa_bakti_sampai", "date", "Masa bakti kepengurusan sampai", example="2027-12-31"),
        Column("ciri_khusus", "choice", "Ciri khusus menurut PP 58/2016", choices=KINDS, example="kepemudaan"),
        Column("bidang", "text", "Bidang kegiatan", example="lingkungan"),
        kecamatan_column(),
        Column("cakupan", "choice", "Cakupan wilayah kegiatan", choices=REACHES, example="kecamatan"),
        Column("status", "choice", "Keadaan saat didata", required=True, choices=STATES, example="aktif"),
    ),
)
