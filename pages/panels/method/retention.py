"""What each table is for, how long it is kept, and which columns are erased when."""

from __future__ import annotations

import streamlit as st

from data.privacy import purpose
from data.tables import TABLES, Table, titles
from data.tables import column as columns_of_tables
from data.words import Words
from pages.figures import markup
from pages.panels import tables
from pages.panels.method import method_text
from pages.panels.tables import Column
from pages.session import screen

Risk = tuple[Table, columns_of_tables.Column]


def show(t: Words) -> None:
    """The overall purpose, then a table of the imported tables and one of the columns with a risk."""
    screen.show(t, markup.tag("p", purpose.sentence(t), "k-finding"))
    every = [
        Column[Table](t("Tabel"), lambda table: table.label(t)),
        Column[Table](t("Untuk apa"), lambda table: t(table.purpose)),
        Column[Table](t("Disimpan"), lambda table: t(table.kept)),
    ]
    screen.show(t, method_text.wrapped(tables.html_table(t, t("Tabel menurut tujuan dan masa simpan"), every, list(TABLES.values()))))
    st.subheader(t("Kolom yang dihapus"), anchor=False)
    risky: list[Risk] = [(table, column) for table in TABLES.values() for column in table.risky]
    some = [
        Column[Risk](t("Kolom"), lambda one: f"{one[0].label(t)}: {titles.title(t, one[1].name)}"),
        Column[Risk](t("Risiko"), lambda one: t(one[1].risk)),
        Column[Risk](t("Dihapus setelah"), lambda one: purpose.how_long(t, one[1].kept_months or 0)),
    ]
    screen.show(t, method_text.wrapped(tables.html_table(t, t("Isinya dikosongkan; barisnya tetap dihitung"), some, risky)))
    screen.show(
        t,
        method_text.bullets(
            [
                t("Masa simpan ini usulan program sampai disahkan bersama jadwal retensi arsip kabupaten."),
                t(
                    "Kode Ormas pada kejadian dihapus hanya bila perannya melapor; siapa yang mencegah atau memediasi adalah catatan kegiatan terbuka."
                ),
                t("Nomor dokumen pada daftar Ormas dihitung sejak barisnya digantikan; yang lain sejak tanggal barisnya."),
                t(
                    "Menghapus adalah tindakan admin yang tercatat; edisi yang sudah terbit tidak berubah, dan cadangan lama masih memuat isinya sampai cadangan itu dihapus."
                ),
                t(
                    "Jejak audit, verifikasi, dan izin memuat nama akun petugas dan disimpan selama basis data ada, karena rantainya tidak dapat dipotong."
                ),
            ]
        ),
    )
