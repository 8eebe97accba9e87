"""Before the first edition: what is in the store, which of it can be published, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from data.editions import inputs
from data.store import clock, database, moments
from data.tables import TABLES
from data.words import Message, joined, msg, msg_n, written
from data.workflow import publishing, verification

OWN_POPULATION = """
  SELECT 1 FROM penduduk_semua JOIN batches USING (batch_id)
  WHERE status_verifikasi = 'terverifikasi' AND format <> 'acuan' LIMIT 1"""
Kind = Literal["kosong", "menunggu", "kurang", "siap"]


@dataclass(frozen=True)
class State:
    """How far the work towards a first edition has come."""

    kind: Kind
    """kosong: nothing came in; menunggu: rows wait and nothing else could be shown; kurang: what counts is not enough;
    siap: a month can be published."""
    waiting: int
    """Rows that nobody has decided on."""
    tables: tuple[str, ...]
    """Tables with a row that counts; the population that a new store has by itself is none."""
    month: str
    """The month to publish: the last that is over and has a row; of a register alone, the last that is over."""
    index_from: str
    """The first month of which an index is possible; empty where no completeness report counts yet."""


def state(home: Path, today: date | None = None) -> State:
    """Look at a store. Raises DataError where it can't be read."""
    with database.read(home) as con:
        return of_store(con, publishing.latest_complete_month(today or clock.today()))


def of_store(con: duckdb.DuckDBPyConnection, latest: str) -> State:
    """The same for an open connection; latest: the last month that is over."""
    rows = verification.share(con)
    over = rows[(rows["verified"] > 0) & (rows["period"] <= latest)]
    registers = [name for name in ("ormas", "nilai_resmi") if con.execute(f"FROM {name}_terverifikasi LIMIT 1").fetchone()]
    found = {*over["tabel"], *registers, *(["penduduk"] if con.execute(OWN_POPULATION).fetchone() else [])}
    tables = tuple(name for name in TABLES if name in found)
    registers_waiting = verification.count(con, verification.Filter()).query("bulan.isna()")
    waiting = int(rows["waiting"].sum()) + int(registers_waiting["n"].sum())
    enough = [name for name in tables if name in inputs.ENOUGH]
    kind: Kind = "siap" if enough else "menunggu" if waiting else "kurang" if tables else "kosong"
    reports = over[over["tabel"] == "kelengkapan"]["period"]
    told = over[over["tabel"].isin(inputs.ENOUGH)]["period"]
    return State(
        kind=kind,
        waiting=waiting,
        tables=tables,
        month=str(told.max()) if len(told) else latest,
        index_from=inputs.index_from(str(reports.min())) if len(reports) else "",
    )


def describe(found: State) -> Message:
    """What is there and what it is good for, in sentences; what to do stands in `action`."""
    names = [msg(TABLES[name].title) for name in found.tables]
    if found.kind == "kosong":
        return msg("Basis data masih kosong.")
    if found.kind == "menunggu":
        return msg_n(
            "{n} baris sudah masuk dan menunggu verifikasi; sebelum itu belum ada yang dapat diterbitkan.",
            "{n} baris sudah masuk dan menunggu verifikasi; sebelum itu belum ada yang dapat diterbitkan.",
            found.waiting,
        )
    if found.kind == "kurang":
        return msg("Yang sudah ada ({tables}) belum cukup untuk sebuah edisi.", tables=names)
    parts = [msg("Sudah ada: {tables}.", tables=names)]
    if found.waiting:
        parts.append(
            msg_n("{n} baris menunggu verifikasi dan belum dihitung.", "{n} baris menunggu verifikasi dan belum dihitung.", found.waiting)
        )
    if found.index_from and found.index_from <= found.month:
        parts.append(msg("Edisi {month} dapat diterbitkan, dengan indeks.", month=written(moments.month, found.month)))
    elif found.index_from:
        parts.append(
            msg(
                "Edisi {month} dapat diterbitkan tanpa indeks: peta, hitungan, dan tabel. Indeks mungkin mulai {start}.",
                month=written(moments.month, found.month),
                start=written(moments.month, found.index_from),
            )
        )
    else:
        parts.append(
            msg(
                "Edisi {month} dapat diterbitkan tanpa indeks: peta, hitungan, dan tabel. Indeks mungkin mulai bulan kedua belas sejak laporan kelengkapan pertama.",
                month=written(moments.month, found.month),
            )
        )
    return joined(" ", parts)


def action(found: State) -> Message:
    """What to do next, by the name of the page where it is done."""
    if found.kind == "siap":
        return msg("Terbitkan di halaman Edisi & audit, bagian Terbitkan.")
    if found.kind == "menunggu":
        return msg("Periksa dan verifikasi di halaman Unggah & verifikasi, bagian antrean.")
    return msg(
        "Isi templat dan unggah di halaman Unggah & verifikasi. Daftar kejadian saja, atau daftar Ormas saja, sudah cukup untuk edisi pertama tanpa indeks; untuk indeks perlu laporan kelengkapan dua belas bulan."
    )


def command(found: State) -> str:
    """The same on the command line."""
    commands = {
        "siap": f"python -m data publish {found.month}",
        "menunggu": "python -m data verify --list",
    }
    return commands.get(found.kind, "python -m data template")
