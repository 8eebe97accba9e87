"""What people write into free text (reasons, notes, purposes): made up, half of it with nobody in it, half with an office and a name.

Written before the gate asked about free text; the words for who wrote and what was checked stand here only.
"""

from __future__ import annotations

import random

SIZE = 500
_CHECKED = (
    "dicek ke", "cocok dengan", "sudah dikonfirmasi ke", "sesuai", "dibandingkan dengan", "tidak cocok dengan", "menunggu", "dikoreksi menurut",
    "salah ketik, lihat", "ganda dengan", "belum ada di", "jumlah luka menurut", "tanggal diperbaiki sesuai", "Ditolak karena berbeda dari",
    "Diterima berdasarkan", "hasil pengecekan lapangan bersama", "dibahas dalam rapat dengan", "atas permintaan", "revisi dari", "klarifikasi",
)  # fmt: skip
_AGAINST = (
    "laporan Polsek Cibitung", "berita acara rapat FKUB", "rekap kecamatan bulan Oktober", "buku induk Ormas", "catatan Satpol PP",
    "notulen Musrenbang", "data Dukcapil", "laporan Babinsa Desa Sukamukti", "surat Camat Tambun Selatan", "daftar hadir kegiatan",
    "laporan Bhabinkamtibmas", "data Polres Metro Bekasi", "register pengadilan", "surat Dinas Sosial", "laporan Kesbangpol Provinsi Jawa Barat",
    "kliping Radar Bekasi", "grup pelaporan kecamatan", "Kasi Trantib Kecamatan Setu", "pengurus RT 05 RW 012", "ketua RW setempat",
    "operator kecamatan Babelan", "Koramil 04/Cikarang", "FKDM Kabupaten Bekasi", "panitia pilkades", "data Kemenkumham nomor AHU-0012345",
    "SKT yang baru terbit", "kejadian nomor KJ-014", "kepala desa setempat", "sekretaris kecamatan", "arsip Bagian Hukum", "hasil verifikasi LAN",
    "Ketua Umum Karang Taruna", "Pengurus Cabang NU", "pimpinan pondok pesantren", "koordinator lapangan aksi buruh", "serikat pekerja PT di MM2100",
    "surat tugas nomor 800/123/BKBP", "Kominda", "pengurus DKM Masjid Al Ikhlas", "dewan pembina yayasan",
)  # fmt: skip
_AFTER = ("", "", "", ".", " (halaman 2)", " tanggal 3 Oktober", ", lengkap", " lewat telepon", "; angka lama keliru", " bulan lalu")
_WITH = (
    "menurut {}", "sudah ditanyakan kepada {}", "{} membenarkan", "surat dari {}", "dikonfirmasi {} lewat telepon", "atas permintaan {}",
    "ditolak karena {} keberatan", "Diterima; {} sudah melengkapi", "data dari {} tanggal 3 Oktober", "rapat dengan {} dan camat",
)  # fmt: skip


def ordinary() -> list[str]:
    """Reasons in which there is nobody."""
    dice = random.Random("alasan")  # noqa: S311 - the same dice every time is what is wanted
    return [f"{dice.choice(_CHECKED)} {dice.choice(_AGAINST)}{dice.choice(_AFTER)}" for _ in range(SIZE)]


def of(people: list[str]) -> list[str]:
    """Reasons that tell of these people, each once."""
    dice = random.Random("orang")  # noqa: S311
    return [dice.choice(_WITH).format(one) for one in people]
