"""What each table is for, how long it is kept, and which columns are erased when."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from data import labels
from data.privacy import purpose
from data.tables import TABLES, titles
from data.words import Words
from data.workflow import followup, meetings
from pages.figures import markup
from pages.panels import tables
from pages.panels.method import method_text
from pages.panels.tables import Column
from pages.session import screen


@dataclass(frozen=True)
class Risk:
    """What is erased: of what, why, after how long."""

    what: str
    why: str
    when: str


@dataclass(frozen=True)
class Kept:
    """What is kept: of what, for what purpose, until when."""

    what: str
    purpose: str
    until: str


def _kept(t: Words) -> list[Kept]:
    """The tables that are imported, then what is entered in the dashboard itself."""
    found = [Kept(table.label(t), t(table.purpose), t(table.kept)) for table in TABLES.values()]
    return [
        *found,
        Kept(t("Keputusan rapat"), t(meetings.PURPOSE), t(meetings.KEPT)),
        Kept(t("Tindak lanjut"), t(followup.PURPOSE), t(followup.KEPT)),
    ]


def _risks(t: Words) -> list[Risk]:
    """Columns whose cells are emptied, then rows that go whole."""
    cells = [
        Risk(f"{table.label(t)}: {titles.title(t, column.name)}", t(column.risk), purpose.how_long(t, column.kept_months or 0))
        for table in TABLES.values()
        for column in table.risky
    ]
    rows = [
        Risk(
            t("{table}: seluruh baris {what}", table=table.label(t), what=labels.of_choice(t, passing.column, passing.value).lower()),
            t(passing.risk),
            t.n("{n} hari", "{n} hari", passing.days),
        )
        for table in TABLES.values()
        if (passing := table.passing)
    ]
    return cells + rows


def show(t: Words) -> None:
    """The overall purpose, then a table of what is kept and one of the columns with a risk."""
    screen.show(t, markup.tag("p", purpose.sentence(t), "k-finding"))
    every = [
        Column[Kept](t("Tabel"), lambda one: one.what),
        Column[Kept](t("Untuk apa"), lambda one: one.purpose),
        Column[Kept](t("Disimpan"), lambda one: one.until),
    ]
    screen.show(t, method_text.wrapped(tables.html_table(t, t("Tabel menurut tujuan dan masa simpan"), every, _kept(t))))
    st.subheader(t("Yang dihapus"), anchor=False)
    some = [
        Column[Risk](t("Kolom atau baris"), lambda one: one.what),
        Column[Risk](t("Risiko"), lambda one: one.why),
        Column[Risk](t("Dihapus setelah"), lambda one: one.when),
    ]
    caption = t("Isi kolom dikosongkan, barisnya tetap dihitung; baris yang dihapus utuh tidak dihitung di mana pun")
    screen.show(t, method_text.wrapped(tables.html_table(t, caption, some, _risks(t))))
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
