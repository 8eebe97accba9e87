"""What the codes of the tables are called on screen. One word per idea; the codes themselves never appear."""

from __future__ import annotations

from data.words import N_, t

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
    "selesai": N_("Selesai"),
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
}
UNKNOWN = N_("Tidak diketahui")


def label(code: str | None) -> str:
    """The name of a code in the language of the context; a code without a name stands as it is."""
    return t(UNKNOWN) if code is None else t(_WORDS[code]) if code in _WORDS else code
