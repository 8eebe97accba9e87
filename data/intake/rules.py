"""What must hold between the columns of a row, and between the rows of a file and the store."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from data.faults import Problem
from data.tables import agenda
from data.tables.kejadian import HARM, UNSETTLED
from data.words import msg, msg_n

Holds = Callable[[pd.DataFrame], "pd.Series[bool]"]


@dataclass(frozen=True)
class Rule:
    """One rule: `broken` gives True where a row breaks it; a comparison with an empty cell never does."""

    columns: tuple[str, ...]
    """To blame; the first one's value is shown."""
    problem: Problem
    broken: Holds
    severity: Literal["fault", "warning"] = "fault"
    ahead: bool = False
    """Whether it compares with today."""


def rules(table: str, today: date) -> Iterator[Rule]:
    """The rules of a table. `today`: in the territory's time zone; no report comes from the future."""
    last = pd.Timestamp(today)
    future = Problem(msg("tanggal di masa depan"), msg("paling akhir hari ini, {today}", today=today), msg("periksa tahunnya"))
    for name in _PAST.get(table, ()):
        yield Rule((name,), future, functools.partial(_after, name, last), ahead=True)
    if table in _OF_TABLE:
        yield from _OF_TABLE[table](today)


def _after(name: str, last: pd.Timestamp, frame: pd.DataFrame) -> pd.Series[bool]:
    return frame[name] > last


def _incident(_: date) -> Iterator[Rule]:
    yield Rule(
        ("tanggal_selesai", "tanggal"),
        Problem(
            msg("selesai sebelum terjadi"),
            msg("sama dengan atau sesudah tanggal kejadian"),
            msg("periksa kedua tanggal"),
        ),
        lambda f: f["tanggal_selesai"] < f["tanggal"],
    )
    yield Rule(
        ("tanggal_lapor", "tanggal"),
        Problem(
            msg("dilaporkan sebelum terjadi"),
            msg("sama dengan atau sesudah tanggal kejadian"),
            msg("periksa kedua tanggal"),
        ),
        lambda f: f["tanggal_lapor"] < f["tanggal"],
    )
    yield Rule(
        ("kode_ormas", "peran_ormas"),
        Problem(
            msg("kode Ormas terisi, peran_ormas kosong"),
            msg("peran Ormas: melapor, mencegah, memediasi"),
            msg("isi peran_ormas"),
        ),
        lambda f: f["kode_ormas"].notna() & (f["peran_ormas"].isna() | (f["peran_ormas"] == "tidak_ada")),
    )
    yield Rule(
        ("tanggal_selesai", "penanganan"),
        Problem(
            msg("tanggal selesai terisi, tetapi penanganannya belum selesai"),
            msg("penanganan selesai, dimediasi atau dicegah"),
            msg("kosongkan tanggal_selesai, atau perbaiki penanganan"),
        ),
        lambda f: f["tanggal_selesai"].notna() & f["penanganan"].isin(UNSETTLED),
    )
    yield Rule(
        ("penanganan", "tahap"),
        Problem(
            msg("dicegah, tetapi sudah terjadi"),
            msg("yang dicegah bertahap potensi"),
            msg("ubah tahap menjadi potensi, atau perbaiki penanganan"),
        ),
        lambda f: (f["penanganan"] == "dicegah") & (f["tahap"] == "peristiwa"),
    )
    yield Rule(
        ("meninggal", "tahap"),
        Problem(
            msg("ada korban atau kerusakan, tetapi tahapnya potensi"),
            msg("tahap peristiwa"),
            msg("ubah tahap menjadi peristiwa"),
        ),
        lambda f: (f["tahap"] == "potensi") & (f[list(HARM)].fillna(0).sum(axis=1) > 0),
    )
    yield _desa()


def _activity(_: date) -> Iterator[Rule]:
    yield Rule(
        ("peserta", "tingkat_bukti"),
        Problem(
            msg("ada bukti kegiatan, tetapi pesertanya 0"),
            msg("lebih dari 0, atau kosong bila tidak diketahui"),
            msg("isi jumlah peserta, atau kosongkan"),
        ),
        lambda f: (f["peserta"] == 0) & (f["tingkat_bukti"] >= 1),
    )
    yield _desa()


def _desa() -> Rule:
    return Rule(
        ("kode_desa", "kecamatan"),
        Problem(
            msg("desa tidak terletak di kecamatan itu"),
            msg("kode desa berawalan kode kecamatannya"),
            msg("periksa keduanya"),
        ),
        lambda f: f["kode_desa"].notna() & f["kecamatan"].notna() & (f["kode_desa"].str[:8] != f["kecamatan"]),
    )


def _training(_: date) -> Iterator[Rule]:
    yield Rule(
        ("pengurus_hadir", "pengurus_total"),
        Problem(
            msg("yang hadir lebih banyak dari jumlah pengurus"),
            msg("paling banyak pengurus_total"),
            msg("periksa kedua angka"),
        ),
        lambda f: f["pengurus_hadir"] > f["pengurus_total"],
    )


def _register(_: date) -> Iterator[Rule]:
    yield Rule(
        ("berlaku_sampai", "tanggal_terdaftar"),
        Problem(msg("berakhir sebelum terdaftar"), msg("sesudah tanggal_terdaftar"), msg("periksa kedua tanggal")),
        lambda f: f["berlaku_sampai"] < f["tanggal_terdaftar"],
    )


def _agenda(today: date) -> Iterator[Rule]:
    yield Rule(
        ("sampai", "mulai"),
        Problem(msg("agenda berakhir sebelum mulai"), msg("sama dengan atau sesudah mulai"), msg("periksa kedua tanggal")),
        lambda f: f["sampai"] < f["mulai"],
    )
    yield Rule(
        ("sampai", "mulai"),
        Problem(msg("berlangsung lebih dari setahun"), msg("paling lama setahun"), msg("periksa tahunnya")),
        lambda f: f["sampai"] > f["mulai"] + pd.DateOffset(years=1),
        severity="warning",
    )
    first = today - timedelta(days=agenda.PASSING.days)
    yield Rule(
        ("sampai", "jenis"),
        Problem(
            msg_n(
                "pemberitahuan yang sudah lewat lebih dari {n} hari tidak disimpan",
                "pemberitahuan yang sudah lewat lebih dari {n} hari tidak disimpan",
                agenda.PASSING.days,
            ),
            msg("berakhir paling awal {day}", day=first),
            msg("hapus barisnya"),
        ),
        lambda f: (f["jenis"] == agenda.NOTIFIED) & (f["sampai"] < pd.Timestamp(first)),
        ahead=True,
    )
    yield Rule(
        ("jenis", "kecamatan"),
        Problem(
            msg("penyampaian pendapat tanpa kecamatan"),
            msg("kecamatan tempatnya"),
            msg("isi kecamatan"),
        ),
        lambda f: (f["jenis"] == agenda.NOTIFIED) & f["kecamatan"].isna(),
    )
    yield Rule(
        ("ukuran", "jenis"),
        Problem(
            msg("ukuran terisi, tetapi bukan penyampaian pendapat"),
            msg("ukuran kosong untuk agenda lain"),
            msg("kosongkan ukuran, atau perbaiki jenis"),
        ),
        lambda f: f["ukuran"].notna() & f["jenis"].notna() & (f["jenis"] != agenda.NOTIFIED),
    )


def _history(_: date) -> Iterator[Rule]:
    yield Rule(
        ("sampai", "mulai"),
        Problem(msg("berakhir sebelum mulai"), msg("sama dengan atau sesudah mulai, atau kosong"), msg("periksa kedua tanggal")),
        lambda f: f["sampai"] < f["mulai"],
    )
    yield Rule(
        ("status", "perihal"),
        Problem(
            msg("status terisi, tetapi perihalnya lain; atau perihalnya status, tetapi statusnya kosong"),
            msg("status hanya, dan selalu, untuk perihal status"),
            msg("isi atau kosongkan status, atau perbaiki perihal"),
        ),
        lambda f: f["perihal"].notna() & ((f["perihal"] == "status") != f["status"].notna()),
    )


def _sector(_: date) -> Iterator[Rule]:
    yield Rule(
        ("sampai", "mulai"),
        Problem(msg("berakhir sebelum mulai"), msg("sama dengan atau sesudah mulai, atau kosong"), msg("periksa kedua tanggal")),
        lambda f: f["sampai"] < f["mulai"],
    )


def _survey(_: date) -> Iterator[Rule]:
    yield Rule(
        ("kode", "sasaran"),
        Problem(
            msg("bukan kode kecamatan, padahal sasarannya kecamatan"),
            msg("kode atau nama kecamatan"),
            msg("periksa keduanya"),
        ),
        lambda f: (f["sasaran"] == "kecamatan") & f["kode"].notna() & ~f["kode"].str.fullmatch(r"\d\d\.\d\d\.\d\d").fillna(False),
    )


def _completeness(today: date) -> Iterator[Rule]:
    yield Rule(
        ("desa_melapor", "desa_total"),
        Problem(
            msg("yang melapor lebih banyak dari jumlah desa"),
            msg("paling banyak desa_total"),
            msg("periksa kedua angka"),
        ),
        lambda f: f["desa_melapor"] > f["desa_total"],
    )
    yield Rule(
        ("desa_nihil", "desa_melapor"),
        Problem(
            msg("yang nihil lebih banyak dari yang melapor"),
            msg("paling banyak desa_melapor"),
            msg("periksa kedua angka"),
        ),
        lambda f: f["desa_nihil"] > f["desa_melapor"],
    )
    yield Rule(
        ("tabel_nihil", "desa_nihil"),
        Problem(
            msg("kejadian disebut nihil, padahal ada desa yang melapor dan tidak nihil"),
            msg("semua desa yang melapor nihil"),
            msg("hapus kejadian dari tabel_nihil, atau perbaiki desa_nihil"),
        ),
        lambda f: (
            f["tabel_nihil"].str.split(";").map(lambda named: isinstance(named, list) and "kejadian" in named)
            & (f["desa_nihil"] < f["desa_melapor"])
        ),
    )
    month = f"{today:%Y-%m}"
    yield Rule(
        ("bulan",),
        Problem(msg("bulan di masa depan"), msg("paling akhir {month}", month=month), msg("periksa tahunnya")),
        lambda f: f["bulan"] > month,
        ahead=True,
    )


_PAST = {
    "kejadian": ("tanggal", "tanggal_lapor", "tanggal_selesai"),
    "kegiatan": ("tanggal",),
    "survei": ("tanggal",),
    "pelatihan": ("tanggal",),
    "ormas": ("tanggal_terdaftar",),
    "langkah_penanganan": ("tanggal",),
    "riwayat_ormas": ("mulai",),
}
_OF_TABLE: dict[str, Callable[[date], Iterator[Rule]]] = {
    "kejadian": _incident,
    "kegiatan": _activity,
    "pelatihan": _training,
    "ormas": _register,
    "kelengkapan": _completeness,
    "survei": _survey,
    "agenda": _agenda,
    "wilayah_polsek": _sector,
    "riwayat_ormas": _history,
}
