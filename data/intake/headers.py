"""Which row of a sheet holds the headers, and which column of the table each of them means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from data.faults import Findings, Problem, shown
from data.intake.sheets import Cell, Row, Sheet
from data.tables import Table
from data.words import NOTHING, Message, joined, msg

_SEARCHED = 30  # titles and notes stand above the headers, but never a page of them
_COUNTERS = {"no", "nomor", "no_urut", "nomor_urut", "num"}
_STATE = "status_verifikasi"
# What people call a column; the key is the name in the table.
_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "tanggal": ("tgl", "tanggal_kejadian", "tgl_kejadian", "tanggal_kegiatan", "tgl_kegiatan", "tanggal_pelatihan"),
    "tanggal_lapor": ("tgl_lapor", "tanggal_laporan", "tgl_laporan", "tanggal_pelaporan"),
    "tanggal_selesai": ("tgl_selesai", "tanggal_penyelesaian"),
    "tanggal_terdaftar": ("tgl_terdaftar",),
    "kecamatan": ("kec", "kode_kecamatan", "kode_kec", "nama_kecamatan", "nama_kec", "id_kecamatan", "kecamatan_kode"),
    "kode_desa": ("desa", "kelurahan", "desa_kelurahan", "kode_desa_kelurahan", "kode_kelurahan"),
    "jenis": ("jenis_kejadian", "jenis_kegiatan", "jenis_konflik", "jenis_peristiwa"),
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
}


@dataclass(frozen=True)
class Header:
    """Where the headers stand and what they mean."""

    row: int
    """As the person sees it, from 1."""
    positions: dict[str, int]
    """Column of the table → position in the row, from 0."""
    preamble: str
    """Text above the headers."""
    counters: frozenset[int] = frozenset()
    """Where running numbers stand, which are not taken."""


def tidy(name: object) -> str:
    """A header without case, accents, spaces, punctuation and notes in brackets.

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
    header = likeliest(sheet, table)
    required = {column.name for column in table.columns if column.required}
    if header is None or len(required & set(header.positions)) * 2 < len(required):
        return None
    return header


def likeliest(sheet: Sheet, table: Table) -> Header | None:
    """The row among the first that names the most columns of the table; None if none names any."""
    names = _meanings(table)
    best, most = 0, 0
    for number, row in enumerate(sheet.rows[:_SEARCHED], 1):
        matched = len({names[tidy(cell)] for cell in row if tidy(cell) in names})
        if matched > most:
            best, most = number, matched
    if not best:
        return None
    positions: dict[str, int] = {}
    for place, cell in enumerate(sheet.rows[best - 1]):
        if (name := names.get(tidy(cell))) is not None:
            positions.setdefault(name, place)
    above = [str(cell) for row in sheet.rows[: best - 1] for cell in row if cell is not None]
    counters = frozenset(place for place, cell in enumerate(sheet.rows[best - 1]) if tidy(cell) in _COUNTERS)
    return Header(best, positions, " ".join(above), counters)


def describe(sheet: Sheet, table: Table, header: Header) -> Message:
    """What a row of headers was understood as: known, missing, unknown."""
    row = sheet.rows[header.row - 1]
    known = [joined(" = ", [shown(row[place]), name]) for name, place in header.positions.items()]
    missing = [c.name for c in table.columns if c.required and c.name not in header.positions]
    rest = set(range(len(row))) - set(header.positions.values()) - header.counters
    unknown = [shown(row[place]) for place in sorted(rest) if tidy(row[place])]
    parts = [msg("Dikenal: {names}.", names=known)]
    if missing:
        parts.append(msg("Belum ada: {names}.", names=", ".join(missing)))
    if unknown:
        parts.append(msg("Tidak dikenal: {names}.", names=unknown))
    return joined(" ", parts)


def check(
    sheet: Sheet,
    table: Table,
    header: Header,
    rows: Sequence[int],
    faults: Findings,
    warnings: Findings,
    notes: Findings,
) -> None:
    """Note required columns that are missing, and columns that would be lost. rows: those that hold data."""
    names, titles = _meanings(table), sheet.rows[header.row - 1]
    absent = [c for c in table.columns if c.required and c.name not in header.positions]
    for free, column in enumerate(absent, len(titles)):
        remedy = msg("tambahkan kolomnya pada baris judul, yaitu baris {row}", row=header.row)
        problem = Problem(msg("kolom wajib tidak ada"), msg(column.meaning), remedy)
        faults.add(column.name, problem, header.row, cell=free)
    taken: set[str] = set()
    for place in range(max([len(titles), *(len(sheet.rows[row - 1]) for row in rows)])):
        cell = titles[place] if place < len(titles) else None
        name = names.get(tidy(cell))
        if name in taken:
            problem = Problem(msg("kolom muncul dua kali"), msg("satu kolom {name}", name=name), msg("hapus salah satunya"))
            faults.add(shown(cell, names=False), problem, header.row, cell=place)
        elif name is not None:
            taken.add(name)
        elif tidy(cell) == _STATE:
            problem = Problem(msg("tidak diambil; semua baris masuk dengan status masuk"), NOTHING, msg("verifikasi sesudah impor"))
            warnings.add(shown(cell, names=False), problem, header.row, cell=place)
        elif place not in header.counters and (filled := _filled(sheet, rows, place)):
            _unknown(cell, place, filled, header.row, names, faults)
    if faults.rows:
        _read_as(titles, header, notes)


def _read_as(titles: Row, header: Header, notes: Findings) -> None:
    """Where something is wrong with the headers: which row was taken for them, and what its own words mean."""
    for name, place in header.positions.items():
        if tidy(titles[place]) != name:
            problem = Problem(msg("dibaca sebagai kolom {name}", name=name), NOTHING, NOTHING)
            notes.add(shown(titles[place], names=False), problem, header.row, cell=place)


def _filled(sheet: Sheet, rows: Sequence[int], place: int) -> list[int]:
    return [row for row in rows if place < len(cells := sheet.rows[row - 1]) and cells[place] is not None]


def _unknown(cell: Cell, place: int, filled: list[int], header_row: int, names: dict[str, str], faults: Findings) -> None:
    if not tidy(cell):
        problem = Problem(
            msg("isi di kolom ke-{place} tanpa judul", place=place + 1),
            NOTHING,
            msg("hapus isinya, atau beri judul seperti pada templat; pada CSV, mungkin pemisah ada di dalam teks"),
        )
        for row in filled:
            faults.add("", problem, row, cell=place)
        return
    near = difflib.get_close_matches(tidy(cell), names, n=1, cutoff=0.75)
    remedy = (
        msg("mungkin {name}", name=names[near[0]]) if near else msg("hapus kolom ini; keterangan bebas tidak disimpan, demi data pribadi")
    )
    faults.add(shown(cell, names=False), Problem(msg("kolom tidak ada di templat"), NOTHING, remedy), header_row, cell=place)


def _meanings(table: Table) -> dict[str, str]:
    """Tidy header → column. The name of a column wins over a word that people use for another one."""
    own = {column.name: column.name for column in table.columns}
    other = {alias: name for name in own for alias in _OTHER_NAMES.get(name, ()) if alias not in own}
    return {**other, **own}
