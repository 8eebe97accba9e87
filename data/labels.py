"""What the codes of the tables are called: on screen, in fault reports, and in the cells of those who write words."""

from __future__ import annotations

import functools
import re

from data.words import LANGUAGES, N_, Words

_WORDS: dict[str, str] = {
    # kejadian.jenis
    "bentrok_antarwarga": N_("Bentrok antarwarga"),
    "isu_keamanan": N_("Isu keamanan"),
    "isu_sara": N_("Isu SARA"),
    "kesenjangan_sosial": N_("Kesenjangan sosial"),
    "konflik_lingkungan_pendidikan": N_("Konflik di lingkungan pendidikan"),
    "tawuran": N_("Tawuran"),
    "konflik_ormas": N_("Konflik antar-Ormas"),
    "sengketa_lahan": N_("Sengketa lahan"),
    "ekses_politik": N_("Ekses politik"),
    "perselisihan_hubungan_industrial": N_("Perselisihan hubungan industrial"),
    "perebutan_limbah_proyek": N_("Perebutan limbah dan proyek"),
    "pendirian_rumah_ibadat": N_("Pendirian rumah ibadat"),
    "unjuk_rasa": N_("Unjuk rasa"),
    "lainnya": N_("Lainnya"),
    # kejadian.penanganan, kelas, peran_ormas
    "dicegah": N_("Dicegah"),
    "dimediasi": N_("Sedang dimediasi"),
    "proses": N_("Dalam proses"),
    "selesai": N_("Selesai ditangani"),
    "belum_ditangani": N_("Belum ditangani"),
    "eskalasi": N_("Eskalasi"),
    "gangguan": N_("Kejadian"),
    "potensi": N_("Potensi"),
    "penyampaian_pendapat": N_("Penyampaian pendapat di muka umum (bukan gangguan)"),
    "melapor": N_("Melapor lebih dini"),
    "mencegah": N_("Mencegah"),
    "memediasi": N_("Memediasi"),
    # kegiatan.jenis, mitra
    "kamtibmas": N_("Kamtibmas"),
    "deteksi_dini": N_("Deteksi dini"),
    "mediasi": N_("Mediasi"),
    "literasi_antihoaks": N_("Literasi antihoaks"),
    "toleransi_kerukunan": N_("Toleransi dan kerukunan"),
    "sosial": N_("Sosial"),
    "tidak_ada": N_("Tanpa mitra"),
    "pemerintah": N_("Pemerintah"),
    "polri": N_("Polri"),
    "tni": N_("TNI"),
    "fkub": N_("FKUB"),
    # pelatihan.topik
    "manajemen_organisasi": N_("Manajemen organisasi"),
    "kepemimpinan": N_("Kepemimpinan"),
    "penyelesaian_konflik": N_("Penyelesaian konflik"),
    "komunikasi_efektif": N_("Komunikasi efektif"),
    "regulasi": N_("Regulasi"),
    "wawasan_kebangsaan": N_("Wawasan kebangsaan"),
    # ormas.ciri_khusus, status, cakupan
    "keagamaan": N_("Keagamaan"),
    "kewanitaan": N_("Kewanitaan"),
    "kepemudaan": N_("Kepemudaan"),
    "kesamaan_profesi": N_("Kesamaan profesi"),
    "kesamaan_kegiatan": N_("Kesamaan kegiatan"),
    "kesamaan_bidang": N_("Kesamaan bidang"),
    "mitra_kl": N_("Mitra kementerian/lembaga"),
    "aktif": N_("Aktif"),
    "tidak_aktif": N_("Tidak aktif"),
    "tidak_ditemukan": N_("Tidak ditemukan"),
    "desa": N_("Desa/kelurahan"),
    "kecamatan": N_("Kecamatan"),
    "kabupaten": N_("Kabupaten"),
    # ormas.bentuk, jenjang
    "perkumpulan_bh": N_("Perkumpulan berbadan hukum"),
    "yayasan_bh": N_("Yayasan berbadan hukum"),
    "tidak_berbadan_hukum": N_("Tidak berbadan hukum"),
    "pusat": N_("Pusat"),
    "cabang": N_("Cabang"),
    # kejadian.tahap, lokasi, sumber_konflik, fase; ya dan tidak
    "peristiwa": N_("Peristiwa"),
    "permukiman": N_("Permukiman"),
    "jalan": N_("Jalan"),
    "kawasan_industri": N_("Kawasan industri"),
    "sekolah": N_("Sekolah"),
    "pasar": N_("Pasar"),
    "kantor_pemerintah": N_("Kantor pemerintah"),
    "ipoleksosbud": N_("Ideologi, politik, ekonomi, sosial, dan budaya"),
    "sara": N_("SARA"),
    "batas_wilayah": N_("Batas wilayah"),
    "sda_lahan": N_("Sumber daya alam dan lahan"),
    "distribusi_sda": N_("Pembagian sumber daya alam"),
    "tidak_jelas": N_("Tidak jelas"),
    "pencegahan": N_("Pencegahan"),
    "penghentian": N_("Penghentian"),
    "pemulihan": N_("Pemulihan"),
    "ya": N_("Ya"),
    "tidak": N_("Tidak"),
    # sumber, survei.sasaran, pertanyaan, penduduk.mutu
    "polsek": N_("Polsek"),
    "fkdm": N_("FKDM"),
    "ormas": N_("Ormas"),
    "media": N_("Media"),
    "kepuasan_ormas": N_("Kepuasan terhadap Ormas"),
    "rasa_aman": N_("Rasa aman"),
    "sensus": N_("Sensus"),
    "proyeksi": N_("Proyeksi"),
    "estimasi_dpt": N_("Perkiraan dari daftar pemilih"),
    "estimasi_kasar": N_("Perkiraan kasar"),
    # riwayat_ormas.perihal
    "status": N_("Status"),
    "kepengurusan": N_("Masa bakti kepengurusan"),
    "ahu": N_("Pengesahan badan hukum"),
    "skt": N_("Surat keterangan terdaftar"),
    "skl": N_("Surat keterangan lapor"),
    # kelengkapan.tabel_nihil
    "kejadian": N_("Kejadian"),
    "kegiatan": N_("Kegiatan"),
    # langkah_penanganan.kantor
    "camat": N_("Camat"),
    "koramil": N_("Koramil"),
    "satpol_pp": N_("Satpol PP"),
    "disnaker": N_("Dinas Tenaga Kerja"),
    "bakesbangpol": N_("Bakesbangpol"),
    "tim_terpadu": N_("Tim Terpadu Penanganan Konflik Sosial"),
    # agenda.jenis, ukuran
    "hari_buruh": N_("Hari Buruh"),
    "penetapan_umk": N_("Penetapan UMK"),
    "ramadan": N_("Ramadan"),
    "idul_fitri": N_("Idul Fitri"),
    "kemerdekaan": N_("Hari Kemerdekaan RI"),
    "natal_tahun_baru": N_("Natal dan tahun baru"),
    "pemilu": N_("Pemilu"),
    "pilkada": N_("Pilkada"),
    "pilkades": N_("Pilkades"),
    "unjuk_rasa_diberitahukan": N_("Penyampaian pendapat yang diberitahukan"),
    "perubahan_formulir": N_("Perubahan formulir"),
    "polsek_baru": N_("Polsek baru"),
    "sampai_50": N_("sampai 50 orang"),
    "51_200": N_("51–200 orang"),
    "201_1000": N_("201–1.000 orang"),
    "lebih_1000": N_("lebih dari 1.000 orang"),
}
# Where one code has another name in another column.
_OF_COLUMN: dict[tuple[str, str], str] = {("peran_ormas", "tidak_ada"): N_("Tidak berperan")}
UNKNOWN = N_("Tidak diketahui")


def label(t: Words, code: str | None) -> str:
    """The name of a code in the language of the reader; a code without a name stands as it is."""
    return t(UNKNOWN) if code is None else t(_WORDS[code]) if code in _WORDS else code


def of_choice(t: Words, column: str, code: str) -> str:
    """The name of one choice of a column in the language of the reader."""
    own = _OF_COLUMN.get((column, code))
    return t(own) if own else label(t, code)


@functools.cache
def meanings(column: str, choices: tuple[str, ...]) -> dict[str, str]:
    """What people may write for the choices of a column (code or name, in either language, in tidy form) → the code."""
    found = {tidy(of_choice(Words(language), column, code)): code for language in LANGUAGES for code in choices}
    return found | {tidy(code): code for code in choices}


def tidy(text: str) -> str:
    """A choice without case and punctuation.

    Examples
    --------
    >>> tidy("Konflik antar-Ormas"), tidy(" TAWURAN ")
    ('konflik_antar_ormas', 'tawuran')
    """
    return re.sub(r"[\s/\-_,.()]+", "_", text.casefold()).strip("_")
