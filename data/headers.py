"""Which row of a sheet holds the headers, and which column of the table each of them means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

from data.faults import Findings, Problem, shown
from data.sheets import Row, Sheet
from data.tables import Table
from data.words import t

_SEARCHED = 30  # titles and notes stand above the headers, not a page of them
_IGNORED = {"no", "nomor", "no_urut", "nomor_urut", "num", "status_verifikasi"}
# What people call a column; the key is the name in the table.
_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "tanggal": ("tgl", "tanggal_kejadian", "tgl_kejadian", "tanggal_kegiatan", "tgl_kegiatan", "tanggal_pelatihan"),
    "tanggal_lapor": ("tgl_lapor", "tanggal_laporan", "tgl_laporan", "tanggal_pelaporan"),
    "tanggal_selesai": ("tgl_selesai", "tanggal_penyelesaian"),
    "tanggal_terdaftar": ("tgl_terdaftar",),
    "kecamatan": ("kec", "kode_kecamatan", "kode_kec", "nama_kecamatan", "nama_kec", "id_kecamatan", "kecamatan_kode"),
    "kode_desa": ("desa", "kelurahan", "desa_kelurahan", "kode_desa_kelurahan", "kode_kelurahan"),
    "jenis": ("jenis_kejadian", "jenis_kegiatan"),
    "jam": ("pukul", "jam_kejadian", "lama_jam"),
    "luka": ("luka_luka", "jumlah_luka", "korban_luka"),
    "meninggal": ("jumlah_meninggal", "korban_meninggal", "meninggal_dunia"),
    "kode_ormas": ("id_ormas", "kode_organisasi"),
    "nama": ("nama_ormas",),
    "sumber": ("sumber_laporan", "sumber_data"),
    "peserta": ("jumlah_peserta",),
    "n_responden": ("jumlah_responden", "responden"),
    "rata_rata": ("rerata", "mean"),
    "standar_deviasi": ("simpangan_baku", "sd"),
    "jumlah": ("jumlah_penduduk", "penduduk"),
    "bulan": ("bulan_laporan", "periode"),
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """Where the headers stand and what they mean."""

    row: int
    """As the person sees it, from 1."""
    positions: dict[str, int]
    """Column of the table → position in the row, from 0."""
    preamble: str
    """Text above the headers."""


def tidy(name: object) -> str:
    """A header without case, accents, spaces, signs and notes in brackets.

    Examples
    --------
    >>> tidy(" Tanggal Lapor* "), tidy("Luka-luka (orang)")
    ('tanggal_lapor', 'luka_luka')
    """
    text = unicodedata.normalize("NFKD", str(name or "")).casefold()
    text = re.sub(r"\([^)]*\)", " ", "".join(sign for sign in text if not unicodedata.combining(sign)))
    return re.sub(r"[\W_]+", "_", text).strip("_")


def find(sheet: Sheet, table: Table) -> Header | None:
    """The row among the first that names the most columns of the table; None if none names half of the required."""
    names = _meanings(table)
    best, most = 0, 0
    for number, row in enumerate(sheet.rows[:_SEARCHED], 1):
        matched = len({names[tidy(cell)] for cell in row if tidy(cell) in names})
        if matched > most:
            best, most = number, matched
    required = {column.name for column in table.columns if column.required}
    if not best:
        return None
    positions: dict[str, int] = {}
    for place, cell in enumerate(sheet.rows[best - 1]):
        if (name := names.get(tidy(cell))) is not None:
            positions.setdefault(name, place)
    if len(required & set(positions)) * 2 < len(required):
        return None
    above = [str(cell) for row in sheet.rows[: best - 1] for cell in row if cell is not None]
    return Header(best, positions, " ".join(above))


def check(sheet: Sheet, table: Table, header: Header, faults: Findings, warnings: Findings) -> None:
    """Note required columns that are missing, and columns that would be lost."""
    names = _meanings(table)
    for column in table.columns:
        if column.required and column.name not in header.positions:
            faults.add(
                column.name,
                Problem(t("kolom wajib tidak ada"), column.meaning, t("tambahkan kolomnya, seperti pada templat")),
                0,
            )  # fmt: skip
    row = sheet.rows[header.row - 1]
    taken: set[str] = set()
    for place in range(max(len(one) for one in sheet.rows[header.row - 1 :])):
        cell = row[place] if place < len(row) else None
        name = names.get(tidy(cell))
        if name in taken:
            problem = Problem(
                t("kolom muncul dua kali"), t("satu kolom {name}", name=name), t("hapus salah satunya")
            )
            faults.add(shown(cell), problem, header.row)
        elif name is not None:
            taken.add(name)
        elif tidy(cell) in _IGNORED:
            if tidy(cell) == "status_verifikasi":
                problem = Problem(
                    t("tidak diambil; semua baris masuk dengan status masuk"), "", t("verifikasi sesudah impor")
                )  # fmt: skip
                warnings.add(shown(cell), problem, header.row)
        elif filled := _filled(sheet.rows[header.row :], place, header.row):
            _unknown(cell, place, filled, header.row, list(names), names, faults)


def _filled(rows: list[Row], place: int, above: int) -> list[int]:
    return [above + n for n, row in enumerate(rows, 1) if place < len(row) and row[place] is not None]


def _unknown(
    cell: object,
    place: int,
    filled: list[int],
    header_row: int,
    known: list[str],
    names: dict[str, str],
    faults: Findings,
) -> None:
    if cell is None:
        problem = Problem(
            t("isi di kolom ke-{place} tanpa judul", place=place + 1), "",
            t("hapus isinya, atau beri judul seperti pada templat; pada CSV, mungkin pemisah ada di dalam teks"),
        )  # fmt: skip
        faults.add_all("", problem, filled)
        return
    near = difflib.get_close_matches(tidy(cell), known, n=1, cutoff=0.75)
    remedy = (
        t("mungkin {name}", name=names[near[0]])
        if near
        else t("hapus kolom ini; keterangan bebas tidak disimpan, demi data pribadi")
    )
    faults.add(shown(cell), Problem(t("kolom tidak ada di templat"), "", remedy), header_row)


def _meanings(table: Table) -> dict[str, str]:
    """Tidy header → column. A name of its own wins over what another column is called."""
    own = {column.name: column.name for column in table.columns}
    other = {alias: name for name in own for alias in _OTHER_NAMES.get(name, ()) if alias not in own}
    return {**other, **own}
