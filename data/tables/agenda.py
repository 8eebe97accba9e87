"""What is known beforehand: dates and spans that explain a course, and notified demonstrations. No organiser, no Ormas, no free text."""

from data.tables.column import Column, Passing, Table
from data.words import N_

VOTES = ("pemilu", "pilkada")
NOTIFIED = "unjuk_rasa_diberitahukan"
KINDS = (
    "hari_buruh",
    "penetapan_umk",
    "ramadan",
    "idul_fitri",
    "kemerdekaan",
    "natal_tahun_baru",
    *VOTES,
    "pilkades",
    NOTIFIED,
    "perubahan_formulir",
    "polsek_baru",
)
SIZES = ("sampai_50", "51_200", "201_1000", "lebih_1000")
PASSING = Passing(
    "jenis", NOTIFIED, 30, N_("Daftar kapan dan di mana pendapat disampaikan dapat dipakai terhadap hak itu sendiri (UU 9/1998).")
)

TABLE = Table(
    name="agenda",
    title=N_("Agenda"),
    meaning="Satu baris untuk satu agenda. Tanpa nama penyelenggara, Ormas, atau orang.",
    purpose=N_(
        "Menandai tanggal yang menjelaskan grafik, dan menyiapkan pengamanan penyampaian pendapat yang diberitahukan (UU 9/1998). "
        "Tidak masuk ke edisi."
    ),
    kept=N_("Tanggal umum tanpa batas waktu; penyampaian pendapat yang diberitahukan 30 hari sesudahnya."),
    dated="sampai",
    key=("id_agenda",),
    generated_id=("id_agenda", "AG"),
    verified=False,
    published=False,
    passing=PASSING,
    columns=(
        # Digits only: a code of letters could name who organises.
        Column("id_agenda", "text", "Boleh kosong: dibuat oleh sistem", pattern=r"(?:AG-)?\d{1,8}(?:-\d{1,8})?", example="AG-00002-000017"),
        Column("mulai", "date", "Hari pertama", required=True, example="2026-05-01"),
        Column("sampai", "date", "Hari terakhir; sama dengan mulai bila hanya sehari", required=True, example="2026-05-01"),
        Column("jenis", "choice", "Jenis agenda", required=True, choices=KINDS, example="hari_buruh"),
        Column("kecamatan", "kecamatan", "Kecamatan; kosong berarti seluruh kabupaten", example="32.16.07"),
        Column(
            "ukuran",
            "choice",
            "Perkiraan peserta penyampaian pendapat yang diberitahukan; kosong untuk agenda lain",
            choices=SIZES,
            example="51_200",
        ),
    ),
)
