"""Help in the app: a short tour for each role, and the words that not everybody knows."""

from __future__ import annotations

import streamlit as st

from data import __version__
from data.access import viewers
from data.access.viewers import LOCAL, Viewer
from data.editions import levels
from data.words import N_, Words
from pages.figures import markup
from pages.session import guard, screen

# What to do where, for each role, in the order of a first visit. Pages are named as in the menu.
_BOARD = N_("Papan hari ini: kejadian berat yang baru masuk, yang menunggu Anda, dan siapa yang belum melapor; bukan angka terbitan.")
TOURS: dict[str, tuple[str, ...]] = {
    "pimpinan": (
        N_("Ringkasan: kalimat paling atas menjawab apakah kabupaten lebih tenang daripada setahun lalu."),
        N_("Perlu keputusan: yang paling mendesak, masing-masing dengan saran, penanggung jawab dan tanggal."),
        N_("Mode paparan: tiga layar berhuruf besar untuk ruang rapat; panah kiri dan kanan berpindah layar."),
        N_("Kinerja: Ormas yang layak diapresiasi dan yang perlu dukungan; namanya dibuka dengan klik."),
    ),
    "penghubung": (
        _BOARD,
        N_("Peta: pilih warna, lapisan dan bulan; klik kecamatan untuk kartunya, Esc untuk melepasnya."),
        N_("Tren: semua kecamatan pada satu skala, dan uji yang memperhitungkan bahwa semuanya diuji sekaligus."),
        N_("Kinerja: Ormas sebagai jumlah dan rata-rata; satu Ormas dengan nama dan skornya hanya dengan izin."),
        N_("Peringatan dini: setiap sinyal menyebut apa yang biasa, apa yang tampak dan seberapa tidak lazim."),
        N_("Alamat di peramban memuat semua pilihan Anda: kirim tautannya dan rekan Anda melihat hal yang sama."),
        N_("Lihat tabel di bawah setiap gambar memuat angkanya, juga sebagai CSV dan XLSX."),
    ),
    "camat": (
        _BOARD,
        N_("Kecamatan: skor kecamatan Anda dengan rentangnya, yang menambah dan yang mengurangi, dan mutu datanya."),
        N_("Peringatan dini: sinyal di kecamatan Anda dan tindak lanjutnya."),
    ),
    "operator_kecamatan": (
        _BOARD,
        N_("Unggah: isi templat, lepaskan berkasnya di halaman ini, perbaiki yang disebut salah, unggah lagi."),
        N_("Laporan nihil tetap laporan: tanpa itu skor kecamatan Anda tidak dapat dihitung."),
    ),
    "humas": (
        N_("Siaran pers: pilih bingkai, periksa, minta izin PPID; setelah diizinkan berkasnya bersih dari tanda."),
        N_("Angka yang kecil disamarkan; jangan menghitungnya kembali dari sumber lain."),
    ),
    "ppid": (
        N_("Siaran pers: lihat bingkai persis seperti akan keluar, lalu izinkan atau tolak dengan alasan."),
        N_("Embargo menahan berkas bersih sampai waktunya; penarikan tercatat dan tampak saat berkas diperiksa."),
    ),
    "operator_kabupaten": (
        _BOARD,
        N_("Unggah: papan sudah dan belum kirim, antrean verifikasi, batch yang dapat ditarik."),
        N_("Edisi: terbitkan bulan yang sudah lengkap; edisi lama tidak pernah berubah."),
        N_("Hanya baris terverifikasi yang dihitung."),
    ),
    "pemilik_metode": (
        N_("Metodologi: setiap indikator, patokan, bobot dan golongan, dengan dasar hukumnya."),
        N_("Simulasi bobot: geser satu bobot dan lihat skor serta urutan bergerak; tidak ada yang tersimpan."),
    ),
    "admin": (
        N_("Edisi: keadaan setiap edisi, jejak audit, izin instansi dan hasil pemeriksaan."),
        N_("Cadangan, pemulihan dan pemeriksaan lengkap dijalankan di server; langkahnya ada di docs/operations.md."),
    ),
}
GLOSSARY: tuple[tuple[str, str], ...] = (
    ("IKW", N_("Indeks Kondusivitas Wilayah: seberapa tenang sebuah kecamatan, 0–100, dari dua belas bulan terakhir.")),
    ("IKO", N_("Indeks Kinerja Ormas: seberapa baik sebuah Ormas bekerja, 0–100; bukan nilai resmi Kemendagri.")),
    (
        f"Rentang {levels.INTERVAL}%",
        N_("Nilai yang sebenarnya diperkirakan berada di rentang ini; rentang yang bertumpang tindih tidak berbeda nyata."),
    ),
    (
        "Golongan",
        N_("Kelas tetap sebuah indeks, dengan batas yang disebut di Metodologi; dua golongan disebut bila satu belum cukup yakin."),
    ),
    ("B04, B08, B12", N_("Caturwulan: Januari–April, Mei–Agustus, September–Desember, periode laporan rencana aksi penanganan konflik.")),
    ("Sinyal", N_("Data yang tidak lazim menurut bulan-bulan sebelumnya; bukan status keamanan resmi dan bukan ramalan.")),
    ("Edisi", N_("Hasil yang sudah terbit dan tidak pernah berubah; setiap angka menyebut edisinya.")),
    ("Nihil", N_("Dilaporkan tidak ada kejadian; berbeda dari tidak melapor.")),
    ("ATHG", N_("Ancaman, tantangan, hambatan dan gangguan.")),
    ("Kamtibmas", N_("Keamanan dan ketertiban masyarakat.")),
    ("FKDM", N_("Forum Kewaspadaan Dini Masyarakat.")),
    ("FKUB", N_("Forum Kerukunan Umat Beragama.")),
    ("PPID", N_("Pejabat Pengelola Informasi dan Dokumentasi, yang mengizinkan angka keluar dari gedung.")),
    ("SKT, AHU, SKL", N_("Surat keterangan terdaftar, pengesahan badan hukum, dan surat keterangan lapor keberadaan sebuah Ormas.")),
)
SAME = {"ppid_pengganti": "ppid", **dict.fromkeys(viewers.INSTITUTIONS, "penghubung")}
"""Roles that are shown around as another one."""
TOURS.update({role: TOURS[other] for role, other in SAME.items()})


def button(t: Words, viewer: Viewer) -> None:
    """The button that opens the help, in the side bar, and the version of the program."""
    with st.sidebar:
        st.button(t("Bantuan dan istilah"), key="w_bantuan", on_click=guard.act(_open), args=(viewer.role,))
        screen.show(t, markup.tag("p", t("Program versi {version}", version=__version__), "k-note"))
    if st.session_state.pop("bantuan", None):
        _dialog(t, viewer)


def _open(role: str) -> None:
    st.session_state["bantuan"] = role


def _dialog(t: Words, viewer: Viewer) -> None:
    def show() -> None:
        roles = [role for role in TOURS if role not in SAME] if viewer.role == LOCAL else [viewer.role]
        inside = []
        for role in roles:
            title = t(Viewer("", role, frozenset()).title)
            steps = "".join(markup.tag("li", t(step)) for step in TOURS[role])
            inside.append(markup.tag("h3", title) + markup.box("ul", steps, "k-list"))
        words = "".join(markup.tag("dt", word) + markup.tag("dd", t(meaning)) for word, meaning in GLOSSARY)
        inside += [markup.tag("h3", t("Istilah")), markup.box("dl", words, "k-facts-list")]
        screen.show(t, markup.box("div", "".join(inside), "k-help"))

    guard.dialog(t("Bantuan dan istilah"), show, width="large")
